"""A document as blocks: the form that Markdown, Word and PDF files are reduced to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from cvkit.importers.kit.headings import CONTACT
from cvkit.markup import plain
from cvkit.markup.escaping import typesettable

__all__ = ["Block", "Section", "safe", "split_sections", "words_of"]

HEADING, BULLET, TEXT = "heading", "bullet", "text"


@dataclass(frozen=True)
class Block:
    """A heading, a bullet or a line of text, as markup; lines count from 1.

    ``level`` is that of a heading (1 is the highest) or the depth of a bullet (from 0).
    ``gap`` means that a blank line precedes it.
    """

    kind: str
    text: str
    line: int
    level: int = 0
    gap: bool = False


@dataclass
class Section:
    """A section of a document: its heading and the blocks below it."""

    kind: str
    title: str
    level: int
    line: int
    blocks: list[Block] = field(default_factory=list)


def safe(text: str) -> str:
    """Return a text as one line of markup that the model accepts."""
    return typesettable(" ".join(text.split()))


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, for comparison."""
    return re.findall(r"[^\W_]+", plain(safe(text)).casefold())


def split_sections(
    blocks: list[Block], kind_of: Callable[..., str]
) -> tuple[list[Block], list[Section]]:
    """Split a document into the blocks above the first section, and its sections.

    ``kind_of`` returns the kind that a heading names, or an empty text; with ``whole`` the
    heading must be a known title. A heading that names no kind begins a custom section only if
    its level is that of the other sections or higher.
    """
    named = [b for b in blocks if b.kind == HEADING and kind_of(b.text)]
    top = min((block.level for block in named), default=0)
    header: list[Block] = []
    sections: list[Section] = []
    in_contact = False
    for block in blocks:
        kind = kind_of(block.text) if block.kind == HEADING else ""
        current = sections[-1] if sections else None
        if kind == CONTACT:
            in_contact = True
        elif block.kind == HEADING:
            in_contact = False
        if in_contact:
            header += [block] if block.kind != HEADING else []
        elif kind and _begins(block, current, whole=bool(kind_of(block.text, whole=True))):
            sections.append(Section(kind, block.text, block.level, block.line))
        elif block.kind == HEADING and current and block.level <= min(current.level, top):
            sections.append(Section("custom", block.text, block.level, block.line))
        elif current:
            current.blocks.append(block)
        else:
            header.append(block)
    return header, sections


def _begins(block: Block, current: Section | None, *, whole: bool) -> bool:
    """Whether a heading that names a kind begins a section, not a part of the current one."""
    if current is None or block.level <= current.level:
        return True
    return whole and current.kind != "skills"
