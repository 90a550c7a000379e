"""Select: what is to be shown of a CV, in its groups."""

from __future__ import annotations

import pytest

from cvkit.model import CV
from cvkit.select import select


def selected(*entries, **fields):
    section = {"kind": "talks", "title": "Talks", "group_by": "year", "entries": entries, **fields}
    (only,) = select(CV.model_validate({"sections": [section]})).sections
    return only


def groups(section):
    return [(group.title, [entry.title for entry in group.entries]) for group in section.groups]


def test_without_group_by_a_cv_stays_as_it_is():
    entries = [{"title": "A", "date": "2020"}, {"title": "B", "date": "2019"}]
    section = {"kind": "talks", "entries": entries, "groups": [{"title": "G", "entries": entries}]}
    cv = CV.model_validate({"name": "Ada", "sections": [section]})
    assert select(cv) == cv


def test_entries_stand_under_their_years_in_the_order_of_the_file():
    section = selected(
        {"title": "A", "date": "2021-05"},
        {"title": "B", "date": "2021"},
        {"title": "C", "date": "2019 summer"},
        {"title": "D", "date": "2020-01-02"},
    )
    assert section.entries == ()
    assert groups(section) == [("2021", ["A", "B"]), ("2019", ["C"]), ("2020", ["D"])]


def test_a_year_stands_once_though_its_entries_are_apart():
    section = selected(
        {"title": "A", "date": "2021"},
        {"title": "B", "date": "2020"},
        {"title": "C", "date": "2021"},
    )
    assert groups(section) == [("2021", ["A", "C"]), ("2020", ["B"])]


@pytest.mark.parametrize(
    ("date", "kept"),
    [
        ("2021", None),
        ("2021-05", "2021-05"),
        ("2021-05-06", "2021-05-06"),
        ("2021 summer", "2021 summer"),
    ],
)
def test_a_date_which_the_heading_gives_is_not_repeated(date, kept):
    (group,) = selected({"title": "A", "date": date}).groups
    (entry,) = group.entries
    assert (str(entry.date) if entry.date else None) == kept


@pytest.mark.parametrize(
    ("dates", "year"),
    [
        ({"start": "2019", "end": "2021"}, "2021"),
        ({"end": "2021-02"}, "2021"),
        ({"start": "2019"}, "2019"),
        ({"start": "2019", "end": "present"}, "2019"),
        ({}, ""),
    ],
)
def test_a_range_stands_under_its_end_or_else_under_its_start(dates, year):
    section = selected({"title": "A", **dates})
    assert groups(section) == [(year, ["A"])]
    (entry,) = section.groups[0].entries
    assert {k: str(getattr(entry, k)) for k in dates} == dates


def test_what_belongs_to_the_section_is_not_repeated_in_its_years():
    section = selected(
        {"title": "A", "date": "2021"}, {"title": "B", "date": "2020"},
        icon="star", note="N", text="T",
    )  # fmt: skip
    assert (section.title, section.icon, section.note, section.text) == ("Talks", "star", "N", "T")
    for group in section.groups:
        assert (group.kind, group.icon, group.note, group.text) == ("talks", None, None, None)


def test_groups_of_ones_own_follow_the_years_and_are_grouped_themselves():
    own = {"title": "Own", "group_by": "year", "entries": [{"title": "B", "date": "2020"}]}
    section = selected({"title": "A", "date": "2021"}, groups=[own])
    assert [group.title for group in section.groups] == ["2021", "Own"]
    assert groups(section.groups[1]) == [("2020", ["B"])]


def test_a_section_without_entries_has_nothing_to_group():
    section = {"kind": "summary", "text": "T", "group_by": "year"}
    cv = CV.model_validate({"sections": [section]})
    assert select(cv) == cv
