"""FRESH (https://github.com/fresh-standard/fresh-resume-schema): the other résumé in JSON.

Its fields are moved to where JSON Resume has them, and then read as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cvkit.errors import InputError
from cvkit.importers.kit.decode import decode
from cvkit.importers.kit.draft import Draft, Importer
from cvkit.importers.kit.fields import Report
from cvkit.importers.kit.json_tree import parse_json
from cvkit.importers.kit.recognize import fields_of_json
from cvkit.importers.kit.text_fields import as_json
from cvkit.source.nodes import Node

from .jsonresume import read_resume

__all__ = ["IMPORTER"]

ORIGIN = "fresh"
HINT = "see https://github.com/fresh-standard/fresh-resume-schema"

_PERIOD = {"start": "startDate", "end": "endDate"}
# The names of FRESH and those of JSON Resume, by the lists of JSON Resume.
_LISTS: Mapping[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "work": (("employment", "history"), {"employer": "name", **_PERIOD}),
    "volunteer": (("service", "history"), dict(_PERIOD)),
    "education": (
        ("education", "history"),
        {"grade": "score", "title": "studyType", "curriculum": "courses", **_PERIOD},
    ),
    "projects": (("projects",), {"title": "name", "role": "roles", **_PERIOD}),
    "awards": (("recognition",), {"from": "awarder"}),
    "publications": (("writing",), {"title": "name", "date": "releaseDate"}),
    "languages": (("languages",), {"level": "fluency"}),
    "interests": (("interests",), {}),
    "references": (("testimonials",), {"quote": "reference"}),
}
_BASICS = {"brief": "summary"}
_SKILLS = {"skills": "keywords"}
_LOCATION = {"code": "postalCode", "country": "countryCode"}


def _looks_like(_name: str, data: bytes) -> bool:
    fields = fields_of_json(data)
    meta = fields.get("meta")
    if isinstance(meta, dict) and str(meta.get("format", "")).upper().startswith("FRESH"):
        return True
    histories = (fields.get(name) for name in ("employment", "education", "service"))
    return any(isinstance(each, dict) and "history" in each for each in histories)


def _read(name: str, data: bytes) -> Draft:
    source = decode(name, data)
    root, document = parse_json(source)
    if not isinstance(root.value, dict):
        message = "a résumé must be an object, not a list or a single value"
        raise InputError(source.problem(message, root.line, root.column, hint=HINT))
    report = Report()
    cv = read_resume(_rearranged(root), report, source, HINT)
    meta = document.get("meta")
    return Draft(cv | ({"origin": {ORIGIN: [as_json(meta)]}} if meta else {}), tuple(report))


def _rearranged(root: Node) -> Node:
    """Return a document of FRESH as one of JSON Resume, with the positions of its parts."""
    fields = dict(_fields(root))
    fields.pop("meta", None)  # only programs use it
    moved: dict[str, Node] = {"basics": _basics(root, fields)}
    for key, (path, names) in _LISTS.items():
        node = fields.pop(path[0], None)
        if node is None:
            continue
        if len(path) > 1 and isinstance(node.value, dict):
            rest = {name: item for name, item in node.value.items() if name != path[1]}
            moved |= _as_section(path[0], node, rest)
            node = node.value.get(path[1])
        if node is not None:
            moved[key] = _renamed_items(node, names)
    if skills := fields.pop("skills", None):
        moved |= _skills(skills)
    for old, node in fields.items():
        name = "talks" if old == "speaking" else old
        is_history = isinstance(node.value, dict) and "history" in node.value
        moved[name] = _fields(node)["history"] if is_history else node
    keys = {**dict.fromkeys(moved, root.place), **root.keys}
    return Node(root.place, moved, keys)


def _basics(root: Node, fields: dict[str, Node]) -> Node:
    """Return the head, whose parts FRESH has in several objects; they are taken from the fields."""
    parts: dict[str, Node] = {}
    keys: dict[str, Any] = {}
    for name in ("name", "location", "disposition"):
        if node := fields.pop(name, None):
            renamed = _renamed(node, _LOCATION) if name == "location" else node
            parts[name], keys[name] = renamed, root.keys.get(name, root.place)
    for name in ("info", "contact"):
        if node := fields.pop(name, None):
            for key, item in _fields(_renamed(node, _BASICS)).items():
                parts[key], keys[key] = item, node.keys.get(key, node.place)
    if social := fields.pop("social", None):
        parts["profiles"] = _renamed_items(social, {"user": "username"})
        keys["profiles"] = root.keys.get("social", root.place)
    return Node(root.place, parts, keys)


def _skills(node: Node) -> dict[str, Node]:
    """Return the groups of skills, and the single ones that are not in a group."""
    if not isinstance(node.value, dict):
        return {"skills": node}
    items = []
    for name in ("sets", "list"):
        found = node.value.get(name)
        if found is not None and isinstance(found.value, list):
            items += [_renamed(item, _SKILLS) for item in found.value]
    rest = {name: item for name, item in node.value.items() if name not in ("sets", "list")}
    return {"skills": Node(node.place, items), **_as_section("skills", node, rest)}


def _as_section(name: str, node: Node, rest: dict[str, Node]) -> dict[str, Node]:
    """Return what a history has beside its entries as a section of its own."""
    left = {key: item for key, item in rest.items() if item.value not in (None, "", [], {})}
    return {f"{name} (general)": Node(node.place, left, node.keys)} if left else {}


def _renamed_items(node: Node, names: Mapping[str, str]) -> Node:
    if not isinstance(node.value, list):
        return node
    return Node(node.place, [_renamed(item, names) for item in node.value])


def _renamed(node: Node, names: Mapping[str, str]) -> Node:
    """Return an object with other names for its fields, unless it has these, too."""
    if not isinstance(node.value, dict):
        return node
    free = {old: new for old, new in names.items() if new not in node.value}
    fields = {free.get(name, name): item for name, item in node.value.items()}
    keys = {free.get(name, name): place for name, place in node.keys.items()}
    return Node(node.place, fields, keys)


def _fields(node: Node) -> dict[str, Node]:
    return node.value if isinstance(node.value, dict) else {}


IMPORTER = Importer(_read, _looks_like, "FRESH (résumés of HackMyResume, fresh.json)")
