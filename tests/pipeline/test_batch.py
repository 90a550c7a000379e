"""Many jobs: whole jobs run in the workers, with the same results as one by one."""

from __future__ import annotations

import os
import pickle
import signal
from collections import Counter

import pytest
from jobs import make_job

from cvkit.errors import InputError, RenderError
from cvkit.pipeline import work
from cvkit.pipeline.job import Job
from cvkit.pipeline.render import render

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
NAMES = ("ada", "broken", "bob", "deadly", "eve", "finn")


@pytest.fixture
def jobs(tmp_path):
    """Jobs of several people; the file of one is invalid."""
    made = []
    for name in NAMES:
        source = tmp_path / f"{name}.yaml"
        source.write_text(f"name: {name}\n" if name != "broken" else "nickname: x\n")
        outputs = (("pdf", tmp_path / f"{name}.pdf"), ("text", tmp_path / f"{name}.txt"))
        made.append(make_job(source, outputs=outputs))
    return made


@pytest.fixture
def many(monkeypatch):
    """Treat any number of jobs as many."""
    monkeypatch.setattr("cvkit.pipeline.render._FEW", 0)


def test_results_are_the_same_in_the_same_order_as_of_a_few_jobs(jobs, monkeypatch):
    few = list(render(jobs))
    contents = [path.read_bytes() for result in few for path in result.files]
    monkeypatch.setattr("cvkit.pipeline.render._FEW", 0)
    results = list(render(jobs))
    assert [result.job.source.stem for result in results] == list(NAMES)
    assert [path.read_bytes() for result in results for path in result.files] == contents
    for before, after in zip(few, results, strict=True):
        assert before.files == after.files
        assert before.warnings == after.warnings
        assert str(before.error) == str(after.error)
    assert isinstance(results[1].error, InputError)
    assert results[1].error.problems[0].line == 1


@pytest.mark.usefixtures("many")
def test_the_parent_does_nothing_but_plan_and_write(jobs, tmp_path, monkeypatch):
    begin = work.begin

    def noted(job, typesetter):
        with (tmp_path / "processes").open("a") as file:
            file.write(f"{os.getpid()}\n")
        return begin(job, typesetter)

    monkeypatch.setattr(work, "begin", noted)
    list(render(jobs))
    processes = Counter((tmp_path / "processes").read_text().split())
    assert processes.total() == len(jobs)
    assert str(os.getpid()) not in processes


class Deadly(Job):
    """Kills the process that unpacks it."""

    def __reduce__(self):
        return _kill, ()


def _kill():
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.usefixtures("many")
def test_a_cv_that_kills_its_worker_fails_alone(jobs):
    jobs[3] = Deadly(**vars(jobs[3]))
    results = {result.job.source.stem: result for result in render(jobs)}
    assert isinstance(results["deadly"].error, RenderError)
    assert results["deadly"].error.problems[0].file == str(jobs[3].source)
    assert [name for name in NAMES if results[name].error] == ["broken", "deadly"]


def test_a_worker_keeps_one_theme_for_all_jobs(jobs):
    copies = [pickle.loads(pickle.dumps(job)) for job in jobs]
    assert len({id(job.theme) for job in copies}) == 1
    assert copies == jobs
