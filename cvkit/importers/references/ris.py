"""RIS, the format of EndNote and of publishers' sites: publications."""

from __future__ import annotations

import re
from typing import Any

from cvkit.errors import InputError, Problem
from cvkit.importers.kit.decode import decode_leniently
from cvkit.importers.kit.draft import Draft, Importer, Note
from cvkit.interchange.bibliography.people import natural, split_commas
from cvkit.interchange.bibliography.types import RIS_IN
from cvkit.markup.escaping import escape_inline
from cvkit.source.text import Source

from .publication import Publication, bare_doi, iso_date, to_draft

__all__ = ["IMPORTER"]

_LINE = re.compile(r"^([A-Z][A-Z0-9])  - ?(.*)$")
_TEXTS = {
    "T2": "venue", "JF": "venue", "JO": "venue", "BT": "venue", "T3": "series",
    "PB": "publisher", "CY": "location", "PP": "location", "N1": "note",
}  # fmt: skip
_NAMES = {"VL": "volume", "IS": "issue", "M1": "issue", "SN": ""}
_PEOPLE = {"AU": "authors", "A1": "authors", "ED": "editors", "A2": "editors", "A3": "editors"}
_DATES = ("DA", "PY", "Y1")
_MACHINE = {
    "AB", "N2", "ID", "DB", "DP", "Y2", "ER", "TY", "L1", "L2", "L3", "L4", "LA", "AD", "AN", "CN",
    "JA", "J1", "J2", "ST", "C1", "C2", "C7", "C8", "U1", "U2", "U3", "U4", "U5", "LB", "RN", "RP",
}  # fmt: skip
_SKIPPED_SILENTLY = {"TY", "ER"}

Record = list[tuple[int, str, str]]


def read(name: str, data: bytes) -> Draft:
    """Return the publications of a RIS file; raise :class:`InputError` if records are broken."""
    source, notes = decode_leniently(name, data)
    found = list(notes)
    entries: list[tuple[str, dict[str, Any]]] = []
    problems: list[Problem] = []
    for record in _records(source, problems, found):
        try:
            entries.append(_Reader(record, found).run())
        except ValueError as error:
            problems.append(source.problem(str(error), record[0][0], 0))
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.line or 0))
    if not entries:
        raise InputError(Problem(name, "contains no bibliography entries"))
    return to_draft(entries, found)


def looks_like(name: str, data: bytes) -> bool:
    """Whether this is RIS: by its name, or because it begins with the type of a record."""
    return name.lower().endswith(".ris") or bool(
        re.match(rb"(?:\xef\xbb\xbf)?\s*TY  - [A-Z]", data[:200])
    )


def _records(source: Source, problems: list[Problem], notes: list[Note]) -> list[Record]:
    """Return the records, each a list of tagged lines; a line without a tag continues the last."""
    records: list[Record] = []
    current: Record | None = None
    for number, line in enumerate(source.lines):
        match = _LINE.match(line.rstrip())
        if match and match[1] == "TY":
            if current is not None:
                problems.append(_unended(source, current))
            current = [(number, "TY", match[2].strip())]
        elif current is None:
            if line.strip():
                notes.append(
                    Note(f"outside of any record, not imported: {line.strip()}", number + 1)
                )
        elif match and match[1] == "ER":
            records.append(current)
            current = None
        elif match:
            current.append((number, match[1], match[2].strip()))
        elif line.strip():
            start, tag, text = current[-1]
            current[-1] = (start, tag, f"{text} {line.strip()}")
    if current is not None:
        problems.append(_unended(source, current))
    return records


def _unended(source: Source, record: Record) -> Problem:
    hint = 'end it with "ER  - "'
    return source.problem("the record has no end", record[0][0], 0, hint=hint)


class _Reader:
    def __init__(self, record: Record, notes: list[Note]) -> None:
        self.record = record
        self.here = record[0][0]
        self.made = Publication(
            lambda message: notes.append(Note(message, self.here + 1, kind=message))
        )

    def first(self, *tags: str) -> str:
        return next((text for tag in tags for _, own, text in self.record if own == tag), "")

    def run(self) -> tuple[str, dict[str, Any]]:
        title = self.first("TI", "T1", "CT")
        if not title:
            raise ValueError("the record has no title")
        self.made.fields["title"] = escape_inline(title)
        self.made.fields["type"] = RIS_IN.get(self.first("TY"), "")
        for field in dict.fromkeys(_PEOPLE.values()):
            names = [_person(text) for _, tag, text in self.record if _PEOPLE.get(tag) == field]
            self.made.put(field, [name for name in names if name], field)
        self.date()
        self.pages()
        keywords = [escape_inline(text) for _, tag, text in self.record if tag == "KW" and text]
        self.made.put("keywords", keywords, "KW")
        for number, tag, text in self.record:
            self.here = number
            if text:
                self.field(tag, text)
        self.here = self.record[0][0]
        return self.made.finish()

    def date(self) -> None:
        text = self.first(*_DATES)
        year, month, day = (*re.split(r"[/-]", text), "", "")[:3]
        if found := iso_date(year.strip(), month, day):
            self.made.fields["date"] = found
        elif text:
            self.made.put("status", escape_inline(text), "PY")

    def pages(self) -> None:
        pages = "–".join(page for page in (self.first("SP"), self.first("EP")) if page)
        self.made.put("pages", re.sub(r"(?<=\d)-+(?=\d)", "–", pages), "SP")

    def field(self, tag: str, text: str) -> None:
        made = self.made
        if tag in _PEOPLE or tag in _DATES or tag in ("TI", "T1", "CT", "SP", "EP", "KW"):
            return
        if tag == "DO":
            made.put("doi", bare_doi(text), tag)
        elif tag == "UR":
            made.put_url(text, tag)
        elif tag == "SN" and re.fullmatch(r"(97[89])?[\d -]{9,14}[\dXx]", text):
            made.put("isbn", text, tag)
        elif tag in _TEXTS:
            made.put(_TEXTS[tag], escape_inline(text), tag)
        elif _NAMES.get(tag):
            made.put(_NAMES[tag], text, tag)
        elif tag in _MACHINE or tag == "SN":
            if tag not in _SKIPPED_SILENTLY:
                made.leave_out(tag)
        else:
            made.keep(tag, escape_inline(text))


def _person(text: str) -> str:
    parts = [part for part in split_commas(text) if part]
    if len(parts) == 3:
        parts = [parts[0], parts[2], parts[1]]  # family, given, suffix
    return natural(parts)


IMPORTER = Importer(read, looks_like, "RIS: publications from EndNote and publishers")
