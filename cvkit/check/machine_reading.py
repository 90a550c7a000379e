"""CV2xx: what a machine gets that reads only the text of the PDF."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from .context import Subject
from .expected import Atom
from .findings import Finding
from .order import OutOfOrder, Span, out_of_order, spans
from .pdf.reading import Box
from .text_search import fold, plainly

__all__ = ["check_machine", "columns_apart"]

_LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
_LINE_END_HYPHENS = "\x02\ufffe"
_WIDTHLESS = "\u00ad\u200b\u2060\ufeff"
# The fields by which applicant tracking systems identify a person.
_KEY_FIELDS = {"name": "the name", "email": "the e-mail address", "phone": "the telephone number"}
_BROKEN = 0.25
_SHORTEST = 4


def check_machine(subject: Subject) -> Iterator[Finding]:
    """Yield findings about text that machines cannot read correctly."""
    if not subject.both_ways:  # PDF readers differ in the order of right-to-left text
        yield from _contacts(subject)
        yield from _order(subject)
        yield from _words(subject)
    yield from _junk(subject)
    yield from _fonts(subject)


def _contacts(subject: Subject) -> Iterator[Finding]:
    """Check that name and addresses are copied exactly, and that headings have their own line."""
    for atom in subject.expected.atoms:
        what = _KEY_FIELDS.get(atom.path.partition("[")[0]) if atom.section < 0 else None
        wanted = re.sub(r"\s+", " ", atom.forms[0])
        copies = _copies(subject, wanted) if what else []
        exact = [copy for copy in copies if plainly(copy) == plainly(wanted)]
        if len(exact) < min(len(copies), subject.times(wanted)):
            message = f'{what} "{wanted}" is copied with other characters'
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
    """Whether two sections are in columns next to each other."""
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
    wrong = list(out_of_order(found, lambda one, other: columns_apart(subject, one, other)))
    for each in wrong:
        yield subject.at("CV202", order_message(each, "is copied"), each.second)
    if not wrong:
        yield from _interleaved(subject, found)


def order_message(each: OutOfOrder, verb: str) -> str:
    """Return a message that names the two texts; ``verb`` is such as "is copied"."""
    first, second = (_short(atom.forms[0]) for atom in (each.first, each.second))
    what = "" if each.within else "the section "
    return f"{what}{second} {verb} before {first}, but comes after it in the file"


def _short(text: str) -> str:
    return f'"{text if len(text) <= 40 else text[:39].rstrip() + "…"}"'


def _interleaved(subject: Subject, found: list[Span]) -> Iterator[Finding]:
    """Yield sections that are interrupted by another section on the same page."""
    sequence = sorted(
        (place, span.section) for span in found if span.section >= 0 for place, _ in span.places
    )
    titles = {span.section: span.title for span in found}
    by_page: defaultdict[int, list[int]] = defaultdict(list)
    for place, section in sequence:
        read = by_page[subject.body.page_of(place)]
        if not read or read[-1] != section:
            read.append(section)
    reported = set()
    for page, sections in by_page.items():
        for section, runs in Counter(sections).items():
            title = titles.get(section)
            if runs > 1 and title and section not in reported:
                reported.add(section)
                message = f"the section {_short(title.forms[0])} is copied in {runs} parts"
                yield subject.at("CV205", message, title, page=page + 1)


def _words(subject: Subject) -> Iterator[Finding]:
    """Compare the spaces, to find words that are split into letters or run together."""
    seen: set[str] = set()
    for atom in subject.expected.atoms:
        form = re.sub(r"\s+", " ", atom.forms[0]).strip()
        if len(fold(form)) <= _SHORTEST or form in seen:
            continue
        seen.add(form)
        copies = _copies(subject, form)
        wrong = {copy: error for copy in copies if (error := _spacing_error(form, copy))}
        right = [copy for copy in copies if copy not in wrong]
        if wrong and len(right) < subject.times(form):
            copy, error = next(iter(wrong.items()))
            message = f"{_short(form)} {error}: {_short(plainly(copy))}"
            yield subject.at("CV203", message, atom)


def _copies(subject: Subject, form: str) -> list[str]:
    """Return the raw text at every place where a text is found."""
    return [_copied(subject, *place) for place in subject.body.find_all(fold(form))]


def _copied(subject: Subject, start: int, end: int) -> str:
    """Return the raw text between two offsets in the folded text."""
    where = subject.body.where
    page, first = where[start]
    last_page, last = where[end - 1]
    if page == last_page:
        return "".join(glyph.text for glyph in subject.bodies[page][first : last + 1])
    glyphs = (*subject.bodies[page][first:], *subject.bodies[last_page][: last + 1])
    return "".join(glyph.text for glyph in glyphs)


def _spacing_error(form: str, copy: str) -> str:
    """Return what is wrong with the spaces of a copied text, or an empty string."""
    wanted, found = _gaps(form), _gaps(re.sub(r"[\x02\ufffe\u00ad-]\s*[\r\n]*", "", copy))
    broken_lines = _gaps(re.sub(r"[ \t\u00a0]", "", copy))
    inner = max(len(fold(form)) - 1, 1)
    added = found - wanted - broken_lines
    lost = wanted - found
    if len(added) > max(1, _BROKEN * (inner - len(wanted))):
        return "is copied with extra spaces"
    if len(lost) > 2 * _BROKEN * len(wanted):
        return "is copied without its spaces"
    return ""


def _gaps(text: str) -> set[int]:
    """Return for each space of a text the number of letters before it."""
    gaps, letters = set(), 0
    for character in text:
        folded = fold(character)
        if character.isspace() and letters:
            gaps.add(letters)
        letters += len(folded)
    gaps.discard(letters)
    return gaps


def _junk(subject: Subject) -> Iterator[Finding]:
    """Yield characters that have no meaning outside the PDF."""
    known = set("".join(atom.typed + "".join(atom.forms) for atom in subject.expected.atoms))
    for number, page in enumerate(subject.reading.pages):
        found = Counter(
            glyph.text
            for glyph in page.glyphs
            if glyph.box and glyph.text not in known and _is_junk(glyph.text)
        )
        found.update(c for c in subject.reading.second[number] if c not in known and _is_junk(c))
        for character, times in found.items():
            name = unicodedata.name(character, "a private-use character")
            message = f"U+{ord(character):04X}, {name}, occurs {_times(times)} in the text"
            yield subject.finding("CV204", message, page=number + 1, text=character)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _is_junk(character: str) -> bool:
    if character in _LIGATURES or character in _WIDTHLESS:
        return True
    if character in _LINE_END_HYPHENS or character.isspace():
        return False
    return character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cs", "Cc")


def _fonts(subject: Subject) -> Iterator[Finding]:
    for font in subject.reading.fonts:
        if not font.mapped:
            message = f"the font {font.family} does not map its glyphs to characters"
            yield subject.finding("CV206", message, text=font.family)
