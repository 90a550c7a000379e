"""The file decides: theme, formats and names of the results, and who wins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cvkit.errors import CvkitError, InvalidValueError, UsageError
from cvkit.pipeline.output import FIELDS, fill, parse_output
from cvkit.pipeline.plan import plan
from cvkit.pipeline.prepare import selected
from cvkit.pipeline.project import Project
from cvkit.pipeline.request import Request
from cvkit.pipeline.validate import validate


@pytest.fixture
def project(tmp_path):
    (tmp_path / "people").mkdir()
    return Project(tmp_path)


def person(project, text, name="ada"):
    path = project.people_folder / f"{name}.yaml"
    path.write_text(text)
    return path


def planned(project, **settings):
    settings = {"everybody": True, **settings}
    sources = settings.pop("sources", list(project.people()))
    return plan(project, Request(sources, Path("out"), **settings))


def results(project, **settings):
    return [path.as_posix() for job in planned(project, **settings) for _, path in job.outputs]


def test_the_file_names_themes_and_formats(project):
    person(project, "name: Ada\ntheme: [sidebar, swiss]\nformats: [pdf, text]\n")
    assert results(project) == [
        "out/ada-sidebar.pdf", "out/ada-sidebar.txt", "out/ada-swiss.pdf", "out/ada-swiss.txt",
    ]  # fmt: skip


def test_the_command_line_wins_over_the_file(project):
    person(project, "name: Ada\ntheme: sidebar\nformats: text\noutput: x\n")
    assert results(project, themes=["swiss"], formats=["docx"]) == ["out/x.docx"]


def test_a_variant_wins_over_the_file_and_the_file_over_the_project(project):
    project.settings_file.write_text("theme: swiss\nformats: text\noutput: '{file} by {theme}'\n")
    person(project, "name: Ada\ntheme: sidebar\nvariants: {a: {theme: classic}, b: {pages: 1}}\n")
    person(project, "name: Eve\n", "eve")
    assert results(project) == ["out/ada by sidebar.txt", "out/eve by swiss.txt"]
    wanted = {"variants": ["a"], "everybody": True}
    assert results(project, **wanted) == ["out/ada by classic.txt"]
    assert results(project, variants=["b"]) == ["out/ada by sidebar.txt"]


def test_an_included_file_decides_too(project):
    person(project, "include: _lab.yaml\nname: Ada\n")
    person(project, "theme: sidebar\noutput: '{name}'\n", "_lab")
    assert results(project) == ["out/Ada.pdf"]


@pytest.mark.parametrize(
    ("pattern", "settings", "path"),
    [
        ("{name} CV", {}, "Ada Lovelace CV.pdf"),
        ("{name} CV.pdf", {}, "Ada Lovelace CV.pdf"),
        ("{locale}/{file}", {}, "de/ada.pdf"),
        ("{file}_{locale}", {"languages": ["fr"]}, "ada_fr.pdf"),
        ("CV-{variant}-{theme}", {}, "CV-modern.pdf"),
        ("CV-{variant}-{theme}", {"variants": ["short"]}, "CV-short-modern.pdf"),
        ("{name} ({variant})", {}, "Ada Lovelace.pdf"),
        ("{name}", {"redact": "public"}, "ada-public.pdf"),
        ("{redaction}/{name}", {"redact": "blind"}, "blind/ada.pdf"),
        ("{file} {date}", {}, "ada 2024-05.pdf"),
    ],
)
def test_names_of_results(project, pattern, settings, path):
    person(
        project,
        f"name: Ada Lovelace\nlanguage: de\nupdated: 2024-05\noutput: '{pattern}'\n"
        "variants: {short: {pages: 1}}\n",
    )
    assert results(project, **settings) == [f"out/{path}"]


def test_a_name_in_several_languages(project):
    person(project, "name: {en: Ada, zh: 爱达}\noutput: '{name}'\n")
    assert results(project, languages=["zh"]) == ["out/爱达.pdf"]


def test_the_date_of_a_name_is_the_day_of_the_build(project, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    person(project, "name: Ada\noutput: '{name} {date}'\n")
    assert results(project) == ["out/Ada 1970-01-01.pdf"]


def test_signs_that_files_cannot_have(project):
    person(project, "name: 'A/d:a <..>'\noutput: '{name}'\n")
    assert results(project) == ["out/A-d-a.pdf"]
    assert fill("{name}", dict.fromkeys(FIELDS, "x") | {"name": ".."}) == "x"


def test_two_results_with_one_name_are_refused(project):
    person(project, "name: Ada\noutput: CV\ntheme: [sidebar, swiss]\n")
    with pytest.raises(UsageError, match="twice"):
        results(project)
    person(project, "name: Ada\noutput: CV\n")
    person(project, "name: Eve\noutput: CV\n", "eve")
    with pytest.raises(UsageError, match="twice"):
        results(project)


def test_letters_have_names_of_their_own(project):
    person(project, "name: Ada\noutput: CV\ntheme: sidebar\nformats: [json, text]\n")
    person(project, "kind: letter\nbody: x\n", "ada.acme")
    person(project, "kind: letter\nbody: x\noutput: '{name} to Ajax'\nformats: pdf\n", "ada.ajax")
    source = project.people_folder / "ada.yaml"
    assert results(project, sources=[source], letters=["all"]) == [
        "out/ada-sidebar-letter-acme.pdf",
        "out/Ada to Ajax.pdf",
    ]


BAD = [
    ("theme: sidebra", "sidebar", "unknown-theme"),
    ("formats: [pdf, dcx]", "docx", "unknown-format"),
    ("output: '{nam}'", "name", "invalid-output"),
    ("output: /etc/passwd", "", "invalid-output"),
    ("output: ../x", "", "invalid-output"),
    ("output: a/../../x", "", "invalid-output"),
    ("output: 'C:\\x'", "", "invalid-output"),
    ("output: ~/x", "", "invalid-output"),
    ("output: '{name'", "", "invalid-output"),
    ("output: a/", "", "invalid-output"),
    ("output: .pdf", "", "invalid-output"),
]


@pytest.mark.parametrize(("line", "meant", "code"), BAD)
@pytest.mark.parametrize("inside", [False, True], ids=["file", "variant"])
def test_mistakes_are_located_and_stop_nobody_else(project, line, meant, code, inside):
    text = f"variants:\n  a:\n    {line}\n" if inside else f"headline: x\n\n{line}\n"
    path = person(project, f"{text}name: Ada\n")
    person(project, "name: Eve\nvariants: {a: {pages: 1}}\n", "eve")
    wrong, right = planned(project, variants=["a"] if inside else ())
    assert right.outputs
    with pytest.raises(CvkitError) as error:
        selected(wrong)
    (problem,) = error.value.problems
    assert (problem.file, problem.line, problem.code) == (str(path), 3, code)
    assert problem.column > line.index(":")
    assert meant in problem.hint
    (result,) = validate(project, path)
    assert [(each.line, each.code) for each in result.errors] == [(3, code)]


@pytest.mark.parametrize("text", ["{name}{", "", "  ", "a//b", "a|b", "./..", "{}", "x\n"])
def test_other_names_that_are_refused(text):
    with pytest.raises(InvalidValueError) if text != "x\n" else pytest.MonkeyPatch.context():
        parse_output(text)


def test_planning_imports_no_model(project):
    person(project, "name: Ada\ntheme: sidebar\noutput: '{name}'\nformats: [pdf, text]\n")
    code = f"""
import sys
from pathlib import Path
from cvkit.pipeline.plan import plan
from cvkit.pipeline.project import Project
from cvkit.pipeline.request import Request
project = Project(Path({str(project.root)!r}))
print([str(p) for job in plan(project, Request(list(project.people()), Path("o")))
       for _, p in job.outputs])
assert not {{"pydantic", "cvkit.model", "babel"}} & set(sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "['o/Ada.pdf', 'o/Ada.txt']\n"), run.stderr
