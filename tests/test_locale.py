"""Locales: dates, ranges and words in the language of a CV."""

from __future__ import annotations

import tomllib

import pytest

from cvkit.locale import get_locale
from cvkit.model import parse_date


def spaced(text):
    return text.replace("\xa0", " ").replace("\u2009", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "style", "year", "month", "day"),
    [
        ("en", "medium", "2014", "Jun 2014", "Jun 5, 2014"),
        ("en", "long", "2014", "June 2014", "June 5, 2014"),
        ("en", "numeric", "2014", "6/2014", "6/5/2014"),
        ("en", "year", "2014", "2014", "2014"),
        ("en", "iso", "2014", "2014-06", "2014-06-05"),
        ("en-GB", "medium", "2014", "Jun 2014", "5 Jun 2014"),
        ("de", "medium", "2014", "Juni 2014", "5. Juni 2014"),
        ("de", "numeric", "2014", "6/2014", "5.6.2014"),
        ("de-CH", "long", "2014", "Juni 2014", "5. Juni 2014"),
        ("fr", "long", "2014", "juin 2014", "5 juin 2014"),
        ("zh", "medium", "2014年", "2014年6月", "2014年6月5日"),
        ("zh-Hans", "iso", "2014", "2014-06", "2014-06-05"),
        ("ja", "long", "2014年", "2014年6月", "2014年6月5日"),
    ],
)
def test_dates_follow_the_language_and_the_format(language, style, year, month, day):
    locale = get_locale(language, style)
    dates = [spaced(locale.date(parse_date(text))) for text in ("2014", "2014-06", "2014-06-05")]
    assert dates == [year, month, day]


@pytest.mark.parametrize(
    ("language", "season", "present"),
    [
        ("en", "Summer 2014", "present"),
        ("zh", "2014年夏", "至今"),
        ("xx", "Summer 2014", "present"),
    ],
)
def test_seasons_and_the_present_are_words(language, season, present):
    locale = get_locale(language)
    assert spaced(locale.date(parse_date("2014 summer"))) == season
    assert locale.date(parse_date("present")) == present


@pytest.mark.parametrize("style", ["medium", "long", "numeric"])
@pytest.mark.parametrize("language", ["en", "de", "fr", "zh", "cs"])
def test_a_date_does_not_break(language, style):
    for text in ("2014-06-05", "2014-06", "2014 summer"):
        assert " " not in get_locale(language, style).date(parse_date(text))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2014", "2016", "2014–2016"),
        ("2014", "present", "2014 – present"),
        ("2014", None, "2014 – present"),
        ("2014-06", "2016-07", "Jun 2014 – Jul 2016"),
        ("2014-06", None, "Jun 2014 – present"),
        ("2014 summer", "2016", "Summer 2014 – 2016"),
        ("2014-06", "2014-06", "Jun 2014"),
        ("2014", "2014", "2014"),
        (None, "2016", "2016"),
        (None, "present", "present"),
        (None, None, ""),
    ],
)
def test_a_range_runs_from_start_to_end(start, end, expected):
    dates = [parse_date(text) if text else None for text in (start, end)]
    assert spaced(get_locale("en").period(*dates)) == expected


def test_a_range_within_what_is_printed_is_one_date():
    """June to July of one year is that year where years are printed only."""
    period = get_locale("en", "year").period(parse_date("2014-06"), parse_date("2014-07"))
    assert period == "2014"


@pytest.mark.parametrize(
    ("language", "experience", "vol"),
    [
        ("en", "Experience", "Vol."),
        ("en_US", "Experience", "Vol."),
        ("zh", "工作经历", "卷"),
        ("ZH-Hans-CN", "工作经历", "卷"),
        ("xx", "Experience", "Vol."),
        ("tlh-piqaD", "Experience", "Vol."),
    ],
)
def test_words_come_from_the_catalogue_and_else_are_english(language, experience, vol):
    locale = get_locale(language)
    assert (locale.sections["experience"], locale.words["volume"]) == (experience, vol)


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("xx", "ltr")]
)
def test_the_direction_is_the_languages(language, direction):
    assert get_locale(language).direction == direction


def test_every_catalogue_has_all_words_and_no_others(root):
    english, *others = (
        tomllib.loads(path.read_text("utf-8"))
        for path in sorted((root / "cvkit" / "locales").glob("*.toml"))
    )
    assert others
    for catalogue in others:
        assert catalogue.keys() == english.keys()
        for table, words in english.items():
            assert catalogue[table].keys() == words.keys()


def test_every_kind_of_section_has_a_title_to_be_printed(root):
    from cvkit.load.explain import _kinds

    assert set(_kinds()) == get_locale("en").sections.keys()
