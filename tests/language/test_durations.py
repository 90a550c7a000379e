"""How long something lasted, in whole years and months."""

from __future__ import annotations

import datetime
import itertools

import pytest

from cvkit.errors import UsageError
from cvkit.language.durations import Duration, duration, present_date
from cvkit.model import CvDate, parse_date
from cvkit.system import clock

TODAY = CvDate(2024, 6, 5)
MONTHS = [(year, month) for year in range(1990, 2012) for month in range(1, 13)]


def lasted(start, end, present=TODAY):
    found = duration(parse_date(start), parse_date(end), present)
    return (found.years, found.months) if found else None


def test_months_are_counted_as_one_crosses_them_off_on_a_calendar():
    """For every pair of months of 22 years: their names are counted, one after the other."""
    for first, start in enumerate(MONTHS):
        for counted, end in enumerate(MONTHS[first:], start=1):
            found = duration(CvDate(*start), CvDate(*end), TODAY)
            assert found is not None
            assert 0 <= found.months < 12
            assert found.years * 12 + found.months == counted, (start, end)


def test_what_ends_before_it_begins_has_no_duration():
    for start, end in itertools.product(MONTHS, repeat=2):
        if end < start:
            assert duration(CvDate(*start), CvDate(*end), TODAY) is None


FORMS = [{}, {"month": 7}, {"season": "winter"}]
VAGUE = [pair for pair in itertools.product(FORMS, repeat=2) if pair != ({"month": 7},) * 2]


@pytest.mark.parametrize(("start", "end"), VAGUE)
def test_years_and_seasons_are_told_apart_by_whole_years(start, end):
    for first, last in itertools.product(range(2000, 2030), repeat=2):
        expected = Duration(last - first, 0) if last > first else None
        assert duration(CvDate(first, **start), CvDate(last, **end), TODAY) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2020-01", "2020-12", (1, 0)),
        ("2020-01", "2020-01", (0, 1)),
        ("2020-01-31", "2020-02-01", (0, 2)),
        ("2020-12", "2021-01", (0, 2)),
        ("2020-03", "present", (4, 4)),
        ("2020", "present", (4, 0)),
        ("2024 spring", "present", None),
        ("2024-06", "present", (0, 1)),
        ("2024-07", "present", None),
        ("present", "present", (0, 1)),
    ],
)
def test_a_duration(start, end, expected):
    assert lasted(start, end) == expected


@pytest.mark.parametrize(
    ("updated", "expected"), [("2023", (3, 0)), ("2023-05", (3, 3)), ("2023 autumn", (3, 0))]
)
def test_the_present_is_as_exact_as_the_date_that_stands_for_it(updated, expected):
    assert lasted("2020-03", "present", parse_date(updated)) == expected


@pytest.mark.parametrize(
    ("updated", "epoch", "expected"),
    [
        ("2023-05", "0", "2023-05"),
        ("2022", None, "2022"),
        (None, "0", "1970-01-01"),
        (None, "1700000000", "2023-11-14"),
        ("present", "0", "1970-01-01"),
        (None, None, None),
        (None, "", None),
        ("present", None, None),
    ],
)
def test_the_present_is_the_last_update_or_the_given_time_or_today(
    monkeypatch, updated, epoch, expected
):
    if epoch is None:
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    else:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    before = datetime.datetime.now(datetime.UTC).date()
    found = str(present_date(parse_date(updated) if updated else None))
    after = datetime.datetime.now(datetime.UTC).date()
    assert found in ({expected} if expected else {str(before), str(after)})


@pytest.mark.parametrize("epoch", ["yesterday", "1e3", "-1", "1_0", " 5", "٣", "9" * 12, "9" * 40])
def test_a_time_that_is_none_is_refused(monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    for read in (lambda: present_date(None), clock.source_date, clock.build_time, clock.today):
        with pytest.raises(UsageError, match="not a time in seconds"):
            read()


def test_what_is_written_into_files_is_the_given_time_or_1970(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert clock.build_time().isoformat() == "2023-11-14T22:13:20+00:00"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert clock.build_time().isoformat() == "1970-01-01T00:00:00+00:00"
