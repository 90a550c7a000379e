"""From a view and its differences to the whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .identity import digest_of, digest_of_scalars, identities, is_empty, key_of, longer_names

__all__ = ["supplement"]

Difference = dict[str, Any]


def supplement(view: Any, differences: Iterable[Any]) -> tuple[Any, list[str]]:
    """Return a view with its differences, and the places of those that no longer fit.

    Malformed differences are skipped: the list may come from an untrusted file.
    """
    tree = json.loads(json.dumps(view))
    finder = _Finder(tree)
    # Places and digests are those of the view as it was: all are looked up before any is used.
    steps = [
        (difference, node, _marks(node, difference))
        for difference in differences
        if _is_difference(difference)
        for node in [finder.find(difference["at"])]
    ]
    unfit = []
    for difference, node, marks in reversed(steps):  # the inner ones come first
        if isinstance(node, dict):
            free = difference.get("of") in (None, marks)
            fits = _supplement_object(node, difference, free)
        else:
            fits = isinstance(node, list) and _supplement_list(node, marks, difference)
        if not fits:
            unfit.append("/".join(difference["at"]))
    return tree, unfit[::-1]


def _marks(node: Any, difference: Difference) -> Any:
    """Return the digest of an object's single values, or the names and digests of list items."""
    if isinstance(node, list):
        wanted = {name for name in difference.get("list", []) if isinstance(name, str)}
        wanted |= difference.get("gone", {}).keys()
        names = identities(node)
        for longer, index in longer_names(node).items():
            if longer in wanted and names[index] not in wanted:
                names[index] = longer
        return [(name, digest_of(item)) for name, item in zip(names, node, strict=True)]
    return digest_of_scalars(node) if isinstance(node, dict) else None


def _is_difference(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and _all_texts(value.get("at"))
        and _all_texts(value.get("keys", []))
        and all(isinstance(value.get(part, {}), dict) for part in ("names", "set", "drop", "gone"))
        and _all_texts(list(value.get("names", {}).values()))
        and all(isinstance(p, list) and len(p) in (1, 2) for p in value.get("set", {}).values())
        and isinstance(value.get("list", []), list)
        and all(isinstance(i, str) or (isinstance(i, list) and len(i) == 1)
                for i in value.get("list", []))
    )  # fmt: skip


def _all_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


class _Finder:
    """Looks places up in a tree, and lists through once."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self.lists: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}

    def find(self, at: list[str]) -> Any:
        """Return the value at a place, or ``None``."""
        node = self.tree
        for part in at:
            if isinstance(node, dict):
                node = node.get(part)
            elif isinstance(node, list):
                node = self.item(node, part.removeprefix("="))
        return node

    def item(self, items: list[Any], name: str) -> Any:
        if id(items) not in self.lists:
            names = identities(items)
            longer = longer_names(items)
            self.lists[id(items)] = (
                dict(zip(names, items, strict=True)),
                {name: items[index] for name, index in longer.items()},
            )
        by_name, by_longer = self.lists[id(items)]
        return by_name.get(name, by_longer.get(name))


def _supplement_object(node: dict[str, Any], difference: Difference, free: bool) -> bool:
    same = _rename(node, difference.get("names", {}))
    for key, digest in difference.get("drop", {}).items():
        fits = free and key in node and digest_of(node[key]) == digest
        if fits:
            del node[key]
        same = same and fits
    for key, (value, *old) in difference.get("set", {}).items():
        if old:
            fits = key in node and digest_of(node[key]) == old[0]
        else:
            fits = key not in node and (free or is_empty(value))
        if fits:
            node[key] = value
        same = same and fits
    _order(node, difference.get("keys", []))
    return same


def _rename(node: dict[str, Any], names: dict[str, str]) -> bool:
    """Call fields otherwise, in their places; tell whether all of them were there."""
    fits = all(old in node and new not in node for new, old in names.items())
    items = [(key_of(names, key), value) for key, value in node.items()]
    if len(dict(items)) == len(items):
        node.clear()
        node.update(items)
    return fits


def _order(node: dict[str, Any], keys: list[str]) -> None:
    """Bring fields into an order; those that it does not know come last."""
    ranks = {key: rank for rank, key in enumerate(keys)}
    for key in sorted(node, key=lambda key: ranks.get(key, len(ranks))) if keys else ():
        node[key] = node.pop(key)


def _supplement_list(node: list[Any], names: list[tuple[str, str]], difference: Difference) -> bool:
    """Bring items into the order that was; what was added elsewhere stays behind its neighbour."""
    known = {name: item for (name, _), item in zip(names, node, strict=True)}
    order, gone = difference.get("list", []), difference.get("gone", {})
    wanted = {name for name in order if isinstance(name, str)}
    added: dict[str, list[Any]] = {}
    before = ""
    for name, digest in names:
        if name in wanted:
            before = name
        elif gone.get(name) != digest:
            added.setdefault(before, []).append(known[name])
    result = added.get("", [])
    for name in order:
        if isinstance(name, list):
            result.append(name[0])
        elif name in known:
            result += [known.pop(name), *added.get(name, ())]
    node[:] = result
    return not added
