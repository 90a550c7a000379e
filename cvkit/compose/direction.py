"""Isolate texts that run against the direction of their page (Unicode Standard Annex #9).

Without it the signs at the edges of such a text would go to the wrong side: ``C++`` in an Arabic
CV would be set as ``++C``, and the full stop of a Hebrew title in an English one before its first
word.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup

__all__ = ["isolated", "isolated_blocks"]

_OPPOSITE = {"ltr": "rtl", "rtl": "ltr"}
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_TAG = re.compile(r"(<[^>]*>)")
_MAY_BE_RTL = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# A word of Latin letters with signs at its edges, such as C++, F#, A* or .NET.
_EDGED = re.compile(
    r"(?<![\w&])(?:[.#@][A-Za-z][\w+#.-]*\w|[A-Za-z]\w*[+#*][\w+#*]*)(?!\w)", re.ASCII
)
_BLOCK = re.compile(r"<(p|li)>(.*?)(?=</\1>|<(?:p|ul|ol)>)", re.DOTALL)


def isolated(html: Markup, direction: str) -> Markup:
    """Return a line of HTML for a page of a direction, ``ltr`` or ``rtl``.

    A text that runs the other way is isolated as a whole. On a page from right to left so are the
    words from left to right in a text that have signs at their edges.
    """
    own = _direction(html, direction)
    html = Markup(_with_edged_words(html)) if own == "rtl" else html  # noqa: S704, HTML already
    return html if own == direction else Markup('<bdi dir="{}">{}</bdi>').format(own, html)


def _with_edged_words(html: str) -> str:
    parts = _TAG.split(str(html))
    parts[::2] = [_EDGED.sub(r'<bdi dir="ltr">\g<0></bdi>', part) for part in parts[::2]]
    return "".join(parts)


def isolated_blocks(html: Markup, direction: str) -> Markup:
    """Return paragraphs and items for a page of a direction, each in its own."""

    def block(match: re.Match[str]) -> str:
        tag, content = match.groups()
        own = _direction(content, direction)
        start = f"<{tag}>" if own == direction else f'<{tag} dir="{own}">'
        return start + (_with_edged_words(content) if own == "rtl" else content)

    if direction == "ltr" and not _MAY_BE_RTL.search(html):
        return html
    return Markup(_BLOCK.sub(block, str(html)))  # noqa: S704, HTML already


def _direction(html: str, page: str) -> str:
    """Return the direction of a text: that of its page, unless it clearly runs the other way.

    From left to right are, on a page from right to left, only texts without any letter from
    right to left: sentences there often begin with, or abound in, Latin words.
    """
    if page == "ltr" and not _MAY_BE_RTL.search(html):
        return page
    count = {"ltr": 0, "rtl": 0}
    for character in _TAG.sub("", html):
        strong = _STRONG.get(unicodedata.bidirectional(character))
        if strong:
            count[strong] += 1
    if page == "rtl":
        return "ltr" if count["ltr"] and not count["rtl"] else "rtl"
    return "rtl" if count["rtl"] > count["ltr"] else "ltr"
