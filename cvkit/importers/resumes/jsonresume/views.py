"""A CV and its entries as a reader that only knows JSON Resume would see them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from cvkit.importers.kit.fields import Report
from cvkit.importers.kit.json_tree import node_of
from cvkit.importers.kit.repair import PHOTO, repair
from cvkit.interchange.jsonresume import SHAPES, basics_of, flat, item_of
from cvkit.load.serialize import to_full
from cvkit.model import CV
from cvkit.source.nodes import Node
from cvkit.source.text import Source

from .reading import kind_of_key, read_entry, read_resume

__all__ = [
    "Tree",
    "canonical",
    "copied",
    "dumped",
    "head_of",
    "kind_of_list",
    "normal",
    "read_card",
    "sections_of",
    "show_card",
    "show_head",
    "view_of",
    "with_photo",
]

Tree = dict[str, Any]


def normal(cv: CV) -> Tree:
    """Return a CV as a plain tree without empty fields."""
    return dict(_without_empty(to_full(cv)))


def with_photo(whole: Tree) -> Tree:
    """Return a CV with the picture that was not found when it was imported."""
    origin = dict(whole.get("origin", {}))
    photo = next(iter(origin.pop(PHOTO, ())), "")
    bare = {name: value for name, value in whole.items() if name != "origin"}
    if photo:
        bare.setdefault("photo", photo)
    return {**bare, "origin": origin} if origin else bare


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        items = ((key, _without_empty(item)) for key, item in value.items())
        return {key: item for key, item in items if item not in ({}, [])}
    return [_without_empty(item) for item in value] if isinstance(value, list) else value


def view_of(document: Any) -> Tree:
    """Return a document as a plain CV."""
    return normal(repair(read_resume(node_of(document), Report(), Source("", "")))[0])


def kind_of_list(key: str) -> str:
    """Return the kind of section that a list of a document is read as."""
    return kind_of_key(key)


def read_card(kind: str, item: Node, path: str = "") -> Tree:
    """Return an item of a list as an entry of a kind."""
    entry = read_entry(SHAPES[kind], item, path, Report())
    cv, _ = repair({"sections": [{"kind": kind, "entries": [entry]}]})
    entries = normal(cv)["sections"][0].get("entries", [{}])
    return dict(entries[0])


def show_card(kind: str, language: str) -> Callable[[Tree], Tree]:
    """Return a function from a card to what is read from its item again."""
    return lambda card: read_card(kind, node_of(item_of(kind, card, language)))


def canonical(key: str, item: Any) -> Tree:
    """Return an item of a list as cvkit writes it, whatever names and spellings it has."""
    kind = kind_of_list(key)
    return item_of(kind, read_card(kind, node_of(item)), "en")


def show_head(language: str) -> Callable[[Tree], Tree]:
    """Return a function from the fields of a head to what is read from a document's again.

    ``summary`` among the fields is the text of the summary.
    """

    def show(head: Tree) -> Tree:
        document = {"basics": basics_of(with_summary(head), language)}
        return head_of(view_of(document))

    return show


def with_summary(head: Tree) -> Tree:
    """Return the fields of a head with the summary in its section."""
    fields = {name: value for name, value in head.items() if name != "summary"}
    if "summary" not in head:
        return fields
    return {**fields, "sections": [{"kind": "summary", "text": head["summary"]}]}


def head_of(cv: Tree) -> Tree:
    """Return the fields of a CV that the head of a document shows, with the first summary."""
    head = {name: value for name, value in cv.items() if name not in ("sections", "origin")}
    texts = (s["text"] for s in sections_of(cv) if s["kind"] == "summary" and "text" in s)
    summary = next(texts, None)
    return head if summary is None else {**head, "summary": summary}


def sections_of(cv: Tree) -> list[Tree]:
    """Return all sections and groups of a CV."""
    return list(flat(cv.get("sections", ())))


def copied(value: Any) -> Any:
    """Return a copy of plain data."""
    return json.loads(json.dumps(value))


def dumped(value: Any) -> str:
    """Return plain data as one line of JSON, the same for the same fields in any order."""
    return json.dumps(value, sort_keys=True)
