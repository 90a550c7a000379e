"""Keys of entries: ``lian2018asynchronous``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_lowercase

from cvkit.model.names import fold

__all__ = ["make_keys"]

_FILLERS = {
    "a", "an", "the", "on", "of", "for", "in", "to", "and", "with", "from", "towards", "toward",
    "der", "die", "das", "ein", "eine", "zur", "zum", "le", "la", "les", "un", "une", "el", "los",
}  # fmt: skip


def make_keys(works: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return a key for each work, from the family name of its first author, year and title.

    The keys are of ASCII letters and numbers, differ from each other, and are the same each time.
    """
    keys: list[str] = []
    used: set[str] = set()
    for family, year, title in works:
        base = f"{_ascii(family)}{year}{_first_word(title)}" or "publication"
        key = next(key for key in _variants(base) if key not in used)
        used.add(key)
        keys.append(key)
    return keys


def _variants(base: str) -> Iterable[str]:
    yield base
    yield from (f"{base}-{letter}" for letter in ascii_lowercase)
    number = 27
    while True:
        yield f"{base}-{number}"
        number += 1


def _ascii(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _first_word(title: str) -> str:
    words = [_ascii(word) for word in re.split(r"[\s–—-]+", title)]
    good = (word for word in words if word and word not in _FILLERS and not word.isdigit())
    return next(good, "")
