"""CV1xx: everything that the file says is on the page, can be seen, and is linked."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from .context import Subject, walk
from .expected import Atom
from .findings import Finding
from .pdf.reading import Glyph
from .text_search import SHORT, Searchable, fold, joined

__all__ = ["check_complete"]

_HREF = re.compile(r"\bhref=\"([^\"]*)\"")
_EXCERPT = 60
_TOO_MANY = 5


def check_complete(subject: Subject) -> Iterator[Finding]:
    """Yield what is missing of texts and links, and what nobody can see."""
    lost = _Lost(subject)
    yield from lost.findings()
    yield from lost.second()
    yield from _links(subject)
    yield from _formulas(subject)
    yield from _hidden(subject, lost.invisible)


class _Lost:
    """Counts every text in the file and on the page; the longest first.

    A text that is missing takes the shorter ones within it along: these are not told twice.
    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.told: list[tuple[str, int]] = []
        self.invisible: list[str] = []
        self.one_sided: list[tuple[str, list[Atom]]] = []
        atoms = subject.expected.atoms
        self.groups: defaultdict[str, list[Atom]] = defaultdict(list)
        for atom in atoms:
            self.groups[self._form(atom)].append(atom)
        # What runs at the foot is looked for there as well, and does not count in the body.
        by_words = subject.both_ways
        standing = [self._form(atom) for atom in atoms if not atom.running]
        self.wanted = joined(standing, by_words=by_words)
        self.all_wanted = joined(map(self._form, atoms), by_words=by_words)

    def _form(self, atom: Atom) -> str:
        """Return the form of a text that is found; the first where none is."""
        forms = [form for form in atom.forms if fold(form)] or [""]
        return next((form for form in forms if self.subject.seen.count(form)), forms[0])

    def findings(self) -> Iterator[Finding]:
        for form in sorted(filter(fold, self.groups), key=lambda form: -len(fold(form))):
            group = self.groups[form]
            running = all(atom.running for atom in group)
            wanted = self._needed(form, self.all_wanted if running else self.wanted)
            seen = (self.subject.seen if running else self.subject.body).count(form)
            if seen >= wanted:
                found = self.subject.second.count(form)
                if found < wanted and len(fold(form)) > SHORT:
                    self.one_sided.append((form, group))
            elif not self._in_parts(group):
                self.told.append((form, wanted - seen))
                yield self._finding(form, group, wanted, seen)

    def _needed(self, form: str, wanted: Searchable) -> int:
        explained = sum(
            times * joined([longer]).count(form) for longer, times in self.told if longer != form
        )
        return wanted.count(form) - explained

    def _in_parts(self, group: list[Atom]) -> bool:
        """Whether the ends of a range of dates stand on the page apart from each other."""
        body = self.subject.body
        return all(
            atom.parts and all(body.count(part.forms[0]) >= len(group) for part in atom.parts)
            for atom in group
        )

    def second(self) -> Iterator[Finding]:
        """Yield the texts that only one reader has; where there are many, that there are."""
        for form, group in self.one_sided[:_TOO_MANY]:
            message = f"{_quote(form)} is found by one reader of PDFs and not by another"
            yield self.subject.at("CV103", message, group[0])
        if len(self.one_sided) > _TOO_MANY:
            message = f"{len(self.one_sided)} texts are found by one reader of PDFs only"
            yield self.subject.finding("CV103", message)

    def _finding(self, form: str, group: list[Atom], wanted: int, seen: int) -> Finding:
        atom = self._missing(group) if seen else group[0]
        times = f" {_times(wanted)} in the file and {_times(seen)} there" if wanted > 1 else ""
        if self.subject.layer.count(form) > seen:
            self.invisible.append(fold(form))
            message = f"{_quote(form)} cannot be seen on the page"
            return self.subject.at("CV102", message + (f":{times}" if times else ""), atom)
        message = f"{_quote(form)} is not on the page"
        return self.subject.at("CV101", message + (f" often enough:{times}" if seen else ""), atom)

    def _missing(self, group: list[Atom]) -> Atom:
        """Return the one of several equal texts whose neighbours stand without it."""
        body, atoms = self.subject.body, list(self.subject.expected.atoms)
        places = [start for start, _ in body.find_all(fold(self._form(group[0])))]
        for atom in group:
            index = atoms.index(atom)
            before = _last_place(body, atoms[max(index - 4, 0) : index])
            after = _last_place(body, atoms[index + 1 : index + 5])
            if before is None or after is None:
                continue
            low, high = sorted((before, after))
            if not any(low - _EXCERPT <= place <= high + _EXCERPT for place in places):
                return atom
        return group[-1]


def _last_place(body: Searchable, atoms: list[Atom]) -> int | None:
    """Return where the one of some texts stands that stands in one place only."""
    for atom in atoms:
        places = list(body.find_all(fold(atom.forms[0]))) if len(fold(atom.forms[0])) > 8 else []
        if len(places) == 1:
            return places[0][0]
    return None


def _quote(text: str) -> str:
    text = " ".join(text.split())
    return f'"{text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rstrip() + "…"}"'


def _times(number: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _same(url: str) -> str:
    """Return an address as addresses are compared."""
    parts = urlsplit(unquote(html.unescape(url)).strip())
    rest = parts._replace(scheme="", netloc="").geturl().rstrip("/")
    return f"{parts.scheme.lower()}:{parts.netloc.lower()}{rest}"


def _links(subject: Subject) -> Iterator[Finding]:
    """Compare the links of the file with those of the page, as far as the theme links them."""
    there = Counter(_same(note.target) for note in subject.reading.annotations)
    made = Counter(_same(target) for target in _HREF.findall(subject.html))
    wanted = Counter(_same(link.target) for link in subject.expected.links)
    told = set()
    for link in subject.expected.links:
        key = _same(link.target)
        needed = min(wanted[key], made[key]) if subject.html else wanted[key]
        if there[key] < needed and key not in told:
            told.add(key)
            yield subject.at("CV104", f"{_quote(link.target)} is not linked in the PDF", link)
    for note in subject.reading.annotations:
        key = _same(note.target)
        if key not in wanted and key not in made and key not in told:
            told.add(key)
            message = f"a link leads to {_quote(note.target)}, which is not in the file"
            yield subject.finding("CV105", message, page=note.page + 1, text=note.target)


def _formulas(subject: Subject) -> Iterator[Finding]:
    """Look for the words of formulas that are pictures."""
    spoken = Counter(fold(tag.alternative) for tag in walk(subject.reading.tags) if tag.alternative)
    for atom in subject.expected.spoken:
        if subject.reading.tags and not spoken[fold(atom.forms[0])]:
            message = f"the formula {_quote(atom.forms[0])} is not on the page with its words"
            yield subject.at("CV101", message, atom)


def _hidden(subject: Subject, told: list[str]) -> Iterator[Finding]:
    """Yield text that is in the PDF and cannot be seen, whoever put it there."""
    for number, page in enumerate(subject.reading.pages):
        runs: list[list[Glyph]] = [[]]
        for glyph in page.glyphs:
            if glyph.box and not glyph.shown:
                runs[-1].append(glyph)
            elif glyph.box and glyph.text.strip() and runs[-1]:
                runs.append([])
        texts = ("".join(glyph.text for glyph in run).strip() for run in runs)
        strange = [text for text in texts if len(fold(text)) > 1 and not _is_among(text, told)]
        if strange:
            more = f", and {len(strange) - 1} more pieces" if len(strange) > 1 else ""
            message = f"{_quote(strange[0])} is in the PDF and cannot be seen{more}"
            yield subject.finding("CV106", message, page=number + 1, text=strange[0])


def _is_among(text: str, told: list[str]) -> bool:
    folded = fold(text)
    return any(folded in form or form in folded for form in told)
