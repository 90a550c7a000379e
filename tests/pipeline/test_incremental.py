"""What is up to date is not rendered again; whatever a result depends on makes it out of date."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys

import pytest
from command import cvkit
from PIL import Image
from sampling import sampled

from cvkit.document import Typeset
from cvkit.pipeline.build import Build
from cvkit.pipeline.project import Project
from cvkit.pipeline.record import NAME
from cvkit.pipeline.request import PdfSettings, Request
from cvkit.system import clock, fresh
from cvkit.system.limits import Limits
from cvkit.system.trace import CHANGED, Seen, note

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

PERSON = """\
name: Ada Lovelace
photo: photo.png
include: _part.yaml
variants: {short: {description: Short}}
sections:
- kind: experience
  entries:
  - {organization: Analytical Engines, start: 2020-01, end: present}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with one of everything that a result can depend on."""
    monkeypatch.delenv(clock.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    people, themes = tmp_path / "people", tmp_path / "themes"
    for folder in (people, themes / "child", themes / "parent", tmp_path / "package"):
        folder.mkdir(parents=True)
    (people / "ada.yaml").write_text(PERSON)
    (people / "_part.yaml").write_text("headline: Countess\n")
    (people / "ada.acme.yaml").write_text("kind: letter\nbody: Dear all\n")
    (people / "ada.css").write_text(".name { color: navy }")
    picture(people / "photo.png", "navy")
    (themes / "child" / "theme.toml").write_text('[theme]\ninherit = "parent"\n')
    (themes / "child" / "style.css").write_text(".name { color: red }")
    (themes / "parent" / "theme.toml").write_text('[theme]\ninherit = "base"\n')
    (tmp_path / "package" / "module.py").write_text("VERSION = 1")
    (tmp_path / "libpango.so").write_text("1.50")
    keys = (
        ("tree", str(tmp_path / "package")),
        ("packages", "x"),
        ("file", tmp_path / "libpango.so"),
    )
    monkeypatch.setattr("cvkit.pipeline.record.tool_keys", lambda: [(k, str(n)) for k, n in keys])
    return tmp_path


def picture(path, color):
    Image.new("RGB", (8, 8), color).save(path)


def build(project, **settings):
    """Build, and return how many jobs were carried out; the rest was up to date."""
    found = Project(project)
    wanted = {"formats": ("html",), "themes": ("child",), **settings}
    request = Request(list(found.people()), found.build_folder, **wanted)
    building = Build(found, request)
    left = building.left
    assert left == 0 or not building.kept
    results = list(building.run(Limits()))
    assert [result.error for result in results if result.error] == []
    assert sum(result.kept == result.files for result in results) == len(results) - left
    assert all(path.is_file() for result in results for path in result.files)
    return left


def write(name, text):
    """Return a change: a file with this content."""

    def change(project, _patch):
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    return change


CHANGES = {
    "person": write("people/ada.yaml", PERSON.replace("Lovelace", "Byron")),
    "include": write("people/_part.yaml", "headline: Baroness\n"),
    "photo": lambda project, _: picture(project / "people" / "photo.png", "red"),
    "own style sheet": write("people/ada.css", ".name { color: green }"),
    "own style sheet deleted": lambda project, _: (project / "people" / "ada.css").unlink(),
    "style sheet": write("themes/child/style.css", ".name { color: blue }"),
    "manifest": write("themes/child/theme.toml", '[theme]\ninherit = "base"\n'),
    "parent": write("themes/parent/style.css", ".name { color: blue }"),
    "new template": write("themes/child/sections/experience.html.j2", "<p>own"),
    "new overlay": write("themes/base/style.css", ".name { color: blue }"),
    "new icon": write("themes/child/icons/email.svg", "<svg/>"),
    "settings": write("cvkit.yaml", "theme: child\n"),
    "result edited": write("build/ada-child.html", "edited"),
    "result deleted": lambda project, _: (project / "build" / "ada-child.html").unlink(),
    "record deleted": lambda project, _: (project / "build" / NAME).unlink(),
    "module of cvkit": write("package/module.py", "VERSION = 2"),
    "new module of cvkit": write("package/new.py", ""),
    "library": write("libpango.so", "1.51"),
    "packages": lambda _, patch: patch.setitem(fresh._SEE, "packages", lambda _: Seen("", "new")),
}


@pytest.mark.parametrize("change", sampled(CHANGES, 7))
def test_each_change_of_a_dependency_renders_once(change, project, monkeypatch):
    assert build(project) == 1
    assert build(project) == 0
    CHANGES[change](project, monkeypatch)
    assert build(project) == 1
    assert build(project) == 0


def test_a_request_that_is_up_to_date_is_not_planned_again(project, monkeypatch):
    assert build(project) == 1
    monkeypatch.setattr("cvkit.pipeline.plan.plan", lambda *_: pytest.fail("planned"))
    request = Request(
        list(Project(project).people()), project / "build", formats=("html",), themes=("child",)
    )
    (kept,) = Build(Project(project), request).kept
    assert kept.files == (project / "build" / "ada-child.html",)


@pytest.mark.parametrize(
    "settings",
    [
        {"options": (("accent", "#a40000"),)},
        {"themes": ("parent",)},
        {"variants": ("short",)},
        {"languages": ("de",)},
        {"redact": "public"},
        {"letters": ("acme",)},
        {"formats": ("text",)},
        {"strict": True},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_each_setting_has_its_own_result(settings, project):
    assert build(project) == 1
    assert build(project, **settings) == 1
    assert build(project, **settings) == 0


def test_a_letter_depends_on_its_file_and_on_the_cv(project):
    assert build(project, letters=("acme",)) == 1
    (project / "people" / "ada.acme.yaml").write_text("kind: letter\nbody: Dear Sir\n")
    assert build(project, letters=("acme",)) == 1
    (project / "people" / "_part.yaml").write_text("headline: Baroness\n")
    assert build(project, letters=("acme",)) == 1
    assert build(project, letters=("acme",)) == 0


@pytest.mark.parametrize("durations", ["true", "false"])
def test_the_date_matters_where_durations_are_printed(durations, project, monkeypatch):
    options = {"options": (("durations", durations),)}
    assert build(project, **options) == 1
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    monkeypatch.setattr(clock, "_now", lambda: tomorrow)
    assert build(project, **options) == (durations == "true")
    monkeypatch.setenv(clock.VARIABLE, "86400")
    assert build(project, **options) == (durations == "true")
    assert build(project, **options) == 0


def test_a_pdf_depends_on_the_source_date_and_on_the_fonts_of_the_machine(project, monkeypatch):
    fonts = project / "fonts"
    fonts.mkdir()
    monkeypatch.setattr("cvkit.typeset.weasyprint.system_folders", lambda: [fonts])
    assert build(project, formats=("pdf",)) == 1
    assert build(project, formats=("pdf",)) == 0
    (fonts / "new.ttf").write_bytes(b"")
    assert build(project, formats=("pdf",)) == 1
    monkeypatch.setenv(clock.VARIABLE, "86400")
    assert build(project, formats=("pdf",)) == 1
    assert build(project, formats=("pdf",)) == 0


def test_of_several_formats_only_those_out_of_date_are_rendered(project):
    assert build(project, formats=("html", "text")) == 1
    (project / "build" / "ada-child.txt").write_text("edited")
    html = project / "build" / "ada-child.html"
    before = html.stat().st_mtime_ns
    assert build(project, formats=("html", "text")) == 1
    assert html.stat().st_mtime_ns == before
    assert "Ada" in (project / "build" / "ada-child.txt").read_text()


def test_of_many_people_only_the_changed_one_is_rendered(project):
    people = project / "people"
    for number in range(20):
        (people / f"person{number}.yaml").write_text(f"name: Person {number}\n")
    assert build(project, formats=("text",)) == 21
    (people / "person7.yaml").write_text("name: Changed\n")
    assert build(project, formats=("text",)) == 1
    assert "Changed" in (project / "build" / "person7-child.txt").read_text()


@pytest.mark.parametrize("way", ["touched", "copied"])
def test_what_is_only_touched_or_copied_is_up_to_date(way, project):
    assert build(project) == 1
    path = project / "people" / "ada.yaml"
    if way == "touched":
        os.utime(path, (1, 1))
    else:
        copy = path.with_name("copy")
        copy.write_bytes(path.read_bytes())
        copy.replace(path)
    assert build(project) == 0


def test_a_change_that_keeps_size_and_time_is_noticed(project):
    path = project / "people" / "_part.yaml"
    os.utime(path, (1, 1))
    assert build(project) == 1
    path.write_text(path.read_text().replace("Countess", "Princess"))
    os.utime(path, (1, 1))
    assert build(project) == 1


DAMAGES = {
    "empty": lambda text: "",
    "half": lambda text: text[: len(text) // 2],
    "not JSON": lambda text: "\0" * 100,
    "a list": lambda text: "[]",
    "another format": lambda text: text.replace('"format":1', '"format":0'),
    "no things": lambda text: json.dumps(json.loads(text) | {"things": []}),
    "numbers as things": lambda text: json.dumps(json.loads(text) | {"things": [1, 2]}),
    "numbers as outputs": lambda text: json.dumps(json.loads(text) | {"outputs": [1]}),
    "a wrong entry": lambda text: text.replace('"needs"', '"need"').replace("[[", "[[[", 1),
    "deep": lambda text: "[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_means_rendering(damage, project):
    assert build(project) == 1
    record = project / "build" / NAME
    record.write_text(DAMAGES[damage](record.read_text()))
    assert build(project) == 1
    assert build(project) == 0


def test_runs_at_the_same_time_keep_the_entries_of_each_other(project):
    (project / "people" / "bob.yaml").write_text("name: Bob\n")
    found = Project(project)
    builds = []
    for person in found.people():
        request = Request([person], found.build_folder, themes=("child",), formats=("html",))
        builds.append(Build(found, request))
    for building in builds:
        list(building.run(Limits()))
    assert build(project) == 0


def test_a_failure_is_not_recorded(project):
    assert build(project) == 1
    (project / "people" / "_part.yaml").write_text("nickname: A\n")
    found = Project(project)
    request = Request(list(found.people()), found.build_folder, ("child",), ("html",))
    for _ in range(2):
        (result,) = Build(found, request).run(Limits())
        assert result.error
    (project / "people" / "_part.yaml").write_text("headline: Countess\n")
    assert build(project) == 0, "the earlier result was kept"


def test_warnings_and_notes_are_repeated_as_long_as_their_result_is_up_to_date(project):
    text = PERSON.replace("name: Ada Lovelace", "name: {en: Ada, de: Ada}\nheadline: {en: Lady}")
    (project / "people" / "ada.yaml").write_text(text)
    (project / "people" / "_part.yaml").write_text("location: London\n")
    found = Project(project)
    request = Request(
        list(found.people()), found.build_folder, formats=("text",), languages=("de",)
    )
    first, second = (next(Build(found, request).run(Limits())) for _ in range(2))
    assert first.notes
    assert second.kept
    assert second.notes == first.notes


def test_latex_is_always_rendered(project, monkeypatch):
    monkeypatch.setattr("cvkit.typeset.tex.typeset", _typeset)
    settings = {"formats": ("pdf",), "pdf": PdfSettings(engine="latex"), "themes": ("modern",)}
    assert build(project, **settings) == 1
    assert build(project, **settings) == 1


def _typeset(_document, _seconds):
    note("program", "TeX", CHANGED)  # as the function that this one replaces
    return Typeset(b"%PDF", 1)


# The command line

PROGRAM = """
import sys
sys.argv = ["cvkit", "render", *sys.argv[1:]]
from cvkit.apps.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code
print("LOADED", *sorted({name.split(".")[0] for name in sys.modules}), "cvkit.model" in sys.modules)
"""


@pytest.mark.parametrize("options", [[], ["--check"]], ids=["render", "check"])
def test_what_is_up_to_date_imports_neither_model_nor_typesetter(options, project):
    assert cvkit("render", "-t", "child", "-f", "html", cwd=project).returncode == 0
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, "-t", "child", "-f", "html", *options],
        cwd=project, capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines, _, found = run.stdout.partition("LOADED ")
    assert "up to date" in lines
    *loaded, model = found.split()
    # YAML is parsed, since the file that this person includes may name a theme.
    slow = {"weasyprint", "pydantic", "jinja2", "babel", "rich", "multiprocessing"}
    assert slow & set(loaded) == set()
    assert model == "False"


def test_the_command_line_says_what_is_up_to_date_and_can_be_forced(project):
    first = cvkit("render", "-t", "child", "-f", "text", cwd=project)
    second = cvkit("render", "-t", "child", "-f", "text", cwd=project)
    forced = cvkit("render", "-t", "child", "-f", "text", "--force", cwd=project)
    assert "up to date" not in first.stdout + forced.stdout
    assert "build/ada-child.txt  up to date" in second.stdout
    (project / "build" / "ada-child.txt").write_text("edited")
    checked = cvkit("render", "-t", "child", "-f", "text", "--check", cwd=project)
    assert checked.returncode == 1
    assert "build/ada-child.txt  out of date" in checked.stdout


def test_a_source_that_is_embedded_does_not_keep_results_from_being_up_to_date(tmp_path):
    (tmp_path / "ada.yaml").write_text("name: Ada\n")
    runs = [cvkit("render", "ada.yaml", "--embed-source", cwd=tmp_path) for _ in range(2)]
    assert ["up to date" in run.stdout for run in runs] == [False, True]
