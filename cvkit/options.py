"""Options of themes: named knobs whose type is that of their default."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cvkit.errors import did_you_mean

__all__ = ["Option", "Value"]

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
