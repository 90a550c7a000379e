"""What a theme and its options make without a CV: style sheets, classes and fonts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .document import Fonts
from .fonts import find_fonts
from .theme import Theme, Value

__all__ = ["body_classes", "fonts", "stylesheets"]

_WORD = re.compile(r"[A-Za-z][\w-]*")
_WORDS = re.compile(r"[A-Za-z]\w*( \w+)+")


def stylesheets(theme: Theme, options: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the options as custom properties, and the chain's style sheets in their layers."""
    styles = list(theme.styles())
    order = ", ".join([name for name, _ in styles] + ["person"])
    layers = "\n".join(f"@layer {name} {{\n{css}\n}}" for name, css in styles)
    return (_properties(options), f"@layer {order};\n{layers}")


def body_classes(options: Mapping[str, Value]) -> str:
    """Return options that CSS has to tell apart as classes: ``with-icons``, ``numbering-none``."""
    names = ((name.replace("_", "-"), value) for name, value in options.items())
    return " ".join(
        f"with-{name}" if value is True else f"{name}-{value}"
        for name, value in names
        if value is True or (isinstance(value, str) and _WORD.fullmatch(value))
    )


def fonts(theme: Theme, options: Mapping[str, Value]) -> Fonts:
    """Find the theme's own families, and those which its options ask for."""
    chosen = (str(value) for name, value in options.items() if name.endswith("font"))
    return find_fonts(theme.folders, (*theme.fonts, *chosen), theme.system_fonts)


def _properties(options: Mapping[str, Value]) -> str:
    """Return custom properties for all options: ``page_size`` becomes ``--page-size``."""
    lines = (f"--{name.replace('_', '-')}: {_css(value)};" for name, value in options.items())
    return ":root { " + " ".join(lines) + " }"


def _css(value: Value) -> str:
    if isinstance(value, bool):
        return str(int(value))
    several_words = isinstance(value, str) and _WORDS.fullmatch(value)
    return f'"{value}"' if several_words else str(value)
