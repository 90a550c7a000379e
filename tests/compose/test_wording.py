"""The same CV has the same words and signs in every format and every language."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser

import pytest
from filler import KINDS, all_variants, entry_of
from markdown_it import MarkdownIt
from sampling import sampled

from cvkit.compose.html import compose
from cvkit.compose.latex.source import to_tex
from cvkit.compose.outline import outline
from cvkit.export.docx import to_docx
from cvkit.export.markdown import to_markdown
from cvkit.export.text import to_text
from cvkit.model import CV, CvDate
from cvkit.pipeline.project import bundled_themes
from cvkit.select import select
from cvkit.theme.theme import find_theme, set_options

LANGUAGES = ("en", "fr", "de", "ja", "zh", "ar", "fa", "hi", "el")
PRESENT = CvDate(2024, 6)
BLOCKS = {
    "article", "blockquote", "div", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main",
    "ol", "p", "section", "ul", "br",
}  # fmt: skip
# What formats put between texts in ways of their own: bullets, brackets of links and badges.
LAYOUT = re.compile(r"[\s·•\[\]\u2060\u200b]+")


class Written:
    """A CV in all formats, as text without white space and without the signs of layouts."""

    def __init__(self, data, theme="base", **options):
        cv = select(CV.model_validate(data))
        found = find_theme(theme, [bundled_themes()])
        values = set_options(found, {"test": {"icons": "false", **options}})
        document = compose(cv, found, values, bundled_themes(), present=PRESENT)
        self.pieces = [bare(piece) for piece in pieces(document.html.partition("<main>")[2])]
        blocks = outline(cv, values, PRESENT)
        self.formats = {
            "html": "".join(self.pieces),
            "tex": of_tex(to_tex(cv, found, values, PRESENT)),
            "text": of_text(to_text(blocks).decode()),
            "markdown": of_markdown(to_markdown(blocks, values).decode()),
            "docx": of_docx(to_docx(blocks, values)),
        }


def bare(text):
    return LAYOUT.sub("", text)


class Pieces(HTMLParser):
    """The texts of a page between the borders of its blocks."""

    def __init__(self):
        super().__init__()
        self.found = [""]

    def handle_starttag(self, tag, attrs):
        self.found += [""] if tag in BLOCKS else []

    def handle_endtag(self, tag):
        self.found += [""] if tag in BLOCKS else []

    def handle_data(self, data):
        self.found[-1] += data


def pieces(html):
    parser = Pieces()
    parser.feed(html)
    return [piece for piece in parser.found if piece.strip()]


def of_tex(source):
    body = source.rpartition(r"\end{cvheader}")[2].partition(r"\end{document}")[0]
    body = re.sub(r"(?<!\\)%.*", "", body)
    body = re.sub(r"\\(begin|end)\{\w+\}(\[[^]]*\])?", "", body)
    body = re.sub(r"\\(href|cvlink)\{(?:\\.|[^{}])*\}|\\cvscript\{\w+\}", "", body)
    body = re.sub(r"\\([&%#_$])", r"\1", body.replace("{[}", "[").replace("{]}", "]"))
    return bare(re.sub(r"\\([a-zA-Z]+|.)|[{}~]", "", body))


def of_text(text):
    text = re.sub(r"^(=+|-+)$|^ *- ", "", text, flags=re.MULTILINE)
    text = re.sub(r"<https?:[^>]*>|https?://", "", bare(text))
    return bare(text).replace(".example/", ".example")


def of_markdown(text):
    html = MarkdownIt("commonmark", {"html": True}).render(text)
    return "".join(bare(piece) for piece in pieces(html))


def of_docx(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    return "".join(bare(piece) for piece in pieces(re.sub(r"</?w:p>|<w:p ", "<br>", xml)))


def differences(data, **options):
    """Return what other formats than HTML lack of it, and what they have more often or less."""
    written = Written(data, **options)
    signs = Counter(written.formats["html"])
    for name, text in written.formats.items():
        yield from ((name, piece) for piece in written.pieces if piece not in text)
        yield from ((name, sign) for sign in (Counter(text) - signs) + (signs - Counter(text)))


ENTRIES = [kind for kind in KINDS if entry_of(kind)]


@pytest.mark.parametrize("kind", ENTRIES)
def test_all_formats_have_the_same_words_and_signs_for_every_field(kind):
    section = {"kind": kind, "entries": all_variants(kind)[1]}
    data = {"language": "fr", "sections": [section]}
    assert list(differences(data, durations="true")) == []


@pytest.mark.parametrize("language", sampled(LANGUAGES, 3))
def test_all_formats_have_the_same_words_and_signs_in_every_language(language):
    sections = [{"kind": kind, "entries": all_variants(kind)[1][:2]} for kind in ENTRIES]
    data = {"language": language, "sections": sections}
    assert list(differences(data, durations="true", authors_and="true")) == []


SCHOOL = {
    "institution": "X",
    "department": "Y",
    "advisor": ["A", "B"],
    "start": "2020-01",
    "end": "2022-03",
}


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("en", ["X, Y", "Advisor: A, B", "(2 years, 3 months)"]),
        ("fr", ["X, Y", "Direction : A, B", "(2 ans et 3 mois)"]),
        ("ja", ["X、Y", "指導教員: A、B", "(2 年 3 か月)"]),
        ("ar", ["X، Y", "المشرف: A، B", "(سنتان و3 أشهر)"]),
    ],
)
def test_signs_and_durations_are_those_of_the_language_in_every_format(language, found):
    data = {"language": language, "sections": [{"kind": "education", "entries": [SCHOOL]}]}
    for name, text in Written(data, durations="true").formats.items():
        assert [one for one in found if bare(one) not in text] == [], name


def test_a_colon_has_a_space_before_it_in_french_in_every_format():
    data = {
        "language": "fr",
        "extra": {"Nationalité": "belge"},
        "sections": [{"kind": "education", "entries": [SCHOOL]}],
    }
    cv = select(CV.model_validate(data))
    theme = find_theme("base", [bundled_themes()])
    values = set_options(theme, {})
    blocks = outline(cv, values)
    assert compose(cv, theme, values, bundled_themes()).html.count("\N{NO-BREAK SPACE}:") == 2
    assert to_tex(cv, theme, values).count("~:") == 2
    assert "Nationalité : belge\n" in to_text(blocks).decode()
    assert "\nDirection : A, B\n" in to_text(blocks).decode()
    assert "**Direction :** A, B" in to_markdown(blocks, values).decode()
    assert "Nationalité : belge" in to_markdown(blocks, values).decode()


@pytest.mark.parametrize(("language", "number"), [("en", "2."), ("fa", "۲."), ("mr", "२.")])
def test_works_are_numbered_in_the_digits_of_the_language_in_every_format(language, number):
    section = {"kind": "publications", "entries": ["First", "Second"]}
    data = {"language": language, "sections": [section]}
    for name, text in Written(data, numbering="ascending").formats.items():
        assert f"{number}Second" in text, name


def test_the_years_of_groups_are_in_the_digits_of_the_language_in_every_format():
    entries = [{"title": "T", "date": "2020"}]
    section = {"kind": "talks", "group_by": "year", "entries": entries}
    for name, text in Written({"language": "fa", "sections": [section]}).formats.items():
        assert "۲۰۲۰T" in text, name
        assert "2020" not in text, name


DAYS = {"start": "2015-06-01", "end": "2020-01-31"}


@pytest.mark.parametrize(
    ("kind", "entry", "options", "found"),
    [
        ("experience", {"organization": "X", **DAYS}, {}, "Jun 2015 – Jan 2020"),
        ("experience", {"organization": "X", **DAYS}, {"days": "true"},
         "Jun 1, 2015 – Jan 31, 2020"),
        ("experience", {"organization": "X", "start": "2015-06-01", "end": "2015-06-30"}, {},
         "Jun 2015"),
        ("experience", {"organization": "X", "positions": [{"position": "Y", **DAYS}]}, {},
         "Jun 2015 – Jan 2020"),
        ("projects", {"name": "X", "date": "2015-06-01"}, {}, "Jun 2015"),
        ("talks", {"title": "X", "date": "2015-06-01"}, {}, "Jun 1, 2015"),
    ],
)  # fmt: skip
def test_days_in_careers_are_printed_where_they_are_asked_for(kind, entry, options, found):
    data = {"sections": [{"kind": kind, "entries": [entry]}]}
    for name, text in Written(data, **options).formats.items():
        assert bare(found) in text, name


def test_durations_are_those_of_the_days_that_are_not_printed():
    data = {"sections": [{"kind": "experience", "entries": [{"organization": "X", **DAYS}]}]}
    for name, text in Written(data, durations="true").formats.items():
        assert bare("(4 years, 8 months)") in text, name
