"""Themes for résumé parsers: what belongs to an entry is found in lines that follow one another."""

from __future__ import annotations

import pytest
from command import cvkit
from grouping import lines
from jobs import make_job

from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.theme.theme import find_theme, list_themes

ROOTS = (bundled_themes(),)
SHOWN = [t for name in list_themes(ROOTS) if not (t := find_theme(name, ROOTS)).abstract]
SAFE = [theme.name for theme in SHOWN if theme.parsers]
UNSAFE = [theme.name for theme in SHOWN if not theme.parsers]
CV = """
name: Ada Maria Lovelace
email: ada@lovelace.example
phone: +44 20 5550 123
sections:
  - kind: experience
    entries:
      - organization: Analytical Engines
        location: London
        position: Chief programmer
        start: 2021-03
        end: 2024-05
        highlights: [Wrote the first program that was ever published]
      - organization: Difference Works
        location: Turin
        position: Apprentice
        start: 2017
        end: 2020
        highlights: [Drew wheels and levers]
  - kind: education
    entries:
      - {institution: University of London, degree: BSc, area: Mathematics, start: 2013, end: 2017}
"""
# What parsers look for, each a piece of its own.
HEADS = [
    ("Analytical Engines", "Chief programmer", "2024"),
    ("Difference Works", "Apprentice", "2020"),
    ("University of London", "BSc in Mathematics", "2017"),
]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def grouped(tmp_path_factory):
    """Return the pieces of every line, by theme."""
    folder = tmp_path_factory.mktemp("parsers")
    source = folder / "ada.yaml"
    source.write_text(CV)
    jobs = [make_job(source, t.name, outputs=[("pdf", folder / f"{t.name}.pdf")]) for t in SHOWN]
    return {result.job.theme.name: lines(result.typeset.pdf) for result in render(jobs)}


def _flat(line):
    return " ".join(line).replace("\xa0", " ")


@pytest.mark.parametrize("theme", SAFE)
def test_the_name_is_one_piece(theme, grouped):
    # A narrow column may break it, but then at a line's end.
    parts = {"Ada", "Maria", "Lovelace"}
    names = [p for line in grouped[theme][:3] for p in line if parts & set(p.split())]
    assert " ".join(names) == "Ada Maria Lovelace"
    assert all(len(line) == 1 for line in grouped[theme][: len(names)])


@pytest.mark.parametrize("theme", SAFE)
def test_employer_position_and_dates_follow_one_another(theme, grouped):
    for employer, position, year in HEADS:
        first = next(n for n, line in enumerate(grouped[theme]) if employer in _flat(line))
        head = grouped[theme][first - 1 : first + 2]
        pieces = [piece for line in head for piece in line]
        assert employer in pieces
        assert position in pieces
        assert any(piece.endswith(year) for piece in pieces)


@pytest.mark.parametrize("theme", SAFE)
def test_a_section_title_has_its_line_to_itself(theme, grouped):
    titles = [line for line in grouped[theme] if line[0].casefold() in ("experience", "education")]
    assert [len(line) for line in titles] == [1, 1]


@pytest.mark.parametrize("theme", UNSAFE)
def test_a_theme_that_is_not_safe_is_marked(theme, tmp_path):
    listed = cvkit("themes", cwd=tmp_path).stdout.splitlines()
    (line,) = [line for line in listed if line.split()[0] == theme]
    assert line.endswith("(not for résumé parsers)")
    assert "group text into lines: no" in cvkit("themes", theme, cwd=tmp_path).stdout


@pytest.mark.parametrize("theme", SHOWN, ids=lambda theme: theme.name)
def test_a_bundled_theme_says_itself_whether_it_is_safe(theme):
    assert isinstance(theme.manifests[0]["theme"]["parsers"], bool)


def test_a_theme_answers_as_its_parent_unless_it_says_otherwise(tmp_path):
    for name, own in (("child", ""), ("other", "parsers = true\n")):
        (tmp_path / name).mkdir()
        text = f'[theme]\ninherit = "swiss"\n{own}'
        (tmp_path / name / "theme.toml").write_text(text)
    roots = (tmp_path, *ROOTS)
    assert [find_theme(name, roots).parsers for name in ("swiss", "child", "other")] == [
        False,
        False,
        True,
    ]
