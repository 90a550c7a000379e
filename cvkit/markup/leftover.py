"""Find signs of markup that were printed as typed, though they look meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

from . import prose_tokens

__all__ = ["leftovers"]

_ESCAPED = re.compile(r"\\[$~^\\]")
_PAIR = re.compile(
    r"\$(?P<formula>[^\s$](?:[^$]{0,60}[^\s$])?)\$"
    r"|(?<![~/])(?P<sub>~(?!~)[^\s~/]{1,40}~)(?!~)"
    r"|(?P<struck>~~[^\s~](?:[^~]{0,80}[^\s~])?~~)"
    r"|(?<!\^)(?P<sup>\^[^\s^_.]{1,40}\^)(?!\^)"
)
_AMOUNT = re.compile(r"\d[\d.,]*[^\W\d]{0,2}[\s–/,&-].*|\d[^\\^_={}]*[\s–/,&(-]", re.DOTALL)


def leftovers(text: str) -> Iterator[str]:
    """Yield each ``$…$``, ``~…~`` and ``^…^`` of a text that is not markup but looks like it."""
    for block in prose_tokens(_ESCAPED.sub("·", text)):
        for token in block.children or ():
            if token.type == "text":
                yield from (match[0] for match in _PAIR.finditer(token.content) if _meant(match))


def _meant(match: re.Match[str]) -> bool:
    if formula := match["formula"]:
        is_short = len(formula) <= 3 or re.search(r"[\\^_={}<>+]", formula)
        return bool(is_short) and not _AMOUNT.fullmatch(formula) and formula[-1] not in "–/,-("
    return not any(east_asian_width(character) in "WF" for character in match[0])
