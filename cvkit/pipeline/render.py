"""Carry out jobs on all cores, in order, and write what they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cvkit.document import Typeset
from cvkit.errors import CvkitError, Problem
from cvkit.export import EXPORTERS
from cvkit.system.files import delete, read, write
from cvkit.typeset.pool import Limits, Pool, cores

from .defaults import ENGINES
from .job import Job
from .pages import left_over
from .work import Outcome, begin, finish, guarded, sample_of

__all__ = ["Result", "render"]


def render(
    jobs: Sequence[Job], limits: Limits | None = None, *, compare: bool = False
) -> Iterator[Result]:
    """Carry out jobs on all cores and yield their results in order.

    A job that fails does not stop the others, and leaves the files that it would replace as
    they are. With ``compare`` nothing is written: the results tell which files are out of date.
    """
    limits = limits or Limits()
    with Pool(_workers(jobs), limits) as pool:
        pool.warm_up(sample_of(jobs[0]) if jobs else None)
        for begun in pool.ahead(begin(job, pool) for job in jobs):
            try:
                outcome = finish(begun, limits)
                with guarded(begun.job, limits.seconds, "writing the files", limits):
                    result = _finished(begun.job, outcome, compare=compare)
                yield result
            except CvkitError as error:
                yield Result(begun.job, error=error)


def _finished(job: Job, outcome: Outcome, *, compare: bool) -> Result:
    """Write what a job made, or compare it with the files that exist."""
    files = tuple(outcome.contents)
    surplus = _surplus(job, outcome.contents)
    stale: tuple[Path, ...] = ()
    if compare:
        stale = (*(path for path in files if not _holds(path, outcome.contents[path])), *surplus)
        files = (*files, *surplus)
    else:
        for path, content in outcome.contents.items():
            write(path, content)
        for path in surplus:
            delete(path)
    return Result(job, outcome.typeset, files, None, outcome.notes, outcome.warnings, stale)


def _surplus(job: Job, contents: Mapping[Path, bytes]) -> list[Path]:
    """Return the pictures of pages that the document no longer has."""
    return [
        file
        for name, path in job.outputs
        if EXPORTERS[name].per_page
        for file in left_over(path, contents)
    ]


@dataclass(frozen=True)
class Result:
    """What became of a job: what was typeset and the files written, or an error.

    ``notes`` are about texts without a translation, ``warnings`` about the pages. ``stale`` are
    files that are out of date, if the results were to be compared instead of written.
    """

    job: Job
    typeset: Typeset | None = None
    files: tuple[Path, ...] = ()
    error: CvkitError | None = None
    notes: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    stale: tuple[Path, ...] = ()


def _workers(jobs: Sequence[Job]) -> int:
    """Return how many processes to start for typesetting; LaTeX starts its own."""
    composed = (job for job in jobs if job.needs_pdf and ENGINES[job.pdf.engine].form == "document")
    return min(cores(), sum(1 for _ in composed))


def _holds(path: Path, content: bytes) -> bool:
    try:
        return read(path, len(content)) == content
    except OSError:
        return False
