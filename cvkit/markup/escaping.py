"""Escape plain text, so that it is printed as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from . import check_markup, plain

__all__ = ["escape_all", "escape_inline", "escape_prose", "typesettable"]

_SIGNS = re.compile(r"[\\*_`$~^\[\]<]")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_DOLLAR = re.compile(r"(?<!\\)\$")
_SPACES = re.compile(r"[ \t\r\n]+")
_BLOCK = re.compile(r"^(\s*)(?:([-+*](?=\s|$)|(?:`{3,}|~{3,}))|(\d{1,9})([.)](?=\s|$)))")


def escape_inline(text: str) -> str:
    """Return markup that prints one line of text, with runs of spaces collapsed.

    As little as possible is escaped, and nothing if the text is printed unchanged without it.
    """
    return _escaped(_SPACES.sub(" ", text).strip(" "))


@lru_cache(maxsize=4096)
def _escaped(words: str) -> str:
    return next((markup for markup in _candidates(words) if _prints(markup, words)), words)


def _candidates(words: str) -> Iterator[str]:
    """Yield ways to escape words, from the least to the most."""
    yield words
    yield escape_all(words)
    # Backslashes within an address that is linked by itself would be printed.
    yield re.sub(r"\S+", lambda word: word[0] if "://" in word[0] else escape_all(word[0]), words)
    yield _PUNCTUATION.sub(r"\\\g<0>", words)


def escape_all(text: str) -> str:
    """Return markup for a text, with every character escaped that can have a meaning."""
    return _SIGNS.sub(r"\\\g<0>", text)


def typesettable(markup: str) -> str:
    """Return markup that the model accepts, unchanged if it is accepted as it is.

    If a formula cannot be typeset, dollars become plain signs; otherwise every sign is escaped.
    """
    for candidate in (markup, _DOLLAR.sub(r"\$", markup)):
        try:
            check_markup(candidate)
        except ValueError:
            continue
        return candidate
    return escape_all(markup)


def escape_prose(text: str) -> str:
    """Return markup for a text of several lines.

    Empty lines separate paragraphs; lines that look like list items become a list.
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


def _prints(markup: str, words: str) -> bool:
    if not _SIGNS.search(markup):
        return True
    try:
        check_markup(markup)
    except ValueError:
        return False
    return plain(markup) == words
