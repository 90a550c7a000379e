"""Colours of CSS in options: one colour in every format, whatever it was written as."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

import cvkit
from cvkit.theme.css import parse_color

# The examples of CSS Color 4 with their values in sRGB, and equivalents of CSS Color 3.
SAME = {
    "lab(29.2345% 39.3825 20.0664)": "#7d2329",
    "oklab(40.101% 0.1147 0.0453)": "#7d2329",
    "lch(52.2345% 72.2 56.2)": "#c65d06",
    "color(srgb 0.5 0.25 1)": "#8040ff",
    "color(xyz 0.2005 0.14089 0.4472)": "#7e54b4",
    "color(display-p3 0.5 0.5 0.5)": "#808080",
    "oklch(0 0 0)": "#000000",
    "lab(100% 0 0)": "#ffffff",
    "lab(none none none)": "#000000",
    "rgb(300 -5 0)": "#ff0000",
    "hsl(210deg 50% 40%)": "#336699",
    "hwb(120 0% 0% / 50%)": "#00ff0080",
    "NAVY": "#000080",
    "#ABC": "#aabbcc",
}


@pytest.mark.parametrize("text", SAME)
def test_a_colour_of_any_space_is_one_of_srgb(text):
    assert parse_color(text).css == SAME[text]


@pytest.mark.parametrize("text", ["oklch(0.7 0.4 150)", "color(display-p3 0 1 0)"])
def test_a_colour_that_srgb_does_not_have_keeps_its_hue(text):
    red, green, blue, _ = parse_color(text)
    assert green > 150
    assert green > 2 * max(red, blue)


@pytest.mark.parametrize(
    "text",
    ["color(rec2020 1 0 0)", "color-mix(in srgb, red, blue)", "device-cmyk(0 1 1 0)", "lab(1)",
     "light-dark(red, blue)", "rgb(1e999 0 0)", "lab(1e308 1e308 1e308)", "lch(nan 1 1)",
     "currentcolor", "var(--x)", "oklch(1 1 1); }", ""],
)  # fmt: skip
def test_anything_else_is_no_colour(text):
    assert parse_color(text) is None


def test_every_format_gets_the_same_colour():
    data = {"name": "Ada", "sections": [{"kind": "summary", "text": "A text."}]}
    made = {
        format_: cvkit.render(
            data, format=format_, theme="modern", options={"accent": "oklab(40.101% 0.1147 0.0453)"}
        )
        for format_ in ("html", "tex", "docx")
    }
    made["docx"] = zipfile.ZipFile(io.BytesIO(made["docx"])).read("word/styles.xml")
    for format_, content in made.items():
        assert re.search(b"7d2329", content, re.IGNORECASE), format_
