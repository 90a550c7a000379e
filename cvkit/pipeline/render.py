"""The straight line: load, select, compose, typeset, export, write."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.document import Document, Typeset
from cvkit.errors import CvkitError, Problem, RenderError
from cvkit.system.files import write
from cvkit.system.limits import TooLongError, deadline
from cvkit.typeset.pool import Limits, Typesetters, cores

from .build import build, document_of
from .job import LATEX, Job

if TYPE_CHECKING:
    from cvkit.export.context import Material

__all__ = ["Job", "Result", "build", "guarded", "render"]


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
    limits = limits or Limits()
    composed = [job for job in jobs if _is_composed(job)]
    workers = min(cores(), sum(_needs(job, "pdf") for job in composed))
    # The threads wait for TeX, which runs in processes of its own; none is started before a
    # document asks for it, when the workers have been forked.
    with Typesetters(workers, limits) as typesetters, ThreadPoolExecutor(cores()) as threads:
        typesetters.warm_up(_sample(composed))
        engines = _Engines(typesetters, threads, limits)
        begun: deque[_Begun] = deque()
        for job in jobs:
            begun.append(_begin(job, engines))
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


@dataclass(frozen=True)
class _Engines:
    """What makes PDFs: the workers that set type, and threads that wait for TeX."""

    typesetters: Typesetters
    threads: ThreadPoolExecutor
    limits: Limits

    def submit(self, job: Job, material: Material, tex: str) -> Future[Typeset]:
        """Begin to make the PDF of a job, of its document or its LaTeX source."""
        if job.engine == LATEX:
            return self.threads.submit(_typeset_tex, material, tex, self.limits)
        assert material.document is not None
        return self.typesetters.submit(material.document)


def _tex(material: Material) -> str:
    from cvkit.compose.latex.source import to_tex

    return to_tex(material.cv, material.theme, material.options, material.present)


def _typeset_tex(material: Material, tex: str, limits: Limits) -> Typeset:
    from .latex import typeset_tex

    cv, theme, options = material.cv, material.theme, material.options
    return typeset_tex(tex, cv, theme, options, material.folder, limits.seconds)


def _sample(jobs: Sequence[Job]) -> Document | None:
    from cvkit.compose.sample import sample
    from cvkit.theme.theme import find_theme, set_options

    try:
        theme = find_theme(jobs[0].theme, jobs[0].theme_roots)
        return sample(theme, set_options(theme, {"--set": dict(jobs[0].options)}))
    except (IndexError, CvkitError, OSError):
        return None  # what is wrong is said with the job itself


def _begin(job: Job, engines: _Engines) -> _Begun:
    from .prepare import material as prepare
    from .prepare import notes, selected

    limits = engines.limits
    try:
        with guarded(limits.compose_seconds, "reading and composing", limits):
            chosen = selected(job)
            material = prepare(job, chosen)
            told = tuple(notes(job, chosen))
            if _is_composed(job):
                material = replace(material, document=document_of(job, material))
            tex = _tex(material) if job.engine == LATEX and _needs(job, "pdf") else ""
        future = engines.submit(job, material, tex) if _needs(job, "pdf") else None
        return _Begun(job, material, future, told)
    except CvkitError as error:
        return _Begun(job, _located(error, job))


@contextmanager
def guarded(seconds: float, what: str, limits: Limits) -> Iterator[None]:
    """Tell of what takes too long, or too much memory, as a :class:`RenderError`."""
    try:
        with deadline(seconds, what, or_die=limits.own_process):
            yield
    except TooLongError as error:
        raise RenderError(Problem("", str(error), hint="is it a CV?")) from None
    except MemoryError:
        raise RenderError(Problem("", f"{what} needed too much memory")) from None


def _finish(typesetters: Typesetters, begun: _Begun, *, compare: bool) -> Result:
    job, made = begun.job, begun.made
    if isinstance(made, CvkitError):
        return Result(job, error=made)
    try:
        typeset = None
        if begun.future and job.engine == LATEX:
            typeset = begun.future.result()
        elif begun.future and made.document:
            typeset = typesetters.result(made.document, begun.future)
        limits = typesetters.limits
        with guarded(limits.seconds, "writing the formats", limits):
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


def _is_composed(job: Job) -> bool:
    """Whether a job's way leads over HTML."""
    return _needs(job, "document") or (_needs(job, "pdf") and job.engine != LATEX)


def _needs(job: Job, *what: str) -> bool:
    from cvkit.export import EXPORTERS

    return any(EXPORTERS[name].needs in what for name, _ in job.outputs)


def _export(job: Job, material: Material) -> Iterator[tuple[Path, bytes]]:
    """Yield the files of a job with their content; a format of several files numbers them."""
    from cvkit.export import EXPORTERS

    for name, path in job.outputs:
        contents = EXPORTERS[name].run(material)
        for number, content in enumerate(contents, start=1):
            several = len(contents) > 1
            file = path.with_stem(f"{path.stem}-{number}") if several else path
            yield file, content
