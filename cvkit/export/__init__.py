"""Export: a composed document to the bytes of a file, one function per format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cvkit.document import Document, Typeset

__all__ = ["EXPORTERS", "Exporter"]


@dataclass(frozen=True)
class Exporter:
    """A format: its function, and whether this needs the typeset PDF.

    The function takes the document and, where there is one, what was typeset of it; it gives
    the content of one file or, for formats of one file per page, of several.
    """

    run: Callable[[Document, Typeset | None], list[bytes]]
    needs_pdf: bool


def _pdf(_document: Document, typeset: Typeset | None) -> list[bytes]:
    assert typeset is not None
    return [typeset.pdf]


def _png(_document: Document, typeset: Typeset | None) -> list[bytes]:
    from .png import to_png

    assert typeset is not None
    return to_png(typeset.pdf)


def _html(document: Document, _typeset: Typeset | None) -> list[bytes]:
    from .html import to_html

    return [to_html(document)]


EXPORTERS: Mapping[str, Exporter] = {
    "pdf": Exporter(_pdf, needs_pdf=True),
    "html": Exporter(_html, needs_pdf=False),
    "png": Exporter(_png, needs_pdf=True),
}
