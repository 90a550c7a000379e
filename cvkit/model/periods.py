"""When an entry was: the order of entries by date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .dates import CvDate
from .parts import Entry

__all__ = ["by_date", "last", "printed_dates"]

_PRESENT = CvDate(present=True)
_NEVER = (CvDate(), CvDate())


def printed_dates(entry: Entry, *, days: bool) -> tuple[CvDate | None, CvDate | None]:
    """Return the first and the last date of an entry as they are printed; a single one is last.

    Without ``days``, those of entries that belong to a career are dates to the month.
    """
    dates = (None, entry.date) if entry.date else (entry.start, entry.end)
    if days or not entry.by_month:
        return dates
    first, final = (date.without_day if date else None for date in dates)
    return (None, final) if first == final else (first, final)


def last(entry: Any) -> tuple[CvDate, CvDate]:
    """Return when something ended and when it began, to sort by; the present is the latest."""
    if entry.date:
        return entry.date, entry.date
    if entry.start or entry.end:
        end = entry.end or _PRESENT
        return end, entry.start or end
    parts = (*getattr(entry, "positions", ()), *getattr(entry, "projects", ()))
    dates = [venue.date for venue in getattr(entry, "venues", ()) if venue.date]
    years = [CvDate(int(year[:4])) for year in getattr(entry, "years", ()) if year[:4].isdecimal()]
    return max((*map(last, parts), *((date, date) for date in (*dates, *years))), default=_NEVER)


def by_date(entries: Iterable[Any], order: str) -> list[int]:
    """Return the indexes of entries in the order ``newest`` or ``oldest``.

    Entries without a date come last.
    """
    dates = [last(entry) for entry in entries]
    indexes = sorted(range(len(dates)), key=dates.__getitem__, reverse=order == "newest")
    return sorted(indexes, key=lambda index: dates[index] == _NEVER)
