"""What an importer gives: a CV as plain data, and what has to be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["Draft", "Importer", "Note"]


@dataclass(frozen=True)
class Note:
    """Something that was changed, or could not be placed; lines and columns count from 1."""

    message: str
    line: int | None = None
    column: int | None = None
    path: str = ""


@dataclass(frozen=True)
class Draft:
    """A CV, or a part of one.

    ``data`` is the canonical tree of texts, lists and mappings. ``partial`` is empty for a
    whole CV, or names the kind of section whose entries are to be merged into a file.
    """

    data: dict[str, Any]
    notes: tuple[Note, ...] = ()
    partial: str = ""


@dataclass(frozen=True)
class Importer:
    """A foreign format: how it is read, and how it is recognized."""

    read: Callable[[str, bytes], Draft]
    looks_like: Callable[[str, bytes], bool]
    description: str
