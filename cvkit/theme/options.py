"""Options of themes: named values whose type is that of their default."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cvkit.errors import InvalidValueError, did_you_mean

from .css import color_names, parse_color, parse_length

__all__ = ["FONT", "Option", "Value"]

FONT = "font"
"""The only type that a manifest declares: others follow from the default."""
Value = str | bool | int | float

_UNSAFE_TEXT = re.compile(r"[;{}<>\\@\"\x00-\x1f]|/\*|url\(", re.IGNORECASE)
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True)
class Option:
    """An option of a theme. Its type is ``declared``, or else that of its default."""

    name: str
    default: Value
    description: str = ""
    choices: tuple[str, ...] = ()
    declared: str = ""

    @property
    def type(self) -> str:
        """``flag``, ``number``, ``choice``, ``color``, ``length``, ``font`` or ``text``."""
        if self.declared:
            return self.declared
        if isinstance(self.default, bool):
            return "flag"
        if isinstance(self.default, int | float):
            return "number"
        if self.choices:
            return "choice"
        if self.default.startswith("#") and parse_color(self.default):
            return "color"
        return "length" if _is_length(self.default) else "text"

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


def _font(option: Option, text: str) -> Value:
    return _choice(option, text) if option.choices else _text(option, text)


def _color(_option: Option, text: str) -> Value:
    if parse_color(text) is None:
        hint = did_you_mean(text, color_names())
        raise InvalidValueError("expected a colour such as #0b5fff or navy", hint)
    return text


def _length(_option: Option, text: str) -> Value:
    if not _is_length(text):
        raise InvalidValueError("expected a length such as 18mm or 10pt")
    return text


def _is_length(text: str) -> bool:
    length = parse_length(text)
    return length is not None and length.unit != ""


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
    "font": _font,
    "text": _text,
}
