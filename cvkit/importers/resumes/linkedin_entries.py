"""Entries of LinkedIn's export: descriptions with bullets, positions at one employer."""

from __future__ import annotations

import re
from typing import Any

from cvkit.markup.escaping import escape_inline, escape_prose
from cvkit.model import KINDS

from .linkedin_tables import Table

__all__ = ["by_employer", "complete", "paragraphs", "prose"]

_BULLET = re.compile(r"^\s*(?:[•●▪◦‣∙·*–—✓➢►▸■-]|\d{1,2}[.)])\s+")
_INLINE_BULLET = re.compile(r"\s+[•●▪]\s+")


def complete(entry: dict[str, Any], table: Table) -> dict[str, Any]:
    """Make an entry valid whose head is empty, or which has an end only."""
    kind = KINDS[table.kind]
    if entry and kind.needed and not entry.keys() & kind.needed:
        entry = {kind.main: "(untitled)", **entry}
    if table.kind == "certificates" and "start" in entry and "end" not in entry:
        entry["date"] = entry.pop("start")  # it was issued then, and does not run out
    return entry


def paragraphs(text: str) -> str:
    """Part paragraphs: each line of LinkedIn's is one, unless it is a bullet."""
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


def prose(text: str) -> dict[str, Any]:
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
    """Split a line that holds several bullets, as LinkedIn writes them where breaks are lost."""
    parts = _INLINE_BULLET.split(line)
    if len(parts) == 1:
        return [line]
    first = [parts[0]] if parts[0].strip() else []
    return [*first, *(f"• {part}" for part in parts[1:])]


def by_employer(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put positions at one employer that follow each other under one entry."""
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
    """Lift what all positions share to the employer."""
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
