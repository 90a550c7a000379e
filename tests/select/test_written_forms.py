"""Random written forms of random secrets never survive unreported, in any format."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from jobs import make_job
from sampling import sampled
from written_forms import SECRETS, decorated, is_left, written

from cvkit.export import EXPORTERS
from cvkit.load.serialize import dump
from cvkit.model import CV
from cvkit.pipeline.work import carry_out
from cvkit.select import Choice, choose

FORMATS = [name for name in EXPORTERS if name not in ("pdf", "png", "csl", "bibtex")]


def person(found, sentences):
    entry = {"organization": "Acme", "highlights": sentences}
    sections = [{"kind": "experience", "entries": [entry]}]
    return {"name": "Xaver", found.field: found.value, "sections": sections}


@pytest.mark.parametrize("kind", SECRETS)
@pytest.mark.parametrize("seed", range(25))
def test_a_written_form_is_hidden_or_reported(kind, seed):
    chance = random.Random(f"{kind} {seed}")
    found = written(kind, chance)
    sentence = decorated(found.form, chance)
    chosen = choose(CV.model_validate(person(found, [sentence])), Choice(redact="blind"))
    (highlight,) = chosen.cv.sections[0].entries[0].highlights
    assert chosen.doubts or not is_left(found.core, highlight.text), (found, sentence)


def test_the_search_of_these_tests_finds_every_form():
    for kind in SECRETS:
        chance = random.Random(kind)
        found = [written(kind, chance) for _ in range(50)]
        assert sum(is_left(each.core, each.form) for each in found) > 10


@pytest.mark.parametrize("kind", sampled(SECRETS, 2))
def test_no_form_survives_in_a_format(kind, tmp_path):
    chance = random.Random(kind)
    found = written(kind, chance)
    forms = {found.form}
    while len(forms) < 4:  # other forms of the same secret
        other = written(kind, chance)
        forms |= {other.form} if other.value == found.value else set()
        if chance.random() < 0.02:
            break
    path = tmp_path / "x.yaml"
    path.write_text(dump(person(found, [f"See {form} now" for form in sorted(forms)])), "utf-8")
    outputs = [(name, tmp_path / f"x{EXPORTERS[name].suffix}") for name in FORMATS]
    made = carry_out(make_job(path, outputs=outputs, redact="blind"))
    if made.warnings:
        assert {problem.code for problem in made.warnings} == {"doubtful-redaction"}
        return
    for name, data in made.contents.items():
        text = data.decode("utf-8", "replace")
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                text = archive.read("word/document.xml").decode()
        assert not is_left(found.core, text.partition("base64,")[0]), name.name
