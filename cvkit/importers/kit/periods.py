"""Dates and periods as people type them: ``Jan 2020 – Present``, ``2020.10 -``, ``seit 3/2019``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cvkit.language.locale import get_locale
from cvkit.model import parse_date

__all__ = ["Period", "find_period", "read_date"]

_LANGUAGES = (
    "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "tr",
)  # fmt: skip
_PRESENT = {
    "present", "now", "until now", "till now", "today", "to date", "date", "current", "currently",
    "ongoing", "heute", "jetzt", "laufend", "aujourd’hui", "aujourd'hui", "présent", "actuel",
    "actualidad", "actualmente", "presente", "hoy", "atual", "atualmente", "oggi", "attuale",
    "heden", "nu", "nå", "i dag", "idag", "dziś", "obecnie", "至今", "现在", "今", "現在", "现今",
}  # fmt: skip
_SEASONS = {
    "spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn",
    "winter": "winter", "frühjahr": "spring", "frühling": "spring", "sommer": "summer",
    "herbst": "autumn", "printemps": "spring", "été": "summer", "automne": "autumn",
    "hiver": "winter", "primavera": "spring", "verano": "summer", "otoño": "autumn",
    "invierno": "winter",
}  # fmt: skip
# Edges of words; the underscores of emphasis are none.
_EDGE, _END = r"(?<![^\W_])", r"(?![^\W_])"
_SINCE = r"(?:since|from|seit|ab|depuis|desde|dal|sinds|fra|från)\s+"
_EXPECTED = r"(?:\(?\s*(?:expected|anticipated|voraussichtlich|prévu|esperado|预计)\s*:?\s*\)?)"
_DASH = r"\s*(?:-{1,3}|[‐‑‒–—―~〜至]|to|until|till|through|bis|à|au|al|hasta|até|tot|til|till)\s*"


@dataclass(frozen=True)
class Period:
    """Where a date or a period stands in a text, and the fields of an entry that it gives."""

    start: int
    end: int
    fields: dict[str, str]


def read_date(text: str) -> str:
    """Return a date as the model takes it, or an empty text."""
    text = " ".join(text.split()).strip(" ,.")
    if text.lower() in _present():
        return "present"
    match = _one().fullmatch(text)
    return _value(match) if match else ""


def find_period(text: str, start: int = 0) -> Period | None:
    """Return the first date or period of a text, from an offset on."""
    match = _period().search(text, start)
    if match is None:
        return None
    fields = _fields(match)
    if not fields:
        return None
    said = match["expected1"] or match["expected2"] or match["expected3"]
    if said:
        fields["status"] = said.strip("(): ").lower()
    return Period(match.start(), match.end(), fields)


def _fields(match: re.Match[str]) -> dict[str, str]:
    first, last = match["first"], match["last"]
    if match["months"]:
        last = match["monthslast"]
        year = re.findall(r"\d{4}", last)[-1]
        first = f"{match['months']} {year}"
    if match["short"]:
        start = read_date(match["short"])
        return {"start": start, "end": f"{start[:2]}{match['shortlast']}"}
    start = read_date(first) if first else ""
    end = read_date(last) if last else ""
    if start and end:
        return {"start": start, "end": end}
    if start and (match["open"] or match["since"]):
        return {"start": start}
    return {"date": start} if start and not last else {}


@cache
def _present() -> frozenset[str]:
    return frozenset(_PRESENT)


@cache
def _months() -> dict[str, int]:
    """Return the names of the months, long and short, with their numbers."""
    months: dict[str, int] = {"sept": 9}
    clashes = set()
    for language in _LANGUAGES:
        names = get_locale(language).babel.months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[form][width].items():
                    word = name.lower().rstrip(".")
                    if len(word) >= 3 and months.setdefault(word, number) != number:
                        clashes.add(word)
    english = get_locale("en").babel.months["format"]
    kept = {name.lower() for width in english.values() for name in width.values()}
    return {word: n for word, n in months.items() if word not in clashes - kept and word.isalpha()}


def _either(words: object) -> str:
    assert isinstance(words, dict | set | frozenset)
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _date_pattern() -> str:
    month, season = _either(_months()), _either(_SEASONS)
    return rf"""(?:
        (?<![\d.])(?:19|20)\d\d\s?年\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?
        | (?<![\d.])(?:19|20)\d\d[./-](?:1[0-2]|0?[1-9])(?:[./-](?:3[01]|[12]\d|0?[1-9]))?
            (?!\d|\.\d|-\d)
        | (?<![\d./])(?:1[0-2]|0?[1-9])[./](?:19|20)\d\d(?!\d)
        | {_EDGE}(?:{month}){_END}\.?,?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\s*,\s*)?
            (?:de\s+|del\s+|of\s+)?(?:(?:19|20)\d\d|[’']\d\d)(?!\d)
        | (?<![\d’'])\d{{1,2}}\.?\s+(?:de\s+)?(?:{month}){_END}\.?,?\s*(?:de\s+)?(?:19|20)\d\d(?!\d)
        | {_EDGE}(?:{season})\s*,?\s*(?:19|20)\d\d(?!\d)
        | (?<!\d)(?:19|20)\d\d\s+(?:{season}|{month}){_END}\.?
        | (?<![\d.,/$€£¥])(?:19|20)\d\d(?:\s?年)?(?![\d%]|[.,/]\d|\s?[x×])
    )"""


@cache
def _one() -> re.Pattern[str]:
    return re.compile(_date_pattern(), re.IGNORECASE | re.VERBOSE)


@cache
def _period() -> re.Pattern[str]:
    date, month, present = _date_pattern(), _either(_months()), _either(_present())
    flat = present.replace(r"\ ", r"\s")
    return re.compile(
        rf"""(?P<expected1>{_EXPECTED}\s*)?
        (?: {_EDGE}(?P<months>(?:{month}){_END})\.?{_DASH}(?P<monthslast>{date})
          | (?<![\d.-])(?P<short>(?:19|20)\d\d)(?:[–—/]|\s-\s)(?P<shortlast>\d\d)(?![\d.–/-])
          | (?P<since>{_EDGE}{_SINCE})?(?P<first>{date})
            (?: {_DASH}(?P<expected3>{_EXPECTED})?(?P<last>{date}|{_EDGE}(?:{flat}){_END})
              | (?P<open>\s*(?:-|–|—|~)\s*(?=$|[:,;|)\]])) )?
        )
        (?P<expected2>\s*{_EXPECTED})?""",
        re.IGNORECASE | re.VERBOSE,
    )


def _value(match: re.Match[str]) -> str:
    text = match[0].lower()
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    words = re.findall(r"[^\W\d_]+", text)
    if not years and (short := re.search(r"[’'](\d\d)", text)):
        years = [f"20{short[1]}"]
    year = years[0]
    season = next((_SEASONS[word] for word in words if word in _SEASONS), "")
    if season:
        return f"{year} {season}"
    numbers = [n for n in re.findall(r"\d+", re.sub(r"[’']\d\d", "", text)) if n != year]
    month = next((_months()[word] for word in words if word in _months()), 0)
    parts = [year]
    if month:
        parts += [f"{month:02d}", *(f"{int(day):02d}" for day in numbers[:1])]
    else:
        parts += [f"{int(number):02d}" for number in numbers[:2]]
    try:
        return str(parse_date("-".join(parts)))
    except ValueError:
        return ""
