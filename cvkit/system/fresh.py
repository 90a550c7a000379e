"""Whether what a computation depended on is still the same.

Stamps are compared first; only if a stamp differs, or proves nothing, the content is read and
its digest compared. So a file that was only touched or copied does not count as changed.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from .clock import see_clock
from .files import see_file, see_link, see_names, stamp_of_file
from .installed import see_fonts, see_library, see_packages
from .trace import CHANGED, LATER, MISSING, Key, Seen, Trace, digest, note, note_all, tracing

__all__ = ["Freshness", "note_tree", "remembered", "see_tree"]

P = ParamSpec("P")
T = TypeVar("T")


class Freshness:
    """Compares what was seen with the present; looks at each thing once, so use it for one run."""

    def __init__(self) -> None:
        self._stamps: dict[Key, str] = {}
        self._now: dict[Key, Seen] = {}

    def is_fresh(self, key: Key, seen: Seen) -> bool:
        """Whether a thing is as it was seen."""
        if seen.stamp and seen.stamp == self._stamp(key):
            return True
        return seen != CHANGED and self.now(key).value == seen.value

    def all_fresh(self, trace: Mapping[Key, Seen]) -> bool:
        """Whether everything is as it was seen."""
        return all(self.is_fresh(key, seen) for key, seen in trace.items())

    def now(self, key: Key) -> Seen:
        """Return how a thing is now."""
        if key not in self._now:
            kind, name = key
            self._now[key] = _SEE[kind](name)
        return self._now[key]

    def looked_at(self, trace: Mapping[Key, Seen]) -> Trace | None:
        """Return a trace with the contents that were left for later; None if one has changed."""
        found = dict(trace)
        for key, seen in trace.items():
            if seen.value == LATER:
                found[key] = self.now(key)
            if seen == CHANGED or (seen.value == LATER and found[key].stamp != seen.stamp):
                return None
        return found

    def compared(self, key: Key) -> Seen | None:
        """Return how a thing is now, if its content had to be looked at."""
        return self._now.get(key)

    def _stamp(self, key: Key) -> str:
        if key not in self._stamps:
            kind, name = key
            self._stamps[key] = _STAMPS[kind](name) if kind in _STAMPS else ""
        return self._stamps[key]


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the ``most`` latest results of a function, each while what it read is unchanged.

    The arguments must be hashable; relative paths are those of the current folder. What a result
    depended on is noted each time it is returned.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        kept: OrderedDict[object, tuple[Trace, T]] = OrderedDict()

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            key = os.getcwd(), args, tuple(sorted(kwargs.items()))  # noqa: PTH109 - faster
            if key in kept and Freshness().all_fresh(kept[key][0]):
                kept.move_to_end(key)
                note_all(kept[key][0])
                return kept[key][1]
            with tracing() as trace:
                result = function(*args, **kwargs)
            kept[key] = trace, result
            while len(kept) > most:
                kept.popitem(last=False)
            return result

        return call

    return decorate


def note_tree(folder: Path) -> None:
    """Note a folder with everything in it."""
    stamp = _stamp_of_tree(str(folder))
    note("tree", folder, Seen(stamp, LATER) if stamp else see_tree(str(folder)))


def see_tree(name: str) -> Seen:
    """Return how a folder with everything in it is now."""
    files = dict(_files(name))
    if not files:
        return MISSING
    contents = {path: _content(f"{name}{os.sep}{path}", stamp) for path, stamp in files.items()}
    parts = (f"{path}\0{content}" for path, content in contents.items())
    return Seen(_joined(files), digest("\n".join(parts).encode("utf-8", "surrogateescape")))


def _content(path: str, stamp: str) -> str:
    return _kept_content(path, stamp) if stamp else see_file(path).value


@lru_cache(maxsize=4096)
def _kept_content(path: str, _stamp: str) -> str:
    return see_file(path).value


def _stamp_of_tree(name: str) -> str:
    return _joined(dict(_files(name)))


def _joined(stamps: Mapping[str, str]) -> str:
    """Return the stamp of a tree: none if one of its files has none."""
    if not stamps:
        return MISSING.stamp
    if not all(stamps.values()):
        return ""
    text = "\n".join(f"{path}\0{stamp}" for path, stamp in stamps.items())
    return digest(text.encode("utf-8", "surrogateescape"))


def _files(name: str) -> Iterator[tuple[str, str]]:
    """Yield the path within a folder, and the stamp, of each file in it."""
    for parent, folders, files in os.walk(name):
        folders[:] = sorted(folder for folder in folders if folder != "__pycache__")
        for file in sorted(files):
            path = f"{parent}{os.sep}{file}"
            yield path[len(name) + 1 :], stamp_of_file(path)


_SEE: Mapping[str, Callable[[str], Seen]] = {
    "file": see_file,
    "names": see_names,
    "tree": see_tree,
    "link": see_link,
    "fonts": see_fonts,
    "clock": see_clock,
    "packages": see_packages,
    "library": see_library,
}
_STAMPS: Mapping[str, Callable[[str], str]] = {"file": stamp_of_file, "tree": _stamp_of_tree}
