"""CSL-JSON, the format of Zotero and citation processors: publications.

The names of types and fields are those of the CSL 1.0.2 schema.
"""

from __future__ import annotations

import json
import re
from typing import Any

from cvkit.errors import InputError, Problem
from cvkit.importers.kit.decode import decode_leniently
from cvkit.importers.kit.draft import Draft, Importer, Note
from cvkit.importers.kit.urls import valid_url
from cvkit.interchange.bibliography.rich_text import from_rich_text
from cvkit.interchange.bibliography.types import CSL_IN, MACHINE_FIELDS
from cvkit.model.dates import SEASONS
from cvkit.source.text import Source

from .publication import Publication, bare_doi, iso_date, to_draft

__all__ = ["IMPORTER"]

MAX_ITEMS = 20_000
_SEASONS = {str(number): name for number, name in enumerate(SEASONS, start=1)}
_TEXTS = {
    "container-title": "venue", "event": "venue", "event-title": "venue",
    "collection-title": "series", "publisher": "publisher", "publisher-place": "location",
    "event-place": "location", "status": "status", "note": "note",
}  # fmt: skip
_NAMES = {"volume": "volume", "issue": "issue", "number": "issue", "ISBN": "isbn"}
_MACHINE = {
    "id", "citation-key", "citation-label", "accessed", "source", "title-short", "categories",
    "container-title-short", "journalabbreviation", "pmcid", "submitted",
} | MACHINE_FIELDS  # fmt: skip
_READ = {"type", "title", "author", "editor", "issued", "custom", "archive", "archive_location",
         "genre"}  # fmt: skip


def read(name: str, data: bytes) -> Draft:
    """Return the publications of a CSL-JSON file; raise :class:`InputError` if items are broken."""
    source, notes = decode_leniently(name, data, 20_000_000)
    items = _items(source)
    places = _places(source.text)
    found = list(notes)
    entries, problems = [], []
    for number, item in enumerate(items):
        offset = places[number] if number < len(places) else 0
        try:
            entries.append(_Reader(item, source, offset, found).run())
        except (ValueError, TypeError, AttributeError) as error:
            problems.append(source.problem_at(offset, f"item {number + 1}: {error}"))
    if problems:
        raise InputError(problems)
    return to_draft(entries, found)


def looks_like(name: str, data: bytes) -> bool:
    """Whether this is CSL-JSON: a list of items, or one, with types that CSL knows."""
    head = data[:20_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if name.lower().endswith(".csl.json"):
        return True
    types = "|".join([*CSL_IN, "webpage", "document", "post", "post-weblog"])
    return head[:1] in b"[{" and bool(
        re.search(rf'"type"\s*:\s*"(?:{types})"'.encode(), head)
        and re.search(rb'"(?:title|issued|author)"\s*:', head)
        and not re.search(rb'"(?:basics|work)"\s*:', head)
    )


def _items(source: Source) -> list[Any]:
    try:
        items = json.loads(source.text)
    except json.JSONDecodeError as error:
        raise InputError(source.problem_at(error.pos, f"is not JSON: {error.msg}")) from None
    except RecursionError:
        raise InputError(Problem(source.name, "is nested too deeply")) from None
    items = items.get("items", [items]) if isinstance(items, dict) else items
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputError(Problem(source.name, "is not a list of CSL-JSON items"))
    if not items or len(items) > MAX_ITEMS:
        message = f"contains {len(items)} items; the number must be between 1 and {MAX_ITEMS}"
        raise InputError(Problem(source.name, message))
    return items


def _places(text: str) -> list[int]:
    """Return the offset of each object in the outermost list."""
    places, depth = [], 0
    outer = 1 if text.lstrip()[:1] == "[" else 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text):
        sign = match[0]
        if sign == "{" and depth == outer:
            places.append(match.start())
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(sign, 0)
    return places


class _Reader:
    """Reads one item, field by field."""

    def __init__(
        self, item: dict[str, Any], source: Source, offset: int, notes: list[Note]
    ) -> None:
        self.item = item
        self.made = Publication(
            lambda text: notes.append(Note.at(source, offset, self.labelled(text), text))
        )

    def labelled(self, message: str) -> str:
        key = self.item.get("id", self.item.get("citation-key"))
        return f'"{key}": {message}' if key else message

    def run(self) -> tuple[str, dict[str, Any]]:
        made, item = self.made, self.item
        title = from_rich_text(str(item.get("title", "")))
        if not title:
            raise ValueError("the item has no title")
        made.fields["title"] = title
        made.fields["type"] = CSL_IN.get(str(item.get("type", "")), "")
        self.people()
        self.date()
        if str(item.get("archive", "")).lower() == "arxiv" and item.get("archive_location"):
            made.put("arxiv", str(item["archive_location"]), "archive_location")
        elif item.get("archive"):
            made.keep("archive", _text(item["archive"]))
        if item.get("genre"):
            made.add("remarks", _text(item["genre"]))
        for name, value in item.items():
            if name not in _READ and value not in ("", None, [], {}):
                self.field(name, value)
        self.custom()
        return made.finish()

    def field(self, name: str, value: Any) -> None:
        made = self.made
        if name == "DOI":
            made.put("doi", bare_doi(str(value)), name)
        elif name == "URL":
            made.put_url(str(value), name)
        elif name == "page":
            made.put("pages", re.sub(r"(?<=\w)\s*-+\s*(?=\w)", "–", str(value)), name)
        elif name == "keyword":
            words = re.split(r"\s*[;,]\s*", str(value))
            made.put("keywords", [_text(word) for word in words if word], name)
        elif name in _TEXTS:
            made.put(_TEXTS[name], _text(value), name)
        elif name in _NAMES:
            made.put(_NAMES[name], str(value).strip(), name)
        elif name.lower() in _MACHINE or name.startswith("_"):
            if name != "id":
                made.leave_out(name)
        else:
            made.keep(name, _anything(value))

    def people(self) -> None:
        for name, field in (("author", "authors"), ("editor", "editors")):
            people = [_person(person) for person in self.item.get(name, [])]
            self.made.put(field, [person for person in people if person], name)

    def date(self) -> None:
        issued = self.item.get("issued") or {}
        parts = (issued.get("date-parts") or [[]])[0]
        raw = str(issued.get("raw") or issued.get("literal") or "")
        if match := re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", raw):
            parts = [part for part in match.groups() if part]
        year, month, day = (*(str(part) for part in parts), "", "", "")[:3]
        season = str(issued.get("season", ""))
        found = iso_date(year, month or _SEASONS.get(season, season), day)
        if found:
            self.made.fields["date"] = found
        elif raw or year:
            self.made.put("status", _text(raw or year), "issued")

    def custom(self) -> None:
        """Read the fields that cvkit writes there; all others are kept as extra."""
        custom = self.item.get("custom") or {}
        made = self.made
        for name, value in custom.items() if isinstance(custom, dict) else [("custom", custom)]:
            if name == "author-marks" and isinstance(value, list):
                authors = made.fields.get("authors", [])
                marks = [*map(str, value), *[""] * len(authors)]
                made.fields["authors"] = [a + m for a, m in zip(authors, marks, strict=False)]
            elif name in ("badges", "remarks") and isinstance(value, list):
                for text in value:
                    made.add(name, str(text))
            elif name == "links" and isinstance(value, list):
                for link in value:
                    if valid_url(str(link["url"])):
                        made.add("links", {"label": str(link["label"]), "url": str(link["url"])})
            elif name == "extra" and isinstance(value, dict):
                made.fields.setdefault("extra", {}).update(value)
            else:
                made.keep(name, _text(value))


def _anything(value: Any) -> str:
    """Return a value that has no field in the model as text."""
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return _text("; ".join(_person(person) for person in value))
    return _text(json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value)


def _text(value: Any) -> str:
    return from_rich_text(str(value))


def _person(person: dict[str, Any]) -> str:
    if person.get("literal"):
        literal = " ".join(str(person["literal"]).split())
        return "et al." if literal.lower() in ("others", "et al.", "et al") else literal
    order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return " ".join(" ".join(str(person[key]).split()) for key in order if person.get(key))


IMPORTER = Importer(read, looks_like, "CSL-JSON: publications from Zotero and others")
