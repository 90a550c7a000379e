"""The date of a build. The only module that reads ``SOURCE_DATE_EPOCH`` and the clock's date.

The variable is that of reproducible-builds.org: whole seconds since 1970-01-01 00:00 UTC, in
digits. Unset or empty, it says nothing; anything else is an error wherever it is read.
"""

from __future__ import annotations

import datetime
import os
import re

from cvkit.errors import Problem, UsageError

__all__ = ["VARIABLE", "build_time", "source_date", "today"]

VARIABLE = "SOURCE_DATE_EPOCH"
_START = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_LAST = 253_402_300_799  # the end of the year 9999


def source_date() -> datetime.datetime | None:
    """Return the moment that ``SOURCE_DATE_EPOCH`` names, in UTC, or None where it is not set.

    Raises :class:`UsageError` if its value is not a number of seconds, or lies beyond the year
    9999.
    """
    value = os.environ.get(VARIABLE)
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", value) or int(value) > _LAST:
        message = f'{VARIABLE} is "{value}", which is not a time in seconds since 1970'
        hint = "unset it, or set it to a number"
        raise UsageError(Problem("", message, hint=hint, code="invalid-source-date"))
    return _START + datetime.timedelta(seconds=int(value))


def build_time() -> datetime.datetime:
    """Return the moment to write into files: the source date, else 1970, never the clock's."""
    return source_date() or _START


def today() -> datetime.date:
    """Return the source date, else the day that it is now, both in UTC."""
    return (source_date() or datetime.datetime.now(datetime.UTC)).date()
