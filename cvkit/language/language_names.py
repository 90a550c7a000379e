"""Names of languages in all languages of the catalogues, from the CLDR."""

from __future__ import annotations

from functools import cache

from .locale import catalogues, get_locale

__all__ = ["name_of", "tag_of"]

_CODES = {"jp": "ja", "cn": "zh", "kr": "ko", "dk": "da", "cz": "cs", "gr": "el", "se": "sv"}
"""Codes of countries that are often written instead of those of their languages."""


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    own = [tag for tag in catalogues() if "-" not in tag]
    for language in ("en", *catalogues()):
        for tag, name in get_locale(language).babel.languages.items():
            if "_" not in tag:
                names.setdefault(name.casefold(), tag)
    return {name: tag for name, tag in names.items() if tag in own or len(name) > 3}


def name_of(tag: str) -> str:
    """Return the English name of a language: ``Chinese (Traditional)`` for ``zh-Hant``."""
    return str(get_locale(tag).babel.get_display_name("en"))


def tag_of(name: str) -> str:
    """Return the tag of a language by its name in any language: ``es`` for ``Español``."""
    word = name.strip().casefold()
    return _CODES.get(word) or _names().get(word, "")
