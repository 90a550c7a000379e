"""cvkit check finds what is planted, defect by defect, and nothing in what is sound."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from jobs import composed, make_job
from pikepdf import Array, Dictionary, Name, String
from sampling import sampled

from cvkit.check import Finding
from cvkit.check.run import examine, read_pdf
from cvkit.errors import RenderError
from cvkit.export.context import Material
from cvkit.pipeline.job import Job
from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import bundled_themes
from cvkit.theme.theme import find_theme, list_themes
from cvkit.typeset.weasyprint import typeset

ROOTS = (bundled_themes(),)
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

# An invented person. Long enough for two pages, and with a bit of everything.
NUMBERS = ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
           "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
           "eighty ninety hundred thousand million billion")  # fmt: skip
AWARDS = "".join(
    f"      - title: Prize number {word} of the harbour regatta for sailors\n        date: {year}\n"
    for year, word in enumerate(NUMBERS.split(), start=1980)
)
SOUND = r"""
name: Mira Halvorsen
headline: Data engineer
email: mira@halvorsen.no
phone: +47 22 85 50 50
url: www.halvorsen.no/mira
location: Bergen
profiles:
  - network: GitHub
    username: mira-h
updated: 2024-05-02
sections:
  - kind: summary
    text: >-
      I build pipelines that carry a *billion* readings of the sea each day, and explain
      them to those who sail. See [the atlas](https://www.halvorsen.no/atlas).
  - kind: experience
    entries:
      - organization: Fjord Analytics
        location: Bergen
        position: Lead engineer
        start: 2020-03
        end: present
        highlights:
          - Built the storage for sensor readings, at a third of the former cost
          - Led five engineers through the move to streaming
          - label: Awarded
            text: twice for the office-wide hackathon on workflow efficiency
      - organization: Northern Shipping
        location: Oslo
        position: Data analyst
        start: 2016-08
        end: 2020-02
        highlights:
          - Forecast the demand of nineteen harbours
          - Wrote the handbook that analysts still use
  - kind: education
    entries:
      - institution: University of Bergen
        degree: M.Sc.
        area: Statistics
        start: 2011
        end: 2016
        thesis: Waves, counted
  - kind: publications
    entries:
      - title: Counting waves with $O(n \log n)$ work
        authors: [Mira Halvorsen, Odd Berg]
        venue: Journal of Marine Data
        date: 2019
        doi: 10.5555/12345678
      - title: Tides and the $\frac{1}{f}$ noise of buoys
        authors: [Odd Berg, Mira Halvorsen]
        venue: Letters of the Sea
        date: 2021
  - kind: skills
    entries:
      - name: Languages
        keywords: [Python, Go, C, PostgreSQL]
  - kind: awards
    entries:
"""
SOUND += AWARDS


def job(source: Path, theme: str = "modern", *roots: Path) -> Job:
    return make_job(source, theme, (*roots, *ROOTS))


@dataclass(frozen=True)
class Base:
    """The sound CV, its finished PDF, and what was read of it."""

    source: Path
    pdf: bytes
    made: Material
    reading: Any

    def examine(self, pdf: bytes) -> tuple[Finding, ...]:
        """Check another PDF against the sound file."""
        return examine(job(self.source), self.made, read_pdf(pdf)).findings


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    source = tmp_path_factory.mktemp("sound") / "mira.yaml"
    source.write_text(SOUND, "utf-8")
    made = composed(job(source))
    pdf = typeset(made.document).pdf
    return Base(source, pdf, made, read_pdf(pdf))


def rendered(
    tmp_path: Path,
    yaml: str = SOUND,
    css: str = "",
    theme: str = "modern",
    roots: tuple[Path, ...] = (),
) -> tuple[Finding, ...]:
    """Check a file as it is rendered, with a style sheet of its own."""
    source = tmp_path / "mira.yaml"
    source.write_text(yaml, "utf-8")
    source.with_suffix(".css").write_text(css, "utf-8")
    what = job(source, theme, *roots)
    done = typeset(build(what))
    return examine(what, composed(what, done), read_pdf(done.pdf)).findings


# Findings that may concern the document as a whole, and then have no text.
WITHOUT_TEXT = {"CV401", "CV402", "CV403", "CV404", "CV407", "CV409", "CV411", "CV413", "CV414"}


def found(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    for finding in findings:  # ignore rules match the text, not the message
        assert finding.text or finding.code in WITHOUT_TEXT, finding
    return [finding for finding in findings if finding.code == code]


def test_what_is_sound_has_no_findings(base: Base) -> None:
    assert len(base.reading.pages) == 2
    assert examine(job(base.source), base.made, base.reading).findings == ()


# Defects of style sheets and templates

BULLET = ".highlights > li:first-child"
STYLES = {
    "a bullet clipped to nothing": (f"{BULLET} {{ height: 0; overflow: hidden }}", "CV102"),
    "a bullet not displayed": (f"{BULLET} {{ display: none }}", "CV101"),
    "a bullet with hidden visibility": (f"{BULLET} {{ visibility: hidden }}", "CV101"),
    "a bullet in white": (f"{BULLET} {{ color: #fff }}", "CV102"),
    "a bullet nearly white": (f"{BULLET} {{ color: #fdfdfd }}", "CV102"),
    "a transparent bullet": (f"{BULLET} {{ opacity: 0 }}", "CV102"),
    "a bullet in a transparent colour": (f"{BULLET} {{ color: rgba(0, 0, 0, 0) }}", "CV102"),
    "a bullet in the colour of its box": (
        f"{BULLET} {{ color: #1f4e79; background: #1f4e79 }}", "CV102",
    ),
    "a bullet indented off the page": (f"{BULLET} {{ text-indent: -9999px }}", "CV102"),
    "a bullet placed off the page": (f"{BULLET} {{ position: absolute; left: -600mm }}", "CV102"),
    "a bullet of one point": (f"{BULLET} {{ font-size: 1pt }}", "CV102"),
    "a bullet behind a picture": (
        ("body { position: relative } .highlights { position: relative; z-index: -1 } "
        ".section.experience::after { content: ''; position: absolute; left: 0; top: 0;"
        "width: 200mm; height: 250mm; background: #fff }"), "CV102",
    ),
    "the name cut off": (".name { width: 2em; overflow: hidden; white-space: nowrap }", "CV102"),
    "a title not displayed": (".education > .title { display: none }", "CV101"),
    "dates not displayed": (".when { display: none }", "CV101"),
    "the address not displayed": (".contact .email { display: none }", "CV101"),
    "sections in another order": (
        ("main { display: flex; flex-direction: column } .line { display: block }"
            " .education { order: -1 }"), "CV202",
    ),
    "sections tagged in another order": (
        ("main { display: flex; flex-direction: column } .line { display: block }"
            " .education { order: -1 }"), "CV410",
    ),
    "bullets in another order": (
        ".highlights { display: flex; flex-direction: column-reverse }", "CV202",
    ),
    "a section read in pieces": (
        ".experience > .entry:last-child { position: relative; z-index: 1 }", "CV205",
    ),
    "a heading at the foot of a page": (
        ".title { break-after: auto } .education > .title + * { break-before: page }", "CV309",
    ),
    "a line alone on the last page": (".awards > :last-child { break-before: page }", "CV310"),
    "letters apart": (".section > .title { letter-spacing: .5em }", "CV203"),
    "the name in pieces": (".name { letter-spacing: .6em }", "CV201"),
    "a foreign font": ("body { font-family: 'Hanken Grotesk' }", "CV303"),
    "text at the edge of the paper": (".summary .text { margin-left: -18mm }", "CV307"),
    "text off the page": (".summary .text { margin-left: -40mm }", "CV306"),
    "a line over the edge": (
        """.summary .text {
            max-width: none; margin-right: calc(-12mm - var(--outdent)); text-align: right
        }""", "CV308",
    ),
    "type of five points": (".summary .text { font-size: 5pt }", "CV311"),
    "type of seven points": (".summary .text { font-size: 7pt }", "CV312"),
    "pale type": (".summary .text { color: #aaa }", "CV313"),
    "dates shining through": (".when { opacity: .3 }", "CV313"),
    "dates hardly there": (".when { opacity: .05 }", "CV102"),
    "a bullet moved away": (f"{BULLET} {{ transform: translateX(-900mm) }}", "CV102"),
    "a bullet on the ground of its colour": (f"{BULLET} {{ background: #1c1f23 }}", "CV102"),
    "a bullet of no size": (f"{BULLET} {{ font-size: 0 }}", "CV101"),
    "a page too small for its text": (
        "main { width: 90mm; height: 60mm; overflow: hidden }", "CV102",
    ),
    "pale type in a box": (".summary .text { color: #1c1f23; background: #555 }", "CV313"),
    "text over text": (".experience .head { height: 0 }", "CV314"),
    "a style sheet that is not understood": ("@page { size: moon }", "CV315"),
    "a link without a line": ("a { text-decoration: none !important }", "CV416"),
    "a link in nearly the same colour": (
        "a { text-decoration: none !important; color: #202428 }", "CV416",
    ),
    "a link in another colour": (
        ".text a { text-decoration: none !important; color: #0b5fff }", None,
    ),
    "a bold link": (".text a { text-decoration: none !important; font-weight: 700 }", None),
    "a link with a line that is a border": (
        ".text a { text-decoration: none !important; border-bottom: .5pt solid }", None,
    ),
    "generated content": (".summary .text::before { content: '' }", None),
    "capitals": (".section > .title { text-transform: uppercase }", None),
    "small capitals": (".name { font-variant-caps: small-caps }", None),
    "hyphens": (".text, li { hyphens: auto; width: 60mm }", None),
    "right alignment": (".text { text-align: right }", None),
    "white on dark": (".person { background: #123 } .person * { color: #fff }", None),
}  # fmt: skip


@pytest.mark.slow
def test_margins_that_fitting_changed_are_the_margins(tmp_path: Path) -> None:
    """Text from right to left that begins at a narrower margin is not in the margin."""
    source = tmp_path / "mira.yaml"
    words = "מהנדסת תוכנה בכירה בחברת הדוגמה שבה נמדדים הים והרוח. "
    cv = {"language": "he", "sections": [{"kind": "summary", "text": words * 95}]}
    source.write_text(json.dumps(cv), "utf-8")
    what = make_job(source, "modern", ROOTS, pages="1")
    done = typeset(build(what))
    assert done.fitted
    assert "margin_side" in done.fitted.values
    findings = examine(what, composed(what, done), read_pdf(done.pdf)).findings
    assert found(findings, "CV308") == []


LINKED = """
name: Mira Halvorsen
headline: "An [engineer](https://a.example/1) of looms, see [www.b.example](https://b.example)"
url: www.a.example/2
sections:
  - kind: summary
    text: See [this page](https://a.example/2), which is so long that it runs over the end of the
      line, and [another page with a long name for this purpose](https://a.example/3).
  - kind: experience
    note: A note with [a link](https://a.example/4) in it.
    entries:
      - organization: Works
        position: Head of [design](https://a.example/5) there
        start: 2020
        tagline: A tag with [a line](https://a.example/6) of text
        summary: A summary with [some link](https://a.example/7) in it
        highlights: ["A bullet with [another link](https://a.example/8) in it"]
        keywords: [Python, "the [loom](https://a.example/9) of the mill"]
        links: [{label: code, url: a.example/10}, {label: paper, url: a.example/11}]
"""


@pytest.mark.parametrize("theme", sampled(THEMES, {"modern"}))
def test_links_in_texts_look_like_links_in_every_theme(tmp_path: Path, theme: str) -> None:
    assert found(rendered(tmp_path, LINKED, theme=theme), "CV416") == []


@pytest.mark.parametrize("theme", ["classic", "modern"])
@pytest.mark.parametrize("name", sampled(["rtl-ar", "rtl-fa", "rtl-he", "hindi"], 2))
def test_scripts_that_join_or_reorder_letters_are_sound(
    tmp_path: Path, name: str, theme: str
) -> None:
    text = (Path(__file__).parents[1] / "data" / f"{name}.yaml").read_text("utf-8")
    findings = rendered(tmp_path, text, theme=theme)
    assert [f for f in findings if f.severity == "error"] == []


@pytest.mark.parametrize("name", sampled(STYLES, 5))
def test_defects_of_style_sheets(tmp_path: Path, name: str) -> None:
    css, code = STYLES[name]
    findings = rendered(tmp_path, css=css)
    if code is None:
        assert findings == ()
    else:
        assert found(findings, code), findings


# A theme that changes templates: the template, what is replaced in it and by what.
TEMPLATES = {
    "a heading that skips a level": (
        "section.html.j2",
        "[level, 6] | min",
        "[level + 2, 6] | min",
        "CV406",
    ),
    "a name without spaces": (
        "header.html.j2",
        "{{ cv.name }}",
        '{{ cv.name | replace(" ", "") }}',
        "CV203",
    ),
    "a name that is no heading": ("header.html.j2", "h1", "p", "CV405"),
    "a picture without words": (
        "header.html.j2",
        '<header class="person">',
        (
            '<header class="person"><img src="data:image/svg+xml,'
            "%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
            "%3Crect width='9' height='9'/%3E%3C/svg%3E\">"
        ),
        "CV409",
    ),
    "a field that a template forgets": (
        "macros.html.j2",
        "{{- wording.highlight(item) }}",
        "",
        "CV101",
    ),
    "a link elsewhere": (
        "header.html.j2",
        "mailto:{{ email }}",
        "mailto:sales@swindle.biz",
        None,
    ),
    "signs of an icon font": (
        "header.html.j2",
        "{{ cv.location | inline }}",
        "\ue001 {{ cv.location | inline }}",
        "CV204",
    ),
    "a ligature as a sign": (
        "header.html.j2",
        "{{ cv.location | inline }}",
        "\ufb01 {{ cv.location | inline }}",
        "CV204",
    ),
    "hidden keywords": (
        "header.html.j2",
        "{{ cv.location | inline }}",
        '{{ cv.location | inline }} <span style="color: #fff">synergy ninja</span>',
        "CV106",
    ),
    "text beside a title": (
        "section.html.j2",
        '<span class="words">',
        '<span>See:</span> <span class="words">',
        "CV207",
    ),
    "columns of a table": (
        "cv.html.j2",
        "{% for section in cv.sections %}",
        "{% for section in [cv.sections[1], cv.sections[0]] + cv.sections[2:] | list %}",
        "CV202",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TEMPLATES)
def test_defects_of_templates(tmp_path: Path, name: str) -> None:
    template, old, new, code = TEMPLATES[name]
    theme = tmp_path / "themes" / "odd"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('[theme]\ninherit = "modern"\n')
    text = (ROOTS[0] / "base" / template).read_text("utf-8")
    assert old in text
    (theme / template).write_text(text.replace(old, new), "utf-8")
    findings = rendered(tmp_path, theme="odd", roots=(tmp_path / "themes",))
    assert found(findings, code) if code else findings == (), findings


# Defects of PDFs


def first_font(pdf: pikepdf.Pdf) -> Any:
    fonts = pdf.pages[0].Resources.Font
    return fonts[min(fonts.keys())]


def each(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Return the elements of the structure tree of a kind."""
    return [
        item for item in pdf.objects
        if isinstance(item, Dictionary) and item.get("/Type") == "/StructElem" and kind == item.S
    ]  # fmt: skip


def drop_link(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0]


def alter_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots[0].A.URI = String("https://swindle.biz/")


def cut(*path: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        item = pdf.Root
        for name in path[:-1]:
            item = item[name]
        del item[path[-1]]

    return change


def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]
    xmp = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(re.sub(rb"<dc:title>.*?</dc:title>", b"", xmp, flags=re.DOTALL))


def no_claim(pdf: pikepdf.Pdf) -> None:
    xmp = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(xmp.replace(b'pdfuaid:part="1"', b""))


def other_language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = String("de")


def not_embedded(pdf: pikepdf.Pdf) -> None:
    descriptor = first_font(pdf).DescendantFonts[0].FontDescriptor
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if key in descriptor:
            del descriptor[key]


def not_subset(pdf: pikepdf.Pdf) -> None:
    font = first_font(pdf)
    font.BaseFont = Name("/" + str(font.BaseFont)[8:])


def of_type_3(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Resources.Font["/Odd"] = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            Name=Name.Odd,
            FontBBox=Array([0, 0, 9, 9]),
            FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]),
            CharProcs=Dictionary(),
            FirstChar=0,
            LastChar=0,
            Widths=Array([9]),
            Encoding=Dictionary(Differences=Array([0, Name.a])),
        )
    )


def no_mapping(pdf: pikepdf.Pdf) -> None:
    del first_font(pdf)["/ToUnicode"]


def wrong_mapping(pdf: pikepdf.Pdf) -> None:
    """Let every letter be copied as the next but one."""
    for name in pdf.pages[0].Resources.Font:
        stream = pdf.pages[0].Resources.Font[name].ToUnicode
        shifted = re.sub(
            rb"(<[0-9a-f]{4}>) <([0-9a-f]{4})>",
            lambda match: b"%s <%04x>" % (match[1], int(match[2], 16) + 2),
            stream.read_bytes(),
        )
        stream.write(shifted)


def drop_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def swap_pages(pdf: pikepdf.Pdf) -> None:
    pdf.pages.reverse()


def paint(code: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Paint something over the first page, as an artifact."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"\nq " + code + b" Q\n"))

    return change


def rewrite(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents
        data = content.read_bytes()
        assert re.search(old, data)
        content.write(re.sub(old, new, data))

    return change


def no_words_of_pictures(pdf: pikepdf.Pdf) -> None:
    for figure in each(pdf, "/Figure"):
        if "/Alt" in figure:
            del figure["/Alt"]


def skip_level(pdf: pikepdf.Pdf) -> None:
    for heading in each(pdf, "/H2"):
        heading.S = Name.H4


def no_first_heading(pdf: pikepdf.Pdf) -> None:
    for heading in each(pdf, "/H1"):
        heading.S = Name.P


def odd_tag(pdf: pikepdf.Pdf) -> None:
    each(pdf, "/H1")[0].S = Name.Blob


def list_of_paragraphs(pdf: pikepdf.Pdf) -> None:
    for item in each(pdf, "/LI"):
        item.S = Name.P


def reverse_tags(pdf: pikepdf.Pdf) -> None:
    for element in each(pdf, "/Part"):
        element.K = Array(reversed(list(element.K)))


def drop_tag(pdf: pikepdf.Pdf) -> None:
    """Take the summary's text out of the tree."""
    paragraph = max(each(pdf, "/P"), key=lambda each: len(list(each.get("/K", []))))
    paragraph.K = Array([])


def link_unknown(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0]["/StructParent"]


def link_silent(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0]["/Contents"]


def no_tabs(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]["/Tabs"]


def crop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].CropBox = Array([0, 0, 595, 700])


def turn(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Rotate = 90


def small_print(pdf: pikepdf.Pdf) -> None:
    """Shrink all text to a fifth."""
    rewrite(rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm", rb".2 0 0 -.2 \1 \2 Tm")(pdf)


PDFS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str | None]] = {
    "a link removed": (drop_link, "CV104"),
    "a link altered": (alter_link, "CV105"),
    "a link altered, missed": (alter_link, "CV104"),
    "no tags": (cut("/StructTreeRoot"), "CV401"),
    "not marked as tagged": (cut("/MarkInfo"), "CV401"),
    "no language": (cut("/Lang"), "CV402"),
    "another language": (other_language, "CV402"),
    "no title": (no_title, "CV403"),
    "the title not shown": (cut("/ViewerPreferences"), "CV404"),
    "no claim of PDF/UA": (no_claim, "CV414"),
    "no metadata": (cut("/Metadata"), "CV414"),
    "a font not embedded": (not_embedded, "CV301"),
    "a font not subset": (not_subset, "CV304"),
    "a font of type 3": (of_type_3, "CV302"),
    "no mapping to characters": (no_mapping, "CV206"),
    "a garbled layer of text": (wrong_mapping, "CV101"),
    "a page dropped": (drop_page, "CV101"),
    "two pages swapped": (swap_pages, "CV202"),
    "a white box over text": (paint(b"1 1 1 rg 0 300 600 400 re f"), "CV102"),
    "invisible text": (rewrite(rb"BT\n", b"BT\n3 Tr\n"), "CV102"),
    "white text": (rewrite(rb"[\d.]+ [\d.]+ [\d.]+ rg\nBT", b"1 1 1 rg\nBT"), "CV102"),
    "minute text": (small_print, "CV102"),
    "a page cropped": (crop, "CV102"),
    "pictures without words": (no_words_of_pictures, "CV409"),
    "formulas without words": (no_words_of_pictures, "CV101"),
    "headings that skip a level": (skip_level, "CV406"),
    "no first heading": (no_first_heading, "CV405"),
    "an odd tag": (odd_tag, "CV415"),
    "a list of paragraphs": (list_of_paragraphs, "CV412"),
    "tags in another order": (reverse_tags, "CV410"),
    "text that is not tagged": (drop_tag, "CV411"),
    "a drawing that is not tagged": (paint(b"0 0 1 rg 10 10 5 5 re f"), "CV411"),
    "a link unknown to the tags": (link_unknown, "CV407"),
    "a link without words": (link_silent, "CV408"),
    "no order of tabs": (no_tabs, "CV413"),
    "a page turned": (turn, None),
    "nothing": (lambda pdf: None, None),
}


@pytest.mark.parametrize("name", sampled(PDFS, 14))
def test_defects_of_pdfs(base: Base, name: str) -> None:
    change, code = PDFS[name]
    pdf = pikepdf.open(io.BytesIO(base.pdf))
    change(pdf)
    output = io.BytesIO()
    pdf.save(output)
    findings = base.examine(output.getvalue())
    if code is None:
        assert findings == ()
    else:
        assert found(findings, code), findings


@pytest.mark.parametrize("code", sampled(["CV103", "CV305"], 1))
def test_a_character_without_a_glyph(tmp_path: Path, code: str) -> None:
    """The font gets a map of its own for it, which only one of the readers understands."""
    findings = rendered(tmp_path, SOUND.replace("Waves, counted", "Waves \U00012000 counted"))
    assert found(findings, code), findings


def test_a_text_that_stands_twice_is_looked_for_twice(tmp_path: Path) -> None:
    twice = SOUND.replace("Data analyst", "Lead engineer")
    css = ".experience > .entry:last-child .role { display: none }"
    (missing,) = found(rendered(tmp_path, twice, css), "CV101")
    assert "twice in the file, once on the page" in missing.message
    assert missing.line == 1 + twice[: twice.rindex("Lead engineer")].count("\n")


def test_what_is_missing_is_named_with_its_place(tmp_path: Path) -> None:
    (missing,) = found(rendered(tmp_path, css=STYLES["a title not displayed"][0]), "CV101")
    line = SOUND[: SOUND.index("kind: education")].count("\n") + 1
    assert (missing.line, missing.path) == (line, "sections[2]")
    bullets = found(rendered(tmp_path, css=f"{BULLET} {{ color: #fff }}"), "CV102")
    line = SOUND[: SOUND.index("Built the storage")].count("\n") + 1
    assert (bullets[0].line, bullets[0].column) == (line, 13)
    assert bullets[0].path == "sections[1].entries[0].highlights[0]"


def test_at_least_forty_defects_are_planted() -> None:
    assert sum(code is not None for *_, code in (*STYLES.values(), *PDFS.values())) >= 40


@pytest.mark.parametrize("part", [b"", b"%PDF-1.7", slice(0, 3000), slice(0, -900)], ids=repr)
def test_what_is_no_pdf_is_refused(base: Base, part: bytes | slice) -> None:
    with pytest.raises(RenderError, match="not a readable PDF"):
        read_pdf(part if isinstance(part, bytes) else base.pdf[part])


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf(base: Base, password: str) -> None:
    """One that everybody can open is read; another is refused."""
    output = io.BytesIO()
    locked = pikepdf.Encryption(owner="owner", user=password)
    pikepdf.open(io.BytesIO(base.pdf)).save(output, encryption=locked)
    if password:
        with pytest.raises(RenderError):
            read_pdf(output.getvalue())
    else:
        assert base.examine(output.getvalue()) == ()
