"""How long something lasted, in whole years and months.

Months count inclusively, from the first day of the first to the last day of the last:
January to December of one year are twelve. Sites that show careers count so, and so do
people; days are not looked at. Where either end is known by its year or season only, years
are all that can be said: their difference, and nothing where it is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from cvkit.model import CvDate
from cvkit.system.clock import today

__all__ = ["Duration", "duration", "present_date"]


@dataclass(frozen=True)
class Duration:
    """Years, and the months beyond them, from 0 to 11; never both 0."""

    years: int
    months: int


def duration(start: CvDate, end: CvDate, present: CvDate) -> Duration | None:
    """Return the time from ``start`` to ``end``, either of which may be the present.

    ``present`` is the date that the present stands for. Returns ``None`` where less than
    can be told apart has passed, or where the end lies before the start.
    """
    first, last = (present if date.present else date for date in (start, end))
    if first.month and last.month:
        months = last.months[1] - first.months[0] + 1
    else:
        months = 12 * (last.year - first.year)
    return Duration(*divmod(months, 12)) if months > 0 else None


def present_date(updated: CvDate | None) -> CvDate:
    """Return the date that "present" stands for, as precise as it is known.

    That is the date of the CV's last update; without one, that of the build (see
    :mod:`cvkit.system.clock`). Raises :class:`UsageError` where ``SOURCE_DATE_EPOCH`` is invalid.
    """
    if updated and not updated.present:
        return updated
    day = today()
    return CvDate(day.year, day.month, day.day)
