"""Words that a file or a project overrides."""

from __future__ import annotations

import pytest
from command import cvkit

from cvkit.errors import InputError
from cvkit.language.catalogue import catalogue, find_word, word_names
from cvkit.language.locale import get_locale, locale_of
from cvkit.load.load import load
from cvkit.pipeline.api import Project, render, select
from cvkit.pipeline.validate import validate_settings

ENTRY = """
sections:
  - kind: education
    entries:
      - {institution: X, degree: B.Sc., area: Physics, score: 1.0, start: 2020, end: 2021}
"""


def person(folder, text, name="ada.yaml"):
    path = folder / name
    path.write_text(f"name: Ada\n{text}")
    return path


def text_of(path, **settings):
    return render(path, format="text", **settings).decode()


def test_every_word_has_one_name():
    names = [name for _, name, _ in word_names()]
    assert len(set(names)) == len(names)
    for table, texts in catalogue("en").items():
        for name, text in texts.items():
            if text:
                assert find_word(name) == (table, name)
                assert find_word(text.upper()) is not None


@pytest.mark.parametrize("name", ["score", "GPA", "gpa"])
def test_a_word_is_overridden_by_its_name_or_its_english_text(tmp_path, name):
    path = person(tmp_path, f"words: {{{name}: Note, education: School}}{ENTRY}")
    text = text_of(path)
    assert "Note: 1.0" in text
    assert "GPA" not in text
    assert "SCHOOL" in text.upper()


def test_a_phrase_keeps_its_places_in_any_order(tmp_path):
    path = person(tmp_path, f"words: {{degree: '{{area}} / {{degree}}'}}{ENTRY}")
    assert "Physics / B.Sc." in text_of(path)


def test_words_by_language(tmp_path):
    path = person(tmp_path, f"words: {{GPA: {{en: Mark, de: Endnote}}}}{ENTRY}")
    assert "Mark: 1.0" in text_of(path)
    assert "Endnote: 1.0" in text_of(path, language="de")


def test_a_word_of_the_project_is_overridden_by_that_of_a_file(tmp_path):
    (tmp_path / "people").mkdir()
    (tmp_path / "cvkit.yaml").write_text("words: {score: Mark, education: School}\n")
    plain = person(tmp_path / "people", ENTRY)
    own = person(tmp_path / "people", f"words: {{GPA: Note}}{ENTRY}", "eve.yaml")
    assert "Mark: 1.0" in text_of(plain)
    assert "Note: 1.0" in text_of(own)
    assert "SCHOOL" in text_of(own).upper()


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("scroe: Note", "unknown-word", "score"),
        ("degree: '{degre} of {area}'", "invalid-word", ""),
        ("degree: '{degree'", "invalid-word", ""),
        ("score: '{x}'", "invalid-word", ""),
        ("degree: {en: '{degree} {area}', de: '{degree}'}", "invalid-word", ""),
    ],
)
def test_a_wrong_word_is_reported_with_its_place(tmp_path, line, code, hint):
    with pytest.raises(InputError) as error:
        load(person(tmp_path, f"words:\n  {line}\n"))
    (problem,) = error.value.problems
    assert (problem.line, problem.code) == (3, code)
    assert hint in problem.hint


def test_settings_of_a_project_are_validated(tmp_path):
    (tmp_path / "people").mkdir()
    settings = tmp_path / "cvkit.yaml"
    assert list(validate_settings(Project(tmp_path))) == []
    for text in ("# theme: modern\n", "theme: modern\n"):
        settings.write_text(text)
        (valid,) = validate_settings(Project(tmp_path))
        assert valid.errors == ()
    settings.write_text("words: {GPAA: x}\nthem: modern\n")
    (found,) = validate_settings(Project(tmp_path))
    assert {(each.line, each.code) for each in found.errors} == {(2, "unknown-field")}
    settings.write_text("words: {GPAA: x}\n")
    (found,) = validate_settings(Project(tmp_path))
    assert [each.code for each in found.errors] == ["unknown-word"]
    settings.write_text("words: {GPA: x}\ntheme: modren\noutput: ../x\n")
    (found,) = validate_settings(Project(tmp_path))
    assert [(each.line, each.code) for each in found.errors] == [
        (2, "unknown-theme"),
        (3, "invalid-output"),
    ]


def test_words_do_not_change_the_catalogue(tmp_path):
    cv = select(load(person(tmp_path, "words: {score: Note}\n")))
    assert locale_of(cv).words["score"] == "Note"
    assert get_locale("en").words["score"] == "GPA"


def test_a_word_of_the_project_is_printed_after_it_changed(tmp_path):
    (tmp_path / "people").mkdir()
    person(tmp_path / "people", ENTRY)
    for word in ("", "Mark", "Note"):
        if word:
            (tmp_path / "cvkit.yaml").write_text(f"words: {{GPA: {word}}}\n")
        assert cvkit("render", "-f", "text", cwd=tmp_path).returncode == 0
        text = (tmp_path / "build" / "ada-modern.txt").read_text()
        assert f"{word or 'GPA'}: 1.0" in text
