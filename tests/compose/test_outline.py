"""The outline: every field of a CV is in some block, and so in every format made of it."""

from __future__ import annotations

import pytest
from filler import KINDS, SECTIONS, Filler, all_variants, entry_of, spoken

from cvkit.compose.heads import head_of
from cvkit.compose.outline import Entry, Heading, outline
from cvkit.compose.outline import Item as Bullet
from cvkit.compose.outline.spans import SpanMedium
from cvkit.language.wording import Wording
from cvkit.model import CV
from cvkit.model import Entry as AnyEntry
from cvkit.model.text import Email, Name, Text, Texts, Url
from cvkit.select import select
from cvkit.theme.options import Option

HEADER = spoken(CV) - {"sections", "profiles"}


def outline_of(data, **options):
    return outline(select(CV.model_validate(data)), options)


def spans_in(found):
    """Yield all spans of an outline."""
    for block in (*found.contacts, *found.blocks):
        for value in vars(block).values():
            yield from value if isinstance(value, tuple) else ()
    yield from found.headline


class Read:
    """An outline as :class:`Filler` looks for words and links in a page."""

    def __init__(self, found):
        labels = " ".join(contact.label for contact in found.contacts)
        spans = list(spans_in(found))
        texts = (found.name, found.pronouns, found.updated, labels)
        self.text = " ".join((*texts, *(span.text for span in spans)))
        self.links = {span.url for span in spans}

    def hrefs(self):
        return self.links


def text(spans):
    return "".join(span.text for span in spans)


def test_an_entry_without_a_shape_of_its_own_has_all_its_fields_in_a_row():
    """As a new kind has, until somebody describes its head."""

    class Stay(AnyEntry):
        shorthand = "host"

        host: Text
        code: Name | None = None
        topics: Texts = ()
        page: Url | None = None
        mail: Email | None = None

    entry = Stay(
        host="*CERN*", code="A*B*", topics="optics", page="https://cern.example/a",
        mail="me@cern.example", location="Genf", start="2014",
    )  # fmt: skip
    wording = Wording.of(CV.model_validate({}), {}, SpanMedium(), None)
    head = head_of(entry, wording)
    assert head.layout == "row"
    assert text(head.title) == "CERN"
    assert text(head.rest) == "A*B*, optics, cern.example/a, me@cern.example, Genf"
    assert {span.url for span in head.rest} >= {"https://cern.example/a", "mailto:me@cern.example"}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if entry_of(kind)])
def test_every_field_of_every_entry_is_in_it(kind):
    filler, entries = all_variants(kind)
    found = outline_of({"sections": [{"kind": kind, "entries": entries}]})
    assert filler.lost(Read(found)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_section_and_of_its_groups_is_in_it(kind):
    filler, model = Filler(), SECTIONS[KINDS.index(kind)]

    def section(**groups):
        entries = {"entries": [filler.fill(entry_of(kind))]} if entry_of(kind) else {}
        return {"kind": kind, **filler.fill(model, {"title", "note", "text"}), **entries, **groups}

    found = outline_of({"sections": [section(groups=[section(groups=[section()])])]})
    assert filler.lost(Read(found)) == []


@pytest.mark.parametrize("names", [HEADER, *[HEADER - {name} for name in sorted(HEADER)]])
def test_every_field_of_the_head_is_in_it(names):
    filler = Filler()
    assert filler.lost(Read(outline_of(filler.fill(CV, names)))) == []


def test_headings_go_down_one_level_at_a_time():
    project = {"name": "P", "projects": ["Q"]}
    job = {"organization": "O", "positions": ["B"], "projects_title": "T", "projects": [project]}
    group = {"title": "G", "entries": [job]}
    found = outline_of({"sections": [{"kind": "experience", "groups": [group]}]})
    heads = [b for b in found.blocks if isinstance(b, Heading | Entry)]
    named = [(b.level, text(b.text if isinstance(b, Heading) else b.title)) for b in heads]
    assert named == [
        (2, "Experience"), (3, "G"), (4, "O"), (5, "B"), (5, "T"), (6, "P"), (6, "Q"),
    ]  # fmt: skip


def test_own_name_is_bold_among_authors_and_marks_are_raised():
    entry = {"title": "T", "authors": ["Charles Babbage†", "A. Lovelace*", "et al."]}
    data = {"name": "Ada Lovelace", "sections": [{"kind": "publications", "entries": [entry]}]}
    (citation,) = outline_of(data, authors_and=True).blocks[1:]
    bold = [span.text for span in citation.authors if "bold" in span.styles]
    raised = [span.text for span in citation.authors if "sup" in span.styles]
    assert (bold, raised) == (["A. Lovelace"], ["†", "*"])
    assert text(citation.authors) == "Charles Babbage†, A. Lovelace*, et al."


@pytest.mark.parametrize(
    ("authors", "written"),
    [(["A", "B"], "A and B"), (["A", "B", "C"], "A, B, and C"), (["A"], "A")],
)
def test_the_last_author_may_have_an_and(authors, written):
    data = {"sections": [{"kind": "publications", "entries": [{"title": "T", "authors": authors}]}]}
    assert text(outline_of(data, authors_and=True).blocks[-1].authors) == written


@pytest.mark.parametrize(
    ("numbering", "numbers"),
    [("none", ["", ""]), ("ascending", ["1", "2"]), ("descending", ["2", "1"])],
)
def test_citations_are_numbered_where_asked_for(numbering, numbers):
    data = {"sections": [{"kind": "publications", "entries": ["A", "B"]}]}
    blocks = outline_of(data, numbering=numbering).blocks
    assert [block.number for block in blocks if isinstance(block, Entry)] == numbers


def test_bullets_and_lists_in_prose_keep_their_depth():
    entry = {
        "title": "T",
        "summary": "One.\n\n- two\n\n  three\n  1. four",
        "highlights": [{"label": "five", "highlights": ["six"]}],
    }
    blocks = outline_of({"sections": [{"kind": "awards", "entries": [entry]}]}).blocks
    bullets = [
        (text(b.text), b.level, b.number, b.follows) for b in blocks if isinstance(b, Bullet)
    ]
    assert bullets == [
        ("One.", 1, None, True),
        ("two", 2, None, False),
        ("three", 2, None, True),
        ("four", 3, 1, False),
        ("five", 2, None, False),
        ("six", 3, None, False),
    ]


def test_dates_follow_language_and_option():
    entry = {"institution": "ETH", "start": "2014-02", "end": "2015-03", "status": "erwartet"}
    data = {"language": "de", "sections": [{"kind": "education", "entries": [entry]}]}
    assert text(outline_of(data).blocks[-1].period).replace("\xa0", " ") == (
        "Feb. 2014 – März 2015 (erwartet)"
    )
    iso = outline_of(data, date_format="iso").blocks[-1]
    assert "2014-02" in text(iso.period)


def test_options_are_those_of_the_themes():
    """The three names that the outline knows must not drift from the themes'."""
    from cvkit.pipeline.project import bundled_themes
    from cvkit.theme.theme import find_theme

    options = find_theme("base", [bundled_themes()]).options
    for name in ("date_format", "authors_and", "numbering"):
        assert isinstance(options[name], Option)


def test_nothing_is_required_of_a_cv():
    found = outline_of({})
    assert (found.title, found.blocks, found.contacts) == ("", (), ())
