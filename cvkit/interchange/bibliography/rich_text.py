"""From the rich text of CSL, which has a few tags of HTML, to markup."""

from __future__ import annotations

import re

from cvkit.markup import check_markup, plain
from cvkit.markup.escaping import escape_all, escape_inline

__all__ = ["from_rich_text"]

_MARKS = {"i": "*", "em": "*", "b": "**", "strong": "**", "sup": "^", "sub": "~"}
_PIECE = re.compile(
    r"</?(?:i|em|b|strong|sup|sub|sc|span)(?:\s[^<>]*)?>|(?<![\w$\\])\$[^\s$](?:[^$\n]*[^\s$])?\$(?![\w$])",
    re.IGNORECASE,
)


def from_rich_text(text: str) -> str:
    """Return markup of a text; tags that are not closed, and all others, stay as words."""
    text = re.sub(r"\s+", " ", text).strip()
    bare: list[str] = []
    careful: list[str] = []
    words: list[str] = []
    end = 0
    for match in _PIECE.finditer(text):
        for parts, escaped in ((bare, str), (careful, escape_all), (words, str)):
            parts.append(escaped(text[end : match.start()]))
        mark, printed = _piece(match[0])
        bare.append(mark)
        careful.append(mark)
        words.append(printed)
        end = match.end()
    rest = text[end:]
    expected = re.sub(r"\s+", " ", "".join([*words, rest])).strip()
    if end:
        for candidate in ("".join([*bare, rest]), "".join([*careful, escape_all(rest)])):
            if _prints(candidate, expected):
                return candidate.strip()
    return escape_inline(expected)


def _piece(source: str) -> tuple[str, str]:
    """Return a piece as markup, and the words that it prints."""
    if source[0] == "$":
        try:
            check_markup(source)
        except ValueError:
            return escape_all(source), source
        return source, plain(source)
    name = re.sub(r"[</>]|\s.*", "", source).lower()
    return _MARKS.get(name, ""), ""


def _prints(markup: str, words: str) -> bool:
    try:
        check_markup(markup)
    except ValueError:
        return False
    return re.sub(r"\s+", " ", plain(markup)) == re.sub(r"\s+", " ", words)
