"""The preview: the pages of the PDF, or the web page, with their toolbar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nicegui import ui

from cvkit.apps.studio.core.preview import State

from .elements import PagesView, button

__all__ = ["PagesPane"]

_ZOOMS = (0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_NO_PAGES = "The pages appear here as soon as the problems are fixed."
_WIDTHS = {"Phone": 390, "Desktop": 1280}


class PagesPane:
    """The preview; ``on_place`` is called with a page and a point on it that was clicked.

    ``on_web`` is called when the web page is to be shown.
    """

    def __init__(
        self, on_place: Callable[[int, float, float], None], on_web: Callable[[], None]
    ) -> None:
        self._zoom = 0.0
        self._side = False
        self._on_web = on_web
        self.mode = "PDF"
        with ui.element("div").classes("toolbar"):
            self._modes = {}
            with ui.element("div").classes("segmented").props('role="group" aria-label="Preview"'):
                for name in ("PDF", "Web"):
                    self._modes[name] = button(name, partial(self.set_mode, name))
            self.status = ui.label("").classes("status").props('role="status"')
            ui.element("div").classes("spacer")
            with ui.element("div").classes("tools") as self._tools:
                button("", lambda: self.step(-1), icon="remove", kind="icon", label="Zoom out")
                self._percent = button("Fit", self.fit, kind="plain zoom", label="Fit the width")
                button("", lambda: self.step(1), icon="add", kind="icon", label="Zoom in")
                self._columns = button(
                    "", self.toggle_side, icon="auto_stories", kind="icon", label="Side by side"
                )
            with ui.element("div").classes("tools") as self._widths:
                for name in _WIDTHS:
                    button(name, partial(self.set_width, name))
        self._waiting = ui.label("Rendering…").classes("waiting")
        self.view = PagesView("Pages", on_place)
        with ui.element("div").classes("web-area") as self._web_area:
            self._frame = ui.element("iframe").classes("web-frame")
            # No permission at all: no scripts, no forms, no links to other windows.
            self._frame.props.update({"sandbox": "", "title": "Web page of this CV"})
        self.set_width("Phone")
        self.set_mode("PDF")

    def display(self, state: State, key: str) -> None:
        """Show the pages of a state, whose PDF has a key."""
        shown = state.shown
        self.view.mark_outdated(state.outdated and shown is not None)
        self._waiting.set_visibility(shown is None)
        if shown is None:
            self._waiting.set_text("Rendering…" if state.busy else _NO_PAGES)
            return
        sizes = [page.paper for page in shown.layout.pages]
        if self.view._props["source"] != key:  # noqa: SLF001 - the element is our own
            self.view.display(key, sizes)
        self.status.set_text(_status(state))
        self.status.classes(replace=f"status {'is-old' if state.problems else ''}")

    def show_web(self, key: str) -> None:
        """Show a web page by its key."""
        self._frame.props["src"] = f"/web/{key}"

    def set_mode(self, mode: str) -> None:
        """Show the PDF or the web page."""
        self.mode = mode
        for name, made in self._modes.items():
            made.props["aria-pressed"] = "true" if name == mode else "false"
        self.view.set_visibility(mode == "PDF")
        self._tools.set_visibility(mode == "PDF")
        self._web_area.set_visibility(mode == "Web")
        self._widths.set_visibility(mode == "Web")
        if mode == "Web":
            self._on_web()

    def set_width(self, name: str) -> None:
        """Show the web page at the width of a device."""
        self._frame.style(f"width: {_WIDTHS[name]}px")

    def step(self, direction: int) -> None:
        """Zoom in or out by one step."""
        now = self._zoom or 1.0
        higher = [zoom for zoom in _ZOOMS if zoom > now]
        lower = [zoom for zoom in _ZOOMS if zoom < now]
        self._zoom = (higher or [now])[0] if direction > 0 else (lower or [now])[-1]
        self._arrange()

    def fit(self) -> None:
        """Fit the pages to the width."""
        self._zoom = 0.0
        self._arrange()

    def toggle_side(self) -> None:
        """Show the pages side by side, or one below the other."""
        self._side = not self._side
        self._columns.props["aria-pressed"] = "true" if self._side else "false"
        self._arrange()

    def _arrange(self) -> None:
        self._percent.set_text(f"{self._zoom:.0%}" if self._zoom else "Fit")
        self.view.arrange(self._zoom, side_by_side=self._side)


def _status(state: State) -> str:
    assert state.shown is not None
    if state.problems:
        return "Pages of the last valid text"
    pages = state.shown.layout.pages
    count = f"{len(pages)} {'page' if len(pages) == 1 else 'pages'}"
    return f"{count} · last {pages[-1].filled:.0%} full" if pages else count
