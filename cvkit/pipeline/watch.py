"""Render what a change affects, again and again, until the caller stops.

What is out of date is decided as for a single run, by the record of the build folder; workers
stay warm in between.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self

from cvkit.errors import CvkitError, Problem, RenderError
from cvkit.system.limits import Limits
from cvkit.typeset.pool import cores

from .build import Build
from .job import Job
from .project import Project
from .render import finished
from .request import Request
from .result import Result
from .session import Session, Update
from .work import guarded

__all__ = ["watch"]

_QUIET_MS = 30  # a burst of changes has ended when nothing has changed for this time
_BURST_MS = 500  # or after this time
_START_MS = 100
_MOST_FOLDERS = 2000
_CHECK_SECONDS = 5.0
_REPLACED_SECONDS = 0.2  # an editor that replaces a file has written the new one by then

Changed = frozenset[str]
Done = tuple[Job, Future[Update]]
Event = Changed | Done | Exception


def watch(
    project: Project, ask: Callable[[], Request], limits: Limits | None = None
) -> Generator[Result | CvkitError | None, None, None]:
    """Render what is out of date, now and after each change, and yield the results as they come.

    ``ask`` returns the request; it is called after each change, so that new people are found. An
    error is yielded if it cannot be planned, for example since a theme is broken. If a file
    changes while it is rendered, only its last version is. None is yielded when everything is up
    to date. Close the iterator to end the workers. Raises :class:`CvkitError` if the first
    request cannot be planned, or if the system cannot watch the files.
    """
    build = Build(project, ask())
    limits = limits or Limits()
    with Session(min(cores(), max(len(build.jobs), 1)), limits) as session:
        if build.jobs:
            session.warm_up(build.jobs[0])
        yield from _Watching(project, ask, limits, session, build).results()


class _Watching:
    """The state of a watch: the latest build, and what is being rendered for it."""

    def __init__(
        self,
        project: Project,
        ask: Callable[[], Request],
        limits: Limits,
        session: Session,
        build: Build,
    ) -> None:
        self.project = project
        self.ask = ask
        self.limits = limits
        self.session = session
        self.build = build
        self.events: SimpleQueue[Event] = SimpleQueue()
        self.running: set[Future[Update]] = set()
        self.failed: dict[object, tuple[Problem, ...]] = {}

    def results(self) -> Iterator[Result | CvkitError | None]:
        """Yield results, errors, and None whenever all is done."""
        with _Watcher(self.events) as watcher:
            try:
                watcher.watch(self.folders())
                self.start(self.build.left_jobs)
                if not self.running:
                    yield None
                waiting: Changed | None = None
                while True:
                    event = _get(self.events, float("inf") if self.running else _CHECK_SECONDS)
                    if isinstance(event, Exception):
                        raise _unwatchable(event) from event
                    if isinstance(event, frozenset):
                        waiting = event | (waiting or frozenset())
                    else:
                        yield from self.done(*event)
                    # What is done comes first, so that it is not done again.
                    ready = self.events.empty() and (waiting or not self.running)
                    if waiting is not None and ready:
                        yield from self.changed(waiting)
                        watcher.watch(self.folders())
                        waiting = None
            finally:
                self.build.save()

    def changed(self, paths: Changed) -> Iterator[CvkitError]:
        """Start what is out of date after a change, the files that changed first."""
        self.build.save()
        try:
            build = Build(self.project, self._ask())
            jobs = build.left_jobs
        except CvkitError as error:
            yield error
            return
        self.build = build
        for key in [key for key, problems in self.failed.items() if _concerns(problems, paths)]:
            del self.failed[key]  # so that it is reported again
        self.start(sorted(jobs, key=lambda job: str(job.source.absolute()) not in paths))

    def _ask(self) -> Request:
        """Return the request; wait for files that an editor is just replacing."""
        request = self.ask()
        end = time.monotonic() + _REPLACED_SECONDS
        while not all(map(os.path.exists, request.sources)) and time.monotonic() < end:
            time.sleep(0.01)
        return request

    def start(self, jobs: Iterable[Job]) -> None:
        """Start jobs; those that run already, for an earlier version, are replaced."""
        for job in jobs:
            future = self.session.update(job, slot=job.outputs or job.source)
            self.running.add(future)
            future.add_done_callback(partial(self._report, job))

    def _report(self, job: Job, future: Future[Update]) -> None:
        self.events.put((job, future))

    def done(self, job: Job, future: Future[Update]) -> Iterator[Result | None]:
        """Write what a job made, unless it was replaced by a later one."""
        self.running.discard(future)
        if not future.cancelled():
            result = self._written(job, future.result())
            problems = result.error.problems if result.error else ()
            if not problems or problems != self.failed.get(job.outputs):
                yield result
            self.failed[job.outputs] = problems
        if not self.running:
            self.build.save()
            yield None

    def _written(self, job: Job, update: Update) -> Result:
        if update.outcome is None:
            return Result(job, error=update.error)
        try:
            with guarded(job, self.limits.seconds, "writing the files", self.limits):
                result = finished(job, update.outcome)
                self.build.record.add(job, update.outcome)
                return result
        except CvkitError as error:
            return Result(job, error=error)

    def folders(self) -> frozenset[Path]:
        """Return the folders whose files matter: those of people and themes, and all in them."""
        request = self.build.request
        people = {path.absolute().parent for path in request.sources}
        roots = {*people, self.project.people_folder, *self.project.theme_roots}
        found = {self.project.root, *roots}
        output = request.folder.absolute()
        for parent, below, _ in (entry for root in sorted(roots) for entry in os.walk(root)):
            below[:] = [name for name in below if not _is_hidden(name)]
            below[:] = [name for name in below if Path(parent, name) != output]
            found.add(Path(parent))
            if len(found) > _MOST_FOLDERS:
                break
        return frozenset(folder for folder in found if folder.is_dir())


class _Watcher:
    """Reports changes in folders as events, from a thread."""

    def __init__(self, events: SimpleQueue[Event]) -> None:
        self.events = events
        self.folders: frozenset[Path] = frozenset()
        self.stop = threading.Event()
        self.thread: threading.Thread | None = None

    def watch(self, folders: frozenset[Path]) -> None:
        """Watch these folders, not those in them, from now on."""
        if folders == self.folders:
            return
        old, self.stop, self.folders = self.stop, threading.Event(), folders
        self.thread = threading.Thread(target=self._run, args=(folders, self.stop), daemon=True)
        self.thread.start()
        old.set()

    def _run(self, folders: frozenset[Path], stop: threading.Event) -> None:
        try:
            self._report(folders, stop)
        except Exception as error:  # noqa: BLE001 - the system allows no more folders, for example
            self.events.put(error)

    def _report(self, folders: frozenset[Path], stop: threading.Event) -> None:
        import watchfiles

        begun = False
        for changes in watchfiles.watch(
            *folders,
            recursive=False,
            watch_filter=lambda _, path: not _is_hidden(Path(path).name),
            step=_QUIET_MS,
            debounce=_BURST_MS,
            rust_timeout=_START_MS,
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=False,
        ):
            # The first time for what has changed before the watching began.
            if changes or not begun:
                self.events.put(frozenset(path for _, path in changes))
            begun = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        if self.thread:
            self.thread.join(timeout=1)


def _get(events: SimpleQueue[Event], seconds: float) -> Event:
    """Return the next event; an empty change after some time, since systems may lose changes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(Empty):  # wait in short turns: an interrupt is noticed on all systems
            return events.get(timeout=0.5)
    return frozenset()


def _unwatchable(error: Exception) -> CvkitError:
    hint = "set WATCHFILES_FORCE_POLLING=1 to look for changes regularly"
    return RenderError(Problem("", f"files cannot be watched: {error}", hint=hint))


def _is_hidden(name: str) -> bool:
    """Whether a file is a temporary one of an editor, or a folder such as ``.git``."""
    return name.startswith(".") or name.endswith(("~", ".tmp")) or name == "__pycache__"


def _concerns(problems: Iterable[Problem], paths: Changed) -> bool:
    files = {problem.file for problem in problems}
    return any(str(Path(file).absolute()) in paths for file in files)
