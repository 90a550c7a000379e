"""The window, with a simulated user: no browser is needed."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest
from nicegui import ui
from nicegui.testing import user_simulation

from cvkit.apps.studio.core.pictures import Pictures, WebPages
from cvkit.apps.studio.views.shell import Shell
from cvkit.pipeline.project import Project

# NiceGUI and what it stands on, not the studio.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


class Here:
    async def now(self, function, *arguments):
        await asyncio.sleep(0)
        return function(*arguments)

    later = now


@pytest.fixture
def project(tmp_path, monkeypatch):
    for module in ("people", "document"):
        name = f"cvkit.apps.studio.core.{module}.cache_folder"
        monkeypatch.setattr(name, lambda: tmp_path / "cache")
    (tmp_path / "home" / "people").mkdir(parents=True)
    return Project(tmp_path / "home")


@asynccontextmanager
async def window(project):
    """Open the studio; yield the user and the window."""
    shells = []

    async def root():
        shell = Shell(project, None, Here(), Pictures(), WebPages())
        shells.append(shell)
        shell.build()
        await shell.start()

    async with user_simulation(root) as user:
        await user.open("/")
        yield user, shells[-1]
        shells[-1].close()


def run(project, body):
    async def whole():
        async with window(project) as (user, shell):
            await body(user, shell)

    asyncio.run(whole())


async def settled(shell):
    for _ in range(3000):
        await shell.session.preview.finished()
        if not shell.session._timers and not shell.session._tasks:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the studio does not come to rest")


def test_the_first_visit_offers_a_sample(project):
    async def body(user, shell):
        await user.should_see("Begin your CV")
        user.find(kind=ui.input, content="Your name").type("Ada Lovelace")
        user.find("Start from a sample").click()
        await settled(shell)
        await user.should_not_see("Begin your CV")
        assert shell.session.document.path.name == "ada-lovelace.yaml"
        assert "Ada Lovelace" in shell.editor.text
        assert shell.session.state.shown.layout.pages

    run(project, body)


def test_problems_are_listed_and_fixed_with_a_click(project):
    (project.people_folder / "ada.yaml").write_text("name: Ada\nemial: ada@example.org\n")

    async def body(user, shell):
        await settled(shell)
        await user.should_see('unknown field "emial"')
        await user.should_see("1 problem")
        assert [mark["class"] for mark in shell.editor.editor.decorations] == ["mark-error"]
        assert "emial" in shell.editor.editor.line_tooltips[2]
        user.find("Fix").click()
        await settled(shell)
        await user.should_not_see('unknown field "emial"')
        assert "email: ada@example.org" in (project.people_folder / "ada.yaml").read_text()

    run(project, body)


def test_options_are_tried_reset_and_kept(project):
    file = project.people_folder / "ada.yaml"
    file.write_text("# mine\nname: Ada\n")

    async def body(user, shell):
        await settled(shell)
        row = next(row for row in shell.design._rows if row.control.name == "page_size")
        row._input.set_value("Letter")
        await settled(shell)
        assert shell.session.state.shown.layout.pages[0].paper[0] == pytest.approx(215.9, abs=0.1)
        assert file.read_text() == "# mine\nname: Ada\n"
        user.find("Keep").click()
        await settled(shell)
        assert file.read_text() == "# mine\nname: Ada\noptions:\n  page_size: Letter\n"

    run(project, body)


def test_a_conflict_is_shown_until_it_is_decided(project):
    file = project.people_folder / "ada.yaml"
    file.write_text("name: Ada\n")

    async def body(user, shell):
        await settled(shell)
        file.write_text("name: Their Ada\n")
        shell.editor.editor.value = "name: My Ada\n"
        await settled(shell)
        await user.should_see("Another program has changed this file")
        user.find("Compare and decide").click()
        await user.should_see("Two versions of this file")
        user.find("Keep my text").click()
        await settled(shell)
        await user.should_not_see("Another program has changed this file")
        assert file.read_text() == "name: My Ada\n"

    run(project, body)
