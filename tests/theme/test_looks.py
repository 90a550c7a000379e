"""What the eye asks of every theme: photos beside text, bold and links that show, a readable
measure, and pages that cannot be mistaken for each other."""

from __future__ import annotations

import math
import re
import shutil
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import yaml
from jobs import make_job
from pdf import Pdf, points
from PIL import Image, ImageFilter
from pypdfium2 import raw

from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.theme.theme import find_theme, list_themes

ROOT = Path(__file__).parents[2]
OKONKWO = Path(__file__).parents[1] / "data" / "okonkwo.yaml"
MIRA = ROOT / "docs" / "example" / "mira-halvorsen.yaml"
ROOTS = (bundled_themes(),)
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
# Where lines of another column do not stand between those of a section.
ONE_COLUMN = [name for name in THEMES if find_theme(name, ROOTS).parsers]
DENSE = {"engineer"}  # whose lines may be long, for a page that holds much
TWO_COLUMNS = {"columns", "banner"}
LETTERS = 95
# Two blurred pages correlate at most so much; 0 is no likeness, 1 the same page.
ALIKE = 0.5
PARAGRAPH = " ".join(
    [
        "The quick surveyor measures each quiet harbour twice and writes the depth of every berth",
        "into a ledger that her successors will read with care",
    ]
    * 6
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
    pytest.mark.xdist_group("looks"),
]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """Render the people of these tests in all themes; return pages by person and theme."""
    folder = tmp_path_factory.mktemp("looks")
    Image.new("RGB", (300, 400), (90, 120, 140)).save(folder / "face.jpg")
    shutil.copy(OKONKWO, folder / "long.yaml")
    data = yaml.safe_load(OKONKWO.read_text("utf-8"))
    job = {"organization": "Fjord", "location": "Oslo", "start": "2021-03", "end": "present"}
    work = {"kind": "experience", "entries": [{**job, "highlights": ["Built things"]}]}
    text = {"kind": "summary", "text": PARAGRAPH}
    short = {"photo": data["photo"], "name": "Jo Li", "sections": [work, text]}
    (folder / "short.yaml").write_text(yaml.safe_dump(short))
    shutil.copy(MIRA, folder / "mira.yaml")
    jobs = [
        make_job(source, theme, outputs=[("pdf", folder / f"{source.stem}-{theme}.pdf")])
        for source in sorted(folder.glob("*.yaml"))
        for theme in THEMES
    ]
    done = {}
    for result in render(jobs):
        assert result.error is None
        assert result.typeset.warnings == ()
        done[result.job.source.stem, result.job.theme.name] = Pdf(result.typeset.pdf)
    return done


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("person", ["long", "short"])
def test_a_photo_covers_no_text(rendered, theme, person):
    pdf = rendered[person, theme]
    photos = [
        item.get_bounds()
        for item in pdf.document[0].get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=6)
    ]
    assert photos
    left, bottom, right, top = max(photos, key=lambda b: b[2] - b[0])
    covered = [
        char.text
        for char in pdf.chars[0]
        if char.box
        and char.text.strip()
        and char.box.right > left + 1
        and char.box.left < right - 1
        and char.box.top > bottom + 1
        and char.box.bottom < top - 1
    ]
    assert covered == []


@pytest.mark.parametrize("theme", THEMES)
def test_what_a_person_writes_in_bold_is_bold(rendered, theme):
    pdf = rendered["long", theme]
    fonts = {word: _font_of(pdf, word) for word in ("fortyservices", "sturdy", "sentence")}
    heavy = re.compile("bold|semibold|black", re.IGNORECASE)
    assert [bool(heavy.search(fonts[word])) for word in fonts] == [True, True, False], fonts


@pytest.mark.parametrize("theme", THEMES)
def test_a_link_in_prose_shows(rendered, theme):
    """A thin line runs below its words, and below these only."""
    pdf = rendered["long", theme]
    page, found = _find(pdf, "anarticle")
    below = [
        box
        for box in pdf.boxes(page)
        if box.top - box.bottom < 2
        and abs(box.left - found[0].box.left) < 2
        and abs(box.right - found[-1].box.right) < 2
        and -4 < found[0].box.bottom - box.bottom < 6
    ]
    assert below


@pytest.mark.parametrize("theme", THEMES)
def test_keywords_of_a_project_stand_beside_its_name(rendered, theme):
    pdf = rendered["long", theme]
    lines = [line.text for page in range(len(pdf)) for line in pdf.lines(page)]
    assert any("Gitlytics" in line and "Python,Flask,React" in line for line in lines)


@pytest.mark.parametrize("theme", ONE_COLUMN)
def test_a_section_of_projects_has_the_space_of_the_others(rendered, theme):
    """The title of one stands as far below what precedes it as that of another."""
    pdf = rendered["long", theme]
    tops = {}
    for page in range(len(pdf)):
        lines = pdf.lines(page)
        for before, line in pairwise(lines):
            for title in ("projects", "education"):
                if line.text.casefold().startswith(title):
                    tops[title] = before.top - line.top
    if theme in TWO_COLUMNS:  # what precedes a title may stand in the other column
        pytest.skip("two columns")
    if len(tops) == 2:  # both within a page
        assert tops["projects"] == pytest.approx(tops["education"], abs=7)


@pytest.mark.parametrize("theme", [name for name in THEMES if name not in DENSE])
def test_lines_are_of_a_readable_length(rendered, theme):
    pdf = rendered["short", theme]
    text = re.sub(r"-\s*\n", "", PARAGRAPH)
    lines = [line for line in pdf.bodies[0].splitlines() if len(line) > 25 and line[:9] in text]
    full = [len(line.rstrip()) for line in lines[:-1]]
    assert len(full) > 4
    assert sum(full) / len(full) <= LETTERS


@pytest.mark.parametrize(("one", "other"), list(combinations(THEMES, 2)))
def test_themes_are_told_apart_from_afar(rendered, blurred, one, other):
    assert sum(a * b for a, b in zip(blurred[one], blurred[other], strict=True)) <= ALIKE


@pytest.fixture(scope="module")
def blurred(rendered):
    """Return first pages as unit vectors of their greys, seen as through half-closed eyes."""
    return {theme: _blurred(rendered["mira", theme]) for theme in THEMES}


def _blurred(pdf):
    page = pdf.document[0].render(scale=50 / 72).to_pil().convert("L")
    soft = page.filter(ImageFilter.GaussianBlur(points("2mm") / 72 * 50))
    greys = list(soft.resize((page.width // 4, page.height // 4)).tobytes())
    mean = sum(greys) / len(greys)
    length = math.sqrt(sum((grey - mean) ** 2 for grey in greys))
    return [(grey - mean) / length for grey in greys]


def _find(pdf, word):
    """Return the page and the characters of a word."""
    for number, page in enumerate(pdf.chars):
        text = "".join(char.text for char in page)
        if (place := text.find(word)) >= 0:
            return number, page[place : place + len(word)]
    raise AssertionError(f"{word} is not on the page")


def _font_of(pdf, word):
    _, found = _find(pdf, word)
    return found[0].font
