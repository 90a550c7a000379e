"""The controls for a theme's options, made from the types in its manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cvkit.errors import CvkitError, InvalidValueError
from cvkit.load.editor import Editor
from cvkit.source.text import Source
from cvkit.theme.css import Length, parse_length
from cvkit.theme.options import Option, Value
from cvkit.theme.theme import Theme, cached_theme, list_themes

__all__ = ["Control", "controls", "matching", "themes_of", "with_options"]

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Page": ("page_size", "margin", "page_numbers", "density"),
    "Text": ("font", "line_height", "justify", "hyphens", "smart_quotes"),
    "Colours": ("palette", "accent", "ink", "quiet", "dark_mode"),
    "Sections": (
        "section",
        "icons",
        "photo",
        "numbering",
        "authors",
        "dates",
        "date",
        "days",
        "durations",
    ),
}
_OTHER = "Theme"


@dataclass(frozen=True)
class Control:
    """An option with its value, where that comes from, and the control that suits its type.

    ``kind`` is the type of the option; ``source`` is ``default``, ``file`` or ``tried``.
    """

    option: Option
    value: Value
    source: str

    @property
    def name(self) -> str:
        """The name of the option."""
        return self.option.name

    @property
    def kind(self) -> str:
        """The type of the option, from the manifest."""
        return self.option.type

    @property
    def label(self) -> str:
        """The name as words."""
        return self.name.replace("_", " ").capitalize()

    @property
    def group(self) -> str:
        """The heading under which the option is listed."""
        for heading, starts in _GROUPS.items():
            if self.name.startswith(starts):
                return heading
        return "Colours" if self.kind == "color" else _OTHER

    @property
    def length(self) -> Length | None:
        """The number and the unit of a length."""
        return parse_length(str(self.value)) if self.kind == "length" else None

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The least and the greatest number, in the unit of the value."""
        return self._bound(self.option.min), self._bound(self.option.max)

    @property
    def step(self) -> float:
        """By how much a click changes a number."""
        if self.kind == "length":
            return 0.5
        return 1 if isinstance(self.option.default, int) else 0.05

    def error(self, text: str) -> str:
        """Return why a text is not a value of the option, or an empty string."""
        try:
            self.option.parse(text)
        except InvalidValueError as error:
            return f"{error}"
        return ""

    def _bound(self, limit: Value | None) -> float | None:
        length = None if limit is None else parse_length(str(limit))
        if length is None:
            return None
        own = self.length
        if own is None or own.unit == length.unit:
            return length.number
        return length.to(own.unit) if own.absolute and length.absolute else None


def controls(
    theme: Theme, values: Mapping[str, Value], tried: Iterable[str], in_file: Iterable[str]
) -> list[Control]:
    """Return the controls of a theme; ``values`` are those of the last rendering."""
    tried, in_file = set(tried), {name.replace("-", "_") for name in in_file}

    def source(name: str) -> str:
        return "tried" if name in tried else "file" if name in in_file else "default"

    return [
        Control(option, values.get(name, option.default), source(name))
        for name, option in theme.options.items()
    ]


def matching(found: Iterable[Control], words: str) -> list[Control]:
    """Return the controls whose name or description has all of these words."""
    wanted = words.lower().split()
    return [
        control
        for control in found
        if all(
            word in f"{control.name} {control.label} {control.option.description}".lower()
            for word in wanted
        )
    ]


def themes_of(roots: tuple[Path, ...]) -> list[Theme]:
    """Return all themes that can be rendered; broken ones are left out."""
    found = []
    for name in list_themes(roots):
        with suppress(CvkitError):
            theme = cached_theme(name, roots)
            if not theme.abstract and theme.options:
                found.append(theme)
    return found


def with_options(source: Source, values: Mapping[str, str], theme: str = "") -> str:
    """Return the text of a file with these options and a theme in it, comments and order kept.

    Raises :class:`InputError` if the file cannot be edited safely.
    """
    editor = Editor(source)
    given = editor.tree.get("options") if isinstance(editor.tree, dict) else None
    known = {name.replace("-", "_"): name for name in given or {}}
    if theme:
        add_or_set = editor.set_texts if "theme" in editor.tree else editor.add_fields
        add_or_set((), {"theme": theme})
    if values:
        editor.set_fields(
            ("options",), {known.get(name, name): text for name, text in values.items()}
        )
    return editor.text()
