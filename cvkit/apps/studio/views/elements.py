"""The two elements of the studio's own: the pages, and the bridge to the editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from cvkit.document import Spot

__all__ = ["EditorBridge", "PagesView", "button", "group_title"]

Handler = Callable[[Mapping[str, Any]], None]


class PagesView(Element, component="pages.js"):
    """Pictures of pages, with outlines; ``on_place`` is called with a page and a point in mm."""

    def __init__(self, label: str, on_place: Callable[[int, float, float], None]) -> None:
        super().__init__()
        self._props["label"] = label
        self._props["pages"] = []
        self._props["spots"] = []
        self._props["source"] = ""
        self._props["zoom"] = 0
        self.classes("pages-view")

        def place(event: GenericEventArguments) -> None:
            found = event.args
            on_place(int(found["page"]), float(found["x"]), float(found["y"]))

        self.on("place", place)

    def display(self, source: str, sizes: Sequence[tuple[float, float]]) -> None:
        """Show the pages of a PDF by its key, with their sizes in mm."""
        self._props["pages"] = [{"width": width, "height": height} for width, height in sizes]
        self._props["source"] = source
        self.update()

    def mark_outdated(self, outdated: bool) -> None:
        """Say that the pages are not those of the latest text, or that they are."""
        if self._props.get("outdated", False) != outdated:
            self._props["outdated"] = outdated
            self.update()

    def outline(self, spots: Sequence[Spot]) -> None:
        """Outline a part of the pages, and bring it into view."""
        found = [
            {"page": spot.page, "x": spot.x, "y": spot.y, "w": spot.width, "h": spot.height}
            for spot in spots
        ]
        if found != self._props["spots"]:
            self._props["spots"] = found
            self.update()

    def arrange(self, zoom: float, *, side_by_side: bool) -> None:
        """Show the pages at a zoom, or fitted with 0; side by side or one below the other."""
        self._props["zoom"] = zoom
        self._props["sideBySide"] = side_by_side
        self.update()


class EditorBridge(Element, component="bridge.js"):
    """Reports the cursor, and moves it; asks for completions and explanations."""

    def __init__(self, editor: Element, label: str, **handlers: Handler) -> None:
        super().__init__()
        self._props["editor"] = editor.id
        self._props["label"] = label
        for name, handler in handlers.items():
            self._listen(name, handler)

    def _listen(self, name: str, handler: Handler) -> None:
        self.on(name, lambda event: handler(event.args))

    def goto(self, line: int, column: int, *, focus: bool = True) -> None:
        """Move the cursor to a place, counted from 0."""
        self.run_method("goto", line, column, focus)

    def answer(self, number: int, value: object) -> None:
        """Answer what was asked."""
        self.run_method("answer", number, value)

    def command(self, key: str) -> None:
        """Do what a key with Ctrl does in the editor, such as F for the search."""
        self.run_method("command", key)


def button(
    text: str,
    on_click: Callable[[], Any] | None = None,
    *,
    icon: str | None = None,
    kind: str = "plain",
    label: str = "",
) -> ui.button:
    """Return a button of the studio's look: ``plain``, ``primary`` or ``icon``."""
    made = ui.button(text, on_click=on_click, icon=icon, color=None)
    made.props("flat no-caps dense :ripple=false").classes(f"s-button s-{kind}")
    if label:
        made.props["aria-label"] = label
        made.tooltip(label).props("delay=500")
    return made


def group_title(text: str) -> ui.element:
    """Return a heading within a panel."""
    heading = ui.element("h2").classes("group-title")
    with heading:
        ui.label(text)
    return heading
