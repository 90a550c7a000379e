"""LaTeX on paper: what a real TeX makes of the sources.

Without TeX these tests are skipped, unless CVKIT_REQUIRE_LATEX says that it must be there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from facts import FOLDER as FACTS
from facts import PEOPLE
from filler import HEADER, KINDS, Filler, all_variants, entry_of
from jobs import make_job
from pdf import LIGATURES, Pdf, is_private, normalise, points
from PIL import Image

from cvkit.compose.latex.document import compose
from cvkit.compose.latex.fonts import _FACES
from cvkit.compose.latex.source import to_tex
from cvkit.document import TexDocument
from cvkit.errors import RenderError
from cvkit.load.load import load
from cvkit.model import CV
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.select import select
from cvkit.theme.stylesheets import fonts
from cvkit.theme.theme import find_theme, set_options
from cvkit.typeset.tex import typeset as typeset_tex

REQUIRED = os.environ.get("CVKIT_REQUIRE_LATEX") == "1"
HAS_TEX = shutil.which("xelatex") is not None
pytestmark = [
    pytest.mark.latex,
    pytest.mark.slow,
    pytest.mark.skipif(not (HAS_TEX or REQUIRED), reason="there is no XeLaTeX"),
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
]
ROOT = Path(__file__).parents[2]
THEMES = ["modern", "classic", "timeline"]
ROOTS = (bundled_themes(),)
FOOT = points("13mm")
MODERN = find_theme("modern", ROOTS)
MODERN_FONTS = fonts(MODERN, set_options(MODERN, {}))


@pytest.fixture(scope="module")
def typeset_cv(tmp_path_factory):
    """Typeset a CV, given as data, by LaTeX; return the result and its PDF."""
    folder = tmp_path_factory.mktemp("person")

    def typeset(data, theme="modern", folder=folder, **options):
        found = find_theme(theme, ROOTS)
        cv = select(CV.model_validate(data))
        values = set_options(found, {"test": options})
        result = typeset_tex(compose(cv, found, values, folder))
        return result, Pdf(result.pdf, foot=0)

    return typeset


# The five people


@pytest.fixture(scope="module", params=[(p, t) for t in THEMES for p in PEOPLE],
                ids="-".join)  # fmt: skip
def person(request, tmp_path_factory):
    """A person's name, and what came of their file in a theme."""
    name, theme = request.param
    path = tmp_path_factory.mktemp("pdf") / f"{name}.pdf"
    job = make_job(ROOT / "people" / f"{name}.yaml", theme, outputs=[("pdf", path)], engine="latex")
    (result,) = render([job])
    assert result.error is None
    return name, result, Pdf(path.read_bytes(), FOOT)


def test_every_fact_is_on_the_page_and_no_line_is_too_long(person):
    name, result, pdf = person
    assert result.typeset.warnings == ()
    assert result.typeset.pages == len(pdf)
    missing = {}
    facts = [line.strip() for line in (FACTS / f"{name}.txt").read_text("utf-8").splitlines()]
    for phrase, times in Counter(filter(None, facts)).items():
        address = phrase.removeprefix("URL ")
        hits = [link for link in pdf.links if address.casefold() in link.casefold()]
        found = len(hits) if address != phrase else pdf.count(phrase)
        if found < times:
            missing[phrase] = f"{found} of {times}"
    assert missing == {}


def test_fonts_are_embedded_and_the_text_is_plain(person):
    _, _, pdf = person
    assert all(font.embedded for font in pdf.fonts)
    assert not set(pdf.text) & {*LIGATURES, "\u00ad"}
    private = {c for c in set(pdf.text) - {"\x02"} if is_private(c)}
    assert private <= icon_letters(pdf)


def icon_letters(pdf):
    """Return the letters of the icon font: PDFium reads them past their replacement."""
    return {c.text for page in pdf.chars for c in page if "Awesome" in c.font}


def test_metadata_and_outline(person):
    name, _, pdf = person
    cv = load(ROOT / "people" / f"{name}.yaml")
    assert str(pdf.objects.Root.Lang) == cv.language
    assert (cv.name or cv.headline) in pdf.info["Title"]
    assert pdf.info.get("Author", "") == (cv.name or "")
    titles = [section.title for section in cv.sections if section.title]
    assert [heading.title for heading in pdf.outline if heading.level == 0] == titles


def test_no_heading_is_the_last_line_of_a_page(person):
    _, _, pdf = person
    for number in range(len(pdf)):
        lines = [line for line in pdf.lines(number) if line.top > 60]
        last = normalise(lines[-1].text)
        assert last not in {normalise(heading.title) for heading in pdf.outline}


# Everything, everywhere


@pytest.mark.parametrize("theme", THEMES)
def test_every_field_of_every_entry_is_on_the_page(typeset_cv, theme):
    fillers, sections = [], []
    for kind in KINDS:
        if entry_of(kind):
            filler, entries = all_variants(kind)
            fillers.append(filler)
            sections.append({"kind": kind, "entries": entries[:2]})
    _, pdf = typeset_cv({"sections": sections}, theme)
    page = Page(pdf)
    said = repr(sections)
    lost = [
        owner
        for filler in fillers
        for words in (filler.shown, filler.linked)
        for word, owner in words.items()
        if word in said and not page.has(word)
    ]
    assert lost == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_field_of_the_head_is_on_the_page(typeset_cv, theme):
    filler = Filler()
    page = Page(typeset_cv(filler.fill(CV, HEADER), theme)[1])
    assert [word for word in (*filler.shown, *filler.linked) if not page.has(word)] == []


class Page:
    """What can be read and clicked, past hyphens and line ends."""

    def __init__(self, pdf):
        self.text = pdf.normalised
        self.links = {link.casefold() for link in pdf.links}

    def has(self, word):
        return word.casefold() in self.links or normalise(word) in self.text


# Languages and signs


def test_scripts_signs_and_formulas_need_no_settings(typeset_cv):
    text = r"$\frac{a}{b}$, H~2~O, 中文 日本語 ひらがな 한국어, Ελληνικά, Кириллица, → ✓ ☃"
    result, pdf = typeset_cv({"name": "Ada", "sections": [{"kind": "summary", "text": text}]})
    assert result.warnings == ()
    for word in ("中文", "日本語", "ひらがな", "한국어", "Ελληνικά", "Кириллица", "→", "✓"):
        assert normalise(word) in pdf.normalised


@pytest.mark.parametrize("language", ["zh", "ja", "ko", "de", "fr", "ru", "el", "tlh"])
def test_documents_of_other_languages(typeset_cv, language):
    sections = [{"kind": "education", "entries": [{"institution": "U", "start": "2020-03"}]}]
    result, pdf = typeset_cv({"name": "Ada", "language": language, "sections": sections})
    assert result.warnings == ()
    assert str(pdf.objects.Root.Lang) == language


@pytest.mark.parametrize("language", ["ar", "he"])
def test_documents_from_right_to_left(typeset_cv, language):
    if not shutil.which("lualatex"):
        pytest.skip("there is no LuaLaTeX")
    words = {"ar": "مرحبا بالعالم", "he": "שלום עולם"}[language]
    sections = [{"kind": "summary", "title": words, "text": f"{words} TeX {words}"}]
    result, pdf = typeset_cv({"name": words, "language": language, "sections": sections})
    assert result.warnings == ()
    assert result.pages == 1
    assert "TeX" in pdf.text


def test_a_letter_that_no_font_has_is_complained_of(typeset_cv):
    result, _ = typeset_cv({"name": "Ada \U00013000"})
    assert result.warnings == ("no font has the character \U00013000",)


# What is data stays data

HOSTILE = [
    r"\input{/etc/passwd}", r"\write18{touch pwned}", "^^5cinput{x}", r"\csname x\endcsname",
    "% comment", "a # b & c _ d ~ e ^ f { g } h", r"\begin{document}", "`` '' -- --- << >>",
    "[x] * [y]", r"\end{itemize}\\[2cm]", "<<7*7>>",
]  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_hostile_text_is_printed_as_it_was_typed(typeset_cv, theme):
    entries = [{"title": f"{text} X", "date": "2020", "highlights": [f"Y {text}", f"[{text}]"]}
               for text in (re.sub(r"([\\`*_\[\]^~])", r"\\\1", t) for t in HOSTILE)]  # fmt: skip
    sections = [{"kind": "custom", "title": entries[0]["title"], "entries": entries}]
    _, pdf = typeset_cv({"name": " ".join(HOSTILE), "sections": sections}, theme)
    for text in HOSTILE:
        assert pdf.normalised.count(normalise(text)) >= 3, text
    assert "root:" not in pdf.text


def test_tex_may_not_read_beside_its_folder(tmp_path):
    """The last line of defence: what no template of ours would ask for is refused by TeX."""
    secret = tmp_path / "secret.txt"
    secret.write_text("Opensesame")
    source = (
        r"\documentclass{article}\begin{document}x"
        rf"\IfFileExists{{{secret}}}{{\input{{{secret}}}}}{{}}"
        r"\immediate\write18{touch pwned}\IfFileExists{pwned}{ran}{}\end{document}"
    )
    try:
        pdf = Pdf(typeset_tex(TexDocument(source, MODERN_FONTS)).pdf, foot=0)
    except RenderError:
        return
    assert "Opensesame" not in pdf.text
    assert "ran" not in pdf.text


# As PDFs should be


def test_the_same_cv_gives_the_same_bytes(typeset_cv):
    data = {"name": "Ada", "updated": "2020", "sections": [{"kind": "skills", "entries": ["A"]}]}
    assert typeset_cv(data)[0].pdf == typeset_cv(data)[0].pdf


@pytest.mark.parametrize("theme", THEMES)
def test_the_photograph_is_shown(typeset_cv, tmp_path, theme):
    Image.new("RGB", (60, 80), "navy").save(tmp_path / "ada b.png")
    data = {"name": "Ada", "photo": "ada b.png", "email": "a@b.org", "headline": "H"}
    assert has_picture(typeset_cv(data, theme, tmp_path)[1])
    assert not has_picture(typeset_cv(data, theme, tmp_path, photo="no")[1])


def has_picture(pdf):
    return any("/XObject" in page.get("/Resources", {}) for page in pdf.objects.pages)


@pytest.mark.parametrize(("photo", "message"), [("no.png", "no.png"), ("a.svg", "a.svg"),
                                                ("../x.png", "outside")])  # fmt: skip
def test_a_photograph_that_cannot_be_shown_is_an_error(typeset_cv, tmp_path, photo, message):
    with pytest.raises(RenderError, match=message):
        typeset_cv({"name": "Ada", "photo": photo}, "modern", tmp_path)


@pytest.mark.parametrize("theme", THEMES)
def test_long_words_and_heads_stay_on_the_paper(typeset_cv, theme):
    long = "Internationalisierungsbeauftragtenversammlung " * 4
    entry = {"title": long, "subtitle": long, "location": long, "date": "2020", "status": long,
             "highlights": [long, "x" * 120, "https://example.org/" + "path/" * 40],
             "links": [{"label": long, "url": "a.org"}], "badges": [long]}  # fmt: skip
    data = {"name": long, "email": "x" * 70 + "@example.org", "location": long,
            "sections": [{"kind": "custom", "title": long, "entries": [entry]}]}  # fmt: skip
    _, pdf = typeset_cv(data, theme)
    for number, (width, _) in enumerate(pdf.sizes):
        for box in pdf.boxes(number):
            assert box.left > 0
            assert box.right < width


@pytest.mark.parametrize("theme", ["modern", "classic"])
def test_the_source_compiles_with_lualatex_as_well(theme):
    if not shutil.which("lualatex"):
        pytest.skip("there is no LuaLaTeX")
    found = find_theme(theme, ROOTS)
    cv = select(load(ROOT / "people" / "lionrock-engineer.yaml"))
    options = set_options(found, {})
    source = to_tex(cv, found, options).replace("program = xelatex", "program = lualatex")
    result = typeset_tex(TexDocument(source, fonts(found, options)), 300.0)
    assert [w for w in result.warnings if "letter" in w] == []
    assert b"LuaTeX" in result.pdf


def test_the_files_of_each_family_are_named_as_tex_distributions_name_them():
    """Where the file is found by which a family is recognized, the others must be, too."""
    for face in _FACES.values():
        if find(f"{face.sign or face.regular}{face.extension}"):
            for name in (face.regular, face.italic, face.bold, face.bold_italic):
                assert find(f"{name}{face.extension}"), name


def find(name):
    run = subprocess.run(["kpsewhich", name], capture_output=True, text=True, check=False)
    return run.stdout.strip()


def test_every_theme_compiles():
    """Themes without LaTeX templates have the base's look with their own options."""
    for path in sorted(ROOTS[0].glob("*/theme.toml")):
        theme = find_theme(path.parent.name, ROOTS)
        if not theme.abstract:
            cv = select(load(ROOT / "people" / "zili-zhang.yaml"))
            options = set_options(theme, {})
            tex = to_tex(cv, theme, options)
            result = typeset_tex(tex, cv, theme, options, ROOT / "people")
            assert result.warnings == (), theme.name
