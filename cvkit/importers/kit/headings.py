"""The kind of section that a heading names, in every language of the catalogues."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from cvkit.language.locale import catalogues, get_locale
from cvkit.model import KINDS
from cvkit.model.names import fold

__all__ = ["CONTACT", "bare_heading", "kind_of_heading", "standard_title"]

CONTACT = "contact"
"""The kind of a heading above addresses and numbers, which belong in the header of a CV."""

_CONTACT = (
    "contact", "contacts", "contact information", "contact info", "contact details",
    "personal information", "personal data", "personal details", "personalia", "kontakt",
    "kontaktdaten", "persönliche daten", "persönliche angaben", "coordonnées", "contacto",
    "datos personales", "contato", "dados pessoais", "contatti", "dati personali", "联系方式",
    "个人信息", "基本信息",
)  # fmt: skip
_EMOJI = re.compile(
    r":[a-z0-9_+-]+:|[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d]|[\ue000-\uf8ff]"
)
MAX_WORDS = 6


def bare_heading(text: str) -> str:
    """Return a heading without emphasis, emoji, numbering and the colon at its end."""
    text = _EMOJI.sub("", text)
    text = re.sub(r"(?:\\?[*_`#])+", "", text)
    text = re.sub(r"^\s*(?:\d+|[IVX]+)[.)]\s+", "", text)
    return " ".join(text.split()).strip(" :：|-–—•■")


def kind_of_heading(text: str, *, whole: bool = False) -> str:
    """Return the kind that a heading names, or an empty text.

    With ``whole`` the heading must be a known title, not only contain a known word.
    """
    bare = _key(bare_heading(text))
    if not bare:
        return ""
    if bare in _known():
        return _known()[bare]
    if whole or len(bare.split()) > MAX_WORDS:
        return ""
    found = (kind for kind in KINDS.values() if kind.words and re.search(kind.words, bare))
    best = min(found, key=lambda kind: kind.rank, default=None)
    return best.name if best else ""


def standard_title(kind: str, language: str = "en") -> str:
    """Return the default title of sections of a kind."""
    return get_locale(language).sections.get(kind, "")


def _key(text: str) -> str:
    return " ".join(re.sub(r"[&+/,]", " and ", fold(text)).split())


@cache
def _known() -> Mapping[str, str]:
    """Return the kinds by their titles in the catalogues, which come first, and other headings."""
    titles: dict[str, str] = {}
    for language in catalogues():
        for kind, title in get_locale(language).sections.items():
            if title:
                titles.setdefault(_key(title), kind)
    for kind, names in (
        *((kind.name, kind.titles) for kind in KINDS.values()),
        (CONTACT, _CONTACT),
    ):
        for name in names:
            titles.setdefault(_key(name), kind)
    return titles
