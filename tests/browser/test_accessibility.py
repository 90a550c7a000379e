"""The HTML of every theme in Chromium: axe-core finds no violation, and nothing has to be scrolled
sideways, on a phone and on a desktop, in light and in dark.

Without Chromium and the extra ``browser`` these tests are skipped, unless CVKIT_REQUIRE_BROWSER
says that both must be there.
"""

import os
import shutil
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest
from jobs import make_job

from cvkit.export.html import to_html
from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import bundled_themes
from cvkit.theme.theme import find_theme, list_themes

ROOTS = (bundled_themes(),)
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
DATA = Path(__file__).parents[1] / "data"
WIDTHS = {"phone": 390, "desktop": 1280}
SCHEMES = ("light", "dark")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MISSING = not find_spec("axe_playwright_python") or not any(map(shutil.which, BROWSERS))
REQUIRED = os.environ.get("CVKIT_REQUIRE_BROWSER") == "1"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        MISSING and not REQUIRED, reason='needs Chromium and pip install "cvkit[browser]"'
    ),
]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def axe():
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page, axe):
    """Return what axe-core finds: the rule, the element and what is wrong with it."""
    page.evaluate(axe)
    found = page.evaluate("axe.run()")["violations"]
    return [
        (rule["id"], node["target"], node["failureSummary"])
        for rule in found
        for node in rule["nodes"]
    ]


def page_of(source, theme):
    return to_html(build(make_job(source, theme))).decode()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("source", ["extreme", "rtl-ar"])
def test_the_html_is_accessible(browser, axe, source, theme, width, scheme):
    size = {"width": WIDTHS[width], "height": 844}
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    try:
        page = context.new_page()
        page.set_content(page_of(DATA / f"{source}.yaml", theme))
        assert violations(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    finally:
        context.close()


def test_a_violation_would_be_found(browser, axe):
    """A page of no contrast, and without a language, has both named."""
    page = browser.new_page(bypass_csp=True)
    page.set_content("<!doctype html><title>x</title><main><h1>x</h1><p style='color:#ddd'>pale")
    assert {"color-contrast", "html-has-lang"} <= {rule for rule, *_ in violations(page, axe)}
    page.close()
