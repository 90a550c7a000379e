"""Make the text of complex scripts in a PDF copy and search as it was typed.

WeasyPrint 70 gives each glyph the text of the first cluster that it is met in. That is right
where a glyph is a character, and wrong where scripts join, reorder or stack them: the Devanagari
letter of "कि" would always be copied with that vowel. Besides, readers of PDFs take a line from
right to left apart character by character, so that a ligature of two comes out reversed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

__all__ = ["make_copyable"]

# What a glyph that adds nothing to the text of its cluster is read as: readers show the number
# of a glyph that has no text.
_NOTHING = "\N{ZERO WIDTH JOINER}"
# Scripts that reorder letters, from left to right: readers find their text in /ActualText
# (ISO 32000-2, 14.9.4). Those from right to left are not for it: PDFium and poppler reverse it.
_REORDERED = re.compile("[\u0900-\u0dff\u1000-\u109f\u1780-\u17ff]")
_RIGHT_TO_LEFT = ("R", "AL", "NSM")
_PRESENTATION_FORMS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFF00))


class _Readings(dict[int, str]):
    """The text of each glyph: the shortest that it occurs with.

    Until :meth:`settle` it contains only glyphs whose text is final. WeasyPrint sets the text of a
    glyph that is not contained each time it occurs.
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: dict[int, str] = {}
        self._last = (-1, "")
        self._pairs: set[tuple[int, int, str]] = set()

    def __setitem__(self, glyph: int, text: str) -> None:
        if len(text) == 1 and not _is_rtl(text):
            super().__setitem__(glyph, text)
        elif text:
            known = self._open.get(glyph, "")
            if not known or len(text) < len(known):
                self._open[glyph] = _one_character(text)
        else:
            # From right to left WeasyPrint sets the text of a cluster for its leftmost glyph.
            self._pairs.add((glyph, *self._last))
            self._open.setdefault(glyph, "")
        self._last = (glyph, text)

    def settle(self) -> None:
        """Add the glyphs that remain, with the text that they most probably have."""
        for glyph, neighbour, text in self._pairs:
            if glyph != neighbour and self._open[glyph] == text == self._open.get(neighbour):
                self._open[neighbour] = ""  # the glyph has the text itself elsewhere
        for glyph, text in self._open.items():
            self.setdefault(glyph, text or _NOTHING)
        self._open.clear()
        self._pairs.clear()


def _one_character(text: str) -> str:
    """Return the one character for a ligature from right to left, if there is one."""
    return _ligatures().get(text, text) if len(text) > 1 and _is_rtl(text) else text


def _is_rtl(text: str) -> bool:
    return unicodedata.bidirectional(text[0]) in _RIGHT_TO_LEFT


@cache
def _ligatures() -> dict[str, str]:
    """Return the presentation forms that stand for several characters, by these characters."""
    forms = (chr(code) for codes in _PRESENTATION_FORMS for code in reversed(codes))
    return {unicodedata.normalize("NFKC", form): form for form in forms}


@cache
def make_copyable() -> None:
    """Make WeasyPrint record the text of glyphs in this way, and the text of whole boxes."""
    from weasyprint import draw, pdf
    from weasyprint.pdf import stream

    class Font(stream.Font):  # type: ignore[misc]
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.to_unicode = _Readings()

    def build_fonts(file: Any, fonts: dict[Any, Any], *given: Any) -> Any:
        for font in fonts.values():
            font.to_unicode.settle()
        return plain_build_fonts(file, fonts, *given)

    def draw_text(page: Any, box: Any, *given: Any) -> None:
        if not _REORDERED.search(box.text):
            plain_draw_text(page, box, *given)
            return
        text = box.text.encode("utf-16-be").hex()
        page.stream.append(f"/Span <</ActualText <feff{text}>>> BDC".encode())
        plain_draw_text(page, box, *given)
        page.stream.append(b"EMC")

    plain_draw_text, plain_build_fonts = draw.draw_text, pdf.build_fonts_dictionary
    stream.Font, draw.draw_text, pdf.build_fonts_dictionary = Font, draw_text, build_fonts
