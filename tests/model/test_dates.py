"""Dates: what people write, and of what precision it is."""

from __future__ import annotations

import pytest

from cvkit.model import CvDate, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2014", CvDate(2014)),
        ("0987", CvDate(987)),
        ("2014-06", CvDate(2014, 6)),
        ("2014-6", CvDate(2014, 6)),
        ("2014.06", CvDate(2014, 6)),
        ("2025.10", CvDate(2025, 10)),
        ("2014/06", CvDate(2014, 6)),
        ("2014-06-05", CvDate(2014, 6, 5)),
        ("2014.6.5", CvDate(2014, 6, 5)),
        ("2014/06/05", CvDate(2014, 6, 5)),
        ("2016-02-29", CvDate(2016, 2, 29)),
        ("2014 summer", CvDate(2014, season="summer")),
        ("Summer 2014", CvDate(2014, season="summer")),
        ("2014-spring", CvDate(2014, season="spring")),
        ("fall 2014", CvDate(2014, season="autumn")),
        ("Winter, 2014", CvDate(2014, season="winter")),
        ("present", CvDate(present=True)),
        ("NOW", CvDate(present=True)),
        ("  2014 ", CvDate(2014)),
    ],
)
def test_a_date_has_the_precision_that_was_written(text, expected):
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "14", "20145", "-2014", "2014-", "2014-06-", "2014-06/05", "2014-06-05-01",
        "2014-06-05T10:00", "201406", "2014-00", "2014-13", "2014-06-31", "2015-02-29", "0000",
        "2014 monsoon", "summer", "2014 2015", "2014-2015", "2014 – 2015", "Jun 2014", "06.2014",
        "1e3", "2014-06-00",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_mend(text):
    with pytest.raises(ValueError, match=r"is not (a date|in the calendar); \w+") as caught:
        parse_date(text)
    assert str(caught.value).startswith(f'"{text}"')


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("June 2014", "write 2014-06"),
        ("2014 sept", "write 2014-09"),
        ("5 May 2014", "write 2014-05"),
        ("12/2014", "write 2014-12"),
        ("1.2014", "write 2014-01"),
        ("13/2014", "write 2014, 2014-06, 2014-06-05, 2014 summer or present"),
        ("2014-2016", "write a range as two fields, start: 2014 and end: 2016"),
        ("Jun 2014 to Jul 2015", "write a range as two fields, start: 2014 and end: 2015"),
    ],
)
def test_the_mend_is_guessed_from_what_was_written(text, mend):
    with pytest.raises(ValueError, match="is not a date") as caught:
        parse_date(text)
    assert str(caught.value).endswith(f"; {mend}")


@pytest.mark.parametrize(
    "text", ["2014", "2014-06", "2014-06-05", "2014 summer", "present", "0987", "0987-01"]
)
def test_a_date_is_written_as_it_is_read(text):
    assert str(parse_date(text)) == text
