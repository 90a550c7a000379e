"""Work in other processes: early, on all cores, in order, and within limits.

A document that crashes or hangs its worker costs that one document. The executors keep to the
interface of :class:`concurrent.futures.Executor`.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from cvkit.document import Document, TexDocument, Typeset
from cvkit.errors import Problem, RenderError
from cvkit.system.limits import Limits, TooLongError, deadline, limit_memory
from cvkit.system.trace import Trace, note_all, tracing

__all__ = ["Here", "Limits", "Pool", "Task", "cores", "forks", "typeset", "warm_up"]

_WARM_UP_SECONDS = 15.0
# Pages are large trees, in which looking early finds nothing; but they are circular, so that rare
# collections would let workers grow.
_THRESHOLDS = (50_000, 2, 2)
_AHEAD = 4  # how many documents per worker are composed before the first is finished


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


T = TypeVar("T")


@dataclass(frozen=True)
class Done(Generic[T]):
    """The result of work, and what it depended on."""

    result: T
    trace: Trace


@dataclass(frozen=True)
class Task(Generic[T]):
    """Work that was handed over. ``again`` does it once more, if its worker died."""

    future: Future[Done[T]]
    again: Callable[[], Done[T]]

    def result(self) -> T:
        """Wait for the result; raise what the work raises, or :class:`RenderError`.

        What the work depended on is noted for this process as well. A worker that dies takes
        the work of all workers with it. Each piece is then done again, one at a time, and the
        one that ends its worker again has failed.
        """
        try:
            done = self.future.result()
        except BrokenProcessPool:
            done = self.again()
        note_all(done.trace)
        return done.result


class Here:
    """Typesets in this process, at once, where a pool hands the work over."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits

    def typeset(self, document: Document | TexDocument) -> Task[Typeset]:
        """Typeset a document; without limits it may take any time."""
        future: Future[Done[Typeset]] = Future()
        try:
            future.set_result(_run(typeset, document, self.limits))
        except Exception as error:  # noqa: BLE001 - raised again by Task.result
            future.set_exception(error)
        return Task(future, future.result)


class Pool:
    """Worker processes, which begin to warm up as soon as the pool is made, and TeX.

    Make a pool before any thread is started: where the system allows it, workers are forked.
    """

    def __init__(self, workers: int, limits: Limits) -> None:
        self.workers = workers
        self.limits = limits
        self.executor = _executor(max(workers, 1), limits)
        self.lone_executor: ProcessPoolExecutor | None = None
        self.closed = False
        self._one = threading.Lock()
        # These wait for TeX, which runs in processes of its own. No thread is started before a
        # document needs it, when the workers have been forked.
        self.threads = ThreadPoolExecutor(cores())
        self.warm_up(None)

    def warm_up(self, sample: Document | None) -> None:
        """Have every worker import WeasyPrint and typeset a sample in the coming styles."""
        self.prepare(warm_up, sample, self.limits)

    def typeset(self, document: Document | TexDocument) -> Task[Typeset]:
        """Begin to typeset a document."""
        if isinstance(document, TexDocument):
            future = self.threads.submit(_run, typeset, document, self.limits)
            return Task(future, future.result)
        return self._submit("typesetting", typeset, document, self.limits)

    def prepare(self, function: Callable[..., object], *arguments: Any) -> None:
        """Have every worker call a function in advance; what it raises is ignored."""
        for _ in range(self.workers):
            with suppress(BrokenProcessPool):  # reported with the first document
                self.executor.submit(function, *arguments)

    def hand_over(self, what: str, function: Callable[..., T], *arguments: Any) -> Task[T]:
        """Hand work over to the workers that keeps to limits of time by itself.

        ``what`` names it in the error if it ends its worker.
        """
        return self._submit(what, function, *arguments)

    def submit(self, what: str, function: Callable[..., T], *arguments: Any) -> Task[T]:
        """Hand work over to the workers, with the limits of typesetting one document.

        ``what`` names it in the error if it takes too long, or ends its worker.
        """
        return self._submit(what, _call, what, self.limits, function, arguments)

    def _submit(self, what: str, function: Callable[..., T], *arguments: Any) -> Task[T]:
        try:
            future = self.executor.submit(_run, function, *arguments)
        except BrokenProcessPool:
            self.executor = _executor(max(self.workers, 1), self.limits)
            future = self.executor.submit(_run, function, *arguments)
        return Task(future, lambda: self._alone(what, function, *arguments))

    def _alone(self, what: str, function: Callable[..., T], *arguments: Any) -> Done[T]:
        with self._one:
            return self._by_itself(what, function, *arguments)

    def _by_itself(self, what: str, function: Callable[..., T], *arguments: Any) -> Done[T]:
        if self.closed:
            raise CancelledError
        self.lone_executor = executor = self.lone_executor or _executor(1, self.limits)
        try:
            return executor.submit(_run, function, *arguments).result()
        except BrokenProcessPool:
            self.lone_executor = None
            if self.closed:
                raise CancelledError from None
            limits = self.limits
            raise RenderError(
                f"the process for {what} died; it needed more than "
                f"{limits.megabytes} MB or {limits.seconds:.0f} s"
            ) from None

    def ahead(self, begun: Iterable[T]) -> Iterator[T]:
        """Yield items in order, with the next few begun: workers are busy, memory is bounded."""
        waiting: deque[T] = deque()
        for item in begun:
            waiting.append(item)
            if len(waiting) > _AHEAD * (self.workers or cores()):
                yield waiting.popleft()
        yield from waiting

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.closed = kind is not None
        self.threads.shutdown(wait=True, cancel_futures=kind is not None)
        for executor in (self.executor, self.lone_executor):
            if executor and kind:
                _kill(executor)
            if executor:
                executor.shutdown(wait=kind is None, cancel_futures=True)


def _kill(executor: ProcessPoolExecutor) -> None:
    """End the workers at once: after an interrupt their results are not needed."""
    processes = getattr(executor, "_processes", None)  # kill_workers() of Python 3.14
    for process in list((processes or {}).values()):
        process.kill()


def forks() -> bool:
    """Whether workers are forked: this is fast, and safe only while there is one thread."""
    return sys.platform == "linux" and threading.active_count() == 1


def _method() -> str:
    return "fork" if forks() else "spawn"


def _executor(workers: int, limits: Limits) -> ProcessPoolExecutor:
    try:
        return ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context(_method()),
            initializer=_set_up,
            initargs=(limits,),
        )
    except OSError as error:  # some containers have no shared memory
        problem = Problem("", f"processes cannot share memory: {error.strerror}",
                          hint="mount a writable /dev/shm")  # fmt: skip
        raise RenderError(problem) from None


def _set_up(limits: Limits) -> None:
    """Prepare a worker: interrupts are handled by the parent, memory is limited."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.set_threshold(*_THRESHOLDS)
    limit_memory(limits.megabytes)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def warm_up(sample: Document | None, limits: Limits) -> None:
    """Import WeasyPrint and typeset the sample, which takes 1 s, or much longer in a bad theme."""
    from . import weasyprint

    with suppress(RenderError, MemoryError):  # raised again by the first document
        weasyprint.warm_up()
        if sample:
            with _limited(min(limits.seconds, _WARM_UP_SECONDS)):
                weasyprint.warm_up(sample)


def typeset(document: Document | TexDocument, limits: Limits | None = None) -> Typeset:
    """Return the PDF of a document, made in this process; without ``limits`` it may take any time.

    Raises :class:`RenderError` if it fails.
    """
    if isinstance(document, TexDocument):
        from . import tex

        return tex.typeset(document, (limits or Limits()).seconds)
    from . import weasyprint

    if limits is None:
        return weasyprint.typeset(document)
    try:
        return weasyprint.typeset(document, lambda: _limited(limits.seconds))
    except MemoryError:
        raise RenderError(f"typesetting needed more than {limits.megabytes} MB") from None


def _run(function: Callable[..., T], *arguments: Any) -> Done[T]:
    """Call a function in a worker; what would end this process must not end the parent."""
    try:
        with tracing() as trace:
            return Done(function(*arguments), trace)
    except Exception:
        raise
    except BaseException as error:  # such as SystemExit, which executors pass on
        raise RuntimeError(f"{type(error).__name__} in a worker") from error


def _call(what: str, limits: Limits, function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    """Call a function in a worker, within the limit of time."""
    try:
        with _limited(limits.seconds, what):
            return function(*arguments)
    except MemoryError:
        raise RenderError(f"{what} needed more than {limits.megabytes} MB") from None


@contextmanager
def _limited(seconds: float, what: str = "typesetting") -> Iterator[None]:
    """Raise :class:`RenderError` if the body takes longer than this.

    Code in C that neither returns nor computes, such as one that waits for a file, cannot be
    interrupted: the process is killed after twice the time.
    """
    watchdog = threading.Timer(2 * seconds + 2, _die)
    watchdog.daemon = True
    watchdog.start()
    try:
        with deadline(seconds, what, or_die=True):
            yield
    except TooLongError as error:
        raise RenderError(str(error)) from None
    finally:
        watchdog.cancel()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def _end_with_parent() -> None:
    """End this process when the parent has ended in any way: the result is not needed."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
