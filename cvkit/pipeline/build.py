"""Build only what is out of date: the rest is neither read nor rendered.

Nothing slow is imported here; what renders is imported if something has to be rendered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from cvkit.system.limits import Limits
from cvkit.system.trace import tracing

from .project import Project
from .record import Kept, Record
from .request import Request

if TYPE_CHECKING:
    from .job import Job
    from .result import Result

__all__ = ["Build"]


@dataclass(frozen=True)
class _Step:
    """A job: what is kept of it, and the job that is left to do, if any."""

    job: Job
    kept: tuple[Kept, ...]
    rest: Job | None


class Build:
    """A request, whose results are compared with the record of the folder that has them.

    With ``force`` everything is rendered. With ``compare`` nothing is written.
    """

    def __init__(
        self, project: Project, request: Request, *, force: bool = False, compare: bool = False
    ) -> None:
        self.project = project
        self.request = request
        self.record = Record(request.folder)
        self.compare = compare
        self.kept = () if force else self.record.find_all(request)
        """The results, if all of them are known to be up to date without planning the jobs."""
        self._force = force

    @cached_property
    def jobs(self) -> list[Job]:
        """The jobs of the request; raises :class:`UsageError` as :func:`.plan.plan` does."""
        from .plan import plan

        with tracing() as trace:
            jobs = plan(self.project, self.request)
        self.record.add_plan(self.request, jobs, trace)
        return jobs

    @cached_property
    def _steps(self) -> list[_Step]:
        return [_step(job, None if self._force else self.record) for job in self.jobs]

    @property
    def left_jobs(self) -> list[Job]:
        """The jobs that have to be carried out, without the outputs that are up to date."""
        return [step.rest for step in self._steps if step.rest]

    @property
    def left(self) -> int:
        """How many jobs have to be carried out."""
        return len(self.left_jobs)

    def run(self, limits: Limits, cluster: str = "") -> Iterator[Result]:
        """Carry out what is left, and yield the results of all jobs in order.

        What was finished is recorded, even if the caller stops early. ``cluster`` is the address
        of the Dask cluster that does the work; without it, this machine does.
        """
        rest = self.left_jobs
        made = self._render(rest, limits, cluster) if rest else iter(())
        try:
            for step in self._steps:
                yield _joined(step, next(made)) if step.rest else _kept(step)
        finally:
            self.save()

    def save(self) -> None:
        """Write the record, unless nothing is to be written."""
        if not self.compare:
            self.record.save()

    def _render(self, jobs: Sequence[Job], limits: Limits, cluster: str) -> Iterator[Result]:
        from .render import render

        record = None if self.compare else self.record
        return render(jobs, limits, compare=self.compare, record=record, cluster=cluster)


def _step(job: Job, record: Record | None) -> _Step:
    found = {output: record.find(job, *output) if record else None for output in job.outputs}
    kept = tuple(each for each in found.values() if each)
    left = tuple(output for output, each in found.items() if not each)
    return _Step(job, kept, replace(job, outputs=left) if left or job.refused else None)


def _kept(step: _Step) -> Result:
    """Return the result of a job that is up to date."""
    from .result import Result

    files = tuple(file for each in step.kept for file in each.files)
    warnings = tuple(dict.fromkeys(problem for each in step.kept for problem in each.warnings))
    notes = tuple(dict.fromkeys(problem for each in step.kept for problem in each.notes))
    return Result(step.job, files=files, warnings=warnings, notes=notes, kept=files)


def _joined(step: _Step, made: Result) -> Result:
    """Return the result of a job that was carried out for some of its formats."""
    kept = _kept(step)
    return replace(made, job=step.job, files=(*kept.files, *made.files), kept=kept.files)
