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
    """The text of each glyph: the shortest that it is met with.

    ``in`` holds for the glyphs whose text is known for good; WeasyPrint gives the others' again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._settled: set[int] = set()
        self._last = (-1, "")
        self._pairs: set[tuple[int, int, str]] = set()

    def __contains__(self, glyph: object) -> bool:
        return glyph in self._settled

    def __setitem__(self, glyph: int, text: str) -> None:
        if text:
            self._read(glyph, text)
        else:
            # From right to left WeasyPrint gives the text of a cluster to its leftmost glyph.
            self._pairs.add((glyph, *self._last))
            if glyph not in self.keys():
                super().__setitem__(glyph, _NOTHING)
        self._last = (glyph, text)
        self._share(glyph)

    def _read(self, glyph: int, text: str) -> None:
        if len(text) == 1 and not _is_rtl(text):
            self._settled.add(glyph)
        known = self.get(glyph, _NOTHING)
        if known == _NOTHING or len(text) < len(known):
            super().__setitem__(glyph, _one_character(text))

    def _share(self, glyph: int) -> None:
        """Take the text from the neighbour of a glyph that turns out to bear it itself."""
        for bearer, other, text in self._pairs:
            if bearer == glyph and other != glyph and self[glyph] == text == self.get(other):
                super().__setitem__(other, _NOTHING)


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
    """Have WeasyPrint note what glyphs mean in this way, and the text of whole boxes."""
    from weasyprint import draw
    from weasyprint.pdf import stream

    class Font(stream.Font):  # type: ignore[misc]
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            self.to_unicode = _Readings()

    def draw_text(page: Any, box: Any, *given: Any) -> None:
        if not _REORDERED.search(box.text):
            plain_draw_text(page, box, *given)
            return
        text = box.text.encode("utf-16-be").hex()
        page.stream.append(f"/Span <</ActualText <feff{text}>>> BDC".encode())
        plain_draw_text(page, box, *given)
        page.stream.append(b"EMC")

    plain_draw_text = draw.draw_text
    stream.Font, draw.draw_text = Font, draw_text
