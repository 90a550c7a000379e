"""A warm session: render again and again, for a preview or a watch; the latest request wins.

::

    with Session() as session:
        job = job_of("people/ada.yaml", theme="modern")
        update = session.update(job, {Path("people/ada.yaml"): unsaved}).result()
        update.pdf, update.layout, update.problems

The workers keep what they have imported, parsed and opened. Make a session before threads are
started, if possible: its workers then start at once, since they are forked.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from cvkit.document import Layout
from cvkit.errors import CvkitError, Problem, internal_error
from cvkit.typeset.pool import Limits, Pool

from .job import Job
from .work import Outcome, carry_out, warm_up

__all__ = ["Session", "Update"]


@dataclass(frozen=True)
class Update:
    """What became of a request: an outcome or an error, and how long it took in s."""

    job: Job
    outcome: Outcome | None = None
    error: CvkitError | None = None
    seconds: float = 0.0

    @property
    def pdf(self) -> bytes | None:
        """The PDF, unless the job failed or makes none."""
        typeset = self.outcome.typeset if self.outcome else None
        return typeset.pdf if typeset else None

    @property
    def layout(self) -> Layout:
        """What is where on the pages."""
        typeset = self.outcome.typeset if self.outcome else None
        return typeset.layout if typeset else Layout()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the job failed, or else its warnings and notes."""
        if self.error:
            return self.error.problems
        return (*self.outcome.warnings, *self.outcome.notes) if self.outcome else ()


@dataclass(frozen=True)
class _Request:
    job: Job
    texts: Mapping[Path, bytes]
    future: Future[Update]


class Session:
    """Workers that stay warm between requests.

    ``limits`` are those of each job. Requests are carried out in the order in which they come;
    one that is replaced by a later one of its slot is cancelled.
    """

    def __init__(self, workers: int = 1, limits: Limits | None = None) -> None:
        self._limits = replace(limits or Limits(), own_process=True)
        self._pool = Pool(workers, self._limits)
        self._changed = threading.Condition()
        self._waiting: dict[Hashable, _Request] = {}
        self._latest: dict[Hashable, Future[Update]] = {}
        self._closed = False
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def warm_up(self, job: Job) -> None:
        """Have the workers import and open what a job will need, in the background."""
        self._pool.prepare(warm_up, True, job, self._limits)

    def update(
        self,
        job: Job,
        texts: Mapping[Path, bytes] | None = None,
        *,
        slot: Hashable = None,
    ) -> Future[Update]:
        """Request a job; nothing is written.

        ``texts`` are used instead of the contents of the files that they are given for. Returns
        a future, whose result never raises :class:`CvkitError`: a job that fails gives an update
        with an ``error``. If another request with the same ``slot`` is made before it is done,
        the future is cancelled. Raises :class:`RuntimeError` if the session is closed.
        """
        request = _Request(job, dict(texts or {}), Future())
        with self._changed:
            if self._closed:
                raise RuntimeError("the session is closed")
            if outdated := self._latest.get(slot):
                outdated.cancel()
            self._waiting.pop(slot, None)
            self._waiting[slot] = request
            self._latest[slot] = request.future
            self._changed.notify()
        return request.future

    def close(self) -> None:
        """Cancel all requests and end the workers."""
        with self._changed:
            self._closed = True
            for future in self._latest.values():
                future.cancel()
            self._waiting.clear()
            self._changed.notify_all()
        self._pool.__exit__(KeyboardInterrupt, None, None)
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _serve(self) -> None:
        """Carry out requests until the session is closed."""
        while request := self._next():
            start = time.monotonic()
            try:
                task = self._pool.hand_over(
                    "rendering", carry_out, request.job, self._limits, request.texts
                )
                update = Update(request.job, task.result())
            except CvkitError as error:
                update = Update(request.job, error=error)
            except CancelledError:  # closed
                return
            except Exception as error:  # noqa: BLE001 - a bug must not end the thread
                update = Update(request.job, error=internal_error(error))
            self._finish(request, replace(update, seconds=time.monotonic() - start))

    def _next(self) -> _Request | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            if self._closed:
                return None
            return self._waiting.pop(next(iter(self._waiting)))

    def _finish(self, request: _Request, update: Update) -> None:
        with self._changed:
            if not request.future.cancelled():
                request.future.set_result(update)
