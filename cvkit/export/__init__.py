"""Export: a selected CV, or the document or PDF made from it, to the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .context import Material

__all__ = ["ALIASES", "EXPORTERS", "Exporter"]


@dataclass(frozen=True)
class Exporter:
    """A format: its function, what it needs apart from the CV, and the suffix of its files.

    The function returns the content of one file or, for formats with a file per page, of several.
    """

    run: Callable[[Material], list[bytes]]
    needs: Literal["cv", "document", "pdf"]
    suffix: str
    per_page: bool = False


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


def _markdown(material: Material) -> list[bytes]:
    from .markdown import to_markdown

    return [to_markdown(material.outline, material.options)]


def _site(material: Material) -> list[bytes]:
    from .markdown import to_site

    return [to_site(material.outline, material.options)]


def _text(material: Material) -> list[bytes]:
    from .text import to_text

    return [to_text(material.outline)]


def _yaml(material: Material) -> list[bytes]:
    from cvkit.load.serialize import dump, to_plain

    return [dump(to_plain(material.whole)).encode()]


def _docx(material: Material) -> list[bytes]:
    from .docx import to_docx

    photo = material.folder / material.cv.photo if material.cv.photo else None
    return [to_docx(material.outline, material.options, photo, bare=material.bare_pictures)]


def _tex(material: Material) -> list[bytes]:
    from cvkit.compose.latex.source import to_tex

    source = to_tex(material.cv, material.theme, material.options, material.present)
    return [source.encode()]


def _bibtex(material: Material) -> list[bytes]:
    from .bibtex import to_bibtex

    return [to_bibtex(material.data)]


def _csl(material: Material) -> list[bytes]:
    from .csl import to_csl

    return [to_csl(material.data)]


def _json(material: Material) -> list[bytes]:
    from .jsonresume import to_json

    return [to_json(material.whole)]


EXPORTERS: Mapping[str, Exporter] = {
    "pdf": Exporter(_pdf, "pdf", ".pdf"),
    "html": Exporter(_html, "document", ".html"),
    "png": Exporter(_png, "pdf", ".png", per_page=True),
    "tex": Exporter(_tex, "cv", ".tex"),
    "markdown": Exporter(_markdown, "cv", ".md"),
    "markdown-site": Exporter(_site, "cv", ".site.md"),
    "text": Exporter(_text, "cv", ".txt"),
    "docx": Exporter(_docx, "cv", ".docx"),
    "yaml": Exporter(_yaml, "cv", ".yaml"),
    "bibtex": Exporter(_bibtex, "cv", ".bib"),
    "csl": Exporter(_csl, "cv", ".csl.json"),
    "json": Exporter(_json, "cv", ".json"),
}
ALIASES: Mapping[str, str] = {"md": "markdown", "txt": "text", "word": "docx", "yml": "yaml"}
"""Further names of formats."""
