"""Codes of problems: what kind of problem it is does not depend on how it is worded."""

from __future__ import annotations

import pytest

from cvkit.errors import CvkitError, InvalidValueError
from cvkit.importers import IMPORTERS
from cvkit.importers.kit.repair import PLACEHOLDER, repair
from cvkit.load.load import load
from cvkit.load.serialize import to_plain
from cvkit.model import cv, entries, parts
from cvkit.model.invalid import invalid
from cvkit.pipeline.project import bundled_themes
from cvkit.source.text import Source
from cvkit.theme.theme import find_theme, set_options


@pytest.fixture
def reworded(monkeypatch):
    """Give every problem of a file and every error of an item another wording."""
    problem = Source.problem

    def other(self, message, *args, hint="", **fields):
        return problem(self, "Lorem ipsum", *args, hint="dolor", **fields)

    monkeypatch.setattr(Source, "problem", other)
    for module in (cv, entries, parts):
        monkeypatch.setattr(module, "invalid", lambda code, *_: invalid(code, "Lorem", "ipsum"))


def one_section(kind, entry):
    fixed, notes = repair({"sections": [{"kind": kind, "entries": [entry]}]})
    return to_plain(fixed)["sections"][0]["entries"][0], notes


@pytest.mark.usefixtures("reworded")
def test_an_import_keeps_the_range_and_moves_the_date_however_the_error_is_worded():
    given = {"organization": "Acme", "date": "2020", "start": "2019", "end": "2021"}
    entry, (note,) = one_section("experience", given)
    assert (str(entry["start"]), str(entry["end"])) == ("2019", "2021")
    assert "2020" in entry["extra"]["date"]
    assert note.message.startswith("Lorem")


@pytest.mark.usefixtures("reworded")
def test_an_import_moves_the_position_beside_positions_however_the_error_is_worded():
    given = {"organization": "Acme", "position": "Cook", "positions": [{"position": "Chef"}]}
    entry, _ = one_section("experience", given)
    assert entry["positions"]
    assert "position" not in entry
    assert "Cook" in str(entry["extra"])


@pytest.mark.usefixtures("reworded")
def test_an_import_fills_in_the_head_of_an_entry_however_the_error_is_worded():
    entry, _ = one_section("experience", {"summary": "Cooked."})
    assert entry["organization"] == PLACEHOLDER


@pytest.mark.usefixtures("reworded")
def test_an_import_lets_comments_stand_in_foreign_yaml_however_the_problem_is_worded():
    text = b"cv:\n  name: Ada #1\n"
    draft = IMPORTERS["rendercv"].read("x.yaml", text)
    assert draft.data["name"] == "Ada"
    assert "Lorem ipsum" in [note.message for note in draft.notes]


BROKEN = {
    "nam: Ada": "unknown-field",
    "sections: [{kind: awards, entries: [{date: 2014}]}]": "missing-field",
    "sections: [{kind: hobbies}]": "unknown-kind",
    "sections: [{entries: []}]": "missing-kind",
    "updated: soon": "invalid-date",
    "updated: 2014-13-01": "invalid-date",
    "email: ada": "invalid-email",
    "url: a b": "invalid-url",
    "url: javascript:x": "forbidden-link",
    "headline: $\\frac$": "invalid-formula",
    "headline: {text: Cook, tag: x}": "unknown-text-field",
    "headline: {en: Cook, xx: Koch}": "invalid-language",
    "headline: {text: {en: Cook, xx: Koch}, tags: [a]}": "invalid-language",
    "headline: {en: Cook, de: $\\frac$}": "invalid-formula",
    "headline: [a]": "wrong-type",
    'name: ""': "empty-text",
    "photo: ada.png": "missing-file",
    "photo: ../ada.png": "file-outside-folder",
    "photo: cv.yaml": "invalid-picture",
    "headline: Cook #1": "comment-in-text",
    "headline: a\nheadline: b": "duplicate-field",
    "headline: *x": "unknown-alias",
    "headline: !x y": "forbidden-tag",
    "include: other.yaml": "invalid-include",
    "variants: {a: {tags: [x]}}": "unknown-tag",
    "headline: 'a": "yaml-syntax",
    "sections: [{kind: skills, entries: [{level: good}]}]": "empty-item",
}


@pytest.mark.parametrize(("text", "code"), BROKEN.items(), ids=BROKEN)
def test_a_problem_of_a_file_has_its_code(tmp_path, text, code):
    file = tmp_path / "cv.yaml"
    name = "" if "name:" in text.split("\n")[0][:5] else "name: Ada\n"
    file.write_text(f"{name}{text}\n", "utf-8")
    with pytest.raises(CvkitError) as caught:
        load(file)
    assert code in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("acent", "red", "unknown-option"), ("accent", "?", "invalid-option")],
)
def test_a_problem_of_an_option_has_its_code(name, value, code):
    with pytest.raises(CvkitError) as caught:
        set_options(find_theme("modern", [bundled_themes()]), {"--set": {name: value}})
    assert [problem.code for problem in caught.value.problems] == [code]


def test_the_hint_of_a_value_may_hold_semicolons_as_its_message_may():
    error = InvalidValueError("a; b", "c; d", "x")
    assert (error.message, error.hint, error.code) == ("a; b", "c; d", "x")
    assert str(error) == "a; b; c; d"
