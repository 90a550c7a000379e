"""BibTeX and biblatex: a bibliography to publications.

The types and fields are those of BibTeX's "btxdoc" and of the biblatex manual (sections 2.1
and 2.2), and those that reference managers add.
"""

from __future__ import annotations

import re
from typing import Any

from cvkit.errors import InputError, Problem
from cvkit.importers.kit.decode import decode_leniently
from cvkit.importers.kit.draft import Draft, Importer, Note
from cvkit.interchange.bibliography.from_tex import Decoded, from_tex, verbatim
from cvkit.interchange.bibliography.people import natural, split_commas, split_names
from cvkit.interchange.bibliography.types import BIBTEX_IN, MACHINE_FIELDS, THESES
from cvkit.source.text import Source

from .bibtex_parser import BibEntry, BibField, parse
from .crossref import inherit
from .publication import Publication, bare_doi, iso_date, to_draft

__all__ = ["IMPORTER"]

# Text fields and the field of the model that each becomes; the first with a value wins.
_TEXTS = {
    "journal": "venue", "journaltitle": "venue", "booktitle": "venue", "eventtitle": "venue",
    "howpublished": "venue", "series": "series", "publisher": "publisher", "school": "publisher",
    "institution": "publisher", "organization": "publisher", "location": "location",
    "address": "location", "venue": "location", "pubstate": "status", "note": "note",
}  # fmt: skip
_NAMES = {"volume": "volume", "number": "issue", "issue": "issue", "isbn": "isbn", "eid": "pages"}
_PARTS = {
    "subtitle": "title", "booksubtitle": "booktitle", "journalsubtitle": "journaltitle",
    "titleaddon": "", "addendum": "",
}  # fmt: skip
_DATES = {"date", "year", "month", "day", "season"}
_SPECIAL = {"editor", "doi", "pages", "keywords", "arxiv"}
_RANGE = r"\s*(?:--+|[–—]|(?<=\d)-(?=\d))\s*"
_READ = {"title", "type", "author", "author+an", "crossref"}
_EPRINT = {"eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass", "arxivid"}
_ANNOTATION = re.compile(r'(\d+)\s*=\s*"([*†‡§¶#]+)"')
_ARXIV_NUMBER = re.compile(r"\d{4}\.\d{4,5}(v\d+)?|[a-z-]+(\.[A-Z]{2})?/\d{7}(v\d+)?")
_SWITCH_OR_FILE = re.compile(
    r"true|false|(?!https?:|www\.)\S+\.(pdf|pptx?|docx?|png|jpe?g|gif|svg|zip|html?|md|bib|mp4)",
    re.IGNORECASE,
)
_URLS = {"url", "ee", "howpublished"}


def read(name: str, data: bytes) -> Draft:
    """Return the publications of a BibTeX file.

    Raises :class:`InputError` with the line and column of every broken entry.
    """
    source, notes = decode_leniently(name, data)
    library = parse(source)
    children = inherit(library, source)
    if not (children or library.problems):
        raise InputError(Problem(name, "contains no bibliography entries"))
    found = [*notes, *library.notes]
    entries = []
    for entry in _without_duplicates(children, source, found):
        try:
            entries.append(_Reader(entry, source, found).run())
        except ValueError as error:
            library.problems.append(source.problem_at(entry.offset, f'"{entry.key}": {error}'))
    if library.problems:
        raise InputError(sorted(library.problems, key=lambda problem: problem.line or 0))
    found.sort(key=lambda note: note.line or 0)
    return to_draft(entries, found)


def looks_like(name: str, data: bytes) -> bool:
    """Whether this is BibTeX: by its name, or because it begins with an entry."""
    head = data[:4000].lstrip(b"\xef\xbb\xbf")
    begins = re.match(rb"(?:\s*(?:%[^\n]*)?\n)*\s*@[A-Za-z]+\s*\{\s*[^\s{}]*\s*,", head)
    return name.lower().endswith((".bib", ".bibtex")) or bool(begins)


def _without_duplicates(
    entries: list[BibEntry], source: Source, notes: list[Note]
) -> list[BibEntry]:
    """Drop exact duplicates of entries; entries that only share a key are kept."""
    known: dict[str, BibEntry] = {}
    kept = []
    for entry in entries:
        first = known.setdefault(entry.key.lower() or str(entry.offset), entry)
        if first is entry:
            kept.append(entry)
        elif _values(first) == _values(entry):
            message = f'"{entry.key}" is a duplicate and was skipped'
            notes.append(Note.at(source, entry.offset, message, "duplicates were skipped"))
        else:
            message = f'the key "{entry.key}" is used by another entry; both were imported'
            notes.append(Note.at(source, entry.offset, message))
            kept.append(entry)
    return kept


def _values(entry: BibEntry) -> dict[str, str]:
    return {name: " ".join(field.value.split()) for name, field in entry.fields.items()}


class _Reader:
    """Reads one entry, field by field."""

    def __init__(self, entry: BibEntry, source: Source, notes: list[Note]) -> None:
        self.entry = entry
        self.source = source
        self.notes = notes
        self.here = entry.offset
        self.made = Publication(self.report)

    def report(self, message: str) -> None:
        labelled = f'"{self.entry.key}": {message}' if self.entry.key else message
        self.notes.append(Note.at(self.source, self.here, labelled, message))

    def run(self) -> tuple[str, dict[str, Any]]:
        self.title()
        self.authors()
        self.type()
        self.dates()
        self.eprint()
        for name, field in self.entry.fields.items():
            self.here = field.offset
            if field.value.strip() and not self.is_read(name):
                self.field(name, field)
        self.here = self.entry.offset
        return self.made.finish()

    def is_read(self, name: str) -> bool:
        return name in _READ or name in _DATES or name in _EPRINT or name in _PARTS

    def text(self, field: BibField) -> Decoded:
        decoded = from_tex(field.value)
        if decoded.unknown:
            what = ", ".join(decoded.unknown)
            self.report(f"unknown commands in {field.name}, only their text was kept: {what}")
        return decoded

    def value(self, name: str) -> Decoded:
        field = self.entry.fields.get(name)
        return self.text(field) if field else Decoded("", "")

    def title(self) -> None:
        title = self.value("title").markup or self.value("booktitle").markup
        if not title:
            raise ValueError("the entry has no title")
        if subtitle := self.value("subtitle").markup:
            title = f"{title}{' ' if title[-1] in '?!:.' else ': '}{subtitle}"
        self.made.fields["title"] = title
        for name in ("titleaddon", "addendum"):
            self.made.add("remarks", self.value(name).markup)

    def type(self) -> None:
        kind = BIBTEX_IN.get(self.entry.type, "")
        self.made.fields["type"] = kind
        if thesis := THESES.get(self.entry.type):
            self.made.add("remarks", self.value("type").markup or thesis)
        elif "type" in self.entry.fields:
            self.made.add("remarks", self.value("type").markup)

    def dates(self) -> None:
        date, year = self.value("date").plain, self.value("year").plain
        date = date.partition("/")[0]
        month, day = self.value("month").plain, self.value("day").plain
        if match := re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", date):
            year, month, day = (part or "" for part in match.groups())
        elif match := re.fullmatch(r"(.*?)[\s~.]+(\d\d?)(?:\s*[-–].*)?", month):
            month, day = match.groups()
        found = iso_date(year.strip("() "), month or self.value("season").plain, day)
        if found:
            self.made.fields["date"] = found
        elif year or date:
            self.made.fields["status"] = self.value("year" if year else "date").markup
        if month and found == year:
            self.made.keep("month", self.value("month").markup or month)
        rest = self.value("date").plain.partition("/")[2]
        if rest:
            self.report(f"only the first date was imported, not {rest}")

    def eprint(self) -> None:
        fields = self.entry.fields
        number = verbatim((fields.get("eprint") or fields.get("arxivid") or _NONE).value)
        archive = self.value("archiveprefix").plain or self.value("eprinttype").plain
        area = self.value("primaryclass").plain or self.value("eprintclass").plain
        if not number:
            return
        number = re.sub(r"^arxiv:\s*", "", number, flags=re.IGNORECASE)
        is_arxiv = archive.lower() == "arxiv" or "arxivid" in fields
        if is_arxiv or _ARXIV_NUMBER.fullmatch(number):
            self.made.fields["arxiv"] = f"{number} [{area}]" if area else number
            if not self.made.fields["type"]:
                self.made.fields["type"] = "preprint"
        elif number.startswith("http"):
            self.made.put_url(number, "eprint")
        else:
            self.made.keep(archive or "eprint", f"{number} [{area}]" if area else number)

    def field(self, name: str, field: BibField) -> None:
        made, url = self.made, _only_url(field.value)
        if name in _SPECIAL:
            self.special(name, field)
        elif name in _URLS and url:
            made.put_url(url, field.name)
        elif name in _NAMES:
            made.put(_NAMES[name], self.text(field).plain, field.name)
        elif name in _TEXTS:
            self.words(name, field)
        elif _is_for_programs(name, field.value):
            made.leave_out(field.name)
        elif url:
            made.put_url(url, field.name, of_links=field.name)
        else:
            made.keep(field.name, self.text(field).markup)

    def special(self, name: str, field: BibField) -> None:
        """Read a field whose value has a special format."""
        made, bare = self.made, verbatim(field.value)
        if name == "editor":
            made.put("editors", self.people(field), field.name)
        elif name == "doi":
            made.put("doi", bare_doi(bare), field.name)
        elif name == "pages":
            pages = re.sub(_RANGE, "–", self.text(field).plain)
            made.put("pages", pages, field.name)
        elif name == "keywords":
            words = re.split(r"\s*[;,]\s*", self.text(field).markup)
            made.put("keywords", [word for word in words if word], field.name)
        elif _ARXIV_NUMBER.fullmatch(bare):
            made.put("arxiv", bare, field.name)
        else:
            made.keep(field.name, self.text(field).markup)

    def words(self, name: str, field: BibField) -> None:
        text = self.text(field).markup
        part = next((sub for sub, whole in _PARTS.items() if whole == name), "")
        if part and (subtitle := self.value(part).markup):
            text = f"{text}: {subtitle}"
        if text != self.made.fields["title"]:
            self.made.put(_TEXTS[name], text, field.name)

    def people(self, field: BibField) -> list[str]:
        names = []
        for name in split_names(field.value):
            if name.lower() == "others":
                names.append("et al.")
            elif name:
                names.append(_person(name))
        return [name for name in names if name]

    def authors(self) -> None:
        """Read the authors, with the marks in biblatex's annotations: ``1="*"; 2="*"``."""
        fields = self.entry.fields
        authors = self.people(fields["author"]) if "author" in fields else []
        if annotation := fields.get("author+an"):
            marks = dict(_ANNOTATION.findall(annotation.value))
            if _ANNOTATION.sub("", annotation.value).strip("; \n\t"):
                self.made.keep(annotation.name, self.text(annotation).markup)
            authors = [f"{name}{marks.get(str(i), '')}" for i, name in enumerate(authors, 1)]
        self.made.put("authors", authors, "author")


_NONE = BibField("", "", 0)


def _is_for_programs(name: str, value: str) -> bool:
    """Whether only programs use a field: a known one, a switch or a file name."""
    is_known = name in MACHINE_FIELDS or name.startswith(("bdsk-", "opt", "__", "jabref"))
    return is_known or bool(_SWITCH_OR_FILE.fullmatch(value.strip(" {}")))


def _person(source: str) -> str:
    if re.match(r"\s*(family|given)\s*=", source):
        return _extended(source)
    parts = [from_tex(part).plain.replace("\u00a0", " ") for part in split_commas(source)]
    return natural([part for part in parts if part])


def _extended(source: str) -> str:
    """Read biblatex's extended name format: ``family=Beethoven, given=Ludwig, prefix=van``."""
    pairs = (part.partition("=") for part in split_commas(source))
    parts = {key.strip(): from_tex(value).plain.strip('" ') for key, _, value in pairs}
    order = ("given", "prefix", "family", "suffix")
    return " ".join(parts[key] for key in order if parts.get(key))


def _only_url(value: str) -> str:
    """Return the URL that a value consists of, or an empty text."""
    stripped = re.sub(r"^\s*\\url\s*", "", value.strip().strip("{}"))
    bare = verbatim(stripped)
    return bare if re.fullmatch(r"(?:https?://|www\.)\S+", bare) and " " not in stripped else ""


IMPORTER = Importer(read, looks_like, "BibTeX and biblatex: publications")
