"""Typesetting in worker processes: early, on all cores, and within limits.

A document that crashes or hangs its worker costs that one document. Everything here
keeps to the interface of :class:`concurrent.futures.Executor`, so that another one,
such as Dask's, can take its place.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Self

from cvkit.document import Document, Typeset
from cvkit.errors import RenderError
from cvkit.system.limits import TooLongError, deadline, limit_memory

__all__ = ["Limits", "Typesetters", "cores"]


@dataclass(frozen=True)
class Limits:
    """What one document may take.

    ``seconds`` are for each time that it is typeset, ``compose_seconds`` for all before, and
    ``megabytes`` for the process that typesets. ``own_process`` says that the calling process
    may be ended where it cannot be stopped otherwise.
    """

    seconds: float = 120.0
    megabytes: int = 4096
    compose_seconds: float = 30.0
    own_process: bool = False


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Typesetters:
    """A set of worker processes which begin to warm up as soon as they are made.

    Make the set before any thread is started: where the system can, the workers are forked.
    """

    def __init__(self, workers: int, limits: Limits) -> None:
        self.workers = workers
        self.limits = limits
        self.executor = _executor(max(workers, 1), limits)
        self.lone_executor: ProcessPoolExecutor | None = None
        self.warm_up(None)

    def warm_up(self, sample: Document | None) -> None:
        """Have every worker import WeasyPrint and set a sample in the styles of what is to come."""
        for _ in range(self.workers):
            self.executor.submit(_warm_up, sample)

    def submit(self, document: Document) -> Future[Typeset]:
        """Hand a document over; :meth:`result` gives what became of it."""
        try:
            return self.executor.submit(_typeset, document, self.limits)
        except BrokenProcessPool as error:
            future: Future[Typeset] = Future()
            future.set_exception(error)
            return future

    def result(self, document: Document, future: Future[Typeset]) -> Typeset:
        """Return the PDF of a document; raise :class:`RenderError` if there is none.

        A worker that dies takes the documents of all workers with it: each of them is
        then set once more, one at a time, and the one that kills its worker again is at
        fault.
        """
        try:
            return future.result()
        except BrokenProcessPool:
            pass
        executor = self.lone_executor or _executor(1, self.limits)
        self.lone_executor = executor
        try:
            return executor.submit(_typeset, document, self.limits).result()
        except BrokenProcessPool:
            self.lone_executor = None
            raise RenderError(
                "the typesetter died over this document; it needed more than "
                f"{self.limits.megabytes} MB or {self.limits.seconds:.0f} s"
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for executor in (self.executor, self.lone_executor):
            if executor and kind:
                _kill(executor)
            if executor:
                executor.shutdown(wait=kind is None, cancel_futures=True)


def _kill(executor: ProcessPoolExecutor) -> None:
    """End the workers at once: after an interrupt nobody waits for what they do."""
    processes = getattr(executor, "_processes", None)  # kill_workers() of Python 3.14
    for process in list((processes or {}).values()):
        process.kill()


def _executor(workers: int, limits: Limits) -> ProcessPoolExecutor:
    # Forking is fast, and safe only while there is one thread.
    alone = sys.platform == "linux" and threading.active_count() == 1
    method = "fork" if alone else "spawn"
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context(method),
        initializer=_set_up,
        initargs=(limits,),
    )


def _set_up(limits: Limits) -> None:
    """Prepare a worker: interrupts are the parent's affair, memory is limited."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit_memory(limits.megabytes)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _warm_up(sample: Document | None) -> None:
    from .weasyprint import warm_up

    with suppress(RenderError):  # said again, and heard, with the first document
        warm_up(sample)


def _typeset(document: Document, limits: Limits) -> Typeset:
    from .weasyprint import typeset

    try:
        return typeset(document, lambda: _limited(limits.seconds))
    except MemoryError:
        raise RenderError(f"typesetting needed more than {limits.megabytes} MB") from None


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Raise :class:`RenderError` where a rendering takes longer than this."""
    try:
        with deadline(seconds, "typesetting", or_die=True):
            yield
    except TooLongError as error:
        raise RenderError(str(error)) from None


def _end_with_parent() -> None:
    """End this process when the parent is gone, however it went: nobody waits for the result."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
