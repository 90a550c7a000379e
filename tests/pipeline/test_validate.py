"""Validating: everything that rendering would refuse is reported before, with its place."""

from __future__ import annotations

import pytest

from cvkit.errors import CvkitError
from cvkit.pipeline.plan import plan
from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import Project
from cvkit.pipeline.request import Request
from cvkit.pipeline.validate import validate

PERSON = "name: Grace Hopper\n"


@pytest.fixture
def results(tmp_path):
    """Return the results of a person's file and a letter's, whose texts are given."""

    def run(text, letter=""):
        (tmp_path / "people").mkdir(exist_ok=True)
        source = tmp_path / "people" / "grace.yaml"
        source.write_text(text, "utf-8")
        if letter:
            source.with_name("grace.navy.yaml").write_text(letter, "utf-8")
        return list(validate(Project(tmp_path), source))

    return run


def places(problems):
    return [(problem.line, problem.column, problem.code) for problem in problems]


VARIANT = PERSON + "variants:\n  short:\n    "
REFUSED = {
    "a choice": (PERSON + "options:\n  page_size: A44\n", (3, 3, "invalid-option")),
    "a flag": (PERSON + "options:\n  justify: perhaps\n", (3, 3, "invalid-option")),
    "a colour": (PERSON + "options:\n  accent: bleu\n", (3, 3, "invalid-option")),
    "a size": (PERSON + "options:\n  font_size: 90pt\n", (3, 3, "invalid-option")),
    "a margin": (PERSON + "options:\n  margin_side: -2mm\n", (3, 3, "invalid-option")),
    "a factor": (PERSON + "options:\n  line_height: 0\n", (3, 3, "invalid-option")),
    "a name": (PERSON + "options:\n  fontsize: 9pt\n", (3, 3, "unknown-option")),
    "a theme": (VARIANT + "theme: [classic, clasic]\n", (4, 22, "unknown-theme")),
    "a lone theme": (VARIANT + "theme: clasic\n", (4, 5, "unknown-theme")),
    "a format": (VARIANT + "formats: [pdf, word95]\n", (4, 20, "")),
    "an option of another theme": (
        VARIANT + "theme: plain\n    options: {side_width: 40mm}\n", (5, 15, "unknown-option"),
    ),
    "an option of a variant": (
        VARIANT + "theme: sidebar\n    options: {side_width: 4cm, density: -1}\n",
        (5, 32, "invalid-option"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_rendering_refuses_is_reported_with_its_place(tmp_path, results, name):
    text, place = REFUSED[name]
    (result,) = results(text)
    assert [(p.line, p.column) for p in result.errors] == [place[:2]]
    assert result.errors[0].code == place[2] or not place[2]
    request = Request((result.path,), tmp_path, variants=("all", "full"), everybody=True)
    with pytest.raises(CvkitError):
        [build(job) for job in plan(Project(tmp_path), request)]


def test_an_unknown_language_of_a_variant_is_an_error(results):
    (result,) = results(VARIANT + "language: qqq\n")
    assert places(result.errors) == [(4, 5, "unknown-language")]


@pytest.mark.parametrize(
    ("letter", "place"),
    [
        ("theme: classicc\n", (3, 1)),
        ("theme: [plain]\noptions: {rail_width: 3cm}\n", (4, 11)),
        ("options: {accent: '#1234567'}\n", (3, 11)),
        ("variant: shrt\n", (3, 1)),
        ("language: zz\n", (3, 1)),
    ],
)
def test_letters_are_validated_with_their_cv(results, letter, place):
    head = "kind: letter\nbody: Dear all\n"
    cv, wrong = results(VARIANT + "theme: sidebar\n", head + letter)
    assert (cv.errors, cv.warnings) == ((), ())
    assert [(p.line, p.column) for p in wrong.errors] == [place]


def test_every_error_is_reported_once_in_the_order_of_lines(results):
    text = (
        VARIANT
        + "theme: plain\n    formats: [wrd]\n  long: {extends: short, options: {hyphens: 7}}\n"
    )
    (result,) = results(text + "options: {icons: 9, density: 99}\n")
    assert places(result.errors) == [
        (5, 15, "unknown-format"), (6, 36, "invalid-option"), (7, 11, "invalid-option"),
        (7, 21, "invalid-option"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "is_wrong"),
    [
        ("2024-05", "2024-04", True), ("2024", "2023-12", True), ("present", "2020", True),
        ("2024-05-02", "2024-05-01", True), ("2024 autumn", "2024-02", True),
        ("2024-05", "2024", False), ("2024", "2024-01", False), ("2020", "present", False),
        ("2024-05", "2024-05-01", False),
    ],
)  # fmt: skip
def test_reversed_dates_are_an_error(results, start, end, is_wrong):
    entry = f"{{title: Talk, start: {start}, end: {end}}}"
    (result,) = results(f"{PERSON}sections:\n  - kind: talks\n    entries:\n      - {entry}\n")
    column = 9 + entry.index("end:")
    assert places(result.errors) == ([(5, column, "reversed-dates")] if is_wrong else [])


def test_a_cv_needs_a_name_or_a_headline(results):
    for text in ("location: Paris\n", "name:\nheadline: null\n"):
        (result,) = results(text)
        assert result.errors == ()
        assert places(result.warnings) == [(1, 1, "no-name")]
    (result,) = results("headline: Nurse\n")
    assert result.warnings == ()


def test_an_unknown_network_without_a_link_is_a_warning(results):
    text = PERSON + "profiles:\n  - {network: Insta, username: g}\n  - {network: Y, url: y.org}\n"
    (result,) = results(text)
    assert places(result.warnings) == [(3, 6, "unknown-network")]
    assert result.warnings[0].hint == 'did you mean "Instagram"? Otherwise add "url: …"'


def test_an_option_of_the_file_that_only_another_theme_has_is_a_warning(results):
    (result,) = results(PERSON + "options: {rail_width: 30mm}\n")
    assert (places(result.errors), places(result.warnings)) == ([], [(2, 11, "unknown-option")])
    assert "timeline" in result.warnings[0].message
    (result,) = results(PERSON + "options: {rail_width: 3m}\n")
    assert places(result.errors) == [(2, 11, "unknown-option")]
