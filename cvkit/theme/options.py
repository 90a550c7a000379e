"""Options of themes: named knobs whose type is that of their default."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cvkit.errors import InvalidValueError, did_you_mean

__all__ = ["Option", "Value"]

Value = str | bool | int | float

_HEX_COLOR = re.compile(r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_COLOR = re.compile(rf"{_HEX_COLOR.pattern}|[a-zA-Z]+|(rgb|hsl)a?\([\d\s,.%/]+\)")
_LENGTH = re.compile(r"-?\d*\.?\d+(mm|cm|in|pt|pc|px|em|rem|q|%)", re.IGNORECASE)
_UNSAFE_TEXT = re.compile(r"[;{}<>\\@\"\x00-\x1f]|/\*|url\(", re.IGNORECASE)
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


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
        if _HEX_COLOR.fullmatch(self.default):
            return "color"
        return "length" if _LENGTH.fullmatch(self.default) else "text"

    def parse(self, text: str) -> Value:
        """Return a value given as text; raise :class:`InvalidValueError` if it is not one."""
        return _PARSERS[self.type](self, text)


def _flag(_option: Option, text: str) -> Value:
    if text.lower() not in _FLAGS:
        raise InvalidValueError("expected true or false")
    return _FLAGS[text.lower()]


def _number(option: Option, text: str) -> Value:
    try:
        number = int(text) if isinstance(option.default, int) else float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InvalidValueError("expected a number")
    return number


def _choice(option: Option, text: str) -> Value:
    if text not in option.choices:
        hint = did_you_mean(text, option.choices) or f"one of {', '.join(option.choices)}"
        raise InvalidValueError("expected another value", hint)
    return text


def _color(_option: Option, text: str) -> Value:
    if not _COLOR.fullmatch(text):
        raise InvalidValueError("expected a colour such as #0b5fff or navy")
    return text


def _length(_option: Option, text: str) -> Value:
    if not _LENGTH.fullmatch(text):
        raise InvalidValueError("expected a length such as 18mm or 10pt")
    return text


def _text(_option: Option, text: str) -> Value:
    if _UNSAFE_TEXT.search(text):
        raise InvalidValueError('expected a text without ; { } < > @ " and backslashes')
    return text


_PARSERS: Mapping[str, Callable[[Option, str], Value]] = {
    "flag": _flag,
    "number": _number,
    "choice": _choice,
    "color": _color,
    "length": _length,
    "text": _text,
}
