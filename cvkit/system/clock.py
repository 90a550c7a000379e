"""The date of a build: the only module that reads ``SOURCE_DATE_EPOCH`` and the current date.

The variable is specified by reproducible-builds.org: whole seconds since 1970-01-01 00:00 UTC,
in digits. If it is unset or empty it is ignored; any other value is an error.
"""

from __future__ import annotations

import datetime
import os
import re

from cvkit.errors import Problem, UsageError

from .trace import Seen, note

__all__ = ["VARIABLE", "build_time", "now", "see_clock", "source_date", "time_set", "today"]

VARIABLE = "SOURCE_DATE_EPOCH"
_START = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_TODAY = "today"
_LAST = 253_402_300_799  # the end of the year 9999


def source_date() -> datetime.datetime | None:
    """Return the time given by ``SOURCE_DATE_EPOCH``, in UTC, or ``None`` if it is not set.

    Raises :class:`UsageError` if its value is not a number of seconds, or is after the year
    9999.
    """
    note("clock", VARIABLE, see_clock(VARIABLE))
    return _given()


def _given() -> datetime.datetime | None:
    value = os.environ.get(VARIABLE)
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", value) or int(value) > _LAST:
        message = f'{VARIABLE} is "{value}", which is not a time in seconds since 1970'
        hint = "unset it, or set it to a number"
        raise UsageError(Problem("", message, hint=hint, code="invalid-source-date"))
    return _START + datetime.timedelta(seconds=int(value))


def build_time() -> datetime.datetime:
    """Return the time to write into files: the source date, else 1970, never the current time."""
    return source_date() or _START


def time_set() -> datetime.datetime:
    """Return the time that the typesetter has set for its libraries, after it was noted."""
    return _given() or _START


def now() -> datetime.datetime:
    """Return the current time of this place, for people to read; it never goes into a result."""
    return _now().astimezone()


def today() -> datetime.date:
    """Return the source date, else the current date, both in UTC."""
    if date := source_date():
        return date.date()
    note("clock", _TODAY, see_clock(_TODAY))
    return _now().date()


def see_clock(name: str) -> Seen:
    """Return the value of the variable, or the current date, as a trace has them."""
    value = os.environ.get(VARIABLE, "") if name == VARIABLE else _now().date().isoformat()
    return Seen("", value)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
