"""Build only what is out of date: the rest is neither read nor rendered.

Nothing slow is imported here; what renders is imported if something has to be rendered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cvkit.system.limits import Limits

from .job import Job
from .record import Kept, Record
from .result import Result

__all__ = ["Build"]


@dataclass(frozen=True)
class _Step:
    """A job: what is kept of it, and the job that is left to do, if any."""

    job: Job
    kept: tuple[Kept, ...]
    rest: Job | None


class Build:
    """Jobs whose results are compared with the record of the folder that they are written into.

    With ``force`` everything is rendered. With ``compare`` nothing is written.
    """

    def __init__(
        self, jobs: Sequence[Job], folder: Path, *, force: bool = False, compare: bool = False
    ) -> None:
        self.record = Record(folder)
        self.compare = compare
        self._steps = [_step(job, None if force else self.record) for job in jobs]

    @property
    def left(self) -> int:
        """How many jobs have to be carried out."""
        return sum(step.rest is not None for step in self._steps)

    def run(self, limits: Limits, cluster: str = "") -> Iterator[Result]:
        """Carry out what is left, and yield the results of all jobs in order.

        What was finished is recorded, even if the caller stops early. ``cluster`` is the address
        of the Dask cluster that does the work; without it, this machine does.
        """
        rest = [step.rest for step in self._steps if step.rest]
        made = self._render(rest, limits, cluster) if rest else iter(())
        try:
            for step in self._steps:
                yield _joined(step, next(made)) if step.rest else _kept(step)
        finally:
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
    return _Step(job, kept, replace(job, outputs=left) if left else None)


def _kept(step: _Step) -> Result:
    """Return the result of a job that is up to date."""
    files = tuple(file for each in step.kept for file in each.files)
    warnings = tuple(dict.fromkeys(problem for each in step.kept for problem in each.warnings))
    notes = tuple(dict.fromkeys(problem for each in step.kept for problem in each.notes))
    return Result(step.job, files=files, warnings=warnings, notes=notes, kept=files)


def _joined(step: _Step, made: Result) -> Result:
    """Return the result of a job that was carried out for some of its formats."""
    kept = _kept(step)
    return replace(made, job=step.job, files=(*kept.files, *made.files), kept=kept.files)
