"""From a path to text: encodings, sizes, and the ways in which a file can fail to be one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cvkit.errors import InputError, Problem

__all__ = ["MAX_BYTES", "SUFFIXES", "Place", "Source", "misleading", "read_source"]

MAX_BYTES = 2_000_000
SUFFIXES = (".yaml", ".yml")

_FOREIGN_BOMS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
# YAML 1.2, section 5.1; tab, line feed, carriage return and next line are allowed.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Overrides and embeddings of direction (UAX #9): what is read is not what is written. Isolates and
# marks, which right-to-left text needs, may stay.
_MISLEADING = re.compile(rf"[\u202a-\u202e]|{_UNPRINTABLE.pattern}")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class Source:
    """The text of one file, and how to speak of its places."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> list[str]:
        """The lines as YAML counts them."""
        return _LINE_BREAK.split(self.text)

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
        """Make a problem at a line and column that count from 0."""
        source = self.lines[line] if line < len(self.lines) else ""
        return Problem(self.name, message, line + 1, column + 1, path, hint, source, code)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; lines and columns count from 0."""

    source: Source
    line: int
    column: int

    def problem(self, message: str, *, path: str = "", hint: str = "", code: str = "") -> Problem:
        """Make a problem of this place."""
        return self.source.problem(message, self.line, self.column, path=path, hint=hint, code=code)


def read_source(path: Path) -> Source:
    """Return the text of a file; raise :class:`InputError` with the way to mend it."""
    name = str(path)
    data = _read_bytes(path, name)
    for bom, encoding in _FOREIGN_BOMS.items():
        if data.startswith(bom):
            raise InputError(
                Problem(name, f"the file is {encoding}", hint="save it as UTF-8", code="not-utf-8")
            )
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(_undecodable(name, data, error)) from None
    source = Source(name, text)
    if found := misleading(text):
        line = len(_LINE_BREAK.findall(text, 0, found.start()))
        column = len(_LINE_BREAK.split(text[: found.start()])[-1])
        message = f"the control character U+{ord(found[0]):04X} cannot stand in a CV"
        raise InputError(
            source.problem(message, line, column, hint="delete it", code="control-character")
        )
    return source


def misleading(text: str) -> re.Match[str] | None:
    """Find a character that is not to be seen and changes what is: a control, or an override."""
    return _MISLEADING.search(text)


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise InputError(
                Problem(name, "is a folder", hint="name a YAML file in it", code="not-a-file")
            )
        if path.exists() and not path.is_file():
            raise InputError(
                Problem(name, "is not a regular file", hint="name a YAML file", code="not-a-file")
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(
            Problem(name, "no such file", hint=_neighbours(path), code="missing-file")
        ) from None
    except OSError as error:
        raise InputError(
            Problem(name, f"cannot be read: {error.strerror}", code="unreadable-file")
        ) from None
    if len(data) > MAX_BYTES:
        raise InputError(
            Problem(
                name,
                f"is larger than {MAX_BYTES // 1_000_000} MB",
                hint="is it a CV?",
                code="file-too-large",
            )
        )
    return data


def _neighbours(path: Path) -> str:
    try:
        names = sorted(item.name for item in path.parent.glob("*.y*ml"))
    except OSError:
        names = []
    return f"beside it: {', '.join(names[:8])}" if names else ""


def _undecodable(name: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    before = data[: error.start].decode("utf-8")
    lines = _LINE_BREAK.split(before)
    source = data.decode("utf-8", "replace")
    return Source(name, source).problem(
        f"the byte 0x{data[error.start]:02X} is not UTF-8",
        len(lines) - 1,
        len(lines[-1]),
        hint="save the file as UTF-8",
        code="not-utf-8",
    )
