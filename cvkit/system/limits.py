"""Limits of time and memory for processing untrusted files and themes.

Time is limited with SIGALRM, which works in the main thread only, and not on Windows: elsewhere
time is not limited. The module imports nothing that a run does not need anyway.
"""

from __future__ import annotations

import gc
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any

__all__ = ["Limits", "TooLongError", "deadline", "limit_memory"]


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


class TooLongError(Exception):
    """The time limit was exceeded; the message says by what."""


class _Alarm(BaseException):
    """The time limit was exceeded; not an ``Exception``, so that libraries do not catch it."""


@contextmanager
def deadline(seconds: float, what: str, *, or_die: bool = False) -> Iterator[None]:
    """Raise :class:`TooLongError` if the body takes longer; deadlines may be nested.

    ``what`` is the subject of the message. C code cannot be interrupted: with ``or_die`` the
    system kills a process that has used twice the time on the processor; without, it may go on.
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    start = time.monotonic()
    expired = running = False

    def expire(_signal: int, frame: FrameType | None) -> None:
        nonlocal expired
        if not running:
            return
        if _is_swallowed(frame):
            signal.setitimer(signal.ITIMER_REAL, _AGAIN, 1.0)
            return
        expired = True
        raise _Alarm

    handler = signal.signal(signal.SIGALRM, expire)
    # Repeated every second: some libraries treat any exception as a broken picture and go on.
    outer, interval = signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    cpu = _limit_cpu(seconds) if or_die else None
    try:
        running = True
        yield
        running = False
    except (_Alarm, Exception):
        if not expired:  # else it may be what a library made of the alarm
            raise
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if outer:
            left = max(outer - (time.monotonic() - start), 0.001)
            signal.setitimer(signal.ITIMER_REAL, left, interval)
        if cpu is not None:
            _set_cpu(cpu)
    if expired:  # also if the body caught the alarm: what it made then is not complete
        raise TooLongError(f"{what} took longer than {seconds:g} s")


_AGAIN = 0.01  # seconds


def _is_swallowed(frame: FrameType | None) -> bool:
    """Whether Python prints an exception that is raised here, and goes on.

    It does so in finalizers and in callbacks of the garbage collector.
    """
    callbacks = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame:
        if frame.f_code in callbacks or frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False


def _limit_cpu(seconds: float) -> Any:
    """Limit the processor time from now on; return the previous limit."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
    _set_cpu(int(used.ru_utime + used.ru_stime + 2 * seconds) + 2)
    return soft


def _set_cpu(soft: Any) -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    with suppress(ValueError, OSError):  # a lower hard limit serves as well
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def limit_memory(megabytes: int) -> None:
    """Limit the address space of this process, on systems that support it."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on every system

        size = megabytes * 1_000_000
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard != resource.RLIM_INFINITY:
            size = min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))
