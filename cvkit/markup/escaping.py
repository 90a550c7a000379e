"""From plain words to markup that prints them as they are."""

from __future__ import annotations

import re

from . import check_markup, plain

__all__ = ["escape_all", "escape_inline", "escape_prose"]

_SIGNS = re.compile(r"[\\*_`$~^\[\]<]")
_SPACES = re.compile(r"[ \t\r\n]+")
_BLOCK = re.compile(r"^(\s*)(?:([-+*](?=\s|$)|(?:`{3,}|~{3,}))|(\d{1,9})([.)](?=\s|$)))")


def escape_inline(text: str) -> str:
    """Return one line of markup that is printed as the given words; spaces are made single.

    Nothing is escaped where nothing would be lost.
    """
    words = _SPACES.sub(" ", text).strip(" ")
    return words if _is_harmless(words) else escape_all(words)


def escape_all(text: str) -> str:
    """Return markup of the given words with every sign escaped that could mean something."""
    return _SIGNS.sub(r"\\\g<0>", text)


def escape_prose(text: str) -> str:
    """Return markup of paragraphs that are printed as the given lines.

    Empty lines part paragraphs; lines that begin as the items of a list do are left to be one.
    """
    lines = [_escape_line(line.rstrip()) for line in text.strip().splitlines()]
    return "\n".join(lines)


def _escape_line(line: str) -> str:
    match = _BLOCK.match(line)
    if match is None:
        return escape_inline(line)
    indent, bullet, number, stop = match.groups()
    rest = escape_inline(line[match.end() :])
    if bullet and len(bullet) > 1:
        return f"{indent}\\{bullet[0]}\\{bullet[1]}\\{bullet[2:]}{rest}"
    return f"{indent}{bullet or number + stop} {rest}".rstrip()


def _is_harmless(words: str) -> bool:
    if not _SIGNS.search(words):
        return True
    try:
        check_markup(words)
    except ValueError:
        return False
    return plain(words) == words
