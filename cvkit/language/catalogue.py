"""The words that cvkit adds to a page: catalogues, and overriding their texts in a file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from cvkit.errors import InvalidValueError, did_you_mean

__all__ = ["catalogue", "catalogues", "check_word", "find_word", "word_names"]

Tables = Mapping[str, Mapping[str, str]]
_ENGLISH = "en"
_CODE = "unknown-word"


@cache
def catalogue(tag: str) -> Tables:
    """Return the tables of a language's own catalogue; without one they are empty."""
    file = resources.files("cvkit.language") / "locales" / f"{tag}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def catalogues() -> list[str]:
    """Return the tags of the languages that there are catalogues of, sorted."""
    files = (resources.files("cvkit.language") / "locales").iterdir()
    return sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


def word_names() -> Iterator[tuple[str, str, str]]:
    """Yield the table, the name and the English text of every word that can be overridden."""
    for table, texts in catalogue(_ENGLISH).items():
        yield from ((table, name, text) for name, text in texts.items() if text)


def find_word(name: str) -> tuple[str, str] | None:
    """Return the table and the name of a word, by its name or its English text."""
    return _names().get(name.casefold())


@cache
def _names() -> Mapping[str, tuple[str, str]]:
    words = list(word_names())
    texts = {text.casefold(): (table, name) for table, name, text in reversed(words)}
    return texts | {name: (table, name) for table, name, _ in words}


def check_word(name: str, text: str) -> None:
    """Raise :class:`InvalidValueError` if there is no such word, or its places differ."""
    found = find_word(name)
    if found is None:
        hint = did_you_mean(name, _names()) or "docs/languages.md lists the words"
        raise InvalidValueError(f'unknown word "{name}"', hint, _CODE)
    table, key = found
    places = _places(catalogue(_ENGLISH)[table][key])
    if _places(text) != places:
        wanted = ", ".join(f"{{{place}}}" for place, _ in sorted(places)) or "no braces"
        raise InvalidValueError(f'"{text}" must contain {wanted}', "", "invalid-word")


def _places(text: str) -> set[tuple[str, str]]:
    """Return the names in braces, and braces that are left over."""
    return set(re.findall(r"\{(\w*)\}|([{}])", text))
