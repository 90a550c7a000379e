"""From the bytes of a foreign file to text, with the places in it."""

from __future__ import annotations

import bisect
import re
from functools import cached_property

from cvkit.errors import InputError, Problem
from cvkit.source.text import Source

from .content import BOMS, MAX_TEXT_BYTES, too_large
from .draft import Note

__all__ = ["Text", "decode"]

_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


class Text(Source):
    r"""A text whose lines end in ``\n``; speaks of places by offset."""

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset; all count from 0."""
        line = bisect.bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line]

    def problem_at(self, offset: int, message: str, hint: str = "") -> Problem:
        """Make a problem at an offset."""
        return self.problem(message, *self.place(offset), hint=hint)

    def note_at(self, offset: int, message: str, path: str = "") -> Note:
        """Make a note at an offset."""
        line, column = self.place(offset)
        return Note(message, line + 1, column + 1, path)


def decode(
    name: str, data: bytes, max_bytes: int = MAX_TEXT_BYTES
) -> tuple[Text, tuple[Note, ...]]:
    """Return the text of a file, and a note where its encoding had to be guessed.

    Taken are UTF-8, UTF-16 and UTF-32 with their marks, and otherwise Windows-1252, which
    old files of this part of the world are in. Raises :class:`InputError`.
    """
    if len(data) > max_bytes:
        raise InputError(too_large(name, max_bytes))
    bom, encoding = next((item for item in BOMS if data.startswith(item[0])), (b"", "utf-8"))
    notes: tuple[Note, ...] = ()
    try:
        text = data.removeprefix(bom).decode(encoding)
    except UnicodeDecodeError as error:
        if bom or (b"\0" in data):
            raise InputError(Problem(name, "is not text", hint="save it as UTF-8")) from None
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("cp1252", "replace")
        notes = (Note("is not UTF-8; read as Windows-1252: look at the accents", line),)
    text = _BREAK.sub("\n", text)
    if found := _CONTROL.search(text):
        source = Text(name, text)
        message = f"the control character U+{ord(found[0]):04X}; this is not a text"
        raise InputError(source.problem_at(found.start(), message, "save it as plain text"))
    return Text(name, text), notes
