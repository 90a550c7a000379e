"""PNG: a picture of each page."""

from __future__ import annotations

import io
import struct
import zlib

from cvkit.errors import Problem, RenderError
from cvkit.system.images import MAX_PIXELS

__all__ = ["MARK", "page_to_png", "to_png"]

_SIGNATURE_AND_HEADER = 8 + 25  # bytes, before all other chunks (PNG, 5.2 and 11.2.1)


def _text(keyword: str, value: str) -> bytes:
    """Return a chunk with a text (PNG, 11.3.3.2)."""
    content = b"tEXt" + keyword.encode("latin-1") + b"\0" + value.encode("latin-1")
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))


MARK = _text("Software", "cvkit")
"""What a picture of a page has near its beginning, so that it is recognized when it is stale."""


def to_png(pdf: bytes, dpi: int = 150) -> list[bytes]:
    """Return a PNG of each page, at ``dpi`` dots per inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = []
        for page in document:
            if page.get_width() * page.get_height() * (dpi / 72) ** 2 > MAX_PIXELS:
                raise RenderError(Problem("", "the page is too large for a PNG"))
            stream = io.BytesIO()
            page.render(scale=dpi / 72).to_pil().save(stream, "PNG", optimize=True)
            picture = stream.getvalue()
            head = _SIGNATURE_AND_HEADER
            pictures.append(picture[:head] + MARK + picture[head:])
        return pictures
    finally:
        document.close()


def page_to_png(pdf: bytes, number: int, width: int) -> bytes | None:
    """Return a PNG of one page, counted from 1, that is ``width`` pixels wide.

    It is made for a screen: fast, and larger than those of :func:`to_png`. There is none if the
    page does not exist.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= number <= len(document):
            return None
        page = document[number - 1]
        scale = width / page.get_width()
        if width * page.get_height() * scale > MAX_PIXELS:
            raise RenderError(Problem("", "the page is too large for a PNG"))
        stream = io.BytesIO()
        page.render(scale=scale, rev_byteorder=True).to_pil().save(stream, "PNG", compress_level=1)
        return stream.getvalue()
    finally:
        document.close()
