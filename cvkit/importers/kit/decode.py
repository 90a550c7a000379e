"""From the bytes of an external file to its text: size limits, encodings, binary files."""

from __future__ import annotations

import re
from pathlib import Path

from cvkit.errors import InputError, Problem
from cvkit.source.text import UNPRINTABLE, Source, encoding_of, undecodable
from cvkit.system.files import FileTooLargeError, NotRegularError, read

from .draft import Note

__all__ = [
    "MAX_BYTES",
    "MAX_TEXT_BYTES",
    "decode",
    "decode_leniently",
    "head",
    "is_zip",
    "read_bytes",
    "sniff",
    "what_it_is",
]

MAX_BYTES = 20_000_000
MAX_TEXT_BYTES = 2_000_000

_ZIP = b"PK\x03\x04"
# Every line break of Unicode and ASCII's separators, but for the line feed itself.
_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (_ZIP, "a ZIP archive or an office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "a compressed archive"),
)
_HTML = re.compile(r"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, at most :data:`MAX_BYTES`; raise :class:`InputError`."""
    name = str(path)
    try:
        data = read(path, MAX_BYTES)
    except NotRegularError as error:
        raise InputError(Problem(name, error.strerror, hint="name a file")) from None
    except FileTooLargeError as error:
        raise InputError(Problem(name, error.strerror, hint="is it a CV?")) from None
    except FileNotFoundError:
        raise InputError(Problem(name, "no such file")) from None
    except OSError as error:
        raise InputError(Problem(name, f"cannot be read: {error.strerror}")) from None
    if not data.strip():
        raise InputError(Problem(name, "the file is empty"))
    return data


def decode(name: str, data: bytes, max_bytes: int = MAX_TEXT_BYTES) -> Source:
    """Return the text of a file in UTF-8, or in UTF-16 or UTF-32 with a byte order mark.

    Raises :class:`InputError` with line and column if the file is not text.
    """
    _check_size(name, data, max_bytes)
    mark, encoding = encoding_of(data)
    try:
        source = Source(name, data.removeprefix(mark).decode(encoding))
    except UnicodeDecodeError as error:
        raise InputError(undecodable(name, error, what_it_is(data))) from None
    _refuse(_BINARY, source, what_it_is(data) or "is it a text file?")
    return source


def decode_leniently(
    name: str, data: bytes, max_bytes: int = MAX_TEXT_BYTES
) -> tuple[Source, tuple[Note, ...]]:
    r"""Return the text of a file, and a note if its encoding had to be guessed.

    UTF-8, UTF-16 and UTF-32 are read as by :func:`decode`. Anything else is read as
    Windows-1252, which many old bibliographies and exports use. Every line break becomes
    ``\n``. Raises :class:`InputError` if the file is not text.
    """
    _check_size(name, data, max_bytes)
    mark, encoding = encoding_of(data)
    notes: tuple[Note, ...] = ()
    try:
        text = data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError as error:
        if mark or b"\0" in data:
            hint = what_it_is(data) or "save it as UTF-8"
            raise InputError(Problem(name, "is not text", hint=hint)) from None
        line = data.count(b"\n", 0, error.start) + 1
        text = data.decode("cp1252", "replace")
        notes = (Note("not UTF-8; read as Windows-1252: check the accented letters", line),)
    source = Source(name, _BREAK.sub("\n", text))
    _refuse(UNPRINTABLE, source, what_it_is(data) or "save it as plain text")
    return source, notes


def head(data: bytes, size: int = 20_000) -> str:
    """Return the first ``size`` bytes of a file as text, whatever it is, to detect its format."""
    mark, encoding = encoding_of(data)
    return data[len(mark) : size].decode(encoding, "replace")


def sniff(pattern: str, data: bytes, size: int = 200_000) -> bool:
    """Whether a pattern is in the first ``size`` bytes of a file; ``^`` is the start of a line."""
    return bool(re.search(pattern, head(data, size), re.MULTILINE))


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as those of a ZIP archive."""
    return data.startswith(_ZIP)


def what_it_is(data: bytes) -> str:
    """Say what a file of an unsupported format is, or return an empty text."""
    for signature, words in _SIGNATURES:
        if data.startswith(signature):
            return f"it is {words}"
    text = head(data)
    if _BINARY.search(text):
        return "it is not a text file"
    if _HTML.match(text):
        return "it is an HTML page"
    return ""


def _check_size(name: str, data: bytes, limit: int) -> None:
    if len(data) > limit:
        message = f"is larger than {limit // 1_000_000} MB"
        raise InputError(Problem(name, message, hint="is it a CV?"))


def _refuse(unwanted: re.Pattern[str], source: Source, hint: str) -> None:
    if found := unwanted.search(source.text):
        message = f"contains the control character U+{ord(found[0]):04X}"
        raise InputError(source.problem_at(found.start(), message, hint=hint))
