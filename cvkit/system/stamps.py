"""Stamps of files, to detect changes by time and size."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from .trace import digest

__all__ = ["FileStamp", "file_stamp", "theme_stamp"]

FileStamp = tuple[int, int]
"""The time of the last change in ns, and the size in bytes; zeros if there is no file."""


def file_stamp(path: Path) -> FileStamp:
    """Return the stamp of a file."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return 0, 0
    return state.st_mtime_ns, state.st_size


def theme_stamp(names: Iterable[str], roots: Iterable[Path]) -> str:
    """Return a digest of the stamps of all files of themes in all roots, including overlays."""
    roots = list(roots)
    folders = [root / name for name in names for root in roots]
    stamps = sorted(pair for folder in folders for pair in _files(folder))
    return digest(repr(stamps).encode("utf-8", "surrogatepass"))


def _files(folder: Path) -> Iterator[tuple[str, FileStamp]]:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            yield str(path), file_stamp(path)
