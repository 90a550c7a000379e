"""Every theme takes every CV: the five people on A4 and Letter, whole and without complaint."""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from conftest import Page, _texts
from jobs import make_job
from pdf import Pdf, normalise, points

from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.theme.css import contrast, parse_color
from cvkit.theme.theme import find_theme, list_themes

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parents[1] / "data"
FACTS = DATA / "facts"
PAGES = Path(__file__).parents[1] / "golden" / "pages.json"
PEOPLE = sorted(path.stem for path in (ROOT / "people").glob("*.yaml"))
ROOTS = (bundled_themes(),)
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
SIZES = ("A4", "Letter")
WHITE = (255, 255, 255)
# Space at the foot of a page, in lines: what may have to stay together, such as a publication, and
# what the title of a section takes along, the head of an entry and its first line.
GAP, TITLE_GAP = 5.5, 9
# Themes whose columns continue beside each other keep every paragraph whole: one that is broken
# would be copied with the other column in its midst. They are excepted from these limits.
BESIDE = {"banner", "columns", "editorial"}

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
        make_job(
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


def test_only_the_fonts_of_the_theme_are_used(results):
    theme, done = results
    declared = find_theme(theme, ROOTS)
    families = [name.replace(" ", "-") for name in (*declared.fonts, *declared.system_fonts)]
    names = {font.name for result in done for font in Pdf(result.typeset.pdf).fonts}
    assert [name for name in names if not name.startswith(tuple(families))] == []


def test_the_number_of_pages_is_as_it_was(results, request):
    """More pages than were approved are a change of looks: see make golden."""
    theme, done = results
    pages = {
        r.job.source.stem: r.typeset.pages for r in done if dict(r.job.options)["page_size"] == "A4"
    }
    approved = json.loads(PAGES.read_text("utf-8")) if PAGES.is_file() else {}
    if request.config.getoption("--golden"):
        PAGES.write_text(json.dumps({**approved, theme: pages}, indent=2, sort_keys=True) + "\n")
        pytest.skip("renewed")
    assert pages == approved[theme]


def test_no_page_but_the_last_ends_in_a_gap(results):
    """What stays together is little: a title with a head and its first line, a publication."""
    theme, done = results
    if theme in BESIDE:
        pytest.skip("columns continue beside each other")
    head = _length(theme, "margin_top")
    options = find_theme(theme, ROOTS).options
    line = _length(theme, "font_size") * float(options["line_height"].default) / points("1mm")
    gaps = []
    for result in done:
        layout = result.typeset.layout
        titles = {normalise(p.title) for p in layout.parts if p.kind == "section"}
        bodies = Pdf(result.typeset.pdf, head=head).bodies[1:]
        for number, (page, rest) in enumerate(zip(layout.pages, bodies, strict=False), start=1):
            starts = normalise(rest).startswith(tuple(titles - {""}))
            if (gap := page.height - page.used) > line * (TITLE_GAP if starts else GAP):
                paper = dict(result.job.options)["page_size"]
                gaps.append((result.job.source.stem, paper, number, gap))
    assert gaps == []


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


def test_it_is_read_in_the_order_of_the_html(results):
    """What is painted apart, such as what is positioned, would be copied apart."""
    theme, done = results
    top, bottom = (_length(theme, f"margin_{edge}") for edge in ("top", "bottom"))
    astray = []
    for result in done:
        text = normalise(_between(Pdf(result.typeset.pdf), top, bottom))
        page = Page(build(result.job).html)
        # A column at the side flows over pages beside the main one: each has its own order.
        side = [element for aside in page.find("aside") for element in aside.iter()]
        main = [element for element in page.root.find("body").iter() if element not in side]
        for column in (side, main):
            place = 0
            for piece in _pieces(column):
                found = text.find(normalise(piece), place)
                if found < 0:
                    astray.append((result.job.source.stem, piece))
                else:
                    place = found + len(normalise(piece))
    assert astray == []


def _pieces(elements):
    """Return the text of headings, paragraphs and bullets that contain no others.

    Links are left to other tests: a theme may print the address behind the words.
    """
    blocks = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "li"}
    others = blocks | {"ul", "ol", "div", "a"}
    for element in elements:
        inner = {str(child.tag) for child in element.iter()} - {str(element.tag)}
        if element.tag in blocks and not inner & others:
            yield "".join(_texts(element))


def test_nothing_runs_off_the_paper(results):
    assert _off_the_paper(*results) == []


def _off_the_paper(theme, done):
    least = min(points("5mm"), _length(theme, "margin_side"))
    return [
        (result.job.source.stem, char)
        for result in done
        for page in [Pdf(result.typeset.pdf)]
        for chars, (width, height) in zip(page.chars, page.sizes, strict=True)
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


def _length(theme, option):
    return points(str(find_theme(theme, ROOTS).options[option].default))


def _between(pdf, top, bottom):
    """Return the text without what runs in the upper and lower margins."""
    return "\n".join(
        "".join(c.text for c in chars if c.box is None or bottom <= c.box.bottom < height - top)
        for chars, (_, height) in zip(pdf.chars, pdf.sizes, strict=True)
    )


@pytest.fixture(scope="module", params=THEMES)
def strained(request, tmp_path_factory):
    """Render what strains a layout: too much, too little, and from right to left."""
    theme = request.param
    folder = tmp_path_factory.mktemp(f"strained-{theme}")
    (folder / "bare.yaml").write_text("name: Ada\n")
    (folder / "empty.yaml").write_text("sections: [{kind: summary, text: Nobody.}]\n")
    sources = [
        DATA / "extreme.yaml",
        DATA / "rtl.yaml",
        folder / "bare.yaml",
        folder / "empty.yaml",
    ]
    variations = [
        (("page_size", "A4"),),
        (("page_size", "Letter"), ("density", "0.6"), ("icons", "false")),
        (("density", "1.5"), ("numbering", "descending"), ("section_titles", "caps")),
        (("page_numbers", "false"), ("justify", "true"), ("dates_first", "true")),
    ]
    jobs = [
        make_job(source, theme, ROOTS, options, (("pdf", folder / f"{source.stem}-{n}.pdf"),))
        for source, (n, options) in product(sources, enumerate(variations))
    ]
    return theme, list(render(jobs))


def test_strains_are_borne_without_a_complaint(strained):
    _, done = strained
    told = [
        (r.job.source.stem, r.job.options, r.error, r.typeset and r.typeset.warnings) for r in done
    ]
    assert [item for item in told if item[2] or item[3]] == []


def test_strains_push_nothing_off_the_paper(strained):
    assert _off_the_paper(*strained) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("option", ["accent", "ink", "quiet"])
def test_text_can_be_read_on_white(theme, option):
    color = parse_color(str(find_theme(theme, ROOTS).options[option].default))
    assert contrast(color, WHITE) >= 4.5
