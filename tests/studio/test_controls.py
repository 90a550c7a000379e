"""Controls for the options of themes, and the options written into a file."""

from __future__ import annotations

import pytest

from cvkit.apps.studio.core.controls import controls, matching, themes_of, with_options
from cvkit.apps.studio.core.look import Look, jobs_of, target_of
from cvkit.apps.studio.core.versions import versions_of
from cvkit.apps.studio.views.inputs import _INPUTS
from cvkit.errors import InputError, UsageError
from cvkit.pipeline.project import Project, bundled_themes
from cvkit.source.nodes import parse
from cvkit.source.text import Source
from cvkit.theme.theme import cached_theme

ROOTS = (bundled_themes(),)
MODERN = cached_theme("modern", ROOTS)


def edited(text, **values):
    return with_options(Source("ada.yaml", text), values)


def test_every_option_of_every_theme_has_a_control():
    for theme in themes_of(ROOTS):
        for control in controls(theme, {}, (), ()):
            assert control.kind in _INPUTS or control.option.choices, control.name
            assert control.label
            assert not control.error(str(control.value).lower() if control.kind == "flag" else
                                     str(control.value))  # fmt: skip


def test_a_control_says_where_its_value_comes_from():
    found = {c.name: c for c in controls(MODERN, {}, ["accent"], ["page-size"])}
    assert (found["accent"].source, found["page_size"].source) == ("tried", "file")
    assert found["ink"].source == "default"


def test_lengths_have_a_unit_and_limits():
    found = {c.name: c for c in controls(MODERN, {"margin_top": "2cm"}, (), ())}
    assert found["margin_top"].length == (2.0, "cm")
    assert found["margin_top"].bounds == pytest.approx((0.0, 6.0))
    assert found["font_size"].error("500pt")
    assert not found["font_size"].error("11pt")


def test_the_search_reads_names_and_descriptions():
    found = controls(MODERN, {}, (), ())
    assert [c.name for c in matching(found, "hyphenated")] == ["hyphens"]
    assert {"margin_top", "margin_side"} <= {c.name for c in matching(found, "Margin")}
    assert matching(found, "zzz") == []
    assert matching(found, "") == found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("name: Ada # me\n", 'name: Ada # me\noptions:\n  accent: "#f00000"\n  density: 1.2\n'),
        (
            "name: Ada\noptions:\n  # blue\n  accent: navy  # mine\nemail: a@b.org\n",
            (
                'name: Ada\noptions:\n  # blue\n  accent: "#f00000"  # mine\n  density: 1.2\n'
                "email: a@b.org\n"
            ),
        ),
        (
            "options: {accent: navy, font: Lato} # x\n",
            'options: {density: "1.2", accent: "#f00000", font: Lato} # x\n',
        ),
        (
            "name: Ada\noptions:\nemail: a@b.org\n",
            'name: Ada\noptions:\n  accent: "#f00000"\n  density: 1.2\nemail: a@b.org\n',
        ),
    ],
)
def test_options_are_written_into_the_file(before, after):
    assert edited(before, accent="#f00000", density="1.2") == after


def test_an_option_with_hyphens_is_replaced_and_not_doubled():
    text = edited("name: Ada\noptions:\n  font-size: 9pt\n", font_size="11pt")
    assert text == "name: Ada\noptions:\n  font-size: 11pt\n"


def test_what_cannot_be_edited_safely_is_refused():
    with pytest.raises(InputError):
        edited("name: Ada\noptions: &o\n  accent: >-\n    navy\n", accent="red")


def test_versions_of_a_file():
    text = (
        "name: {en: Ada, de: Ada}\nlanguage: de\nsections: []\n"
        "variants:\n  short: {pages: 1}\nredactions:\n  mine: {remove: [email]}\n"
    )
    found = versions_of(parse(Source("ada.yaml", text))[0])
    assert found.variants == ("short",)
    assert found.redactions[-1] == "mine"
    assert found.languages[:2] == ("de", "en")
    assert len(found.languages) == len(set(found.languages)) > 20


def test_a_look_makes_the_job_of_the_command_line(write_cv):
    file = write_cv("name: Ada\nvariants:\n  short: {pages: 1}\n")
    target = target_of(Project(file.parent), file)
    look = Look("classic", (("accent", "#aa0000"), ("unknown_here", "1")), "short", "de", "blind")
    (job,) = jobs_of(target, look)
    assert (job.theme.name, job.options) == ("classic", {"accent": "#aa0000"})
    assert (job.choice.variant, job.choice.language, job.choice.redact) == ("short", "de", "blind")
    assert job.pdf.limit.pages == 1
    with pytest.raises(UsageError):
        jobs_of(target, Look("nothing"))


def test_a_letter_is_rendered_with_its_person(write_cv):
    person = write_cv("name: Ada\n")
    letter = write_cv("kind: letter\nbody: Hello\n", "ada.acme.yaml")
    target = target_of(Project(person.parent), letter)
    assert (target.person, target.file) == (person, letter)
    (job,) = jobs_of(target, Look())
    assert job.letter == letter
