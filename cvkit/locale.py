"""Words and dates in the language of a CV.

Dates follow the CLDR through Babel; the few words of our own stand in one small
catalogue per language in ``locales/``.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel import Locale as BabelLocale
from babel import UnknownLocaleError
from babel.dates import format_date, format_skeleton

from cvkit.model import CvDate

__all__ = ["Locale", "get_locale"]

_NBSP = "\N{NO-BREAK SPACE}"
_RANGE = f"{_NBSP}–{_NBSP}"


# Fields in the CLDR's skeletons, or the name of a format (there is no skeleton for a long day);
# a format without them is written as ISO 8601.
_FORMATS: Mapping[str, Mapping[str, str]] = {
    "medium": {"day": "yMMMd", "month": "yMMM", "year": "y"},
    "long": {"day": "long", "month": "yMMMM", "year": "y"},
    "numeric": {"day": "yMd", "month": "yM", "year": "y"},
    "year": {"day": "y", "month": "y", "year": "y"},
    "iso": {},
}


@dataclass(frozen=True)
class Locale:
    """The words and the date formats of one language."""

    language: str
    sections: Mapping[str, str]
    words: Mapping[str, str]
    babel: BabelLocale
    date_format: str = "medium"

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return str(self.babel.text_direction)

    @property
    def english_name(self) -> str:
        """The language's name in English, such as ``German``."""
        return str(self.babel.get_language_name("en"))

    def date(self, date: CvDate) -> str:
        """Return a date as it is printed; the spaces in it do not break."""
        if date.present:
            return self.words["present"]
        if date.season:
            text = self.words["season"].format(season=self.words[date.season], year=date.year)
            return text.replace(" ", _NBSP)
        moment = datetime.date(date.year, date.month or 1, date.day or 1)
        precision = "day" if date.day else "month" if date.month else "year"
        skeleton = _FORMATS[self.date_format].get(precision)
        if skeleton is None:
            return str(date)
        if skeleton == "long":
            return str(format_date(moment, skeleton, locale=self.babel)).replace(" ", _NBSP)
        return str(format_skeleton(skeleton, moment, locale=self.babel)).replace(" ", _NBSP)

    def period(self, start: CvDate | None, end: CvDate | None) -> str:
        """Return a range; without an end it runs to the present, without a start it is the end."""
        if start is None:
            return self.date(end) if end else ""
        if end is None:
            end = CvDate(present=True)
        if self.date(start) == self.date(end):
            return self.date(start)
        simple = all(date.present or not (date.month or date.season) for date in (start, end))
        dash = "–" if simple and not end.present else _RANGE
        return f"{self.date(start)}{dash}{self.date(end)}"


@cache
def get_locale(language: str, date_format: str = "medium") -> Locale:
    """Return the locale of a BCP 47 tag, with its dates in one of the formats.

    Words without a translation are English; a language unknown to the CLDR has
    English dates.
    """
    catalogue = _catalogue("en")
    base = language.replace("_", "-").split("-")[0].lower()
    own = _catalogue(base)
    try:
        babel = BabelLocale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        babel = BabelLocale.parse("en")
    return Locale(
        language,
        {**catalogue["sections"], **own.get("sections", {})},
        {**catalogue["words"], **own.get("words", {})},
        babel,
        date_format,
    )


@cache
def _catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    file = resources.files("cvkit") / "locales" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
