"""LinkedIn's data export: a ZIP archive of CSV files, of which those that fit a CV are read.

Connections, messages, invitations and all other files are never opened.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from cvkit.errors import InputError, Problem
from cvkit.importers.kit.decode import decode_leniently, is_zip
from cvkit.importers.kit.draft import Draft, Importer, Note
from cvkit.importers.kit.fields import KEPT, unread_end
from cvkit.importers.kit.urls import valid_url
from cvkit.importers.kit.zip_archive import Archive, open_archive, read_member
from cvkit.language.read_dates import find_period, read_date
from cvkit.markup.escaping import escape_inline, escape_prose
from cvkit.model import KINDS

from .linkedin_tables import (
    ALIASES,
    COLUMNS,
    KNOWN_ELSEWHERE,
    PRIVATE,
    PROFILE_COLUMNS,
    TABLES,
    Table,
)

__all__ = ["IMPORTER"]

_BULLET = re.compile(r"^\s*(?:[•●▪◦‣∙·*–—✓➢►▸■-]|\d{1,2}[.)])\s+")
_INLINE_BULLET = re.compile(r"\s+[•●▪]\s+")
_LABELLED = re.compile(r"\[(?:([^\[\]:]+):)?((?:https?://)?[^\[\]]+)\]")


@dataclass(frozen=True)
class _Row:
    """A row of a file: its cells and headings by column key, and the line it begins in."""

    file: str
    line: int
    cells: dict[str, str]
    heads: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def read(name: str, data: bytes) -> Draft:
    """Return the CV of an export; raise :class:`InputError` if the archive is broken."""
    with open_archive(name, data) as archive:
        reader = _Reader(name, archive)
        return reader.run()


def looks_like(_name: str, data: bytes) -> bool:
    """Whether this is a ZIP archive with files of LinkedIn's export."""
    if not is_zip(data):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            stems = {_stem(member) for member in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    return len(stems & {"profile", "positions", "education", "skills", "connections"}) >= 1


def _stem(member: str) -> str:
    base = member.rpartition("/")[2]
    if not base.lower().endswith(".csv"):
        return ""
    stem = _key(re.sub(r"(_\d+)?\.csv$", "", base, flags=re.IGNORECASE))
    return ALIASES.get(stem, stem)


def _key(head: str) -> str:
    return re.sub(r"[\W_]", "", head).lower()


class _Reader:
    def __init__(self, name: str, archive: Archive) -> None:
        self.name = name
        self.archive = archive
        self.notes: list[Note] = []
        self.members: dict[str, list[str]] = {}
        for member in archive.namelist():
            if not member.endswith("/"):
                self.members.setdefault(_stem(member), []).append(member)

    def run(self) -> Draft:
        others = sorted(
            member
            for stem, members in self.members.items()
            if stem not in KNOWN_ELSEWHERE
            for member in members
        )
        if len(others) == sum(map(len, self.members.values())):
            hint = "request a copy of your data from LinkedIn, including the profile"
            raise InputError(
                Problem(self.name, "contains none of the files of a LinkedIn export", hint=hint)
            )
        data = self.header()
        data["sections"] = [*self.summary(data), *self.tables()]
        if others:
            self.notes.append(Note(f"not part of a CV, not opened: {', '.join(others)}"))
        return Draft({key: value for key, value in data.items() if value}, tuple(self.notes))

    def note(self, row: _Row, message: str, kind: str = "") -> None:
        self.notes.append(Note(f"{row.file}: {message}", row.line, kind=kind))

    # Files

    def rows(self, stem: str) -> list[_Row]:
        return [row for member in self.members.get(stem, []) for row in self.member(stem, member)]

    def member(self, stem: str, member: str) -> list[_Row]:
        """Return the rows of a file; there may be remarks above the column headings."""
        inside = f"{self.name}:{member}"
        text, notes = decode_leniently(inside, read_member(self.name, self.archive, member))
        self.notes += notes
        reader = csv.reader(io.StringIO(text.text))
        known = COLUMNS.get(stem) or set(TABLES[stem].columns)
        heads: list[str] | None = None
        rows = []
        start = 1
        try:
            for cells in reader:
                if heads is not None and any(cell.strip() for cell in cells):
                    by_key = dict(zip(map(_key, heads), cells, strict=False))
                    rows.append(_Row(member, start, by_key, {_key(head): head for head in heads}))
                    self.check_width(rows[-1], cells, heads)
                elif heads is None and known & set(map(_key, cells)):
                    heads = cells
                start = reader.line_num + 1
        except csv.Error as error:
            message = f"is not CSV: {error}"
            raise InputError(Problem(inside, message, reader.line_num or 1)) from None
        if heads is None and text.text.strip():
            columns = ", ".join(sorted(known))
            hint = f"its first line must contain some of {columns}"
            raise InputError(Problem(inside, "has none of the known columns", 1, hint=hint))
        return rows

    def check_width(self, row: _Row, cells: list[str], heads: list[str]) -> None:
        surplus = [cell for cell in cells[len(heads) :] if cell.strip()]
        if surplus:
            self.note(row, f"more cells than columns; not imported: {', '.join(surplus)}")

    # Header

    def header(self) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for row in self.rows("profile")[:1]:
            name = f"{row.get('firstname')} {row.get('lastname')}".strip()
            data["name"] = " ".join(name.split())
            data["headline"] = escape_inline(row.get("headline"))
            data["email"] = data["phone"] = data["url"] = ""
            data["location"] = escape_inline(row.get("geolocation"))
            data["profiles"] = self.profiles(row, data)
            data["extra"] = {}
            for column in row.cells:
                self.other(row, column, data["extra"])
        data["email"] = self.email()
        data["phone"] = self.phone()
        return data

    def other(self, row: _Row, column: str, extra: dict[str, str]) -> None:
        """Keep or report a column of the profile that has no field in a CV."""
        if not row.get(column) or column in PROFILE_COLUMNS:
            return
        if column in PRIVATE:
            self.note(row, f"{PRIVATE[column]} is private and was not imported")
        else:
            extra[row.heads[column]] = escape_inline(row.get(column))
            self.note(row, f"{row.heads[column]} has no field here: kept under extra", KEPT)

    def profiles(self, row: _Row, data: dict[str, Any]) -> list[dict[str, str]]:
        handles = re.findall(r"[^\[\],\s]+", row.get("twitterhandles"))
        profiles = [{"network": "X", "username": handle.removeprefix("@")} for handle in handles]
        websites = row.get("websites")
        found = _LABELLED.findall(websites) or [("", url) for url in re.split(r"[,\s]+", websites)]
        for label, url in found:
            if not valid_url(url.strip()):
                if url.strip():
                    self.note(row, f"not a valid URL, not imported: {url}")
            elif not data["url"]:
                data["url"] = url.strip()
            else:
                network = label.strip().capitalize() if label else ""
                profiles.append({**({"network": network} if network else {}), "url": url.strip()})
        return profiles

    def email(self) -> str:
        rows = [row for row in self.rows("emailaddresses") if "@" in row.get("emailaddress")]
        first = next((row for row in rows if row.get("primary").lower() == "yes"), None)
        first = first or next(iter(rows), None)
        for row in rows:
            if row is not first:
                self.note(
                    row,
                    f"only the primary email address was imported, not {row.get('emailaddress')}",
                )
        return first.get("emailaddress") if first else ""

    def phone(self) -> list[str]:
        numbers = []
        for row in [*self.rows("phonenumbers"), *self.rows("phonenumber")]:
            number, extension = row.get("number"), row.get("extension")
            numbers.append(f"{number} ext. {extension}" if extension and number else number)
        return list(dict.fromkeys(number for number in numbers if number))

    # Sections

    def summary(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        texts = [row.get("summary") for row in self.rows("profile")[:1]]
        texts += [row.get("profilesummary") for row in self.rows("profilesummary")]
        texts = list(dict.fromkeys(text for text in texts if text and text != data.get("headline")))
        text = "\n\n".join(escape_prose(_paragraphs(text)) for text in texts)
        return [{"kind": "summary", "text": text}] if text else []

    def tables(self) -> list[dict[str, Any]]:
        sections: list[dict[str, Any]] = []
        for stem, table in TABLES.items():
            entries = [entry for row in self.rows(stem) if (entry := self.entry(row, table))]
            if table.kind == "experience":
                entries = _by_employer(entries)
            if entries:
                title = {"title": table.title} if table.title else {}
                sections.append({"kind": table.kind, **title, "entries": entries})
            if stem == "projects":
                sections += self.skills()
        return sections

    def skills(self) -> list[dict[str, Any]]:
        names = [escape_inline(row.get("name")) for row in self.rows("skills")]
        names = list(dict.fromkeys(name for name in names if name))
        return [{"kind": "skills", "entries": [{"keywords": names}]}] if names else []

    def entry(self, row: _Row, table: Table) -> dict[str, Any]:
        if table.kind == "references":
            if row.get("status").upper() not in ("", "VISIBLE"):
                self.note(row, f"hidden recommendation not imported: {row.get('status')}")
                return {}
            row.cells["firstname"] = f"{row.get('firstname')} {row.get('lastname')}".strip()
        entry: dict[str, Any] = {}
        ends_last = sorted(row.cells.items(), key=lambda cell: table.columns.get(cell[0]) == "end")
        for column, cell in ends_last:
            text = cell.strip()
            field = (
                "name"
                if (table.kind, column) == ("references", "firstname")
                else (table.columns.get(column))
            )
            if text and field != "":
                self.put(row, entry, field, column, text, table)
        return _complete(entry, table)

    def put(
        self, row: _Row, entry: dict[str, Any], field: str | None, column: str, text: str,
        table: Table,
    ) -> None:  # fmt: skip
        if field in ("start", "end", "date") and field not in entry:
            self.put_date(row, entry, field, column, text)
        elif field == "*":
            entry.update(_prose(text))
        elif field == "-":
            self.note(row, f"{row.heads[column]} was not imported: {text}")
        elif field == "tagline":
            entry[field] = text.replace("_", " ").capitalize() if text.isupper() else text
        elif (field == "url" and not valid_url(text)) or field is None or field in entry:
            self.keep(row, entry, column, text)
        elif field == "reference":
            entry[field] = escape_prose(_paragraphs(text))
        elif field == "url" or field in table.plain:
            entry[field] = text
        else:
            entry[field] = escape_inline(text)

    def put_date(
        self, row: _Row, entry: dict[str, Any], field: str, column: str, text: str
    ) -> None:
        bare = re.sub(r",?\s+\d{1,2}:\d\d.*$", "", text)
        date = read_date(bare)
        period = find_period(text) if not date else None
        if date:
            entry[field] = date
        elif period and (period.start, period.end) == (0, len(text)):
            entry.update(period.fields)
        elif field == "end":
            entry.update(unread_end(escape_inline(text), entry))
            self.note(row, f"{row.heads[column]} is not a date: kept as text under status")
        else:
            self.keep(row, entry, column, text)

    def keep(self, row: _Row, entry: dict[str, Any], column: str, text: str) -> None:
        label = row.heads.get(column) or "Other"
        entry.setdefault("extra", {})[label.strip()] = escape_inline(text)
        self.note(row, f"{label} has no field here: kept under extra: {text[:60]}", KEPT)


# Entries


def _complete(entry: dict[str, Any], table: Table) -> dict[str, Any]:
    """Add a missing main field; the start of a certificate without an end is its date."""
    kind = KINDS[table.kind]
    if entry and kind.needed and not entry.keys() & kind.needed:
        entry = {kind.main: "(untitled)", **entry}
    if table.kind == "certificates" and "start" in entry and "end" not in entry:
        entry["date"] = entry.pop("start")  # when it was issued; it does not expire
    return entry


def _paragraphs(text: str) -> str:
    """Separate paragraphs: each line is one, unless it is a bullet."""
    lines = [_BULLET.sub("- ", line).rstrip() for line in text.splitlines()]
    parts: list[str] = []
    for line in lines:
        if (
            parts
            and line
            and parts[-1]
            and not (line.startswith("- ") and parts[-1].startswith("- "))
        ):
            parts.append("")
        parts.append(line)
    return "\n".join(parts)


def _prose(text: str) -> dict[str, Any]:
    """Return a description as paragraphs and bullets."""
    lines = [part for line in text.splitlines() for part in _split_bullets(line) if part.strip()]
    bullets = [_BULLET.sub("", line).strip() for line in lines if _BULLET.match(line)]
    if not bullets:
        return {"summary": "\n\n".join(escape_prose(line) for line in lines)}
    first = next(i for i, line in enumerate(lines) if _BULLET.match(line))
    highlights = [escape_inline(_BULLET.sub("", line)) for line in lines[first:]]
    fields: dict[str, Any] = {}
    if first:
        fields["summary"] = "\n\n".join(escape_prose(line) for line in lines[:first])
    return {**fields, "highlights": [text for text in highlights if text]}


def _split_bullets(line: str) -> list[str]:
    """Split a line with several bullets, which LinkedIn writes when line breaks are lost."""
    parts = _INLINE_BULLET.split(line)
    if len(parts) == 1:
        return [line]
    first = [parts[0]] if parts[0].strip() else []
    return [*first, *(f"• {part}" for part in parts[1:])]


def _by_employer(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Group consecutive positions at the same employer under one entry."""
    found: list[dict[str, Any]] = []
    for entry in entries:
        last = found[-1] if found else None
        same = last and last.get("organization") == entry.get("organization")
        if last is None or not same or "position" not in entry or not entry.get("organization"):
            found.append(entry)
        elif "positions" in last:
            last["positions"].append(_position(entry))
        elif "position" in last:
            found[-1] = {
                "organization": last["organization"],
                "positions": [_position(last), _position(entry)],
            }
        else:
            found.append(entry)
    return [_with_common_place(entry) for entry in found]


def _position(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "organization"}


def _with_common_place(entry: dict[str, Any]) -> dict[str, Any]:
    """Move the location and the URL to the employer if all positions share them."""
    positions = entry.get("positions")
    if not positions:
        return entry
    for field in ("location", "url"):
        values = {position.get(field) for position in positions}
        if len(values) == 1 and None not in values:
            entry = {"organization": entry["organization"], field: values.pop(), **entry}
            for position in positions:
                del position[field]
    return entry


IMPORTER = Importer(read, looks_like, "LinkedIn's data export (the ZIP archive)")
