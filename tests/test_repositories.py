"""What cvkit brings to repositories: projects, the Action, and the hooks for pre-commit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from actions import Runner
from command import cvkit, files

ROOT = Path(__file__).parents[1]
ADA = "name: Ada Lovelace\n\nsections:\n  - kind: summary\n    text: The first programmer.\n"
BROKEN = "name: Bob\n\nsections:\n  - kind: summary\n    txet: A misspelt key.\n"


def load(path):
    return yaml.load((ROOT / path).read_text(), Loader=yaml.BaseLoader)


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "workspace"
    (folder / "people").mkdir(parents=True)
    (folder / "people" / "ada.yaml").write_text(ADA)
    return folder


@pytest.fixture
def installed(tmp_path):
    """A folder for PATH with a ``cvkit`` that is this checkout."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "cvkit"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m cvkit "$@"\n')
    script.chmod(0o755)
    return os.pathsep.join([str(folder), os.environ["PATH"]])


# Projects


def test_a_new_project_is_valid_and_has_a_theme_of_its_own(tmp_path):
    made = cvkit("init", "cvs", "--person", "ada-lovelace", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "cd cvs && cvkit render --theme mine" in made.stdout
    project = tmp_path / "cvs"
    assert cvkit("validate", cwd=project).stdout == "people/ada-lovelace.yaml: valid\n"
    assert "mine " in cvkit("themes", cwd=project).stdout


def test_files_that_exist_are_kept(tmp_path):
    (tmp_path / "Makefile").write_text("mine")
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "bob.yml").write_text("name: Bob\n")
    made = cvkit("init", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "Makefile exists; kept" in made.stdout
    assert (tmp_path / "Makefile").read_text() == "mine"
    assert files(tmp_path / "people") == ["bob.yml"]


@pytest.mark.parametrize("person", ["../ada", "", "a/b", ".."])
def test_a_person_that_cannot_name_a_file_is_refused(tmp_path, person):
    made = cvkit("init", "cvs", "--person", person, cwd=tmp_path)
    assert made.returncode == 2
    assert "cannot name a file" in made.stderr
    assert files(tmp_path) == []


def test_the_requirement_is_what_the_workflow_installs(tmp_path):
    cvkit("init", "--requirement", "cvkit @ git+https://example.org/cvkit", cwd=tmp_path)
    assert (tmp_path / "requirements.txt").read_text() == "cvkit @ git+https://example.org/cvkit\n"
    workflow = yaml.safe_load((tmp_path / ".github/workflows/cvs.yml").read_text())
    runs = [step["run"] for step in workflow["jobs"]["render"]["steps"] if "run" in step]
    assert any("libpango-1.0-0" in run for run in runs)
    assert "pip install -r requirements.txt" in runs


@pytest.mark.slow
def test_the_makefile_of_a_project_does_what_its_workflow_runs(tmp_path, installed):
    cvkit("init", "--person", "ada", cwd=tmp_path)
    (tmp_path / "people" / "bob.yaml").write_text("name: Bob\nemail: bob@work.org\n")
    for target in (["check", "CHECK=--format github"], ["render", "site"]):
        done = subprocess.run(
            ["make", *target], cwd=tmp_path, env={**os.environ, "PATH": installed},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert files(tmp_path / "build") == ["ada-mine.pdf", "bob-mine.pdf"]
    page = (tmp_path / "site" / "index.html").read_text()
    links = re.findall(r'href="([^"]+)"', page)
    assert links == [f"{p}-mine-public.{s}" for p in ("ada", "bob") for s in ("html", "pdf")]
    assert all((tmp_path / "site" / link).is_file() for link in links)


# The Action


def runner(workspace, tmp_path, path, **inputs):
    declared = load("action.yml")["inputs"]
    values = {f"inputs.{name}": field["default"] for name, field in declared.items()}
    assert inputs.keys() <= declared.keys()
    values |= {f"inputs.{name}": value for name, value in inputs.items()}
    return Runner(workspace, tmp_path / "runner", ROOT, values, path)


def steps(*names):
    return [step for step in load("action.yml")["runs"]["steps"] if step.get("name") in names]


def test_no_input_of_the_action_is_written_into_a_script():
    for step in load("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert "uses" in step or step["shell"] == "bash"


def test_an_invalid_file_is_annotated_and_ends_the_action(workspace, tmp_path, installed):
    (workspace / "people" / "bob.yaml").write_text(BROKEN)
    running = runner(workspace, tmp_path, installed)
    assert running.run(steps("Validate", "Render")) == 1
    matcher = re.search("::add-matcher::(.+)", running.log)[1]
    (pattern,) = json.loads(Path(matcher).read_text())["problemMatcher"][0]["pattern"]
    found = [re.search(pattern["regexp"], line) for line in running.log.splitlines()]
    (match,) = filter(None, found)
    place = (match[pattern["file"]], match[pattern["line"]], match[pattern["column"]])
    assert place == ("people/bob.yaml", "5", "5")
    assert 'did you mean "text"?' in match[pattern["message"]]
    assert not (workspace / "build").exists()


@pytest.mark.slow
def test_the_action_renders_and_checks_whom_it_is_given(workspace, tmp_path, installed):
    (workspace / "people" / "bob.yaml").write_text(ADA)
    given = {
        "people": "ada\n", "theme": "plain,modern", "format": "pdf,text",
        "options": "page_size=Letter\naccent=#a40000\n", "output-dir": "out here",
    }  # fmt: skip
    running = runner(workspace, tmp_path, installed, **given)
    assert running.run(steps("Validate", "Render", "Check")) == 0, running.log
    names = ["ada-modern.pdf", "ada-modern.txt", "ada-plain.pdf", "ada-plain.txt"]
    assert files(workspace / "out here") == names


@pytest.mark.slow
def test_a_warning_fails_the_action_if_it_is_strict(workspace, tmp_path, installed):
    (workspace / "people" / "ada.yaml").write_text(ADA + "email: ada@example.org\n")
    assert runner(workspace, tmp_path, installed, strict="false").run(steps("Check")) == 0
    running = runner(workspace, tmp_path, installed, strict="true")
    assert running.run(steps("Check")) == 1
    assert "::warning file=people/ada.yaml,line=6," in running.log
    assert runner(workspace, tmp_path, installed, check="false").run(steps("Check")) == 0


@pytest.mark.slow
def test_the_whole_action_runs_in_a_clean_folder(workspace, tmp_path):
    """From the installation on; what is not installed here, pip takes from its index."""
    running = runner(workspace, tmp_path, os.environ["PATH"])
    python = Path(sys.executable).parent
    running.path = os.pathsep.join([str(python), running.path])
    assert running.run(load("action.yml")["runs"]["steps"]) == 0, running.log
    assert running.values["steps.pip.outputs.key"].startswith("cvkit-Linux-X64-3.14-")
    assert running.path.startswith(str(tmp_path / "runner" / "cvkit" / "bin"))
    assert files(workspace / "build") == ["ada-modern.pdf"]


# Hooks


def git(*arguments, cwd):
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@work.org")
    subprocess.run(["git", *who, *arguments], cwd=cwd, check=True, capture_output=True)


def commit(folder):
    git("init", "--quiet", cwd=folder)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message", "All", cwd=folder)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_the_hooks_format_validate_and_check(workspace, tmp_path, installed):
    """The real pre-commit runs the real manifest; only the installation is left out."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    commit(hooks)
    head = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=hooks, text=True).strip()
    chosen = [{"id": hook["id"], "language": "system"} for hook in load(".pre-commit-hooks.yaml")]
    config = {"repos": [{"repo": str(hooks), "rev": head, "hooks": chosen}]}
    (workspace / ".pre-commit-config.yaml").write_text(json.dumps(config))
    (workspace / "people" / "ada.acme.yaml").write_text("kind: letter\nbody: Hello.\n")
    commit(workspace)

    def run():
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"],
            cwd=workspace, capture_output=True, text=True, check=False,
            env={**os.environ, "PATH": installed, "PRE_COMMIT_HOME": str(tmp_path / "cache")},
        )  # fmt: skip
        return re.findall(r"^(.+?)\.{3,}(\w+)$", done.stdout, re.MULTILINE), done.stdout

    names = [hook["name"] for hook in load(".pre-commit-hooks.yaml")]
    states, log = run()
    assert states == [(name, "Passed") for name in names], log
    (workspace / "people" / "ada.yaml").write_text(BROKEN)
    git("add", "--all", cwd=workspace)
    states, log = run()
    assert dict(states)["Validate CVs"] == "Failed"
    assert "people/ada.yaml:5:5" in log
    (workspace / "people" / "ada.yaml").write_text(ADA.replace("name: ", "name:   "))
    git("add", "--all", cwd=workspace)
    states, log = run()
    assert dict(states) == dict.fromkeys(names, "Passed") | {"Format CVs": "Failed"}, log
    assert (workspace / "people" / "ada.yaml").read_text() == ADA
