"""Words that are set in bold wherever they occur in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

__all__ = ["CLASS", "KEY", "emphasize"]

KEY = "emphasis"
"""The key of the words in the environment of the parser."""
CLASS = "emphasis"
"""The class of the elements in HTML, by which style sheets tell them from bold that was typed."""

# Letters of scripts that are written without spaces do not continue a word.
_LETTER = "[^\\W\u2e80-\u9fff\uf900-\ufaff\uac00-\ud7af]"


def emphasize(state: StateCore) -> None:
    """Put the words that the environment names into elements of their own, as tokens."""
    words: tuple[str, ...] = state.env.get(KEY, ())
    if not words:
        return
    pattern = _pattern(words)
    for token in state.tokens:
        if token.children:
            token.children = [new for old in token.children for new in _split(old, pattern)]


@lru_cache(maxsize=32)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return an expression for whole words; of words that begin alike the longest is found."""
    longest_first = sorted(words, key=len, reverse=True)
    # Markup may have joined words by a no-break space.
    found = (re.escape(word).replace(r"\ ", "[ \u00a0]") for word in longest_first)
    return re.compile(f"(?<!{_LETTER})({'|'.join(found)})(?!{_LETTER})")


def _split(token: Token, pattern: re.Pattern[str]) -> Iterator[Token]:
    pieces = pattern.split(token.content) if token.type == "text" else []
    if len(pieces) < 2:
        yield token
        return
    for index, piece in enumerate(pieces):
        text = Token("text", "", 0, content=piece)
        if index % 2:
            yield Token("strong_open", "strong", 1, attrs={"class": CLASS})
            yield text
            yield Token("strong_close", "strong", -1)
        elif piece:
            yield text
