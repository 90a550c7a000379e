"""Splitting a section into entries."""

from __future__ import annotations

import re

from cvkit.language.read_dates import find_period
from cvkit.model import KINDS

from .blocks import BULLET, HEADING, TEXT, Block

__all__ = ["KEYWORDS", "MAX_HEAD", "MAX_HEAD_LINES", "by_bullet", "by_heading", "chunks_of",
           "is_sentence", "split_at_heads"]  # fmt: skip

KEYWORDS = re.compile(
    r"(?:\*\*|__)?(?:key ?words|technolog(?:y|ies)|tech(?:nical)? stack|tools|tech|stichw[oö]rter|"
    r"technologien|mots[- ]clés|palabras clave|tecnologías|关键词|技术栈)(?:\*\*|__)?"
    r"\s*[:：](?:\*\*|__)?\s*(?=\S)",
    re.IGNORECASE,
)
"""A line that lists the keywords of the entry above it."""

MAX_HEAD = 120
MAX_HEAD_LINES = 4


def chunks_of(blocks: list[Block], kind: str) -> tuple[list[Block], list[list[Block]]]:
    """Split the blocks of a section into those before the first entry, and its entries."""
    levels = [block.level for block in blocks if block.kind == HEADING]
    if levels:
        return by_heading(blocks, min(levels), kind)
    if all(block.kind == BULLET for block in blocks):
        return [], by_bullet(blocks)
    intro: list[Block] = []
    if KINDS[kind].one_liners and blocks[0].kind == TEXT and _only_first_is_text(blocks):
        intro, blocks = blocks[:1], blocks[1:]
        return intro, by_bullet(blocks)
    return intro, _by_paragraph(blocks, kind)


def split_at_heads(chunk: list[Block]) -> list[list[Block]]:
    """Split an entry at text below its bullets that looks like the head of another entry."""
    parts = [chunk[:1]]
    for number, block in enumerate(chunk[1:], 1):
        after_bullet = chunk[number - 1].kind == BULLET
        if block.kind == TEXT and block.gap and after_bullet and _is_head(chunk[number:]):
            parts.append([block])
        else:
            parts[-1].append(block)
    return parts


def _is_head(blocks: list[Block]) -> bool:
    """Whether blocks begin with short lines, one of which has a date."""
    for block in blocks[:MAX_HEAD_LINES]:
        if block.kind != TEXT or len(block.text) > MAX_HEAD or is_sentence(block.text):
            return False
        if find_period(block.text):
            return True
    return False


def _only_first_is_text(blocks: list[Block]) -> bool:
    return len(blocks) > 2 and all(block.kind == BULLET for block in blocks[1:]) and not (
        find_period(blocks[0].text)
    )  # fmt: skip


def by_heading(blocks: list[Block], level: int, kind: str) -> tuple[list[Block], list[list[Block]]]:
    """Split blocks at each heading of a level; return those before the first, and the parts."""
    chunks: list[list[Block]] = []
    before: list[Block] = []
    for block in blocks:
        if block.kind == HEADING and block.level == level:
            chunks.append([block])
        elif chunks:
            chunks[-1].append(block)
        else:
            before.append(block)
    if before and any(block.kind == BULLET or find_period(block.text) for block in before):
        intro, first = chunks_of(before, kind)
        return intro, [*first, *chunks]
    return before, chunks


def by_bullet(blocks: list[Block]) -> list[list[Block]]:
    """Split blocks at each bullet of the lowest depth."""
    depth = min((block.level for block in blocks), default=0)
    chunks: list[list[Block]] = []
    for block in blocks:
        if block.level == depth or not chunks:
            chunks.append([block])
        else:
            chunks[-1].append(block)
    return chunks


def _by_paragraph(blocks: list[Block], kind: str) -> list[list[Block]]:
    chunks: list[list[Block]] = []
    for block in blocks:
        current = chunks[-1] if chunks else None
        if current is None or (block.kind == TEXT and _starts_entry(block, current, kind)):
            chunks.append([block])
        else:
            current.append(block)
    return chunks


def _starts_entry(block: Block, current: list[Block], kind: str) -> bool:
    """Whether a line of text begins the next entry."""
    if KEYWORDS.match(block.text):
        return False
    if current[-1].kind == BULLET:
        return True
    if re.match(r"(?:19|20)\d\d\t", block.text):
        return True
    if not block.gap:
        return _has_date_at_end(block) and _has_date_at_end(current[-1])
    if KINDS[kind].one_liners:
        return True
    has_date = any(find_period(other.text) for other in current)
    is_prose = len(current[-1].text) > MAX_HEAD
    is_next = _is_bold(block.text) or len(block.text) <= MAX_HEAD
    return (
        has_date and is_next and (is_prose or bool(find_period(block.text)) or _is_bold(block.text))
    )


def _has_date_at_end(block: Block) -> bool:
    period = find_period(block.text)
    return bool(period and not re.search(r"\w", block.text[period.end :]))


def _is_bold(text: str) -> bool:
    return bool(re.match(r"(\*\*|__)\S", text))


def is_sentence(text: str) -> bool:
    """Whether a text is a sentence rather than the head of an entry."""
    return len(text.split()) > 8 and text.rstrip("*_ ").endswith((".", "!", ";"))
