"""RenderCV (https://rendercv.com), version 2: a YAML file with the CV under ``cv``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cvkit.errors import InputError
from cvkit.importers.kit.decode import decode, sniff
from cvkit.importers.kit.draft import Draft, Importer
from cvkit.importers.kit.fields import Fields, Report, bullet, is_blank, texts_of
from cvkit.importers.kit.headings import kind_of_heading
from cvkit.importers.kit.json_tree import value_of
from cvkit.importers.kit.text_fields import as_json, from_markdown, from_plain
from cvkit.importers.kit.yaml_tree import parse_yaml
from cvkit.model import KINDS
from cvkit.model.names import is_same_person
from cvkit.source.nodes import Node
from cvkit.source.text import Source

__all__ = ["IMPORTER"]

ORIGIN = "rendercv"
HINT = "see https://docs.rendercv.com"

_LANGUAGES = {
    "arabic": "ar", "danish": "da", "dutch": "nl", "english": "en", "french": "fr",
    "german": "de", "hebrew": "he", "hindi": "hi", "hungarian": "hu", "indonesian": "id",
    "italian": "it", "japanese": "ja", "korean": "ko", "mandarin_chinese": "zh-Hans",
    "norwegian_bokmål": "nb", "norwegian_nynorsk": "nn", "persian": "fa", "portuguese": "pt",
    "russian": "ru", "spanish": "es", "turkish": "tr", "vietnamese": "vi",
}  # fmt: skip
_EMPHASIS = re.compile(r"^([*_]{1,3})(.+)\1$")
_NESTED = r"\s+-\s+"
_COMMON = (
    ("url", "url", "url"), ("location", "location", "line"), ("summary", "summary", "prose"),
    ("tags", "keywords", "texts"),
)  # fmt: skip


@dataclass(frozen=True)
class _EntryType:
    """A type of entries, which is recognized by a field of its own.

    ``kind`` is the kind of section it becomes if the title of the section names none of
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
# Kinds whose entries people number; the theme numbers them with the option ``numbering``.
_NUMBERED = {"awards", "certificates", "grants", "news", "patents", "publications", "service",
             "talks", "teaching"}  # fmt: skip
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


def _looks_like(_name: str, data: bytes) -> bool:
    return sniff(r"^cv:", data)


def _read(name: str, data: bytes) -> Draft:
    report = Report()
    root = parse_yaml(name, data, report)
    source = decode(name, data)
    file = Fields(root, "", report)
    node = file.take("cv")
    if node is None or not isinstance(node.value, dict):
        raise _failure(source, 'the fields of a CV must be under "cv"', node or root)
    cv = _head(Fields(node, "cv", report), source)
    origin = {}
    for key, rest in file.rest():
        if key == "locale":
            cv |= _language(rest)
        file.note(f'"{key}" kept under origin: themes define the design', key)
        origin[key] = value_of(rest)
    if origin:
        cv["origin"] = {ORIGIN: [as_json(origin)]}
    _unmark_self(cv)
    return Draft(cv, tuple(report))


def _unmark_self(cv: dict[str, Any]) -> None:
    """Remove the mark of the person where the name is the same anyway."""
    for section in cv.get("sections", ()):
        for entry in section.get("entries", ()):
            authors = entry.get("authors", ()) if isinstance(entry, dict) else ()
            if authors:
                entry["authors"] = [
                    a["name"] if isinstance(a, dict) and is_same_person(a["name"], [cv["name"]])
                    else a for a in authors if "name" in cv
                ] or authors  # fmt: skip


def _failure(source: Source, message: str, node: Node) -> InputError:
    return InputError(source.problem(message, node.line, node.column, hint=HINT))


def _language(locale: Node) -> dict[str, str]:
    fields = locale.value if isinstance(locale.value, dict) else {}
    texts = texts_of(fields["language"]) if "language" in fields else []
    tag = _LANGUAGES.get(texts[0].casefold().replace(" ", "_"), "") if texts else ""
    return {"language": tag} if tag else {}


# The head


def _head(fields: Fields, source: Source) -> dict[str, Any]:
    sections = fields.take("sections", "sections_input")
    fields.put("name", "name", "name")
    fields.put("headline", "line", "headline", "label")
    fields.put("location", "line", "location")
    fields.put("photo", "name", "photo")
    fields.put("email", "emails", "email")
    fields.put("phone", "names", "phone")
    if "phone" in fields.data:
        fields.data["phone"] = [p.removeprefix("tel:") for p in fields.data["phone"]]
    profiles = [*_websites(fields), *_networks(fields)]
    if profiles:
        fields.data["profiles"] = profiles
    data = fields.keep_rest()
    if sections is not None:
        data["sections"] = list(_sections(sections, fields.report, source))
    return data


def _websites(fields: Fields) -> Iterator[dict[str, str]]:
    """Read the websites: the first is the home page, the others are profiles."""
    node = fields.take("website")
    if node is None:
        return
    first, *others = texts_of(node) or [""]
    if first:
        fields.data["url"] = first
    for other in others:
        yield {"url": other}


def _networks(fields: Fields) -> Iterator[dict[str, str]]:
    for key in ("social_networks", "custom_connections"):
        node = fields.take(key)
        for number, item in enumerate(node.value if node and isinstance(node.value, list) else ()):
            profile = Fields(item, f"cv.{key}[{number}]", fields.report)
            profile.put("network", "name", "network", "placeholder")
            profile.put("username", "name", "username")
            profile.put("url", "url", "url")
            for name, rest in profile.rest():
                profile.note(f'not imported: "{name}: {rest.value}"', name)
            if profile.data:
                yield profile.data


# The sections


def _sections(node: Node, report: Report, source: Source) -> Iterator[dict[str, Any]]:
    """Yield the sections of a file; raise :class:`InputError` if they are not valid."""
    if not isinstance(node.value, dict):
        raise _failure(source, '"sections" must be a mapping of titles to lists', node)
    for title, entries in node.value.items():
        if is_blank(entries):
            continue
        if not isinstance(entries.value, list):
            raise _failure(source, f'the section "{title}" must be a list', entries)
        items = [item for item in entries.value if not is_blank(item)]
        yield _section(title, items, f"cv.sections.{title}", report)


def _section(title: str, items: list[Node], path: str, report: Report) -> dict[str, Any]:
    guess = kind_of_heading(title.replace("_", " "), whole=True) or "custom"
    numbers = _numbers(items)
    types = [_type_of(item) for item in items]
    known = next((each for each in types if each), None)
    if numbers and guess in _NUMBERED:
        entries = [{KINDS[guess].main: _numbered(item)} for item in items]
        return _titled(title, guess, guess) | {"entries": entries}
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
    """Return a section with its title, unless it is the default title of its kind."""
    plain = title.replace("_", " ").strip()
    if kind == guess == plain.casefold():
        return {"kind": kind}
    # RenderCV capitalizes a title in lowercase, and prints any other unchanged.
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


def _numbered(item: Node) -> str:
    fields = item.value if isinstance(item.value, dict) else {}
    return _text(next(fields[name] for name in ("number", "reversed_number") if name in fields))


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
    """Read the bullets; as in RenderCV, a dash between spaces begins a nested bullet."""
    node = fields.take("highlights")
    items = (node.value if isinstance(node.value, list) else [node]) if node else []
    if items:
        fields.data["highlights"] = [
            bullet(item, _NESTED) for item in items if not is_blank(item)
        ]  # fmt: skip


def _authors(fields: Fields) -> None:
    """Read the authors; a name in bold or italics is the person of the CV."""
    fields.put("authors", "names", "authors")
    if "authors" in fields.data:
        fields.data["authors"] = [_author(name) for name in fields.data["authors"]]


def _author(name: str) -> Any:
    bare = _EMPHASIS.sub(r"\2", name)
    return {"name": bare, "self": "true"} if bare != name else name


def _dates(fields: Fields) -> None:
    """Read the dates; a date that cannot be read becomes the status, printed in its place."""
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
        fields.note('"date" is not a date: kept as text under status', "date")
    fields.seen.add("date")


IMPORTER = Importer(_read, _looks_like, "RenderCV 2 (NAME_CV.yaml)")
