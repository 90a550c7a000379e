"""CV3xx: the typography of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cvkit.document import LITTLE
from cvkit.theme.css import contrast

from .context import Subject
from .findings import Finding
from .pdf.reading import Box, Font, Glyph
from .text_search import fold

__all__ = ["check_typography"]

_EDGE = 5 * 72 / 25.4  # points: most printers cannot print closer to the edge
_SLACK = 1.5  # points
_SMALLEST, _SMALL = 6.0, 8.0  # points
_WORD = 4  # letters: shorter runs are superscripts, subscripts and marks


def check_typography(subject: Subject) -> Iterator[Finding]:
    """Yield findings about fonts, positions, sizes, colours and page breaks."""
    yield from _fonts(subject)
    for number in range(len(subject.reading.pages)):
        yield from _places(subject, number)
        yield from _sizes(subject, number)
        yield from _colors(subject, number)
        yield from _collisions(subject, number)
        yield from _covered(subject, number)
    yield from _lone_headings(subject)
    yield from _last_page(subject)
    for warning in subject.warnings:
        yield subject.finding("CV315", f"warning of the typesetter: {warning}", text=warning)


def _fonts(subject: Subject) -> Iterator[Finding]:
    known = [_family(name) for name in subject.families]
    for font in subject.reading.fonts:
        for code, is_wrong, words in (
            ("CV301", not font.embedded, "is not embedded"),
            ("CV302", font.kind == "Type3", "is a Type 3 font, made of drawings"),
            ("CV303", known and not _is_known(font, known), "is not one of the theme's fonts"),
            (
                "CV304",
                font.embedded and not font.subset and font.kind != "Type3",
                "is embedded as a whole, not as a subset",
            ),
        ):
            if is_wrong:
                yield subject.finding(code, f"the font {font.family} {words}", text=font.family)
        for character in font.missing:
            code = f"U+{ord(character[0]):04X}"
            message = f'the font {font.family} has no glyph for "{character}" ({code})'
            yield subject.finding("CV305", message, text=character)


def _family(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def _is_known(font: Font, known: list[str]) -> bool:
    return font.kind == "Type3" or _family(font.family).startswith(tuple(known))


def _line_text(line: list[Glyph]) -> str:
    return " ".join("".join(glyph.text for glyph in line).split())


def _quote(text: str) -> str:
    return f'"{text if len(text) <= 50 else text[:49].rstrip() + "…"}"'


def _box(line: list[Glyph]) -> Box:
    boxes = [glyph.box for glyph in line if glyph.box and glyph.text.strip()]
    return Box(
        min(b.left for b in boxes), min(b.bottom for b in boxes),
        max(b.right for b in boxes), max(b.top for b in boxes),
    )  # fmt: skip


def _places(subject: Subject, number: int) -> Iterator[Finding]:
    """Find text off the page, too close to its edge, and beyond the margin."""
    page = subject.page(number)
    paper = Box(0, 0, page.width, page.height)
    outside = [g for g in page.glyphs if not g.box or not _inside(g.box, paper, 0)]
    off = _line_text(outside) if any(g.box and g.text.strip() for g in outside) else ""
    if off:
        message = f"{_quote(off)} is off the page"
        yield subject.finding("CV306", message, page=number + 1, text=off)
    lines = subject.lines(number)
    edge = _right_edge(subject, lines, page.width)
    for line in lines:
        box, text = _box(line), _line_text(line)
        if _inside(box, paper, 0) and not _inside(box, paper, _EDGE):
            message = f"{_quote(text)} is within 5 mm of the edge of the paper"
            yield subject.finding("CV307", message, page=number + 1, text=text)
        elif box.right > edge + _SLACK and box.right <= page.width:
            message = f"{_quote(text)} runs {box.right - edge:.0f} pt into the margin"
            yield subject.finding("CV308", message, page=number + 1, text=text)


def _inside(box: Box, paper: Box, edge: float) -> bool:
    return (
        box.left >= paper.left + edge
        and box.right <= paper.right - edge
        and box.bottom >= paper.bottom + edge
        and box.top <= paper.top - edge
    )


def _right_edge(subject: Subject, lines: list[list[Glyph]], width: float) -> float:
    """Return the right edge of the text: the theme's margin, or the left indent mirrored."""
    starts = Counter(round(_box(line).left) for line in lines)
    usual = min((left for left, times in starts.items() if times > 1), default=0)
    return width - min(subject.margins[1], usual or subject.margins[1])


def _runs(glyphs: tuple[Glyph, ...]) -> Iterator[list[Glyph]]:
    """Yield words of one size and colour, of at least ``_WORD`` letters."""
    run: list[Glyph] = []
    for glyph in (*glyphs, Glyph(" ")):
        alike = run and (run[-1].size, run[-1].color, run[-1].ground) == (
            glyph.size, glyph.color, glyph.ground,
        )  # fmt: skip
        if run and (not alike or not glyph.text.isalnum()):
            if len(run) >= _WORD:
                yield run
            run = []
        if glyph.box and glyph.text.isalnum():
            run.append(glyph)


def _sizes(subject: Subject, number: int) -> Iterator[Finding]:
    """Report the smallest words of a page that are too small."""
    runs = sorted(_runs(subject.bodies[number]), key=lambda run: run[0].size)
    size = round(runs[0][0].size, 1) if runs else _SMALL
    if size >= _SMALL:
        return
    same = [run for run in runs if run[0].size < (_SMALLEST if size < _SMALLEST else _SMALL)]
    words = " ".join("".join(g.text for g in run) for run in same[:6])
    code = "CV311" if size < _SMALLEST else "CV312"
    message = f"{_quote(words)} is set in {size:g} pt"
    yield subject.finding(code, message, page=number + 1, text=words)


def _colors(subject: Subject, number: int) -> Iterator[Finding]:
    """Report words of low contrast, once for each pair of colours (WCAG 2.2, 1.4.3)."""
    reported = set()
    for run in _runs(subject.bodies[number]):
        glyph = run[0]
        pair = (glyph.color, glyph.ground)
        ratio = contrast(*pair)
        large = glyph.size >= 18 or (glyph.bold and glyph.size >= 14)
        if ratio >= (3 if large else 4.5) - 0.005 or pair in reported:
            continue
        reported.add(pair)
        words = "".join(g.text for g in run)
        needed = "3" if large else "4.5"
        message = (
            f"{_quote(words)} in {_hex(glyph.color)} on {_hex(glyph.ground)} has a contrast of "
            f"{ratio:.1f}:1, less than {needed}:1"
        )
        severity = "error" if ratio < (2 if large else 3) else "warning"
        yield subject.finding("CV313", message, page=number + 1, severity=severity, text=words)


def _hex(color: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)


def _collisions(subject: Subject, number: int) -> Iterator[Finding]:
    """Find words that are printed over other words."""
    glyphs = [g for g in subject.bodies[number] if g.box and g.text.isalnum()]
    cells: dict[tuple[int, int], list[Glyph]] = {}
    hit: list[Glyph] = []
    for glyph in glyphs:
        assert glyph.box
        cell = (int(glyph.box.left // 12), int(glyph.box.bottom // 12))
        near = [(cell[0] + x, cell[1] + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        others = (other for place in near for other in cells.get(place, ()))
        if any(_collide(glyph, other) for other in others):
            hit.append(glyph)
        cells.setdefault(cell, []).append(glyph)
    if len(hit) >= _WORD:
        owners = {glyph.owner for glyph in hit[:_WORD]}
        text = _line_text([g for g in subject.bodies[number] if g.owner in owners])
        message = f"{_quote(text)} is printed over other text"
        yield subject.finding("CV314", message, page=number + 1, text=text)


def _covered(subject: Subject, number: int) -> Iterator[Finding]:
    """Find text that is above or below a picture, visible or not."""
    page = subject.page(number)
    letters = [g for g in page.glyphs if g.box and g.text.isalnum()]
    for picture in page.pictures:
        hit = [g for g in letters if g.box and g.box.overlap(picture) > 0.3 * g.box.area]
        if len(hit) >= _WORD:
            text = _line_text(hit)
            message = f"{_quote(text)} overlaps a picture"
            yield subject.finding("CV316", message, page=number + 1, text=text)


def _collide(one: Glyph, other: Glyph) -> bool:
    if one.owner == other.owner or not one.box or not other.box:
        return False
    return one.box.overlap(other.box) > 0.3 * min(one.box.area, other.box.area)


def _lone_headings(subject: Subject) -> Iterator[Finding]:
    """Find section headings that are the last thing on their page."""
    body = subject.body
    last = len(subject.reading.pages) - 1
    for atom in subject.expected.atoms:
        if not atom.is_heading:
            continue
        for start, end in body.find_all(fold(atom.forms[0])):
            number = body.page_of(start)
            alone = {start, end} <= body.breaks and number < last
            if alone and _is_last(subject, number, body.where[start][1], body.where[end - 1][1]):
                message = f'the heading "{atom.forms[0]}" is at the end of a page, before its text'
                yield subject.at("CV309", message, atom, page=number + 1)


def _is_last(subject: Subject, number: int, first: int, last: int) -> bool:
    """Whether nothing is beside a heading, or below it in its column.

    A column begins where its heading does, except for a heading in the middle of the page.
    """
    glyphs = subject.bodies[number]
    heading = _box(list(glyphs[first : last + 1]))
    middle = subject.reading.pages[number].width / 2
    is_centred = abs((heading.left + heading.right) / 2 - middle) < 2 * _SLACK
    edge = 0 if is_centred else heading.left - _SLACK
    return not any(
        g.box and g.text.strip() and g.box.bottom < heading.top and g.box.left >= edge
        for g in glyphs[last + 1 :]
    )  # fmt: skip


def _last_page(subject: Subject) -> Iterator[Finding]:
    number = len(subject.reading.pages) - 1
    lines = subject.lines(number)
    boxes = [_box(line) for line in lines]
    if number == 0 or not boxes:
        return
    # The margins are about a seventh of the page.
    height = subject.reading.pages[number].height * 6 / 7
    if max(box.top for box in boxes) - min(box.bottom for box in boxes) < LITTLE * height:
        count = len({round(box.top / 4) for box in boxes})
        message = f"the last page has only {count} line{'' if count == 1 else 's'}"
        text = " ".join(map(_line_text, lines))
        yield subject.finding("CV310", message, page=number + 1, text=text)
