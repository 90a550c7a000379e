"""Every theme takes every CV: the five people on A4 and Letter, whole and without complaint."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from pdf import Pdf, normalise, points

from cvkit.colors import contrast, parse_hex
from cvkit.pipeline import Job, render
from cvkit.project import bundled_themes
from cvkit.theme import find_theme, list_themes

ROOT = Path(__file__).parents[1]
FACTS = Path(__file__).parent / "data" / "facts"
PEOPLE = sorted(path.stem for path in (ROOT / "people").glob("*.yaml"))
ROOTS = (bundled_themes(),)
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
SIZES = ("A4", "Letter")
WHITE = (255, 255, 255)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
    pytest.mark.xdist_group("all-themes"),
]


@pytest.fixture(scope="module", params=THEMES)
def results(request, tmp_path_factory):
    """Render all people in a theme, on both sizes of paper."""
    theme = request.param
    folder = tmp_path_factory.mktemp(theme)
    jobs = [
        Job(
            ROOT / "people" / f"{person}.yaml",
            theme,
            ROOTS,
            (("page_size", size), ("date_format", "medium")),  # as the lists of phrases have it
            (("pdf", folder / f"{person}-{size}.pdf"),),
        )
        for person, size in product(PEOPLE, SIZES)
    ]
    return theme, list(render(jobs))


def test_nobody_is_refused_and_nothing_is_complained_of(results):
    _, done = results
    told = [(r.job.source.stem, r.error, r.typeset and r.typeset.warnings) for r in done]
    assert [item for item in told if item[1] or item[2]] == []


def test_every_phrase_of_the_sources_is_on_the_page(results):
    theme, done = results
    top, bottom = (_length(theme, f"margin_{edge}") for edge in ("top", "bottom"))
    lost = []
    for result in done:
        text = normalise(_between(Pdf(result.typeset.pdf), top, bottom))
        lines = (FACTS / f"{result.job.source.stem}.txt").read_text("utf-8").splitlines()
        phrases = Counter(normalise(line) for line in lines if line and line[:4] != "URL ")
        lost += [
            (result.job.source.stem, phrase)
            for phrase, times in phrases.items()
            if text.count(phrase) < times
        ]
    assert lost == []


def test_nothing_runs_off_the_paper(results):
    theme, done = results
    least = min(points("5mm"), _length(theme, "margin_side"))
    outside = []
    for result in done:
        pdf = Pdf(result.typeset.pdf)
        for chars, (width, height) in zip(pdf.chars, pdf.sizes, strict=True):
            outside += [
                (result.job.source.stem, char)
                for char in chars
                if char.box
                and char.text.strip()
                and not (
                    least - 2 <= char.box.left
                    and char.box.right <= width - least + 2
                    and char.box.bottom >= 8
                    and char.box.top <= height - 8
                )
            ]
    assert outside == []


def _length(theme, option):
    return points(str(find_theme(theme, ROOTS).options[option].default))


def _between(pdf, top, bottom):
    """Return the text without what runs in the upper and lower margins."""
    return "\n".join(
        "".join(c.text for c in chars if c.box is None or bottom <= c.box.bottom < height - top)
        for chars, (_, height) in zip(pdf.chars, pdf.sizes, strict=True)
    )


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("option", ["accent", "ink", "quiet"])
def test_text_can_be_read_on_white(theme, option):
    color = parse_hex(str(find_theme(theme, ROOTS).options[option].default))
    assert contrast(color, WHITE) >= 4.5
