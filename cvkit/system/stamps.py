"""Stamps of files, to detect changes by time and size."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

__all__ = ["FileStamp", "Stamp", "file_stamp", "theme_stamp"]

FileStamp = tuple[int, int]
"""The time of the last change in ns, and the size in bytes; zeros if there is no file."""
Stamp = tuple[tuple[str, FileStamp], ...]
"""The stamps of several files, by path."""


def file_stamp(path: Path) -> FileStamp:
    """Return the stamp of a file."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return state.st_mtime_ns, state.st_size


def theme_stamp(names: Iterable[str], roots: Iterable[Path]) -> Stamp:
    """Return the stamps of all files of themes in all roots, including overlays."""
    roots = list(roots)
    folders = [root / name for name in names for root in roots]
    return tuple(sorted(pair for folder in folders for pair in _files(folder)))


def _files(folder: Path) -> Iterator[tuple[str, FileStamp]]:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            yield str(path), file_stamp(path)
