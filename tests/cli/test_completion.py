"""Completion in the real shells: what people see when they press the tab key."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from command import cvkit

BIN = Path(sys.executable).parent
LUCIA = """\
name: Lucía
variants:
  industry: {}
redactions:
  shy: {remove: [email]}
"""
# A line as it is typed, and what it must become.
COMPLETED = [
    ("cvkit rend", "cvkit render "),
    ("cvkit render lu", "cvkit render lucia "),
    ("cvkit render cv", "cvkit render cv.yaml "),
    ("cvkit render people/lucia.y", "cvkit render people/lucia.yaml "),
    ("cvkit render --theme mod", "cvkit render --theme modern "),
    ("cvkit render --theme modern,clas", "cvkit render --theme modern,classic "),
    ("cvkit render --format pdf,doc", "cvkit render --format pdf,docx "),
    ("cvkit render --variant indu", "cvkit render --variant industry "),
    ("cvkit render --language zh-Hant-", "cvkit render --language zh-Hant-HK "),
    ("cvkit render --redact sh", "cvkit render --redact shy "),
    ("cvkit render --letter ac", "cvkit render --letter acme "),
    ("cvkit render --set page_si", "cvkit render --set page_size="),
    ("cvkit check --explain CV50", None),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    people = tmp_path / "people"
    people.mkdir()
    (people / "lucia.yaml").write_text(LUCIA)
    (people / "lucia.acme.yaml").write_text("kind: letter\n")
    (tmp_path / "cv.yaml").write_text("name: Ada\n")
    return tmp_path


def script(shell: str, project: Path) -> Path:
    path = project / f"complete.{shell}"
    path.write_text(cvkit("completion", shell, cwd=project).stdout)
    return path


class Terminal:
    """An interactive shell on a pseudo-terminal."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.seen = ""
        env = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "TERM": "dumb", "HISTFILE": ""}
        master, slave = pty.openpty()
        self.process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.master = master

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def wait_for(self, pattern: str, seconds: float = 60) -> bool:
        """Read until a pattern is seen after what was seen before."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if match := re.search(pattern, self.seen):
                self.seen = self.seen[match.end() :]
                return True
            if select.select([self.master], [], [], 0.2)[0]:
                with suppress(OSError):
                    self.seen += os.read(self.master, 65536).decode("utf-8", "replace")
        return False

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


STARTS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "bind 'set bell-style none'; source {}"),
    "zsh": (["zsh", "-f", "-i"], "unsetopt beep; autoload -U compinit; compinit -u -D; source {}"),
}


@pytest.mark.parametrize("shell", STARTS)
def test_the_tab_key_completes_in_interactive_shells(project: Path, shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    command, start = STARTS[shell]
    terminal = Terminal(command, project)
    try:
        terminal.type(start.format(script(shell, project)) + "\necho rea''dy\n")
        assert terminal.wait_for("ready\r?\n")
        for typed, completed in COMPLETED:
            if completed is None:
                continue
            terminal.type(typed + "\t")
            rest = completed.rstrip()[len(typed) :]
            assert terminal.wait_for(re.escape(rest)), f"{typed}: {terminal.seen!r}"
            terminal.type("\x15")  # Ctrl-U deletes the line
    finally:
        terminal.close()


def test_fish_completes(project: Path) -> None:
    if not shutil.which("fish"):
        pytest.skip("fish is not installed")
    path = script("fish", project)
    lines = "\n".join(f"complete -C '{typed}'; echo --" for typed, _ in COMPLETED)
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {path}\n{lines}"],
        cwd=project,
        env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    answers = [answer.split("\n") for answer in done.stdout.split("--\n")]
    for (typed, completed), found in zip(COMPLETED, answers, strict=False):
        words = [line.split("\t")[0] for line in found]
        if completed is None:
            assert "CV501" in words
        else:
            assert completed.split()[-1] in words, typed


@pytest.mark.parametrize(("words", "expected"), [
    ("cvkit render --set page_size=Le", "page_size=Letter"),
    ("cvkit render --set page_numbers=", "page_numbers=true"),
    ("cvkit render --pages au", "auto"),
    ("cvkit render --theme modern,mod", ""),
    ("cvkit render nowhere/", ""),
])  # fmt: skip
def test_values_of_options_are_completed(project: Path, words: str, expected: str) -> None:
    line = {"COMP_WORDS": words, "COMP_CWORD": words.rsplit(" ", maxsplit=1)[-1]}
    done = subprocess.run(
        [BIN / "cvkit"],
        cwd=project,
        env={**os.environ, **line, "_CVKIT_COMPLETE": "fish_complete"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found = [row.removeprefix("plain,") for row in done.stdout.split()]
    assert expected in found or (not expected and not found)
