"""BibTeX: the publications of a CV.

Classic BibTeX can read it; where it has no field (marks of authors, links), biblatex's or those
that personal pages use are written, which it ignores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cvkit.interchange.bibliography.people import PersonName
from cvkit.interchange.bibliography.to_tex import escape, to_tex
from cvkit.interchange.bibliography.types import BIBTEX_OUT, BibShape
from cvkit.interchange.bibliography.works import Work, works_of
from cvkit.model import CV, CvDate
from cvkit.model.dates import MONTHS

__all__ = ["to_bibtex"]

_FIELD_NAME = re.compile(r"[^\s=,{}()\"#%'~\\@]+")
_ARXIV = re.compile(r"(?:arxiv:\s*)?(\S+?)(?:\s*\[(.+)\])?", re.IGNORECASE)


def to_bibtex(cv: CV) -> bytes:
    """Return all publications of a CV as BibTeX in UTF-8."""
    return "\n".join(_entry(work) for work in works_of(cv)).encode()


def _entry(work: Work) -> str:
    shape = BIBTEX_OUT[work.type]
    if work.thesis:
        shape = replace(shape, type=work.thesis)
    elif work.type == "thesis":
        shape = replace(shape, type="thesis")
    elif work.type == "preprint" and work.entry.arxiv:
        shape = replace(shape, type="misc")
    fields: dict[str, str] = {}
    for name, value in _fields(work, shape):
        if value:
            fields.setdefault(name, value)
    width = max(map(len, fields))
    lines = [f"  {name:<{width}} = {value}," for name, value in fields.items()]
    return "\n".join([f"@{shape.type}{{{work.key},", *lines, "}", ""])


def _fields(work: Work, shape: BibShape) -> Iterator[tuple[str, str]]:
    entry = work.entry
    yield "author", _braced(_people(work.authors, work.more_authors))
    yield "author+an", _braced(_annotations(work.authors))
    yield "title", _braced(to_tex(entry.title, protect=True))
    yield shape.venue, _text(entry.venue)
    yield "editor", _braced(_people(work.editors, len(work.editors) < len(entry.editors)))
    yield "series", _text(entry.series)
    yield shape.publisher, _text(entry.publisher)
    yield "volume", _plain(entry.volume)
    yield shape.issue, _plain(entry.issue)
    yield "pages", _plain(entry.pages)
    yield from _date(work.date)
    yield "pubstate", _text(entry.status)
    yield "address", _text(entry.location)
    yield "doi", _braced(entry.doi and _verbatim(entry.doi))
    yield from _arxiv(entry.arxiv)
    yield "isbn", _plain(entry.isbn)
    yield "url", _braced(entry.url and _verbatim(entry.url))
    yield "keywords", _braced("; ".join(to_tex(word) for word in entry.keywords))
    yield "note", _braced("; ".join(to_tex(text) for text in _notes(work)))
    for link in entry.links:
        if _FIELD_NAME.fullmatch(link.label):
            yield link.label, _braced(_verbatim(link.url))
    for label, texts in entry.extra.items():
        if _FIELD_NAME.fullmatch(label):
            yield label, _braced("; ".join(to_tex(text) for text in texts))


def _notes(work: Work) -> Iterator[str]:
    """Yield the texts that have no field but the note, with labels that cannot name a field."""
    entry = work.entry
    yield from work.remarks
    yield from entry.badges
    if entry.note:
        yield entry.note
    for link in entry.links:
        if not _FIELD_NAME.fullmatch(link.label):
            yield f"[{link.label}]({link.url})"
    for label, texts in entry.extra.items():
        if not _FIELD_NAME.fullmatch(label):
            yield f"{label}: {'; '.join(texts)}"


def _braced(value: str | None) -> str:
    return f"{{{value}}}" if value else ""


def _text(text: str | None) -> str:
    return _braced(to_tex(text)) if text else ""


def _plain(text: str | None) -> str:
    return _braced(escape(text)) if text else ""


def _verbatim(address: str) -> str:
    """Return an address with its braces escaped, so that BibTeX's braces stay balanced."""
    return address.replace("{", "%7B").replace("}", "%7D")


def _people(names: tuple[PersonName, ...], others: bool) -> str:
    parts = [_person(name) for name in names]
    return " and ".join([*parts, "others"] if others else parts)


def _person(name: PersonName) -> str:
    if name.literal:
        return f"{{{escape(name.literal)}}}"
    family = " ".join(escape(part) for part in (name.particle, name.family) if part)
    parts = [family, escape(name.suffix), escape(name.given)]
    return ", ".join(part for part in parts if part)


def _annotations(names: tuple[PersonName, ...]) -> str:
    marked = [(number, name.marks) for number, name in enumerate(names, 1) if name.marks]
    return "; ".join(f'{number}="{marks}"' for number, marks in marked)


def _date(date: CvDate | None) -> Iterator[tuple[str, str]]:
    if date is None:
        return
    yield "year", _braced(f"{date.year:04d}")
    if date.season:
        yield "month", _braced(date.season)
    elif date.month:
        yield "month", MONTHS[date.month - 1][:3].lower()
    if date.day:
        yield "day", _braced(str(date.day))


def _arxiv(number: str | None) -> Iterator[tuple[str, str]]:
    match = _ARXIV.fullmatch(number) if number else None
    if match:
        yield "eprint", _braced(escape(match[1]))
        yield "archivePrefix", "{arXiv}"
        yield "primaryClass", _braced(match[2] and escape(match[2]))
    elif number:
        yield "eprint", _braced(escape(number))
