"""DOCX: for word processors. Everything has a style, so that its look can be changed at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cvkit.compose.outline import Outline
from cvkit.theme.options import Value

from .body import Body
from .look import Look, look
from .package import pack, relationships
from .photo import drawing, read_photo
from .runs import field, text_run
from .styles import NAMESPACES, font_table, numbering, styles

__all__ = ["to_docx"]


def to_docx(
    outline: Outline,
    options: Mapping[str, Value],
    photo: Path | None = None,
    *,
    bare: bool = False,
) -> bytes:
    """Return a CV as a document of Office Open XML (ISO/IEC 29500), the same bytes on every run.

    Of the theme's options those count that a word processor understands: paper, margins,
    fonts, sizes, colours, spacing. A ``bare`` photograph has no metadata. Raises
    :class:`RenderError` where the photograph is no picture.
    """
    measures = look(options, outline.language)
    rtl = outline.direction == "rtl"
    body = Body(measures, outline.comma)
    media: dict[str, bytes] = {}
    picture = anchor = ""
    if photo and options.get("photo", True):
        data, kind, ratio = read_photo(photo, bare=bare)
        picture = f"media/photo.{kind}"
        media[f"word/{picture}"] = data
        anchor = drawing(ratio, outline.title, rtl)
    body.header(outline, anchor)
    for block in outline.blocks:
        body.add(block)
    title = " – ".join(filter(None, (outline.title, outline.curriculum_vitae)))
    parts = {
        "word/document.xml": _document(body, measures, rtl),
        "word/styles.xml": styles(measures, outline.language, rtl),
        "word/numbering.xml": numbering(body.starts),
        "word/fontTable.xml": font_table(measures),
        "word/settings.xml": _settings(measures),
        "word/footer-first.xml": _footer(outline.updated, "", pages=False),
        "word/footer.xml": _footer(outline.updated, outline.title, measures.page_numbers),
        "word/_rels/document.xml.rels": relationships(body.links.targets, picture),
    }
    return pack(parts, media, title, outline.name, outline.language)


def _document(body: Body, look: Look, rtl: bool) -> str:
    section = (
        '<w:sectPr><w:footerReference w:type="first" r:id="footerFirst"/>'
        '<w:footerReference w:type="default" r:id="footer"/>'
        f'<w:pgSz w:w="{look.width}" w:h="{look.height}"/>'
        f'<w:pgMar w:top="{look.top}" w:right="{look.side}" w:bottom="{look.bottom}" '
        f'w:left="{look.side}" w:header="400" w:footer="{look.bottom // 2}" w:gutter="0"/>'
        f"<w:titlePg/>{'<w:bidi/>' if rtl else ''}</w:sectPr>"
    )
    return f"<w:document {NAMESPACES}><w:body>{''.join(body.parts)}{section}</w:body></w:document>"


def _footer(updated: str, name: str, pages: bool) -> str:
    """Return the foot of a page: the last update at one edge, name and page at the other."""
    content = text_run(updated)
    if pages:
        content += text_run(f"\t{name} – " if name else "\t") + field("PAGE")
        content += text_run(" / ") + field("NUMPAGES")
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{content}</w:p>'
    return f"<w:ftr {NAMESPACES}>{paragraph}</w:ftr>"


def _settings(look: Look) -> str:
    hyphens = '<w:autoHyphenation w:val="true"/>' if look.hyphens else ""
    return (
        f"<w:settings {NAMESPACES}>{hyphens}<w:compat><w:compatSetting "
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>"
    )
