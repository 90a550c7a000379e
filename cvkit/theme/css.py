"""CSS values in options: lengths with their units, and colours.

The only module that knows the units and colours of CSS (CSS Values and Units 4, CSS Color 4).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

__all__ = ["FUNCTIONS", "Color", "Length", "contrast", "lighten", "parse_color", "parse_length"]

_MM = {
    "mm": 1.0,
    "cm": 10.0,
    "q": 0.25,
    "in": 25.4,
    "pt": 25.4 / 72,
    "pc": 25.4 / 6,
    "px": 25.4 / 96,
}
_RELATIVE = ("em", "rem", "%")
_NUMBER = re.compile(r"(-?\d*\.?\d+)([a-z%]*)", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
FUNCTIONS = ("rgb", "hsl", "hwb", "lab", "lch", "oklab", "oklch", "color")
"""The functions of CSS that make a colour here."""
_FUNCTION = re.compile(
    r"(?:rgba|hsla|" + "|".join(FUNCTIONS) + r")\([\w\s,.%/+-]+\)", re.IGNORECASE
)


class Length(NamedTuple):
    """A number and its unit in lower case; a bare number has the unit ``""``."""

    number: float
    unit: str

    @property
    def absolute(self) -> bool:
        """Whether the unit is a physical one, such as mm or pt."""
        return self.unit in _MM

    def to(self, unit: str) -> float:
        """Return the number in another physical unit, such as ``pt``.

        Raises ``ValueError`` if the length is relative or a bare number, unless the unit is
        the same.
        """
        if unit == self.unit:
            return self.number
        if not (self.absolute and unit in _MM):
            raise ValueError(f"{self.number:g}{self.unit} is not an absolute length")
        return self.number * _MM[self.unit] / _MM[unit]


def parse_length(text: str) -> Length | None:
    """Return a length of CSS such as ``12mm``, or a bare number; ``None`` for anything else."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    unit = match[2].lower()
    known = unit in _MM or unit in _RELATIVE or not unit
    return Length(float(match[1]), unit) if known else None


RGB = tuple[int, int, int]


class Color(NamedTuple):
    """Red, green and blue from 0 to 255, and the opacity from 0 to 1."""

    red: int
    green: int
    blue: int
    alpha: float = 1.0

    @property
    def hex(self) -> str:
        """Six hexadecimal digits in upper case; the opacity is left out."""
        return f"{self.red:02X}{self.green:02X}{self.blue:02X}"

    @property
    def css(self) -> str:
        """The colour in sRGB, as all programs understand it: ``#0b5fff``, ``#0b5fff80``."""
        opacity = "" if self.alpha == 1 else f"{round(255 * self.alpha):02x}"
        return f"#{self.hex.lower()}{opacity}"

    def on_white(self) -> Color:
        """Return the opaque colour that it gives on white paper."""
        return _mix(self, 1 - self.alpha)


def parse_color(text: str) -> Color | None:
    """Return a colour of CSS (``#0b5fff``, ``navy``, ``rgb(…)``, ``oklch(…)``), or ``None``."""
    if match := _HEX.fullmatch(text):
        digits = match[1] if len(match[1]) > 4 else "".join(2 * digit for digit in match[1])
        red, green, blue, *alpha = bytes.fromhex(digits)
        return Color(red, green, blue, alpha[0] / 255 if alpha else 1.0)
    if _FUNCTION.fullmatch(text):
        return _from_function(text)
    return color_names().get(text.lower())


def _from_function(text: str) -> Color | None:
    """Return the colour of a function, in any syntax of CSS (CSS Color 4, 4.1)."""
    from tinycss2.color4 import parse_color as parse  # few options have such colours

    from .color_spaces import SPACES, to_srgb

    color = parse(text)
    if color is None or isinstance(color, str):
        return None
    space = _BASES.get(color.space, color.space)
    # Neither is NaN less than the limit.
    if space not in SPACES or not all(abs(number or 0) < _LARGEST for number in color):
        return None
    *coordinates, alpha = color.to(space)
    red, green, blue = (round(255 * channel) for channel in to_srgb(space, coordinates))
    return Color(red, green, blue, alpha)


_LARGEST = 1000.0
# The spaces that tinycss2 converts others to.
_BASES = {
    "hsl": "srgb", "hwb": "srgb", "lab": "xyz-d50", "lch": "xyz-d50", "oklab": "xyz-d65",
    "oklch": "xyz-d65", "xyz": "xyz-d65",
}  # fmt: skip


def contrast(one: Color | RGB, other: Color | RGB) -> float:
    """Return the contrast ratio of two opaque colours from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lighten(color: Color, background: Color, ratio: float = 5.0) -> Color:
    """Return the colour mixed with white until it stands out from a dark background."""
    for step in range(21):
        mixed = _mix(color, step / 20)
        if contrast(mixed, background) >= ratio:
            return mixed
    return Color(255, 255, 255)


def _mix(color: Color, white: float) -> Color:
    red, green, blue = (round(channel + (255 - channel) * white) for channel in color[:3])
    return Color(red, green, blue)


def _luminance(color: Color | RGB) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in color[:3])
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@cache
def color_names() -> dict[str, Color]:
    """Return the named colours (CSS Color 4, 6.1)."""
    pairs = (word.split("#") for word in _NAMES.split())
    named = {name: Color(*bytes.fromhex(digits)) for name, digits in pairs}
    return {**named, "transparent": Color(0, 0, 0, 0.0)}


_NAMES = """
aliceblue#f0f8ff antiquewhite#faebd7 aqua#00ffff aquamarine#7fffd4 azure#f0ffff beige#f5f5dc
bisque#ffe4c4 black#000000 blanchedalmond#ffebcd blue#0000ff blueviolet#8a2be2 brown#a52a2a
burlywood#deb887 cadetblue#5f9ea0 chartreuse#7fff00 chocolate#d2691e coral#ff7f50
cornflowerblue#6495ed cornsilk#fff8dc crimson#dc143c cyan#00ffff darkblue#00008b
darkcyan#008b8b darkgoldenrod#b8860b darkgray#a9a9a9 darkgreen#006400 darkgrey#a9a9a9
darkkhaki#bdb76b darkmagenta#8b008b darkolivegreen#556b2f darkorange#ff8c00
darkorchid#9932cc darkred#8b0000 darksalmon#e9967a darkseagreen#8fbc8f darkslateblue#483d8b
darkslategray#2f4f4f darkslategrey#2f4f4f darkturquoise#00ced1 darkviolet#9400d3
deeppink#ff1493 deepskyblue#00bfff dimgray#696969 dimgrey#696969 dodgerblue#1e90ff
firebrick#b22222 floralwhite#fffaf0 forestgreen#228b22 fuchsia#ff00ff gainsboro#dcdcdc
ghostwhite#f8f8ff gold#ffd700 goldenrod#daa520 gray#808080 green#008000 greenyellow#adff2f
grey#808080 honeydew#f0fff0 hotpink#ff69b4 indianred#cd5c5c indigo#4b0082 ivory#fffff0
khaki#f0e68c lavender#e6e6fa lavenderblush#fff0f5 lawngreen#7cfc00 lemonchiffon#fffacd
lightblue#add8e6 lightcoral#f08080 lightcyan#e0ffff lightgoldenrodyellow#fafad2
lightgray#d3d3d3 lightgreen#90ee90 lightgrey#d3d3d3 lightpink#ffb6c1 lightsalmon#ffa07a
lightseagreen#20b2aa lightskyblue#87cefa lightslategray#778899 lightslategrey#778899
lightsteelblue#b0c4de lightyellow#ffffe0 lime#00ff00 limegreen#32cd32 linen#faf0e6
magenta#ff00ff maroon#800000 mediumaquamarine#66cdaa mediumblue#0000cd mediumorchid#ba55d3
mediumpurple#9370db mediumseagreen#3cb371 mediumslateblue#7b68ee mediumspringgreen#00fa9a
mediumturquoise#48d1cc mediumvioletred#c71585 midnightblue#191970 mintcream#f5fffa
mistyrose#ffe4e1 moccasin#ffe4b5 navajowhite#ffdead navy#000080 oldlace#fdf5e6 olive#808000
olivedrab#6b8e23 orange#ffa500 orangered#ff4500 orchid#da70d6 palegoldenrod#eee8aa
palegreen#98fb98 paleturquoise#afeeee palevioletred#db7093 papayawhip#ffefd5
peachpuff#ffdab9 peru#cd853f pink#ffc0cb plum#dda0dd powderblue#b0e0e6 purple#800080
rebeccapurple#663399 red#ff0000 rosybrown#bc8f8f royalblue#4169e1 saddlebrown#8b4513
salmon#fa8072 sandybrown#f4a460 seagreen#2e8b57 seashell#fff5ee sienna#a0522d silver#c0c0c0
skyblue#87ceeb slateblue#6a5acd slategray#708090 slategrey#708090 snow#fffafa
springgreen#00ff7f steelblue#4682b4 tan#d2b48c teal#008080 thistle#d8bfd8 tomato#ff6347
turquoise#40e0d0 violet#ee82ee wheat#f5deb3 white#ffffff whitesmoke#f5f5f5 yellow#ffff00
yellowgreen#9acd32
"""
