"""The work that runs in worker processes: rendering, checking and exporting one file.

Every function takes values that can be pickled, and returns problems instead of raising them.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from cvkit.check.findings import Finding
from cvkit.check.run import examine, read_pdf
from cvkit.document import Fitted, Layout, Spot
from cvkit.errors import CvkitError, Problem, contained, located
from cvkit.pipeline.prepare import compose, prepare, selected
from cvkit.pipeline.sources import cached_tree
from cvkit.pipeline.validate import validate
from cvkit.pipeline.work import carry_out
from cvkit.source.nodes import Node
from cvkit.system.files import overlaid
from cvkit.system.fresh import Freshness
from cvkit.system.trace import Trace
from cvkit.theme.options import Value
from cvkit.typeset.pool import Limits, typeset

from .look import Look, Target, jobs_of

__all__ = [
    "Exported",
    "Rendering",
    "check_file",
    "export",
    "is_current",
    "lower_priority",
    "picture",
    "render",
    "validate_file",
]


@dataclass(frozen=True)
class Rendering:
    """What became of a text: its pages, with the places of its texts, or its problems."""

    pdf: bytes = b""
    spots: tuple[Spot, ...] = ()
    layout: Layout = field(default_factory=Layout)
    fitted: Fitted | None = None
    warnings: tuple[Problem, ...] = ()
    theme: str = ""
    options: Mapping[str, Value] = field(default_factory=dict)
    root: Node | None = None
    problems: tuple[Problem, ...] = ()
    trace: Trace = field(default_factory=dict)


def render(target: Target, look: Look, text: str | None = None) -> Rendering:
    """Typeset the pages of a file, and find where its texts are on them.

    ``text`` is used instead of the content of the file.
    """
    texts = {} if text is None else {target.file: text.encode("utf-8", "surrogatepass")}
    try:
        with contained(), overlaid(texts):
            return _render(target, look)
    except CvkitError as error:
        return Rendering(problems=located(error, target.file).problems)


def _render(target: Target, look: Look) -> Rendering:
    job = replace(jobs_of(target, look)[0], with_spots=True)
    done = carry_out(job, Limits())
    assert done.typeset is not None
    return Rendering(
        done.typeset.pdf,
        done.typeset.spots,
        done.typeset.layout,
        done.typeset.fitted,
        done.warnings,
        job.theme.name,
        dict(prepare(job, selected(job)).options),
        cached_tree(target.file, letter=target.letter is not None),
        trace=done.trace,
    )


def is_current(trace: Trace) -> bool:
    """Whether a rendering would be made from the same files."""
    return Freshness().all_fresh(trace)


def validate_file(
    target: Target, text: str | None = None
) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return the errors and the warnings of ``cvkit validate`` for a file."""
    texts = {} if text is None else {target.file: text.encode("utf-8", "surrogatepass")}
    try:
        with contained(), overlaid(texts):
            found = list(validate(target.project, target.person))
    except CvkitError as error:
        return located(error, target.file).problems, ()
    own = [each for each in found if each.path == target.file]
    return (
        tuple(problem for each in own for problem in each.errors),
        tuple(problem for each in own for problem in each.warnings),
    )


def check_file(target: Target, look: Look) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """Return the findings of ``cvkit check``, or the problems that prevent it."""
    try:
        with contained():
            job = jobs_of(replace(target, letter=None), look)[0]
            material = compose(job, prepare(job, selected(job)))
            assert material.document is not None
            material = replace(material, typeset=typeset(material.document, Limits()))
            assert material.typeset is not None
            return examine(job, material, read_pdf(material.typeset.pdf)).findings, ()
    except CvkitError as error:
        return (), located(error, target.file).problems


@dataclass(frozen=True)
class Exported:
    """A file to download, or why there is none; several files are in one archive."""

    name: str = ""
    content: bytes = b""
    problems: tuple[Problem, ...] = ()


def export(target: Target, look: Look, form: str) -> Exported:
    """Return the file that ``cvkit render --format`` writes."""
    try:
        with contained():
            job = jobs_of(target, look, [form])[0]
            contents = carry_out(job, Limits()).contents
    except CvkitError as error:
        return Exported(problems=located(error, target.file).problems)
    if len(contents) == 1:
        ((path, content),) = contents.items()
        return Exported(path.name, content)
    return Exported(f"{job.outputs[0][1].name}.zip", _archive(contents))


def _archive(contents: Mapping[Path, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, content in contents.items():
            archive.writestr(zipfile.ZipInfo(path.name), content)
    return stream.getvalue()


def picture(target: Target, look: Look) -> Rendering:
    """Typeset pages for the gallery: without the places of texts, and without fitting.

    One page shows what a theme looks like; fitting takes time and changes little.
    """
    try:
        with contained():
            job = jobs_of(target, replace(look, pages="any"))[0]
            done = carry_out(job, Limits()).typeset
            assert done is not None
            return Rendering(done.pdf, layout=done.layout, theme=job.theme.name)
    except CvkitError as error:
        return Rendering(problems=located(error, target.file).problems, theme=look.theme)


def lower_priority() -> None:
    """Let other processes go first, such as the one that renders what is being typed."""
    with suppress(AttributeError, OSError):
        os.nice(10)
