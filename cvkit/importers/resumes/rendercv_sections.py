"""RenderCV's sections: titles, each with entries whose fields tell of what type they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cvkit.errors import InputError
from cvkit.importers.kit.fields import Fields, Report, bullet, is_blank, texts_of
from cvkit.importers.kit.headings import kind_of_heading
from cvkit.importers.kit.text_fields import from_markdown, from_plain
from cvkit.model import KINDS
from cvkit.source.nodes import Node
from cvkit.source.text import Source

__all__ = ["HINT", "read_sections"]

HINT = "see https://docs.rendercv.com"

_EMPHASIS = re.compile(r"^([*_]{1,3})(.+)\1$")
_NESTED = r"\s+-\s+"
_COMMON = (
    ("url", "url", "url"), ("location", "location", "line"), ("summary", "summary", "prose"),
    ("tags", "keywords", "texts"),
)  # fmt: skip


@dataclass(frozen=True)
class _EntryType:
    """A type of entries, which is recognized by a field of its own.

    ``kind`` is the kind of section that it becomes if the title of the section names none of
    ``others``, the further kinds that it suits. ``fields`` are their name, our name and the form;
    ``head`` stands for the main field of the kind, ``detail`` for the one that explains it.
    """

    mark: str
    kind: str
    fields: tuple[tuple[str, str, str], ...]
    others: frozenset[str] = frozenset()

    def suits(self, kind: str) -> bool:
        """Whether entries of this type can be entries of a kind of section."""
        return kind == self.kind or kind in self.others


_LISTED = {"skills", "education", "publications", "references"}  # which have types of their own
_NAMED = frozenset(KINDS) - {"summary", "languages", "news", *_LISTED}
_ONE_LINE = frozenset(KINDS) - {
    "summary", "experience", "volunteering", "projects", "teaching", "service", *_LISTED,
}  # fmt: skip
_TYPES = (
    _EntryType("institution", "education", (
        ("institution", "institution", "line"), ("area", "area", "line"),
        ("degree", "degree", "line"), ("study_type", "degree", "line"),
    )),
    _EntryType("company", "experience", (
        ("company", "organization", "line"), ("position", "position", "line"),
    ), frozenset({"volunteering"})),
    _EntryType("authors", "publications", (
        ("title", "title", "line"), ("doi", "doi", "name"), ("journal", "venue", "line"),
    )),
    _EntryType("label", "skills", (
        ("label", "head", "line"), ("details", "detail", "line"),
    ), frozenset({"languages"})),
    _EntryType("bullet", "custom", (("bullet", "head", "line"),), _ONE_LINE),
    _EntryType("name", "custom", (("name", "head", "line"),), _NAMED),
)  # fmt: skip
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
    guess = kind_of_heading(title.replace("_", " "), whole=True) or "custom"
    numbers = _numbers(items)
    types = [_type_of(item) for item in items]
    known = next((each for each in types if each), None)
    if known is None:
        texts = numbers or [_paragraph(item) for item in items]
        kind = "summary" if guess == "summary" else "custom"
        return _titled(title, kind, guess) | {"text": "\n\n".join(texts)}
    kind = guess if known.suits(guess) else known.kind
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


def _type_of(item: Node) -> _EntryType | None:
    fields = item.value if isinstance(item.value, dict) else {}
    return next((each for each in _TYPES if each.mark in fields), None)


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
    head = KINDS[kind].main
    if not isinstance(item.value, dict):
        return {head: _text(item)}
    fields = Fields(item, path, report)
    own = _type_of(item)
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
        fields.put_period(["start_date"], ["end_date"])
        return
    quiet = Fields(fields.node, fields.path, Report())
    quiet.put("date", "date", "date")
    if "date" in quiet.data:
        fields.data["date"] = quiet.data["date"]
    else:
        fields.data["status"] = from_plain("; ".join(texts_of(found[1])))
        fields.note('the date is in words: it becomes the "status"', "date")
    fields.seen.add("date")
