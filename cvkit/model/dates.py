"""Dates in CVs: a year, a month, a day, a season, or the present."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import total_ordering
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from .invalid import invalid

__all__ = ["MONTHS", "SEASONS", "CvDate", "Date", "is_reversed", "month_number", "parse_date"]

SEASONS: Mapping[str, tuple[int, int]] = {
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "winter": (12, 12),
}
"""The seasons in the order of the year, each with its first and its last month."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
"""The English names of the months."""
_SEASON_NAMES = {name: name for name in SEASONS} | {"fall": "autumn"}
_PRESENT = ("present", "now", "today", "current")
_NUMERIC = re.compile(r"(\d{4})(?:([-./])(\d{1,2})(?:\2(\d{1,2}))?)?")
_SEASONAL = re.compile(r"(?:(?P<y1>\d{4})[ -](?P<s1>[a-z]+)|(?P<s2>[a-z]+)[ ,]*(?P<y2>\d{4}))")


@total_ordering
@dataclass(frozen=True, slots=True)
class CvDate:
    """A date with the precision that was given.

    ``month`` counts from 1 to 12 and ``day`` from 1; ``season`` is one of
    :data:`SEASONS`; ``present`` has no year.

    Dates have an order: a year comes before its months, a month before its days, a season where
    its first month does, and the present after everything.
    """

    year: int = 0
    month: int | None = None
    day: int | None = None
    season: str | None = None
    present: bool = False

    def __lt__(self, other: object) -> bool:
        return self._key < other._key if isinstance(other, CvDate) else NotImplemented

    @property
    def _key(self) -> tuple[bool, int, int, int, str]:
        month = self.month or (SEASONS[self.season][0] if self.season else 0)
        return self.present, self.year, month, self.day or 0, self.season or ""

    @property
    def without_day(self) -> CvDate:
        """The date to the month."""
        return replace(self, day=None)

    @property
    def months(self) -> tuple[int, int]:
        """The first and the last month that the date may mean, counted from January of year 0.

        The present has none: replace it by a date first.
        """
        if self.month:
            first = last = self.month
        else:
            first, last = SEASONS[self.season] if self.season else (1, 12)
        return 12 * self.year + first, 12 * self.year + last

    def __str__(self) -> str:
        if self.present:
            return "present"
        if self.season:
            return f"{self.year:04d} {self.season}"
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


def is_reversed(start: CvDate, end: CvDate) -> bool:
    """Whether a period ends before it begins, whatever its dates may mean precisely."""
    if start.present or end.present:
        return start.present and not end.present
    return start > end if start.day and end.day else start.months[0] > end.months[1]


def month_number(name: str) -> int | None:
    """Return the number of a month, from 1 to 12, by its English name or the start of it.

    At least three letters are needed, in any case; a full stop may follow: ``Sept.`` is 9.
    """
    start = name.strip().rstrip(".").capitalize()
    if len(start) < 3:
        return None
    return next((n for n, month in enumerate(MONTHS, start=1) if month.startswith(start)), None)


def parse_date(text: str) -> CvDate:
    """Read a date.

    Valid are ``2014``, ``2014-06``, ``2014-06-05`` (also with dots or slashes), ``2014 summer``,
    ``summer 2014`` and ``present``. Raises ``ValueError`` with a suggestion how to write it.
    """
    text = text.strip()
    lowered = text.lower()
    if lowered in _PRESENT:
        return CvDate(present=True)
    if match := _NUMERIC.fullmatch(text):
        year, _, month, day = match.groups()
        return _checked(text, int(year), month and int(month), day and int(day))
    if match := _SEASONAL.fullmatch(lowered):
        season = _SEASON_NAMES.get(match["s1"] or match["s2"])
        if season:
            return CvDate(int(match["y1"] or match["y2"]), season=season)
    raise invalid("invalid-date", f'"{text}" is not a date', _how_to_write(lowered))


def _checked(text: str, year: int, month: Any, day: Any) -> CvDate:
    try:
        datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        hint = "a date is written year-month-day, such as 2014-06-05"
        raise invalid("invalid-date", f'"{text}" is not in the calendar', hint) from None
    return CvDate(year, month, day)


def _how_to_write(text: str) -> str:
    """Guess what was meant, and return how to write it."""
    years = re.findall(r"\b\d{4}\b", text)
    if len(years) == 2:
        return f"write a range as two fields, start: {years[0]} and end: {years[1]}"
    words = re.findall(r"[a-z]+", text)
    month = next((number for word in words if (number := month_number(word))), None)
    if month is None and (match := re.fullmatch(r"(\d{1,2})[-./ ](\d{4})", text)):
        month = int(match[1]) if 1 <= int(match[1]) <= 12 else None
    if years and month:
        return f"write {years[0]}-{month:02d}"
    return "write 2014, 2014-06, 2014-06-05, 2014 summer or present"


def _validate(value: Any) -> CvDate:
    if isinstance(value, CvDate):
        return value
    if not isinstance(value, str):
        # A TypeError would leave pydantic as a bug, not as a validation error.
        hint = "write 2014, 2014-06, 2014-06-05 or present"
        raise invalid("invalid-date", "expected a date", hint)
    return parse_date(value)


def _any_case(words: Iterable[str]) -> str:
    """Return a pattern for words in any case, without flags, which JSON Schema does not have."""
    spelled = ("".join(f"[{c.upper()}{c}]" for c in word) for word in words)
    return f"({'|'.join(spelled)})"


_SEASON_WORD = _any_case(_SEASON_NAMES)
_DAY = r"([-./](0?[1-9]|1[0-2])([-./](0?[1-9]|[12]\d|3[01]))?)?"
_PATTERN = (
    rf"^\s*(\d{{4}}{_DAY}|\d{{4}}[ -]{_SEASON_WORD}|{_SEASON_WORD}[ ,]*\d{{4}}|"
    rf"{_any_case(_PRESENT)})\s*$"
)
"""What the JSON Schema says about dates."""

Date = Annotated[
    CvDate,
    PlainValidator(_validate),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": ["string", "integer", "number"],
            "pattern": _PATTERN,
            "minimum": 1,
            "exclusiveMaximum": 10000,
            "description": "2014, 2014-06, 2014-06-05, 2014 summer, or present",
        }
    ),
]
