"""Text in columns: its width on a terminal, breaking lines, and both ends of a line."""

from __future__ import annotations

from collections.abc import Iterator

import wcwidth

__all__ = ["fill", "spread", "width"]

_GAP = 2
# A line may break at spaces and before and after wide characters, but not before closing signs
# (、。) or after opening ones (「).
_CLOSING = ".,:;!?)]}>%’”、。，．：；！？）」』】〉》〕］｝…ー々゛゜"
_OPENING = "([{<‘“（「『【〈《〔［｛"


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal: Chinese takes two a character."""
    return wcwidth.width(text, control_codes="ignore")


def fill(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """Break a text into lines of at most so many columns; longer words are kept whole.

    The first line begins with ``first`` and the others with ``rest``.
    """
    lines, line = [], first
    started = False
    for space, piece in _pieces(text):
        gap = " " if space and started else ""
        if started and width(line + gap + piece) > columns:
            lines.append(line)
            line, gap = rest, ""
        line += gap + piece
        started = True
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yield unbreakable pieces, and whether there is a space before each."""
    for word in text.split():
        space = True
        for piece in _unbreakable(word):
            yield space, piece
            space = False


def _unbreakable(word: str) -> list[str]:
    """Return the parts of a word between which a line may break."""
    pieces: list[str] = []
    after_wide = False
    for character in wcwidth.iter_graphemes(word):
        wide = width(character) == 2
        breaks = (wide or after_wide) and character[0] not in _CLOSING
        if pieces and (not breaks or pieces[-1][-1] in _OPENING):
            pieces[-1] += character
        else:
            pieces.append(character)
        after_wide = wide
    return pieces


def spread(left: str, right: str, columns: int, indent: str = "") -> list[str]:
    """Return a text with another one at the right edge of its last line, or of one below."""
    if not left or not right:
        return fill(left or " " * max(0, columns - width(right)) + right, columns, indent, indent)
    lines = fill(left, columns, indent, indent)
    room = columns - width(right)
    if width(lines[-1]) + _GAP > room:
        room_for_both = fill(left, max(room - _GAP, columns // 2), indent, indent)
        lines = room_for_both if width(room_for_both[-1]) + _GAP <= room else [*lines, ""]
    lines[-1] += " " * max(0, room - width(lines[-1])) + right
    return lines
