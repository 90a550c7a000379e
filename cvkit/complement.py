"""What one format cannot show of another, as a list of differences that can be applied again.

Two formats of the same CV never hold quite the same. Let *view* be what one of them makes of a
CV, and *whole* what there really is: ``differ`` writes down how to come from the one to the
other, and ``supplement`` goes that way again, also from a view that was edited meanwhile. Each
difference carries a digest of what it was made for, and is applied only where that still stands:
edits win.

A difference is a mapping, and ``at`` its place: names of fields, and ``=identity`` for the items
of lists. Of an object there are ``names``, fields that are called otherwise (``{whole: view}``);
``set``, new values (``[value, digest of the old one]``, or ``[value]`` where there was none);
``drop``, fields to leave out, each with its digest; ``keys``, the order of the fields; and
``of``, a digest of the object's single values, on which new and dropped fields depend. Of a list
there are ``list``, the order of its items (each an identity, or ``[new item]``), and ``gone``,
items to leave out, each with its digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["differ", "supplement"]

# The fields that tell one item of a list from the others, best first.
_HEADS = (
    "kind", "name", "organization", "company", "institution", "title", "language", "network",
    "course", "label", "text", "event", "url", "position", "summary", "reference",
)  # fmt: skip

Difference = dict[str, Any]


def differ(view: Any, whole: Any, *, dependent: bool = False) -> list[Difference]:
    """Return the differences that lead from a view to the whole; both are JSON's values.

    ``dependent`` ties new fields to the single values beside them: where one of these is
    edited, they are given up. It is for views that show what the new fields say otherwise.
    """
    return list(_differ(view, whole, [], dependent))


def supplement(view: Any, differences: Iterable[Any]) -> tuple[Any, list[str]]:
    """Return a view with its differences, and the places of those that no longer fit.

    What is no difference is passed over, for the list may come from a stranger's file.
    """
    tree = json.loads(json.dumps(view))
    # Places and digests are those of the view as it was: all are looked up before any is used.
    steps = [
        (difference, node, [(name, _digest(item)) for name, item in zip(
            _identities(node), node, strict=True)] if isinstance(node, list) else [])
        for difference in differences
        if _is_difference(difference)
        for node in [_find(tree, difference["at"])]
    ]  # fmt: skip
    unfit = []
    for difference, node, names in reversed(steps):  # the inner ones come first
        if isinstance(node, dict):
            fits = _supplement_object(node, difference)
        else:
            fits = isinstance(node, list) and _supplement_list(node, names, difference)
        if not fits:
            unfit.append("/".join(difference["at"]))
    return tree, unfit[::-1]


# Making


def _differ(view: Any, whole: Any, at: list[str], dependent: bool) -> Iterator[Difference]:
    if isinstance(view, dict):
        yield from _differ_objects(view, whole, at, dependent)
    else:
        yield from _differ_lists(view, whole, at, dependent)


def _differ_objects(
    view: dict[str, Any], whole: dict[str, Any], at: list[str], dependent: bool
) -> Iterator[Difference]:
    names = _renamed(view, whole)
    view = {_key_of(names, key): value for key, value in view.items()}
    changed = {
        key: [value, _digest(view[key])] if key in view else [value]
        for key, value in whole.items()
        if key not in view or not (_are_deep(view[key], value) or _same(view[key], value))
    }
    dropped = {key: _digest(value) for key, value in view.items() if key not in whole}
    order = [key for key in view if key in whole] + [key for key in whole if key not in view]
    difference = {
        "names": names,
        "set": changed,
        "drop": dropped,
        "keys": list(whole) if order != list(whole) else [],
    }
    said = {part: value for part, value in difference.items() if value}
    if dependent and (dropped or any(_is_new(pair) for pair in changed.values())):
        said["of"] = _digest_of_scalars(view)
    if said:
        yield {"at": at, **said}
    for key, value in whole.items():
        if key in view and _are_deep(view[key], value):
            yield from _differ(view[key], value, [*at, key], dependent)


def _differ_lists(
    view: list[Any], whole: list[Any], at: list[str], dependent: bool
) -> Iterator[Difference]:
    known = dict(zip(_identities(view), view, strict=True))
    names = _paired(known, whole)
    if list(known) != names:
        order = [name or [item] for name, item in zip(names, whole, strict=True)]
        gone = {name: _digest(item) for name, item in known.items() if name not in names}
        yield {"at": at, "list": order, **({"gone": gone} if gone else {})}
    for name, item in zip(names, whole, strict=True):
        if name and isinstance(item, dict):
            yield from _differ(known[name], item, [*at, f"={name}"], dependent)


def _paired(known: dict[str, Any], whole: list[Any]) -> list[str]:
    """Return for each item of the whole the name of its like in the view, or an empty string.

    Alike are items of one name, then those that share half of their texts, and at last, where
    as many are left on both sides, those that stand in the same order.
    """
    names = [name if name in known and _may_pair(known[name], item) else ""
             for name, item in zip(_identities(whole), whole, strict=True)]  # fmt: skip
    for index, item in enumerate(whole):
        if not names[index]:
            free = [name for name in known if name not in names and _may_pair(known[name], item)]
            names[index] = next((n for n in free if _share_texts(known[n], item)), "")
    open_ = [index for index, name in enumerate(names) if not name]
    free = [name for name in known if name not in names]
    if len(open_) == len(free):
        for index, name in zip(open_, free, strict=True):
            names[index] = name if _may_pair(known[name], whole[index]) else ""
    return names


def _may_pair(view: Any, whole: Any) -> bool:
    return (isinstance(view, dict) and isinstance(whole, dict)) or _same(view, whole)


def _share_texts(one: Any, other: Any) -> bool:
    first, second = set(_texts(one)), set(_texts(other))
    return 2 * len(first & second) >= max(1, min(len(first), len(second)))


def _texts(value: Any) -> Iterator[str]:
    """Yield the single values within a value as texts, but for the empty ones."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
    elif not _is_empty(value):
        yield str(value)


def _renamed(view: dict[str, Any], whole: dict[str, Any]) -> dict[str, str]:
    """Return the fields that are in both under different names: ``{whole: view}``."""
    lone = {_dumped(view[key]): key for key in view if key not in whole and view[key]}
    found = {key: lone.pop(_dumped(whole[key]), "") for key in whole if key not in view}
    return {key: other for key, other in found.items() if other}


def _key_of(names: dict[str, str], key: str) -> str:
    return next((new for new, old in names.items() if old == key), key)


def _are_deep(view: Any, whole: Any) -> bool:
    """Whether two values are compared field by field, or item by item."""
    return all(isinstance(value, dict) for value in (view, whole)) or all(
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
        for value in (view, whole)
    )


def _is_new(pair: list[Any]) -> bool:
    return len(pair) == 1 and not _is_empty(pair[0])


# Applying


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


def _find(tree: Any, at: list[str]) -> Any:
    for part in at:
        if isinstance(tree, dict):
            tree = tree.get(part)
        elif isinstance(tree, list):
            tree = dict(zip(_identities(tree), tree, strict=True)).get(part.removeprefix("="))
    return tree


def _supplement_object(node: dict[str, Any], difference: Difference) -> bool:
    same = _rename(node, difference.get("names", {}))
    free = difference.get("of") in (None, _digest_of_scalars(node))
    for key, digest in difference.get("drop", {}).items():
        fits = free and key in node and _digest(node[key]) == digest
        if fits:
            del node[key]
        same = same and fits
    for key, (value, *old) in difference.get("set", {}).items():
        if old:
            fits = key in node and _digest(node[key]) == old[0]
        else:
            fits = key not in node and (free or _is_empty(value))
        if fits:
            node[key] = value
        same = same and fits
    _order(node, difference.get("keys", []))
    return same


def _rename(node: dict[str, Any], names: dict[str, str]) -> bool:
    """Call fields otherwise, in their places; tell whether all of them were there."""
    fits = all(old in node and new not in node for new, old in names.items())
    items = [(_key_of(names, key), value) for key, value in node.items()]
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
    result: list[tuple[str, Any]] = []
    for wanted in order:
        if isinstance(wanted, list):
            result.append(("", wanted[0]))
        elif wanted in known:
            result.append((wanted, known[wanted]))
    fits, before = True, ""
    for name, digest in names:
        if name not in order and gone.get(name) != digest:
            fits = False
            places = [index for index, (other, _) in enumerate(result) if other == before]
            result.insert(places[0] + 1 if places and before else len(result), (name, known[name]))
        before = name
    node[:] = [item for _, item in result]
    return fits


# Comparing


def _identities(items: list[Any]) -> list[str]:
    """Return a name for each item by which it is found again where others were added or moved."""
    names: list[str] = []
    for item in items:
        fields = item if isinstance(item, dict) else {}
        heads = (fields[key] for key in _HEADS if isinstance(fields.get(key), str))
        name = next(heads, "item")[:60] or "item"
        number = 1
        while (numbered := f"{name}|{number}" if number > 1 else name) in names:
            number += 1
        names.append(numbered)
    return names


def _same(one: Any, other: Any) -> bool:
    return _dumped(one) == _dumped(other)


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], {})


def _digest(value: Any) -> str:
    return hashlib.sha256(_dumped(value).encode()).hexdigest()[:12]


def _digest_of_scalars(node: dict[str, Any]) -> str:
    flat = {key: value for key, value in node.items() if not isinstance(value, dict | list)}
    return _digest(dict(sorted(flat.items())))


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)
