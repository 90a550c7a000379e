"""Entries that are written on one line: skills, languages, publications."""

from __future__ import annotations

import re
from typing import Any

from cvkit.importers.kit.headings import bare_heading
from cvkit.language.read_dates import find_period
from cvkit.markup import plain

from .blocks import BULLET, HEADING, TEXT, Block, safe
from .entry_heads import authors_in, bare, read_head

__all__ = ["language_entries", "publication", "skill_entries"]

_LABEL = re.compile(
    r"^(?:(?:\*\*|__)(?P<bold>[^*_]+?)\s*[:：]?\s*(?:\*\*|__)\s*[:：–—-]?\s*|(?P<plain>[^:：,;.()]{2,40}?)\s*[:：]\s+)"
    r"(?P<rest>\S.*)$",
    re.DOTALL,
)
_LIST = re.compile(r"\s*[,;，、；•|]\s*(?![^()]*\))")
_FLUENCY = re.compile(r"^(.{2,40}?)\s*(?:\(([^()]+)\)|\s[–—-]\s(.+)|[:：]\s*(.+))$")
_QUOTED = re.compile(r"[“\"„«]\s*(.{8,}?)\s*[.,]?\s*[”\"“»]")
_LINK = re.compile(r"\[?\[([^\[\]]{1,30})\]\((https?://[^()\s]+)\)\]?")
MAX_KEYWORD = 60


def skill_entries(blocks: list[Block]) -> dict[str, Any]:
    """Return the entries of a skills section: groups by heading or label, with keywords."""
    entries: list[dict[str, Any]] = []
    group: dict[str, Any] | None = None
    for block in blocks:
        if block.kind == HEADING:
            group = {"name": safe(bare_heading(block.text))}
            entries.append(group)
            continue
        entry = _skill(block.text)
        if not entry:
            continue
        if group is not None or (block.level and entries):
            target = group if group is not None else entries[-1]
            target.setdefault("skills", []).append(entry)
        else:
            entries.append(entry)
    return {"entries": [_flat(entry) for entry in entries]} if entries else {}


def _skill(text: str) -> dict[str, Any]:
    match = _LABEL.match(text)
    if match:
        name = safe((match["bold"] or match["plain"]).strip())
        return {"name": name, **_keywords(match["rest"])}
    words = [word for word in _LIST.split(text.strip(" .")) if word]
    if len(words) > 1:
        return _keywords(text)
    return {"name": safe(text)} if re.search(r"\w", text) else {}


def _keywords(text: str) -> dict[str, Any]:
    words = [safe(word) for word in _LIST.split(text.strip(" ,;")) if word.strip()]
    if all(len(word) <= MAX_KEYWORD for word in words):
        return {"keywords": words}
    return {"text": safe(text)}


def _flat(entry: dict[str, Any]) -> dict[str, Any]:
    """Turn skills that have only a name into keywords of their group."""
    skills = entry.get("skills", [])
    if skills and "keywords" not in entry and all(skill.keys() == {"name"} for skill in skills):
        rest = {key: value for key, value in entry.items() if key != "skills"}
        return {**rest, "keywords": [skill["name"] for skill in skills]}
    return entry


def language_entries(blocks: list[Block]) -> dict[str, Any]:
    """Return the entries of a languages section, such as ``English (native), German: C1``."""
    entries = []
    for block in blocks:
        for part in _LIST.split(block.text.strip(" .")):
            words = re.sub(r"\*\*|__", "", part).strip()
            match = _FLUENCY.match(words)
            if match:
                fluency = next(group for group in match.groups()[1:] if group)
                entries.append({"language": safe(match[1]), "fluency": safe(fluency)})
            elif words:
                entries.append({"language": safe(words)})
    return {"entries": entries} if entries else {}


def publication(heads: list[Block], body: list[Block]) -> dict[str, Any]:
    """Return a publication, from a head with lines below it or from one line of a bibliography."""
    text = " ".join(block.text for block in heads if block.kind != HEADING)
    quoted = _QUOTED.search(text)
    if heads[0].kind == HEADING or not quoted:
        return _listed(heads, body)
    entry: dict[str, Any] = {"title": safe(quoted[1])}
    before, after = text[: quoted.start()].strip(" .,:"), text[quoted.end() :]
    authors = authors_in(before)
    if authors:
        entry["authors"] = authors
    after = _links(after, entry)
    period = find_period(after)
    if period and "date" in period.fields:
        entry["date"] = period.fields["date"]
    venue = re.sub(r"^[\s.,]*(?:In:?\s+)?", "", after).strip(" .,")
    if period and venue.endswith(after[period.start : period.end].strip(" .,")):
        cut = venue[: -len(after[period.start : period.end].strip(" .,"))].rstrip(" .,(")
        venue = cut
    if venue:
        entry["venue"] = safe(bare(venue))
    if before and not authors:
        entry["note"] = safe(before)
    _add_body(entry, body)
    return entry


def _links(text: str, entry: dict[str, Any]) -> str:
    for match in _LINK.finditer(text):
        entry.setdefault("links", []).append({"label": safe(match[1]), "url": match[2]})
    return _LINK.sub(" ", text)


def _listed(heads: list[Block], body: list[Block]) -> dict[str, Any]:
    first, *more = heads
    if first.kind == BULLET and not more:
        lines = [part for part in first.text.split("\n") if part.strip()]
        first, more = Block(TEXT, lines[0], first.line), [
            Block(TEXT, line, first.line) for line in lines[1:]
        ]  # fmt: skip
    is_title = first.kind == HEADING or bool(re.match(r"(\*\*|__|\[)", first.text)) or bool(more)
    if is_title:
        head = read_head("publications", [first.text])
        entry = {"title": head.fields.get("title", safe(first.text)), **head.fields}
        rest = list(head.rest)
    else:
        entry, rest = {"title": ""}, []
        entry["title"] = safe(_links(first.text, entry).strip())
        period = find_period(first.text)
        if period and "date" in period.fields:
            entry["date"] = period.fields["date"]
    for block in more:
        rest += _below(block.text, entry)
    for part in rest:
        _put_rest(entry, part)
    _add_body(entry, body)
    return entry


def _below(text: str, entry: dict[str, Any]) -> list[str]:
    """Read a line below a title; return the parts that are not authors, dates or links."""
    text = _links(text, entry)
    authors = authors_in(text)
    if authors and "authors" not in entry:
        entry["authors"] = authors
        return []
    head = read_head("publications", [text])
    title = head.fields.pop("title", "")
    for key, value in head.fields.items():
        entry.setdefault(key, value)
    return [part for part in (title, *head.rest) if part]


def _put_rest(entry: dict[str, Any], part: str) -> None:
    authors = authors_in(part)
    if authors and "authors" not in entry:
        entry["authors"] = authors
    elif "venue" not in entry and len(plain(safe(part))) <= 150:
        entry["venue"] = safe(bare(part))
    else:
        entry["note"] = safe(f"{entry['note']}; {part}" if "note" in entry else part)


def _add_body(entry: dict[str, Any], body: list[Block]) -> None:
    for block in body:
        for part in _below(block.text, entry):
            if block.kind == BULLET or len(part) > 150:
                entry.setdefault("highlights", []).append(safe(part))
            else:
                _put_rest(entry, part)
