"""Rendering on a cluster whose processes are started elsewhere and share no folder with us."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time

import pytest
from command import cvkit

pytest.importorskip("distributed")
psutil = pytest.importorskip("psutil")  # Dask needs it, too
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cluster")]

PEOPLE = 24
SECONDS = 100


def dask(module, *arguments, folder):
    command = [sys.executable, "-m", f"distributed.cli.{module}", "--no-dashboard", *arguments]
    none = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, stdin=none, stdout=none, stderr=none)


def wait_until(condition, what):
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen")


class Cluster:
    """A scheduler and two workers, each with a process that watches it (Dask's nanny)."""

    def __init__(self, folder):
        file = folder / "scheduler.json"
        arguments = ("--port", "0", "--interface", "lo", "--scheduler-file", str(file))
        self.scheduler = dask("dask_scheduler", *arguments, folder=folder)
        self.address = json.loads(
            wait_until(lambda: file.is_file() and file.read_text(), "the start")
        )["address"]
        own = ("--nthreads", "1", "--local-directory", str(folder))
        self.nannies = [dask("dask_worker", self.address, *own, folder=folder) for _ in range(2)]

    def kill_a_worker(self, number):
        """Kill the process that works, not the one that watches it."""
        children = psutil.Process(self.nannies[number].pid).children()
        (worker,) = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
        worker.kill()

    def stop(self):
        for process in (*self.nannies, self.scheduler):
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    cluster = Cluster(folder)
    yield cluster
    cluster.stop()


@pytest.fixture
def project(tmp_path, root):
    """Many people; one has a photo, one an own style sheet, one an include; and a theme."""
    folder = tmp_path / "project"
    shutil.copytree(root / "docs" / "example", folder / "people")
    for number in range(PEOPLE):
        text = f"name: Ada {number}\nsections:\n  - kind: summary\n    text: Number {number}\n"
        (folder / "people" / f"ada-{number}.yaml").write_text(text)
    (folder / "people" / "ada-1.css").write_text(".name { color: #a40000 }")
    theme = folder / "themes" / "mine"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('[theme]\ninherit = "plain"\ndescription = "Mine"\n')
    (theme / "style.css").write_text(".name { text-transform: uppercase }")
    return folder


def start(project, cluster):
    return subprocess.Popen(
        [sys.executable, "-m", "cvkit", "render", "--theme", "mine", "-o", "there",
         "--cluster", cluster.address],
        cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def finished(project):
    return {path.name: path.read_bytes() for path in (project / "there").glob("*.pdf")}


def test_all_results_are_the_same_although_workers_die(project, cluster):
    run = start(project, cluster)
    wait_until(lambda: finished(project), "a result")
    cluster.kill_a_worker(0)
    wait_until(lambda: len(finished(project)) > PEOPLE / 3, "a third of the results")
    cluster.kill_a_worker(1)
    _, errors = run.communicate(timeout=SECONDS)
    assert run.returncode == 0, errors
    plain = cvkit("render", "--theme", "mine", "-o", "here", cwd=project)
    assert plain.returncode == 0, plain.stderr
    expected = {path.name: path.read_bytes() for path in (project / "here").glob("*.pdf")}
    assert len(expected) == PEOPLE + 4
    assert finished(project) == expected
    again = cvkit("render", "--theme", "mine", "-o", "there", cwd=project)
    assert again.stdout.count("up to date") == len(expected)


def test_a_lost_scheduler_ends_the_run_with_a_message(project, cluster):
    for number in range(PEOPLE, 20 * PEOPLE):
        shutil.copy(project / "people/ada-2.yaml", project / f"people/ada-{number}.yaml")
    run = start(project, cluster)
    wait_until(lambda: len(finished(project)) > 2, "a result")
    cluster.scheduler.kill()
    _, errors = run.communicate(timeout=SECONDS)
    assert run.returncode == 1
    assert "connection to the scheduler" in errors
    assert errors.count("\n") == 1
    done = finished(project)
    assert all(content.startswith(b"%PDF") for content in done.values())
    with (project / "there" / ".cvkit-build.json").open() as file:
        assert file.read()
    assert 2 < len(done) < 20 * PEOPLE
