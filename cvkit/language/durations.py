"""How long something lasted, in whole years and months.

Both months count, as on sites that show careers: January to December of one year are twelve
months. Days are ignored. If only the year or season of either end is known, the duration is the
difference of the years, and there is none within one year.
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

    ``present`` is the date used for "present". Returns ``None`` if the dates are too close or too
    imprecise for a duration, or if the end is before the start.
    """
    first, last = (present if date.present else date for date in (start, end))
    if first.month and last.month:
        months = last.months[1] - first.months[0] + 1
    else:
        months = 12 * (last.year - first.year)
    return Duration(*divmod(months, 12)) if months > 0 else None


def present_date(updated: CvDate | None) -> CvDate:
    """Return the date used for "present", as precise as it is known.

    This is the date of the CV's last update or, without one, the date of the build (see
    :mod:`cvkit.system.clock`). Raises :class:`UsageError` if ``SOURCE_DATE_EPOCH`` is invalid.
    """
    if updated and not updated.present:
        return updated
    day = today()
    return CvDate(day.year, day.month, day.day)
