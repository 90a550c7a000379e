"""The types that every importer uses: a note, a draft of a CV, and the importer itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cvkit.source.text import Source

__all__ = ["Draft", "Importer", "Note", "Placed"]


@dataclass(frozen=True)
class Note:
    """Something that has no place in a CV or was changed, and where it is in the file.

    ``line`` and ``column`` count from 1; ``path`` is the place in the data, such as
    ``work[2].id``. ``kind`` is what all notes of one kind say together: a report may print it
    once instead of their messages.
    """

    message: str
    line: int | None = None
    column: int | None = None
    path: str = ""
    kind: str = ""

    @classmethod
    def at(cls, source: Source, offset: int, message: str, kind: str = "") -> Note:
        """Make a note at an offset in a text."""
        line, column = source.position(offset)
        return cls(message, line + 1, column + 1, kind=kind)


class Placed(str):
    """A text of an imported file that knows its position, with line and column from 1."""

    __slots__ = ("column", "line")
    line: int
    column: int

    @classmethod
    def at(cls, text: str, line: int, column: int) -> Placed:
        """Return a text with its position."""
        placed = cls(text)
        placed.line, placed.column = line, column
        return placed


@dataclass(frozen=True)
class Draft:
    """A CV as read from an external file, before validation.

    ``data`` has the structure of a CV in YAML: texts, lists and mappings, as
    :func:`cvkit.load.serialize.dump` accepts it. ``partial`` is empty for a whole CV;
    ``publications`` means entries to be added to a section of a CV. A ``settled`` draft is a CV
    that cvkit exported: nothing is to be guessed, such as its language.
    """

    data: dict[str, Any]
    notes: tuple[Note, ...]
    partial: str = ""
    settled: bool = False


@dataclass(frozen=True)
class Importer:
    """The reader of one external format.

    ``read`` takes the name of a file, for messages, and its bytes; it raises
    :class:`cvkit.errors.InputError` if the file is broken. ``looks_like`` takes the same
    arguments and returns whether the file is of this format. ``description`` is shown in the
    documentation.
    """

    read: Callable[[str, bytes], Draft]
    looks_like: Callable[[str, bytes], bool]
    description: str
