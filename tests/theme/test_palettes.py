"""Palettes: colours that are readable in every theme, on paper, on tinted grounds and in grey."""

from __future__ import annotations

import pytest

from cvkit.errors import ThemeError
from cvkit.pipeline.project import bundled_themes
from cvkit.theme.css import contrast, parse_color
from cvkit.theme.theme import find_theme, list_themes, set_options

ROOTS = (bundled_themes(),)
THEMES = [find_theme(name, ROOTS) for name in list_themes(ROOTS)]
PALETTES = list(find_theme("base", ROOTS).palettes)
READABLE = 4.5  # WCAG 2.2, 1.4.3
# What is written on what, in the themes that have both options; the paper and band_text are white.
PAIRS = [
    *((text, "") for text in ("accent", "ink", "quiet", "title_color")),
    *((text, "side_color") for text in ("accent", "ink", "quiet")),
    ("", "accent"),
    ("", "ground"),
    ("highlight", "ground"),
    ("band_text", "band"),
]


def colors(theme, palette, **given):
    values = set_options(theme, {"test": {"palette": palette, **given}})
    found = {name: parse_color(str(value)) for name, value in values.items()}
    return {"": parse_color("white"), **{name: color for name, color in found.items() if color}}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("palette", PALETTES)
def test_a_palette_is_readable(theme, palette):
    found = colors(theme, palette)
    pairs = [pair for pair in PAIRS if found.keys() >= set(pair)]
    low = {pair: contrast(*(found[name] for name in pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("palette", PALETTES)
def test_text_accent_and_secondary_text_are_three_greys(palette):
    """Luminance alone tells them apart, for a print in black and white."""
    found = colors(THEMES[0], palette)
    assert contrast(found["ink"], found["accent"]) > 1.5
    assert contrast(found["accent"], found["quiet"]) > 1.25


def test_palettes_differ():
    accents = {colors(THEMES[0], palette)["accent"] for palette in PALETTES}
    assert len(PALETTES) == len(accents) == 8


def test_a_colour_of_the_person_goes_before_the_palette():
    theme = find_theme("modern", ROOTS)
    assert colors(theme, "forest", accent="#123456")["accent"].hex == "123456"
    overridden = set_options(theme, {"file": {"accent": "#123456"}}, {"palette": "forest"})
    assert overridden["accent"] == "#123456"
    assert overridden["quiet"] == theme.palettes["forest"]["quiet"]


def test_a_theme_may_change_palettes_and_add_its_own(tmp_path):
    (tmp_path / "dusk").mkdir()
    manifest = tmp_path / "dusk" / "theme.toml"
    manifest.write_text(
        '[theme]\ninherit = "base"\n[palettes.dusk]\naccent = "#4a3a7a"\n'
        '[palettes.forest]\nquiet = "#445544"\n'
    )
    theme = find_theme("dusk", (tmp_path, *ROOTS))
    assert set_options(theme, {"": {"palette": "dusk"}})["accent"] == "#4a3a7a"
    forest = set_options(theme, {"": {"palette": "forest"}})
    assert forest["quiet"] == "#445544"
    assert forest["accent"] == theme.palettes["forest"]["accent"]


def test_what_is_no_colour_is_an_error(tmp_path):
    (tmp_path / "dusk").mkdir()
    manifest = tmp_path / "dusk" / "theme.toml"
    manifest.write_text('[theme]\ninherit = "base"\n[palettes.dusk]\naccent = "4mm"\n')
    with pytest.raises(ThemeError, match='palette "dusk": "accent" must be a colour'):
        find_theme("dusk", (tmp_path, *ROOTS))
