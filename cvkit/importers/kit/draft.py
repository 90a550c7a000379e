"""What importers take and give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cvkit.source.text import Source

__all__ = ["Draft", "Importer", "Note"]


@dataclass(frozen=True)
class Note:
    """What had no place in a CV, or was changed to fit in, and where it stands in the file.

    ``line`` and ``column`` count from 1; ``path`` is the place in the data, such as
    ``work[2].id``.
    """

    message: str
    line: int | None = None
    column: int | None = None
    path: str = ""

    @classmethod
    def at(cls, source: Source, offset: int, message: str) -> Note:
        """Make a note at an offset in a text."""
        line, column = source.position(offset)
        return cls(message, line + 1, column + 1)


@dataclass(frozen=True)
class Draft:
    """A CV as it was read from a foreign file, before the model has seen it.

    ``data`` is the tree of a person's file: texts, lists and mappings, as
    :func:`cvkit.load.serialize.dump` takes it. ``partial`` is empty for a whole CV;
    ``publications`` means entries that belong into a section of a CV.
    """

    data: dict[str, Any]
    notes: tuple[Note, ...]
    partial: str = ""


@dataclass(frozen=True)
class Importer:
    """A foreign format.

    ``read`` takes the name of a file, for its messages, and its bytes; it raises
    :class:`cvkit.errors.InputError` where the file is broken. ``looks_like`` takes the same and
    tells by the content, never by the name alone, whether a file is of this format.
    """

    read: Callable[[str, bytes], Draft]
    looks_like: Callable[[str, bytes], bool]
    description: str
