"""The library: what ``from cvkit import …`` gives, and the examples of its page."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import cvkit
from cvkit import CV, InputError, Project, ThemeError, UsageError, load, render, select

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "python.md"
DATA = {"name": "Ada", "sections": [{"kind": "summary", "text": "An *engine*"}]}


def examples():
    return re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "ada.yaml").write_text(
        "name: Ada\nheadline: {en: Engineer, de: Ingenieurin}\nvariants:\n  industry: {}\n"
        "sections:\n- kind: summary\n  text: An engine\n"
    )
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


@pytest.mark.parametrize("number", range(len(examples())))
def test_the_examples_of_the_page_run(project, number):
    code = "import warnings; warnings.simplefilter('error')\n" + examples()[number]
    script = project.root / "example.py"
    script.write_text(code, "utf-8")
    run = subprocess.run(
        [sys.executable, script], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_the_page_names_everything_that_is_public():
    text = PAGE.read_text("utf-8")
    assert {name for name in cvkit.__all__ if f"`{name}" not in text} == set()


def test_every_public_name_can_be_imported_and_listed():
    for name in cvkit.__all__:
        assert getattr(cvkit, name) is not None
    assert set(cvkit.__all__) <= set(dir(cvkit))
    with pytest.raises(AttributeError, match="nothing_such"):
        _ = cvkit.nothing_such


@pytest.mark.parametrize(
    "first", ["import cvkit.load.load, cvkit.select", "from cvkit import load"]
)
def test_functions_with_the_names_of_packages_stay_functions(first):
    code = (
        f"{first}\nimport cvkit\ncvkit.load\nimport cvkit.load.editor, cvkit.select.prune\n"
        "from cvkit.load.load import load\nassert callable(cvkit.load) and callable(cvkit.select)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_mapping_gives_the_same_as_its_file(tmp_path):
    file = tmp_path / "ada.yaml"
    file.write_text("name: Ada\nsections:\n- kind: summary\n  text: An *engine*\n")
    assert load(DATA) == load(file) == load(str(file))
    pdf = render(DATA)
    assert pdf.startswith(b"%PDF")
    assert render(load(DATA)) == render(file) == render(str(file)) == pdf


def test_numbers_and_dates_of_a_mapping_are_those_of_the_file():
    entry = {"organization": "Engines", "start": 2020, "end": "2021-13"}
    with pytest.raises(InputError) as caught:
        load({"name": "Ada", "sections": [{"kind": "experience", "entries": [entry]}]})
    (problem,) = caught.value.problems
    assert problem.file == problem.path == "sections[0].entries[0].end"
    assert (problem.line, problem.source) == (None, "")


def test_the_settings_reach_the_page(tmp_path):
    html = render(DATA, format="html", options={"accent": "navy", "icons": False}).decode()
    assert "--accent: navy;" in html
    (tmp_path / "themes" / "own").mkdir(parents=True)
    (tmp_path / "people").mkdir()
    (tmp_path / "themes" / "own" / "theme.toml").write_text(
        '[theme]\ninherit = "modern"\n[options]\naccent = "#abcdef"\n'
    )
    assert "--accent: #abcdef" in render(DATA, theme="own", folder=tmp_path, format="html").decode()
    assert render(DATA, format="md").endswith(b"An *engine*\n")


def test_a_style_sheet_in_the_folder_is_not_taken_for_that_of_a_mapping(tmp_path):
    (tmp_path / "cv.css").write_text("p { color: lime }")
    assert b"lime" not in render(DATA, folder=tmp_path, format="html")


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({"format": "dox"}, UsageError, 'no format "dox"; did you mean "docx"?'),
        ({"theme": "modrn"}, UsageError, 'no theme "modrn"; did you mean "modern"?'),
        ({"options": {"acent": 1}}, ThemeError, 'unknown option "acent"; did you mean "accent"?'),
        ({"variant": "x"}, UsageError, 'no variant "x"'),
        ({"pages": 0}, UsageError, '"0" is not a number of pages'),
        ({"pdf_variant": "a-9"}, UsageError, 'no PDF standard "a-9"'),
        ({"engine": "word"}, UsageError, 'no engine "word"'),
        ({"engine": "latex", "pages": 1}, UsageError, "does not support page limits"),
        ({"language": "xx"}, UsageError, 'no language "xx"'),
    ],
)
def test_wrong_settings_are_errors_of_cvkit(settings, error, message):
    with pytest.raises(error, match=re.escape(message)):
        render(DATA, **settings)


def test_a_format_of_several_files_says_what_writes_them():
    text = "\n\n".join(["An engine."] * 150)
    long = {"name": "Ada", "sections": [{"kind": "summary", "text": text}]}
    with pytest.raises(UsageError, match="one file per page"):
        render(long, format="png")


def test_select_shows_one_language():
    cv = load({"name": {"en": "Ada", "zh": "阿达"}, "language": "en"})
    assert isinstance(cv, CV)
    assert select(cv, language="zh").name == "阿达"


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_project_renders_everybody(project):
    results = list(project.render(formats=["html"], options={"accent": "navy"}))
    assert [result.error for result in results] == [None]
    assert results[0].files == (project.build_folder / "ada-modern.html",)
    assert "--accent: navy;" in results[0].files[0].read_text("utf-8")


def test_the_theme_is_that_of_the_variant_else_of_the_file(tmp_path):
    path = tmp_path / "ada.yaml"
    path.write_text(
        "name: Ada\ntheme: classic\nvariants:\n  web: {theme: slate}\n  short: {omit: []}\n"
    )
    names = {
        variant: cvkit.render(path, format="html", variant=variant)
        for variant in ("", "web", "short")
    }
    for theme, variant in (("classic", ""), ("slate", "web"), ("classic", "short")):
        assert names[variant] == cvkit.render(path, format="html", variant=variant, theme=theme)
    assert names["web"] != names[""]
    same = cvkit.render(cvkit.load(path), format="html", variant="web", folder=tmp_path)
    assert b"slate" in same
    with pytest.raises(UsageError, match='there is no variant "wbe"; did you mean "web"'):
        cvkit.render(path, variant="wbe")
