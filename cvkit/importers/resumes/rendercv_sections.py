"""RenderCV's sections: titles, each with entries whose fields tell of what type they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cvkit.errors import InputError
from cvkit.importers.kit.fields import Fields, Report, bullet, is_blank, texts_of
from cvkit.importers.kit.text_fields import from_markdown, from_plain
from cvkit.source.nodes import Node
from cvkit.source.text import Source

__all__ = ["HINT", "read_sections"]

HINT = "see https://docs.rendercv.com"

# What sections are often called; the entries themselves decide where they can.
_TITLES = {
    "summary": "summary", "about": "summary", "about me": "summary", "profile": "summary",
    "objective": "summary", "experience": "experience", "work experience": "experience",
    "professional experience": "experience", "employment": "experience",
    "education": "education", "projects": "projects", "personal projects": "projects",
    "publications": "publications", "skills": "skills", "technical skills": "skills",
    "technologies": "skills", "languages": "languages", "awards": "awards", "honors": "awards",
    "honours": "awards", "awards and honors": "awards", "selected honors": "awards",
    "certificates": "certificates", "certifications": "certificates", "interests": "interests",
    "volunteering": "volunteering", "volunteer experience": "volunteering", "patents": "patents",
    "talks": "talks", "invited talks": "talks", "teaching": "teaching", "grants": "grants",
    "references": "references", "news": "news", "service": "service",
}  # fmt: skip
_EMPHASIS = re.compile(r"^([*_]{1,3})(.+)\1$")
_NESTED = r"\s+-\s+"
_COMMON = (
    ("url", "url", "url"), ("location", "location", "line"), ("summary", "summary", "prose"),
    ("tags", "keywords", "texts"),
)  # fmt: skip


@dataclass(frozen=True)
class _Kind:
    """A type of entries, told by a field of its own, and the kinds of sections it suits.

    The first kind is taken where the title of the section does not tell. ``fields`` are theirs,
    ours and the form; ``head`` stands for the main field of whichever kind it becomes.
    """

    mark: str
    kinds: tuple[str, ...]
    fields: tuple[tuple[str, str, str], ...]


_KINDS = (
    _Kind("institution", ("education",), (
        ("institution", "institution", "line"), ("area", "area", "line"),
        ("degree", "degree", "line"), ("study_type", "degree", "line"),
    )),
    _Kind("company", ("experience", "volunteering"), (
        ("company", "organization", "line"), ("position", "position", "line"),
    )),
    _Kind("authors", ("publications",), (
        ("title", "title", "line"), ("doi", "doi", "name"), ("journal", "venue", "line"),
    )),
    _Kind("label", ("skills", "languages"), (
        ("label", "head", "line"), ("details", "detail", "line"),
    )),
    _Kind("bullet", (
        "custom", "awards", "certificates", "interests", "languages", "news", "patents", "talks",
        "grants",
    ), (("bullet", "head", "line"),)),
    _Kind("name", (
        "custom", "projects", "awards", "certificates", "interests", "patents", "talks", "grants",
        "teaching", "service", "experience", "volunteering",
    ), (("name", "head", "line"),)),
)  # fmt: skip
_HEADS = {
    "custom": "title", "projects": "name", "awards": "title", "certificates": "name",
    "interests": "name", "languages": "language", "news": "text", "patents": "title",
    "talks": "title", "grants": "title", "skills": "name", "teaching": "course",
    "service": "organization", "experience": "organization", "volunteering": "organization",
}  # fmt: skip
_DETAILS = {"skills": "text", "languages": "fluency"}


def read_sections(node: Node, report: Report, source: Source) -> Iterator[dict[str, Any]]:
    """Yield the sections of a file; raise :class:`InputError` where they are none."""
    if not isinstance(node.value, dict):
        raise _failure(source, '"sections" has to be titles, each with a list below it', node)
    for title, entries in node.value.items():
        if is_blank(entries):
            continue
        if not isinstance(entries.value, list):
            raise _failure(source, f'the section "{title}" has to be a list', entries)
        items = [item for item in entries.value if not is_blank(item)]
        yield _section(title, items, f"cv.sections.{title}", report)


def _failure(source: Source, message: str, node: Node) -> InputError:
    return InputError(source.problem(message, node.line, node.column, hint=HINT))


def _section(title: str, items: list[Node], path: str, report: Report) -> dict[str, Any]:
    guess = _TITLES.get(re.sub(r"[\W_]+", " ", title).strip().casefold(), "custom")
    numbers = _numbers(items)
    kinds = [_kind_of(item) for item in items]
    known = next((kind for kind in kinds if kind), None)
    if known is None:
        texts = numbers or [_paragraph(item) for item in items]
        kind = "summary" if guess == "summary" else "custom"
        return _titled(title, kind, guess) | {"text": "\n\n".join(texts)}
    kind = guess if guess in known.kinds else known.kinds[0]
    section = _titled(title, kind, guess)
    if known.mark == "bullet" and kind == "custom":
        return section | {"entries": [{"highlights": [_bullet(item) for item in items]}]}
    section["entries"] = [
        _entry(item, kind, f"{path}[{number}]", report) for number, item in enumerate(items)
    ]
    return section


def _titled(title: str, kind: str, guess: str) -> dict[str, Any]:
    """Return a section with its title, unless that is the one that its kind has anyway."""
    plain = title.replace("_", " ").strip()
    if kind == guess == plain.casefold():
        return {"kind": kind}
    # RenderCV prints a title of small letters with capitals, and any other as it is.
    printed = plain.title() if re.fullmatch(r"[a-z0-9_]+", title) else title
    return {"kind": kind, "title": " ".join(printed.split())}


def _kind_of(item: Node) -> _Kind | None:
    fields = item.value if isinstance(item.value, dict) else {}
    return next((kind for kind in _KINDS if kind.mark in fields), None)


def _numbers(items: list[Node]) -> list[str]:
    """Return numbered entries as paragraphs, each with its number."""
    texts = []
    for index, item in enumerate(items):
        fields = item.value if isinstance(item.value, dict) else {}
        if "number" in fields:
            texts.append(f"{index + 1}\\. {_text(fields['number'])}")
        elif "reversed_number" in fields:
            texts.append(f"{len(items) - index}\\. {_text(fields['reversed_number'])}")
    return texts if len(texts) == len(items) else []


def _paragraph(item: Node) -> str:
    if isinstance(item.value, str):
        return from_markdown(item.value)
    return "; ".join(texts_of(item))


def _text(node: Node) -> str:
    if isinstance(node.value, str):
        return from_markdown(node.value, prose=False)
    return ", ".join(texts_of(node))


def _bullet(item: Node) -> Any:
    fields = item.value if isinstance(item.value, dict) else {}
    if list(fields) == ["bullet"]:
        return _text(fields["bullet"])
    return _paragraph(item)


def _entry(item: Node, kind: str, path: str, report: Report) -> dict[str, Any]:
    head = _HEADS.get(kind, "summary")
    if not isinstance(item.value, dict):
        return {head: _text(item)}
    fields = Fields(item, path, report)
    own = _kind_of(item)
    ours = {"head": head, "detail": _DETAILS.get(kind, "summary")}
    for theirs, target, form in (*(own.fields if own else ()), *_COMMON):
        fields.put(ours.get(target, target), form, theirs)
    _highlights(fields)
    _authors(fields)
    _dates(fields)
    return fields.keep_rest()


def _highlights(fields: Fields) -> None:
    """Take the bullets; as in RenderCV, a dash between spaces begins a bullet below."""
    node = fields.take("highlights")
    items = (node.value if isinstance(node.value, list) else [node]) if node else []
    if items:
        fields.data["highlights"] = [
            bullet(item, _NESTED) for item in items if not is_blank(item)
        ]  # fmt: skip


def _authors(fields: Fields) -> None:
    """Take the authors; whoever is set in bold or italics is the person."""
    fields.put("authors", "names", "authors")
    if "authors" in fields.data:
        fields.data["authors"] = [_author(name) for name in fields.data["authors"]]


def _author(name: str) -> Any:
    bare = _EMPHASIS.sub(r"\2", name)
    return {"name": bare, "self": "true"} if bare != name else name


def _dates(fields: Fields) -> None:
    """Take the dates; a date in words of their own is printed where dates are, as a status."""
    found = fields.find("date")
    if found is None:
        fields.put("start", "date", "start_date")
        fields.put("end", "date", "end_date")
        if fields.data.get("end") == "present" and "start" in fields.data:
            del fields.data["end"]
        return
    quiet = Fields(fields.node, fields.path, Report())
    quiet.put("date", "date", "date")
    if "date" in quiet.data:
        fields.data["date"] = quiet.data["date"]
    else:
        fields.data["status"] = from_plain("; ".join(texts_of(found[1])))
        fields.note('the date is in words: it becomes the "status"', "date")
    fields.seen.add("date")
