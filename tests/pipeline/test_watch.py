"""Watching: a change renders what it affects, once, with its last content."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from cvkit.errors import CvkitError
from cvkit.pipeline.project import Project
from cvkit.pipeline.request import Request
from cvkit.pipeline.watch import watch
from cvkit.system.limits import deadline

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people").mkdir()
    for name in ("ada", "bob"):
        (tmp_path / "people" / f"{name}.yaml").write_text(f"name: {name}\ninclude: _part.yaml\n")
    (tmp_path / "people" / "_part.yaml").write_text("headline: Countess\n")
    return tmp_path


@pytest.fixture
def watched(project):
    """Results of a watch of everybody, as HTML, until all is up to date."""
    found = Project(project)

    def ask():
        people = list(found.people())
        return Request(people, found.build_folder, formats=("html",), everybody=True)

    with closing(watch(found, ask)) as results:

        def until_idle():
            with deadline(60, "waiting"):
                return list(iter(lambda: next(results), None))

        yield until_idle


def save(path, text):
    """Replace a file at once, so that nobody sees half of it."""
    draft = path.with_name(f".{path.name}")
    draft.write_text(text)
    draft.replace(path)


def names(results):
    """Return whose results these are; on a busy machine a person may be rendered twice."""
    return sorted({result.job.source.stem for result in results})


@pytest.mark.slow
def test_a_change_renders_what_it_affects(project, watched):
    people, build = project / "people", project / "build"
    assert names(watched()) == ["ada", "bob"]
    save(people / "ada.yaml", "name: Ada Changed\n")
    assert names(watched()) == ["ada"]
    assert "Ada Changed" in (build / "ada-modern.html").read_text()
    save(people / "_part.yaml", "headline: Baroness\n")
    assert names(watched()) == ["bob"], "ada.yaml does not include it any more"
    save(people / "eve.yaml", "name: Eve\n")
    assert names(watched()) == ["eve"]
    (project / "themes" / "modern").mkdir(parents=True)
    (project / "themes" / "modern" / "style.css").write_text(".name { color: navy }")
    assert set(names(watched())) == {"ada", "bob", "eve"}
    assert "color: navy" in (build / "ada-modern.html").read_text()


@pytest.mark.slow
def test_a_burst_of_saves_is_rendered_with_the_last_content(project, watched):
    watched()
    for number in range(20):
        save(project / "people" / "ada.yaml", f"name: Ada {number}\n")
    results = watched()
    output = project / "build" / "ada-modern.html"
    while "Ada 19" not in output.read_text():  # a busy machine may split the burst
        results += watched()
    assert set(names(results)) == {"ada"}
    assert len(results) < 10


def test_a_file_that_an_editor_replaces_is_noticed(project, watched):
    watched()
    source = project / "people" / "ada.yaml"
    for text in ("name: Ada First\n", "name: Ada Second\n"):
        source.rename(source.with_name("ada.yaml~"))
        draft = source.with_name(".ada.yaml.swp")
        draft.write_text(text)
        draft.rename(source)
        assert names(watched()) == ["ada"]
    assert "Ada Second" in (project / "build" / "ada-modern.html").read_text()


@pytest.mark.slow
def test_an_error_is_reported_again_only_after_a_change_of_its_file(project, watched):
    people = project / "people"
    save(people / "ada.yaml", "nickname: A\n")
    first = watched()
    assert names(result for result in first if result.error) == ["ada"]
    save(people / "bob.yaml", "name: Bob\n")
    assert names(watched()) == ["bob"]
    save(people / "ada.yaml", "name: Ada\n")
    assert [result.error for result in watched()] == [None]


@pytest.mark.slow
def test_a_broken_theme_does_not_end_it(project):
    found = Project(project)
    folder = project / "themes" / "own"
    folder.mkdir(parents=True)
    save(folder / "theme.toml", '[theme]\ninherit = "base"\n')
    request = Request([project / "people" / "ada.yaml"], found.build_folder, ("own",), ("html",))
    with closing(watch(found, lambda: request)) as results, deadline(60, "waiting"):
        assert next(results).error is None
        assert next(results) is None
        save(folder / "theme.toml", "not TOML")
        assert isinstance(next(results), CvkitError)
        save(folder / "theme.toml", '[theme]\ninherit = "plain"\n')
        after = next(result for result in results if not isinstance(result, CvkitError))
        assert after.error is None


def test_the_command_ends_cleanly_with_an_interrupt(project):
    command = [sys.executable, "-m", "cvkit", "watch", "ada", "--format", "text"]
    run = subprocess.Popen(
        command, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        with deadline(60, "waiting"):
            assert run.stdout.readline().startswith(str(Path("build", "ada-modern.txt")))
            assert "Waiting for changes" in run.stderr.readline()
            save(project / "people" / "ada.yaml", "name: Ada Changed\n")
            assert run.stdout.readline().startswith(str(Path("build", "ada-modern.txt")))
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=30)
    finally:
        run.kill()
    assert run.returncode == 0
    assert (out, err) == ("", "")
    assert "Ada Changed" in (project / "build" / "ada-modern.txt").read_text()
