"""CSS lengths and colours, as in the options of themes, converted to TeX."""

from __future__ import annotations

import re

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
_LENGTH = re.compile(r"(-?\d*\.?\d+)([a-z%]+)", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-fA-F]{3,8})")
_RGB = re.compile(r"rgba?\(([\d\s,.%/]+)\)")

# xcolor writes the names of SVG colours in camel case.
_CAPITALS = (
    "AliceBlue AntiqueWhite BlanchedAlmond BlueViolet BurlyWood CadetBlue CornflowerBlue "
    "DarkBlue DarkCyan DarkGoldenrod DarkGray DarkGreen DarkGrey DarkKhaki DarkMagenta "
    "DarkOliveGreen DarkOrange DarkOrchid DarkRed DarkSalmon DarkSeaGreen DarkSlateBlue "
    "DarkSlateGray DarkSlateGrey DarkTurquoise DarkViolet DeepPink DeepSkyBlue DimGray DimGrey "
    "DodgerBlue FireBrick FloralWhite ForestGreen GhostWhite GreenYellow HotPink IndianRed "
    "LavenderBlush LawnGreen LemonChiffon LightBlue LightCoral LightCyan LightGoldenrod "
    "LightGoldenrodYellow LightGray LightGreen LightGrey LightPink LightSalmon LightSeaGreen "
    "LightSkyBlue LightSlateBlue LightSlateGray LightSlateGrey LightSteelBlue LightYellow "
    "LimeGreen MediumAquamarine MediumBlue MediumOrchid MediumPurple MediumSeaGreen "
    "MediumSlateBlue MediumSpringGreen MediumTurquoise MediumVioletRed MidnightBlue MintCream "
    "MistyRose NavajoWhite NavyBlue OldLace OliveDrab OrangeRed PaleGoldenrod PaleGreen "
    "PaleTurquoise PaleVioletRed PapayaWhip PeachPuff PowderBlue RosyBrown RoyalBlue "
    "SaddleBrown SandyBrown SeaGreen SkyBlue SlateBlue SlateGray SlateGrey SpringGreen "
    "SteelBlue VioletRed WhiteSmoke YellowGreen"
)
_SVG_NAMES = {name.lower(): name for name in _CAPITALS.split()}


def dimension(css: str) -> Tex:
    """Return a CSS length: ``10pt`` gives ``10bp``."""
    return scaled(css, 1.0)


def scaled(css: str, factor: float) -> Tex:
    """Return a multiple of a CSS length; raise ``ValueError`` if it is not a length."""
    match = _LENGTH.fullmatch(css)
    if match is None:
        raise ValueError(f'"{css}" is not a length')
    unit = match[2].lower()
    ratio, name = _UNITS.get(unit, (1.0, unit))
    return Tex(f"{_number(float(match[1]) * ratio * factor)}{name}")


def color(css: str, name: str) -> Tex:
    """Return the definition of a CSS colour under a name; raise ``ValueError`` if unknown."""
    if match := _HEX.fullmatch(css):
        digits = match[1] if len(match[1]) > 4 else "".join(d * 2 for d in match[1])
        return Tex(rf"\definecolor{{{name}}}{{HTML}}{{{digits[:6].upper()}}}")
    if match := _RGB.fullmatch(css):
        values = [_channel(part) for part in re.findall(r"[\d.]+%?", match[1])[:3]]
        return Tex(rf"\definecolor{{{name}}}{{rgb}}{{{','.join(values)}}}")
    if css.isascii() and css.isalpha():
        return Tex(rf"\colorlet{{{name}}}{{{_SVG_NAMES.get(css.lower(), css.capitalize())}}}")
    raise ValueError(f'the colour "{css}" is not supported in LaTeX output; write it as #0b5fff')


def _channel(text: str) -> str:
    share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 255)
    return _number(min(share, 1.0))


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
