"""Foreign dates to cvkit's."""

from __future__ import annotations

import re

from cvkit.model import parse_date
from cvkit.model.dates import month_number

__all__ = ["to_date"]

_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
_WORDS = re.compile(r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?[ .-]+)?(?P<m>[A-Za-z]+)\.?"
                    r"(?:[ -]+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,)?[ ,.'-]*(?P<y>\d{4})")  # fmt: skip
_MONTH_FIRST = re.compile(r"(?P<m>\d{1,2})[-./ ](?P<y>\d{4})")
_ONGOING = {"present", "now", "today", "current", "currently", "ongoing", "to date", "until now",
            "至今", "现在"}  # fmt: skip


def to_date(text: str) -> str:
    """Return a date as cvkit writes it, or an empty string where it is none.

    Beside cvkit's own ways ``2020-01-02T00:00:00Z``, ``Sep 1, 2016``, ``1 September 2016``,
    ``Oct 2016`` and ``10/2016`` are understood, and a zero for a month or a day that is not known.
    """
    text = " ".join(text.split())
    if text.casefold() in _ONGOING:
        return "present"
    text = _TIME.sub("", text)
    text = re.sub(r"^(\d{4})-(\d{2})-00$", r"\1-\2", re.sub(r"^(\d{4})-00(-00)?$", r"\1", text))
    for candidate in (text, *_respelt(text)):
        try:
            return str(parse_date(candidate))
        except ValueError:
            continue
    return ""


def _respelt(text: str) -> list[str]:
    if match := _MONTH_FIRST.fullmatch(text):
        return [f"{match['y']}-{match['m']}"]
    match = _WORDS.fullmatch(text)
    month = month_number(match["m"]) if match else None
    if match is None or month is None:
        return []
    day = match["d1"] or match["d2"]
    return [f"{match['y']}-{month}" + (f"-{day}" if day else "")]
