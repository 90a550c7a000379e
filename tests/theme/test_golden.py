"""The looks: the first page of every theme, small, beside the picture that was approved."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from jobs import make_job
from PIL import Image, ImageChops, ImageStat
from sampling import sampled

from cvkit.export.png import to_png
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.theme.theme import find_theme, list_themes

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parents[1] / "golden"
FAILED = ROOT / "build" / "test"
PERSON = ROOT / "docs" / "example" / "mira-halvorsen.yaml"
ROOTS = (bundled_themes(),)
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
DPI = 50
# Versions of Pango and HarfBuzz differ in how they round: mean difference of grey, 0 to 255.
TOLERANCE = 2.0

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def first_page(theme, folder):
    """Return the first page in a theme, in grey."""
    job = make_job(PERSON, theme, outputs=[("pdf", folder / f"{theme}.pdf")])
    (result,) = render([job])
    assert result.error is None
    return Image.open(io.BytesIO(to_png(result.typeset.pdf, dpi=DPI)[0])).convert("L")


@pytest.mark.parametrize("theme", sampled(THEMES, {"academic", "modern", "sidebar"}))
def test_the_first_page_looks_as_it_was_approved(theme, tmp_path, request):
    actual = first_page(theme, tmp_path)
    golden = GOLDEN / f"{theme}.png"
    if request.config.getoption("--golden"):
        actual.save(golden, optimize=True)
        pytest.skip(f"{golden.name} renewed: look at it")
    assert golden.is_file(), 'no picture yet: look at the page, then "make golden"'
    expected = Image.open(golden).convert("L")
    assert actual.size == expected.size
    difference = ImageChops.difference(actual, expected)
    if ImageStat.Stat(difference).mean[0] > TOLERANCE:
        _show(theme, actual, expected, difference)
        pytest.fail(f"{theme} looks different: see {FAILED / theme}.png", pytrace=False)


def test_no_picture_is_left_of_a_theme_that_is_gone():
    assert sorted(path.stem for path in GOLDEN.glob("*.png")) == sorted(THEMES)


def _show(theme, actual, expected, difference):
    """Write what was expected, what came, and where they differ, side by side."""
    FAILED.mkdir(parents=True, exist_ok=True)
    sheet = Image.new("L", (3 * actual.width, actual.height))
    for place, picture in enumerate((expected, actual, ImageChops.invert(difference))):
        sheet.paste(picture, (place * actual.width, 0))
    sheet.save(FAILED / f"{theme}.png")
