"""Cross-references in BibTeX: the fields that entries inherit from their volume."""

from __future__ import annotations

from dataclasses import replace

from cvkit.importers.kit.draft import Note
from cvkit.source.text import Source

from .bibtex_parser import BibEntry, BibField, Library

__all__ = ["inherit"]

# Fields of the volume itself, which its parts do not inherit.
_OWN = {
    "title", "subtitle", "titleaddon", "author", "crossref", "ids", "label", "key", "doi", "url",
    "ee", "abstract", "pages", "note", "keywords", "file", "timestamp", "biburl", "bibsource",
    "shorttitle", "booktitle", "type", "eprint", "urldate", "owner",
}  # fmt: skip
_TITLES = {"title": "booktitle", "subtitle": "booksubtitle"}
_JOURNALS = {"title": "journaltitle", "subtitle": "journalsubtitle"}


def inherit(library: Library, source: Source) -> list[BibEntry]:
    """Return the entries with inherited fields, without volumes that only others refer to.

    Circular references become problems of the library; missing volumes become notes.
    """
    by_key = {entry.key.lower(): entry for entry in library.entries if entry.key}
    volumes = {field.value.strip().lower() for field in _references(library)}
    children = []
    for entry in library.entries:
        is_volume = entry.key.lower() in volumes and entry.type in ("proceedings", "collection")
        if is_volume:
            message = f'"{entry.key}" was used only as the volume of other entries'
            library.notes.append(Note.at(source, entry.offset, message))
        else:
            children.append(_filled(entry, by_key, library, source))
    return children


def _references(library: Library) -> list[BibField]:
    return [e.fields["crossref"] for e in library.entries if "crossref" in e.fields]


def _filled(
    entry: BibEntry, by_key: dict[str, BibEntry], library: Library, source: Source
) -> BibEntry:
    seen = {entry.key.lower()}
    current, fields = entry, dict(entry.fields)
    while reference := current.fields.get("crossref"):
        key = reference.value.strip().lower()
        if key in seen:
            message = f'circular crossref of "{entry.key}"'
            library.problems.append(source.problem_at(reference.offset, message))
            break
        if key not in by_key:
            message = f'"{reference.value.strip()}" is not in this file; no fields were inherited'
            library.notes.append(Note.at(source, reference.offset, message))
            break
        seen.add(key)
        current = by_key[key]
        _inherit_from(fields, current)
    return replace(entry, fields=fields)


def _inherit_from(fields: dict[str, BibField], volume: BibEntry) -> None:
    titles = _JOURNALS if volume.type in ("periodical", "journal") else _TITLES
    has_venue = any(name in fields for name in ("booktitle", "journal", "journaltitle"))
    for name, value in volume.fields.items():
        if name in titles and not has_venue:
            fields.setdefault(titles[name], value)
        elif name not in _OWN:
            fields.setdefault(name, value)
