"""What follows from a theme and its options without a CV: style sheets, classes and fonts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from cvkit.document import Fonts

from .css import Color, lighten, parse_color
from .fonts import find_fonts
from .options import Value
from .theme import Theme

__all__ = ["body_classes", "folio", "fonts", "screen_stylesheets", "stylesheets"]

# Places of the name and the page number: all but that of the date of the last update.
_FOLIO_PLACES = ("top-left", "top-center", "top-right", "bottom-center")
_RUNNING_PLACE = "top-center"  # of the titles of sections
_FOLIO_CORNERS = {"ltr": "bottom-right", "rtl": "bottom-left"}
_FOLIO = 'counter(page) " / " counter(pages)'
_PAGE = {
    "size": ("page_size",),
    "margin": ("margin_top", "margin_side", "margin_bottom"),
}
_NIGHT = Color(0x16, 0x18, 0x1C)
_RATIOS = {"accent": 5.5, "ink": 13.0, "quiet": 7.0}
_WORDS = re.compile(r"[A-Za-z][\w-]*( [\w-]+)*")
_BARE = re.compile(r"[A-Za-z][\w-]*|-?[\d.]+[a-zA-Z%]*")


def stylesheets(
    theme: Theme,
    options: Mapping[str, Value],
    own_css: str = "",
    folio: str = _FOLIO,
    direction: str = "ltr",
) -> tuple[str, ...]:
    """Return the options as custom properties, and the chain's style sheets in their layers.

    ``own_css`` is a person's own, in the last layer; ``folio`` what CSS makes the page number of.
    """
    styles = list(theme.styles())
    order = ", ".join([name for name, _ in styles] + ["person"])
    layers = "\n".join(f"@layer {name} {{\n{css}\n}}" for name, css in styles)
    if own_css:
        layers += f"\n@layer person {{\n{own_css}\n}}"
    numbers = f":root {{ --folio: {folio}; }}"
    if not options.get("page_numbers", True):
        numbers += _no_folio(direction, bool(options.get("running_titles")))
    return (_properties(options), f"@layer {order};\n{layers}", numbers)


def _no_folio(direction: str, running: bool) -> str:
    """Return rules that remove the page numbers: in CSS margins cannot depend on an option."""
    places = [*_FOLIO_PLACES, _FOLIO_CORNERS[direction]]
    if running:
        places.remove(_RUNNING_PLACE)
    boxes = " ".join(f"@{place} {{ content: none !important; }}" for place in places)
    return f"@page {{ {boxes} }}"


def folio(phrase: str, counter_style: str) -> str:
    """Return a phrase such as ``{page} / {pages}`` as CSS, which counts the pages."""
    style = "" if counter_style == "decimal" else f", {counter_style}"
    pieces = re.split(r"\{(pages?)\}", phrase)
    texts = [json.dumps(piece, ensure_ascii=False) if piece else "" for piece in pieces[::2]]
    counters = [f"counter({name}{style})" for name in pieces[1::2]]
    mixed = [part for pair in zip(texts, [*counters, ""], strict=True) for part in pair]
    return " ".join(filter(None, mixed))


def screen_stylesheets(theme: Theme, options: Mapping[str, Value]) -> tuple[str, ...]:
    """Return what browsers get besides: the chain's ``screen.css``, and the page for printing.

    Browsers do not resolve custom properties in ``@page``.
    """
    layers = "\n".join(f"@layer {name} {{\n{css}\n}}" for name, css in theme.styles("screen.css"))
    page = "".join(
        f"{name}: {' '.join(str(options[part]) for part in parts)}; "
        for name, parts in _PAGE.items()
        if options.keys() >= set(parts)
    )
    dark = _dark(options) if options.get("dark_mode") else ""
    return (layers, f"@page {{ {page}}}", dark)


def _dark(options: Mapping[str, Value]) -> str:
    """Return the colours for a dark screen: the theme's own, lightened until they are readable."""
    colors = {
        name: parsed
        for name in ("accent", "ink", "quiet")
        if (parsed := parse_color(str(options.get(name, ""))))
    }
    properties = {
        name: f"#{lighten(color, _NIGHT, ratio=_RATIOS[name]).hex.lower()}"
        for name, color in colors.items()
    }
    properties |= {"paper": "#16181c", "hairline": "#3a3f47"}
    lines = " ".join(f"--{name}: {value};" for name, value in properties.items())
    return f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {lines} }} }}"


def body_classes(options: Mapping[str, Value]) -> str:
    """Return options that CSS distinguishes as classes: ``with-icons``, ``numbering-none``."""
    names = ((name.replace("_", "-"), value) for name, value in options.items())
    return " ".join(
        f"with-{name}" if value is True else f"{name}-{value}".replace(" ", "-")
        for name, value in names
        if value is True or (isinstance(value, str) and _WORDS.fullmatch(value))
    )


def fonts(theme: Theme, options: Mapping[str, Value]) -> Fonts:
    """Return where the theme's families are found, and those that its options choose.

    Raises :class:`ThemeError` if a family is not found.
    """
    families = (*theme.fonts, *theme.chosen_fonts(options))
    return find_fonts(theme.folders, families, theme.system_fonts)


def _properties(options: Mapping[str, Value]) -> str:
    """Return custom properties for all options: ``page_size`` becomes ``--page-size``."""
    lines = (f"--{name.replace('_', '-')}: {_css(value)};" for name, value in options.items())
    return ":root { " + " ".join(lines) + " }"


def _css(value: Value) -> str:
    """Return a value as CSS: what is neither a word, a length nor a colour is quoted."""
    if isinstance(value, bool):
        return str(int(value))
    if not isinstance(value, str) or _BARE.fullmatch(value):
        return str(value)
    color = parse_color(value)
    if color is None:
        return f'"{value}"'
    return value if value.startswith("#") else color.css
