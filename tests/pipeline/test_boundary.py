"""One bad file never ends a run: whatever happens to one job, the others are carried out."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner
from jobs import make_job

from cvkit.apps import cli as command_line
from cvkit.apps.cli import cli
from cvkit.check.run import check
from cvkit.errors import CvkitError, InternalError
from cvkit.pipeline import render as pipeline
from cvkit.pipeline.render import render
from cvkit.typeset.pool import Limits

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

ERRORS = {
    "division": ZeroDivisionError("division by zero"),
    "name": OSError(errno.ENAMETOOLONG, "File name too long"),
    "recursion": RecursionError("too deep"),
    "assertion": AssertionError(),
    "encoding": UnicodeEncodeError("utf-8", "\udc80", 0, 1, "surrogates"),
    "key": KeyError("x\x1b[2J"),
    "memory": MemoryError(),
}
# Functions of each step, and how to tell from an argument that it is about the bad file.
STEPS = {
    "select": ("cvkit.pipeline.prepare.selected", lambda job, *_: job.source.stem),
    "prepare": ("cvkit.pipeline.prepare.prepare", lambda job, *_: job.source.stem),
    "compose": ("cvkit.pipeline.prepare.compose", lambda job, *_: job.source.stem),
    "notes": ("cvkit.pipeline.prepare.notes", lambda job, *_: job.source.stem),
    "submit": ("cvkit.pipeline.work._typeset", lambda job, *_: job.source.stem),
    "lay out": ("cvkit.typeset.weasyprint._lay_out", lambda document: document.html),
    "measure": ("cvkit.typeset.weasyprint.typeset", lambda document, *_: document.html),
    "export": ("cvkit.pipeline.work._export", lambda _material, _name, path: path.stem),
    "write": ("cvkit.pipeline.render.write", lambda path, *_: path.stem),
}


def breaks(monkeypatch, step, what):
    """Let a step raise an exception, or call a function, for the file ``bad.yaml`` only."""
    name, about = STEPS[step]
    module, _, attribute = name.rpartition(".")
    original = getattr(sys.modules.get(module) or __import__(module, fromlist=["x"]), attribute)

    def function(*arguments):
        if "bad" in about(*arguments):
            if isinstance(what, Exception):
                raise what
            what()
        return original(*arguments)

    monkeypatch.setattr(name, function)


@pytest.fixture
def jobs(tmp_path):
    """Two jobs, the first of which is broken by :func:`breaks`."""
    made = []
    for name in ("bad", "good"):
        source = tmp_path / f"{name}.yaml"
        source.write_text(f"name: {name}\n")
        made.append(make_job(source, outputs=(("pdf", tmp_path / f"{name}.pdf"),)))
    return made


IN_WORKERS = {"submit", "lay out", "measure"}
# Those in workers need new processes, so each step has two exceptions.
PAIRS = [
    (step, error)
    for number, step in enumerate(STEPS)
    for error in (list(ERRORS)[number % len(ERRORS)], list(ERRORS)[(number + 3) % len(ERRORS)])
]


@pytest.mark.parametrize(("step", "error"), PAIRS)
def test_an_exception_in_any_step_is_the_problem_of_its_job(step, error, jobs, monkeypatch):
    breaks(monkeypatch, step, ERRORS[error])
    if step not in IN_WORKERS:  # text needs none, and is quicker
        jobs = [replace(job, outputs=(("text", job.outputs[0][1]),)) for job in jobs]
    bad, good = render(jobs, Limits())
    assert isinstance(bad.error, CvkitError)
    (problem,) = bad.error.problems
    assert problem.file == str(jobs[0].source)
    assert good.error is None
    assert good.files[0].is_file()
    assert not jobs[0].outputs[0][1].exists()


def test_a_bug_is_told_as_such_with_its_cause(jobs, monkeypatch):
    breaks(monkeypatch, "compose", ERRORS["division"])
    bad, _ = render(jobs, Limits())
    assert isinstance(bad.error, InternalError)
    (problem,) = bad.error.problems
    assert problem.message == "internal error: ZeroDivisionError: division by zero"
    assert "--debug" in problem.hint


@pytest.mark.parametrize("end", [lambda: os._exit(3), lambda: sys.exit(3)])
def test_a_worker_that_ends_costs_its_job_only(end, jobs, monkeypatch):
    breaks(monkeypatch, "lay out", end)
    bad, good = render(jobs, Limits())
    assert bad.error or bad.files  # a new worker may succeed
    assert good.files[0].is_file()


@pytest.mark.parametrize("step", ["select", "compose", "submit", "lay out"])
def test_a_check_goes_on_as_well(step, jobs, monkeypatch):
    breaks(monkeypatch, step, ERRORS["division"])
    bad, good = check(jobs)
    assert isinstance(bad.error, CvkitError)
    assert good.error is None


def test_a_pdf_that_breaks_its_reader_is_the_problem_of_its_job(jobs, monkeypatch, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    (checked,) = check(jobs[:1], path)
    assert checked.error.problems[0].file == str(jobs[0].source)


def test_margins_without_a_page_between_them_do_not_end_the_run(tmp_path):
    bad, good = tmp_path / "bad.yaml", tmp_path / "good.yaml"
    bad.write_text("name: Ada\noptions: {margin_top: 160mm, margin_bottom: 140mm}\n")
    good.write_text("name: Ada\n")
    jobs = [
        make_job(source, outputs=(("pdf", source.with_suffix(".pdf")),), pages=pages)
        for source in (bad, good)
        for pages in ("1", "auto")
    ]
    *_, first, second = render(jobs, Limits())
    assert first.error is None
    assert second.error is None


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "people").mkdir()
    for name in ("bad", "good"):
        (tmp_path / "people" / f"{name}.yaml").write_text(f"name:   {name}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("command", [["validate"], ["format", "--check"], ["render", "--explain"],
                                     ["render", "-f", "text"]])  # fmt: skip
def test_every_command_on_several_files_goes_on(command, project, monkeypatch):
    from cvkit.source import nodes
    from cvkit.source.format import reformat  # noqa: F401 - it is patched, too

    def parse(source):
        if "bad" in source.name:
            raise ZeroDivisionError("here")
        return original(source)

    original = nodes.parse
    for module in ("cvkit.source.nodes", "cvkit.load.load", "cvkit.source.format.reformat"):
        monkeypatch.setattr(sys.modules[module], "parse", parse, raising=False)
    result = CliRunner().invoke(cli, command, standalone_mode=False)
    assert result.exception is None, result.output
    assert "internal error: ZeroDivisionError: here" in result.output
    assert "good" in result.output
    assert "Traceback" not in result.output


def run(*arguments, code=""):
    program = f"import cvkit.apps.cli.commands, cvkit.apps.cli\n{code}\ncvkit.apps.cli.main()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )


BROKEN = (
    "import cvkit.pipeline.schema as r\ndef f(_): raise KeyError('x\\x1b]0;y')\n"
    "r.project_schema = f"
)


def test_a_bug_in_a_command_is_one_line_and_a_traceback_with_debug():
    brief = run("schema", code=BROKEN)
    assert brief.returncode == 1
    assert brief.stderr.startswith("internal error: KeyError: ")
    assert "Traceback" not in brief.stderr
    full = run("--debug", "schema", code=BROKEN)
    assert full.returncode == 1
    assert "Traceback" in full.stderr
    assert "in f" in full.stderr
    assert "\x1b]" not in brief.stderr + full.stderr


def test_the_modules_are_those_of_the_program():
    assert command_line.cli is cli
    assert pipeline.render is render
