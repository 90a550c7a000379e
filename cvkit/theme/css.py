"""Colours: contrast as WCAG 2 measures it, and lighter shades for dark screens."""

from __future__ import annotations

import re

__all__ = ["contrast", "lighten", "parse_hex"]

Color = tuple[int, int, int]


def parse_hex(text: str) -> Color | None:
    """Return red, green and blue from 0 to 255 of ``#abc`` or ``#aabbcc``, else ``None``."""
    digits = text.removeprefix("#")
    if len(digits) in (3, 4):
        digits = "".join(2 * digit for digit in digits)
    if not text.startswith("#") or not re.fullmatch(r"[0-9a-fA-F]{6}([0-9a-fA-F]{2})?", digits):
        return None
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio from 1 to 21 (WCAG 2.2, relative luminance)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lighten(color: Color, background: Color, ratio: float = 5.0) -> Color:
    """Return the colour mixed with white until it stands out from a dark background."""
    for step in range(21):
        mixed = _mix(color, step / 20)
        if contrast(mixed, background) >= ratio:
            return mixed
    return (255, 255, 255)


def _mix(color: Color, white: float) -> Color:
    red, green, blue = (round(channel + (255 - channel) * white) for channel in color)
    return red, green, blue


def _luminance(color: Color) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
