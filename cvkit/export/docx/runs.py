"""Spans as runs: text with its character formats, and links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby
from urllib.parse import quote
from xml.sax.saxutils import escape

from cvkit.markup import Span, readable

__all__ = ["Links", "field", "runs", "text_run"]

_SCRIPTS = {"sup": "superscript", "sub": "subscript"}


class Links:
    """The targets of a document's links, each with the name of its relationship."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def name_of(self, url: str) -> str:
        """Return the name of the relationship that leads to an address."""
        target = quote(url, safe="/:?#@!$&'()*+,;=%~[]-._")
        return self.targets.setdefault(target, f"link{len(self.targets) + 1}")


def runs(spans: Iterable[Span], links: Links, style: str = "", bold: bool = False) -> str:
    """Return spans as runs, with a character style for those without their own."""
    found = []
    for url, group in groupby(readable(spans), key=lambda span: span.url):
        name = "Hyperlink" if url else style
        inner = "".join(_run(span, name, bold) for span in group)
        found.append(f'<w:hyperlink r:id="{links.name_of(url)}">{inner}</w:hyperlink>' if url
                     else inner)  # fmt: skip
    return "".join(found)


def text_run(text: str, style: str = "") -> str:
    """Return a plain text as a run."""
    return _run(Span(text), style, bold=False)


def field(code: str) -> str:
    """Return a field that the word processor fills in, such as ``PAGE``."""
    return f'<w:fldSimple w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _run(span: Span, style: str, bold: bool) -> str:
    if not span.text:
        return ""
    own = {"badge": "Badge", "code": "CodeChar"}
    name = next((own[s] for s in ("badge", "code") if s in span.styles), style)
    # The order is that of the schema (ISO/IEC 29500-1, 17.3.2.28).
    look = [f'<w:rStyle w:val="{name}"/>'] if name else []
    look += ["<w:b/><w:bCs/>"] if bold or "bold" in span.styles else []
    look += ["<w:i/><w:iCs/>"] if "italic" in span.styles else []
    look += [f'<w:vertAlign w:val="{_SCRIPTS[s]}"/>' for s in _SCRIPTS if s in span.styles]
    look += ["<w:rtl/>"] if _is_rtl(span.text) else []
    format_ = f"<w:rPr>{''.join(look)}</w:rPr>" if look else ""
    return f"<w:r>{format_}{_text(span.text)}</w:r>"


def _text(text: str) -> str:
    pieces = re.split(r"([\n\t])", text)
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>", "": ""}
    return "".join(
        signs[piece] if piece in signs else f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in pieces
    )


def _is_rtl(text: str) -> bool:
    """Whether the first letter of a text is of a script that runs from right to left."""
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((d in ("R", "AL") for d in directions if d in ("L", "R", "AL")), False)
