"""Options of themes: named values whose type is that of their default."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cvkit.errors import InvalidValueError, did_you_mean

from .css import FUNCTIONS, Length, color_names, parse_color, parse_length

__all__ = ["DECLARED", "FONT", "NO_PALETTE", "PALETTE", "Option", "Value"]

FONT = "font"
KIND_LIST = "kinds"
PALETTE = "palette"
NO_PALETTE = "none"
DECLARED = (FONT, KIND_LIST, PALETTE)
"""The types that a manifest declares: others follow from the default."""
Value = str | bool | int | float

_UNSAFE_TEXT = re.compile(r"[;{}<>\\@\"\x00-\x1f]|/\*|url\(", re.IGNORECASE)
_EPSILON = 1e-6
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True)
class Option:
    """An option of a theme. Its type is ``declared``, or else that of its default.

    ``min`` and ``max`` are the limits of a number, or of a length in physical units.
    """

    name: str
    default: Value
    description: str = ""
    choices: tuple[str, ...] = ()
    declared: str = ""
    min: Value | None = None
    max: Value | None = None

    @property
    def type(self) -> str:
        """The name of the type: flag, number, choice, color, length, font, kinds, palette, text."""
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
    return _within(option, number, Length(number, ""))


def _within(option: Option, value: Value, size: Length) -> Value:
    """Return a value; raise :class:`InvalidValueError` if it is beyond the option's limits."""
    for limit, sign, words in ((option.min, 1, "at least"), (option.max, -1, "at most")):
        bound = None if limit is None else parse_length(str(limit))
        if bound is not None and not _reaches(size, bound, sign):
            raise InvalidValueError(f"must be {words} {limit}")
    return value


def _reaches(size: Length, bound: Length, sign: int) -> bool:
    """Whether a size is at least a bound, or at most with the sign -1.

    Sizes relative to the font are compared as if that had 10 pt, and percentages not at all.
    """
    number, unit = size
    if unit in ("em", "rem"):
        number, unit = 10 * number, "pt"
    if unit == "%":
        return sign < 0 or number >= 0 or bound.number < 0
    return sign * Length(number, unit).to(bound.unit) >= sign * bound.number - _EPSILON


def _choice(option: Option, text: str) -> Value:
    if text not in option.choices:
        hint = did_you_mean(text, option.choices) or f"one of {', '.join(option.choices)}"
        raise InvalidValueError("expected another value", hint)
    return text


def _font(option: Option, text: str) -> Value:
    return _choice(option, text) if option.choices else _text(option, text)


def _color(_option: Option, text: str) -> Value:
    if parse_color(text) is None:
        known = f"colour functions: {', '.join(FUNCTIONS)}"
        hint = known if "(" in text else did_you_mean(text, color_names())
        raise InvalidValueError("expected a colour such as #0b5fff or navy", hint)
    return text


def _length(option: Option, text: str) -> Value:
    size = parse_length(text)
    if size is None or not size.unit:
        raise InvalidValueError("expected a length such as 18mm or 10pt")
    return _within(option, text, size)


def _is_length(text: str) -> bool:
    length = parse_length(text)
    return length is not None and length.unit != ""


def _kinds(_option: Option, text: str) -> Value:
    from cvkit.model import KINDS  # the model is slow to import, and few options need it

    for name in filter(None, (part.strip() for part in text.split(","))):
        if name not in KINDS:
            hint = did_you_mean(name, KINDS) or f"known kinds: {', '.join(KINDS)}"
            raise InvalidValueError(f'"{name}" is not a kind of section', hint)
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
    FONT: _font,
    KIND_LIST: _kinds,
    PALETTE: _choice,
    "text": _text,
}
