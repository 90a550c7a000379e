"""The command line as its users meet it: real processes in folders of their own."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from command import cvkit, files
from pdf import Pdf
from PIL import Image

from cvkit.apps.cli import cli
from cvkit.export import EXPORTERS

PEOPLE = Path(__file__).parents[2] / "people"
ADA = """\
name: Ada Lovelace
sections:
  - kind: summary
    text: The first programmer.
"""
BROKEN = "name: Bob\nsections:\n  - kind: summary\n    txet: A misspelt key.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one person."""
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "ada.yaml").write_text(ADA)
    return tmp_path


# The first five minutes


def test_a_new_file_is_valid_and_renders_at_once(tmp_path: Path) -> None:
    made = cvkit("new", "ada-lovelace", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "cvkit render ada-lovelace" in made.stdout
    checked = cvkit("validate", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "people/ada-lovelace.yaml: valid" in checked.stdout
    assert cvkit("format", "--check", cwd=tmp_path).returncode == 0
    rendered = cvkit("render", "ada-lovelace", cwd=tmp_path)
    assert (rendered.returncode, rendered.stderr) == (0, "")
    assert files(tmp_path / "build") == ["ada-lovelace-modern.pdf"]
    pdf = Pdf((tmp_path / "build" / "ada-lovelace-modern.pdf").read_bytes())
    assert pdf.count("Ada Lovelace") >= 2  # the head, and the list of authors


def test_new_never_replaces_a_file_unasked(project: Path) -> None:
    refused = cvkit("new", "ada", cwd=project)
    assert refused.returncode == 1
    assert "people/ada.yaml: already exists; --force" in refused.stderr
    assert (project / "people" / "ada.yaml").read_text() == ADA
    assert cvkit("new", "ada", "--force", cwd=project).returncode == 0
    assert (project / "people" / "ada.yaml").read_text() != ADA


def test_render_without_names_takes_everybody(project: Path) -> None:
    (project / "people" / "bob.yaml").write_text(ADA)
    (project / "people" / "notes.txt").write_text("no CV")
    done = cvkit("render", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert files(project / "build") == ["ada-modern.pdf", "bob-modern.pdf"]


def test_in_a_pipe_there_is_one_plain_line_for_each_file(project: Path) -> None:
    done = cvkit("render", cwd=project)
    assert re.fullmatch(
        r"build/ada-modern\.pdf  1 page \(loosened\)  \d+ kB  \d\.\d\d s\n", done.stdout
    )


def test_quiet_hides_results_but_no_errors(project: Path) -> None:
    (project / "people" / "bob.yaml").write_text(BROKEN)
    done = cvkit("render", "--quiet", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "people/bob.yaml:4:5" in done.stderr
    assert files(project / "build") == ["ada-modern.pdf"]


def test_a_project_is_found_from_a_folder_within_it(project: Path) -> None:
    deep = project / "notes" / "drafts"
    deep.mkdir(parents=True)
    assert cvkit("render", "ada", cwd=deep).returncode == 0
    assert files(project / "build") == ["ada-modern.pdf"]
    assert files(deep) == []


def test_a_file_outside_any_project_is_rendered(tmp_path: Path) -> None:
    (tmp_path / "cv").mkdir()
    (tmp_path / "cv" / "mine.yaml").write_text(ADA)
    assert cvkit("render", "cv/mine.yaml", cwd=tmp_path).returncode == 0
    assert files(tmp_path / "build") == ["mine-modern.pdf"]
    done = cvkit("render", "mine.yaml", "-o", ".", cwd=tmp_path / "cv")
    assert (done.returncode, done.stderr) == (0, "")
    assert files(tmp_path / "cv") == ["mine-modern.pdf", "mine.yaml"]


def test_names_of_files_may_hold_any_sign(tmp_path: Path) -> None:
    """A photograph in a folder whose name a URL would have to quote is found."""
    folder = tmp_path / "100% #1 'Ü' 李?"
    folder.mkdir()
    Image.new("RGB", (40, 40), "navy").save(folder / "me & you #2.png")
    (folder / "ada 李.yaml").write_text(f'photo: "me & you #2.png"\n{ADA}', "utf-8")
    done = cvkit("render", "ada 李.yaml", "-o", "out put", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    pdf = Pdf((folder / "out put" / "ada 李-modern.pdf").read_bytes())
    assert [tag.attributes.get("Alt") for tag in pdf.tags.walk() if tag.name == "Figure"]


# What is wrong


def test_an_error_shows_file_line_column_and_a_caret(project: Path) -> None:
    (project / "people" / "bob.yaml").write_text(BROKEN)
    done = cvkit("render", "bob", cwd=project)
    assert done.returncode == 1
    head, line, caret = done.stderr.splitlines()
    assert head.startswith('people/bob.yaml:4:5: unknown field "txet"')
    assert head.endswith('did you mean "text"?')
    assert line == "  4 |     txet: A misspelt key."
    assert caret == "    |     ^"
    assert "Traceback" not in done.stderr


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_the_caret_stands_below_the_fault_in_a_line_of_chinese(tmp_path: Path) -> None:
    text = "sections:\n  - {kind: custom, note: 招商局狮子山（人工智能）, titel: 实验室}\n"
    (tmp_path / "李.yaml").write_text(text, "utf-8")
    done = cvkit("validate", "李.yaml", cwd=tmp_path)
    head, line, caret = done.stderr.splitlines()
    column = text.splitlines()[1].index("titel")
    assert head.startswith(f"李.yaml:2:{column + 1}: ")
    assert columns(caret[: caret.index("^")]) == columns(line[: line.index("titel")])


def test_the_caret_stands_below_the_fault_in_a_very_long_line(tmp_path: Path) -> None:
    text = f"sections: [{{kind: custom, note: {'very ' * 100}long, titel: x}}]\n"
    (tmp_path / "cv.yaml").write_text(text)
    _head, line, caret = cvkit("validate", "cv.yaml", cwd=tmp_path).stderr.splitlines()
    assert line[caret.index("^") :].startswith("titel")
    assert len(line) < 120


def test_errors_of_all_files_are_reported_and_nothing_stands_on_stdout(project: Path) -> None:
    (project / "people" / "bob.yaml").write_text(BROKEN + "    icno: star\n")
    (project / "people" / "eve.yaml").write_text("name: Eve\nupdated: yesterday\n")
    (project / "people" / "ada.yaml").unlink()
    for command in ("render", "validate"):
        done = cvkit(command, cwd=project)
        assert done.returncode == 1
        assert "people/bob.yaml:4:5: " in done.stderr
        assert "people/bob.yaml:5:5: " in done.stderr
        assert "people/eve.yaml:2:10: " in done.stderr
        assert ".pdf" not in done.stderr
        assert not re.search("valid|kB", done.stdout)


def test_a_broken_file_stops_nobody_else(project: Path) -> None:
    (project / "people" / "aaa.yaml").write_text(BROKEN)
    (project / "people" / "zoe.yaml").write_text(ADA)
    done = cvkit("render", cwd=project)
    assert done.returncode == 1
    assert "people/aaa.yaml:4:5" in done.stderr
    assert files(project / "build") == ["ada-modern.pdf", "zoe-modern.pdf"]


def test_old_output_stays_when_the_data_is_wrong(project: Path) -> None:
    cvkit("render", cwd=project)
    output = project / "build" / "ada-modern.pdf"
    before = output.read_bytes(), output.stat().st_mtime_ns
    (project / "people" / "ada.yaml").write_text(BROKEN)
    assert cvkit("render", cwd=project).returncode == 1
    assert (output.read_bytes(), output.stat().st_mtime_ns) == before


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ("render adda", 'people; did you mean "ada"?'),
        ("render somebody", "people; people here: ada"),
        ("render --theme modren", 'there is no theme "modren"; did you mean "modern"?'),
        ("render --format pfd", 'there is no format "pfd"; did you mean "pdf"?'),
        ("render --set acent=red", 'unknown option "acent"; did you mean "accent"?'),
        ("render --set page_size=A44", 'did you mean "A4"?'),
        ("render --set accent", "use --set OPTION=VALUE"),
        ("themes modren", 'there is no theme "modren"; did you mean "modern"?'),
        ("render --thmee modern", "--thmee"),
        ("rendr", "'render'"),
        ("new", "PERSON"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_exists(
    project: Path, args: str, message: str
) -> None:
    done = cvkit(*args.split(), cwd=project)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert done.returncode == 2
    assert not (project / "build").exists()


@pytest.mark.parametrize("args", ["render adda", "render --theme modren", "themes modren"])
def test_an_error_of_no_file_begins_with_its_message(project: Path, args: str) -> None:
    assert re.match("there is no ", cvkit(*args.split(), cwd=project).stderr)


def test_nobody_to_render_is_wrong_usage(tmp_path: Path) -> None:
    done = cvkit("render", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cvkit new" in done.stderr


def test_a_file_that_does_not_exist_is_named(tmp_path: Path) -> None:
    done = cvkit("render", "nobody.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("nobody.yaml: file not found")


def test_options_in_the_file_are_checked_as_data(project: Path) -> None:
    (project / "people" / "ada.yaml").write_text(f"options:\n  acent: red\n{ADA}")
    done = cvkit("render", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith('people/ada.yaml:2:3: unknown option "acent"; did you mean')


# Where results go


def test_a_folder_that_cannot_be_written_is_an_error(project: Path) -> None:
    (project / "file").write_text("no folder")
    done = cvkit("render", "--output-dir", "file/below", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("file/below/ada-modern.pdf: cannot be written: ")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_an_error(project: Path) -> None:
    (project / "build").mkdir(mode=0o500)
    done = cvkit("render", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "build/ada-modern.pdf: cannot be written: Permission denied" in done.stderr


def test_a_folder_in_the_way_of_the_output_is_an_error(project: Path) -> None:
    (project / "build" / "ada-modern.pdf").mkdir(parents=True)
    done = cvkit("render", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "build/ada-modern.pdf: cannot be written: Is a directory" in done.stderr
    assert files(project / "build") == ["ada-modern.pdf"]


def test_output_dir_is_made_and_holds_nothing_but_results(project: Path) -> None:
    done = cvkit("render", "--output-dir", "a/b", cwd=project)
    assert done.stdout.startswith("a/b/ada-modern.pdf  ")
    assert files(project / "a" / "b") == ["ada-modern.pdf"]
    assert files(project) == ["a", "people"]


# Themes and options


def test_set_overrides_the_option_of_the_file(project: Path) -> None:
    (project / "people" / "ada.yaml").write_text(f"options:\n  page_size: A5\n{ADA}")
    widths = []
    for options in ([], ["--set", "page_size=Letter"]):
        assert cvkit("render", *options, cwd=project).returncode == 0
        pdf = Pdf((project / "build" / "ada-modern.pdf").read_bytes())
        widths.append(round(pdf.sizes[0][0]))
    assert widths == [420, 612]


def test_a_theme_named_twice_is_rendered_once(project: Path) -> None:
    done = cvkit("render", "--theme", "modern,modern", "-t", "modern", cwd=project)
    assert len(done.stdout.splitlines()) == 1


def test_a_person_named_twice_is_rendered_once(project: Path) -> None:
    done = cvkit("render", "ada", "people/ada.yaml", "ada", cwd=project)
    assert len(done.stdout.splitlines()) == 1


def test_a_project_brings_its_own_theme(project: Path) -> None:
    """Six lines of TOML and CSS are a theme; it is listed, and its options are its own."""
    theme = project / "themes" / "mine"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text(
        '[theme]\ninherit = "modern"\ndescription = "My own"\n[options]\npage_size = "A5"\n'
    )
    (theme / "style.css").write_text(".name { text-transform: uppercase }")
    assert re.search(r"^mine +My own$", cvkit("themes", cwd=project).stdout, re.MULTILINE)
    done = cvkit("render", "--theme", "mine,modern", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert files(project / "build") == ["ada-mine.pdf", "ada-modern.pdf"]
    pdf = Pdf((project / "build" / "ada-mine.pdf").read_bytes())
    assert "ADA LOVELACE" in pdf.text
    assert round(pdf.sizes[0][0]) == 420


def test_a_broken_theme_is_an_error_that_names_its_file(project: Path) -> None:
    theme = project / "themes" / "mine"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('[theme]\ninherit = "modren"\n')
    done = cvkit("render", "--theme", "mine", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "themes/mine/theme.toml" in done.stderr
    assert 'did you mean "modern"?' in done.stderr


def test_all_means_every_theme_that_can_be_rendered(project: Path) -> None:
    listed = {line.split()[0] for line in cvkit("themes", cwd=project).stdout.splitlines()}
    done = cvkit("render", "--theme", "all", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"modern"} <= listed
    assert files(project / "build") == sorted(f"ada-{theme}.pdf" for theme in listed)


def test_themes_lists_the_options_of_one(tmp_path: Path) -> None:
    done = cvkit("themes", "modern", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"page_size +A4 +\(.*Letter.*\)\n +\S", done.stdout)


# The rest


def test_schema_is_json_for_editors(tmp_path: Path) -> None:
    done = cvkit("schema", cwd=tmp_path, PYTHONIOENCODING="utf-8")
    schema = json.loads(done.stdout)
    assert "sections" in json.dumps(schema)
    assert schema["$schema"].startswith("https://json-schema.org/")


def test_completion_knows_commands_people_and_themes(project: Path) -> None:
    done = cvkit("completion", "bash", cwd=project)
    assert "complete " in done.stdout
    subprocess.run(["bash", "-n"], input=done.stdout, text=True, check=True)
    script = Path(sys.executable).parent / "cvkit"
    for words, expected in [
        ("cvkit ren", "render"),
        ("cvkit render a", "ada"),
        ("cvkit render --theme mod", "modern"),
    ]:
        env = {"COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        found = subprocess.run(
            [script],
            cwd=project,
            env={**os.environ, **env, "_CVKIT_COMPLETE": "bash_complete"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"plain,{expected}" in found.stdout.splitlines()


def commands(group: click.Group, prefix: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        yield prefix + name
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")


@pytest.mark.parametrize("command", [*commands(cli)])
def test_every_command_has_examples_in_its_help(tmp_path: Path, command: str) -> None:
    done = cvkit(*command.split(), "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(rf"Examples:\n +cvkit {command}", done.stdout)


def in_terminal(*args: str, cwd: Path) -> tuple[str, int]:
    """Run cvkit in a terminal of 100 columns; return what it shows and its exit code."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cvkit", *args],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", "TERM": "xterm-256color"},
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    shown = b""
    while chunk := _read(leader):
        shown += chunk
    os.close(leader)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    return text.replace("\r\n", "\n"), process.wait(timeout=60)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux: the other side is closed
        return b""


def test_in_a_terminal_there_is_a_table(project: Path) -> None:
    (project / "people" / "bob.yaml").write_text(BROKEN)
    shown, code = in_terminal("render", cwd=project)
    assert code == 1
    assert re.search(r"File +Pages +Size +Time", shown)
    assert re.search(r"build/ada-modern\.pdf +1( page)? +loosened +\d+ kB +\d\.\d\d s", shown)
    assert re.search(r"build/bob-modern\.pdf +failed", shown)
    assert 'people/bob.yaml:4:5: unknown field "txet"' in shown


@pytest.mark.slow
@pytest.mark.parametrize("text", ["zili-zhang", "emoji"])
def test_the_same_data_gives_the_same_bytes_everywhere(tmp_path: Path, text: str) -> None:
    data = ADA + "    note: 🎓 Gödel 李\n"
    if text != "emoji":
        data = (PEOPLE / f"{text}.yaml").read_text("utf-8")
    made = []
    for name, env in [
        ("one", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C", "LC_ALL": "C"}),
        ("two 李", {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8"}),
    ]:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "cv.yaml").write_text(data, "utf-8")
        options = ("--format", ",".join(EXPORTERS), "--quiet")
        done = cvkit("render", "cv.yaml", *options, cwd=folder, **env)
        assert (done.returncode, done.stderr) == (0, "")
        build = folder / "build"
        made.append({name: (build / name).read_bytes() for name in files(build)})
        time.sleep(1.1)  # a time that is written shows in the bytes
    assert {path.partition(".")[2] for path in made[0]} >= {"pdf", "html", "docx", "bib", "tex"}
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def wait_for_worker(process: subprocess.Popen[str]) -> None:
    """Wait until a process has started another one, however busy the machine is."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    end = time.monotonic() + 60
    while children.exists() and not children.read_text().strip() and time.monotonic() < end:
        assert process.poll() is None
        time.sleep(0.05)
    time.sleep(1 if children.exists() else 5)  # the worker begins to typeset


@pytest.mark.slow
def test_an_interrupt_stops_at_once_and_leaves_the_last_good_output(project: Path) -> None:
    cvkit("render", cwd=project)
    before = (project / "build" / "ada-modern.pdf").read_bytes()
    entries = "".join(f"\n      - Entry {n} of a list without an end" for n in range(4000))
    (project / "people" / "ada.yaml").write_text(
        f"sections:\n  - kind: custom\n    entries:{entries}\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "cvkit", "render"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    wait_for_worker(process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to the workers, too
    _stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in stderr
    assert files(project / "build") == ["ada-modern.pdf"]
    assert (project / "build" / "ada-modern.pdf").read_bytes() == before


def test_a_style_sheet_beside_the_file_wins_over_the_themes(tmp_path: Path) -> None:
    (tmp_path / "ada.yaml").write_text("name: Ada\nheadline: Engineer\n")
    (tmp_path / "ada.css").write_text(".headline { color: #123456 }")
    run = cvkit("render", "ada.yaml", "--format", "html", cwd=tmp_path)
    assert run.returncode == 0
    html = (tmp_path / "build" / "ada-modern.html").read_text("utf-8")
    assert "@layer person {\n.headline { color: #123456 }\n}" in html


@pytest.mark.parametrize(
    "command",
    [
        ("render",),
        ("render", "--set", "durations=true"),
        ("render", "--format", "docx,md"),
        ("check",),
    ],
    ids=" ".join,
)
def test_a_source_date_that_is_none_is_one_error_everywhere(project, command):
    done = cvkit(*command, cwd=project, SOURCE_DATE_EPOCH="soon")
    assert done.returncode == 2
    assert done.stderr.count("SOURCE_DATE_EPOCH") == 1
    assert "unset it" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(project / "build") == []


def test_quiet_checks_print_errors_only(project):
    text = ADA + "ignore:\n  - code: CV999\n    reason: none\n"
    (project / "people" / "ada.yaml").write_text(text)
    done = cvkit("check", "--quiet", cwd=project)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert len(lines) == 1
    assert "error CV001" in lines[0]
