"""Limits of time and memory for what a stranger's file or theme makes this process do.

Time is measured by the system's alarm clock, which rings in the main thread only, and not on
Windows: elsewhere nothing is limited. Nothing is imported that a run does not need anyway.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

__all__ = ["TooLongError", "deadline", "limit_memory"]


class TooLongError(Exception):
    """Time is up; the message says for what."""


class _Ring(BaseException):
    """Time is up. No ``except Exception`` on the way may swallow it."""


@contextmanager
def deadline(seconds: float, what: str, *, or_die: bool = False) -> Iterator[None]:
    """Raise :class:`TooLongError` where the body takes longer; deadlines may be nested.

    C code does not hear the clock. With ``or_die`` the system ends a process that has computed
    for twice the time since; without, it may go on.
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    begun = time.monotonic()
    rings = False

    def ring(_signal: int, _frame: FrameType | None) -> None:
        nonlocal rings
        rings = True
        raise _Ring

    handler = signal.signal(signal.SIGALRM, ring)
    # Again every second: some libraries take every exception for a broken picture and go on.
    outer, interval = signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    cpu = _limit_cpu(seconds) if or_die else None
    try:
        yield
    except _Ring:
        if not rings:
            raise
        raise TooLongError(f"{what} took longer than {seconds:g} s") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if outer:
            left = max(outer - (time.monotonic() - begun), 0.001)
            signal.setitimer(signal.ITIMER_REAL, left, interval)
        if cpu is not None:
            _set_cpu(cpu)


def _limit_cpu(seconds: float) -> Any:
    """Limit the processor's time from now on; return what the limit was."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
    _set_cpu(int(used.ru_utime + used.ru_stime + 2 * seconds) + 2)
    return soft


def _set_cpu(soft: Any) -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    with suppress(ValueError, OSError):  # a hard limit below ours is as good
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def limit_memory(megabytes: int) -> None:
    """Have the system refuse this process more memory than this, where it can."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on every system

        size = megabytes * 1_000_000
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard != resource.RLIM_INFINITY:
            size = min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))
