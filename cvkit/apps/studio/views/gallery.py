"""The gallery: the person's own CV in every theme."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from nicegui import ui

from cvkit.apps.studio.core.controls import themes_of
from cvkit.apps.studio.core.look import Look
from cvkit.apps.studio.core.pictures import Pictures
from cvkit.apps.studio.core.session import Session
from cvkit.apps.studio.core.work import picture
from cvkit.errors import CvkitError

from .elements import button

__all__ = ["Gallery"]


class Gallery:
    """A dialog with the first page in each theme, rendered one after the other."""

    def __init__(
        self, session: Session, pictures: Pictures, on_look: Callable[[Look], None]
    ) -> None:
        self._session = session
        self._pictures = pictures
        self._on_look = on_look
        self._task: asyncio.Task[None] | None = None
        self._cards: dict[str, ui.element] = {}
        self._made: dict[tuple[object, ...], str] = {}
        self._dialog = ui.dialog().props("maximized")
        self._dialog.on("hide", self.close)
        with self._dialog, ui.element("div").classes("gallery").props('role="document"'):
            with ui.element("div").classes("gallery-head"):
                heading = ui.element("h2")
                with heading:
                    ui.label("Your CV in every theme")
                self._status = ui.label("").props('role="status"').classes("status")
                ui.element("div").classes("spacer")
                button("Close", self._dialog.close, kind="plain")
            self._grid = ui.element("div").classes("gallery-grid")

    def open(self) -> None:
        """Show the gallery, and begin to render what it lacks."""
        session = self._session
        self._grid.clear()
        self._cards.clear()
        current = session.state.shown.theme if session.state.shown else ""
        with self._grid:
            for theme in themes_of(session.project.theme_roots):
                self._card(theme.name, theme.description, current=theme.name == current)
        self._dialog.open()
        self.close()
        self._task = asyncio.create_task(self._render())

    def close(self) -> None:
        """Stop rendering."""
        if self._task is not None:
            self._task.cancel()

    def _card(self, name: str, description: str, *, current: bool) -> None:
        card = ui.element("button").props('type="button"')
        card.classes("theme-card is-current" if current else "theme-card")
        card.props["data-theme"] = name
        card.on("click", lambda: self._choose(name))
        with card:
            self._cards[name] = ui.element("span").classes("theme-picture")
            ui.label(name.capitalize()).classes("theme-title")
            ui.label(description).classes("theme-description")

    def _choose(self, name: str) -> None:
        self._dialog.close()
        self._on_look(replace(self._session.look, theme=name))

    async def _render(self) -> None:
        session = self._session
        if session.target is None or session.document is None:
            return
        # Options that were tried in one theme are not those of another.
        plain = replace(session.look, options=())
        key = (session.document.path, session.document.text, plain.variant, plain.language,
               plain.redact)  # fmt: skip
        if not any(made[: len(key)] == key for made in self._made):
            for pdf in self._made.values():
                self._pictures.forget(pdf)
            self._made.clear()
        for number, name in enumerate(self._cards, start=1):
            self._status.set_text(f"Rendering {number} of {len(self._cards)}…")
            found = self._made.get((*key, name))
            if found is None:
                try:
                    done = await session.runner.later(
                        picture, session.target, replace(plain, theme=name)
                    )
                except CvkitError:
                    continue
                if done.problems:
                    self._fail(name, str(done.problems[0].message))
                    continue
                found = self._made[*key, name] = self._pictures.add(done.pdf)
            self._fill(name, found)
        self._status.set_text("")

    def _fill(self, name: str, key: str) -> None:
        card = self._cards[name]
        card.clear()
        with card:
            image = ui.element("img")
            image.props.update({"src": f"/page/{key}/1.png?w=560", "alt": ""})

    def _fail(self, name: str, message: str) -> None:
        card = self._cards[name]
        card.clear()
        with card:
            ui.label(message).classes("theme-error")
