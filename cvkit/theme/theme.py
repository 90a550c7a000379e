"""Themes: a manifest, a chain of parents, templates, style sheets and options.

A theme is a folder with a ``theme.toml``. Its templates run in a sandbox; nothing else in it is
executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cvkit.errors import InvalidValueError, Problem, ThemeError, UsageError, did_you_mean
from cvkit.system.fresh import note_tree
from cvkit.system.limits import TooLongError, deadline
from cvkit.system.stamps import theme_stamp

from .fit_options import FitOption, read_fit_option
from .manifest import MANIFEST, read_manifest, read_option, read_text
from .options import FONT, NO_PALETTE, PALETTE, Option, Value

__all__ = [
    "Theme",
    "cached_theme",
    "find_theme",
    "is_theme_name",
    "list_themes",
    "misnamed_themes",
    "parse_options",
    "set_options",
]

SECONDS = 20.0


@dataclass(frozen=True)
class Theme:
    """A theme and the chain of its parents, nearest first.

    ``stamp`` changes with every file of the theme. Two themes of the same places and stamp are
    equal, so that what is derived from a theme can be cached, in other processes as well.
    ``places`` are all folders in which its files were looked for, also those that do not exist.
    """

    name: str
    folders: tuple[Path, ...]
    stamp: str
    manifests: tuple[Mapping[str, Any], ...] = field(compare=False, repr=False)
    places: tuple[Path, ...] = field(default=(), repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle; of several copies with the same stamp a process keeps one, and its options."""
        return _known, (self.name, self.folders, self.stamp, self.manifests, self.places)

    @property
    def description(self) -> str:
        """One line on its character."""
        return str(self._own("description") or "")

    @property
    def abstract(self) -> bool:
        """Whether it is a parent only, and not a look of its own."""
        return bool(self._own("abstract"))

    @property
    def parsers(self) -> bool:
        """Whether résumé parsers that group text into lines read it well; parents answer for it."""
        given = (m.get("theme", {}).get("parsers") for m in self.manifests)
        return bool(next((value for value in given if value is not None), False))

    def _own(self, field: str) -> Any:
        """Return a field of the theme's own manifest, past the overlays, which have none."""
        return next((m["theme"].get(field) for m in self.manifests if "theme" in m), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names along the chain, nearest first."""
        return tuple(dict.fromkeys(folder.name for folder in self.folders))

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
                inherited = options.get(name)
                options[name] = read_option(
                    folder / MANIFEST, name, given, inherited, self.fonts, tuple(self.palettes)
                )
        return options

    @cached_property
    def palettes(self) -> Mapping[str, Mapping[str, str]]:
        """Colours for options, by the name of the palette: children may change and add some."""
        palettes: dict[str, dict[str, str]] = {}
        for manifest in reversed(self.manifests):
            for name, colors in manifest.get("palettes", {}).items():
                palettes[name] = palettes.get(name, {}) | colors
        return palettes

    def palette_of(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """Return the colours that the values of its options choose by a palette."""
        chosen = [values.get(o.name, o.default) for o in self.options.values() if o.type == PALETTE]
        colors: dict[str, Value] = {}
        for name in chosen:
            if name != NO_PALETTE:
                colors |= self.palettes[str(name)]
        return {name: color for name, color in colors.items() if name in self.options}

    @cached_property
    def fit_options(self) -> Mapping[str, FitOption]:
        """The options that fitting may change: children may change what parents declare."""
        found: dict[str, FitOption] = {}
        for folder, manifest in zip(reversed(self.folders), reversed(self.manifests), strict=True):
            path = folder / MANIFEST
            for name, given in manifest.get("fit", {}).items():
                read = read_fit_option(path, name, given, found.get(name), self.options)
                if read:
                    found[name] = read
                else:
                    found.pop(name, None)
        return found

    def chosen_fonts(self, values: Mapping[str, Value]) -> list[str]:
        """Return the font families that the values of its options choose."""
        return [str(values[o.name]) for o in self.options.values() if o.type == FONT]

    def styles(self, name: str = "style.css") -> Iterator[tuple[str, str]]:
        """Yield the name and the style sheet of each theme in the chain, parents first."""
        for folder in reversed(self.folders):
            file = folder / name
            if file.is_file():
                yield folder.name, read_text(file, folder)

    def templates(self) -> list[str]:
        """Return the names of all templates along the chain, sorted."""
        return sorted(
            {
                path.relative_to(folder).as_posix()
                for folder in self.folders
                for path in folder.rglob("*.j2")
            }
        )

    def file(self, name: str) -> Path | None:
        """Find a file nearest first; ``base/cv.html.j2`` names a parent's explicitly."""
        first, _, rest = name.partition("/")
        if rest and first in self.names:
            # The theme itself, not what overlays it: an overlay extends what it replaces.
            folders: Iterable[Path] = [f for f in self.folders if f.name == first][-1:]
            name = rest
        else:
            folders = self.folders
        for folder in folders:
            root = folder.resolve()
            with suppress(OSError):  # a name that is too long for a file
                path = (root / name).resolve()
                if path.is_relative_to(root) and path.is_file():
                    return path
        return None


_KNOWN: dict[Theme, Theme] = {}


def _known(*fields: Any) -> Theme:
    theme = Theme(*fields)
    if len(_KNOWN) >= _MAX_CACHED:
        _KNOWN.clear()
    return _KNOWN.setdefault(theme, theme)


def is_theme_name(name: str) -> bool:
    """Whether a theme may be called so: letters, digits and hyphens."""
    return bool(re.fullmatch(r"[a-z][a-z0-9-]*", name))


def find_theme(name: str, roots: Iterable[Path]) -> Theme:
    """Return a theme by its name, with its parents; the first root that has a name wins.

    Raises :class:`ThemeError` for an unknown parent, a cycle or a broken manifest,
    and :class:`UsageError` where the theme itself does not exist.
    """
    try:
        with deadline(SECONDS, "reading the theme"):
            return _find(name, list(roots))
    except TooLongError as error:
        raise ThemeError(Problem("", f"{name}: {error}")) from None


def _find(name: str, roots: list[Path]) -> Theme:
    if not is_theme_name(name):
        message = f'"{name}" is not a valid name of a theme'
        similar = did_you_mean(name, list_themes(roots))
        hint = similar or "use lower-case letters, digits and hyphens, such as my-theme"
        raise UsageError(Problem("", message, hint=hint, code="unknown-theme"))
    folders: list[Path] = []
    manifests: list[Mapping[str, Any]] = []
    chain: list[str] = []
    wanted: str | None = name
    while wanted:
        found = _folders(wanted, roots)
        if not found:
            raise _no_theme(wanted, folders, roots)
        if wanted in chain:
            circle = " → ".join([*chain, wanted])
            raise ThemeError(
                Problem(str(folders[-1] / MANIFEST), f"themes inherit in a circle: {circle}")
            )
        manifest = read_manifest(found[-1] / MANIFEST)
        chain.append(wanted)
        folders += found
        manifests += [*({} for _ in found[:-1]), manifest]
        wanted = manifest.get("theme", {}).get("inherit")
    places = tuple(root / name for name in chain for root in roots)
    return Theme(name, tuple(folders), theme_stamp(chain, roots), tuple(manifests), places)


_CACHE: dict[tuple[str, tuple[Path, ...]], Theme] = {}
_MAX_CACHED = 64


def cached_theme(name: str, roots: tuple[Path, ...]) -> Theme:
    """Return a theme as :func:`find_theme` does, read again only if one of its files changed."""
    theme = _cached_theme(name, roots)
    for place in theme.places:
        note_tree(place)
    return theme


def _cached_theme(name: str, roots: tuple[Path, ...]) -> Theme:
    theme = _CACHE.get((name, roots))
    if theme is None or theme.stamp != theme_stamp(theme.names, roots):
        theme = find_theme(name, roots)
        while len(_CACHE) >= _MAX_CACHED:
            _CACHE.pop(next(iter(_CACHE)))
        _CACHE[name, roots] = theme
    return theme


def list_themes(roots: Iterable[Path]) -> list[str]:
    """Return the names of all themes, abstract ones too, sorted."""
    return [folder.name for folder in _theme_folders(roots) if is_theme_name(folder.name)]


def misnamed_themes(roots: Iterable[Path]) -> list[Path]:
    """Return the folders with a manifest whose names cannot be those of themes."""
    return [folder for folder in _theme_folders(roots) if not is_theme_name(folder.name)]


def _theme_folders(roots: Iterable[Path]) -> list[Path]:
    """Return the folders of all themes, one for each name, sorted by name."""
    roots = list(roots)
    for root in roots:
        note_tree(root)
    manifests = (file for root in roots if root.is_dir() for file in root.glob(f"*/{MANIFEST}"))
    found = {manifest.parent.name: manifest.parent for manifest in manifests}
    return [found[name] for name in sorted(found)]


def set_options(
    theme: Theme,
    given: Mapping[str, Mapping[str, str]],
    parsed: Mapping[str, Value] | None = None,
) -> dict[str, Value]:
    """Return every option of the theme with its value; see :func:`parse_options`.

    ``parsed`` are values that override those ``given`` as text. A palette overrides defaults only.
    """
    defaults = {name: option.default for name, option in theme.options.items()}
    values = {**parse_options(theme, given), **(parsed or {})}
    return {**defaults, **theme.palette_of(values), **values}


def parse_options(theme: Theme, given: Mapping[str, Mapping[str, str]]) -> dict[str, Value]:
    """Return the values of the options that are given as text.

    ``given`` holds them by the place where they were given, such as a file or ``--set``; later
    places win. Raises :class:`ThemeError` with every unknown option and invalid value.
    """
    values: dict[str, Value] = {}
    problems = []
    for place, options in given.items():
        for name, text in options.items():
            try:
                values[name.replace("-", "_")] = _parse_option(theme, name, text)
            except InvalidValueError as error:
                path = f"options.{name}"
                problem = Problem(place, error.message, path=path, hint=error.hint, code=error.code)
                problems.append(problem)
    if problems:
        raise ThemeError(problems)
    return values


def _parse_option(theme: Theme, name: str, text: str) -> Value:
    option = theme.options.get(name.replace("-", "_"))
    if option is None:
        known = f"options of {theme.name}: {', '.join(theme.options)}"
        hint = did_you_mean(name.replace("-", "_"), theme.options) or known
        raise InvalidValueError(f'unknown option "{name}"', hint, "unknown-option")
    try:
        return option.parse(text)
    except InvalidValueError as error:
        message = f'option {name}: "{text}": {error.message}'
        raise InvalidValueError(message, error.hint, "invalid-option") from None


def _folders(name: str, roots: Iterable[Path]) -> list[Path]:
    """Return the folder of a theme, last, and before it those that change parts of it.

    A folder without a manifest, such as ``themes/modern/sections/`` in a project, overlays
    the theme of its name.
    """
    found: list[Path] = []
    if not is_theme_name(name):
        return found
    for root in roots:
        if (root / name).is_dir():
            if not (root / name).resolve().is_relative_to(root.resolve()):
                message = "is a link to outside the folder of themes"
                raise ThemeError(Problem(str(root / name), message, hint="copy the theme there"))
            found.append(root / name)
        if (root / name / MANIFEST).is_file():
            return found
    return []


def _no_theme(name: str, folders: list[Path], roots: list[Path]) -> ThemeError | UsageError:
    known = list_themes(roots)
    hint = did_you_mean(name, known) or f"themes: {', '.join(known)}"
    message = f'there is no theme "{name}"'
    if folders:
        file = str(folders[-1] / MANIFEST)
        problem = Problem(file, message + " to inherit", hint=hint, code="unknown-theme")
        return ThemeError(problem)
    return UsageError(Problem("", message, hint=hint, code="unknown-theme"))
