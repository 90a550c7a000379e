"""CV416: links within a text that look like the text around them, as measured on the page.

A link differs by its colour or that behind it, its weight, a line below it or a frame around it
(WCAG 2.2, success criterion 1.4.1). Links that are not within a text, such as those of the header,
are exempt, and so are addresses: their place or their wording shows what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .completeness import same_target
from .context import Subject
from .findings import Finding
from .pdf.reading import Annotation, Box, Color, Glyph, Page

__all__ = ["check_link_looks"]

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.-]+(?:@|\.)[\w-]+(?:\.[\w-]+)*(?:/\S*)?")
_COLOR = 40  # of 255, in any channel: a smaller difference is hardly seen
_NEAR = 1.5  # of the size: the distance of the next word on the line


def check_link_looks(subject: Subject) -> Iterator[Finding]:
    """Yield the links within texts that cannot be told from these texts."""
    reading = subject.reading
    for link in subject.expected.links:
        if _ADDRESS.fullmatch(link.label):
            continue
        target, label = same_target(link.target), _word(link.label)
        parts = (a for a in reading.annotations if label and same_target(a.target) == target)
        plain = [
            part for part in parts if _is_plain(part, label, reading.pages, reading.annotations)
        ]
        if plain:
            message = f"the link to {link.target} looks like the text around it"
            yield subject.at("CV416", message, link, page=plain[0].page + 1)


def _word(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, text))


def _is_plain(
    part: Annotation, label: str, pages: tuple[Page, ...], all_: Iterable[Annotation]
) -> bool:
    """Whether a part of the label of a link has text beside it on its line, and looks the same."""
    if part.framed or part.page >= len(pages):
        return False
    page = pages[part.page]
    links = [other.box for other in all_ if other.page == part.page]
    inside = [glyph for glyph in _letters(page) if _is_in(glyph, part.box)]
    around = [
        glyph
        for glyph in _letters(page)
        if _is_beside(glyph, part.box) and not any(_is_in(glyph, box) for box in links)
    ]
    is_label = "".join(glyph.text for glyph in inside) in label
    if not inside or not is_label or not around or _is_underlined(inside, page.lines):
        return False
    return any(_is_alike(one, other) for one in inside for other in around)


def _letters(page: Page) -> Iterator[Glyph]:
    return (glyph for glyph in page.glyphs if glyph.shown and glyph.box and glyph.text.isalnum())


def _is_in(glyph: Glyph, box: Box) -> bool:
    assert glyph.box
    x, y = (glyph.box.left + glyph.box.right) / 2, (glyph.box.bottom + glyph.box.top) / 2
    return box.left <= x <= box.right and box.bottom <= y <= box.top


def _is_beside(glyph: Glyph, box: Box) -> bool:
    """Whether a letter is on the line of a box, next to its left or its right edge."""
    assert glyph.box
    middle = (glyph.box.bottom + glyph.box.top) / 2
    gap = max(box.left - glyph.box.right, glyph.box.left - box.right)
    return box.bottom <= middle <= box.top and gap <= _NEAR * glyph.size


def _is_underlined(inside: list[Glyph], lines: Iterable[Box]) -> bool:
    """Whether a line runs below most of the letters, or through them."""
    boxes = [glyph.box for glyph in inside if glyph.box]
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    bottom, top = min(box.bottom for box in boxes), max(box.top for box in boxes)
    reach = bottom - (top - bottom) / 2
    return any(
        min(line.right, right) - max(line.left, left) > (right - left) / 2
        and reach <= (line.bottom + line.top) / 2 <= top
        for line in lines
    )


def _is_alike(one: Glyph, other: Glyph) -> bool:
    same = (_is_same(one.color, other.color), _is_same(one.ground, other.ground))
    return all(same) and one.bold == other.bold


def _is_same(one: Color, other: Color) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < _COLOR
