"""The pipeline itself: load, select, compose, typeset, export, write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.document import Document, PageLimit, Typeset
from cvkit.errors import CvkitError, Problem, RenderError, contained, located
from cvkit.export import EXPORTERS
from cvkit.system.files import delete, read, write
from cvkit.system.limits import TooLongError, deadline
from cvkit.typeset.pool import Limits, Pool, Task, cores, typeset

from .defaults import ENGINES
from .job import Job
from .pages import left_over, page_files

if TYPE_CHECKING:
    from cvkit.export.context import Material

__all__ = ["Begun", "Result", "begin", "guarded", "render", "render_here"]


def render(
    jobs: Sequence[Job], limits: Limits | None = None, *, compare: bool = False
) -> Iterator[Result]:
    """Carry out jobs on all cores and yield their results in order.

    A job that fails does not stop the others, and leaves the files that it would replace as
    they are. With ``compare`` nothing is written: the results tell which files are out of date.
    """
    with Pool(_workers(jobs), limits or Limits()) as pool:
        pool.warm_up(_sample(jobs))
        for begun in pool.ahead(begin(job, pool) for job in jobs):
            yield _finish(begun, pool.limits, compare=compare)


def begin(job: Job, pool: Pool) -> Begun:
    """Load, select and compose a CV, and begin to typeset it if one of its formats needs that."""
    from .prepare import compose, notes, prepare, selected

    try:
        with guarded(job, pool.limits.compose_seconds, "reading and composing", pool.limits):
            chosen = selected(job)
            material = compose(job, prepare(job, chosen))
            noted = tuple(notes(job, chosen))
        with _located(job):
            return Begun(job, material, _typeset(job, material, pool), noted)
    except CvkitError as error:
        return Begun(job, error)


def _typeset(job: Job, material: Material, pool: Pool) -> Task[Typeset] | None:
    if not job.needs_pdf:
        return None
    document = getattr(material, ENGINES[job.pdf.engine].form)
    return pool.typeset(document)


def _finish(begun: Begun, limits: Limits, *, compare: bool) -> Result:
    """Export what was typeset, and write it."""
    job = begun.job
    try:
        material = begun.result()
        with guarded(job, limits.seconds, "writing the formats", limits):
            contents = dict(_export(job, material))
            surplus = _surplus(job, contents)
            for path, content in contents.items() if not compare else ():
                write(path, content)
            for path in surplus if not compare else ():
                delete(path)
    except CvkitError as error:
        return Result(job, error=error)
    files = (*contents, *surplus) if compare else tuple(contents)
    stale = (path for path in files if compare and not _holds(path, contents.get(path)))
    return Result(job, material.typeset, files, notes=begun.notes, stale=tuple(stale))


def _surplus(job: Job, contents: Mapping[Path, bytes]) -> list[Path]:
    """Return the pictures of pages that the document no longer has."""
    return [
        file
        for name, path in job.outputs
        if EXPORTERS[name].per_page
        for file in left_over(path, contents)
    ]


def _export(job: Job, material: Material) -> Iterator[tuple[Path, bytes]]:
    """Yield the files of a job with their content; a format of several files numbers them."""
    for name, path in job.outputs:
        contents = EXPORTERS[name].run(material)
        yield from zip(page_files(path, len(contents)), contents, strict=True)


def render_here(job: Job) -> dict[Path, bytes]:
    """Carry out one job in this process, without limits; return the content of its files.

    Nothing is written. Raises :class:`CvkitError` if the job fails.
    """
    from .prepare import compose, prepare, selected

    material = compose(job, prepare(job, selected(job)))
    if job.needs_pdf:
        done = typeset(getattr(material, ENGINES[job.pdf.engine].form))
        material = replace(material, typeset=done)
    return dict(_export(job, material))


@dataclass(frozen=True)
class Begun:
    """A job that has been composed, or why not, and its PDF, which may still be in the making."""

    job: Job
    made: Material | CvkitError
    task: Task[Typeset] | None = None
    notes: tuple[Problem, ...] = ()

    def result(self) -> Material:
        """Wait for the PDF, and return what the formats are made from.

        Raises :class:`CvkitError`, which names the person's file.
        """
        if isinstance(self.made, CvkitError):
            raise self.made
        if self.task is None:
            return self.made
        with _located(self.job):
            return replace(self.made, typeset=self.task.result())


@dataclass(frozen=True)
class Result:
    """What became of a job: what was typeset and the files written, or an error.

    ``notes`` are about texts without a translation. ``stale`` are files that are out of date,
    if the results were to be compared instead of written.
    """

    job: Job
    typeset: Typeset | None = None
    files: tuple[Path, ...] = ()
    error: CvkitError | None = None
    notes: tuple[Problem, ...] = ()
    stale: tuple[Path, ...] = ()

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The warnings of the typesetter, and one for a last page that is left nearly empty."""
        if self.typeset is None:
            return ()
        source = str(self.job.source)
        found = [Problem(source, f"warning: {warning}") for warning in self.typeset.warnings]
        layout = self.typeset.layout
        if layout.nearly_empty:
            lines = layout.pages[-1].lines
            message = (
                f"warning: in {self.job.theme.name} the last of {len(layout.pages)} pages has "
                f"only {lines} {'line' if lines == 1 else 'lines'}"
            )
            found.append(Problem(source, message, hint=_HINTS[self.job.pdf.limit == PageLimit()]))
        return tuple(found)


_HINTS = {
    False: "--pages auto fixes it if small changes are enough",
    True: "small changes are not enough: remove a few lines, or set a number of pages with --pages",
}


def _workers(jobs: Sequence[Job]) -> int:
    """Return how many processes to start for typesetting; LaTeX starts its own."""
    composed = (job for job in jobs if job.needs_pdf and ENGINES[job.pdf.engine].form == "document")
    return min(cores(), sum(1 for _ in composed))


def _sample(jobs: Sequence[Job]) -> Document | None:
    from cvkit.compose.sample import sample

    for job in jobs[:1]:
        try:
            return sample(job.theme, job.options)
        except Exception:  # noqa: BLE001
            break  # reported with the job itself
    return None


@contextmanager
def guarded(job: Job, seconds: float, what: str, limits: Limits) -> Iterator[None]:
    """Raise :class:`RenderError` if the body takes too long, or too much memory.

    Errors of the body name the person's file afterwards.
    """
    with _located(job):
        try:
            with deadline(seconds, what, or_die=limits.own_process):
                yield
        except TooLongError as error:
            raise RenderError(Problem("", str(error), hint="is it a CV?")) from None
        except MemoryError:
            raise RenderError(Problem("", f"{what} needed too much memory")) from None


@contextmanager
def _located(job: Job) -> Iterator[None]:
    """Name the person's file in problems that name none, and contain all other exceptions."""
    try:
        with contained():
            yield
    except CvkitError as error:
        raise located(error, job.source) from error


def _holds(path: Path, content: bytes | None) -> bool:
    if content is None:
        return False
    try:
        return read(path, len(content)) == content
    except OSError:
        return False
