"""What a computation depended on: the files that it read or looked for, folders, and the date.

Whatever reads a file or the clock notes here what it saw. :func:`tracing` collects the notes;
:mod:`cvkit.system.fresh` compares them with the present.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, NamedTuple

try:
    from _blake2 import blake2b  # hashlib loads OpenSSL, which takes 6 ms
except ImportError:
    from hashlib import blake2b

__all__ = [
    "CHANGED",
    "LATER",
    "MISSING",
    "PATHS",
    "Key",
    "Kind",
    "Seen",
    "Trace",
    "digest",
    "note",
    "note_all",
    "stamp_of",
    "tracing",
]  # fmt: skip

Kind = Literal["file", "names", "tree", "link", "fonts", "clock", "packages", "library", "program"]
Key = tuple[Kind, str]
"""A kind of thing, and its name: an absolute path, or the name of a setting."""

_RACY_NS = 2_000_000_000  # the coarsest times that a file system has, FAT's
_BYTES = 16


class Seen(NamedTuple):
    """How something was: a digest of its content, and a stamp that is faster to compare.

    The stamp of a file consists of size, times and inode. It is empty if it proves nothing:
    a file that was changed a moment ago may change again without another stamp.
    """

    stamp: str
    value: str


Trace = dict[Key, Seen]
MISSING = Seen("-", "")
"""What is seen of a file that does not exist."""
LATER = "later"
"""The value of a thing whose stamp proves enough, so that its content is looked at later."""
CHANGED = Seen("", "changed")
"""What is seen of a thing that changed during the computation: it never looks the same again."""

_active: ContextVar[tuple[Trace, ...]] = ContextVar("_active", default=())


@contextmanager
def tracing() -> Iterator[Trace]:
    """Collect what the body depends on; this may be nested."""
    trace: Trace = {}
    token = _active.set((*_active.get(), trace))
    try:
        yield trace
    finally:
        _active.reset(token)


def note(kind: Kind, name: str | os.PathLike[str], seen: Seen) -> None:
    """Note how something was for all computations that are traced."""
    traces = _active.get()
    if not traces:
        return
    text = os.fspath(name)
    if kind in PATHS:
        text = os.path.abspath(text)  # noqa: PTH100 - links are kept
    key = kind, text
    for trace in traces:
        before = trace.setdefault(key, seen)
        if before.value != seen.value or (seen.value == LATER and before.stamp != seen.stamp):
            trace[key] = CHANGED


PATHS = ("file", "names", "tree", "link", "fonts")
"""The kinds whose names are paths."""


def note_all(trace: Mapping[Key, Seen]) -> None:
    """Note what another computation depended on, such as one in another process."""
    for (kind, name), seen in trace.items():
        note(kind, name, seen)


def digest(data: bytes) -> str:
    """Return a digest of a content."""
    return blake2b(data, digest_size=_BYTES).hexdigest()


def stamp_of(status: os.stat_result) -> str:
    """Return the stamp of a file; empty if it was changed within the last two seconds."""
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    if time.time_ns() - changed < _RACY_NS:
        return ""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
