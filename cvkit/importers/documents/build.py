"""From the blocks of a document to the data of a CV: sections, entries, bullets.

The structure is guessed, and a note says so. The content is complete: each line of the
document is in the data or in a note.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from cvkit.errors import InputError, Problem
from cvkit.importers.kit.draft import Draft, Note
from cvkit.importers.kit.headings import bare_heading, kind_of_heading, standard_title
from cvkit.model import CV, KINDS

from .blocks import HEADING, TEXT, Block, Section, safe, split_sections
from .chunks import chunks_of, split_at_heads
from .coverage import report_lost
from .entries import as_prose, entries_of, first_of_all, ordered, prose_line
from .header import read_header
from .inline_entries import language_entries, skill_entries

__all__ = ["build"]

MAX_LINE = 10_000


def build(name: str, blocks: list[Block], data: dict[str, Any], notes: list[Note]) -> Draft:
    """Return the draft of a document.

    ``data`` and ``notes`` contain what is known beforehand, such as front matter; both are added
    to. Raises :class:`InputError` if a paragraph has more than :data:`MAX_LINE` characters.
    """
    long = next((block for block in blocks if len(block.text) > MAX_LINE), None)
    if long:
        message = f"the paragraph has more than {MAX_LINE} characters"
        raise InputError(Problem(name, message, long.line, hint="is it a CV?"))
    header, sections = split_sections(blocks, kind_of_heading)
    if not sections and len(header) > 1:
        header, sections = header[:1], [Section("custom", "", 1, header[0].line, header[1:])]
    rest = read_header(header, data)
    report_lost(header, [*data.items(), rest], notes)
    made = (
        [{"kind": "summary", "title": "", "text": "\n\n".join(map(prose_line, rest))}]
        if rest
        else []
    )
    for section in sections:
        built = _checked(_section(section), section, notes)
        if built:
            made.append(built)
    data["sections"] = made
    return Draft({key: value for key, value in data.items() if value}, tuple(notes))


def _checked(built: dict[str, Any], section: Section, notes: list[Note]) -> dict[str, Any]:
    """Return a valid section; one that is not valid becomes text. Lost words are noted."""
    try:
        CV.model_validate({"sections": [built]})
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"]
        notes.append(Note(f'"{section.title}" was kept as text: {reason}', section.line))
        built = {"kind": "custom", "title": _title(section), "text": as_prose(section.blocks)}
        if not built["text"]:
            return {}
    report_lost([Block(HEADING, section.title, section.line), *section.blocks],
                 [built, standard_title(section.kind)], notes)  # fmt: skip
    return built


def _title(section: Section) -> str:
    return bare_heading(section.title)


def _section(section: Section) -> dict[str, Any]:
    title = _title(section)
    built: dict[str, Any] = {"kind": section.kind}
    if title.casefold() != standard_title(section.kind).casefold():
        built["title"] = title
    blocks = section.blocks
    if section.kind == "summary":
        return built | {"text": as_prose(blocks)}
    if section.kind == "skills":
        return built | skill_entries(blocks)
    if section.kind == "languages":
        return built | language_entries(blocks)
    if section.kind in ("custom", "interests") and not any(b.kind != TEXT for b in blocks):
        return built | ({"text": as_prose(blocks)} if blocks else {})
    intro, chunks = chunks_of(blocks, section.kind)
    chunks = [part for chunk in chunks for part in split_at_heads(chunk)]
    if KINDS[section.kind].one_liners and chunks and chunks[0][0].text.startswith(r"("):
        built["note"] = safe(" ".join(block.text for block in chunks.pop(0)))
    if intro:
        built["text"] = as_prose(intro)
    first = first_of_all(chunks) if section.kind in ("experience", "volunteering") else ""
    entries = [entry for chunk in chunks for entry in entries_of(section.kind, chunk, first)]
    if entries:
        built["entries"] = [ordered(entry) for entry in entries]
    return built
