"""The straight line: load, select, compose, typeset, export, write."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .deadline import TooLongError, deadline
from .document import Document, Fit, Typeset
from .errors import CvkitError, Problem, RenderError, ThemeError
from .job import Job
from .output import write
from .workers import Limits, Typesetters, cores

if TYPE_CHECKING:
    from .export.material import Material

__all__ = ["Job", "Result", "build", "render"]


@dataclass(frozen=True)
class Result:
    """What became of a job: what was typeset and the files written, or an error.

    ``notes`` tell of texts that have no translation.
    """

    job: Job
    typeset: Typeset | None = None
    files: tuple[Path, ...] = ()
    error: CvkitError | None = None
    notes: tuple[Problem, ...] = ()

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


def render(jobs: Sequence[Job], limits: Limits | None = None) -> Iterator[Result]:
    """Carry jobs out on all cores and yield their results in order.

    A job that fails does not stop the others, and what it would have replaced stays.
    """
    workers = min(cores(), sum(_needs(job, "pdf") for job in jobs))
    limits = limits or Limits()
    with Typesetters(workers, limits) as typesetters:
        typesetters.warm_up(_sample(jobs))
        begun: deque[_Begun] = deque()
        for job in jobs:
            begun.append(_begin(typesetters, job))
            if len(begun) > 4 * max(workers, 1):
                yield _finish(typesetters, begun.popleft())
        while begun:
            yield _finish(typesetters, begun.popleft())


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
    document = compose(
        material.cv, material.theme, material.options, material.folder, own_css, material.letter
    )
    return replace(document, fit=_fit(job, material)) if job.pages else document


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
    from .manifest import read_text

    path = source.with_suffix(".css")
    return read_text(path, path.parent) if path.is_file() else ""


def _begin(typesetters: Typesetters, job: Job) -> _Begun:
    from .prepare import material as prepare
    from .prepare import notes, selected

    limits = typesetters.limits
    try:
        with _guarded(limits.compose_seconds, "reading and composing", limits):
            chosen = selected(job)
            material = prepare(job, chosen)
            told = tuple(notes(job, chosen))
            if not _needs(job, "document", "pdf"):
                return _Begun(job, material, notes=told)
            made = replace(material, document=_compose(job, material))
        assert made.document is not None
        future = typesetters.submit(made.document) if _needs(job, "pdf") else None
        return _Begun(job, made, future, told)
    except CvkitError as error:
        return _Begun(job, _located(error, job))


@contextmanager
def _guarded(seconds: float, what: str, limits: Limits) -> Iterator[None]:
    """Tell of what takes too long, or too much memory, as a :class:`RenderError`."""
    try:
        with deadline(seconds, what, or_die=limits.own_process):
            yield
    except TooLongError as error:
        raise RenderError(Problem("", str(error), hint="is it a CV?")) from None
    except MemoryError:
        raise RenderError(Problem("", f"{what} needed too much memory")) from None


def _finish(typesetters: Typesetters, begun: _Begun) -> Result:
    job, made = begun.job, begun.made
    if isinstance(made, CvkitError):
        return Result(job, error=made)
    try:
        typeset = None
        if made.document and begun.future:
            typeset = typesetters.result(made.document, begun.future)
        limits = typesetters.limits
        with _guarded(limits.seconds, "writing the formats", limits):
            files = tuple(_export(job, replace(made, typeset=typeset)))
    except CvkitError as error:
        return Result(job, error=_located(error, job))
    return Result(job, typeset, files, notes=begun.notes)


def _located(error: CvkitError, job: Job) -> CvkitError:
    """Put the person's file to problems that name none."""
    source = str(job.source)
    return type(error)(
        problem if problem.file else replace(problem, file=source) for problem in error.problems
    )


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
