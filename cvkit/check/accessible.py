"""CV4xx: what a screen reader gets: the tags of the PDF (ISO 32000-1, ISO 14289-1)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from .context import Subject, walk
from .findings import Finding
from .machine_reading import columns_apart, order_message
from .order import out_of_order, spans
from .pdf.reading import Tag
from .text_search import Searchable, fold

__all__ = ["check_accessible"]

_HEADING = re.compile(r"H([1-6])")
# The structure types of ISO 32000-1, 14.8.4, and those added by PDF 2.0.
_STANDARD = {
    "Document",
    "DocumentFragment",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "Title",
    "FENote",
    "Sub",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "RB",
    "RT",
    "RP",
    "Warichu",
    "WT",
    "WP",
    "Figure",
    "Formula",
    "Form",
    "Aside",
    "Em",
    "Strong",
    "Artifact",
}
_INLINE = {"Span", "Link", "Em", "Strong", "Figure", "Quote", "Code", "Sub", "Lbl", "Reference"}
_LETTERS = 3


def check_accessible(subject: Subject) -> Iterator[Finding]:
    """Yield violations of PDF/UA-1, as far as they can be detected in the file."""
    yield from _document(subject)
    yield from _links(subject)
    tags = subject.reading.tags
    if tags is None or not subject.known_marks:
        return
    yield from _headings(subject, tags)
    yield from _elements(subject, tags)
    yield from _untagged(subject)
    if not subject.both_ways:
        yield from _order(subject, tags)


def _document(subject: Subject) -> Iterator[Finding]:
    facts = subject.reading.facts
    title = facts["Title"] or _in_xmp(facts["XMP"], "dc:title")
    tagged = subject.reading.tags is not None and facts["Marked"] == "true"
    rules = (
        ("CV401", tagged and bool(subject.known_marks), "the PDF is not tagged"),
        ("CV402", facts["Lang"], "the PDF does not declare its language"),
        ("CV403", title, "the PDF has no title"),
        (
            "CV404",
            facts["DisplayDocTitle"] == "true",
            "viewers show the file name instead of the title",
        ),
        (
            "CV413",
            all(subject.reading.tabs),
            "the tab order of links is not the reading order",
        ),
        ("CV414", _claims_ua(facts["XMP"]), "the PDF does not claim to follow PDF/UA-1"),
    )
    for code, holds, message in rules:
        if not holds:
            yield subject.finding(code, message)
    language = facts["Lang"].partition("-")[0].casefold()
    wanted = re.split(r"[-_]", subject.cv.language)[0].casefold()
    if language and language != wanted:
        message = f'the language of the PDF is "{language}", that of the file "{wanted}"'
        yield subject.finding("CV402", message, text=language)


def _in_xmp(xmp: str, name: str) -> str:
    match = re.search(rf"<{name}>(.*?)</{name}>", xmp, re.DOTALL)
    return re.sub(r"<[^>]*>|\s+", " ", match[1]).strip() if match else ""


def _claims_ua(xmp: str) -> bool:
    return bool(re.search(r"pdfuaid:part(=[\"']|>)\s*1", xmp))


def _links(subject: Subject) -> Iterator[Finding]:
    tags = subject.reading.tags
    for note in subject.reading.annotations:
        if tags and not note.tagged:
            message = f"the link to {note.target} is not in the tags"
            yield subject.finding("CV407", message, page=note.page + 1, text=note.target)
        if not note.contents:
            message = f"the link to {note.target} has no description for screen readers"
            yield subject.finding("CV408", message, page=note.page + 1, text=note.target)


def _headings(subject: Subject, tags: Tag) -> Iterator[Finding]:
    """Check that headings start at level 1 and go down by one level at a time."""
    before = 0
    levels = [(int(match[1]), tag) for tag in walk(tags) if (match := _HEADING.fullmatch(tag.name))]
    titled = subject.cv.name or subject.cv.headline
    if not any(level == 1 for level, _ in levels) and titled:
        yield subject.finding("CV405", "there is no heading of level 1", text=str(titled))
        before = 1
    elif not titled:
        before = 1
    for level, tag in levels:
        if level > before + 1:
            words = _text_of(subject, tag)
            message = f'the heading "{words}" of level {level} follows one of level {before}'
            yield subject.finding("CV406", message, page=_page(tag), text=words)
        before = level


def _page(tag: Tag) -> int | None:
    return next((page + 1 for each in walk(tag) for page, _ in each.marks), None)


def _text_of(subject: Subject, tag: Tag) -> str:
    return " ".join("".join(_spoken(subject, tag, _by_mark(subject))).split())[:60]


def _elements(subject: Subject, tags: Tag) -> Iterator[Finding]:
    """Check pictures, links, lists and non-standard types."""
    unknown = set()
    for tag in walk(tags):
        if tag.name == "Figure" and not tag.alternative:
            message = "a picture has no alternative text"
            yield subject.finding("CV409", message, page=_page(tag))
        if tag.name == "Link" and not any(each.marks for each in walk(tag)):
            yield subject.finding("CV407", "a link has no text in the tags", page=_page(tag))
        if tag.name == "L":
            yield from _list(subject, tag)
        if tag.name and tag.name not in _STANDARD and tag.name not in unknown:
            unknown.add(tag.name)
            message = f'the tag "{tag.name}" is not a standard one, nor mapped to one'
            yield subject.finding("CV415", message, text=tag.name)


def _list(subject: Subject, tag: Tag) -> Iterator[Finding]:
    wrong = [child.name for child in tag.children if child.name not in ("LI", "L", "Caption")]
    bodies = [child for child in tag.children if child.name == "LI"]
    empty = [
        item for item in bodies if not any(part.name in ("LBody", "Lbl") for part in item.children)
    ]
    if wrong or empty or tag.marks:
        error = "has an item without a body" if empty else "contains text outside of its items"
        message = f"a list contains {wrong[0]} in the tags" if wrong else f"a list {error}"
        text = _text_of(subject, tag)
        yield subject.finding("CV412", message, page=_page(tag), text=text)


def _untagged(subject: Subject) -> Iterator[Finding]:
    """Find content that is neither tagged nor marked as an artifact."""
    for number, page in enumerate(subject.reading.pages):
        lost = "".join(
            glyph.text
            for glyph in subject.bodies[number]
            if glyph.box and (number, glyph.mark) not in subject.known_marks and not glyph.artifact
        )
        if len(fold(lost)) >= _LETTERS:
            words = " ".join(lost.split())[:60]
            message = f'"{words}" is on the page, but not in the tags'
            yield subject.finding("CV411", message, page=number + 1, text=words)
        elif page.unmarked:
            message = f"{page.unmarked} graphics are neither tagged nor marked as artifacts"
            yield subject.finding("CV411", message, page=number + 1)


def _by_mark(subject: Subject) -> dict[tuple[int, int], str]:
    texts: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for number, glyphs in enumerate(subject.bodies):
        for glyph in glyphs:
            if glyph.mark >= 0 or texts:
                texts[number, glyph.mark].append(glyph.text)
    return {mark: "".join(parts) for mark, parts in texts.items()}


def _spoken(subject: Subject, tag: Tag, texts: dict[tuple[int, int], str]) -> Iterator[str]:
    """Yield the text of a tag as it is read aloud, with line breaks between blocks."""
    block = tag.name not in _INLINE
    if block:
        yield "\n"
    for kind, number in tag.order:
        if kind == "mark":
            yield texts.get(tag.marks[number], "")
        else:
            yield from _spoken(subject, tag.children[number], texts)
    if block:
        yield "\n"


def _order(subject: Subject, tags: Tag) -> Iterator[Finding]:
    """Compare the order of the tags with that of the file."""
    spoken = Searchable(["".join(_spoken(subject, tags, _by_mark(subject)))])
    drawn = {span.section: span for span in spans(subject.expected.atoms, subject.body)}
    found = spans(subject.expected.atoms, spoken)
    for each in out_of_order(
        found,
        lambda one, other: columns_apart(subject, drawn[one.section], drawn[other.section]),
    ):
        yield subject.at("CV410", order_message(each, "is read aloud"), each.second)
