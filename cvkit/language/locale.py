"""Words, dates and numbers in the language of a CV.

Dates, ranges, durations, lists, digits and the direction of the script come from the CLDR through
Babel. The few words that cvkit adds are in ``locales/``, one catalogue per language.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache

from babel import Locale as BabelLocale
from babel import UnknownLocaleError, localedata
from babel.core import get_global
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.units import format_unit

from cvkit.model import CV, CvDate

from .catalogue import catalogue, catalogues, find_word

__all__ = ["Locale", "catalogues", "get_locale", "locale_of", "missing_words"]

_NBSP = "\N{NO-BREAK SPACE}"
_SPACES = re.compile("[ \N{THIN SPACE}\N{NARROW NO-BREAK SPACE}]")  # fonts lack the narrow ones
_HYPHENS = ("-", "\N{HYPHEN}", "\N{EN DASH}")

# Fields in the CLDR's skeletons, or the name of a format (there is no skeleton for a long day);
# a format without them is written as ISO 8601.
_FORMATS: Mapping[str, Mapping[str, str]] = {
    "medium": {"day": "yMMMd", "month": "yMMM", "year": "y"},
    "long": {"day": "long", "month": "yMMMM", "year": "y"},
    "numeric": {"day": "yMd", "month": "yM", "year": "y"},
    "year": {"day": "y", "month": "y", "year": "y"},
    "iso": {},
}
# Numbering systems that are the default of some locale and have a counter style in CSS: the digit
# zero, and the name of the counter style. All others are replaced by Latin digits.
_DIGITS: Mapping[str, tuple[str, str]] = {
    "arab": ("\N{ARABIC-INDIC DIGIT ZERO}", "arabic-indic"),
    "arabext": ("\N{EXTENDED ARABIC-INDIC DIGIT ZERO}", "persian"),
    "beng": ("\N{BENGALI DIGIT ZERO}", "bengali"),
    "deva": ("\N{DEVANAGARI DIGIT ZERO}", "devanagari"),
    "mymr": ("\N{MYANMAR DIGIT ZERO}", "myanmar"),
    "tibt": ("\N{TIBETAN DIGIT ZERO}", "tibetan"),
}


@dataclass(frozen=True)
class Locale:
    """The words, and the forms of dates and numbers, of one language.

    ``words`` are printed as they are; ``phrases`` have places for values, in the language's order;
    ``signs`` are printed between texts. ``numbering`` is one of the CLDR's numbering systems.
    """

    language: str
    sections: Mapping[str, str]
    words: Mapping[str, str]
    phrases: Mapping[str, str]
    signs: Mapping[str, str]
    babel: BabelLocale
    numbering: str = "latn"
    date_format: str = "medium"

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return str(self.babel.text_direction)

    @property
    def english_name(self) -> str:
        """The language's name in English, such as ``German``."""
        return str(self.babel.get_language_name("en"))

    @property
    def counter_style(self) -> str:
        """The CSS counter style of the language's digits."""
        return _DIGITS[self.numbering][1] if self.numbering in _DIGITS else "decimal"

    def digits(self, text: str) -> str:
        """Return a text with its Latin digits replaced by the language's own."""
        if self.numbering not in _DIGITS:
            return text
        zero = ord(_DIGITS[self.numbering][0])
        return text.translate({ord("0") + digit: zero + digit for digit in range(10)})

    def phrase(self, name: str, **values: str) -> str:
        """Return a phrase with its places filled: ``phrase("pages", number="3–7")``."""
        return self.phrases[name].format(**values)

    def phrase_parts(self, name: str) -> list[str]:
        """Return a phrase as its words and, at every second place, the name of what goes there."""
        return re.split(r"\{(\w+)\}", self.phrases[name])

    def list_parts(self, count: int) -> list[str]:
        """Return a list as its signs and, at every second place, the number of the text there."""
        places = [f"\N{NULL}{number}\N{NULL}" for number in range(count)]
        return self.listed(places).split("\N{NULL}")

    def listed(self, texts: Sequence[str]) -> str:
        """Join texts with commas, and an "and" before the last."""
        return str(format_list(texts, locale=self.babel))

    def date(self, date: CvDate) -> str:
        """Return a date as it is printed; the spaces in it do not break."""
        if date.present:
            return self.words["present"]
        if date.season:
            text = self.phrase("season", season=self.words[date.season], year=str(date.year))
            return self.digits(text).replace(" ", _NBSP)
        moment = datetime.date(date.year, date.month or 1, date.day or 1)
        precision = "day" if date.day else "month" if date.month else "year"
        skeleton = _FORMATS[self.date_format].get(precision)
        if skeleton is None:
            return str(date)
        if skeleton == "long":
            text = str(format_date(moment, skeleton, locale=self.babel))
        else:
            text = str(format_skeleton(skeleton, moment, locale=self.babel))
        return self.digits(text).replace(" ", _NBSP)

    def period(self, start: CvDate | None, end: CvDate | None) -> str:
        """Return a range; without an end it runs to the present, without a start it is the end."""
        return self._range[1].join(self.period_parts(start, end))

    def period_parts(self, start: CvDate | None, end: CvDate | None) -> tuple[str, ...]:
        """Return the parts of a range between which a narrow column may break it, if any."""
        if start is None:
            return (self.date(end),) if end else ()
        if end is None:
            end = CvDate(present=True)
        first, last = self.date(start), self.date(end)
        if first == last:
            return (first,)
        if within := self._within_year(start, end):
            return within
        sign, space = self._range
        if sign == "–" and not any(d.month or d.season or d.present for d in (start, end)):
            return (f"{first}–{last}",)
        return (f"{first}{space}{sign}", last)

    def _within_year(self, start: CvDate, end: CvDate) -> tuple[str, ...]:
        """Return a range of months of one year, which is named once; nothing for other ranges."""
        months = (start.month, end.month)
        if not all(months) or start.day or end.day or start.year != end.year:
            return ()
        skeleton = _FORMATS[self.date_format].get("month", "")
        date = str(self.babel.datetime_skeletons.get(skeleton, skeleton)).replace("L", "M")
        width = next((width for width in ("MMMM", "MMM") if width in date), "M")
        if width == "M" and "年" not in date:
            return ()  # 3–6/2023 would be read as a day and a month
        patterns = self.babel.interval_formats.get(f"y{max(width, 'MMM')}", {}).get("M")
        if patterns is None:
            return ()
        dates = (datetime.date(start.year, month or 1, 1) for month in months)
        first, last = (
            _SPACES.sub(_NBSP, self.digits(str(format_date(date, pattern, locale=self.babel))))
            for date, pattern in zip(dates, _halves("".join(patterns)), strict=True)
        )
        if first.endswith(_NBSP) and self.parts_join:
            return (first.rstrip(_NBSP), last)
        return (first + last,)

    @property
    def parts_join(self) -> str:
        """The separator of the parts of a range: a space, or nothing."""
        return self._range[1]

    @property
    def _range(self) -> tuple[str, str]:
        """The sign between two dates, and the space at both its sides.

        A hyphen or a dash of the CLDR becomes an en dash.
        """
        _, sign, _ = re.split(r"\{[01]\}", self.babel.interval_formats[None])
        if sign.strip() in _HYPHENS:
            return "–", _NBSP
        return sign.strip(), _NBSP if sign != sign.strip() else ""

    def duration(self, years: int, months: int) -> str:
        """Return a time such as "2 years, 3 months"; the spaces in it do not break."""
        parts = [
            self._unit(number, unit)
            for number, unit in ((years, "duration-year"), (months, "duration-month"))
            if number
        ]
        text = self._pair.format(*parts) if len(parts) == 2 else "".join(parts)
        return self.digits(text).replace(" ", _NBSP)

    def _unit(self, number: int, unit: str) -> str:
        """Return a number of units, in full where the language does not leave that to the short.

        Babel follows none of the CLDR's aliases from long forms to short ones: it gives the
        name of the unit instead.
        """
        forms = (
            str(format_unit(number, unit, length=length, locale=self.babel))
            for length in ("long", "short", "narrow")
        )
        return next(form for form in forms if unit not in form)

    @property
    def _pair(self) -> str:
        patterns = self.babel.list_patterns
        kinds = ("unit", "unit-short", "standard")
        return next(str(patterns[kind]["2"]) for kind in kinds if "2" in patterns.get(kind, ()))


def _halves(pattern: str) -> tuple[str, str]:
    """Split a pattern of the CLDR for ranges, such as ``MMM – MMM y``, before the second date.

    That begins at the first field that occurs again (UTS 35, part 4, 2.6.3).
    """
    seen: set[str] = set()
    for field in re.finditer(r"'[^']*'|([A-Za-z])\1*", pattern):
        letter = (field[1] or "").replace("L", "M")  # both are months
        if letter and letter in seen:
            return pattern[: field.start()], pattern[field.start() :]
        seen.add(letter)
    raise AssertionError(pattern)


@cache
def get_locale(language: str, date_format: str = "medium") -> Locale:
    """Return the locale of a BCP 47 tag, with its dates in one of the formats.

    Words without a translation are English; a language unknown to the CLDR has English dates.
    The extension ``-u-nu-…`` of a tag chooses the digits: ``ar-EG-u-nu-latn``.
    """
    babel = _babel(language)
    tables = _merged([*_chain(str(babel)), "en"])
    numbering = re.search(r"[-_]u[-_](?:\w+[-_])*?nu[-_](\w+)", language.lower())
    return Locale(
        language,
        tables["sections"],
        tables["words"],
        tables["phrases"],
        tables["signs"],
        babel,
        numbering[1] if numbering else str(babel.default_numbering_system),
        date_format,
    )


def locale_of(cv: CV, date_format: str = "medium") -> Locale:
    """Return the locale of a selected CV, with the words that it overrides."""
    locale = get_locale(cv.language, date_format)
    if not cv.words:
        return locale
    tables: dict[str, dict[str, str]] = {}
    for name, text in cv.words.items():
        if found := find_word(name):
            tables.setdefault(found[0], {})[found[1]] = text
    changed = {table: {**getattr(locale, table), **texts} for table, texts in tables.items()}
    return replace(locale, **changed)  # type: ignore[arg-type]


def missing_words(language: str) -> list[str]:
    """Return the keys, such as ``sections.talks``, for which a language has the English words."""
    own = _merged(_chain(str(_babel(language))))
    return [
        f"{table}.{key}"
        for table, texts in catalogue("en").items()
        for key in texts
        if key not in own.get(table, {})
    ]


def _merged(tags: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the tables of several catalogues as one; the first of them has precedence."""
    tables: dict[str, dict[str, str]] = {}
    for tag in reversed([*tags]):
        for table, texts in catalogue(tag.replace("_", "-")).items():
            tables.setdefault(table, {}).update(texts)
    return tables


def _babel(language: str) -> BabelLocale:
    """Return the CLDR's locale of a tag, or of the longest part of it that the CLDR has."""
    tag = re.split(r"[-_]\w[-_]", language)[0].replace("-", "_")  # without extensions
    while tag:
        try:
            return _with_own_months(BabelLocale.parse(tag))
        except (UnknownLocaleError, ValueError):
            tag = tag.rpartition("_")[0]
    return _with_own_months(BabelLocale.parse("en"))


def _with_own_months(locale: BabelLocale) -> BabelLocale:
    """Give a locale a copy of its months.

    Babel stores aliases that it resolved in tables that locales share, so that Polish would have
    the months of Hebrew if that was used before.
    """
    tables = localedata.load(str(locale))
    tables["months"] = deepcopy(tables["months"])
    return locale


def _chain(identifier: str) -> Iterator[str]:
    """Yield a locale and those it inherits from: ``zh_Hant_TW``, ``zh_Hant``, ``zh``."""
    parents = get_global("parent_exceptions")
    while identifier and identifier != "root":
        yield identifier
        identifier = parents.get(identifier) or identifier.rpartition("_")[0]
