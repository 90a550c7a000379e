"""What became of a job, as far as the user is concerned."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cvkit.document import Typeset
from cvkit.errors import CvkitError, Problem

from .job import Job

__all__ = ["Result"]


@dataclass(frozen=True)
class Result:
    """What became of a job: what was typeset and its files, or an error.

    ``notes`` are about texts without a translation, ``warnings`` about the pages. ``kept`` are
    the files that were up to date, and not made again. ``stale`` are files that are out of date,
    if the results were to be compared instead of written.
    """

    job: Job
    typeset: Typeset | None = None
    files: tuple[Path, ...] = ()
    error: CvkitError | None = None
    notes: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    stale: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
