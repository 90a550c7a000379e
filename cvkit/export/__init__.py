"""Export: a composed document to the bytes of a file, one function per format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cvkit.document import Document, Typeset

__all__ = ["EXPORTERS", "Exporter"]

Exporter = Callable[[Document, Typeset], bytes]


def to_pdf(_document: Document, typeset: Typeset) -> bytes:
    """Return the PDF."""
    return typeset.pdf


EXPORTERS: Mapping[str, Exporter] = {"pdf": to_pdf}
