"""PNG: a picture of each page."""

from __future__ import annotations

import io

from cvkit.errors import Problem, RenderError
from cvkit.system.images import MAX_PIXELS

__all__ = ["to_png"]


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
            pictures.append(stream.getvalue())
        return pictures
    finally:
        document.close()
