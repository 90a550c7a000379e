"""CV1xx: every text of the file is on the page, is visible, and every address is linked."""

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

__all__ = ["check_complete", "same_target"]

_HREF = re.compile(r"\bhref=\"([^\"]*)\"")
_EXCERPT = 60
_TOO_MANY = 5


def check_complete(subject: Subject) -> Iterator[Finding]:
    """Yield missing texts and links, and text that is invisible."""
    texts = _Texts(subject)
    yield from texts.findings()
    yield from texts.second()
    yield from _links(subject)
    yield from _formulas(subject)
    yield from _hidden(subject, texts.invisible)


class _Texts:
    """Counts every text in the file and on the page, the longest first.

    If a text is missing, the shorter texts that it contains are not reported again.
    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.missing: list[tuple[str, int]] = []
        self.invisible: list[str] = []
        self.one_sided: list[tuple[str, list[Atom]]] = []
        atoms = subject.expected.atoms
        self.groups: defaultdict[str, list[Atom]] = defaultdict(list)
        for atom in atoms:
            self.groups[self._form(atom)].append(atom)
        # Texts of the running header and footer do not count in the body.
        by_words = subject.both_ways
        in_body = [self._form(atom) for atom in atoms if not atom.running]
        self.wanted = joined(in_body, by_words=by_words)
        self.all_wanted = joined(map(self._form, atoms), by_words=by_words)

    def _form(self, atom: Atom) -> str:
        """Return the form of a text that is on the page, or the first form if none is."""
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
                self.missing.append((form, wanted - seen))
                yield self._finding(form, group, wanted, seen)

    def _needed(self, form: str, wanted: Searchable) -> int:
        explained = sum(
            times * joined([longer]).count(form) for longer, times in self.missing if longer != form
        )
        return wanted.count(form) - explained

    def _in_parts(self, group: list[Atom]) -> bool:
        """Whether the two dates of a period are on the page separately."""
        body = self.subject.body
        return all(
            atom.parts and all(body.count(part.forms[0]) >= len(group) for part in atom.parts)
            for atom in group
        )

    def second(self) -> Iterator[Finding]:
        """Yield the first few texts that only one reader finds, and the number of all."""
        for form, group in self.one_sided[:_TOO_MANY]:
            message = f"{_quote(form)} is found by only one of two PDF readers"
            yield self.subject.at("CV103", message, group[0])
        if len(self.one_sided) > _TOO_MANY:
            message = f"{len(self.one_sided)} texts are found by only one of two PDF readers"
            text = "\n".join(form for form, _ in self.one_sided)
            yield self.subject.finding("CV103", message, text=text)

    def _finding(self, form: str, group: list[Atom], wanted: int, seen: int) -> Finding:
        atom = self._lost(group) if seen else group[0]
        times = f": {_times(wanted)} in the file, {_times(seen)} on the page" if wanted > 1 else ""
        if self.subject.layer.count(form) > seen:
            self.invisible.append(fold(form))
            message = f"{_quote(form)} is not visible on the page{times}"
            return self.subject.at("CV102", message, atom)
        message = f"{_quote(form)} is not on the page" + (f" often enough{times}" if seen else "")
        return self.subject.at("CV101", message, atom)

    def _lost(self, group: list[Atom]) -> Atom:
        """Return the one of several equal texts that is missing between its neighbours."""
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
    """Return the place of the first of some texts that occurs only once."""
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


def same_target(url: str) -> str:
    """Return an address in the form used to compare addresses."""
    parts = urlsplit(unquote(html.unescape(url)).strip())
    rest = parts._replace(scheme="", netloc="").geturl().rstrip("/")
    return f"{parts.scheme.lower()}:{parts.netloc.lower()}{rest}"


def _links(subject: Subject) -> Iterator[Finding]:
    """Compare the links of the file with those of the PDF, as far as the theme links them."""
    there = Counter(same_target(note.target) for note in subject.reading.annotations)
    composed = Counter(same_target(target) for target in _HREF.findall(subject.html))
    wanted = Counter(same_target(link.target) for link in subject.expected.links)
    reported = set()
    for link in subject.expected.links:
        key = same_target(link.target)
        needed = min(wanted[key], composed[key]) if subject.html else wanted[key]
        if there[key] < needed and key not in reported:
            reported.add(key)
            yield subject.at("CV104", f"{_quote(link.target)} is not linked in the PDF", link)
    for note in subject.reading.annotations:
        key = same_target(note.target)
        if key not in wanted and key not in composed and key not in reported:
            reported.add(key)
            message = f"a link leads to {_quote(note.target)}, which is not in the file"
            yield subject.finding("CV105", message, page=note.page + 1, text=note.target)


def _formulas(subject: Subject) -> Iterator[Finding]:
    """Find formulas, set as pictures, whose alternative text is missing."""
    spoken = Counter(fold(tag.alternative) for tag in walk(subject.reading.tags) if tag.alternative)
    for atom in subject.expected.spoken:
        if subject.reading.tags and not spoken[fold(atom.forms[0])]:
            message = f"the formula {_quote(atom.forms[0])} is not on the page with its source"
            yield subject.at("CV101", message, atom)


def _hidden(subject: Subject, reported: list[str]) -> Iterator[Finding]:
    """Yield text that is in the PDF but not visible, wherever it comes from."""
    for number, page in enumerate(subject.reading.pages):
        runs: list[list[Glyph]] = [[]]
        for glyph in page.glyphs:
            if glyph.box and not glyph.shown:
                runs[-1].append(glyph)
            elif glyph.box and glyph.text.strip() and runs[-1]:
                runs.append([])
        texts = ("".join(glyph.text for glyph in run).strip() for run in runs)
        hidden = [text for text in texts if len(fold(text)) > 1 and not _is_among(text, reported)]
        if hidden:
            more = f", and {len(hidden) - 1} more" if len(hidden) > 1 else ""
            message = f"{_quote(hidden[0])} is in the PDF but not visible{more}"
            yield subject.finding("CV106", message, page=number + 1, text=hidden[0])


def _is_among(text: str, reported: list[str]) -> bool:
    folded = fold(text)
    return any(folded in form or form in folded for form in reported)
