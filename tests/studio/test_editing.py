"""A session: what is shown when, while somebody types."""

from __future__ import annotations

import asyncio
import os
from types import SimpleNamespace

import pytest

from cvkit.apps.studio.core import session as session_module
from cvkit.apps.studio.core.document import Event
from cvkit.apps.studio.core.look import Look
from cvkit.apps.studio.core.preview import Preview
from cvkit.apps.studio.core.session import Session
from cvkit.apps.studio.core.work import Rendering, is_current, render, validate_file
from cvkit.errors import Problem
from cvkit.pipeline.project import Project

TEXT = "# Mine\nname: Ada\n"


class Here:
    """Runs functions in this process."""

    async def now(self, function, *arguments):
        await asyncio.sleep(0)
        return function(*arguments)

    later = now


class Imitated(Here):
    """Renders nothing, but remembers what it was asked for."""

    def __init__(self):
        self.texts = []

    async def now(self, function, *arguments):
        await asyncio.sleep(0.01)
        if function is render:
            self.texts.append(arguments[2])
            bad = "bad" in arguments[2]
            return Rendering(b"%PDF", problems=(Problem("", "is bad", 1),) if bad else ())
        assert function in (validate_file, is_current)
        return ((), ()) if function is validate_file else True

    later = now


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch, tmp_path):
    monkeypatch.setattr(session_module, "PAUSE", 0.03)
    monkeypatch.setattr(session_module, "SAVE_PAUSE", 0.05)
    monkeypatch.setattr("cvkit.apps.studio.core.document.cache_folder", lambda: tmp_path / "cache")


def opened(write_cv, runner=None, text=TEXT):
    file = write_cv(text)
    changes = []
    found = Session(Project(file.parent), runner or Imitated(), changes.append)
    found.open(file)
    return SimpleNamespace(session=found, file=file, changes=changes, runner=found.runner)


async def settled(session):
    """Wait until nothing is due any more."""
    for _ in range(3000):
        await session.preview.finished()
        if not session._timers and not session._tasks and not session.state.busy:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the session does not come to rest")


def test_the_latest_text_wins_and_is_saved(write_cv):
    async def run():
        this = opened(write_cv)
        await settled(this.session)
        for number in range(8):
            this.session.edit(f"{TEXT}# {number}\n")
        await settled(this.session)
        return this

    this = asyncio.run(run())
    assert this.runner.texts == [TEXT, f"{TEXT}# 7\n"]
    assert this.file.read_text() == f"{TEXT}# 7\n"


def test_pages_stay_while_the_text_is_invalid(write_cv):
    async def run():
        this = opened(write_cv)
        await settled(this.session)
        first = this.session.state
        this.session.edit("bad\n")
        await settled(this.session)
        broken, problems = this.session.state, this.session.problems
        this.session.edit(TEXT + "# good\n")
        await settled(this.session)
        return first, broken, problems, this.session

    first, broken, problems, session = asyncio.run(run())
    assert broken.shown is first.shown
    assert broken.outdated
    assert [problem.line for problem in problems] == [1]
    assert not session.state.outdated
    assert session.state.number == first.number + 1
    assert session.problems == []


def test_a_change_by_another_program_appears(write_cv):
    async def run():
        this = opened(write_cv)
        await settled(this.session)
        this.changes.clear()
        this.file.write_text("name: Bob\n")
        os.utime(this.file, ns=(1, 1))
        this.session.poll()
        await settled(this.session)
        return this

    this = asyncio.run(run())
    assert this.session.document.text == "name: Bob\n"
    assert this.runner.texts[-1] == "name: Bob\n"
    assert any(change.text for change in this.changes)


def test_a_conflict_is_left_to_the_user(write_cv):
    async def run():
        this = opened(write_cv)
        await settled(this.session)
        this.file.write_text("name: Theirs\n")
        os.utime(this.file, ns=(1, 1))
        this.session.edit("name: Mine\n")
        await settled(this.session)
        event, content = this.session.event, this.file.read_text()
        copy = this.session.resolve("name: Mine\n")
        await settled(this.session)
        return this, event, content, copy

    this, event, content, copy = asyncio.run(run())
    assert event is Event.CONFLICT
    assert content == "name: Theirs\n"
    assert this.file.read_text() == "name: Mine\n"
    assert copy.read_text() == "name: Theirs\n"


def test_what_is_tried_is_written_only_when_kept(write_cv):
    async def run():
        this = opened(write_cv)
        this.session.display(Look().with_option("accent", "#aa0000"))
        await settled(this.session)
        before = this.file.read_text()
        this.session.keep()
        await settled(this.session)
        return this, before

    this, before = asyncio.run(run())
    assert before == TEXT
    assert this.file.read_text() == f'{TEXT}options:\n  accent: "#aa0000"\n'
    assert this.session.look.options == ()


def test_a_theme_is_kept_in_the_file(write_cv):
    async def run():
        this = opened(write_cv)
        this.session.display(Look("classic"))
        this.session.keep()
        await settled(this.session)
        first = this.file.read_text()
        this.session.display(Look("plain"))
        this.session.keep()
        await settled(this.session)
        return first, this.file.read_text()

    assert asyncio.run(run()) == (f"{TEXT}theme: classic\n", f"{TEXT}theme: plain\n")


def test_formatting_keeps_comments(write_cv):
    async def run():
        this = opened(write_cv, text="# Mine\nname:   Ada\n")
        this.session.format()
        await settled(this.session)
        return this.file.read_text()

    assert asyncio.run(run()) == "# Mine\nname: Ada\n"


def test_closing_saves(write_cv):
    async def run():
        this = opened(write_cv)
        this.session.edit("name: Late\n")
        this.session.close()
        return this.file.read_text()

    assert asyncio.run(run()) == "name: Late\n"


def test_real_pages_lead_to_real_lines(write_cv):
    async def run():
        this = opened(write_cv, Here(), "name: Ada\nheadline: Engineer\n")
        await settled(this.session)
        return this.session

    session = asyncio.run(run())
    (spot,) = session.state.page_map.spots_of("headline")
    place = session.state.page_map.place_at(1, spot.x + 2, spot.y + 1)
    assert place.line == 1
    assert session.state.shown.pdf.startswith(b"%PDF")
    assert session.state.shown.layout.pages[0].paper == pytest.approx((210, 297), abs=0.1)
    assert session.problems == []


def test_unsaved_text_is_rendered_and_its_problems_have_places(write_cv):
    file = write_cv("name: Ada\n")
    target = session_module.target_of(Project(file.parent), file)
    made = render(target, Look(), "name: Ada\nemial: x\n")
    assert [(problem.line, problem.code) for problem in made.problems] == [(2, "unknown-field")]
    errors, _ = validate_file(target, "name: Ada\nemial: x\n")
    assert [problem.line for problem in errors] == [2]
    assert not render(target, Look()).problems


def test_a_rendering_that_is_overtaken_is_followed_by_the_latest(write_cv):
    """Of all requests while one runs, the last is rendered, and no other."""
    seen = []

    async def run():
        begun, gate = asyncio.Event(), asyncio.Event()

        async def slow(_target, _look, text):
            seen.append(text)
            begun.set()
            await gate.wait()
            return Rendering(text.encode())

        states = []
        preview = Preview(slow, states.append)
        preview.request(None, Look(), "a")
        await begun.wait()
        for text in ("b", "c", "d"):
            preview.request(None, Look(), text)
        gate.set()
        await preview.finished()
        return states, preview.state

    states, last = asyncio.run(run())
    assert seen == ["a", "d"]
    assert last.shown.pdf == b"d"
    assert [state.busy for state in states] == [True, True, False]
