"""Carry out jobs on all cores, in order, and write what they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cvkit.errors import CvkitError
from cvkit.export import EXPORTERS
from cvkit.system.files import delete, read, write
from cvkit.typeset.pool import Limits, Pool, cores, forks

from .defaults import ENGINES
from .job import Job
from .pages import left_over
from .record import Record
from .result import Result
from .work import Outcome, begin, carry_out, finish, guarded, located_at, warm_up

__all__ = ["Result", "finished", "render"]

_FEW = 4  # jobs for each core; with more, whole jobs are handed over to the workers


def render(
    jobs: Sequence[Job],
    limits: Limits | None = None,
    *,
    compare: bool = False,
    record: Record | None = None,
    cluster: str = "",
) -> Iterator[Result]:
    """Carry out jobs on all cores, or on a cluster, and yield their results in order.

    A job that fails does not stop the others, and leaves the files that it would replace as
    they are. With ``compare`` nothing is written: the results tell which files are out of date.
    What is written is added to the ``record``. ``cluster`` is the address of a Dask scheduler, or
    ``local:N``; if the connection to it is lost, :class:`RenderError` ends the run.
    """
    limits = limits or Limits()
    if not jobs:
        return
    if cluster:
        yield from _render_there(cluster, jobs, limits, compare=compare, record=record)
        return
    start = _whole if len(jobs) > _FEW * cores() else _halves
    if start is _whole and forks():
        warm_up(True, None, limits)  # once, for all workers that are forked from this process
    with Pool(_workers(jobs, start), limits) as pool:
        pool.prepare(warm_up, start is _whole, jobs[0], limits)
        for started in pool.ahead(_Started(job, start(job, pool)) for job in jobs):
            if record:
                record.tools()  # while the workers are busy
            yield _result(started, limits, compare=compare, record=record)


@dataclass(frozen=True)
class _Started:
    """A job that was started, and what waits for its outcome."""

    job: Job
    wait: Callable[[], Outcome]


def _render_there(
    address: str, jobs: Sequence[Job], limits: Limits, *, compare: bool, record: Record | None
) -> Iterator[Result]:
    """Carry out jobs on a cluster."""
    from .cluster import Cluster

    with Cluster(address, replace(limits, own_process=True)) as cluster:
        for started in cluster.ahead(_Started(job, cluster.start(job)) for job in jobs):
            result = _result(started, limits, compare=compare, record=record)
            if cluster.lost:
                raise cluster.lost
            yield result


def _halves(job: Job, pool: Pool) -> Callable[[], Outcome]:
    """Start a job in this process; only its document is typeset by a worker.

    For a few jobs this is faster: the workers warm up while the first job is composed.
    """
    begun = begin(job, pool)
    return lambda: finish(begun, pool.limits)


def _whole(job: Job, pool: Pool) -> Callable[[], Outcome]:
    """Hand a whole job over to a worker, so that this process never holds up the others.

    Only LaTeX is run from here, as it has processes of its own.
    """
    if job.needs_pdf and ENGINES[job.pdf.engine].form != "document":
        return _halves(job, pool)
    limits = replace(pool.limits, own_process=True)
    return pool.hand_over("rendering", carry_out, job, limits).result


def _result(started: _Started, limits: Limits, *, compare: bool, record: Record | None) -> Result:
    """Wait for a job, and write what it made."""
    job = started.job
    try:
        with located_at(job):
            outcome = started.wait()
        with guarded(job, limits.seconds, "writing the files", limits):
            result = finished(job, outcome, compare=compare)
            if record:
                record.add(job, outcome)
            return result
    except CvkitError as error:
        return Result(job, error=error)


def finished(job: Job, outcome: Outcome, *, compare: bool = False) -> Result:
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


def _workers(jobs: Sequence[Job], start: Callable[..., object]) -> int:
    """Return how many processes to start; LaTeX starts its own."""
    engines = [ENGINES[job.pdf.engine].form if job.needs_pdf else "" for job in jobs]
    needed = sum(engine != "tex" if start is _whole else engine == "document" for engine in engines)
    return min(cores(), needed)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return read(path, len(content)) == content
    except OSError:
        return False
