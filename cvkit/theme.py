"""Themes: a manifest, a chain of parents, templates, style sheets and options.

A theme is a folder with a ``theme.toml``; nothing in it is ever executed but its
templates, and these in a sandbox.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cvkit.errors import Problem, ThemeError, UsageError, did_you_mean

__all__ = ["Option", "Theme", "find_theme", "list_themes", "set_options"]

MANIFEST = "theme.toml"
_FIELDS = {
    "theme": {"inherit", "description", "fonts", "system_fonts", "abstract"},
    "option": {"default", "description", "choices"},
}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_UNSAFE_CSS = re.compile(r"[;{}<>\\@]|/\*|url\(", re.IGNORECASE)
_COLOR = re.compile(r"#[0-9a-fA-F]{3,8}")
_LENGTH = re.compile(r"-?\d*\.?\d+(mm|cm|in|pt|pc|px|em|rem|q|%)", re.IGNORECASE)

Value = str | bool | int | float


@dataclass(frozen=True)
class Option:
    """A knob of a theme: the type of its default is its type."""

    name: str
    default: Value
    description: str = ""
    choices: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """``flag``, ``number``, ``choice``, ``color``, ``length`` or ``text``."""
        if isinstance(self.default, bool):
            return "flag"
        if isinstance(self.default, int | float):
            return "number"
        if self.choices:
            return "choice"
        if _COLOR.fullmatch(self.default):
            return "color"
        return "length" if _LENGTH.fullmatch(self.default) else "text"

    def parse(self, text: str) -> Value:
        """Return a value given as text; raise ``ValueError`` saying what is expected."""
        kind = self.type
        if kind == "flag":
            flags = {
                "true": True,
                "yes": True,
                "on": True,
                "false": False,
                "no": False,
                "off": False,
            }
            if text.lower() not in flags:
                raise ValueError("expected true or false")
            return flags[text.lower()]
        if kind == "number":
            try:
                return int(text) if isinstance(self.default, int) else float(text)
            except ValueError:
                raise ValueError("expected a number") from None
        if kind == "choice" and text not in self.choices:
            hint = did_you_mean(text, self.choices) or f"one of {', '.join(self.choices)}"
            raise ValueError(f"expected another value; {hint}")
        if kind == "length" and not _LENGTH.fullmatch(text):
            raise ValueError("expected a length such as 18mm or 10pt")
        if kind == "color" and not re.fullmatch(
            r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+|rgb\([\d\s,.%/]+\)", text
        ):
            raise ValueError("expected a colour such as #0b5fff or navy")
        if _UNSAFE_CSS.search(text):
            raise ValueError("expected a value without ; { } @ or url()")
        return text


@dataclass(frozen=True, eq=False)
class Theme:
    """A theme and the chain of its parents, nearest first."""

    name: str
    folders: tuple[Path, ...]
    manifests: tuple[Mapping[str, Any], ...]

    @property
    def description(self) -> str:
        """One line on its character."""
        return str(self.manifests[0].get("theme", {}).get("description", ""))

    @property
    def abstract(self) -> bool:
        """Whether it is a parent only, and not a look of its own."""
        return bool(self.manifests[0].get("theme", {}).get("abstract", False))

    @property
    def names(self) -> tuple[str, ...]:
        """The names along the chain, nearest first."""
        return tuple(folder.name for folder in self.folders)

    @cached_property
    def fonts(self) -> tuple[str, ...]:
        """The font families it declares, its own before its parents'."""
        return self._collect("fonts")

    @cached_property
    def system_fonts(self) -> tuple[str, ...]:
        """The families it takes from the machine where it has them, such as emoji."""
        return self._collect("system_fonts")

    def _collect(self, field: str) -> tuple[str, ...]:
        values = (v for m in self.manifests for v in m.get("theme", {}).get(field, ()))
        return tuple(dict.fromkeys(values))

    @cached_property
    def options(self) -> Mapping[str, Option]:
        """The options by name: parents declare them, children may change their defaults."""
        options: dict[str, Option] = {}
        for folder, manifest in zip(reversed(self.folders), reversed(self.manifests), strict=True):
            for name, given in manifest.get("options", {}).items():
                options[name] = _option(folder / MANIFEST, name, given, options.get(name))
        return options

    def styles(self, name: str = "style.css") -> Iterator[tuple[str, str]]:
        """Yield the name and the style sheet of each theme in the chain, parents first."""
        for folder in reversed(self.folders):
            file = folder / name
            if file.is_file():
                yield folder.name, file.read_text("utf-8")

    def file(self, name: str) -> Path | None:
        """Find a file nearest first; ``base/cv.html.j2`` names a parent's explicitly."""
        first, _, rest = name.partition("/")
        if rest and first in self.names:
            folders: Iterable[Path] = [self.folders[self.names.index(first)]]
            name = rest
        else:
            folders = self.folders
        for folder in folders:
            root = folder.resolve()
            path = (root / name).resolve()
            if path.is_relative_to(root) and path.is_file():
                return path
        return None


def find_theme(name: str, roots: Iterable[Path]) -> Theme:
    """Return a theme by its name, with its parents; the first root that has a name wins.

    Raises :class:`ThemeError` for an unknown parent, a cycle or a broken manifest,
    and :class:`UsageError` where the theme itself does not exist.
    """
    roots = list(roots)
    folders: list[Path] = []
    manifests: list[Mapping[str, Any]] = []
    wanted: str | None = name
    while wanted:
        if wanted in (folder.name for folder in folders):
            chain = " → ".join([*(folder.name for folder in folders), wanted])
            raise ThemeError(Problem(str(folders[-1] / MANIFEST), f"themes in a circle: {chain}"))
        folder = _folder(wanted, roots)
        if folder is None:
            raise _no_theme(wanted, folders, roots)
        manifest = _read_manifest(folder / MANIFEST)
        folders.append(folder)
        manifests.append(manifest)
        wanted = manifest.get("theme", {}).get("inherit")
    return Theme(name, tuple(folders), tuple(manifests))


def list_themes(roots: Iterable[Path]) -> list[str]:
    """Return the names of all themes, abstract ones too, sorted."""
    return sorted(
        {
            manifest.parent.name
            for root in roots
            if root.is_dir()
            for manifest in root.glob(f"*/{MANIFEST}")
        }
    )


def set_options(theme: Theme, given: Mapping[str, Mapping[str, str]]) -> dict[str, Value]:
    """Return every option of the theme with its value.

    ``given`` holds options as text by the place where they were given, such as a file or
    ``--set``; later places win. Raises :class:`ThemeError` with all that is wrong.
    """
    values = {name: option.default for name, option in theme.options.items()}
    problems = []
    for place, options in given.items():
        for name, text in options.items():
            try:
                values[name.replace("-", "_")] = _parse_option(theme, name, text)
            except ValueError as error:
                message, _, hint = str(error).partition("; ")
                problems.append(Problem(place, message, hint=hint))
    if problems:
        raise ThemeError(problems)
    return values


def _parse_option(theme: Theme, name: str, text: str) -> Value:
    option = theme.options.get(name.replace("-", "_"))
    if option is None:
        known = f"options of {theme.name}: {', '.join(theme.options)}"
        hint = did_you_mean(name.replace("-", "_"), theme.options) or known
        raise ValueError(f'unknown option "{name}"; {hint}')
    try:
        return option.parse(text)
    except ValueError as error:
        raise ValueError(f'option {name}: "{text}": {error}') from None


def _folder(name: str, roots: Iterable[Path]) -> Path | None:
    if "/" in name or "\\" in name or name.startswith("."):
        return None
    return next((root / name for root in roots if (root / name / MANIFEST).is_file()), None)


def _no_theme(name: str, folders: list[Path], roots: list[Path]) -> ThemeError | UsageError:
    known = list_themes(roots)
    hint = did_you_mean(name, known) or f"themes: {', '.join(known)}"
    message = f'there is no theme "{name}"'
    if folders:
        return ThemeError(Problem(str(folders[-1] / MANIFEST), message + " to inherit", hint=hint))
    return UsageError(Problem("", message, hint=hint))


def _read_manifest(path: Path) -> Mapping[str, Any]:
    try:
        manifest = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThemeError(Problem(str(path), f"is not TOML: {error}")) from None
    problems = [
        Problem(str(path), f'unknown table "{key}"', hint=did_you_mean(key, ("theme", "options")))
        for key in manifest.keys() - {"theme", "options"}
    ]
    problems += [
        Problem(str(path), f'unknown field "{key}"', hint=did_you_mean(key, _FIELDS["theme"]))
        for key in manifest.get("theme", {}).keys() - _FIELDS["theme"]
    ]
    if problems:
        raise ThemeError(problems)
    return manifest


def _option(file: Path, name: str, given: Any, inherited: Option | None) -> Option:
    """Read an option: a bare value, or a table with default, description and choices."""
    table = given if isinstance(given, dict) else {"default": given}
    unknown = table.keys() - _FIELDS["option"]
    default = table.get("default", inherited.default if inherited else None)
    if unknown or not _NAME.fullmatch(name) or not isinstance(default, Value):
        what = f"has the unknown field {min(unknown)}" if unknown else "needs a default value"
        raise ThemeError(Problem(str(file), f'option "{name}" {what}'))
    return Option(
        name,
        default,
        table.get("description", inherited.description if inherited else ""),
        tuple(table.get("choices", inherited.choices if inherited else ())),
    )
