"""Which languages there are: tags that a file or the command line may name."""

from __future__ import annotations

import re

from cvkit.errors import InvalidValueError, did_you_mean
from cvkit.model import LANGUAGE_TAG, best_match, is_language

from .catalogue import catalogues

__all__ = ["check_language", "name_without_words"]

_CODE = "unknown-language"


def check_language(tag: str) -> None:
    """Raise :class:`InvalidValueError` if a BCP 47 tag names a language that does not exist.

    Languages are those that the CLDR has an English name for; scripts, regions, variants and
    extensions are not checked: they fall back to the language.
    """
    language = _language(tag)
    if not re.fullmatch(LANGUAGE_TAG, tag) or not (is_language(language) or _name(language)):
        raise InvalidValueError(f'there is no language "{tag}"', _hint(tag), _CODE)


def name_without_words(tag: str) -> str:
    """Return the English name of a language that cvkit has no words in, or an empty string."""
    return "" if best_match(tag, catalogues()) else _name(_language(tag)) or tag


def _language(tag: str) -> str:
    return re.split("[-_]", tag)[0].lower()


def _name(language: str) -> str:
    from babel import Locale  # for rare languages only

    return str(Locale("en").languages.get(language, ""))


def _hint(tag: str) -> str:
    from babel.core import get_global

    from .language_names import tag_of

    meant = get_global("language_aliases").get(_language(tag)) or tag_of(tag)
    if meant:
        return f'did you mean "{meant}"?'
    longer = did_you_mean(tag, catalogues()) if len(tag) > 3 else ""
    return longer or "use a BCP 47 tag such as de, zh or pt-BR"
