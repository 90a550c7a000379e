"""CV2xx: what a machine gets that reads the text of the PDF and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from .context import Subject
from .expected import Atom
from .findings import Finding
from .order import Astray, Span, astray, spans
from .pdf.reading import Box
from .text_search import fold, plainly

__all__ = ["check_machine", "columns_apart"]

_LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
_LINE_END_HYPHENS = "\x02\ufffe"
_WIDTHLESS = "\u00ad\u200b\u2060\ufeff"
# What an applicant tracking system takes from a CV: the fields by which people are found.
_KEY_FIELDS = {"name": "the name", "email": "the e-mail address", "phone": "the telephone number"}
_BROKEN = 0.25
_SHORTEST = 4


def check_machine(subject: Subject) -> Iterator[Finding]:
    """Yield what is hard or impossible for machines to read."""
    if not subject.both_ways:  # readers differ in the order of what runs from right to left
        yield from _contacts(subject)
        yield from _order(subject)
        yield from _words(subject)
    yield from _junk(subject)
    yield from _fonts(subject)


def _contacts(subject: Subject) -> Iterator[Finding]:
    """Look for name and addresses letter by letter, and for headings on lines of their own."""
    for atom in subject.expected.atoms:
        what = _KEY_FIELDS.get(atom.path.partition("[")[0]) if atom.section < 0 else None
        wanted = re.sub(r"\s+", " ", atom.forms[0])
        copies = _copies(subject, wanted) if what else []
        exact = [copy for copy in copies if plainly(copy) == plainly(wanted)]
        if len(exact) < min(len(copies), subject.times(wanted)):
            message = f'{what} "{wanted}" is not copied as it is written'
            yield subject.at("CV201", message, atom)
    for atom in subject.expected.atoms:
        is_title = atom.is_heading and "groups" not in atom.path and len(fold(atom.forms[0])) > 2
        if is_title and _is_run_in(subject, atom):
            message = f'the heading "{atom.forms[0]}" shares its line with other text'
            yield subject.at("CV207", message, atom)


def _is_run_in(subject: Subject, atom: Atom) -> bool:
    breaks = subject.body.breaks
    places = list(subject.body.find_all(fold(atom.forms[0])))
    return bool(places) and not any(start in breaks for start, _ in places)


def columns_apart(subject: Subject, one: Span, other: Span) -> bool:
    """Whether two sections stand in columns beside each other."""
    here, there = _extent(subject, one), _extent(subject, other)
    shared = min(here.right, there.right) - max(here.left, there.left)
    return shared < 0.2 * min(here.right - here.left, there.right - there.left)


def _extent(subject: Subject, span: Span) -> Box:
    """Return the box around the texts of a section on its first page."""
    where = subject.body.where
    first = where[span.start][0]
    places = {where[place] for start, end in span.places for place in range(start, end)}
    boxes = [subject.bodies[page][index].box for page, index in places if page == first]
    known = [box for box in boxes if box]
    return Box(
        min(b.left for b in known), min(b.bottom for b in known),
        max(b.right for b in known), max(b.top for b in known),
    )  # fmt: skip


def _order(subject: Subject) -> Iterator[Finding]:
    found = spans(subject.expected.atoms, subject.body)
    wrong = list(astray(found, lambda one, other: columns_apart(subject, one, other)))
    for each in wrong:
        yield subject.at("CV202", order_message(each, "is copied"), each.second)
    if not wrong:
        yield from _interleaved(subject, found)


def order_message(each: Astray, verb: str) -> str:
    """Say what is read before what."""
    first, second = (_short(atom.forms[0]) for atom in (each.first, each.second))
    what = "" if each.within else "the section "
    return f"{what}{second} {verb} before {first}, though it follows it in the file"


def _short(text: str) -> str:
    return f'"{text if len(text) <= 40 else text[:39].rstrip() + "…"}"'


def _interleaved(subject: Subject, found: list[Span]) -> Iterator[Finding]:
    """Yield sections into which another one is read on the same page."""
    sequence = sorted(
        (place, span.section) for span in found if span.section >= 0 for place, _ in span.places
    )
    titles = {span.section: span.title for span in found}
    by_page: defaultdict[int, list[int]] = defaultdict(list)
    for place, section in sequence:
        read = by_page[subject.body.page_of(place)]
        if not read or read[-1] != section:
            read.append(section)
    told = set()
    for page, sections in by_page.items():
        for section, runs in Counter(sections).items():
            title = titles.get(section)
            if runs > 1 and title and section not in told:
                told.add(section)
                message = f"the section {_short(title.forms[0])} is read in {runs} pieces"
                yield subject.at("CV205", message, title, page=page + 1)


def _words(subject: Subject) -> Iterator[Finding]:
    """Compare the spaces: words that are broken into letters, or run together."""
    told: set[str] = set()
    for atom in subject.expected.atoms:
        form = re.sub(r"\s+", " ", atom.forms[0]).strip()
        if len(fold(form)) <= _SHORTEST or form in told:
            continue
        told.add(form)
        copies = _copies(subject, form)
        faulty = {copy: fault for copy in copies if (fault := _fault(form, copy))}
        sound = [copy for copy in copies if copy not in faulty]
        if faulty and len(sound) < subject.times(form):
            copy, fault = next(iter(faulty.items()))
            message = f"{_short(form)} {fault}: {_short(plainly(copy))}"
            yield subject.at("CV203", message, atom)


def _copies(subject: Subject, form: str) -> list[str]:
    """Return the raw text of every place where a text stands."""
    return [_copied(subject, *place) for place in subject.body.find_all(fold(form))]


def _copied(subject: Subject, start: int, end: int) -> str:
    """Return the raw text between two places of the folded one."""
    where = subject.body.where
    page, first = where[start]
    last_page, last = where[end - 1]
    if page == last_page:
        return "".join(glyph.text for glyph in subject.bodies[page][first : last + 1])
    glyphs = (*subject.bodies[page][first:], *subject.bodies[last_page][: last + 1])
    return "".join(glyph.text for glyph in glyphs)


def _fault(form: str, copy: str) -> str:
    """Say what became of the spaces of a text, if too many are lost or added."""
    wanted, found = _gaps(form), _gaps(re.sub(r"[\x02\ufffe\u00ad-]\s*[\r\n]*", "", copy))
    broken_lines = _gaps(re.sub(r"[ \t\u00a0]", "", copy))
    inner = max(len(fold(form)) - 1, 1)
    added = found - wanted - broken_lines
    lost = wanted - found
    if len(added) > max(1, _BROKEN * (inner - len(wanted))):
        return "is broken into pieces"
    if len(lost) > 2 * _BROKEN * len(wanted):
        return "has lost its spaces"
    return ""


def _gaps(text: str) -> set[int]:
    """Return the numbers of letters that stand before the spaces of a text."""
    gaps, letters = set(), 0
    for character in text:
        folded = fold(character)
        if character.isspace() and letters:
            gaps.add(letters)
        letters += len(folded)
    gaps.discard(letters)
    return gaps


def _junk(subject: Subject) -> Iterator[Finding]:
    """Yield characters that mean nothing outside the PDF."""
    known = set("".join(atom.typed + "".join(atom.forms) for atom in subject.expected.atoms))
    for number, page in enumerate(subject.reading.pages):
        found = Counter(
            glyph.text
            for glyph in page.glyphs
            if glyph.box and glyph.text not in known and _is_junk(glyph.text)
        )
        found.update(c for c in subject.reading.second[number] if c not in known and _is_junk(c))
        for character, times in found.items():
            name = unicodedata.name(character, "a private character")
            message = f"U+{ord(character):04X}, {name}, stands {times} times in the text"
            yield subject.finding("CV204", message, page=number + 1, text=character)


def _is_junk(character: str) -> bool:
    if character in _LIGATURES or character in _WIDTHLESS:
        return True
    if character in _LINE_END_HYPHENS or character.isspace():
        return False
    return character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cs", "Cc")


def _fonts(subject: Subject) -> Iterator[Finding]:
    for font in subject.reading.fonts:
        if not font.mapped:
            message = f"the font {font.family} does not say which characters its glyphs are"
            yield subject.finding("CV206", message, text=font.family)
