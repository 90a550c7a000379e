"""Export: a selected CV, or what was composed and typeset of it, to the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .material import Material

__all__ = ["EXPORTERS", "Exporter"]


@dataclass(frozen=True)
class Exporter:
    """A format: its function, what this needs beside the CV, and the ending of its files.

    The function gives the content of one file or, for formats of one file per page, of several.
    """

    run: Callable[[Material], list[bytes]]
    needs: Literal["cv", "document", "pdf"]
    suffix: str


def _pdf(material: Material) -> list[bytes]:
    assert material.typeset is not None
    return [material.typeset.pdf]


def _png(material: Material) -> list[bytes]:
    from .png import to_png

    assert material.typeset is not None
    return to_png(material.typeset.pdf)


def _html(material: Material) -> list[bytes]:
    from .html import to_html

    assert material.document is not None
    return [to_html(material.document)]


def _bibtex(material: Material) -> list[bytes]:
    from .bibtex import to_bibtex

    return [to_bibtex(material.cv)]


def _csl(material: Material) -> list[bytes]:
    from .csl import to_csl

    return [to_csl(material.cv)]


def _json(material: Material) -> list[bytes]:
    from .jsonresume import to_json

    return [to_json(material.cv)]


EXPORTERS: Mapping[str, Exporter] = {
    "pdf": Exporter(_pdf, "pdf", ".pdf"),
    "html": Exporter(_html, "document", ".html"),
    "png": Exporter(_png, "pdf", ".png"),
    "bibtex": Exporter(_bibtex, "cv", ".bib"),
    "csl": Exporter(_csl, "cv", ".csl.json"),
    "json": Exporter(_json, "cv", ".json"),
}
