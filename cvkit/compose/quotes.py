"""Typographic apostrophes for those that a keyboard has."""

from __future__ import annotations

import re

from markupsafe import Markup

__all__ = ["with_apostrophes"]

# Code and tags are as they were typed, and so is a word that is an address.
_VERBATIM = re.compile(r"(<code\b.*?</code>|<pre\b.*?</pre>|<[^>]*>)", re.DOTALL)
_WORD = re.compile(r"[^\s']+(?:'[^\s']+)+")
_ADDRESS = re.compile(r"://|@|^www\.|[\w-]/")
# Letters of scripts that have this apostrophe: Hebrew, for one, has a sign of its own.
_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1fff"
_APOSTROPHE = re.compile(f"(?<=[{_LETTER}])'(?=[{_LETTER}])")


def with_apostrophes(html: Markup) -> Markup:
    """Return HTML in which a straight quote between two letters is an apostrophe (U+2019)."""
    if "'" not in html:
        return html
    parts = _VERBATIM.split(str(html))
    parts[::2] = [_WORD.sub(_in_word, part) for part in parts[::2]]
    return Markup("".join(parts))  # noqa: S704, HTML already


def _in_word(match: re.Match[str]) -> str:
    word = match[0]
    return (
        word if _ADDRESS.search(word) else _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", word)
    )
