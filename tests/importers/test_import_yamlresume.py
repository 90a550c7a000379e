"""YAMLResume in: JSON Resume's sections in YAML, with a place, titles and an order of their own."""

from __future__ import annotations

import json

import pytest
from foreign import FOLDER, imported, lost, read_as_others_do
from jobs import make_job

from cvkit.load.serialize import dump, to_full, to_plain
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render

SAMPLE = FOLDER / "yamlresume.yml"


@pytest.fixture(scope="module")
def sample():
    return to_plain(imported(SAMPLE)[0])


def test_every_word_is_on_the_page_or_told(page_of):
    cv, notes = imported(SAMPLE)
    content = read_as_others_do(SAMPLE)["content"]
    assert lost(content, page_of(to_full(cv)), notes) == {}


def test_the_sample_can_be_typeset(tmp_path):
    source = tmp_path / "cv.yaml"
    source.write_text(dump(to_plain(imported(SAMPLE)[0])), "utf-8")
    output = ("pdf", tmp_path / "cv.pdf")
    (result,) = render([make_job(source, "modern", (bundled_themes(),), (), (output,))])
    assert result.error is None
    assert result.typeset.warnings == ()


def test_the_head(sample):
    assert sample["location"] == "5 Tussock Lane, 7901 Twizel, Canterbury, New Zealand"
    assert sample["profiles"] == [
        {"network": "Twitter", "username": "aroha", "url": "https://twitter.com/aroha"}
    ]
    assert sample["language"] == "en"


def test_a_layout_gives_the_sections_their_order_and_titles(sample):
    assert [(s["kind"], s.get("title")) for s in sample["sections"][:3]] == [
        ("summary", None), ("experience", "Field work"), ("education", None)]  # fmt: skip


def test_the_entries(sample):
    entries = {s["kind"]: s["entries"] for s in sample["sections"] if "entries" in s}
    assert entries["education"] == [
        {"institution": "Lincoln University", "degree": "Bachelor", "area": "Ecology",
         "score": "3.8", "courses": ["Botany", "Field methods"], "start": "2012-02-01",
         "end": "2015-11", "highlights": ["Thesis on alpine parrots"]},
    ]  # fmt: skip
    assert entries["experience"][0]["highlights"] == [
        "Built 40 km of track", "Trained [teams](https://tracks.example)"]  # fmt: skip
    assert entries["references"] == [
        {"name": "Dr. Wiremu Hall", "relationship": "Supervisor", "email": "wiremu@example.org",
         "phone": "(03) 555 0111", "reference": "Aroha never loses the way."},
    ]  # fmt: skip
    assert entries["languages"][0]["fluency"] == "Native or Bilingual Proficiency"
    assert entries["volunteering"][0]["start"] == "2014-09"


def test_the_look_is_kept_and_told():
    cv, notes = imported(SAMPLE)
    (kept,) = cv.origin["yamlresume"]
    assert json.loads(kept)["layouts"][0]["template"] == "moderncv-banking"
    assert any('"layouts" kept under origin' in note for note in notes)
