"""Bibliographies and other people's files on the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import word
from linkedin_export import export

from cvkit.load.load import load

DATA = Path(__file__).parents[1] / "data" / "import"


@pytest.fixture
def cvkit(tmp_path):
    (tmp_path / "people").mkdir()

    def call(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "cvkit", *map(str, arguments)],
            cwd=tmp_path, env=os.environ, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return call


@pytest.mark.parametrize(
    ("name", "data", "output"),
    [
        ("export.zip", export(), "ada-example.yaml"),
        ("cv.docx", word.sample(), "ada-example.yaml"),
        ("cv.md", (DATA / "cv.md").read_bytes(), "ada-example.yaml"),
        ("refs.bib", (DATA / "library.bib").read_bytes(), "refs.yaml"),
    ],
)
def test_a_foreign_file_becomes_a_persons_file(cvkit, tmp_path, name, data, output):
    (tmp_path / name).write_bytes(data)
    run = cvkit("import", name)
    assert run.returncode == 0, run.stderr
    assert f"people/{output} written" in run.stdout
    assert load(tmp_path / "people" / output).sections
    assert all(line.startswith(name) for line in run.stderr.splitlines())


def test_a_bibliography_goes_into_an_existing_file_whose_text_stays(cvkit, tmp_path):
    person = tmp_path / "people" / "ada.yaml"
    before = 'name: "Ada"  # me\nsections:\n  - kind: publications\n    entries:\n      - One\n'
    person.write_text(before, "utf-8")
    (tmp_path / "refs.bib").write_text("@misc{k, title={Two}, year=2020}", "utf-8")
    run = cvkit("import", "refs.bib", "-o", person)
    assert run.returncode == 0, run.stderr
    assert "1 added, 0 completed" in run.stdout
    assert person.read_text("utf-8") == before + "      - title: Two\n        date: 2020\n"


def test_a_broken_bibliography_writes_nothing(cvkit, tmp_path):
    person = tmp_path / "people" / "ada.yaml"
    person.write_text("name: Ada\n", "utf-8")
    (tmp_path / "refs.bib").write_text("@misc{k, title={Two},\n year 2020}", "utf-8")
    run = cvkit("import", "refs.bib", "-o", person)
    assert run.returncode == 1
    assert run.stderr.startswith('refs.bib:2:2: missing "=" after the field "year"')
    assert "Traceback" not in run.stderr
    assert person.read_text("utf-8") == "name: Ada\n"
    assert [path.name for path in (tmp_path / "people").iterdir()] == ["ada.yaml"]


def test_section_is_for_existing_files(cvkit, tmp_path):
    (tmp_path / "refs.bib").write_text("@misc{k, title={Two}}", "utf-8")
    assert cvkit("import", "refs.bib", "--section", "Papers").returncode == 2


def test_bibliographies_are_written(cvkit, tmp_path):
    (tmp_path / "people" / "ada.yaml").write_text(
        "sections:\n  - kind: publications\n    entries:\n      - {title: Two, date: 2020}\n",
        "utf-8",
    )
    run = cvkit("render", "ada", "--format", "bibtex", "--format", "csl")
    assert run.returncode == 0, run.stderr
    made = {path.suffix: path.read_text("utf-8") for path in (tmp_path / "build").iterdir()}
    assert made[".bib"].startswith("@misc{two2020two,") or "@misc{2020two," in made[".bib"]
    assert '"title": "Two"' in made[".json"]
