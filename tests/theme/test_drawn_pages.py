"""What is drawn adds nothing to the text of a page, in any theme, and pictures have their words."""

from __future__ import annotations

import re

import pytest
from jobs import make_job
from pdf import Pdf
from PIL import Image

from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.theme.theme import find_theme, list_themes

ROOTS = (bundled_themes(),)
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
URL = "https://brandt.example"
CV = """
name: Leonie Brandt
email: leonie@brandt.example
url: brandt.example
photo: face.png
sections:
  - kind: experience
    entries:
      - {organization: Nordkette, logo: mark.svg, position: Engineer, start: 2020, location: Bonn}
      - {organization: Pixelhof, position: Analyst, start: 2014, end: 2019, location: Jena}
  - kind: skills
    entries:
      - {name: Python, level: 5}
      - {name: SQL, level: expert (4/5), keywords: [PostgreSQL, DuckDB]}
  - kind: languages
    entries: [{language: Welsh, fluency: C1}, {language: German, fluency: native}]
"""
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
PLAIN = {"levels": "words", "tags": "no", "entry_icons": "no", "logos": "none", "photo": "no"}
DRAWN = {
    "levels": "dots",
    "tags": "yes",
    "entry_icons": "yes",
    "section_icons": "yes",
    "career_strip": "yes",
    "qr": "website",
    "photo_shape": "square",
    "palette": "forest",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return a PDF without and one with all drawings, by theme."""
    folder = tmp_path_factory.mktemp("drawn")
    (folder / "cv.yaml").write_text(CV)
    (folder / "mark.svg").write_text(MARK)
    Image.new("RGB", (30, 40), "navy").save(folder / "face.png")
    looks = {"plain": PLAIN, "drawn": DRAWN}
    jobs = [
        make_job(
            folder / "cv.yaml",
            theme,
            options=options.items(),
            outputs=[("pdf", folder / f"{theme}-{look}.pdf")],
        )
        for theme in THEMES
        for look, options in looks.items()
    ]
    done = {}
    for result in render(jobs):
        assert result.error is None
        assert result.typeset.warnings == ()
        look = result.job.outputs[0][1].stem.rpartition("-")[2]
        done[result.job.theme.name, look] = Pdf(result.typeset.pdf)
    return done


@pytest.mark.parametrize("theme", THEMES)
def test_drawings_add_no_text(pages, theme):
    plain, drawn = (
        sorted(re.sub(r"[^\w@/]+", " ", " ".join(pages[theme, look].bodies)).split())
        for look in ("plain", "drawn")
    )
    assert drawn == plain


@pytest.mark.parametrize("theme", THEMES)
def test_pictures_have_alternative_texts_and_drawings_are_artifacts(pages, theme):
    figures = [tag for tag in pages[theme, "drawn"].tags.walk() if tag.name == "Figure"]
    spoken = [tag.attributes.get("Alt") for tag in figures]
    assert {"Nordkette", "Leonie Brandt", URL} <= set(spoken)
    assert None not in spoken
    assert len(spoken) <= 3 + 2 + 3  # two contacts and three section titles have icons
