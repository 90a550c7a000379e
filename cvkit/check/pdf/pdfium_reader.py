"""The first reader: PDFium, which also finds out whether each character is visible.

A character is visible if its ink makes a difference: pages are drawn with and without their
text, and where texts overlap, without each of them in turn.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from cvkit.theme.css import contrast

from .reading import Box, Color, Glyph, Page

__all__ = ["see"]

_SCALE = 2.0  # pixels per point
_INK = 14  # of 255: smaller differences are not visible
_OPAQUE = 0.7  # of the colour: even thin strokes of opaque type reach this
_TINY = 3.0  # points
_FAINT = 1.2  # contrast below which text is not visible
_HIDDEN = raw.FPDF_TEXTRENDERMODE_INVISIBLE
_INKLESS = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)
_MAX_DEPTH = 8
_THIN = 2.5  # points


@dataclass
class _Text:
    """A text object: its handle, and the properties shared by its characters."""

    handle: Any
    color: Color
    alpha: int
    bold: bool
    mark: int
    marks: tuple[str, ...]
    mode: int
    replaced: bool


def see(data: bytes) -> Iterator[Page]:
    """Yield the pages of a PDF; raise ``ValueError`` if it is not one."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from None
    with document:
        for number in range(len(document)):
            yield _page(document[number])


def _page(page: pypdfium2.PdfPage) -> Page:
    page.set_rotation(0)  # text positions refer to the page before rotation
    width, height = page.get_size()
    text = page.get_textpage()
    texts: dict[int, _Text] = {}
    order: dict[int, int] = {}
    glyphs = []
    for index in range(text.count_chars()):
        handle = raw.FPDFText_GetTextObject(text, index)
        key = ctypes.cast(handle, ctypes.c_void_p).value or 0
        if key and key not in texts:
            texts[key], order[key] = _text(handle, text, index), len(order)
        glyphs.append(_glyph(text, index, texts.get(key), order.get(key, -1), page))
    items = list(page.get_objects(max_depth=1))
    unmarked = sum(map(_is_unmarked, items))
    pictures = (_seen(i) for i in items if i.type == raw.FPDF_PAGEOBJ_IMAGE)
    shown = _Ink(page, {order[key]: item for key, item in texts.items()}).judge(glyphs)
    lines = _lines(page, items)
    return Page(width, height, tuple(shown), unmarked, tuple(pictures), tuple(lines))


def _lines(page: pypdfium2.PdfPage, items: Iterable[Any]) -> Iterator[Box]:
    """Yield the places of thin horizontal lines, drawn as paths or as low boxes."""
    x, y = page.get_cropbox()[:2]
    for item in items:
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            left, bottom, right, top = _seen(item)
            if top - bottom <= _THIN < right - left:
                yield Box(left - x, bottom - y, right - x, top - y)


def _seen(item: Any) -> Box:
    """Return the bounds of what is visible of an object, without what a clip cuts off."""
    left, bottom, right, top = item.get_bounds()
    clip = raw.FPDFPageObj_GetClipPath(item)
    for number in range(max(0, raw.FPDFClipPath_CountPaths(clip))):
        points = []
        for place in range(max(0, raw.FPDFClipPath_CountPathSegments(clip, number))):
            x, y = ctypes.c_float(), ctypes.c_float()
            segment = raw.FPDFClipPath_GetPathSegment(clip, number, place)
            if raw.FPDFPathSegment_GetPoint(segment, x, y):
                points.append((x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return Box(left, bottom, right, top)


def _text(handle: Any, page: Any, index: int) -> _Text:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    name, flags = ctypes.create_string_buffer(160), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, name, len(name), flags)
    marks = tuple(_mark_name(handle, n) for n in range(raw.FPDFPageObj_CountMarks(handle)))
    return _Text(
        handle,
        (red.value, green.value, blue.value),
        alpha.value,
        bool(_BOLD.search(name.value.decode("utf-8", "replace"))),
        raw.FPDFPageObj_GetMarkedContentID(handle),
        marks,
        raw.FPDFTextObj_GetTextRenderMode(handle),
        any(_has_text(handle, n) for n in range(len(marks))),
    )


def _mark_name(handle: Any, number: int) -> str:
    buffer, length = ctypes.create_string_buffer(128), ctypes.c_ulong()
    pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(handle, number), pointer, 128, length)
    return buffer.raw[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def _has_text(handle: Any, number: int) -> bool:
    """Whether a mark says which text stands in for the characters of what it marks."""
    length = ctypes.c_ulong()
    mark = raw.FPDFPageObj_GetMark(handle, number)
    return bool(
        raw.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, length)
        and length.value
    )


def _is_unmarked(item: pypdfium2.PdfObject) -> bool:
    """Whether a picture or a drawing is neither tagged nor marked as an artifact."""
    drawn = item.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH)
    return drawn and raw.FPDFPageObj_CountMarks(item.raw) == 0


def _glyph(page: Any, index: int, text: _Text | None, owner: int, parent: Any) -> Glyph:
    character = chr(raw.FPDFText_GetUnicode(page, index))
    if text is None or raw.FPDFText_IsGenerated(page, index) == 1:
        return Glyph(character)
    left, bottom, right, top = page.get_charbox(index)
    x, y = parent.get_cropbox()[:2]
    box = Box(left - x, bottom - y, right - x, top - y) if right > left and top > bottom else None
    return Glyph(
        character,
        box,
        _size(page, index),
        text.color,
        bold=text.bold,
        owner=owner,
        mark=text.mark,
        artifact="Artifact" in text.marks,
        marked=bool(text.marks),
    )


def _size(page: Any, index: int) -> float:
    """Return the size of a character in points, with all scaling applied."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, matrix)
    height = math.hypot(matrix.c, matrix.d)
    return float(raw.FPDFText_GetFontSize(page, index)) * (height or 1.0)


class _Ink:
    """What the text of a page contributes to its picture."""

    def __init__(self, page: pypdfium2.PdfPage, texts: dict[int, _Text]) -> None:
        self.page = page
        self.texts = texts
        self.full = self.draw()
        self.bare = self.draw(texts.values())
        self.ink = _difference(self.full, self.bare)

    def draw(self, hidden: Iterable[_Text] = ()) -> Image.Image:
        """Draw the page without some of its texts."""
        hidden = list(hidden)
        for text in hidden:
            raw.FPDFTextObj_SetTextRenderMode(text.handle, _HIDDEN)
        image: Image.Image = (
            self.page.render(scale=_SCALE, may_draw_forms=False).to_pil().convert("RGB")
        )
        for text in hidden:
            raw.FPDFTextObj_SetTextRenderMode(text.handle, text.mode)
        return image

    def judge(self, glyphs: list[Glyph]) -> Iterator[Glyph]:
        """Yield the glyphs with their background, and whether they are visible."""
        alone = {
            owner: _difference(self.full, self.draw([self.texts[owner]]))
            for owner in _overlapping(glyphs)
        }
        grounds: dict[int, Color] = {}
        peaks: dict[int, float] = {}
        strengths: defaultdict[int, float] = defaultdict(float)
        for index, glyph in enumerate(glyphs):
            area = self.pixels(self.around(glyph)) if glyph.box else None
            if area is None:
                continue
            ground = grounds[index] = _ground(self.bare, area)
            peak = peaks[index] = _peak(alone.get(glyph.owner, self.ink), area)
            full = max(abs(a - b) for a, b in zip(glyph.color, ground, strict=True))
            strengths[glyph.owner] = max(strengths[glyph.owner], peak / max(full, 1))
        for index, glyph in enumerate(glyphs):
            if glyph.box is None:
                yield glyph
            elif index not in grounds:
                yield glyph._replace(shown=False)
            else:
                strength = strengths[glyph.owner]
                yield self.judged(glyph, grounds[index], peaks[index], strength)

    def judged(self, glyph: Glyph, ground: Color, peak: float, strength: float) -> Glyph:
        """Return a glyph with its visible colour.

        ``strength`` is less than 1 if the glyph, or a group that it belongs to, is transparent.
        """
        text = self.texts[glyph.owner]
        alpha = text.alpha if strength > _OPAQUE else round(255 * strength)
        color = _blend(text.color, ground, alpha)
        shown = (
            text.mode not in _INKLESS
            and glyph.size >= _TINY
            and (peak >= _INK or not glyph.text.isalnum())
            and contrast(color, ground) >= _FAINT
        )
        return glyph._replace(ground=ground, color=color, shown=shown)

    def around(self, glyph: Glyph) -> Box:
        """Return where the ink of a glyph is to be found.

        PDFium gives each character of a text that stands in for others an equal share of their
        width, whichever letters are there.
        """
        box = glyph.box
        assert box
        if glyph.owner < 0 or not self.texts[glyph.owner].replaced:
            return box
        return box._replace(left=max(box.left - glyph.size, 0), right=box.right + glyph.size)

    def pixels(self, box: Box) -> tuple[int, int, int, int] | None:
        """Return the pixels of a box, or ``None`` if it is off the page."""
        width, height = self.full.size
        left, right = int(box.left * _SCALE), math.ceil(box.right * _SCALE)
        upper, lower = int(height - box.top * _SCALE), math.ceil(height - box.bottom * _SCALE)
        area = (max(left, 0), max(upper, 0), min(right, width), min(lower, height))
        inside = (area[2] - area[0]) * (area[3] - area[1])
        whole = (right - left) * (lower - upper)
        seen = area[2] > area[0] and area[3] > area[1] and inside * 2 > whole
        return area if seen else None


def _difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return the largest difference of any channel, as shades of grey."""
    red, green, blue = ImageChops.difference(one, other).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _peak(image: Image.Image, area: tuple[int, int, int, int]) -> float:
    extremes: Any = image.crop(area).getextrema()
    return float(extremes[1])


def _ground(image: Image.Image, area: tuple[int, int, int, int]) -> Color:
    """Return the colour behind a character: the most frequent one."""
    pixels = (area[2] - area[0]) * (area[3] - area[1])
    counted: Any = image.crop(area).getcolors(maxcolors=pixels)
    color: Color = max(counted)[1]
    return color


def _blend(color: Color, ground: Color, alpha: int) -> Color:
    red, green, blue = (
        round((over * alpha + under * (255 - alpha)) / 255)
        for over, under in zip(color, ground, strict=True)
    )
    return red, green, blue


def _overlapping(glyphs: list[Glyph]) -> set[int]:
    """Return the text objects with a character that overlaps one of another text object."""
    cells: defaultdict[tuple[int, int], list[Glyph]] = defaultdict(list)
    found: set[int] = set()
    for glyph in glyphs:
        box = glyph.box
        if box is None or not glyph.text.strip():
            continue
        cell = (int(box.left // 12), int(box.bottom // 12))
        around = [(cell[0] + x, cell[1] + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        for other in (other for place in around for other in cells.get(place, ())):
            assert other.box
            shared = box.overlap(other.box)
            if other.owner != glyph.owner and shared * 3 > min(box.area, other.box.area):
                found |= {glyph.owner, other.owner}
        cells[cell].append(glyph)
    return found
