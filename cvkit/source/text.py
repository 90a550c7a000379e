"""Read a file as text, with clear errors for wrong encodings, sizes and file types."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cvkit.errors import InputError, Problem
from cvkit.system.files import FileTooLargeError, NotRegularError, read

__all__ = [
    "MAX_BYTES",
    "MISLEADING",
    "UNPRINTABLE",
    "Place",
    "Source",
    "decode_source",
    "encoding_of",
    "misleading",
    "read_source",
    "undecodable",
]

MAX_BYTES = 2_000_000

# Byte order marks (Unicode 15, section 23.8) and the encodings that they announce.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is a prefix of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# YAML 1.2, section 5.1: tab, line feed, carriage return and next line are allowed.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Direction overrides and embeddings (UAX #9), with which text can be displayed in an order other
# than it is written. Isolates and marks, which right-to-left text needs, are allowed.
MISLEADING = re.compile(rf"[\u202a-\u202e]|{UNPRINTABLE.pattern}")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class Source:
    """The text of one file; ``name`` is shown in messages."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> list[str]:
        """The lines, split as YAML does."""
        return _LINE_BREAK.split(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset in the text; both count from 0."""
        line = bisect_right(self._starts, offset) - 1
        return line, offset - self._starts[line]

    def problem_at(self, offset: int, message: str, *, hint: str = "", code: str = "") -> Problem:
        """Return a problem at an offset in the text."""
        return self.problem(message, *self.position(offset), hint=hint, code=code)

    def problem(
        self,
        message: str,
        line: int,
        column: int,
        *,
        path: str = "",
        hint: str = "",
        code: str = "",
    ) -> Problem:
        """Return a problem at a line and column, which count from 0."""
        source = self.lines[line] if line < len(self.lines) else ""
        return Problem(self.name, message, line + 1, column + 1, path, hint, source, code)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file; lines and columns count from 0."""

    source: Source
    line: int
    column: int

    def problem(self, message: str, *, path: str = "", hint: str = "", code: str = "") -> Problem:
        """Return a problem at this place."""
        return self.source.problem(message, self.line, self.column, path=path, hint=hint, code=code)


def read_source(path: Path) -> Source:
    """Return the text of a file.

    Raises :class:`InputError` if it does not exist, cannot be read, is too large, is not UTF-8,
    or contains control characters.
    """
    name = str(path)
    return decode_source(name, _read_bytes(path, name))


def decode_source(name: str, data: bytes) -> Source:
    """Return the text of the bytes of a file; raise :class:`InputError` as :func:`read_source`."""
    mark, encoding = encoding_of(data)
    if encoding != "utf-8":
        message = f"the file is encoded in {_label(encoding)}"
        raise InputError(Problem(name, message, hint="save it as UTF-8", code="not-utf-8"))
    try:
        source = Source(name, data.removeprefix(mark).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(undecodable(name, error)) from None
    if found := misleading(source.text):
        message = f"the control character U+{ord(found[0]):04X} is not allowed in a CV"
        raise InputError(
            source.problem_at(found.start(), message, hint="delete it", code="control-character")
        )
    return source


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """Return the byte order mark of a text, or no bytes, and its encoding; UTF-8 by default."""
    return next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", "utf-8"))


def undecodable(name: str, error: UnicodeDecodeError, hint: str = "") -> Problem:
    """Return the problem of a file that is not valid in its encoding."""
    data, encoding = error.object, error.encoding
    source = Source(name, data.decode(encoding, "replace"))
    offset = len(data[: error.start].decode(encoding, "replace"))
    message = f"the byte 0x{data[error.start]:02X} is not valid {_label(encoding)}"
    hint = hint or "save the file as UTF-8"
    return source.problem_at(offset, message, hint=hint, code="not-utf-8")


def _label(encoding: str) -> str:
    return encoding.upper().removesuffix("-LE").removesuffix("-BE")


def misleading(text: str) -> re.Match[str] | None:
    """Find an invisible character that changes what is shown: a control or a direction override."""
    return MISLEADING.search(text)


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError(
                Problem(name, "is a folder", hint="give a YAML file in it", code="not-a-file")
            )
        return read(path, MAX_BYTES)
    except NotRegularError as error:
        raise InputError(
            Problem(name, error.strerror, hint="give a YAML file", code="not-a-file")
        ) from None
    except FileTooLargeError as error:
        raise InputError(
            Problem(name, error.strerror, hint="is this a CV?", code="file-too-large")
        ) from None
    except FileNotFoundError:
        raise InputError(
            Problem(name, "file not found", hint=_neighbours(path), code="missing-file")
        ) from None
    except OSError as error:
        raise InputError(
            Problem(name, f"cannot be read: {error.strerror}", code="unreadable-file")
        ) from None


def _neighbours(path: Path) -> str:
    try:
        names = sorted(item.name for item in path.parent.glob("*.y*ml"))
    except OSError:
        names = []
    return f"files there: {', '.join(names[:8])}" if names else ""
