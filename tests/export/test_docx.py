"""DOCX: real styles, lists, links and fields, complete, and the same bytes on every run."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree as ET

import docx
import pypdfium2
import pytest
from facts import PEOPLE, missing
from filler import KINDS, Filler, all_variants, entry_of
from PIL import Image

from cvkit.compose.outline import outline
from cvkit.errors import RenderError
from cvkit.export.docx import to_docx
from cvkit.load.load import load
from cvkit.model import CV
from cvkit.pipeline.project import bundled_themes
from cvkit.select import select
from cvkit.theme.theme import find_theme, list_themes, set_options

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Read:
    """A document, its parts taken apart; ``document`` is python-docx's view of it."""

    def __init__(self, data):
        self.data = data
        self.document = docx.Document(io.BytesIO(data))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.entries = archive.infolist()
            names = [n for n in archive.namelist() if n.endswith((".xml", ".rels"))]
            self.parts = {name: ET.fromstring(archive.read(name)) for name in names}
        self.body = self.parts["word/document.xml"]
        self.text = "\n".join(text_of(p) for p in self.body.iter(f"{W}p"))
        self.text += "\n".join(text_of(self.parts["word/footer.xml"]).splitlines())

    def hrefs(self):
        used = {link.get(f"{R}id") for link in self.body.iter(f"{W}hyperlink")}
        relations = self.parts["word/_rels/document.xml.rels"]
        return [r.get("Target") for r in relations if r.get("Id") in used]

    def paragraphs(self, style=None):
        found = [(p.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), p) for p in self.body.iter(f"{W}p")]
        return [(name, text_of(p)) for name, p in found if style in (None, name)]


def text_of(element):
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        e.text or "" if e.tag == f"{W}t" else signs.get(e.tag, "") for e in element.iter()
        if not (e.tag == f"{W}tab" and e.get(f"{W}val"))
    )  # fmt: skip


def docx_of(data, picture=None, **options):
    cv = select(CV.model_validate(data))
    return Read(to_docx(outline(cv, options), options, picture))


def one(section, **more):
    return {"sections": [section], **more}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if entry_of(kind)])
def test_every_field_of_every_entry_is_in_it(kind):
    filler, entries = all_variants(kind)
    document = docx_of(one({"kind": kind, "entries": entries}))
    assert filler.lost(document) == []
    assert "None" not in document.text


def test_every_field_of_the_head_is_in_it():
    filler = Filler()
    assert filler.lost(docx_of(filler.fill(CV))) == []


JOB = {
    "organization": "Engine", "position": "Programmer", "location": "London", "start": "1842",
    "end": "1843",
    "highlights": [{"text": "a", "highlights": [{"text": "b", "highlights": ["c"]}]}],
}  # fmt: skip


def test_paragraphs_have_styles_of_their_own():
    data = {"name": "Ada", "headline": "Countess", "email": "ada@example.org"}
    document = docx_of(one({"kind": "experience", "entries": [JOB]}, **data))
    assert document.paragraphs() == [
        ("Title", "Ada"),
        ("Subtitle", "Countess"),
        ("Contact", "ada@example.org"),
        ("Heading1", "Experience"),
        ("Heading2", "Engine\tLondon"),
        ("EntryDetail", "Programmer\t1842–1843"),
        ("ListBullet", "a"),
        ("ListBullet2", "b"),
        ("ListBullet3", "c"),
    ]
    names = {p.style.name for p in document.document.paragraphs}
    assert names == {"Title", "Subtitle", "Contact", "Heading 1", "Heading 2", "Entry Detail",
                     "List Bullet", "List Bullet 2", "List Bullet 3"}  # fmt: skip


def test_every_style_that_is_used_is_there():
    _, entries = all_variants("skills")
    data = {**Filler().fill(CV), "sections": [
        {"kind": "skills", "entries": entries},
        *({"kind": k, "entries": [Filler().fill(entry_of(k))]} for k in KINDS if entry_of(k)),
        {"kind": "summary", "text": "`a`\n\n1. b\n\n```\nc\n```"},
    ]}  # fmt: skip
    document = docx_of(data)
    defined = {s.get(f"{W}styleId") for s in document.parts["word/styles.xml"].iter(f"{W}style")}
    for tag in ("pStyle", "rStyle"):
        used = {s.get(f"{W}val") for part in ("word/document.xml", "word/numbering.xml")
                for s in document.parts[part].iter(f"{W}{tag}")}  # fmt: skip
        assert used <= defined
    numbers = {n.get(f"{W}numId") for n in document.parts["word/numbering.xml"].iter(f"{W}num")}
    used = {n.get(f"{W}val") for n in document.body.iter(f"{W}numId")}
    assert used
    assert used <= numbers


def test_lists_are_lists():
    document = docx_of(one({"kind": "experience", "entries": [JOB]}))
    levels = [p.find(f"{W}pPr/{W}numPr/{W}ilvl") for p in document.body.iter(f"{W}p")]
    assert [level.get(f"{W}val") for level in levels if level is not None] == ["0", "1", "2"]
    signs = [s.get(f"{W}val") for s in document.parts["word/numbering.xml"].iter(f"{W}lvlText")]
    assert signs[:3] == ["•", "–", "▪"]
    assert "•" not in document.text


def test_counted_lists_begin_where_they_say():
    text = "3. three\n4. four\n\nBetween.\n\n1. one"
    document = docx_of(one({"kind": "summary", "text": text}))
    numbers = [n.get(f"{W}val") for n in document.body.iter(f"{W}numId")]
    assert numbers == ["3", "3", "4"]
    starts = {
        num.get(f"{W}numId"): num.find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val")
        for num in document.parts["word/numbering.xml"].iter(f"{W}num")
        if num.find(f"{W}lvlOverride") is not None
    }
    assert starts == {"3": "3", "4": "1"}


def test_dates_stand_at_a_tab_at_the_edge_of_the_text():
    document = docx_of({}, page_size="Letter", margin_side="1in")
    for style in document.parts["word/styles.xml"].iter(f"{W}style"):
        if style.get(f"{W}styleId") in ("Heading2", "EntryDetail", "EntryRow"):
            tab = style.find(f"{W}pPr/{W}tabs/{W}tab")
            assert (tab.get(f"{W}val"), tab.get(f"{W}pos")) == ("right", str(int(6.5 * 1440)))


def test_options_of_the_theme_count():
    options = {
        "page_size": "A5", "margin_top": "1cm", "font": "Lato", "heading_font": "XCharter",
        "accent": "navy", "font_size": "12pt", "section_titles": "caps", "hyphens": False,
        "page_numbers": False,
    }  # fmt: skip
    document = docx_of({"name": "Ada", "language": "ja"}, **options)
    sorts = {font.get(f"{W}name"): font[0].get(f"{W}val")
             for font in document.parts["word/fontTable.xml"]}  # fmt: skip
    assert sorts == {"Lato": "swiss", "XCharter": "roman"}
    (section,) = document.document.sections
    assert round(section.page_width.mm) == 148
    assert round(section.top_margin.mm) == 10
    styles = document.document.styles
    assert styles["Heading 1"].font.name == "XCharter"
    assert str(styles["Heading 1"].font.color.rgb) == "000080"
    assert styles["Heading 1"].font.all_caps
    defaults = document.parts["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    fonts = defaults.find(f"{W}rFonts")
    assert fonts.get(f"{W}ascii") == "Lato"
    assert fonts.get(f"{W}eastAsia") == "Noto Sans JP"
    assert defaults.find(f"{W}sz").get(f"{W}val") == "24"
    assert defaults.find(f"{W}lang").get(f"{W}val") == "ja"
    assert document.parts["word/settings.xml"].find(f"{W}autoHyphenation") is None
    assert list(document.parts["word/footer.xml"].iter(f"{W}fldSimple")) == []


@pytest.mark.parametrize("theme", list_themes([bundled_themes()]))
def test_the_options_of_all_themes_are_understood(theme):
    options = set_options(find_theme(theme, [bundled_themes()]), {})
    assert docx_of({"name": "Ada"}, **options).document.paragraphs[0].text == "Ada"


@pytest.mark.parametrize(
    ("color", "digits"),
    [("#abc", "AABBCC"), ("#0b5fff", "0B5FFF"), ("rgb(1, 2, 3)", "010203"), ("#00000080", "7F7F7F"),
     ("hsl(120, 100%, 50%)", "00FF00")],
)  # fmt: skip
def test_colours_of_css(color, digits):
    document = docx_of({}, accent=color)
    assert str(document.document.styles["Heading 1"].font.color.rgb) == digits


def test_markup_becomes_formats():
    text = r"**b** *i* `c` H~2~O $x^2$ [l](https://a.example/ä) \LaTeX"
    document = docx_of(one({"kind": "summary", "title": "", "text": text}))
    (paragraph,) = document.document.paragraphs
    assert paragraph.text == "b i c H2O x2 l LaTeX"
    looks = [(run.text, run.bold, run.italic, run.font.superscript) for run in paragraph.runs]
    assert ("b", True, None, None) in looks
    assert ("i", None, True, None) in looks
    assert ("2", None, None, True) in looks
    assert document.hrefs() == ["https://a.example/%C3%A4"]
    assert paragraph.hyperlinks[0].runs[0].style.name == "Hyperlink"


def test_own_name_is_bold():
    entry = {"title": "T", "authors": ["A. Lovelace", "Charles Babbage"]}
    document = docx_of(one({"kind": "publications", "entries": [entry]}, name="Ada Lovelace"))
    runs = document.document.paragraphs[-1].runs
    assert [run.text for run in runs if run.bold] == ["T", "A. Lovelace"]


def test_counted_citations_hang_behind_their_number():
    entry = {"title": "T", "authors": ["A"], "note": "N"}
    document = docx_of(one({"kind": "publications", "entries": [entry]}), numbering="ascending")
    citation, note = document.document.paragraphs[-2:]
    assert citation.text == "1.\tT\nA"
    assert note.text == "N"
    assert note.paragraph_format.left_indent == citation.style.paragraph_format.left_indent
    assert citation.style.paragraph_format.first_line_indent < 0


def test_properties_and_footer():
    document = docx_of({"name": "Ada <&>", "language": "de", "updated": "2026-01"})
    properties = document.document.core_properties
    assert properties.title.startswith("Ada <&> – ")
    assert properties.author == "Ada <&>"
    assert properties.language == "de"
    (section,) = document.document.sections
    assert section.different_first_page_header_footer
    assert "2026" in section.first_page_footer.paragraphs[0].text
    fields = [f.get(f"{W}instr").strip() for f in document.parts["word/footer.xml"].iter()
              if f.tag == f"{W}fldSimple"]  # fmt: skip
    assert fields == ["PAGE", "NUMPAGES"]


def test_from_right_to_left(root):
    cv = select(load(root / "tests" / "data" / "rtl.yaml"))
    document = Read(to_docx(outline(cv, {}), {}))
    normal = next(s for s in document.parts["word/styles.xml"].iter(f"{W}style")
                  if s.get(f"{W}styleId") == "Normal")  # fmt: skip
    assert normal.find(f"{W}pPr/{W}bidi") is not None
    assert document.body.find(f"{W}body/{W}sectPr/{W}bidi") is not None
    marked = {text_of(run) for run in document.body.iter(f"{W}r")
              if run.find(f"{W}rPr/{W}rtl") is not None}  # fmt: skip
    assert "ليلى الخيالية" in marked
    assert not any(re.fullmatch("[A-Za-z@. ]+", text) for text in marked)


@pytest.mark.parametrize(("kind", "kept"), [("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "png")])
def test_the_photograph_is_in_it(tmp_path, kind, kept):
    path = tmp_path / "photo"
    Image.new("RGB", (30, 40), "navy").save(path, kind)
    document = docx_of({"name": "Ada"}, path)
    assert f"word/media/photo.{kept}" in [entry.filename for entry in document.entries]
    (picture,) = document.body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    assert picture.get("descr") == "Ada"
    hidden = docx_of({"name": "Ada"}, path, photo=False)
    assert not [e for e in hidden.entries if "media" in e.filename]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photograph_is_upright_as_its_exif_data_say(tmp_path, kind):
    """A telephone keeps the pixels of a portrait lying on their side, with a note on it."""
    picture = Image.new("RGB", (40, 30), "white")
    picture.paste("navy", (0, 0, 20, 30))  # the left half, which is to be the upper one
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by 90 degrees clockwise
    picture.save(tmp_path / "photo", kind, exif=exif)
    document = docx_of({"name": "Ada"}, tmp_path / "photo")
    (name,) = (e.filename for e in document.entries if "media" in e.filename)
    with zipfile.ZipFile(io.BytesIO(document.data)) as archive, archive.open(name) as file:
        shown = Image.open(file).convert("RGB")
        assert shown.size == (30, 40)
        assert shown.getexif().get(0x0112, 1) == 1
        upper, lower = shown.getpixel((15, 5))[0], shown.getpixel((15, 35))[0]
        assert upper < 60
        assert lower > 200
    (extent,) = document.body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
    )
    assert int(extent.get("cx")) < int(extent.get("cy"))


def test_a_photograph_that_is_none_is_an_error(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(b"no picture")
    with pytest.raises(RenderError, match="is not a picture that DOCX supports"):
        docx_of({"name": "Ada"}, path)


def test_the_same_cv_makes_the_same_bytes():
    data = one({"kind": "experience", "entries": [JOB]}, name="Ada")
    cv = select(CV.model_validate(data))
    assert to_docx(outline(cv, {}), {}) == to_docx(outline(cv, {}), {})
    assert {e.date_time for e in docx_of(data).entries} == {(1980, 1, 1, 0, 0, 0)}


def test_control_characters_do_not_break_the_document():
    assert docx_of({"name": "A\x07da\x00"}).document.paragraphs[0].text == "Ada"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_shows_all_of_it(root, tmp_path):
    for person in PEOPLE:
        cv = select(load(root / "people" / f"{person}.yaml"))
        (tmp_path / f"{person}.docx").write_bytes(to_docx(outline(cv, cv.options), {}))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = sorted(str(path) for path in tmp_path.glob("*.docx"))
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    for person in PEOPLE:
        pdf = pypdfium2.PdfDocument(tmp_path / f"{person}.pdf")
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
        pages = len(pdf)
        pdf.close()
        addresses = Read((tmp_path / f"{person}.docx").read_bytes()).hrefs()
        assert missing(person, text.replace("￾", ""), addresses) == [], person
        assert pages <= 9
