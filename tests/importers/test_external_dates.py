"""Dates and periods as people type them."""

import pytest

from cvkit.language.locale import catalogues, get_locale
from cvkit.language.read_dates import find_period, read_date
from cvkit.model import CvDate
from cvkit.model.dates import SEASONS


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Jan 2020", "2020-01"),
        ("September 2020", "2020-09"),
        ("Sept. 2020", "2020-09"),
        ("Sep 12, 2020", "2020-09-12"),
        ("12 septembre 2020", "2020-09-12"),
        ("12. März 2020", "2020-03-12"),
        ("12 de mayo de 2020", "2020-05-12"),
        ("2020.10", "2020-10"),
        ("03/2019", "2019-03"),
        ("2020年3月", "2020-03"),
        ("2020年", "2020"),
        ("May '24", "2024-05"),
        ("Summer 2014", "2014 summer"),
        ("2014 Fall", "2014 autumn"),
        ("2023-05-01", "2023-05-01"),
        ("1999", "1999"),
        ("Present", "present"),
        ("heute", "present"),
        ("Dez 2019", "2019-12"),
        ("fevrier 2019", "2019-02"),
        ("сентябрь 2019 г.", "2019-09"),
        ("по настоящее время", "present"),
        ("مارس ۲۰۱۹", "2019-03"),
        ("tháng 3/2019", "2019-03"),
        ("2019년 3월", "2019-03"),
        ("2019年春", "2019 spring"),
        ("Oct-2016", "2016-10"),
        ("25/12/2019", "2019-12-25"),
        ("12/25/2019", "2019-12-25"),
        ("03.04.2019", "2019-04-03"),
        ("03/04/2019", ""),
        ("13/13/2019", ""),
        ("2020-05-00", "2020-05"),
        ("2020-01-02T00:00:00Z", "2020-01-02"),
        ("when the project ends", ""),
        ("some day", ""),
        ("2020-02-31", ""),
    ],
)
def test_a_date_is_read(text, date):
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("text", "found", "fields"),
    [
        ("At X, Jan 2020 – Present", "Jan 2020 – Present", {"start": "2020-01", "end": "present"}),
        ("2019-2021", "2019-2021", {"start": "2019", "end": "2021"}),
        ("2017–18", "2017–18", {"start": "2017", "end": "2018"}),
        ("2017/18", "2017/18", {"start": "2017", "end": "2018"}),
        ("2017-10", "2017-10", {"date": "2017-10"}),
        ("2020.10 - ", "2020.10 - ", {"start": "2020-10"}),
        ("2022.02 - : Chief", "2022.02 - ", {"start": "2022-02"}),
        ("2018.05 - 2018.08: Intern", "2018.05 - 2018.08", {"start": "2018-05", "end": "2018-08"}),
        ("Jun. - Sep. 2018", "Jun. - Sep. 2018", {"start": "2018-06", "end": "2018-09"}),
        ("Expected May 2024", "Expected May 2024", {"date": "2024-05", "status": "expected"}),
        ("Sep 2023 - Jun 2028 (Expected)", "Sep 2023 - Jun 2028 (Expected)",
         {"start": "2023-09", "end": "2028-06", "status": "expected"}),
        ("(Sept. 2025 - Expected Dec. 2026)", "Sept. 2025 - Expected Dec. 2026",
         {"start": "2025-09", "end": "2026-12", "status": "expected"}),
        ("_June 2023 - Present_", "June 2023 - Present", {"start": "2023-06", "end": "present"}),
        ("seit März 2019", "seit März 2019", {"start": "2019-03"}),
        ("2020年3月 - 至今", "2020年3月 - 至今", {"start": "2020-03", "end": "present"}),
        ("Dec 2023 until now", "Dec 2023 until now", {"start": "2023-12", "end": "present"}),
        ("TOSEM'23 May. 2023", "May. 2023", {"date": "2023-05"}),
        ("2019/10 – 2021/02", "2019/10 – 2021/02", {"start": "2019-10", "end": "2021-02"}),
        ("с 2019 по 2021", "с 2019 по 2021", {"start": "2019", "end": "2021"}),
        ("2019年3月から", "2019年3月から", {"start": "2019-03"}),
        ("منذ 2019", "منذ 2019", {"start": "2019"}),
        ("New MacBook Pro 2019", "2019", {"date": "2019"}),
    ],
)  # fmt: skip
def test_a_period_is_found(text, found, fields):
    period = find_period(text)
    assert text[period.start : period.end] == found
    assert period.fields == fields


@pytest.mark.parametrize(
    "text",
    ["", "born 1815", "APSYS'22", "1920x1080", "5,000 users", "cost $2000", "12020", "2020x"],
)
def test_numbers_that_are_no_dates_are_left_alone(text):
    assert find_period(text) is None


@pytest.mark.parametrize("language", catalogues())
def test_what_a_locale_prints_is_read_again(language):
    dates = [CvDate(2019, month, day) for month in range(1, 13) for day in (None, 25)]
    seasons = [CvDate(2019, season=season) for season in SEASONS]
    for format_ in ("medium", "long", "numeric", "iso"):
        locale = get_locale(language, format_)
        for date in [*dates, *seasons, CvDate(present=True)]:
            if locale.date(date).startswith("kesä") and not date.season:
                continue  # in Finnish, the short form of June is the summer
            assert read_date(locale.date(date)) == str(date)


@pytest.mark.parametrize("language", catalogues())
def test_a_period_that_a_locale_prints_is_found(language):
    for format_ in ("long", "numeric", "iso"):
        locale = get_locale(language, format_)
        for month in range(1, 13):
            for end in (CvDate(2021, month), CvDate(present=True)):
                text = f"Acme, {locale.period(CvDate(2019, month), end)}: Engineer"
                assert find_period(text).fields == {"start": f"2019-{month:02d}", "end": str(end)}
