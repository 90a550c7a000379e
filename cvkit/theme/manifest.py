"""A theme's manifest, ``theme.toml``: read, and checked field by field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cvkit.errors import InvalidValueError, Problem, ThemeError, did_you_mean
from cvkit.system.files import FileTooLargeError, NotRegularError, read

from .css import parse_color, parse_length
from .options import DECLARED, FONT, NO_PALETTE, PALETTE, Option, Value

__all__ = ["MANIFEST", "read_manifest", "read_option", "read_text"]

MANIFEST = "theme.toml"
MAX_BYTES = 5_000_000
MAX_MANIFEST_BYTES = 500_000
# Reading a dotted key takes time that grows with the square of its parts.
_DEEP_KEY = re.compile(
    r"""(?:^|[{,\[])[ \t]*+(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){10}""",
    re.MULTILINE,
)
_LINE_BREAK = re.compile(r"\r\n?")
_NAME = re.compile(r"[a-z][a-z0-9_]*")

# Tables and their fields, with the type of each and its name in words.
_TEXT, _TEXTS, _FLAG = (str, "a string"), (list, "a list of strings"), (bool, "true or false")
_TABLES: Mapping[str, tuple[type, str]] = {
    "theme": (dict, "a table"),
    "options": (dict, "a table"),
    "fit": (dict, "a table"),
    "palettes": (dict, "a table"),
}
_THEME = {
    "inherit": _TEXT,
    "description": _TEXT,
    "abstract": _FLAG,
    "parsers": _FLAG,
    "fonts": _TEXTS,
    "system_fonts": _TEXTS,
}
_SIZE = ((str, int, float), "a length or a number")
_OPTION = {
    "default": ((str, bool, int, float), "a string, a number, or true or false"),
    "description": _TEXT,
    "choices": _TEXTS,
    "type": _TEXT,
    "min": _SIZE,
    "max": _SIZE,
}
_LEVER = {"step": (int, "a whole number"), "tightest": _SIZE, "loosest": _SIZE}


_A_SIZE = {"number": "a number", "length": "a length such as 12mm"}


def read_text(path: Path, folder: Path, limit: int = MAX_BYTES) -> str:
    """Return the text of a file of a theme, or of a person's style sheet.

    Raises :class:`ThemeError` if it is a link to outside its folder, not a regular file, larger
    than ``limit`` bytes, or not UTF-8.
    """
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ThemeError(Problem(str(path), "is a link to outside its folder"))
        return _LINE_BREAK.sub("\n", read(path, limit).decode("utf-8"))
    except UnicodeDecodeError as error:
        message = f"cannot be read: {error}"
        raise ThemeError(Problem(str(path), message, hint="save it as UTF-8")) from None
    except (NotRegularError, FileTooLargeError) as error:
        raise ThemeError(Problem(str(path), error.strerror)) from None
    except OSError as error:
        raise ThemeError(Problem(str(path), f"cannot be read: {error.strerror}")) from None


def read_manifest(path: Path) -> Mapping[str, Any]:
    """Return a manifest; raise :class:`ThemeError` with everything that is wrong in it."""
    text = read_text(path, path.parent, MAX_MANIFEST_BYTES)
    if found := _DEEP_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        hint = "a manifest needs two, such as [options.accent]"
        raise ThemeError(Problem(str(path), "a key has more than 10 parts", line, hint=hint))
    try:
        manifest = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also for numbers of thousands of digits
        raise ThemeError(Problem(str(path), f"is not valid TOML: {error}")) from None
    problems = list(_errors(manifest, _TABLES, "table"))
    if isinstance(theme := manifest.get("theme", {}), dict):
        problems += _errors(theme, _THEME, "field")
    for table, errors_of in (("options", _option), ("fit", _lever), ("palettes", _palette)):
        if isinstance(items := manifest.get(table, {}), dict):
            for name, given in items.items():
                problems += errors_of(name, given)
    if problems:
        raise ThemeError(Problem(str(path), message, hint=hint) for message, hint in problems)
    return manifest


def read_option(
    path: Path,
    name: str,
    given: Any,
    inherited: Option | None,
    fonts: tuple[str, ...] = (),
    palettes: tuple[str, ...] = (),
) -> Option:
    """Return an option of a checked manifest: a bare value changes the default of the parent's.

    Options of the type ``font`` may also choose the families that the theme declares; those of the
    type ``palette`` choose one of its palettes.
    """
    table = given if isinstance(given, dict) else {"default": given}
    default: Value | None = table.get("default", inherited.default if inherited else None)
    choices = tuple(table.get("choices", inherited.choices if inherited else ()))
    declared = table.get("type", inherited.declared if inherited else "")
    if choices and declared == FONT:
        choices = tuple(dict.fromkeys((*choices, *fonts)))
    if declared == PALETTE:
        choices = (NO_PALETTE, *palettes)
    if default is None:
        raise ThemeError(Problem(str(path), f'option "{name}" needs a default value'))
    if choices and default not in choices:
        hint = did_you_mean(str(default), choices) or f"choices: {', '.join(choices)}"
        message = f'the default "{default}" of option "{name}" is not one of its choices'
        raise ThemeError(Problem(str(path), message, hint=hint))
    description = table.get("description", inherited.description if inherited else "")
    limits = (table.get(name, getattr(inherited, name, None)) for name in ("min", "max"))
    option = Option(name, default, description, choices, declared, *limits)
    if problem := _default_error(option):
        raise ThemeError(Problem(str(path), problem))
    return option


def _default_error(option: Option) -> str:
    """Return why the default of an option is not within its own limits, or an empty string."""
    limits = [str(limit) for limit in (option.min, option.max) if limit is not None]
    if limits and option.type not in ("number", "length"):
        return f'option "{option.name}": only numbers and lengths have "min" and "max"'
    for limit in limits:
        size = parse_length(limit)
        if size is None or (size.unit == "") != (option.type == "number") or size.unit == "%":
            return f'option "{option.name}": the limit {limit} is not {_A_SIZE[option.type]}'
        if size.unit and not size.absolute:
            return f'option "{option.name}": the limit {limit} must be in mm, pt or the like'
    if limits:
        try:
            option.parse(str(option.default))
        except InvalidValueError as error:
            return f'option "{option.name}": the default {option.default} {error.message}'
    return ""


def _errors(
    given: Mapping[str, Any], known: Mapping[str, Any], what: str
) -> Iterator[tuple[str, str]]:
    """Yield a message and a hint for each unknown name and each value of a wrong type."""
    for name, value in given.items():
        if name not in known:
            yield f'unknown {what} "{name}"', did_you_mean(name, known)
            continue
        types, words = known[name]
        texts = all(isinstance(item, str) for item in value) if isinstance(value, list) else True
        if not isinstance(value, types) or not texts:
            yield f'"{name}" must be {words}', ""


def _option(name: str, given: Any) -> Iterator[tuple[str, str]]:
    if not _NAME.fullmatch(name):
        yield f'"{name}" is not a valid name', "use lower-case letters, digits and underscores"
    table = given if isinstance(given, dict) else {"default": given}
    for message, hint in _errors(table, _OPTION, "field"):
        yield f'option "{name}": {message}', hint
    if table.get("type", FONT) not in DECLARED:
        hint = "leave it out: the type is that of the default"
        listed = " or ".join(f'"{each}"' for each in DECLARED)
        yield f'option "{name}": "type" must be {listed}', hint


def _palette(name: str, given: Any) -> Iterator[tuple[str, str]]:
    if not _NAME.fullmatch(name):
        yield f'"{name}" is not a valid name', "use lower-case letters, digits and underscores"
    if not isinstance(given, dict):
        yield f'palette "{name}": must be a table of colours', ""
        return
    for option, color in given.items():
        if not isinstance(color, str) or parse_color(color) is None:
            yield f'palette "{name}": "{option}" must be a colour such as "#0b5fff"', ""


def _lever(name: str, given: Any) -> Iterator[tuple[str, str]]:
    if given is False:
        return
    table = given if isinstance(given, dict) else {"tightest": given}
    for message, hint in _errors(table, _LEVER, "field"):
        yield f'lever "{name}": {message}', hint
