"""Fitting to pages: the search, the limits of themes, what is told, and the finished PDFs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from command import cvkit
from hypothesis import given
from hypothesis import strategies as st
from jobs import make_job
from pdf import Pdf, normalise, points
from pypdfium2 import raw
from sampling import sampled

from cvkit.document import Document, Fit, Fonts, Layout, Lever, Page, PageLimit, Part
from cvkit.errors import RenderError, ThemeError, UsageError
from cvkit.pipeline.job import Job
from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.pipeline.request import PdfSettings, parse_limit
from cvkit.pipeline.result import Result
from cvkit.theme.fit_options import SMALLEST_TEXT, plan_fit
from cvkit.theme.theme import Theme, find_theme, list_themes, set_options
from cvkit.typeset.fit import MOST_GIVING_BACK, MOST_RENDERINGS, fit
from cvkit.typeset.weasyprint import typeset

ROOT = Path(__file__).parents[2]
ROOTS = (bundled_themes(),)
PEOPLE = sorted(path.stem for path in (ROOT / "people").glob("*.yaml"))
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
# Python 3.12 warns of every fork beside a thread, and pytest-xdist has threads.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


# The search, with pages that are reckoned instead of set

DENSITY = Lever("density", 1, 1.0, 0.6, 1.3)
SIZE = Lever("font_size", 2, 10, 9, 10, "pt")
BARE = Document("", (), Fonts((), ()), Path(), ())


@dataclass(frozen=True)
class Reckoned:
    layout: Layout


def reckoned(blocks: list[float], height: float = 240, line: float = 4) -> Callable[..., Reckoned]:
    """Return a typesetter of blocks that do not break; spaces and sizes follow the options."""

    def lay_out(document: Document) -> Reckoned:
        css = " ".join(document.stylesheets)
        density, size = (
            float(re.findall(rf"--{name}: ([\d.]+)", css)[-1]) if f"--{name}" in css else natural
            for name, natural in (("density", 1.0), ("font-size", 10.0))
        )
        pages, used = [], 0.0
        for block in blocks:
            needed = block * size / 10 + 6 * density
            if used + needed > height:
                pages.append(used)
                used = 0.0
            used += needed
        pages.append(used)
        return Reckoned(Layout(tuple(Page(height, p, int(p / line)) for p in pages)))

    return lay_out


def wanted(pages: int | None, *levers: Lever, fixed: tuple[str, ...] = ()) -> Fit:
    return Fit("modern", pages, levers or (DENSITY, SIZE), fixed)


@given(st.lists(st.floats(3, 40), min_size=1, max_size=80), st.integers(1, 4))
def test_the_loosest_setting_that_fits_is_found_in_a_few_renderings(
    blocks: list[float], pages: int
) -> None:
    counted: list[Document] = []
    lay_out = reckoned(blocks)

    def counting(document: Document) -> Reckoned:
        counted.append(document)
        return lay_out(document)

    def tight(tightness: float) -> int:
        """Return the pages at a tightness: first the spaces, then the size."""
        first, then = min(2 * tightness, 1), max(2 * tightness - 1, 0)
        values = {"density": f"{1 - 0.4 * first:.2f}", "font_size": f"{10 - then:.2f}pt"}
        return len(lay_out(BARE.with_options(values)).layout.pages)

    natural = len(lay_out(BARE).layout.pages)
    try:
        laid, fitted = fit(BARE, wanted(pages), counting)
    except RenderError:
        assert tight(1) > pages
        assert len(counted) == 2
        return
    assert len(laid.layout.pages) <= pages
    assert fitted.renderings == len(counted) <= MOST_RENDERINGS + MOST_GIVING_BACK
    if natural <= pages:
        assert (fitted.values, fitted.renderings, counted) == ({}, 1, [BARE])
    elif len(counted) < MOST_RENDERINGS:
        full = laid.layout.pages[-1].used / laid.layout.pages[-1].height > 0.98
        assert full or tight(fitted.tightness - 0.04) > pages


def test_what_hurts_least_goes_first() -> None:
    _, little = fit(BARE, wanted(1), reckoned([18.0] * 10 + [2.5]))
    assert little.values.keys() == {"density"}
    _, much = fit(BARE, wanted(1), reckoned([19.0] * 10))
    assert much.values.keys() == {"density"}
    _, most = fit(BARE, wanted(1), reckoned([21.0] * 10 + [10.5]))
    assert most.values["density"] == "0.6"
    assert 9 <= float(most.values["font_size"].removesuffix("pt")) < 10


def test_options_that_were_given_are_not_moved() -> None:
    _, fitted = fit(BARE, wanted(1, SIZE, fixed=("density",)), reckoned([18.0] * 10 + [2.5]))
    assert fitted.values.keys() == {"font_size"}
    with pytest.raises(RenderError, match=r"at its tightest \(with density as given\)"):
        fit(BARE, wanted(1, SIZE, fixed=("density",)), reckoned([30.0] * 10))


def test_nothing_to_move_takes_one_rendering() -> None:
    counted = []
    with pytest.raises(RenderError):
        fit(BARE, Fit("own", 1, ()), lambda d: counted.append(d) or reckoned([30.0] * 10)(d))
    assert len(counted) == 1


def test_auto_leaves_a_good_last_page_alone() -> None:
    _, fitted = fit(BARE, wanted(None), reckoned([30.0] * 10))
    assert (fitted.values, fitted.renderings) == ({}, 1)


def test_auto_tightens_a_nearly_empty_page_away() -> None:
    laid, fitted = fit(BARE, wanted(None), reckoned([18.0] * 10 + [2.5]))
    assert len(laid.layout.pages) == 1
    assert fitted.values.keys() == {"density"}
    assert fitted.tightness > 0


def test_auto_loosens_where_tightening_does_not_help() -> None:
    only_looser = replace(DENSITY, tightest=1.0)
    blocks = [18.0] * 10 + [20.0]
    assert reckoned(blocks)(BARE).layout.nearly_empty
    laid, fitted = fit(BARE, wanted(None, only_looser), reckoned(blocks))
    assert len(laid.layout.pages) == 2
    assert not laid.layout.nearly_empty
    assert 1 < float(fitted.values["density"]) <= 1.3
    assert fitted.tightness < 0


def test_auto_changes_nothing_where_nothing_helps() -> None:
    laid, fitted = fit(BARE, wanted(None, replace(SIZE, tightest=10)), reckoned([18.0] * 10 + [3]))
    assert laid.layout.nearly_empty
    assert (fitted.values, fitted.tightness) == ({}, 0)


def test_a_last_page_that_was_asked_for_is_not_nearly_empty() -> None:
    full, bare = Page(240, 230, 40), Page(240, 45, 9)
    assert Layout((full, bare)).nearly_empty
    assert not Layout((full, bare), break_asked=True).nearly_empty
    assert not Layout((bare,)).nearly_empty
    assert not Layout((full, Page(240, 49, 10))).nearly_empty


def test_auto_loosens_a_short_page_by_no_more_than_it_takes() -> None:
    laid, fitted = fit(BARE, wanted(None), reckoned([12.0] * 8))
    assert len(laid.layout.pages) == 1
    assert float(fitted.values["density"]) > 1
    assert laid.layout.pages[0].filled < 0.9
    _, shortest = fit(BARE, wanted(None), reckoned([12.0] * 2))
    assert shortest.values == {"density": "1.3"}
    assert shortest.renderings == 2


def test_a_letter_is_not_loosened() -> None:
    letter = replace(wanted(None), fills_short=False)
    _, fitted = fit(BARE, letter, reckoned([12.0] * 2))
    assert (fitted.values, fitted.renderings) == ({}, 1)


def test_what_is_not_needed_is_given_back_in_the_order_of_the_levers() -> None:
    """A block goes to the page whole: where the size has to shrink, the spaces may stay wide."""
    size = replace(SIZE, tightest=9.0)
    laid, fitted = fit(BARE, wanted(1, DENSITY, size), reckoned([21.0] * 10 + [10.5]))
    css = [f"--{name}: {value};" for name, value in fitted.values.items()]
    assert css
    assert len(laid.layout.pages) == 1
    looser = {**fitted.values, "density": f"{float(fitted.values['density']) + 0.06:.2f}"}
    again = reckoned([21.0] * 10 + [10.5])(BARE.with_options(looser)).layout
    left = 1 - laid.layout.pages[0].filled
    assert left < 0.03 or len(again.pages) > 1


@pytest.mark.parametrize("theme", THEMES)
def test_auto_moves_a_lever_by_less_than_half_of_its_way(theme: str) -> None:
    found = find_theme(theme, ROOTS)
    values = {name: option.default for name, option in found.options.items()}
    small = plan_fit(theme, found.fit_options, values, (), PageLimit())
    whole = plan_fit(theme, found.fit_options, values, (), PageLimit(1))
    assert small
    assert whole
    for little, much in zip(small.levers, whole.levers, strict=True):
        assert 0 <= little.natural - little.tightest <= 0.5 * (much.natural - much.tightest)


def test_auto_leaves_alone_what_cannot_be_measured_or_is_small_already() -> None:
    modern = find_theme("modern", ROOTS)
    values = {name: option.default for name, option in modern.options.items()}
    values |= {"margin_top": "5%", "font_size": "8pt"}
    planned = plan_fit("modern", modern.fit_options, values, ("font_size",), PageLimit())
    assert planned
    assert {"margin_top", "font_size"}.isdisjoint(lever.option for lever in planned.levers)


def test_the_error_names_what_stands_beyond_the_page() -> None:
    parts = (
        Part("section", "Work", 0, 1, 2),
        Part("entry", "Mill", 1, 1, 2),
        Part("bullet", "Ground", 2, 1, 1),
        Part("bullet", "Sifted", 2, 2, 2),
        Part("bullet", "Carried", 2, 2, 2),
        Part("entry", "Inn", 1, 2, 2),
        Part("bullet", "Poured", 2, 2, 2),
        Part("section", "Letters", 0, 2, 2),
        Part("entry", "To Ann", 1, 2, 2),
        Part("entry", "To Bea", 1, 2, 2),
    )
    layout = Layout((Page(240, 240, 60), Page(240, 80.4, 20)), parts)
    with pytest.raises(RenderError) as caught:
        fit(BARE, wanted(1), lambda _: Reckoned(layout))
    assert str(caught.value) == (
        "does not fit on 1 page in modern: even at its tightest it takes 2; beyond page 1 are "
        "20 lines, 80 mm: “Mill” from “Sifted” on, “Inn”, “Letters” (2 entries); "
        "remove some of it, or allow 2 pages"
    )


def test_the_error_counts_what_is_too_much_to_name() -> None:
    parts = tuple(Part("entry", f"No. {n}", 0, 2, 2) for n in range(30))
    layout = Layout((Page(240, 240, 60), Page(240, 200, 50)), parts)
    with pytest.raises(RenderError, match=r"“No\. 0”, “No\. 1”, .*“No\. 7”, and 22 more;"):
        fit(BARE, wanted(1), lambda _: Reckoned(layout))


def test_a_paragraph_that_runs_on_is_named() -> None:
    layout = Layout((Page(240, 240, 60), Page(240, 20, 5)), (Part("section", "Who", 0, 1, 2),))
    with pytest.raises(RenderError, match="the end of “Who”"):
        fit(BARE, wanted(1), lambda _: Reckoned(layout))


# What themes declare


@pytest.fixture
def theme_of(tmp_path: Path) -> Callable[..., Theme]:
    def make(fit_table: str, options: str = "", parent: str = "modern", name: str = "own") -> Theme:
        folder = tmp_path / "themes" / name
        folder.mkdir(parents=True)
        text = f'[theme]\ninherit = "{parent}"\n[options]\n{options}\n[fit]\n{fit_table}\n'
        (folder / "theme.toml").write_text(text)
        return find_theme(name, (tmp_path / "themes", *ROOTS))

    return make


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("densty = 0.5", '[fit] "densty": there is no such option; did you mean "density"?'),
        ("density = {tightst = 0.5}", 'unknown field "tightst"; did you mean "tightest"?'),
        ('density = "5mm"', '[fit] "density": tightest must be a number'),
        ("margin_top = 12", "tightest must be a length such as 12mm or 9pt"),
        ('margin_top = "2em"', "tightest must be a length such as 12mm or 9pt"),
        ('margin_top = "-2mm"', "tightest is -2mm; it must not be below 0"),
        ('font_size = "8.9pt"', "tightest is 8.9pt; running text must be at least 9 pt"),
        ('font_size = "3mm"', "tightest is 3mm; running text must be at least 9 pt"),
        ("line_height = 0.9", "lines must be at least 1.1 times"),
        ("icons = true", '[fit] "icons": its value cannot be changed in steps'),
        ("density = [0.5]", '"tightest" must be a length or a number'),
        ('accent = "red"', "its value cannot be changed in steps"),
        ("density = {step = 0.5}", '"step" must be a whole number'),
        ("gap = {step = 2}", '[fit] "gap": "tightest" is missing'),
    ],
)
def test_a_wrong_lever_is_told(theme_of: Callable[..., Theme], table: str, told: str) -> None:
    with pytest.raises(ThemeError) as caught:
        _ = theme_of(table, 'gap = "3mm"').fit_options
    assert told in str(caught.value)
    assert "themes/own/theme.toml: " in str(caught.value)


def test_levers_are_inherited_changed_added_and_held_still(
    theme_of: Callable[..., Theme],
) -> None:
    parent = find_theme("modern", ROOTS).fit_options
    own = theme_of(
        'density = 0.8\nmargin_side = false\nmargin_top = {tightest = "1.5cm"}\n'
        'gap = {step = 1, tightest = "1mm", loosest = "6mm"}',
        'gap = "3mm"',
    ).fit_options
    assert own.keys() == (parent.keys() | {"gap"}) - {"margin_side"}
    assert own["density"] == replace(parent["density"], tightest=0.8)
    assert (own["margin_top"].tightest, own["margin_top"].unit) == (1.5, "cm")
    assert own["margin_top"].step == parent["margin_top"].step
    assert own["font_size"] == parent["font_size"]
    assert (own["gap"].tightest, own["gap"].loosest) == (1, 6)


def plan(theme: Theme, pages: str = "1", fixed: tuple[str, ...] = (), **options: str) -> Fit:
    values = set_options(theme, {"test": options})
    return plan_fit(theme.name, theme.fit_options, values, fixed, PageLimit.parse(pages))


def test_limits_and_values_may_differ_in_their_units(theme_of: Callable[..., Theme]) -> None:
    theme = theme_of('margin_top = "12mm"', 'margin_top = "1in"')
    lever = next(lever for lever in plan(theme).levers if lever.option == "margin_top")
    assert (lever.natural, lever.tightest, lever.unit) == (pytest.approx(25.4), 12, "mm")


def test_what_is_tighter_already_is_not_loosened(theme_of: Callable[..., Theme]) -> None:
    theme = theme_of("", "density = 0.3")
    lever = next(lever for lever in plan(theme).levers if lever.option == "density")
    assert lever.natural == lever.tightest == 0.3


@pytest.mark.parametrize("size", ["8.9pt", "3.1mm", "1em"])
def test_text_that_is_too_small_or_cannot_be_measured_is_refused(size: str) -> None:
    with pytest.raises(ThemeError, match=f"font_size is {size}"):
        plan(find_theme("modern", ROOTS), font_size=size)


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_can_be_tightened_and_stays_readable(name: str) -> None:
    levers = {lever.option: lever for lever in plan(find_theme(name, ROOTS)).levers}
    assert {"density", "margin_side", "line_height", "font_size"} <= levers.keys()
    assert levers["font_size"].tightest >= SMALLEST_TEXT
    assert levers["line_height"].tightest >= 1.15
    assert levers["margin_side"].tightest >= 10
    assert levers["density"].tightest < levers["density"].natural < levers["density"].loosest


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "100", "²", " 1", "Auto mode"])
def test_what_is_no_number_of_pages_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="is not a number of pages; "):
        parse_limit(text)


# The finished PDFs


def job(source: Path, folder: Path, theme: str = "modern", pages: str = "", **options: str) -> Job:
    output = ("pdf", folder / f"{source.stem}-{theme}-{pages}.pdf")
    return make_job(source, theme, ROOTS, tuple(options.items()), (output,), pages=pages)


def only(one: Job) -> Result:
    (result,) = render([one])
    return result


def sizes(pdf: bytes) -> list[float]:
    """Return the size of each character in points."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(text, index, matrix)
            scale = (matrix.c**2 + matrix.d**2) ** 0.5
            if raw.FPDFText_IsGenerated(text, index) != 1:
                found.append(raw.FPDFText_GetFontSize(text, index) * scale)
    return found


def commonest(found: list[float]) -> float:
    rounded = [round(size, 2) for size in found]
    return max(set(rounded), key=rounded.count)


@pytest.fixture
def long_cv(tmp_path: Path) -> Callable[..., Path]:
    """Write a CV of so many bullets; each is a line long."""

    def write(bullets: int, **section: Any) -> Path:
        jobs = [
            {
                "organization": f"Mill {n}",
                "position": "Clerk",
                "date": 1900 + n,
                "highlights": [f"Kept book {n}.{i}" for i in range(5)],
            }
            for n in range(bullets // 5)
        ]
        rest = [f"Wrote letter {n}" for n in range(bullets % 5)]
        entries = [*jobs, {"organization": "Inn", "highlights": rest}] if rest else jobs
        path = tmp_path / "nora.yaml"
        sections = [{"kind": "experience", "entries": entries}]
        if section:
            sections.append({"kind": "awards", "entries": ["A cup"], **section})
        path.write_text(json.dumps({"name": "Nora Quill", "sections": sections}))
        return path

    return write


def test_a_cv_that_fits_as_it_is_stays_the_same_bytes(
    long_cv: Callable[..., Path], tmp_path: Path
) -> None:
    source = long_cv(20)
    plain, fitted = only(job(source, tmp_path)), only(job(source, tmp_path, pages="1"))
    assert plain.typeset
    assert fitted.typeset
    assert fitted.typeset.fitted
    assert fitted.typeset.pdf == plain.typeset.pdf
    assert (fitted.typeset.fitted.renderings, fitted.typeset.fitted.values) == (1, {})
    assert plain.typeset.fitted is None


@pytest.mark.parametrize("theme", ["modern", "sidebar"])
def test_what_is_reported_gives_the_same_bytes_when_it_is_set(
    long_cv: Callable[..., Path], tmp_path: Path, theme: str
) -> None:
    source = long_cv(40)
    fitted = only(job(source, tmp_path, theme, "1")).typeset
    assert fitted
    assert fitted.fitted
    assert fitted.pages == 1
    assert fitted.fitted.values
    again = only(job(source, tmp_path, theme, **fitted.fitted.values)).typeset
    assert again
    assert again.pdf == fitted.pdf


def test_what_does_not_fit_leaves_the_earlier_file(
    long_cv: Callable[..., Path], tmp_path: Path
) -> None:
    one = job(long_cv(120), tmp_path, pages="1")
    one.outputs[0][1].write_text("earlier")
    result = only(one)
    assert one.outputs[0][1].read_text() == "earlier"
    (problem,) = result.error.problems if result.error else ()
    assert problem.file == str(one.source)
    first = re.search(r"(\d+) lines, \d+ mm: (?:“Mill \d+” from )?“([^”]+)”", problem.message)
    assert first
    # What it names first is what the second page begins with at the tightest.
    tight = {lever.option: f"{lever.tightest:g}{lever.unit}" for lever in build(one).fit.levers}
    pdf = Pdf(only(job(one.source, tmp_path, **tight)).typeset.pdf, foot=points("12mm"))
    assert normalise(first[2]) in normalise(pdf.lines(1)[0].text)
    assert int(first[1]) == sum(len(pdf.lines(page)) for page in range(1, len(pdf)))


def test_where_things_stand_agrees_with_the_outline(tmp_path: Path) -> None:
    source = ROOT / "people" / "xiangru-lian.yaml"
    done = only(job(source, tmp_path)).typeset
    assert done
    pdf = Pdf(done.pdf, foot=points("17mm"))
    outline = [(item.title, item.page + 1) for item in pdf.outline]
    sections = [p for p in done.layout.parts if p.kind == "section" and p.depth == 0]
    assert sections
    for section in sections:
        assert (section.title, section.begins) in outline
    assert len(done.layout.pages) == len(pdf)
    for page, laid in enumerate(done.layout.pages):
        assert laid.height == pytest.approx(297 - 34, abs=0.1)
        assert 0 < laid.used <= laid.height
        assert laid.lines == pytest.approx(len(pdf.lines(page)), abs=2)


def test_the_time_limit_holds_for_each_rendering(
    long_cv: Callable[..., Path], tmp_path: Path
) -> None:
    entered = []

    @contextmanager
    def watch() -> Any:
        entered.append(1)
        yield

    done = typeset(build(job(long_cv(40), tmp_path, pages="1")), watch)
    assert done.fitted
    assert len(entered) == done.fitted.renderings + 1  # and the writing
    entered.clear()
    typeset(build(job(long_cv(3), tmp_path)), watch)
    assert len(entered) == 1


@pytest.fixture
def nearly_empty(tmp_path: Path) -> Result:
    """Render a CV whose second page holds two lines."""

    def awards(number: int) -> Result:
        source = tmp_path / f"nora-{number}.yaml"
        entries = [f"Cup {n}" for n in range(number)]
        source.write_text(json.dumps({"sections": [{"kind": "awards", "entries": entries}]}))
        return only(job(source, tmp_path))

    laid = awards(99).typeset
    assert laid
    result = awards(sum(p.kind == "entry" and p.begins == 1 for p in laid.layout.parts) + 2)
    assert result.typeset
    assert [page.lines for page in result.typeset.layout.pages][1:] == [2]
    return result


def test_a_nearly_empty_last_page_is_warned_of_and_mended(nearly_empty: Result) -> None:
    result = nearly_empty
    assert result.typeset
    (warning,) = result.warnings
    assert warning.file == str(result.job.source)
    assert re.fullmatch(
        r"warning: in modern the last of 2 pages has only 2 lines; --pages auto fixes it if small "
        r"changes are enough",
        f"{warning.message}; {warning.hint}",
    )
    assert len(Pdf(result.typeset.pdf).lines(1)) == result.typeset.layout.pages[1].lines
    mended = only(replace(result.job, pdf=PdfSettings(PageLimit())))
    assert mended.typeset
    assert mended.warnings == ()
    assert mended.typeset.pages == 1
    assert result.typeset.warnings == ()


def test_where_a_last_page_cannot_be_mended_that_is_told(nearly_empty: Result) -> None:
    theme = find_theme("modern", ROOTS)
    held = {name: theme.options[name].default for name in theme.fit_options}
    again = only(replace(nearly_empty.job, pdf=PdfSettings(PageLimit()), options=held))
    (warning,) = again.warnings
    assert "remove a few lines" in warning.hint


def test_a_last_page_begun_on_purpose_is_not_warned_of(
    long_cv: Callable[..., Path], tmp_path: Path
) -> None:
    result = only(job(long_cv(10, page_break="before"), tmp_path))
    assert result.typeset
    assert (result.typeset.pages, result.typeset.layout.pages[1].lines) == (2, 2)
    assert result.warnings == ()
    assert only(replace(result.job, pdf=PdfSettings(PageLimit()))).warnings == ()


# Page breaks that are asked for


@pytest.mark.parametrize("theme", sampled(THEMES, {"modern", "sidebar"}))
def test_a_section_and_a_group_may_begin_a_page(tmp_path: Path, theme: str) -> None:
    source = tmp_path / "nora.yaml"
    groups = [
        {"title": "Aye", "page_break": "before", "entries": ["One"]},
        {"title": "Bee", "page_break": "before", "entries": ["Two"]},
    ]
    sections: list[dict[str, Any]] = [
        {"kind": "summary", "page_break": "before", "text": "Begins."},
        {"kind": "education", "entries": ["School"]},
        {"kind": "news", "page_break": "before", "entries": ["Goes on"]},
        {"kind": "news", "title": "Grouped", "groups": groups},
        {"kind": "news", "title": "Years", "group_by": "year", "page_break": "before",
         "entries": [{"text": "First", "date": 2001}, {"text": "Last", "date": 2002}]},
    ]  # fmt: skip
    source.write_text(json.dumps({"name": "Nora Quill", "sections": sections}))
    done = only(job(source, tmp_path, theme)).typeset
    assert done
    assert done.warnings == ()
    pages = [
        re.findall("begins|school|goeson|grouped|one|two|first|last", normalise(body))
        for body in Pdf(done.pdf, head=points("13mm")).bodies
    ]
    assert pages == [
        ["begins", "school"],
        ["goeson", "grouped", "one"],
        ["two"],
        ["first", "last"],
    ]


# The command line


@pytest.mark.slow
def test_pages_are_fitted_and_reported(long_cv: Callable[..., Path], tmp_path: Path) -> None:
    done = cvkit("render", long_cv(40), "--pages", "1", "-f", "pdf,png,html", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    pdf, png, html = done.stdout.splitlines()
    assert re.fullmatch(
        r"build/nora-modern\.pdf  1 page \(fitted: density 0\.\d+(, \w+ [\d.]+(mm|pt)?)*, "
        r"\d renderings\)  \d+ kB  \d+\.\d\d s",
        pdf,
    )
    assert "nora-modern.png  1 page (fitted" in png
    assert "fitted" not in html
    plain = cvkit("render", tmp_path / "nora.yaml", "-f", "html", "-o", "plain", cwd=tmp_path)
    assert plain.returncode == 0
    assert (tmp_path / "plain/nora-modern.html").read_bytes() == (
        tmp_path / "build/nora-modern.html"
    ).read_bytes()


@pytest.mark.parametrize("pages", ["0", "-2", "many"])
def test_a_wrong_number_of_pages_is_wrong_usage(
    long_cv: Callable[..., Path], tmp_path: Path, pages: str
) -> None:
    done = cvkit("render", long_cv(3), "--pages", pages, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f'"{pages}" is not a number of pages; give a number from 1 to 99, auto' in done.stderr


@pytest.mark.slow
def test_each_theme_is_fitted_on_its_own(long_cv: Callable[..., Path], tmp_path: Path) -> None:
    args = ("--pages", "1", "--theme", "engineer,executive")
    done = cvkit("render", long_cv(45), *args, cwd=tmp_path)
    assert done.returncode == 1
    assert "nora-engineer.pdf  1 page (fitted: " in done.stdout
    assert re.search(r"nora\.yaml: does not fit on 1 page in executive: ", done.stderr)
    assert not (tmp_path / "build/nora-executive.pdf").exists()


# The five people


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["modern", "engineer"])
def test_the_five_people_fit_or_are_told_why_not(theme: str, tmp_path: Path) -> None:
    jobs = [
        job(ROOT / "people" / f"{person}.yaml", tmp_path, theme, pages)
        for person in PEOPLE
        for pages in ("1", "2", "3")
    ]
    for result in render(jobs):
        pages = result.job.pdf.limit.pages
        if result.error:
            assert result.typeset is None
            assert re.search(rf"beyond page {pages} are \d+ lines?, \d+ mm: \S", str(result.error))
            continue
        done = result.typeset
        assert done
        assert done.fitted
        assert done.pages <= pages
        assert done.warnings == ()
        assert done.fitted.renderings <= MOST_RENDERINGS
        assert commonest(sizes(done.pdf)) >= SMALLEST_TEXT - 0.01


EVERYTHING = {
    "name": "Nora Quill",
    "headline": "Miller",
    "pronouns": "she/her",
    "email": "nora@example.org",
    "updated": "2024-05-01",
    "sections": [
        {"kind": "summary", "note": "A note.", "text": "I mill and write of milling. " * 12},
        {"kind": "experience", "entries": [
            {"organization": "Mill", "position": "Clerk", "location": "Town", "start": 2001,
             "tagline": "Of grain", "badges": ["First"], "remarks": ["part time"], "note": "Said.",
             "highlights": [{"text": "Ground " * 30, "highlights": ["Sifted"]}],
             "projects_title": "Works", "projects": [{"name": "Sails", "role": "Lead"}]}]},
        {"kind": "publications", "entries": [
            {"title": "On mills", "authors": ["Nora Quill"], "venue": "Mills", "date": 2003,
             "badges": ["Best"], "links": [{"label": "text", "url": "https://example.org"}]}]},
        {"kind": "skills", "entries": [{"name": "Stone", "level": "good", "keywords": ["a", "b"]}]},
        {"kind": "awards", "group_by": "year", "entries": [{"title": "Cup", "date": 2004}]},
        {"kind": "service", "entries": [{"organization": "Guild", "years": [2001]}]},
    ],
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_at_its_tightest_no_theme_sets_what_cannot_be_read(theme: str, tmp_path: Path) -> None:
    source = tmp_path / "nora.yaml"
    source.write_text(json.dumps(EVERYTHING))
    tight = {
        lever.option: f"{lever.tightest:g}{lever.unit}"
        for lever in plan(find_theme(theme, ROOTS)).levers
    }
    done = only(job(source, tmp_path, theme, **tight)).typeset
    assert done
    assert done.warnings == ()
    found = sizes(done.pdf)
    assert commonest(found) >= SMALLEST_TEXT - 0.01
    assert min(size for size in found if size > 1.1) >= 8 - 0.01  # 1 are pictures' own titles
