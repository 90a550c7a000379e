"""Recognizing a person's own name in a list of authors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["fold", "is_et_al", "is_same_person", "split_marks"]

_MARKS = "*†‡§¶#"
# Letters that Unicode does not decompose.
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_ET_AL = re.compile(r"(and\s+)?(et\.?\s+al\.?|others)", re.IGNORECASE)


def split_marks(name: str) -> tuple[str, str]:
    """Split ``Ada Lovelace*`` into the name and its marks."""
    bare = name.rstrip(_MARKS)
    return (bare.rstrip(), name[len(bare) :]) if bare != name else (name, "")


def is_et_al(name: str) -> bool:
    """Whether this is "et al." or the like, in place of further authors."""
    return bool(_ET_AL.fullmatch(name.strip()))


def fold(text: str) -> str:
    """Return a text in lower case without accents, for comparisons."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_UNDECOMPOSED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def is_same_person(author: str, names: Iterable[str]) -> bool:
    """Whether an author has one of these names.

    It recognizes ``Ada Lovelace``, ``Lovelace, Ada``, ``A. Lovelace`` and ``A. K. Lovelace``
    for ``Ada King Lovelace``; accents, case and hyphens do not matter.
    """
    author = split_marks(author)[0]
    return any(_matches(_parts(author), _parts(name)) for name in names if name)


@lru_cache(maxsize=4096)
def _parts(name: str) -> tuple[str, ...]:
    family, comma, given = name.partition(",")
    ordered = f"{given} {family}" if comma else name
    return tuple(re.findall(r"\w+", fold(ordered)))


def _matches(author: tuple[str, ...], name: tuple[str, ...]) -> bool:
    if not author or not name:
        return False
    if author == name or "".join(author) == "".join(name):
        return True
    if author[-1] != name[-1] or len(author) < 2 or len(name) < 2:
        return False
    shorter, longer = sorted((author[:-1], name[:-1]), key=len)
    return all(_same_given(a, b) for a, b in zip(shorter, longer, strict=False))


def _same_given(one: str, other: str) -> bool:
    """Two given names agree when they are the same, or one is the other's initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
