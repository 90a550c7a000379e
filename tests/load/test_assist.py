"""Completion, explanations and corrections for editors."""

from __future__ import annotations

import pickle

import pytest

from cvkit.errors import InputError, Problem, meant
from cvkit.load.assist import Names, Setting, complete, fixes, hover
from cvkit.load.load import load
from cvkit.pipeline.assist import names_of
from cvkit.pipeline.project import Project
from cvkit.pipeline.unsaved import unsaved
from cvkit.pipeline.validate import validate

NAMES = Names(
    ("modern", "sidebar"),
    ("pdf", "docx"),
    ("de", "en"),
    {
        "accent": Setting("accent", "color", "Colour of titles.", ("navy", "teal")),
        "page_size": Setting("page_size", "choice", "", ("A4", "Letter")),
    },
)


def place(marked):
    """Return a text without its mark ``|``, and the line and column of that."""
    before, after = marked.split("|")
    return before + after, before.count("\n"), len(before) - before.rfind("\n") - 1


def proposed(marked):
    return complete(*place(marked), NAMES)


def labels(marked):
    return [item.label for item in proposed(marked)]


EXPERIENCE = "sections:\n  - kind: experience\n    entries:\n      - organization: X\n"


@pytest.mark.parametrize(
    ("marked", "first"),
    [
        ("head|", "headline"),
        ("sections:\n  - kind: exp|", "experience"),
        ("sections:\n- kind: exp|", "experience"),
        ("sections:\n  - ki|", "kind"),
        ("sections:\n  |", "- kind: summary"),
        ("sections:\n  - kind: skills\n    so|", "sort"),
        ("sections:\n  - kind: skills\n    sort: |", "newest"),
        (EXPERIENCE + "        pos|\n        start: 2020\n", "position"),
        (EXPERIENCE + "        end: |", "present"),
        (EXPERIENCE + "        highlights:\n          - la|", "label"),
        ("sections:\n  - kind: skills\n    groups:\n      - entries:\n        - na|", "name"),
        ("profiles:\n  - network: link|", "LinkedIn"),
        ("profiles:\n  - {network: GitHub, user|", "username"),
        ("options:\n  acc|", "accent"),
        ("options: {accent: te|", "teal"),
        ("variants:\n  short:\n    theme: side|", "sidebar"),
        ("variants:\n  short:\n    theme: [modern, side|", "sidebar"),
        ("variants:\n  a: {}\n  b:\n    extends: |", "a"),
        ("variants:\n  a:\n    omit: [sk|\nsections:\n  - kind: skills\n", "skills"),
        ("variants:\n  a:\n    tags: |\nsections:\n  - kind: skills\n    tags: [long]\n", "long"),
        ("language: d|", "de"),
        ("kind: letter\nsub|", "subject"),
    ],
)
def test_what_is_proposed_first(marked, first):
    assert labels(marked)[0] == first


@pytest.mark.parametrize(
    "marked",
    [
        "name: Ada |",
        "name: Ada # na|",
        "sections:\n  - kind: summary\n    text: >-\n      Now na|",
        "nonsense:\n  na|",
        "options: {nonsense: na|",
    ],
)
def test_nothing_is_proposed_in_texts_and_unknown_places(marked):
    assert [label for label in labels(marked) if "na" in label] == []


def test_fields_that_are_there_are_not_proposed_again():
    assert "headline" in labels("name: Ada\n|\n")
    assert "name" not in labels("name: Ada\n|\n")
    assert "position" not in labels(EXPERIENCE + "        |\n        position: Y\n")


def test_a_proposal_has_its_place_type_and_meaning():
    item = proposed("name: Ada\nsections:\n  - kind: experience\n    ent|")[0]
    assert (item.insert, item.start, item.kind) == ("entries:", 4, "field")
    assert item.detail == "list of ExperienceEntry"
    assert item.documentation == "The entries, in your order."


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("na|me: Ada", "Your name, as printed."),
        ("sections:\n  - kind: ski|lls", "Skills"),
        ("profiles:\n  - network: Git|Hub", "https://github.com/"),
        ("options:\n  acc|ent: navy", "Colour of titles."),
        (EXPERIENCE + "        loca|tion: X", "Place"),
    ],
)
def test_what_a_place_means(marked, words):
    assert words in hover(*place(marked), NAMES).text


def test_a_text_has_no_explanation():
    assert hover(*place("name: A|da")) is None
    assert hover(*place("options:\n  nonsense|: x"), NAMES) is None


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("nmae: Ada\n", "name: Ada\n"),
        ("name:Ada\nheadline: x\n", "name: Ada\nheadline: x\n"),
        ("headline: *Nurse*\n", 'headline: "*Nurse*"\n'),
        ("sections:\n  - kind: experiance\n", "sections:\n  - kind: experience\n"),
        (EXPERIENCE + "        start: enero 2019\n", EXPERIENCE + "        start: 2019-01\n"),
        (EXPERIENCE.replace("organization", "company"), EXPERIENCE),
        ("language: spanish\n", "language: es\n"),
    ],
)
def test_a_correction_makes_the_file_valid(tmp_path, text, corrected):
    path = tmp_path / "ada.yaml"
    path.write_text(text)
    with pytest.raises(InputError) as error:
        load(path)
    fix = next(fix for problem in error.value.problems for fix in fixes(problem))
    lines = text.splitlines(keepends=True)
    line = lines[fix.line]
    lines[fix.line] = line[: fix.start] + fix.text + line[fix.end :]
    assert "".join(lines) == corrected
    path.write_text(corrected)
    load(path)


def test_the_themes_of_a_project_are_proposed(tmp_path):
    names = names_of(Project(tmp_path))
    assert "modern" in names.themes
    assert "base" not in names.themes
    assert names.options["accent"].type == "color"
    assert "A4" in names.options["page_size"].values
    assert {"pdf", "docx"} <= set(names.formats)
    assert {"en", "zh"} <= set(names.languages)


def test_unsaved_text_is_validated(tmp_path):
    path = tmp_path / "ada.yaml"
    path.write_text("name: Ada\n")
    with unsaved({path: "name: Ada\noptions: {accent: nonsense}\n"}):
        (result,) = validate(Project(tmp_path), path)
    assert [(problem.line, problem.file) for problem in result.errors] == [(2, str(path))]
    (result,) = validate(Project(tmp_path), path)
    assert result.errors == ()


def test_a_file_that_is_not_saved_yet_is_validated(tmp_path):
    path = tmp_path / "new.yaml"
    with unsaved({path: "nmae: Ada\n"}):
        (result,) = validate(Project(tmp_path), path)
    assert [problem.code for problem in result.errors] == ["unknown-field"]


def test_a_correction_survives_the_way_between_processes():
    sent = pickle.loads(pickle.dumps(Problem("f", "m", 1, 1, hint=meant("name", "nmae"))))
    assert (sent.hint, sent.hint.replacement) == ('did you mean "name"?', "name")
