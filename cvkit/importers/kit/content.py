"""From the bytes of a foreign file to its text: encodings, limits, signs that no CV holds."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from cvkit.errors import InputError, Problem
from cvkit.source.text import Source

__all__ = [
    "BOMS",
    "LINE_BREAK",
    "MAX_BYTES",
    "MAX_TEXT_BYTES",
    "decode",
    "head",
    "place",
    "read_bytes",
    "sniff",
    "too_large",
    "what_it_is",
]

MAX_BYTES = 20_000_000
MAX_TEXT_BYTES = 2_000_000

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# As a source counts its lines.
LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or a document of an office program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\xd0\xcf\x11\xe0", "a document of an office program"),
    (b"\x1f\x8b", "a compressed archive"),
)
_HTML = re.compile(r"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, at most :data:`MAX_BYTES`; raise :class:`InputError`."""
    name = str(path)
    try:
        if path.exists() and not path.is_file():
            raise InputError(Problem(name, "is not a regular file", hint="name a file"))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(Problem(name, "no such file")) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(Problem(name, f"cannot be read: {reason}")) from None
    if len(data) > MAX_BYTES:
        raise InputError(too_large(name, MAX_BYTES))
    if not data.strip():
        raise InputError(Problem(name, "the file is empty"))
    return data


def decode(name: str, data: bytes, limit: int = MAX_TEXT_BYTES) -> Source:
    """Return the text of a file in UTF-8, or in UTF-16 or UTF-32 with its mark.

    Raises :class:`InputError` with line and column where it is no text.
    """
    if len(data) > limit:
        raise InputError(too_large(name, limit))
    bom, encoding = next((pair for pair in BOMS if data.startswith(pair[0])), (b"", "utf-8"))
    body = data.removeprefix(bom)
    try:
        source = Source(name, body.decode(encoding))
    except UnicodeDecodeError as error:
        raise InputError(_undecodable(name, body, error, encoding)) from None
    if found := _BINARY.search(source.text):
        line, column = place(source.text, found.start())
        message = f"the control character U+{ord(found[0]):04X} stands in it"
        hint = what_it_is(data) or "is it a text file?"
        raise InputError(source.problem(message, line, column, hint=hint))
    return source


def place(text: str, index: int) -> tuple[int, int]:
    """Return the line and the column of an index, both counted from 0."""
    before = LINE_BREAK.split(text[:index])
    return len(before) - 1, len(before[-1])


def head(data: bytes, size: int = 20_000) -> str:
    """Return the beginning of a file as text, whatever it is, to recognize its format by."""
    bom, encoding = next((pair for pair in BOMS if data.startswith(pair[0])), (b"", "utf-8"))
    return data[len(bom) : size].decode(encoding, "replace")


def sniff(pattern: str, data: bytes, size: int = 200_000) -> bool:
    """Whether a pattern is found in the beginning of a file; ``^`` is the start of a line."""
    return bool(re.search(pattern, head(data, size), re.MULTILINE))


def what_it_is(data: bytes) -> str:
    """Name what a file is that is not of a known format, or return an empty string."""
    for signature, words in _SIGNATURES:
        if data.startswith(signature):
            return f"it is {words}"
    text = head(data)
    if _BINARY.search(text):
        return "it is no text file"
    if _HTML.match(text):
        return "it is an HTML page"
    if re.search(r"^sections:", text, re.MULTILINE):
        return "it seems to be a file of cvkit already"
    return ""


def too_large(name: str, limit: int) -> Problem:
    """Return the problem of a file of more than so many bytes."""
    return Problem(name, f"is larger than {limit // 1_000_000} MB", hint="is it a CV?")


def _undecodable(name: str, data: bytes, error: UnicodeDecodeError, encoding: str) -> Problem:
    line, column = place(data[: error.start].decode(encoding, "replace"), len(data))
    text = data.decode(encoding, "replace")
    label = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    message = f"the byte 0x{data[error.start]:02X} is not {label}"
    hint = what_it_is(data) or "save the file as UTF-8"
    return Source(name, text).problem(message, line, column, hint=hint)
