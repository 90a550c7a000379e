"""Everything that a finished file says: its text, and what is not seen at once.

That is metadata, targets of links, alternative texts, comments, style sheets, attached files and
pictures' own metadata. What is not text by itself, such as a picture of a page, is not searched.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

from cvkit.errors import Problem, RenderError
from cvkit.select.traces import Syntax

__all__ = ["Piece", "pieces"]

MAX_MEMBERS = 5000
MAX_BYTES = 100_000_000
MAX_DEPTH = 5
_DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),([A-Za-z0-9+/=%._~-]*)", re.IGNORECASE)
_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")


@dataclass(frozen=True)
class Piece:
    """A text of a file: ``where`` it is, the page if there is one, and how it is written.

    A piece with ``blind`` says that a part of the file cannot be searched.
    """

    where: str
    text: str
    syntax: Syntax = "text"
    page: int | None = None
    blind: bool = False


def pieces(name: str, data: bytes, depth: int = 0) -> Iterator[Piece]:
    """Yield all texts of a file, by its content; ``name`` decides only how text is written.

    Raises :class:`RenderError` if the file is broken or larger than the limits.
    """
    yield Piece("file name", PurePath(name).stem)
    if depth > MAX_DEPTH or len(data) > MAX_BYTES:
        raise RenderError(Problem(name, "is too large, or has too many files in each other"))
    for magic, reader in _READERS.items():
        if data.startswith(magic):
            yield from reader(name, data, depth)
            return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Piece("a file of an unknown format", "", blind=True)
        return
    if re.match(r"\s*<(!doctype|html|svg|\?xml|!--|[a-z])", text, re.IGNORECASE):
        yield from _html(name, text, depth)
    else:
        yield from _text(name, text, depth)


def _text(name: str, text: str, depth: int) -> Iterator[Piece]:
    suffix = PurePath(name).suffix.lower()
    yield from _inner(name, text, depth)
    bare = _DATA.sub("data:", text)
    yield Piece("text", bare, _SYNTAX.get(suffix, "text"))
    if suffix == ".json":
        with suppress(ValueError, RecursionError):
            yield from (Piece("text", each) for each in _strings(json.loads(text)))
    if suffix in (".yaml", ".yml"):
        yield from _yaml(name, text)


_SYNTAX: Mapping[str, Syntax] = {".css": "css", ".tex": "tex", ".bib": "tex"}


def _strings(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [*each, *each.values()]
        elif isinstance(each, list):
            waiting += each


def _yaml(name: str, text: str) -> Iterator[Piece]:
    from cvkit.errors import InputError
    from cvkit.load.load import parse
    from cvkit.source.text import Source

    with suppress(InputError):
        root, _ = parse(Source(name, text))
        yield from (Piece("text", each) for each in _strings(root.plain()))


def _inner(name: str, text: str, depth: int) -> Iterator[Piece]:
    """Yield the texts of files that are written into a text as ``data:`` addresses."""
    for number, match in enumerate(_DATA.finditer(text), start=1):
        content = unquote_to_bytes(match[3])
        if ";base64" in match[2].lower():
            try:
                content = base64.b64decode(content)
            except (binascii.Error, ValueError):
                continue
        if not content.startswith(_FONTS):
            yield from _within(f"{name}: embedded file {number}", content, depth)


def _within(where: str, data: bytes, depth: int) -> Iterator[Piece]:
    for piece in pieces(where, data, depth + 1):
        if piece.where != "file name":
            yield replace(piece, where=f"{where}: {piece.where}" if where else piece.where)


class _Page(HTMLParser):
    """Collects texts: inline elements join them, all others separate them."""

    INLINE = frozenset(
        ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "mark", "q", "s", "small",
         "span", "strong", "sub", "sup", "u")
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.hidden: list[tuple[str, str, Syntax]] = []
        self.raw = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.raw = tag if tag in ("style", "script") else ""
        if tag not in self.INLINE:
            self.text.append("\n")
        for name, value in attrs:
            if value:
                syntax: Syntax = "css" if name == "style" else "text"
                self.hidden.append((f'attribute "{name}"', value, syntax))

    def handle_endtag(self, tag: str) -> None:
        self.raw = ""
        if tag not in self.INLINE:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if self.raw:
            syntax: Syntax = "css" if self.raw == "style" else "text"
            self.hidden.append((self.raw, data, syntax))
        else:
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.hidden.append(("comment", data, "text"))

    def handle_decl(self, decl: str) -> None:
        self.hidden.append(("declaration", decl, "text"))

    def handle_pi(self, data: str) -> None:
        self.hidden.append(("instruction", data, "text"))


def _html(name: str, text: str, depth: int) -> Iterator[Piece]:
    yield from _inner(name, text, depth)
    page = _Page()
    page.feed(_DATA.sub("data:", text))
    page.close()
    yield Piece("text", "".join(page.text))
    for where, value, syntax in page.hidden:
        yield Piece(where, value, syntax)


def _zip(name: str, data: bytes, depth: int) -> Iterator[Piece]:
    """Yield the texts of a Word document or another archive, paragraph by paragraph."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_BYTES:
                raise RenderError(Problem(name, "has too many or too large files in it"))
            yield Piece("comment", archive.comment.decode("utf-8", "replace"))
            for member in members:
                content = archive.read(member)
                total += len(content)
                yield Piece("file name", member.filename)
                if member.filename.endswith((".xml", ".rels")):
                    yield from _xml(member.filename, content)
                elif not member.is_dir():
                    yield from _within(member.filename, content, depth)
    except (zipfile.BadZipFile, ElementTree.ParseError, RuntimeError, NotImplementedError) as error:
        raise RenderError(Problem(name, f"is a broken archive: {error}")) from None


_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"


def _xml(where: str, data: bytes) -> Iterator[Piece]:
    if re.search(rb"<!(DOCTYPE|ENTITY)", data, re.IGNORECASE):
        raise RenderError(Problem(where, "defines entities"))
    root = ElementTree.fromstring(data)  # noqa: S314 - without entities
    paragraphs = list(root.iter(_PARAGRAPH))
    for part in paragraphs or [root]:
        yield Piece(where, ("" if paragraphs else "\n").join(part.itertext()))
    for element in root.iter():
        yield from (Piece(where, value) for value in element.attrib.values())
        if element.tag != _PARAGRAPH and paragraphs and element.text and len(element.text) > 1:
            yield Piece(where, element.text)


def _picture(_name: str, data: bytes, depth: int) -> Iterator[Piece]:
    """Yield what the metadata of a picture say, as far as it is text."""
    for text in re.findall(rb"[\x20-\x7e\xc2-\xf4\x80-\xbf]{4,}", _metadata(data)):
        yield Piece("metadata", text.decode("utf-8", "replace"))
    wide = _metadata(data).replace(b"\0", b"")
    for text in re.findall(rb"[\x20-\x7e]{4,}", wide):
        yield Piece("metadata", text.decode("ascii"))
    if not depth:
        yield Piece("text in a picture", "", blind=True)


def _metadata(data: bytes) -> bytes:
    """Return the parts of a picture that are not the picture (PNG chunks, JPEG segments)."""
    found: list[bytes] = []
    if data.startswith(b"\x89PNG"):
        position = 8
        while position + 8 <= len(data):
            length = int.from_bytes(data[position : position + 4], "big")
            kind = data[position + 4 : position + 8]
            if kind not in (b"IDAT", b"IHDR", b"PLTE", b"fdAT"):
                found.append(data[position + 8 : position + 8 + length])
            position += 12 + length
        return b"\n".join(found)
    if data.startswith(b"\xff\xd8"):
        position = 2
        while position + 4 <= len(data) and data[position] == 0xFF:
            marker = data[position + 1]
            if marker in (0xDA, 0xD9):
                break
            length = int.from_bytes(data[position + 2 : position + 4], "big")
            if marker == 0xFE or 0xE0 <= marker <= 0xEF:
                found.append(data[position + 4 : position + 2 + length])
            position += 2 + length
        end = data.rfind(b"\xff\xd9")
        return b"\n".join((*found, data[end + 2 :] if end >= 0 else b""))
    return data


def _pdf(name: str, data: bytes, depth: int) -> Iterator[Piece]:
    from .pdf.strings import pieces_of_pdf

    for where, text, page, content in pieces_of_pdf(name, data):
        if content is None:
            yield Piece(where, text, page=page)
        else:
            yield from _within(where, content, depth)


def _font(_name: str, _data: bytes, _depth: int) -> Iterator[Piece]:
    yield from ()


_Reader = Callable[[str, bytes, int], Iterator[Piece]]
_READERS: Mapping[bytes, _Reader] = {
    b"%PDF": _pdf,
    b"PK\x03\x04": _zip,
    **dict.fromkeys(_PICTURES, _picture),
    **dict.fromkeys(_FONTS, _font),
}
