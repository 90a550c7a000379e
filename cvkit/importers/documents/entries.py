"""From the blocks of an entry to its fields."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from cvkit.importers.kit.headings import bare_heading
from cvkit.language.read_dates import find_period
from cvkit.markup.escaping import typesettable
from cvkit.model import KINDS

from .blocks import BULLET, HEADING, TEXT, Block, safe
from .chunks import KEYWORDS, MAX_HEAD, MAX_HEAD_LINES, by_bullet, by_heading, is_sentence
from .coverage import without_dates
from .entry_heads import first_of, read_head
from .inline_entries import publication

__all__ = ["as_prose", "entries_of", "first_of_all", "ordered", "prose_line"]

_ORDER = (
    "institution", "organization", "name", "title", "course", "authors", "degree", "area",
    "position", "role", "department", "subtitle", "event", "venue", "awarder", "issuer", "funder",
    "start", "end", "date", "status", "location", "url", "links", "tagline", "summary",
    "positions", "highlights", "keywords", "note",
)  # fmt: skip


def first_of_all(chunks: list[list[Block]]) -> str:
    """Return what most heads of jobs begin with, ``position`` or ``organization``."""
    heads = (_split_head(chunk)[0] for chunk in chunks if chunk[0].kind != BULLET)
    votes = Counter(first_of([block.text for block in head]) for head in heads)
    return "position" if votes["position"] > votes["organization"] else "organization"


def entries_of(kind: str, chunk: list[Block], first_part: str = "") -> list[dict[str, Any]]:
    """Return the entry of a chunk, or the entries below a bullet that is only a year.

    ``first_part`` is what heads of jobs begin with, as :func:`first_of_all` returns it.
    """
    first, *body = chunk
    period = find_period(first.text)
    alone = period and not re.search(r"\w", without_dates(first.text))
    if not (alone and period and body and all(block.kind == BULLET for block in body)):
        return [_with_head(kind, _entry(kind, chunk, first_part), chunk)]
    entries = [_with_head(kind, _entry(kind, inner), inner) for inner in by_bullet(body)]
    return [
        entry if entry.keys() & {"start", "end", "date"} else {**entry, **period.fields}
        for entry in entries
    ]


def _with_head(kind: str, entry: dict[str, Any], chunk: list[Block]) -> dict[str, Any]:
    """Give an entry the field that it needs, if it has none: its first line as it is."""
    needed = KINDS[kind].needed
    if needed and not any(entry.get(name) for name in needed):
        entry[KINDS[kind].main] = safe(chunk[0].text)
    return entry


def _entry(kind: str, chunk: list[Block], first_part: str = "") -> dict[str, Any]:
    first = chunk[0]
    if first.kind == BULLET:
        heads, body = [first], chunk[1:]
    else:
        heads, body = _split_head(chunk)
    if kind == "publications":
        return publication(heads, body)
    if kind == "news":
        return _news(heads, body)
    head = read_head(kind, [block.text for block in heads], first_part)
    entry = head.fields
    if kind in ("experience", "volunteering") and any(b.kind == HEADING for b in body):
        body = _positions(entry, body)
    elif kind in ("experience", "volunteering"):
        body = _dated_bullets(entry, body)
    body = _without_keywords(entry, body)
    texts = [block for block in body if block.kind == TEXT]
    rest = list(head.rest)
    if rest and "tagline" not in entry:
        entry["tagline"] = safe(" · ".join(rest))
    lead = texts if not any(b.kind == BULLET for b in body) else _leading(body)
    if lead:
        entry["summary"] = as_prose(lead)
    bullets = [block for block in body if block not in lead]
    if bullets:
        entry["highlights"] = _highlights(bullets)
    return entry


def _without_keywords(entry: dict[str, Any], body: list[Block]) -> list[Block]:
    """Read lines such as ``Keywords: Rust, Go`` into the entry; return the others."""
    kept = []
    for block in body:
        match = KEYWORDS.match(block.text)
        if match is None:
            kept.append(block)
            continue
        words = re.split(r"\s*[,;·|]\s*", block.text[match.end() :].strip(" .*_"))
        entry.setdefault("keywords", []).extend(safe(word) for word in words if word)
    return kept


def _leading(body: list[Block]) -> list[Block]:
    found: list[Block] = []
    for block in body:
        if block.kind != TEXT:
            break
        found.append(block)
    return found


def _split_head(chunk: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return the short lines that an entry begins with, and its body."""
    heads = [chunk[0]]
    for block in chunk[1:MAX_HEAD_LINES]:
        is_head = block.kind == TEXT and len(block.text) <= MAX_HEAD
        if not is_head or is_sentence(block.text) or KEYWORDS.match(block.text):
            break
        heads.append(block)
    return heads, chunk[len(heads) :]


def _news(heads: list[Block], body: list[Block]) -> dict[str, Any]:
    text = " ".join(block.text for block in heads)
    period = find_period(text)
    entry: dict[str, Any] = {}
    if period and period.start <= 3 and "date" in period.fields:
        entry["date"] = period.fields["date"]
        text = text[period.end :].lstrip(" ]:.*_`–—-") or text
    entry["text"] = safe(text)
    if body:
        entry["highlights"] = _highlights(body)
    return entry


def _positions(entry: dict[str, Any], body: list[Block]) -> list[Block]:
    """Read headings below the employer as positions; return the blocks above the first."""
    level = min(block.level for block in body if block.kind == HEADING)
    before, chunks = by_heading(body, level, "experience")
    positions = []
    for chunk in chunks:
        inner = _entry("experience", chunk)
        if "position" not in inner:
            inner["position"] = inner.pop("organization", "")
        elif "organization" in inner:
            inner["department"] = inner.pop("organization")
        positions.append({key: inner[key] for key in ("position", *inner) if inner.get(key)})
    entry["positions"] = positions
    if "position" in entry:
        entry.setdefault("organization", entry["position"])
        if entry["organization"] != entry["position"]:
            entry["department"] = entry["position"]
        del entry["position"]
    return before


def _dated_bullets(entry: dict[str, Any], body: list[Block]) -> list[Block]:
    """Read bullets that begin with a period as positions: ``- 2019 – 2022: Researcher``."""
    first = next((i for i, block in enumerate(body) if _is_dated(block)), None)
    if first is None or entry.keys() & {"position", "start", "date"}:
        return body
    chunks: list[list[Block]] = []
    for block in body[first:]:
        if _is_dated(block):
            chunks.append([block])
        else:
            chunks[-1].append(block)
    entry["positions"] = [_dated_position(chunk) for chunk in chunks]
    return body[:first]


def _is_dated(block: Block) -> bool:
    period = find_period(block.text) if block.kind == BULLET else None
    return bool(
        period and period.start <= 2 and "start" in period.fields
        and re.match(r"[*_`)]*\s*[:：|,\t–—-]?\s*\w", block.text[period.end :])
    )  # fmt: skip


def _dated_position(chunk: list[Block]) -> dict[str, Any]:
    period = find_period(chunk[0].text)
    assert period is not None
    text = chunk[0].text[period.end :].strip(" :：|,–—-\t")
    position: dict[str, Any] = {"position": safe(text), **period.fields}
    if chunk[1:]:
        position["highlights"] = _highlights(chunk[1:])
    return position


def _highlights(blocks: list[Block]) -> list[Any]:
    """Return bullets nested by their depth; text between them becomes a bullet."""
    found: list[Any] = []
    depth = min(block.level for block in blocks)
    for block in blocks:
        text = safe(block.text)
        if not text:
            continue
        if block.kind != BULLET or block.level <= depth or not found:
            found.append(text)
            continue
        last = found[-1] if isinstance(found[-1], dict) else {"text": found[-1]}
        found[-1] = last
        last.setdefault("blocks", []).append(block)
    for item in found:
        if isinstance(item, dict):
            item["highlights"] = _highlights(item.pop("blocks"))
    return found


def as_prose(blocks: list[Block]) -> str:
    """Return blocks as paragraphs and lists."""
    lines: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        text = prose_line(block.text)
        if block.kind == BULLET:
            text = f"{'  ' * min(block.level, 8)}- {text}"
        is_apart = before is not None and (
            block.kind != BULLET or before.kind != BULLET
        ) and (block.gap or block.kind != before.kind or block.kind == HEADING)  # fmt: skip
        if is_apart:
            lines.append("")
        lines.append(f"**{bare_heading(block.text)}**" if block.kind == HEADING else text)
    return typesettable("\n".join(lines))


def prose_line(text: str) -> str:
    """Return a line of prose; a sign that would begin a list is escaped."""
    return re.sub(r"^([-+*])(?=\s)|^(\d+)([.)])(?=\s)", lambda m: f"{m[2] or ''}\\{m[1] or m[3]}",
                  safe(text))  # fmt: skip


def ordered(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with its fields in the usual order."""
    rank = {name: number for number, name in enumerate(_ORDER)}
    fields = sorted(entry.items(), key=lambda item: rank.get(item[0], len(rank) // 2))
    found = dict(fields)
    if "positions" in found:
        found["positions"] = [ordered(position) for position in found["positions"]]
    return found
