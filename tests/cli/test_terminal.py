"""What files and folders are called, and what is in them, cannot control the terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from sampling import sampled

from cvkit.apps.cli import terminal
from cvkit.apps.cli.report import excerpt
from cvkit.errors import Problem

# A title for the window, a colour by one character, a direction override, an isolate, a line
# of its own, and markup of the library that lays out the table.
HOSTILE = "\x1b]0;PWN\x07\x9b31m\u202e\u2067\n[red]x[link=http:evil]"
SHOWN = "\\x1b]0;PWN\\x07\\u009b31m\\u202e\\u2067\\n[red]x[link=http:evil]"
QUOTED = json.dumps(HOSTILE)
CV = "name: Ada\nheadline: Engineer\nsections:\n  - kind: summary\n    text: A text.\n"


@pytest.fixture
def project(tmp_path):
    """A project in which everything has the hostile name, and a hostile file of each kind."""
    folder = tmp_path / f"project{HOSTILE}"
    (folder / "people").mkdir(parents=True)
    (folder / "people" / f"{HOSTILE}.yaml").write_text(CV)
    (folder / "people" / "broken.yaml").write_text(f"name: Ada\n{QUOTED}: x\n")
    (folder / "people" / "tagged.yaml").write_text(
        f"{CV}variants:\n  {QUOTED}: {{omit: [summary]}}\nextra:\n  {QUOTED}: {{en: a, de: b}}\n"
    )
    for name, manifest in {
        "mine": f'[theme]\ninherit = "modern"\ndescription = {QUOTED}\n',
        "wrong": f"[theme]\n{QUOTED} = 1\n",
        HOSTILE: "[theme]\n",
    }.items():
        (folder / "themes" / name).mkdir(parents=True)
        (folder / "themes" / name / "theme.toml").write_text(manifest)
    resume = {"basics": {"name": "Ada", HOSTILE: HOSTILE}, HOSTILE: [HOSTILE]}
    (folder / f"{HOSTILE}.json").write_text(json.dumps(resume))
    with zipfile.ZipFile(folder / "linkedin.zip", "w") as archive:
        archive.writestr("Profile.csv", "First Name,Last Name\nAda,Lovelace\n")
        archive.writestr(f"{HOSTILE}.csv", "a,b\n1,2\n")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["cv.yaml"] = f"name: {HOSTILE}".encode()
        pdf.save(folder / f"{HOSTILE}.pdf")
    return folder


COMMANDS = {
    "validate": ["validate"],
    "validate one": ["validate", f"people/{HOSTILE}.yaml"],
    "no such file": ["validate", HOSTILE],
    "no such option": ["validate", f"--{HOSTILE}"],
    "no such command": [HOSTILE],
    "format": ["format", "--check"],
    "render": ["render", f"people/{HOSTILE}.yaml", "-f", "text", "-o", f"{HOSTILE}[/]"],
    "render all": ["render", "-f", "text"],
    "compare": ["render", f"people/{HOSTILE}.yaml", "-f", "text", "--check"],
    "explain": ["render", "tagged", "--variant", "all", "--explain", "--language", "fr"],
    "theme": ["render", "-t", HOSTILE],
    "check": ["check", f"people/{HOSTILE}.yaml"],
    "check as JSON": ["check", f"people/{HOSTILE}.yaml", "--format", "json"],
    "check for GitHub": ["check", f"people/{HOSTILE}.yaml", "--format", "github"],
    "themes": ["themes"],
    "theme's options": ["themes", "mine"],
    "no such theme": ["themes", HOSTILE],
    "new theme": ["themes", "new", HOSTILE],
    "eject": ["themes", "eject", "mine", HOSTILE],
    "new": ["new", HOSTILE],
    "init": ["init", HOSTILE],
    "import": ["import", f"{HOSTILE}.json", "-o", f"{HOSTILE}.yaml"],
    "import again": ["import", f"{HOSTILE}.json", "-o", f"people/{HOSTILE}.yaml"],
    "import an archive": ["import", "linkedin.zip"],
    "extract": ["extract", f"{HOSTILE}.pdf"],
    "extract to a file": ["extract", f"{HOSTILE}.pdf", "-o", f"{HOSTILE}.yaml"],
    "docs": ["docs", HOSTILE],
    "doctor": ["doctor"],
}
SILENT = {"check for GitHub", "doctor"}
"""These show names only where something is wrong."""


def on_a_terminal(folder, *args):
    """Return what a command writes to a terminal of 1000 columns."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cvkit", *args], cwd=folder, stdin=follower, stdout=follower,
        stderr=follower, env={**os.environ, "TERM": "xterm", "COLUMNS": "1000"},
    )  # fmt: skip
    os.close(follower)
    seen = b""
    with suppress(OSError):  # the end, on Linux
        while data := os.read(leader, 65536):
            seen += data
    process.wait()
    os.close(leader)
    return seen.decode()


@pytest.mark.parametrize("name", sampled(COMMANDS, 8))
def test_hostile_names_and_texts_do_not_control_the_terminal(project, name):
    seen = on_a_terminal(project, *COMMANDS[name])
    assert "Traceback" not in seen
    assert [found for found in ("\x1b]", "\x07", "\x9b", "\u202e", "\u2067") if found in seen] == []
    if name not in SILENT:
        assert "]0;PWN" in seen


def test_the_table_shows_names_as_they_are(project):
    seen = on_a_terminal(project, *COMMANDS["render"])
    assert f"{SHOWN}[/]/{SHOWN}-modern.txt" in seen


def test_completion_offers_no_names_that_could_control_the_terminal(project):
    env = {"_CVKIT_COMPLETE": "bash_complete", "COMP_WORDS": "cvkit validate ", "COMP_CWORD": "2"}
    done = subprocess.run(
        [Path(sys.executable).with_name("cvkit")], cwd=project, env={**os.environ, **env},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "plain,tagged" in done.stdout
    assert "PWN" not in done.stdout


def test_an_extracted_file_is_exact_in_a_pipe(tmp_path):
    source = "name: Ada \u2067Lovelace\u2069\n".encode()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["cv.yaml"] = source
        pdf.save(tmp_path / "a.pdf")
    command = [sys.executable, "-m", "cvkit", "extract", "a.pdf"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == source
    assert "Ada \\u2067Lovelace\\u2069" in on_a_terminal(tmp_path, "extract", "a.pdf")


def test_json_stays_json():
    text = json.dumps({HOSTILE: "\x7f\u2028"}, ensure_ascii=False)
    shown = terminal.visible(text)
    assert json.loads(shown) == json.loads(text)
    assert terminal.visible(shown) == shown


def test_the_caret_is_below_its_place_behind_escaped_characters():
    problem = Problem("a.yaml", "wrong", line=1, column=4, source="a\x1b\u202eX")
    line, caret = excerpt(problem)
    shown = io.StringIO()
    for text in (line, caret):
        shown.write(terminal.visible(text) + "\n")
    first, second = shown.getvalue().splitlines()
    assert first[second.index("^")] == "X"
