"""The file that ``cvkit new`` writes, in every language."""

from __future__ import annotations

import pytest
from command import cvkit

from cvkit.language.catalogue import catalogues
from cvkit.load.load import load
from cvkit.load.starter import starter, starter_languages
from cvkit.pipeline.project import Project
from cvkit.pipeline.validate import validate
from cvkit.source.format.reformat import reformat
from cvkit.source.text import Source

LANGUAGES = [*starter_languages(), "pt-PT", "zh-TW", "de-CH", "en-GB"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_starter_is_valid_and_formatted(tmp_path, language):
    schema = "# yaml-language-server: $schema=../cv.schema.json"
    text = starter("ada-lovelace", language, "swiss", schema)
    assert text.startswith(f"{schema}\n#")
    assert reformat(Source("x", text)) == text
    path = tmp_path / "ada.yaml"
    path.write_text(text)
    (result,) = validate(Project(tmp_path), path)
    assert (result.errors, result.warnings) == ((), ())
    cv = load(path)
    assert (cv.name, cv.language, cv.theme) == ("Ada Lovelace", language, ("swiss",))


def test_there_is_a_starter_for_every_catalogue():
    bases = {tag.split("-")[0] for tag in catalogues()}
    assert {tag.split("-")[0] for tag in starter_languages()} == bases


def test_no_text_is_left_in_english():
    english = {line.strip() for line in starter("x").splitlines() if ": " in line}
    shared = {
        "email: you@example.org", "phone: +1 555 0100", "url: example.org", "- network: GitHub",
        "username: you", "- kind: summary", "text: >-", "- kind: experience", "start: 2018",
        "end: present", "- kind: education", "degree: M.Sc.", "end: 2020", "- kind: skills",
        "keywords: [Python, Rust, TypeScript]", "- kind: languages", "name: X", "fluency: B2",
    }  # fmt: skip
    for language in set(starter_languages()) - {"en"}:
        lines = {line.strip() for line in starter("x", language).splitlines() if ": " in line}
        assert lines & english <= shared, language


def test_the_command_writes_it(tmp_path):
    (tmp_path / "people").mkdir()
    run = cvkit("new", "ada", "--locale", "es", "--theme", "swiss", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    path = tmp_path / "people" / "ada.yaml"
    assert "Su profesión en una línea" in path.read_text("utf-8")
    assert "$schema" not in path.read_text("utf-8")
    (tmp_path / "cv.schema.json").write_text("{}")
    assert cvkit("new", "eva", "--locale", "de", cwd=tmp_path).returncode == 0
    text = (tmp_path / "people" / "eva.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../cv.schema.json\n")
    assert cvkit("format", "--check", cwd=tmp_path).returncode == 0
    assert cvkit("validate", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("options", [["--theme", "modrn"], ["--locale", "xx-nope"]])
def test_what_does_not_exist_is_refused(tmp_path, options):
    run = cvkit("new", "ada", *options, cwd=tmp_path)
    assert run.returncode == 2
    assert not (tmp_path / "people").exists()
