"""Letters: under the head of the CV, in its theme, variants and languages."""

from __future__ import annotations

import re

import pytest
from conftest import Page
from jobs import make_job

from cvkit.apps.cli import cli
from cvkit.errors import InputError, UsageError
from cvkit.load.load import load, load_letter
from cvkit.pipeline.plan import plan
from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import Project, bundled_themes
from cvkit.pipeline.render import render
from cvkit.pipeline.request import Request
from cvkit.theme.theme import find_theme, list_themes

ROOTS = (bundled_themes(),)
THEMES = [n for n in list_themes(ROOTS) if not find_theme(n, ROOTS).abstract]
PERSON = """\
name: Ada Lovelace
headline: Mathematician
email: ada@example.org
options: {accent: "#112233"}
variants:
  industry: {headline: Engineer, tags: [industry]}
sections:
  - {kind: talks, entries: [{title: Qtalk, tags: industry}]}
"""
LETTER = """\
kind: letter
recipient: [Qone, Qtwo]
place: Qthree
date: 2026-03-02
subject: Qfour
opening: Qfive
body: |
  Qsix *Qseven* $x^2$.

  - Qeight
closing: Qnine
signed: Qten
postscript: Qeleven
enclosures: [Qtwelve, Qthirteen]
"""
WORDS = re.findall(r"Q[a-z]+", LETTER)


@pytest.fixture
def project(tmp_path):
    people = tmp_path / "people"
    people.mkdir()
    (people / "ada.yaml").write_text(PERSON)
    (people / "ada.acme.yaml").write_text(LETTER)
    (people / "ada.other.yaml").write_text("kind: letter\nbody: Hello\ntheme: plain\n")
    return Project(tmp_path)


def letter_job(project, name="acme", theme="modern", **choice):
    source = project.people_folder / "ada.yaml"
    return make_job(source, theme, ROOTS, (), (), letter=project.letter_of(source, name), **choice)


@pytest.mark.parametrize("theme", THEMES)
def test_everything_of_a_letter_is_on_the_page_in_its_order(project, theme):
    page = Page(build(letter_job(project, theme=theme)).html)
    places = [page.text.find(word) for word in ["Ada Lovelace", "Mathematician", *WORDS]]
    assert places == sorted(places)
    assert -1 not in places
    assert "March 2, 2026" in page.text
    assert "mailto:ada@example.org" in page.hrefs()
    assert "Qtalk" not in page.text
    assert [level for level, _ in page.headings] == [1, 2]


def test_a_letter_has_the_variant_the_language_and_the_redaction_of_its_cv(project):
    path = project.people_folder / "ada.acme.yaml"
    path.write_text(
        "kind: letter\nvariant: industry\nlanguage: zh\ndate: 2026-03\n"
        "body: {en: Ada asks, zh: Ada 询问}\npostscript: {text: More, tags: [industry]}\n"
    )
    page = Page(build(letter_job(project)).html)
    assert "Engineer" in page.text
    assert "Ada 询问" in page.text
    assert "2026年3月" in page.text
    assert "More" in page.text
    blind = build(letter_job(project, redact="blind")).html
    assert "Ada" not in blind
    assert "询问" in blind


def test_options_of_a_letter_win_over_those_of_the_cv(project):
    path = project.people_folder / "ada.acme.yaml"
    assert "--accent: #112233" in build(letter_job(project)).stylesheets[0]
    path.write_text(LETTER + 'options: {accent: "#445566"}\n')
    assert "--accent: #445566" in build(letter_job(project)).stylesheets[0]
    path.write_text(LETTER + "options: {acent: navy}\n")
    with pytest.raises(Exception, match=r'ada.acme.yaml:15:11: unknown option "acent"'):
        build(letter_job(project))


def test_a_letter_is_typeset_like_its_cv(project, tmp_path):
    source = project.people_folder / "ada.yaml"
    request = Request([source], tmp_path / "out", letters=["all"], formats=["pdf", "html"])
    jobs = plan(project, request)
    results = list(render(jobs))
    assert [r.error for r in results] == [None, None]
    assert [r.typeset.warnings for r in results] == [(), ()]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "ada-modern-letter-acme.html", "ada-modern-letter-acme.pdf",
        "ada-plain-letter-other.html", "ada-plain-letter-other.pdf",
    ]  # fmt: skip


def test_a_letter_is_no_person(project):
    assert [path.name for path in project.people()] == ["ada.yaml"]
    (project.people_folder / "bob.b.yaml").write_text("name: Bob\n")
    assert [path.name for path in project.people()] == ["ada.yaml", "bob.b.yaml"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("kind: letter\nbdoy: x\n", r':2:1: unknown field "bdoy"; did you mean "body"'),
        ("kind: letter\nsubject: x\n", r'the field "body" is missing'),
        ("kind: letter\nbody: x\nsignature: no.png\n", r':3:12: "no.png" not found'),
        ("kind: letter\nbody: x\nsignature: ../x.png\n", r"is outside of the folder"),
        ("kind: letter\nbody: x\ndate: soon\n", r":3:7: "),
        ("body: x\n", "this is not a letter"),
        ("- a\n", "this is not a letter"),
    ],
)
def test_a_fault_in_a_letter_is_told_at_its_place(tmp_path, content, message):
    path = tmp_path / "ada.acme.yaml"
    path.write_text(content)
    with pytest.raises(InputError, match=message):
        load_letter(path)


def test_a_letter_taken_for_a_cv_is_recognized(project):
    with pytest.raises(InputError, match="this is a letter, not a CV; render it with its CV"):
        load(project.people_folder / "ada.acme.yaml")


def test_an_unknown_letter_is_told_with_the_nearest(project):
    source = project.people_folder / "ada.yaml"
    with pytest.raises(UsageError, match=r'no letter "amce" of .*; did you mean "acme"'):
        project.letter_of(source, "amce")


def test_the_command_makes_a_letter(project, monkeypatch):
    monkeypatch.chdir(project.root)
    options = ["--letter", "acme", "--format", "html", "--quiet"]
    assert cli.main(["render", "ada", *options], standalone_mode=False) == 0
    assert (project.root / "build" / "ada-modern-letter-acme.html").is_file()


def test_validating_a_person_validates_the_letters(project, monkeypatch, capsys):
    monkeypatch.chdir(project.root)
    (project.people_folder / "ada.other.yaml").write_text("kind: letter\nbdoy: x\n")
    assert cli.main(["validate", "ada"], standalone_mode=False) == 1
    said = capsys.readouterr()
    assert said.out == "people/ada.yaml: valid\npeople/ada.acme.yaml: valid\n"
    assert 'people/ada.other.yaml:2:1: unknown field "bdoy"' in said.err
