"""Dates and periods as people write them, in every language of the catalogues.

``Jan 2020 – Present``, ``2020.10 -``, ``seit 3/2019``, ``12 de mayo de 2020``,
``2020年3月 - 至今``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cvkit.model import parse_date

from .date_words import (
    ALSO_ENGLISH,
    EXPECTED,
    JOINERS,
    SINCE,
    SINCE_AFTER,
    either,
    key,
    months,
    present,
    seasons,
)

__all__ = ["Period", "find_period", "read_date", "read_period"]

# The digits of Arabic, Persian and Hindi, each replaced by one character, so that places stay.
_DIGITS = {
    first + value: str(value) for first in (0x660, 0x6F0, 0x966, 0xFF10) for value in range(10)
}
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
# Edges of words; the underscores of emphasis are none, the vowel signs of Hindi are letters.
_EDGE, _END = r"(?<![^\W_])", r"(?![^\W_]|[\u0900-\u0963])"
_YEAR = r"(?:19|20)\d\d"
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_ORDINAL = r"(?:st|nd|rd|th|er|º|°|ος|η)?"
_OF = r"(?:(?:de|del|of|năm)\s+|d[’']|ב)?"
_YEAR_SIGN = r"(?:\s?(?:года|року|[гр](?!\w)\.?))?"
_MARK = r"[\u200e\u200f]?"  # of direction, as Arabic has it within dates
# An academic year: the end follows the start directly, or the second number is a month.
_SLASH = "|".join(rf"(?<={year:02})/(?={(year + 1) % 100:02})" for year in range(100))
_DASH = rf"\s*(?:-{{1,3}}|[‐‑‒–—―~〜～]|{JOINERS})\s*"
_AWAITED = rf"(?:\(?\s*(?:{EXPECTED})\s*:?\s*\)?)"


@dataclass(frozen=True)
class Period:
    """A date or a period in a text: its start and end offsets, and the fields that it gives."""

    start: int
    end: int
    fields: dict[str, str]


def read_date(text: str) -> str:
    """Return a text as a date of the model, or an empty text if it is not one.

    A month or a day of zero means that it is not known; times are dropped. Numbers such as
    ``3/4/2019``, which may be in April or in March, are not read.
    """
    text = " ".join(text.translate(_DIGITS).split()).strip(" ,")
    if key(text) in present():
        return "present"
    text = _TIME.sub("", text)
    text = re.sub(r"^(\d{4})-(\d{2})-00$", r"\1-\2", re.sub(r"^(\d{4})-00(-00)?$", r"\1", text))
    try:
        return str(parse_date(text))
    except ValueError:
        match = _one().fullmatch(text) or _one().fullmatch(text.rstrip("."))
    return _value(match[0]) if match else ""


def read_period(text: str) -> dict[str, str]:
    """Return the fields of a text that is nothing but a date or a period, or nothing.

    ``2018 – 2020`` has ``start`` and ``end``, ``since 2019`` has ``start``, and ``Expected May
    2026`` has ``date`` and ``status``.
    """
    found = find_period(text)
    if found is None or re.search(r"\w", text[: found.start] + text[found.end :]):
        return {}
    return found.fields


def find_period(text: str, start: int = 0) -> Period | None:
    """Return the first date or period in a text, from an offset on, or ``None``."""
    text = text.translate(_DIGITS)
    if not re.search(r"\d\d", text[start:]):
        return None  # most lines, and the pattern is long
    for match in _period().finditer(text, start):
        if fields := _fields(match):
            expected = match["expected1"] or match["expected2"] or match["expected3"]
            if expected:
                fields["status"] = expected.strip("(): ").lower()
            return Period(match.start(), match.end(), fields)
    return None


def _fields(match: re.Match[str]) -> dict[str, str]:
    first, last = match["first"], match["last"]
    if match["months"]:
        last = match["monthslast"]
        year = re.findall(r"\d{4}", last)[-1]
        first = f"{match['months']} {year}"
    if same := match["samelast"]:
        year = re.findall(r"\d{4}", first)[0]
        sign = {"月": "年", "월": "년 "}.get(same[-1], ". ")
        last = f"{year}{sign}{same}"
    if match["short"]:
        start = read_date(match["short"])
        return {"start": start, "end": f"{start[:2]}{match['shortlast']}"}
    start = read_date(first) if first else ""
    end = read_date(last) if last else ""
    if start and end:
        return {"start": start, "end": end}
    if start and (match["open"] or match["since"] or match["sinceafter"]) and not last:
        return {"start": start}
    return {"date": start} if start and not last else {}


def _value(text: str) -> str:
    """Return a text that matched the pattern of dates as a date of the model, or nothing."""
    years = re.findall(rf"(?<!\d){_YEAR}(?!\d)", text)
    year = years[0] if years else f"20{text[-2:]}"
    found = _name().search(text)
    name = key(found[0]) if found else ""
    if name in seasons():
        return f"{year} {seasons()[name]}"
    numbers = [int(n) for n in re.findall(r"\d+", re.sub(r"[’']\d\d", "", text)) if n != year]
    parts = [months()[name], *numbers] if name else _ordered(numbers, text)
    try:
        return str(parse_date("-".join([year, *(f"{part:02d}" for part in parts)])))
    except ValueError:
        return ""


def _ordered(numbers: list[int], text: str) -> list[int]:
    """Return month and day; those before the year are in the order that is certain."""
    if len(numbers) < 2 or re.match(_YEAR, text):
        return numbers
    first, second = numbers[:2]
    if "." in text or first > 12 or first == second:  # dots: always the day first
        return [second, first]
    return [first, second] if second > 12 else [0, 0]  # no date of the calendar


@cache
def _name() -> re.Pattern[str]:
    names = either({**months(), **seasons()})
    return re.compile(rf"(?<![^\W\d_年년ב])(?:{names}){_END}", re.IGNORECASE)


@cache
def _month(*, in_text: bool) -> str:
    """Return the pattern of the name of a month; in a text, English words need a sign behind."""
    if not in_text:
        return either(months())
    return rf"{either(months().keys() - ALSO_ENGLISH)}|(?:{either(ALSO_ENGLISH)})(?=[./])"


@cache
def _date_pattern(*, in_text: bool) -> str:
    month, season = _month(in_text=in_text), either(seasons())
    return rf"""(?:
        (?<![\d.]){_YEAR}\s?[年년]\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日일])?
        | (?<![\d.]){_YEAR}(?P<sep>[./-]){_MONTH_NUMBER}(?:(?P=sep){_DAY})?(?!\d|\.\d|-\d)
        | (?<![\d.]){_YEAR}\.\s{_MONTH_NUMBER}\.(?!\d)(?:\s{_DAY}\.(?!\d))?
        | (?<![\d.]){_YEAR}\s?[年년]\s?(?:{season})
        | (?<![\d./-])\d{{1,2}}{_MARK}([./-])\s?\d{{1,2}}{_MARK}\2\s?{_YEAR}(?!\d)
        | (?<![\d./-]){_MONTH_NUMBER}{_MARK}[./-]{_YEAR}(?!\d){_YEAR_SIGN}
        | {_EDGE}(?:(?:ngày\s+)?\d{{1,2}}\s+)?(?:tháng|thg)\s+\d{{1,2}}[\s,/]*
            (?:năm\s+)?{_YEAR}(?!\d)
        | {_EDGE}(?:{month}){_END}[.׳॰]?,?(?:\s*|[-/])(?:\d{{1,2}}{_ORDINAL}\s*,?\s+)?
            {_OF}(?:{_YEAR}|[’']\d\d)(?!\d){_YEAR_SIGN}
        | (?<![\d’'])\d{{1,2}}{_ORDINAL}\.?(?:\s*|-){_OF}(?:{month}){_END}[.׳॰]?,?(?:\s*|-)
            {_OF}{_YEAR}(?!\d){_YEAR_SIGN}
        | {_EDGE}(?:{season})\s*,?\s*{_OF}{_YEAR}(?!\d){_YEAR_SIGN}
        | (?<!\d){_YEAR}\.?,?\s+(?:{season}|{month}){_END}\.?(?:\s+\d{{1,2}}(?!\d)\.?)?
        | (?<![\d.,/$€£¥]){_YEAR}(?:\s?[年년])?(?![\d%]|[.,/]\d|\s?[x×]){_YEAR_SIGN}
    )"""


def _dates(name: str, *, in_text: bool = True) -> str:
    """Return the pattern of a date; ``name`` distinguishes the groups of several copies."""
    pattern = _date_pattern(in_text=in_text).replace("(?P<sep>", f"(?P<sep{name}>").replace(
        "(?P=sep)", f"(?P=sep{name})")  # fmt: skip
    return pattern.replace("([./-])", f"(?P<day{name}>[./-])").replace(r"\2", f"(?P=day{name})")


@cache
def _one() -> re.Pattern[str]:
    return re.compile(_dates("one", in_text=False), re.IGNORECASE | re.VERBOSE)


@cache
def _period() -> re.Pattern[str]:
    month, now = _month(in_text=True), either(present())
    since = SINCE.replace(" ", r"\s+")
    dash = _DASH.replace(" ", r"\s+")
    return re.compile(
        rf"""(?P<expected1>{_AWAITED}\s*)?
        (?: (?<![\d.-])(?P<short>{_YEAR})(?:[–—]|\s-\s|{_SLASH})(?P<shortlast>\d\d)(?![\d.–/-])
          | (?P<since>{_EDGE}(?:{since})\s+|[自从從]\s?)?(?P<first>{_dates("b")})
            (?: {dash}(?P<expected3>{_AWAITED})?(?P<last>{_dates("c")}|{_EDGE}(?:{now}){_END})
              | {dash}(?P<samelast>\d{{1,2}}\s?[月월]|{_EDGE}(?:{month}){_END})\.?(?!\s*[\d日일])
              | (?P<sinceafter>\s?(?:{SINCE_AFTER}){_END})
              | (?P<open>\s*(?:-|–|—|~|〜|～)\s*(?=$|[:,;|)\]])) )?
          | {_EDGE}(?P<months>(?:{month}){_END}|(?:tháng|thg)\s+\d{{1,2}})\.?
            {dash}(?P<monthslast>{_dates("a")})
        )
        (?P<expected2>\s*{_AWAITED})?""",
        re.IGNORECASE | re.VERBOSE,
    )
