"""The options of a theme as measures, colours and fonts of a word processor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cvkit.theme.css import Length, parse_color, parse_length
from cvkit.theme.options import Value

__all__ = ["Look", "look"]

TWIPS = 20  # of a point, in which Word measures
_MM = Length(1, "mm").to("pt")
_PAPERS = {
    "A4": (210 * _MM, 297 * _MM),
    "A5": (148 * _MM, 210 * _MM),
    "B5": (176 * _MM, 250 * _MM),
    "Letter": (612.0, 792.0),
    "Legal": (612.0, 1008.0),
}
# The fonts of cvkit's themes for scripts that their main fonts lack.
_EAST_ASIAN = {"ja": "Noto Sans JP", "ko": "Noto Sans KR"}
_COMPLEX = {"he": "Noto Sans Hebrew", "yi": "Noto Sans Hebrew", "hi": "Noto Sans Devanagari",
            "th": "Noto Sans Thai"}  # fmt: skip
_WITH_SERIFS = {"Source Serif Pro", "EB Garamond", "Gentium Book Plus", "XCharter"}
# The line height of word processors is relative to that of the font, about 1.25 times its size.
_FONT_LINE = 1.25


@dataclass(frozen=True)
class Look:
    """Measures in twips, sizes in half points, colours as six hexadecimal digits."""

    width: int
    height: int
    top: int
    bottom: int
    side: int
    size: int
    line: int
    unit: int
    accent: str
    ink: str
    quiet: str
    font: str
    heading_font: str
    east_asian: str
    complex_script: str
    letters: str
    justify: bool
    hyphens: bool
    page_numbers: bool
    dates_first: bool

    @property
    def text_width(self) -> int:
        """The width between the margins."""
        return self.width - 2 * self.side

    def family(self, font: str) -> str:
        """Return Word's name for a font with serifs (``roman``) or without (``swiss``)."""
        return "roman" if font in _WITH_SERIFS else "swiss"


def look(options: Mapping[str, Value], language: str) -> Look:
    """Return the look for the options; options that a theme lacks have default values."""
    points = _length(options.get("font_size", "10pt"), 10, 10)
    width, height = _PAPERS.get(str(options.get("page_size")), _PAPERS["A4"])

    def margin(name: str) -> int:
        return round(TWIPS * _length(options.get(name, "20mm"), points, width))

    base = language.replace("_", "-").split("-")[0].lower()
    font = str(options.get("font", "Source Sans Pro"))
    return Look(
        width=round(TWIPS * width),
        height=round(TWIPS * height),
        top=margin("margin_top"),
        bottom=margin("margin_bottom"),
        side=margin("margin_side"),
        size=round(2 * points),
        line=round(240 * float(options.get("line_height", 1.35)) / _FONT_LINE),
        unit=round(TWIPS * points / 4 * float(options.get("density", 1.0))),
        accent=_color(options.get("accent", "#1f4e79")),
        ink=_color(options.get("ink", "#1c1f23")),
        quiet=_color(options.get("quiet", "#555b63")),
        font=font,
        heading_font=str(options.get("heading_font", font)),
        east_asian=_EAST_ASIAN.get(base, "Noto Sans SC"),
        complex_script=_COMPLEX.get(base, "Noto Naskh Arabic"),
        letters=str(options.get("section_titles", "normal")),
        justify=bool(options.get("justify", False)),
        hyphens=bool(options.get("hyphens", True)),
        page_numbers=bool(options.get("page_numbers", True)),
        dates_first=bool(options.get("dates_first", False)),
    )


def _length(value: Value, font_size: float, whole: float) -> float:
    """Return a CSS length in points."""
    length = parse_length(str(value))
    if length is None:
        return float(font_size)
    if length.absolute:
        return length.to("pt")
    return length.number * {"em": font_size, "rem": font_size, "%": whole / 100, "": 1}[length.unit]


def _color(value: Value) -> str:
    """Return a CSS colour as six digits; a partly transparent one is laid on white paper."""
    color = parse_color(str(value))
    if color is None:
        raise ValueError(f'"{value}" is not a colour')
    return color.on_white().hex
