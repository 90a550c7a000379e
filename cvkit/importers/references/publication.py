"""A publication under construction, which the BibTeX, CSL and RIS readers fill in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from cvkit.importers.kit.draft import Draft, Note
from cvkit.importers.kit.urls import valid_url
from cvkit.interchange.bibliography.types import PATENT
from cvkit.language.date_words import key, months
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
    """The fields of one entry so far; ``report`` is called with each note on it."""

    report: Callable[[str], None]
    fields: dict[str, Any] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def put(self, name: str, value: str | list[str], label: str) -> None:
        """Set a field; another value of a field that is set goes to ``extra``, under ``label``."""
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
        """Keep a text that has no field in the model under ``extra``, and report it."""
        extra = self.fields.setdefault("extra", {})
        taken = next(name for name in _numbered(label) if name not in extra)
        extra[taken] = text
        self.report(f'"{label}" has no field here; kept under extra: {_short(text)}')

    def leave_out(self, label: str) -> None:
        """Leave out a field that only programs use."""
        self.left_out.append(label)

    def put_url(self, url: str, label: str, *, of_links: str = "") -> None:
        """Set the URL, or the DOI if it is the URL of one; a second URL becomes a link."""
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
        """Return the kind of the section and the entry, with its fields in a fixed order."""
        self._find_arxiv()
        if self.left_out:
            self.report(f"not imported, used by programs only: {', '.join(self.left_out)}")
        kind = "publications"
        if self.fields.get("type") == PATENT:
            kind = "patents"
            self._to_patent()
        if not self.fields.get("type", "x"):
            del self.fields["type"]
        return kind, {name: self.fields[name] for name in _ORDER if name in self.fields}

    def _find_arxiv(self) -> None:
        """Move an arXiv identifier out of the venue, where Google Scholar puts it."""
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
    """Return a DOI without the URL of the resolver."""
    return re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi.strip(), flags=re.IGNORECASE)


def _month_number(month: str) -> int | None:
    """Return the number of a month given as a number or as a name in any language."""
    word = key(month)
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    return months().get(word) or months().get(word[:3])


def iso_date(year: str, month: str = "", day: str = "") -> str:
    """Return a date of the model, as precise as the parts can be read, or an empty text."""
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
