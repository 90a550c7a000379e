"""The straight line: load, select, compose, typeset, export, write."""

from __future__ import annotations

import datetime
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .document import Attachment, Document, Fit, Typeset
from .errors import CvkitError, Problem, ThemeError
from .job import Job
from .output import write
from .workers import Limits, Typesetters, cores

if TYPE_CHECKING:
    from .export.material import Material
    from .model import CV, CvDate

__all__ = ["Job", "Result", "build", "render"]


@dataclass(frozen=True)
class Result:
    """What became of a job: what was typeset and the files written, or an error.

    ``notes`` tell of texts that have no translation, and ``stale`` files are not what they
    should be, which only happens where nothing is written.
    """

    job: Job
    typeset: Typeset | None = None
    files: tuple[Path, ...] = ()
    error: CvkitError | None = None
    notes: tuple[Problem, ...] = ()
    stale: tuple[Path, ...] = ()

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the typesetter complained of, and a last page that is left nearly empty."""
        if self.typeset is None:
            return ()
        source = str(self.job.source)
        told = [Problem(source, f"warning: {warning}") for warning in self.typeset.warnings]
        layout = self.typeset.layout
        if layout.nearly_empty:
            lines = layout.pages[-1].lines
            message = (
                f"warning: in {self.job.theme} the last of {len(layout.pages)} pages holds "
                f"{lines} {'line' if lines == 1 else 'lines'} only"
            )
            told.append(Problem(source, message, hint=_MENDS[self.job.pages == "auto"]))
        return tuple(told)


_MENDS = {
    False: "--pages auto mends it",
    True: "the theme's limits do not let it be mended: leave out a few lines, or add some",
}


def render(
    jobs: Sequence[Job], limits: Limits | None = None, *, compare: bool = False
) -> Iterator[Result]:
    """Carry jobs out on all cores and yield their results in order.

    A job that fails does not stop the others, and what it would have replaced stays. To
    ``compare`` is to write nothing, and to say which files are not what they should be.
    """
    workers = min(cores(), sum(_needs(job, "pdf") for job in jobs))
    with Typesetters(workers, limits or Limits()) as typesetters:
        typesetters.warm_up(_sample(jobs))
        begun: deque[_Begun] = deque()
        for job in jobs:
            begun.append(_begin(typesetters, job))
            if len(begun) > 4 * max(workers, 1):
                yield _finish(typesetters, begun.popleft(), compare=compare)
        while begun:
            yield _finish(typesetters, begun.popleft(), compare=compare)


@dataclass(frozen=True)
class _Begun:
    """A job on its way: what was made of it so far, and what is still being typeset."""

    job: Job
    made: Material | CvkitError
    future: Future[Typeset] | None = None
    notes: tuple[Problem, ...] = ()


def build(job: Job) -> Document:
    """Load, select and compose; raise :class:`CvkitError` with every problem."""
    from .prepare import material, selected

    return _compose(job, material(job, selected(job)))


def _compose(job: Job, material: Material) -> Document:
    from .compose import compose  # while it is imported, the workers warm up

    own_css = _own_css(job.source)
    present = _present(material.cv) if material.options.get("durations") else None
    document = compose(
        material.cv,
        material.theme,
        material.options,
        material.folder,
        own_css,
        material.letter,
        present,
    )
    if job.pages:
        document = replace(document, fit=_fit(job, material))
    attachments = tuple(_sources_of(material)) if job.embed_source else ()
    return replace(document, pdf_variant=job.pdf_variant, attachments=attachments)


def _sources_of(material: Material) -> Iterator[Attachment]:
    """Yield what a PDF is to carry of its source: the YAML of what it shows, and the picture."""
    from .canonical import dump, to_plain
    from .extract import SOURCE_NAME

    text = dump(to_plain(material.data))
    yield Attachment(SOURCE_NAME, text.encode(), "The source of this CV, for cvkit")
    if material.cv.photo:
        photo = material.folder / material.cv.photo
        yield Attachment(photo.name, photo.read_bytes(), "The photograph of this CV")


def _fit(job: Job, material: Material) -> Fit:
    from .levers import plan_fit

    theme = material.theme
    letters = material.letter.options if material.letter else {}
    given = (*material.cv.options, *letters, *dict(job.options))
    fixed = {name.replace("-", "_") for name in given}
    try:
        return plan_fit(theme.name, theme.levers, material.options, fixed, job.pages)
    except ThemeError as error:
        raise _located(error, job) from None


def _present(cv: CV) -> CvDate:
    from .durations import present_date

    today = datetime.datetime.now().astimezone().date()
    return present_date(cv.updated, os.environ.get("SOURCE_DATE_EPOCH"), today)


def _sample(jobs: Sequence[Job]) -> Document | None:
    from .sample import sample
    from .theme import find_theme, set_options

    try:
        theme = find_theme(jobs[0].theme, jobs[0].theme_roots)
        return sample(theme, set_options(theme, {"--set": dict(jobs[0].options)}))
    except (IndexError, CvkitError, OSError):
        return None  # what is wrong is said with the job itself


def _own_css(source: Path) -> str:
    """Return the style sheet beside a person's file, ``ada.css`` beside ``ada.yaml``."""
    path = source.with_suffix(".css")
    if not path.is_file():
        return ""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(Problem(str(path), f"cannot be read: {error}")) from None


def _begin(typesetters: Typesetters, job: Job) -> _Begun:
    from .prepare import material as prepare
    from .prepare import notes, selected

    try:
        chosen = selected(job)
        material = prepare(job, chosen)
        if not _needs(job, "document", "pdf"):
            return _Begun(job, material, notes=tuple(notes(job, chosen)))
        document = _compose(job, material)
        future = typesetters.submit(document) if _needs(job, "pdf") else None
        made = replace(material, document=document)
        return _Begun(job, made, future, tuple(notes(job, chosen)))
    except CvkitError as error:
        return _Begun(job, error)


def _finish(typesetters: Typesetters, begun: _Begun, *, compare: bool) -> Result:
    job, made = begun.job, begun.made
    if isinstance(made, CvkitError):
        return Result(job, error=made)
    try:
        typeset = None
        if made.document and begun.future:
            typeset = typesetters.result(made.document, begun.future)
        contents = dict(_export(job, replace(made, typeset=typeset)))
        for path, content in contents.items() if not compare else ():
            write(path, content)
    except CvkitError as error:
        return Result(job, error=_located(error, job))
    compared = contents.items() if compare else ()
    stale = tuple(path for path, content in compared if not _holds(path, content))
    return Result(job, typeset, tuple(contents), notes=begun.notes, stale=stale)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _located(error: CvkitError, job: Job) -> CvkitError:
    """Put the person's file to problems that name none."""
    source = str(job.source)
    return type(error)(
        problem if problem.file else replace(problem, file=source) for problem in error.problems
    )


def _needs(job: Job, *what: str) -> bool:
    from .export import EXPORTERS

    return any(EXPORTERS[name].needs in what for name, _ in job.outputs)


def _export(job: Job, material: Material) -> Iterator[tuple[Path, bytes]]:
    """Yield the files of a job with their content; a format of several files numbers them."""
    from .export import EXPORTERS

    for name, path in job.outputs:
        contents = EXPORTERS[name].run(material)
        for number, content in enumerate(contents, start=1):
            several = len(contents) > 1
            file = path.with_stem(f"{path.stem}-{number}") if several else path
            yield file, content
