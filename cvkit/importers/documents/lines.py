"""From printed lines to blocks: headings by font size, bullets, paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from cvkit.importers.kit.headings import kind_of_heading

from .blocks import BULLET, HEADING, TEXT, Block

__all__ = ["SIGNS", "Line", "to_blocks"]

SIGNS = "•●▪▸►◦‣∙·■□➢✓–—\uf0b7\uf0a7"
"""Signs that mark bullets."""

_SIGN = re.compile(rf"^\s*(?:[{SIGNS}*]|-)\s+(?=\S)|^\s*[•●▪▸►◦‣■➢\uf0b7\uf0a7](?=\S)")
_LARGER = 1.12
MAX_HEADING = 90


@dataclass(frozen=True)
class Line:
    """A line: its markup, its plain words, its font size in pt, and its role in the document.

    ``level`` is the level of a heading, if the document marks it as one, or 0; ``bullet`` is the
    depth of a bullet; ``full`` means that the line fills its column, so that the next line may
    continue it. ``left`` is where the line begins, or the sign of its bullet, in pt, if that is
    known.
    """

    text: str
    words: str
    number: int
    size: float = 0.0
    bold: bool = False
    level: int = 0
    bullet: int | None = None
    gap: bool = False
    full: bool = False
    left: float | None = None


def to_blocks(lines: list[Line]) -> list[Block]:
    """Return the blocks of the lines."""
    body = _body_size(lines)
    sizes = sorted({round(line.size, 1) for line in lines if line.size > body * _LARGER})[::-1]
    blocks: list[Block] = []
    before: Line | None = None
    bullet: Line | None = None
    for line in lines:
        block = _block(line, sizes)
        last = blocks[-1] if blocks else None
        bullet = line if block.kind == BULLET else bullet
        if (
            last
            and before
            and (_continues(block, last, before, line) or _is_below(block, last, bullet, line))
        ):
            joiner = "" if last.text.endswith("\u00ad") else " "
            blocks[-1] = replace(last, text=f"{last.text.rstrip(chr(0xAD))}{joiner}{block.text}")
        elif re.search(r"\w", block.text):
            blocks.append(block)
        before = line
    return [replace(block, text=block.text.replace("\u00ad", "")) for block in blocks]


def _body_size(lines: list[Line]) -> float:
    """Return the most frequent font size, in pt."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.words)
    return letters.most_common(1)[0][0] if letters else 0.0


def _block(line: Line, sizes: list[float]) -> Block:
    sign = _SIGN.match(line.words)
    known = kind_of_heading(line.words, whole=True)
    if line.level:
        return Block(HEADING, line.words, line.number, line.level, line.gap)
    if not sign and line.bullet is None and len(line.words) <= MAX_HEADING:
        if round(line.size, 1) in sizes and not line.words.endswith((".", ",", ";")):
            return Block(
                HEADING, line.words, line.number, sizes.index(round(line.size, 1)) + 1, line.gap
            )
        if known and (line.bold or line.words.isupper() or line.gap):
            return Block(HEADING, line.words, line.number, len(sizes) + 1, line.gap)
        if line.words.isupper() and line.bold and kind_of_heading(line.words):
            return Block(HEADING, line.words, line.number, len(sizes) + 1, line.gap)
    if sign or line.bullet is not None:
        text = re.sub(rf"^\s*\\?[{SIGNS}*-]\s*", "", line.text) if sign else line.text
        return Block(BULLET, text, line.number, line.bullet or 0, line.gap)
    return Block(TEXT, line.text, line.number, 0, line.gap)


def _is_below(block: Block, last: Block, bullet: Line | None, line: Line) -> bool:
    """Whether a line belongs to the bullet above it, since it begins farther in than its sign."""
    if block.kind != TEXT or last.kind != BULLET or line.gap or bullet is None:
        return False
    return bullet.left is not None and line.left is not None and line.left > bullet.left + 2


def _continues(block: Block, last: Block, before: Line, line: Line) -> bool:
    """Whether a line continues the paragraph or the bullet of the line before it."""
    if block.kind == HEADING and last.kind == HEADING:
        return block.level == last.level and before.full and not line.gap
    if block.kind != TEXT or last.kind == HEADING or line.gap:
        return False
    if last.kind == BULLET:
        return before.full or line.words[:1].islower()
    return before.full and not line.bold
