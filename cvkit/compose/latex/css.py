"""CSS lengths and colours, as in the options of themes, converted to TeX."""

from __future__ import annotations

from cvkit.theme.css import parse_color, parse_length

from .escape import Tex

__all__ = ["color", "dimension", "scaled"]

# CSS has 72 points and 96 pixels to the inch; TeX's own pt is 1/72.27 inch, its bp CSS's point.
_UNITS = {
    "pt": (1.0, "bp"),
    "px": (0.75, "bp"),
    "pc": (12.0, "bp"),
    "q": (0.25, "mm"),
    "rem": (1.0, "em"),
    "%": (0.01, r"\linewidth"),
}


def dimension(css: str) -> Tex:
    """Return a CSS length: ``10pt`` gives ``10bp``."""
    return scaled(css, 1.0)


def scaled(css: str, factor: float) -> Tex:
    """Return a multiple of a CSS length; raise ``ValueError`` if it is not a length."""
    length = parse_length(css)
    if length is None or not length.unit:
        raise ValueError(f'"{css}" is not a length')
    ratio, name = _UNITS.get(length.unit, (1.0, length.unit))
    return Tex(f"{_number(length.number * ratio * factor)}{name}")


def color(css: str, name: str) -> Tex:
    """Return the definition of a CSS colour under a name; raise ``ValueError`` if it is none."""
    found = parse_color(css)
    if found is None:
        raise ValueError(f'"{css}" is not a colour')
    return Tex(rf"\definecolor{{{name}}}{{HTML}}{{{found.hex}}}")


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
