"""The design panel: theme, version and options, tried until they are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from nicegui import ui

from cvkit.apps.studio.core.controls import Control, matching
from cvkit.apps.studio.core.look import Look
from cvkit.apps.studio.core.versions import Versions
from cvkit.pipeline.defaults import DEFAULT_THEME

from .elements import button, group_title
from .inputs import OptionRow

__all__ = ["DesignPanel"]

_PAGES = {"": "Auto, or as the file says", "any": "Any number"} | {
    str(number): f"Fit to {number}" for number in range(1, 11)
}
_ORDER = ("Page", "Text", "Colours", "Sections", "Theme")


class DesignPanel:
    """Controls for what is shown and how; ``on_look`` is called with every new look."""

    def __init__(
        self,
        on_look: Callable[[Look], None],
        on_keep: Callable[[], None],
        on_gallery: Callable[[], None],
    ) -> None:
        self._on_look = on_look
        self._look = Look()
        self._versions: Versions | None = None
        self._words = ""
        self._controls: list[Control] = []
        self._rows: list[OptionRow] = []
        self._headings: dict[str, ui.element] = {}
        with ui.element("div").classes("panel-part"):
            self._theme = ui.label("").classes("theme-name")
            button("Compare all themes", on_gallery, icon="grid_view", kind="wide")
            self._version = ui.element("div").classes("version")
        self._kept = ui.element("div").classes("kept")
        with self._kept:
            self._count = ui.label("").props('role="status"')
            ui.element("div").classes("spacer")
            button("Reset", self._reset)
            button("Keep", on_keep, kind="primary", label="Write what is tried into the file")
        search = ui.input(
            placeholder="Search options", on_change=lambda event: self._searched(event.value or "")
        )
        search.props("dense outlined clearable").classes("search")
        search.props["aria-label"] = "Search options"
        self._options = ui.element("div").classes("options")

    def display(self, look: Look, theme: str, versions: Versions, found: list[Control]) -> None:
        """Show a look in a theme, with the versions of the file and the options of the theme."""
        changed = look != self._look
        self._look = look
        self._theme.set_text((look.theme or theme or DEFAULT_THEME).capitalize())
        tried = _tried(look)
        self._kept.set_visibility(bool(tried))
        self._count.set_text(tried)
        if versions != self._versions or changed:
            self._versions = versions
            self._show_versions(versions)
        if found != self._controls:
            self._controls = found
            self._show_options()

    def _show_versions(self, versions: Versions) -> None:
        self._version.clear()
        with self._version:
            self._choice("Pages", "pages", _PAGES)
            if versions.variants:
                names = {"": "Complete", **{name: name for name in versions.variants}}
                self._choice("Variant", "variant", names)
            languages = {"": "As the file says", **{tag: tag for tag in versions.languages}}
            self._choice("Language", "language", languages)
            redactions = {"": "Nothing hidden", **{name: name for name in versions.redactions}}
            self._choice("Redaction", "redact", redactions)

    def _choice(self, label: str, field: str, choices: dict[str, str]) -> None:
        value = getattr(self._look, field)
        if value not in choices:
            value = ""

        def chosen(name: str) -> None:
            self._on_look(self._look.with_setting(field, name))

        made = ui.select(
            choices, value=value, label=label, on_change=lambda event: chosen(event.value or "")
        )
        made.props("dense outlined options-dense").classes("choice")

    def _show_options(self) -> None:
        """Update the rows, or make them anew for another theme."""
        names = [(control.name, control.option) for control in self._controls]
        if names != [(row.control.name, row.control.option) for row in self._rows]:
            self._make_rows()
        for row, control in zip(self._rows, self._controls, strict=True):
            row.update(control)
        self._filter()

    def _make_rows(self) -> None:
        self._options.clear()
        self._headings.clear()
        rows = {}
        found = sorted(self._controls, key=lambda control: _ORDER.index(control.group))
        with self._options:
            for heading, group in groupby(found, key=lambda control: control.group):
                self._headings[heading] = group_title(heading)
                for control in group:
                    rows[control.name] = OptionRow(control, self._try)
            self._empty = ui.label("No option has these words.").classes("empty")
        self._rows = [rows[control.name] for control in self._controls]

    def _filter(self) -> None:
        found = {control.name for control in matching(self._controls, self._words)}
        for row in self._rows:
            row.set_visibility(row.control.name in found)
        groups = {control.group for control in self._controls if control.name in found}
        for heading, title in self._headings.items():
            title.set_visibility(heading in groups)
        self._empty.set_visibility(not found)

    def _try(self, name: str, text: str | None) -> None:
        self._on_look(self._look.with_option(name, text))

    def _reset(self) -> None:
        self._on_look(replace(self._look, theme="", options=()))

    def _searched(self, words: str) -> None:
        self._words = words
        if self._rows:
            self._filter()


def _tried(look: Look) -> str:
    """Return what is tried, in words."""
    count = len(look.options)
    options = f"{count} {'option' if count == 1 else 'options'}" if count else ""
    parts = [part for part in ("theme" if look.theme else "", options) if part]
    return f"Trying {' and '.join(parts)}" if parts else ""
