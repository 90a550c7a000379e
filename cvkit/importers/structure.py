"""From the blocks of a document to the data of a CV: sections, entries, bullets.

It is a guess, and says so. What it holds is not: each line of the document is in the data or
in a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from cvkit.model import CV

from .contact import read_header
from .draft import Draft, Note
from .heads import read_head
from .headings import bare_heading, kind_of_heading, standard_title
from .outline import BULLET, HEADING, TEXT, Block, Section, safe, split_sections, words_of
from .periods import find_period
from .small_entries import language_entries, publication, skill_entries

__all__ = ["build"]

# What an entry of a kind must have.
_REQUIRED = {
    "education": "institution", "projects": "name", "publications": "title", "awards": "title",
    "certificates": "name", "interests": "name", "teaching": "course", "talks": "title",
    "service": "organization", "news": "text", "patents": "title", "grants": "title",
    "references": "name",
}  # fmt: skip
MAX_HEAD = 120
MAX_HEAD_LINES = 4
_ORDER = (
    "institution", "organization", "name", "title", "course", "authors", "degree", "area",
    "position", "role", "department", "subtitle", "event", "venue", "awarder", "issuer", "funder",
    "start", "end", "date", "status", "location", "url", "links", "tagline", "summary",
    "positions", "highlights", "note",
)  # fmt: skip
# Words that join the parts of a head, and go where these are told apart.
_JOINTS = {"in", "at", "and", "et", "al", "to", "expected", "present", "email", "phone", "tel"}
_PARAGRAPHS = {"publications", "awards", "news", "service", "talks", "patents", "grants",
               "certificates", "references", "teaching"}  # fmt: skip


def build(blocks: list[Block], data: dict[str, Any], notes: list[Note]) -> Draft:
    """Return the draft of a document; ``data`` and ``notes`` hold what is known beforehand."""
    header, sections = split_sections(blocks, kind_of_heading)
    if not sections and len(header) > 1:
        header, sections = header[:1], [Section("custom", "", 1, header[0].line, header[1:])]
    rest = read_header(header, data)
    _report_lost(header, [*data.items(), rest], notes)
    made = [{"kind": "summary", "title": "", "text": "\n\n".join(map(_prose_line, rest))}] if rest else []
    for section in sections:
        built = _checked(_section(section), section, notes)
        if built:
            made.append(built)
    data["sections"] = made
    return Draft({key: value for key, value in data.items() if value}, tuple(notes))


def _checked(built: dict[str, Any], section: Section, notes: list[Note]) -> dict[str, Any]:
    """Return a section that is valid and holds all of its words."""
    try:
        CV.model_validate({"sections": [built]})
    except ValidationError as error:
        said = error.errors(include_url=False)[0]["msg"]
        notes.append(Note(f'"{section.title}" was kept as text: {said}', section.line))
        built = {"kind": "custom", "title": _title(section), "text": _as_prose(section.blocks)}
        if not built["text"]:
            return {}
    _report_lost([Block(HEADING, section.title, section.line), *section.blocks],
                 [built, standard_title(section.kind)], notes)  # fmt: skip
    return built


def _report_lost(blocks: Iterable[Block], made: Any, notes: list[Note]) -> None:
    """Note each line of which words are missing in what was made; dates are made anew."""
    left = Counter(word for text in _texts(made) for word in words_of(text))
    raw = " ".join(_texts(made))
    for block in blocks:
        text = bare_heading(block.text) if block.kind == HEADING else block.text
        words = Counter(word for word in words_of(_without_dates(text)) if word not in _JOINTS)
        lost = words - left
        left -= words
        addresses = re.findall(r"\]\(([^()\s]+)\)", block.text)
        if lost or not all(_is_kept(url, raw) for url in addresses):
            if not _is_in_profile(lost, addresses, raw):
                notes.append(Note(f"could not be placed: {block.text}", block.line))


def _is_kept(url: str, raw: str) -> bool:
    """Whether an address stands somewhere in a text; of a telephone number the digits count."""
    if url.startswith("tel:"):
        return re.sub(r"\D", "", url) in re.sub(r"\D", "", raw)
    return url.removeprefix("mailto:") in raw


def _is_in_profile(lost: Counter[str], addresses: list[str], raw: str) -> bool:
    """Whether all that is missing is a link of which the user name was kept."""
    names = [url.rstrip("/").rpartition("/")[2] for url in addresses]
    return bool(names) and all(name and name in raw for name in names) and not (
        lost - Counter(word for url in addresses for word in words_of(url.replace("/", " ")))
    )  # fmt: skip


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts(item)]
    return []


def _without_dates(text: str) -> str:
    while period := find_period(text):
        text = f"{text[: period.start]} {text[period.end :]}"
    return text


# Sections


def _title(section: Section) -> str:
    return bare_heading(section.title)


def _section(section: Section) -> dict[str, Any]:
    title = _title(section)
    built: dict[str, Any] = {"kind": section.kind}
    if title.casefold() != standard_title(section.kind).casefold():
        built["title"] = title
    blocks = section.blocks
    if section.kind == "summary":
        return built | {"text": _as_prose(blocks)}
    if section.kind == "skills":
        return built | skill_entries(blocks)
    if section.kind == "languages":
        return built | language_entries(blocks)
    if section.kind in ("custom", "interests") and not any(b.kind != TEXT for b in blocks):
        return built | ({"text": _as_prose(blocks)} if blocks else {})
    intro, chunks = _chunks(blocks, section.kind)
    chunks = [part for chunk in chunks for part in _parted(chunk)]
    if section.kind in _PARAGRAPHS and chunks and chunks[0][0].text.startswith(r"("):
        built["note"] = safe(" ".join(block.text for block in chunks.pop(0)))
    if intro:
        built["text"] = _as_prose(intro)
    entries = [entry for chunk in chunks for entry in _entries(section.kind, chunk)]
    if entries:
        built["entries"] = [_ordered(entry) for entry in entries]
    return built


def _chunks(blocks: list[Block], kind: str) -> tuple[list[Block], list[list[Block]]]:
    """Split the blocks of a section into those before the first entry, and its entries."""
    levels = [block.level for block in blocks if block.kind == HEADING]
    if levels:
        return _by_heading(blocks, min(levels), kind)
    if all(block.kind == BULLET for block in blocks):
        return [], _by_bullet(blocks)
    intro: list[Block] = []
    if kind in _PARAGRAPHS and blocks[0].kind == TEXT and _only_first_is_text(blocks):
        intro, blocks = blocks[:1], blocks[1:]
        return intro, _by_bullet(blocks)
    return intro, _by_paragraph(blocks, kind)


def _parted(chunk: list[Block]) -> list[list[Block]]:
    """Split an entry at a head that stands below its bullets without being a heading."""
    parts = [chunk[:1]]
    for number, block in enumerate(chunk[1:], 1):
        after_bullet = chunk[number - 1].kind == BULLET
        if block.kind == TEXT and block.gap and after_bullet and _is_head(chunk[number:]):
            parts.append([block])
        else:
            parts[-1].append(block)
    return parts


def _is_head(blocks: list[Block]) -> bool:
    """Whether blocks begin with short lines of which one has a date."""
    for block in blocks[:MAX_HEAD_LINES]:
        if block.kind != TEXT or len(block.text) > MAX_HEAD or _is_sentence(block.text):
            return False
        if find_period(block.text):
            return True
    return False


def _only_first_is_text(blocks: list[Block]) -> bool:
    return len(blocks) > 2 and all(block.kind == BULLET for block in blocks[1:]) and not (
        find_period(blocks[0].text)
    )  # fmt: skip


def _by_heading(
    blocks: list[Block], level: int, kind: str
) -> tuple[list[Block], list[list[Block]]]:
    chunks: list[list[Block]] = []
    before: list[Block] = []
    for block in blocks:
        if block.kind == HEADING and block.level == level:
            chunks.append([block])
        elif chunks:
            chunks[-1].append(block)
        else:
            before.append(block)
    if before and any(block.kind == BULLET or find_period(block.text) for block in before):
        intro, first = _chunks(before, kind)
        return intro, [*first, *chunks]
    return before, chunks


def _by_bullet(blocks: list[Block]) -> list[list[Block]]:
    depth = min((block.level for block in blocks), default=0)
    chunks: list[list[Block]] = []
    for block in blocks:
        if block.level == depth or not chunks:
            chunks.append([block])
        else:
            chunks[-1].append(block)
    return chunks


def _by_paragraph(blocks: list[Block], kind: str) -> list[list[Block]]:
    chunks: list[list[Block]] = []
    for block in blocks:
        current = chunks[-1] if chunks else None
        if current is None or (block.kind == TEXT and _starts_entry(block, current, kind)):
            chunks.append([block])
        else:
            current.append(block)
    return chunks


def _starts_entry(block: Block, current: list[Block], kind: str) -> bool:
    """Whether a line of text begins the next entry."""
    if current[-1].kind == BULLET:
        return True
    if re.match(r"(?:19|20)\d\d\t", block.text):
        return True
    if not block.gap:
        return False
    if kind in _PARAGRAPHS:
        return True
    has_date = any(find_period(other.text) for other in current)
    is_prose = len(current[-1].text) > MAX_HEAD
    is_next = _is_bold(block.text) or len(block.text) <= MAX_HEAD
    return has_date and is_next and (is_prose or bool(find_period(block.text)) or _is_bold(block.text))


def _is_bold(text: str) -> bool:
    return bool(re.match(r"(\*\*|__)\S", text))


# Entries


def _ordered(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with its fields in the order in which people write them."""
    rank = {name: number for number, name in enumerate(_ORDER)}
    fields = sorted(entry.items(), key=lambda item: rank.get(item[0], len(rank) // 2))
    ordered = dict(fields)
    if "positions" in ordered:
        ordered["positions"] = [_ordered(position) for position in ordered["positions"]]
    return ordered


def _entries(kind: str, chunk: list[Block]) -> list[dict[str, Any]]:
    """Return the entry of a chunk, or those below a bullet that is a year and nothing more."""
    first, *body = chunk
    period = find_period(first.text)
    alone = period and not re.search(r"\w", _without_dates(first.text))
    if not (alone and period and body and all(block.kind == BULLET for block in body)):
        return [_with_head(kind, _entry(kind, chunk), chunk)]
    entries = [_with_head(kind, _entry(kind, inner), inner) for inner in _by_bullet(body)]
    for entry in entries:
        if not entry.keys() & {"start", "end", "date"}:
            entry |= period.fields
    return entries


def _with_head(kind: str, entry: dict[str, Any], chunk: list[Block]) -> dict[str, Any]:
    """Give an entry the head that it cannot be without: its first line as it stands."""
    name = _REQUIRED.get(kind, "")
    if name and not entry.get(name):
        entry[name] = safe(chunk[0].text)
    if kind in ("experience", "volunteering") and not entry.keys() & {"organization", "position",
                                                                      "positions"}:  # fmt: skip
        entry["organization"] = safe(chunk[0].text)
    return entry


def _entry(kind: str, chunk: list[Block]) -> dict[str, Any]:
    first = chunk[0]
    if first.kind == BULLET:
        heads, body = [first], chunk[1:]
    else:
        heads, body = _split_head(chunk)
    if kind == "publications":
        return publication(heads, body)
    if kind == "news":
        return _news(heads, body)
    head = read_head(kind, [block.text for block in heads])
    entry = head.fields
    if kind in ("experience", "volunteering") and any(b.kind == HEADING for b in body):
        body = _positions(entry, body)
    elif kind in ("experience", "volunteering"):
        body = _dated_bullets(entry, body)
    texts = [block for block in body if block.kind == TEXT]
    rest = list(head.rest)
    if rest and "tagline" not in entry:
        entry["tagline"] = safe(" · ".join(rest))
    lead = texts if not any(b.kind == BULLET for b in body) else _leading(body)
    if lead:
        entry["summary"] = _as_prose(lead)
    bullets = [block for block in body if block not in lead]
    if bullets:
        entry["highlights"] = _highlights(bullets)
    return entry


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
        if block.kind != TEXT or len(block.text) > MAX_HEAD or _is_sentence(block.text):
            break
        heads.append(block)
    return heads, chunk[len(heads) :]


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 8 and text.rstrip("*_ ").endswith((".", "!", ";"))


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
    """Read headings below an employer's as positions; return what stands before the first."""
    level = min(block.level for block in body if block.kind == HEADING)
    before, chunks = _by_heading(body, level, "experience")
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
    """Nest bullets by their depth; text behind them becomes a bullet of its own."""
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


def _as_prose(blocks: list[Block]) -> str:
    """Return blocks as paragraphs and lists."""
    lines: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        text = _prose_line(block.text)
        if block.kind == BULLET:
            text = f"{'  ' * min(block.level, 8)}- {text}"
        parted = before is not None and (
            block.kind != BULLET or before.kind != BULLET
        ) and (block.gap or block.kind != before.kind or block.kind == HEADING)  # fmt: skip
        if parted:
            lines.append("")
        lines.append(f"**{bare_heading(block.text)}**" if block.kind == HEADING else text)
    return "\n".join(lines)


def _prose_line(text: str) -> str:
    """Return a line of prose; what would begin a list in it is told apart."""
    return re.sub(r"^([-+*])(?=\s)|^(\d+)([.)])(?=\s)", lambda m: f"{m[2] or ''}\\{m[1] or m[3]}",
                  safe(text))  # fmt: skip
