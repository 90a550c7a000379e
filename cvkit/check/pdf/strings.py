"""All strings of a PDF, on its pages and in its objects (ISO 32000-1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from cvkit.errors import Problem, RenderError

from .pdfminer_reader import BROKEN, Mine

__all__ = ["pieces_of_pdf"]

Found = tuple[str, str, int | None, bytes | None]
_FONT_KEYS = {"FontFile", "FontFile2", "FontFile3", "ToUnicode", "CIDToGIDMap", "CIDSet"}
_SPOKEN = re.compile(rb"/(?:ActualText|Alt|E)\s*(<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\)])*\))", re.DOTALL)
_MAX_DEPTH = 200


def pieces_of_pdf(name: str, data: bytes) -> Iterator[Found]:
    """Yield where a text is, the text, its page, and the content of an attached file instead.

    Raises :class:`RenderError` if it is not a readable PDF.
    """
    try:
        mine = Mine(data)
        for number, text in enumerate(mine.texts(), start=1):
            yield "page", text, number, None
        yield from _pages(name, data)
        yield from _objects(mine)
    except BROKEN as error:
        reason = str(error) or type(error).__name__
        raise RenderError(Problem(name, f"not a readable PDF: {reason}")) from None


def _pages(name: str, data: bytes) -> Iterator[Found]:
    """Yield the text of each page as the first reader copies it, hidden text included."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            for number, page in enumerate(document, start=1):
                yield "page", page.get_textpage().get_text_range(), number, None
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise RenderError(Problem(name, f"not a readable PDF: {error}")) from None


def _objects(mine: Mine) -> Iterator[Found]:
    seen: set[int] = set()
    for xref in mine.document.xrefs:
        for number in xref.get_objids():
            if number not in seen:
                seen.add(number)
                try:
                    value = mine.document.getobj(number)
                except BROKEN:
                    continue  # a free or broken object: readers do not see it either
                yield from _of_object(value, "metadata", 0)
        yield from _of_object(getattr(xref, "trailer", {}), "metadata", 0)


def _of_object(value: Any, where: str, depth: int) -> Iterator[Found]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, bytes):
        yield where, decode_text(value), None, None
    elif isinstance(value, str):
        yield where, value, None, None
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _FONT_KEYS:
                yield from _of_object(item, f'"{key}"', depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _of_object(item, where, depth + 1)
    elif isinstance(value, PDFStream):
        yield from _of_object(value.attrs, where, depth + 1)
        yield from _of_stream(value)


def _of_stream(stream: PDFStream) -> Iterator[Found]:
    kind = _name(stream.get("Type")), _name(stream.get("Subtype"))
    if "Length1" in stream or kind[1] in ("Type1C", "CIDFontType0C", "OpenType"):
        return  # a font
    if kind[0] == "EmbeddedFile":
        yield "attached file", "", None, stream.get_data()
    elif kind[0] == "Metadata":
        yield (
            "metadata",
            re.sub(r"<[^>]*>", "\n", stream.get_data().decode("utf-8", "replace")),
            None,
            None,
        )
    elif kind[1] == "Image":
        raw = stream.get_rawdata() or b""
        if raw.startswith(b"\xff\xd8"):
            yield "picture", "", None, raw
    else:
        for match in _SPOKEN.finditer(stream.get_data()):
            yield "spoken text", _decoded(match[1]), None, None


def _decoded(literal: bytes) -> str:
    """Return a string of a content stream as text."""
    if literal.startswith(b"<"):
        digits = re.sub(rb"\s", b"", literal[1:-1]).decode("ascii")
        return decode_text(bytes.fromhex(digits + "0" * (len(digits) % 2)))
    return decode_text(re.sub(rb"\\([()\\])", rb"\1", literal[1:-1]))


def _name(value: Any) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""
