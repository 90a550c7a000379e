"""JSON Resume out: valid for others, and whole for cvkit."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from cvs import cvs
from hypothesis import HealthCheck, given, settings

from cvkit.export import EXPORTERS
from cvkit.export.jsonresume import to_json
from cvkit.importers import IMPORTERS
from cvkit.importers.kit.repair import repair
from cvkit.importers.resumes.jsonresume import normal
from cvkit.load.load import load
from cvkit.model import CV
from cvkit.select import choose

DATA = Path(__file__).parents[1] / "data"
PEOPLE = sorted((Path(__file__).parents[2] / "people").glob("*.yaml"))
SCHEMA = json.loads((DATA / "jsonresume-schema.json").read_text("utf-8"))


def document(data):
    """Export a CV that is given as data."""
    cv = data if isinstance(data, CV) else CV.model_validate(data)
    chosen = choose(cv)
    result = json.loads(to_json(chosen.whole))
    jsonschema.validate(result, SCHEMA, cls=jsonschema.Draft7Validator)
    return result


def back(result):
    """Import a document again, as a plain tree."""
    draft = IMPORTERS["jsonresume"].read("resume.json", json.dumps(result).encode())
    return normal(repair(draft.data)[0])


def section(kind, *entries, **fields):
    return {"name": "Ada", "sections": [{"kind": kind, "entries": list(entries), **fields}]}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda path: path.stem)
def test_the_people_come_back_as_they_were(person):
    cv = load(person)
    result = document(cv)
    assert back(result) == normal(cv)
    data = json.dumps(result).encode()
    assert IMPORTERS["jsonresume"].read("resume.json", data).notes == ()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cvs())
def test_any_cv_comes_back_as_it_was(cv):
    result, expected = back(document(cv)), normal(cv)
    assert result == expected


def test_the_format_is_named_json():
    assert (EXPORTERS["json"].needs, EXPORTERS["json"].suffix) == ("cv", ".json")


def test_a_plain_cv_needs_nothing_of_our_own():
    result = document(section("experience", {
        "organization": "Acme", "position": "Engineer", "start": "2014-06", "end": "2016",
        "location": "Oslo", "url": "acme.example", "summary": "What *I* did.",
        "highlights": ["One", "**Two**"],
    }))  # fmt: skip
    assert "meta" in result  # the address without its scheme
    assert result["work"] == [{
        "name": "Acme", "position": "Engineer", "location": "Oslo",
        "url": "https://acme.example", "startDate": "2014-06", "endDate": "2016",
        "summary": "What *I* did.", "highlights": ["One", "**Two**"],
    }]  # fmt: skip
    assert "meta" not in document(
        section("skills", {"name": "Rust", "keywords": ["tokio", "axum"]})
    )


def test_the_head_is_filled_for_other_tools():
    result = document({
        "name": "Ada Lovelace", "headline": "*Analyst*",
        "email": ["a@example.org", "b@example.org"],
        "phone": "+44 1", "url": "ada.example", "location": "London",
        "profiles": [{"network": "GitHub", "username": "ada"}], "extra": {"Licence": "B"},
        "sections": [{"kind": "summary", "text": "Writes **programs**."}],
    })  # fmt: skip
    assert result["basics"] == {
        "name": "Ada Lovelace", "label": "Analyst", "email": "a@example.org", "phone": "+44 1",
        "url": "https://ada.example", "summary": "Writes **programs**.",
        "location": {"city": "London"},
        "profiles": [{"network": "GitHub", "username": "ada", "url": "https://github.com/ada"}],
        "Licence": "B",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("date", "shown"),
    [("2014 summer", "2014"), ("2014-06-05", "2014-06-05"), ("0800", None), ("present", None)],
)
def test_dates_are_written_as_the_schema_has_them(date, shown):
    (item,) = document(section("awards", {"title": "Prize", "date": date}))["awards"]
    assert item.get("date") == shown


def test_a_single_date_of_a_job_is_its_start_and_its_end():
    (job,) = document(section("experience", {"organization": "Acme", "date": "2014"}))["work"]
    assert (job["startDate"], job["endDate"]) == ("2014", "2014")


def test_each_position_is_a_job_for_others():
    jobs = document(section("experience", {
        "organization": "Acme", "location": "Oslo",
        "positions": [{"position": "Lead", "start": "2016"}, {"position": "Junior", "end": "2016"}],
        "projects": [{"name": "Rocket", "date": "2015"}],
    }))  # fmt: skip
    assert [(job["name"], job["position"]) for job in jobs["work"]] == [
        ("Acme", "Lead"), ("Acme", "Junior")]  # fmt: skip
    assert jobs["projects"][0]["entity"] == "Acme"


def test_bullets_in_bullets_are_bullets_one_after_another():
    (job,) = document(section("experience", {"organization": "Acme", "highlights": [
        {"label": "Speed", "text": "twice", "keywords": ["a", "b"],
         "links": [{"label": "paper", "url": "p.example"}], "highlights": ["below"]},
    ]}))["work"]  # fmt: skip
    assert job["highlights"] == ["**Speed:** twice a, b [paper](https://p.example)", "below"]


@pytest.mark.parametrize(
    ("kind", "entry", "key", "item"),
    [
        ("teaching", {"course": "Logic", "position": "TA", "institution": "MIT"}, "work",
         {"name": "MIT", "position": "TA", "description": "Logic"}),
        ("service", {"organization": "ICML", "role": "Reviewer"}, "volunteer",
         {"organization": "ICML", "position": "Reviewer"}),
        ("talks", {"title": "On engines", "event": "Expo"}, "publications",
         {"name": "On engines", "publisher": "Expo"}),
        ("patents", {"title": "Loom", "office": "EPO"}, "publications",
         {"name": "Loom", "publisher": "EPO"}),
        ("grants", {"title": "Engines", "funder": "Crown"}, "awards",
         {"title": "Engines", "awarder": "Crown"}),
        ("custom", {"title": "Garden", "summary": "Roses"}, "projects",
         {"name": "Garden", "description": "Roses"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_kinds_that_json_resume_does_not_know_go_where_they_come_nearest(kind, entry, key, item):
    data = section(kind, entry)
    result = document(data)
    assert result[key] == [item]
    assert back(result)["sections"] == data["sections"]


def test_entries_that_were_put_under_years_are_put_back():
    data = section("talks", {"title": "A", "date": "2021"}, {"title": "B", "date": "2020-05"},
                   {"title": "C", "start": "2019", "end": "2020"}, group_by="year")  # fmt: skip
    assert back(document(data)) == data


# What others edited


@pytest.fixture
def rich():
    return {"name": "Ada", "language": "de", "options": {"accent": "#a40000"}, "sections": [
        {"kind": "experience", "title": "Stations", "entries": [
            {"organization": "Acme", "position": "Lead", "start": "2014 summer",
             "badges": ["Star"]},
            {"organization": "Bolt", "position": "Junior", "tagline": "Screws", "end": "2014"},
        ]},
        {"kind": "custom", "title": "Garden", "entries": [{"title": "Roses", "note": "red"}]},
    ]}  # fmt: skip


def test_an_edit_elsewhere_wins_and_the_rest_is_kept(rich):
    edited = document(rich)
    edited["basics"]["name"] = "Ada King"
    edited["work"][0]["position"] = "Chief"
    rich["name"] = "Ada King"
    rich["sections"][0]["entries"][0]["position"] = "Chief"
    assert back(edited) == normal(CV.model_validate(rich))


def test_an_edited_date_wins_over_the_season_that_was_kept(rich):
    edited = document(rich)
    edited["work"][0]["startDate"] = "2015"
    entry = back(edited)["sections"][0]["entries"][0]
    assert (entry["start"], entry["badges"]) == ("2015", ["Star"])


def test_jobs_that_were_added_or_deleted_elsewhere_are_added_or_deleted(rich):
    edited = document(rich)
    edited["work"] = [{"name": "New", "position": "CTO"}, edited["work"][1]]
    first, second = back(edited)["sections"][0]["entries"]
    assert first == {"organization": "New", "position": "CTO"}
    assert second == rich["sections"][0]["entries"][1]


def test_an_edit_of_what_stands_under_another_name_wins_too(rich):
    rich["sections"][1]["entries"][0]["summary"] = "Of the garden."
    edited = document(rich)
    edited["projects"][0]["description"] = "Of the park."
    garden = back(edited)["sections"][1]
    assert garden["kind"] == "custom"
    assert garden["entries"] == [{"title": "Roses", "note": "red", "summary": "Of the park."}]


def test_what_was_renamed_elsewhere_keeps_what_json_resume_does_not_show(rich):
    edited = document(rich)
    edited["projects"][0]["name"] = "Tulips"
    assert back(edited)["sections"][1]["entries"] == [{"title": "Tulips", "note": "red"}]


def test_what_was_replaced_elsewhere_is_new(rich):
    rich["sections"][1]["entries"][0]["summary"] = "Of the garden."
    edited = document(rich)
    edited["projects"][0] = {"name": "Tulips", "description": "Of the park."}
    garden = back(edited)["sections"][1]["entries"]
    assert garden == [{"title": "Tulips", "summary": "Of the park."}]


@pytest.mark.parametrize(
    "complement", [5, [], {"cv": 5}, {"cv": {"name": ["a"]}}, {"cv": {"x": 1}}]
)
def test_a_broken_complement_is_as_none(rich, complement):
    edited = document(rich) | {"meta": {"cvkit": complement}}
    bare = {key: value for key, value in edited.items() if key != "meta"}
    assert back(edited)["sections"] == back(bare)["sections"]


def test_a_label_that_looks_like_a_language_is_a_label():
    data = section("talks", {"title": "A", "extra": {"to": ["everybody"]}})
    assert back(document(data)) == data
