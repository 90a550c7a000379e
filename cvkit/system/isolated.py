"""Run a function on untrusted data in a process of its own, which can be killed.

Libraries in C may run forever, or end their process: neither an alarm nor an ``except`` helps.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from .limits import TooLongError, limit_memory

__all__ = ["EndedError", "run_isolated"]

T = TypeVar("T")


class EndedError(Exception):
    """The process ended by itself, without a result."""


def run_isolated(
    function: Callable[..., T], *arguments: Any, what: str, seconds: float, megabytes: int
) -> T:
    """Return the result of a function that runs in another process; raise what it raises.

    Function, arguments and result must be picklable. ``what`` is the subject of messages.
    Raises :class:`TooLongError` if it takes longer than ``seconds``, :class:`MemoryError` if it
    needs more than ``megabytes``, and :class:`EndedError` if the process ends without a result.
    """
    context: Any = multiprocessing.get_context(_method())
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(
        target=_run, args=(sender, megabytes, function, arguments), daemon=True
    )
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise TooLongError(f"{what} took longer than {seconds:g} s")
        succeeded, result = receiver.recv()
    except EOFError:
        raise EndedError(f"{what} ended the process that did it") from None
    finally:
        process.kill()
        process.join()
        receiver.close()
    if not succeeded:
        raise result
    return result  # type: ignore[no-any-return]


def _method() -> str:
    """Return how to start the process: forking is fast, and safe only with one thread."""
    alone = sys.platform == "linux" and threading.active_count() == 1
    return "fork" if alone else "spawn"


def _run(
    sender: Connection, megabytes: int, function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    limit_memory(megabytes)
    try:
        sender.send((True, function(*arguments)))
    except Exception as error:  # noqa: BLE001 - raised again by the parent
        sender.send((False, error))
