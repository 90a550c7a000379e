"""What every command of a shell has to do: streams, colours, errors, and hints that work."""

from __future__ import annotations

import ast
import os
import pty
import re
import shlex
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from command import cvkit
from sampling import sampled

from cvkit.apps.cli import cli

BIN = Path(sys.executable).parent
PACKAGE = Path(__file__).parents[2] / "cvkit"
BROKEN = "name: Bob\nnmae: Bob\n"
RENDERCV = "cv:\n  name: Ada Lovelace\n  sections:\n    summary:\n      - I write programs.\n"


def test_without_arguments_the_help_is_on_stdout(tmp_path):
    done = cvkit(cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == ""
    assert "Usage: " in done.stdout
    assert "render" in done.stdout


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version_has_a_short_option(tmp_path, option):
    done = cvkit(option, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"cvkit, version \d\S+\n", done.stdout)


def on_a_terminal(folder, *args, **env):
    """Return what a command writes to a terminal."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [BIN / "cvkit", *args], cwd=folder, stdin=slave, stdout=slave, stderr=slave,
        env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", **env},
    )  # fmt: skip
    os.close(slave)
    seen = b""
    with suppress(OSError):  # the end, on Linux
        while data := os.read(master, 65536):
            seen += data
    process.wait()
    os.close(master)
    return seen.decode()


def test_no_color_is_respected(tmp_path):
    (tmp_path / "bob.yaml").write_text(BROKEN)
    plain = on_a_terminal(tmp_path, "validate", "bob.yaml", NO_COLOR="1")
    assert "nmae" in plain
    assert "\x1b" not in plain
    assert "\x1b" in on_a_terminal(tmp_path, "validate", "bob.yaml")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full does not exist")
@pytest.mark.parametrize("args", [["themes"], ["schema"], ["--help"], [], ["validate", "a.yaml"]])
def test_a_full_device_is_an_error_without_a_traceback(tmp_path, args):
    (tmp_path / "a.yaml").write_text("name: Ada\n")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [BIN / "cvkit", *args], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True,
            timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "the output cannot be written: No space left on device\n"


def commands_in(text):
    """Return the commands that a message tells the reader to run."""
    return re.findall(r"(?:now|convert it): (cvkit .*)", text)


@pytest.mark.parametrize("name", sampled(["it's me", "ada", "Ada Lovelace", "李四"]))
def test_the_commands_that_are_printed_work(tmp_path, name):
    (tmp_path / "people").mkdir()
    (tmp_path / f"{name} cv.yaml").write_text(RENDERCV)
    foreign = cvkit("validate", f"{name} cv.yaml", cwd=tmp_path)
    made = cvkit("new", name, cwd=tmp_path)
    (convert,) = commands_in(foreign.stderr)
    (render,) = commands_in(made.stdout)
    env = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    for command in (convert, render.replace("render", "validate", 1)):
        done = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        for further in commands_in(done.stdout):
            assert Path(tmp_path / "people" / f"{shlex.split(further)[2]}.yaml").is_file()


def messages():
    """Yield the commands within the texts of the program: those in quotes, and the examples."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from re.findall(r"(?<![\w.])cvkit (?:[a-z]+)(?: [^\s\"`;,]+)*", node.value)


def test_every_command_in_a_text_of_the_program_exists():
    wrong, seen = [], 0
    for command in messages():
        words = command.split("  ")[0].split()
        target = cli.commands.get(words[1])
        if target is None:
            continue  # a sentence about cvkit
        known = {name for parameter in target.params for name in parameter.opts}
        for sub in getattr(target, "commands", {}).values():
            known |= {name for parameter in sub.params for name in parameter.opts}
        seen += 1
        options = [word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)]
        wrong += [command for option in options if option not in {*known, "--help"}]
    assert seen > 50
    assert wrong == []


def test_the_documented_line_for_editors_finds_the_schema(tmp_path):
    text = cvkit("schema", "--help", cwd=tmp_path).stdout
    written = re.search(r"cvkit schema > (\S+)", text)[1]
    referred = re.search(r"\$schema=(\S+)", text)[1]
    file = tmp_path / "people" / "ada.yaml"
    assert (file.parent / referred).resolve() == (tmp_path / written).resolve()
