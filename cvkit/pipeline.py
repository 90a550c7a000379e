"""The straight line: load, select, compose, typeset, export, write."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from .document import Document, Typeset
from .errors import CvkitError, Problem, ThemeError
from .output import write
from .workers import Limits, Typesetters, cores

if TYPE_CHECKING:
    from .export.material import Material
    from .model import CV
    from .theme import Theme

__all__ = ["ENGINES", "Job", "Result", "build", "prepare", "render"]


ENGINES = ("weasyprint", "latex")


@dataclass(frozen=True)
class Job:
    """One person in one theme: the file, the theme, its options, and the file of each format.

    ``engine`` is what makes the PDF: one of :data:`ENGINES`.
    """

    source: Path
    theme: str
    theme_roots: tuple[Path, ...]
    options: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, Path], ...]
    engine: str = "weasyprint"


@dataclass(frozen=True)
class Result:
    """What became of a job: what was typeset and the files written, or an error."""

    job: Job
    typeset: Typeset | None = None
    files: tuple[Path, ...] = ()
    error: CvkitError | None = None


def render(jobs: Sequence[Job], limits: Limits | None = None) -> Iterator[Result]:
    """Carry jobs out on all cores and yield their results in order.

    A job that fails does not stop the others, and what it would have replaced stays.
    """
    limits = limits or Limits()
    composed = [job for job in jobs if _is_composed(job)]
    workers = min(cores(), sum(_needs(job, "pdf") for job in composed))
    # The threads wait for TeX, which runs in processes of its own; none is started before a
    # document asks for it, when the workers have been forked.
    with Typesetters(workers, limits) as typesetters, ThreadPoolExecutor(cores()) as threads:
        typesetters.warm_up(_sample(composed))
        begun: deque[tuple[Job, Material | CvkitError, Future[Typeset] | None]] = deque()
        for job in jobs:
            made = _attempt(job)
            future = None
            if not isinstance(made, CvkitError) and _needs(job, "pdf"):
                future = (
                    threads.submit(_typeset_tex, made, limits)
                    if job.engine == "latex"
                    else typesetters.submit(cast("Document", made.document))
                )
            begun.append((job, made, future))
            if len(begun) > 4 * max(workers, 1):
                yield _finish(typesetters, *begun.popleft())
        while begun:
            yield _finish(typesetters, *begun.popleft())


def build(job: Job) -> Document:
    """Load, select and compose; raise :class:`CvkitError` with every problem."""
    return _compose(job, prepare(job))


def prepare(job: Job) -> Material:
    """Load and select; raise :class:`CvkitError` with every problem."""
    from .export.material import Material
    from .load import locate
    from .select import select
    from .theme import set_options

    cv = select(_load(job.source))
    theme = _find_theme(job.theme, job.theme_roots)
    try:
        options = set_options(theme, {str(job.source): cv.options, "--set": dict(job.options)})
    except ThemeError as error:
        raise ThemeError(locate(problem, job.source) for problem in error.problems) from None
    return Material(cv, theme, options, job.source.parent.resolve())


def _compose(job: Job, material: Material) -> Document:
    from .compose import compose  # while it is imported, the workers warm up

    own_css = _own_css(job.source)
    return compose(material.cv, material.theme, material.options, material.folder, own_css)


def _typeset_tex(material: Material, limits: Limits) -> Typeset:
    from .latex import typeset_tex

    return typeset_tex(
        material.cv, material.theme, material.options, material.folder, limits.seconds
    )


def _sample(jobs: Sequence[Job]) -> Document | None:
    from .sample import sample
    from .theme import set_options

    try:
        theme = _find_theme(jobs[0].theme, jobs[0].theme_roots)
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


def _attempt(job: Job) -> Material | CvkitError:
    try:
        material = prepare(job)
        composed = _compose(job, material) if _is_composed(job) else None
        return replace(material, document=composed)
    except CvkitError as error:
        return error


def _finish(
    typesetters: Typesetters,
    job: Job,
    made: Material | CvkitError,
    future: Future[Typeset] | None,
) -> Result:
    if isinstance(made, CvkitError):
        return Result(job, error=made)
    try:
        typeset = None
        if future and job.engine == "latex":
            typeset = future.result()
        elif future and made.document:
            typeset = typesetters.result(made.document, future)
        files = tuple(_export(job, replace(made, typeset=typeset)))
    except CvkitError as error:
        named = (Problem(str(job.source), p.message, hint=p.hint) if not p.file else p
                 for p in error.problems)  # fmt: skip
        return Result(job, error=type(error)(named))
    return Result(job, typeset, files)


def _is_composed(job: Job) -> bool:
    """Whether a job's way leads over HTML."""
    return _needs(job, "document") or (_needs(job, "pdf") and job.engine == "weasyprint")


def _needs(job: Job, *what: str) -> bool:
    from .export import EXPORTERS

    return any(EXPORTERS[name].needs in what for name, _ in job.outputs)


def _export(job: Job, material: Material) -> Iterator[Path]:
    """Write the files of a job; a format of several files numbers them."""
    from .export import EXPORTERS

    for name, path in job.outputs:
        contents = EXPORTERS[name].run(material)
        for number, content in enumerate(contents, start=1):
            several = len(contents) > 1
            file = path.with_stem(f"{path.stem}-{number}") if several else path
            write(file, content)
            yield file


@lru_cache(maxsize=64)
def _load(source: Path) -> CV:
    from .load import load

    return load(source)


@lru_cache(maxsize=64)
def _find_theme(name: str, roots: tuple[Path, ...]) -> Theme:
    from .theme import find_theme

    return find_theme(name, roots)
