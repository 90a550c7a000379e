"""PNG: a picture of each page."""

from __future__ import annotations

import io

__all__ = ["to_png"]


def to_png(pdf: bytes, dpi: int = 150) -> list[bytes]:
    """Return a PNG of each page, at ``dpi`` dots per inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = []
        for page in document:
            stream = io.BytesIO()
            page.render(scale=dpi / 72).to_pil().save(stream, "PNG", optimize=True)
            pictures.append(stream.getvalue())
        return pictures
    finally:
        document.close()
