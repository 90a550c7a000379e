"""Labels of fields of one's own in several languages."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

import cvkit
from cvkit.errors import InputError
from cvkit.load.serialize import dump, to_plain
from cvkit.model import CV
from cvkit.select import Choice, choose, select

LICENCE = {"label": {"en": "Driving licence", "es": "Permiso de conducir"}, "text": "B"}
TEAM = {"label": {"en": "Team", "es": "Equipo"}, "text": ["Ana", {"text": "Bo", "tags": ["long"]}]}
DATA = {
    "name": "Ada",
    "extra": {"licence": LICENCE, "Badge": "7"},
    "sections": [{"kind": "projects", "entries": [{"name": "Loom", "extra": {"team": TEAM}}]}],
    "redactions": {"short": {"remove": ["extra.licence"]}},
    "variants": {"brief": {"without": ["long"]}},
}
CARD = CV.model_validate(DATA)


def text_of(content, format_):
    if format_ == "docx":
        content = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    return re.sub(r"<[^>]*>", "", content.decode())


@pytest.mark.parametrize(
    "format_", ["html", "text", "markdown", "markdown-site", "docx", "tex", "json", "yaml"]
)
def test_every_format_prints_the_label_of_its_language(format_):
    for language, shown, other in (
        ("en", ("Driving licence", "Team"), "Permiso"),
        ("es", ("Permiso de conducir", "Equipo"), "Driving"),
        ("fr", ("Driving licence", "Team"), "Permiso"),
    ):
        text = text_of(cvkit.render(CARD, format=format_, language=language), format_)
        assert all(label in text for label in shown)
        assert other not in text


def test_a_label_without_a_translation_is_reported():
    lacking = {each.path for each in choose(CARD, Choice(language="fr")).lacking}
    assert {"extra.licence.label", "sections[0].entries[0].extra.team.label"} <= lacking
    in_spanish = {each.path for each in choose(CARD, Choice(language="es")).lacking}
    assert "extra.licence.label" not in in_spanish


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_redaction_removes_the_field_by_its_name(language):
    shown = select(CARD, Choice(language=language, redact="short"))
    assert list(shown.extra) == ["Badge"]


def test_tags_choose_among_the_texts_of_a_label():
    shown = select(CARD, Choice(variant="brief", language="es"))
    assert shown.sections[0].entries[0].extra == {"Equipo": ("Ana",)}


def test_two_labels_that_are_the_same_in_a_language_are_one():
    other = {"label": {"en": "Permit", "es": "Permiso de conducir"}, "text": "C"}
    cv = CV.model_validate({"name": "Ada", "extra": {"licence": LICENCE, "permit": other}})
    assert select(cv, Choice(language="es")).extra == {"Permiso de conducir": ("B", "C")}


def test_it_is_written_as_it_was_read(write_cv):
    path = write_cv(dump(to_plain(CARD)))
    assert to_plain(cvkit.load(path)) == to_plain(CARD)
    assert dump(to_plain(CARD)).count("label:") == 2


@pytest.mark.parametrize(("field", "line", "message"), [
    ("{label: {en: A, xx: B}, text: c}", 4, "not a language"),
    ("{label: {en: A}, txt: c}", 4, "unknown field beside a label"),
    ("{label: A}", 4, "there is no text beside the label"),
    ("{label: [], text: c}", 4, "expected text"),
])  # fmt: skip
def test_mistakes_are_errors(write_cv, field, line, message):
    with pytest.raises(InputError) as caught:
        cvkit.load(write_cv(f"name: Ada\nlanguage: en\nextra:\n  x: {field}\n"))
    (problem,) = caught.value.problems
    assert message in problem.message
    assert problem.line == line
