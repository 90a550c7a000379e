"""Recognizing a person's own name in a list of authors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["TRANSLITERATED", "fold", "is_et_al", "is_same_person", "split_marks", "transliterated"]

_MARKS = "*†‡§¶#"
# Letters that Unicode does not decompose.
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_CYRILLIC = (
    "а a б b в v г g ґ g д d е e є ye ж zh з z и i і i ї yi й y к k л l м m н n о o п p р r с s т "
    "t у u ў u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya ё yo ђ dj ј j љ lj њ nj ћ c џ dz"
)
_GREEK = (
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s τ t υ y φ f χ ch ψ "
    "ps ω o ά a έ e ή i ί i ό o ύ y ώ o"
)
_LETTERS = f"ä ae ö oe ü ue å aa ø oe đ dj {_CYRILLIC} {_GREEK}".split()
TRANSLITERATED = dict(zip(_LETTERS[::2], _LETTERS[1::2], strict=True)) | {"ь": "", "ъ": ""}
"""Letters as they are spelt where they cannot be typed: in German and Nordic names, and those of
Greek and Cyrillic as in passports (ICAO 9303, ISO 843)."""
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


def transliterated(text: str) -> str:
    """Return a text in lower case, without accents, and with ``ue`` for ``ü``."""
    composed = unicodedata.normalize("NFC", text.casefold())
    return fold("".join(TRANSLITERATED.get(c, c) for c in composed))


def is_same_person(author: str, names: Iterable[str]) -> bool:
    """Whether an author has one of these names.

    It recognizes ``Ada Lovelace``, ``Lovelace, Ada``, ``A. Lovelace`` and ``A. K. Lovelace``
    for ``Ada King Lovelace``; accents, case and hyphens do not matter, and ``ue`` is ``ü``.
    """
    author = split_marks(author)[0]
    return any(
        _matches(one, other)
        for name in names
        if name
        for one in _spellings(author)
        for other in _spellings(name)
    )


@lru_cache(maxsize=4096)
def _spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a name without accents and, if it differs, transliterated."""
    plain, spelt = _parts(fold(name)), _parts(transliterated(name))
    return (plain,) if plain == spelt else (plain, spelt)


def _parts(folded: str) -> tuple[str, ...]:
    family, comma, given = folded.partition(",")
    ordered = f"{given} {family}" if comma else folded
    return tuple(re.findall(r"\w+", ordered))


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
