"""The publications of a CV, ready to be written in other formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cvkit.markup import plain
from cvkit.model import CV, Author, CvDate, Section
from cvkit.model.entries import PublicationEntry
from cvkit.model.names import is_et_al

from .keys import make_keys
from .people import PersonName, parse_name
from .types import THESES

__all__ = ["Work", "works_of"]

_CONFERENCE = re.compile(
    r"\b(?:proceedings|proc\.|conference|conf\.|symposium|workshop|advances in|meeting|congress)"
    r"|^[A-Z][\w&+-]*[A-Z][\w&+-]*\s*[’']?\d{2,4}$",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"^[A-Z][\w&+-]*[A-Z]")


@dataclass(frozen=True)
class Work:
    """A publication with its key; ``type`` is the given one or the likeliest."""

    key: str
    entry: PublicationEntry
    type: str | None
    date: CvDate | None
    authors: tuple[PersonName, ...]
    editors: tuple[PersonName, ...]
    more_authors: bool
    thesis: str
    remarks: tuple[str, ...]


def works_of(cv: CV) -> list[Work]:
    """Return all publications of all sections and groups, in the order of the CV."""
    found = [pair for section in cv.sections for pair in _entries(section)]
    firsts = [_family(entry.authors) for entry, _ in found]
    keys = make_keys(
        (family, f"{date.year:04d}" if date and date.year else "", plain(entry.title))
        for family, (entry, date) in zip(firsts, found, strict=True)
    )
    return [_work(key, entry, date) for key, (entry, date) in zip(keys, found, strict=True)]


def _entries(section: Section, year: str = "") -> Iterator[tuple[PublicationEntry, CvDate | None]]:
    title = section.title or ""
    if section.group_by == "year" and re.fullmatch(r"\d{4}", title):
        year = title  # the entries below it have given their year to the heading
    for entry in section.entries:
        if isinstance(entry, PublicationEntry):
            date = entry.date or entry.end or entry.start
            if date is None or date.present:
                known = year or _year_in(entry.venue or "")
                date = CvDate(int(known)) if known else None
            yield entry, date
    for group in section.groups:
        yield from _entries(group, year)


def _year_in(venue: str) -> str:
    """Return the year of a venue such as ``ICDE 2023``, if it names one only."""
    years = set(re.findall(r"\b(?:19|20)\d\d\b", venue))
    return years.pop() if len(years) == 1 else ""


def _family(authors: Sequence[Author]) -> str:
    if not authors:
        return ""
    name = parse_name(authors[0].name)
    return name.family or name.literal


def _work(key: str, entry: PublicationEntry, date: CvDate | None) -> Work:
    thesis = next((type_ for type_, words in THESES.items() if words in entry.remarks), "")
    if entry.type != "thesis":
        thesis = ""
    return Work(
        key,
        entry,
        entry.type or _likely_type(entry),
        date,
        tuple(parse_name(author.name) for author in entry.authors if not is_et_al(author.name)),
        tuple(parse_name(name) for name in entry.editors if not is_et_al(name)),
        any(is_et_al(author.name) for author in entry.authors),
        thesis,
        tuple(remark for remark in entry.remarks if remark != THESES.get(thesis)),
    )


def _likely_type(entry: PublicationEntry) -> str | None:
    venue = plain(entry.venue) if entry.venue else ""
    if venue and (_CONFERENCE.search(venue) and (_CAPITALS.match(venue) or " " in venue)):
        return "paper"
    if venue and (entry.volume or entry.issue):
        return "article"
    return "preprint" if entry.arxiv and not venue else None
