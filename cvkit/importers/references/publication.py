"""A publication in the making: what BibTeX, CSL and RIS readers put their fields into."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from cvkit.importers.kit.date_words import key, months
from cvkit.importers.kit.draft import Draft, Note
from cvkit.importers.kit.urls import valid_url
from cvkit.interchange.bibliography.types import PATENT
from cvkit.markup.escaping import escape_inline
from cvkit.model import CvDate
from cvkit.model.dates import parse_date

__all__ = ["Publication", "bare_doi", "iso_date", "to_draft"]

_ORDER = (
    "title", "authors", "inventors", "type", "venue", "editors", "series", "publisher", "office",
    "volume", "issue", "number", "pages", "date", "status", "location", "doi", "arxiv", "isbn",
    "url", "links", "badges", "remarks", "keywords", "note", "extra",
)  # fmt: skip
_PATENT_FIELDS = {"authors": "inventors", "issue": "number", "publisher": "office"}
_NO_PATENT_FIELDS = {
    "type",
    "venue",
    "editors",
    "series",
    "volume",
    "pages",
    "doi",
    "arxiv",
    "isbn",
}
_ARXIV = re.compile(
    r"(?:arxiv(?:\s+preprint)?(?:\s+arxiv)?[:\s/]*|corr[,\s]*(?:vol\.\s*)?abs/)"
    r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)"
    r"(?:\s*(\[[\w.-]+\]))?",
    re.IGNORECASE,
)


@dataclass
class Publication:
    """The fields of one entry so far; ``report`` takes what is to be said of it."""

    report: Callable[[str], None]
    fields: dict[str, Any] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def put(self, name: str, value: str | list[str], label: str) -> None:
        """Set a field; a second value of it goes to ``extra`` under the name it came with."""
        if not value:
            return
        if name in self.fields and self.fields[name] != value:
            self.keep(label, "; ".join(value) if isinstance(value, list) else escape_inline(value))
        else:
            self.fields[name] = value

    def add(self, name: str, value: Any) -> None:
        """Add to a field that is a list."""
        if value:
            self.fields.setdefault(name, []).append(value)

    def keep(self, label: str, text: str) -> None:
        """Keep what the model has no field for, and say so."""
        extra = self.fields.setdefault("extra", {})
        taken = next(name for name in _numbered(label) if name not in extra)
        extra[taken] = text
        self.report(f'"{label}" has no field here; kept under extra: {_short(text)}')

    def leave_out(self, label: str) -> None:
        """Leave out what serves programs."""
        self.left_out.append(label)

    def put_url(self, url: str, label: str, *, of_links: str = "") -> None:
        """Set the address, as a DOI or an arXiv number if it leads there."""
        doi = bare_doi(url)
        if re.match(r"https?://(dx\.)?doi\.org/", url, re.IGNORECASE) and doi:
            if self.fields.setdefault("doi", doi).lower() != doi.lower():
                self.add("links", {"label": label, "url": url})
        elif not valid_url(url):
            self.keep(label, escape_inline(url))
        elif of_links:
            self.add("links", {"label": of_links, "url": url})
        elif self.fields.get("url", url) == url:
            self.fields["url"] = url
        else:
            self.add("links", {"label": label, "url": url})

    def finish(self) -> tuple[str, dict[str, Any]]:
        """Return the kind of section and the entry, with its fields in the order of print."""
        self._find_arxiv()
        if self.left_out:
            self.report(f"left out, since it serves programs: {', '.join(self.left_out)}")
        kind = "publications"
        if self.fields.get("type") == PATENT:
            kind = "patents"
            self._to_patent()
        if not self.fields.get("type", "x"):
            del self.fields["type"]
        return kind, {name: self.fields[name] for name in _ORDER if name in self.fields}

    def _find_arxiv(self) -> None:
        """Google Scholar writes ``arXiv preprint arXiv:1912.13515`` for a journal."""
        match = _ARXIV.search(self.fields.get("venue", ""))
        if match is None:
            return
        number = f"{match[1]} {match[2]}" if match[2] else match[1]
        known = str(self.fields.setdefault("arxiv", number))
        self.fields["type"] = "preprint"
        rest = self.fields["venue"].replace(match[0], "").strip(" ,.")
        if known.split(maxsplit=1)[0] == match[1] and rest.lower() in (
            "",
            "arxiv",
            "arxiv preprint",
        ):
            del self.fields["venue"]

    def _to_patent(self) -> None:
        for old, new in _PATENT_FIELDS.items():
            if old in self.fields:
                self.fields[new] = self.fields.pop(old)
        self.fields.pop("type")
        for name in _NO_PATENT_FIELDS & self.fields.keys():
            value = self.fields.pop(name)
            self.keep(name, "; ".join(value) if isinstance(value, list) else value)


def _numbered(label: str) -> Iterator[str]:
    yield label
    for number in count(2):
        yield f"{label} {number}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def bare_doi(doi: str) -> str:
    """Return a DOI without the address of its resolver."""
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi.strip(), flags=re.IGNORECASE)


def _month_number(month: str) -> int | None:
    """Return the number of a month that is written as a number or as a name."""
    word = key(month)
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    return months().get(word) or months().get(word[:3])


def iso_date(year: str, month: str = "", day: str = "") -> str:
    """Return a date as the model takes it, with what of it is understood; else an empty text."""
    if not re.fullmatch(r"\d{4}", year):
        return ""
    number = _month_number(month)
    try:
        date = CvDate(int(year), number, int(day) if number and day.isdigit() else None)
        datetime.date(date.year, date.month or 1, date.day or 1)
    except ValueError:
        return f"{year}-{number:02d}" if number else year
    if number is None and month:
        try:
            return str(parse_date(f"{year} {month.strip()}"))
        except ValueError:
            return year
    return str(date)


def to_draft(entries: list[tuple[str, dict[str, Any]]], notes: list[Note]) -> Draft:
    """Return the draft of a bibliography: publications, and patents if there are any."""
    kinds = dict.fromkeys(kind for kind, _ in entries)
    sections = [
        {"kind": kind, "entries": [entry for own, entry in entries if own == kind]}
        for kind in kinds
    ]
    return Draft({"sections": sections}, tuple(notes), partial="publications")
