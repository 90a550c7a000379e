"""Find the differences between a view and the whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cvkit.model.walk import leaves

from .identity import digest_of, digest_of_scalars, dumped, identities, is_empty, is_same, key_of

__all__ = ["differ"]

# Identifiers: they do not depend on what they identify.
_LOOSE = ("id", "_id", "uuid", "guid")

# More pairs than the lists of any CV have.
_MANY = 10_000

Difference = dict[str, Any]


def differ(view: Any, whole: Any, *, dependent: bool = False) -> list[Difference]:
    """Return the differences that lead from a view to the whole; both are JSON's values.

    With ``dependent``, new fields depend on the single values next to them: if one of these is
    edited later, they are dropped, except for identifiers. It is meant for views that show the
    content of the new fields in another form.
    """
    return list(_differ(view, whole, [], dependent))


def _differ(view: Any, whole: Any, at: list[str], dependent: bool) -> Iterator[Difference]:
    if isinstance(view, dict):
        yield from _differ_objects(view, whole, at, dependent)
    else:
        yield from _differ_lists(view, whole, at, dependent)


def _differ_objects(
    view: dict[str, Any], whole: dict[str, Any], at: list[str], dependent: bool
) -> Iterator[Difference]:
    names, before = _renamed(view, whole), view
    view = {key_of(names, key): value for key, value in view.items()}
    changed = {
        key: [value, digest_of(view[key])] if key in view else [value]
        for key, value in whole.items()
        if key not in view or not (_are_deep(view[key], value) or is_same(view[key], value))
    }
    dropped = {key: digest_of(value) for key, value in view.items() if key not in whole}
    loose = {key: changed.pop(key) for key in _LOOSE if dependent and key in changed}
    # Identifiers are added first, after the existing fields.
    order = [key for key in (*view, *loose) if key in whole]
    order = list(dict.fromkeys((*order, *whole)))
    difference = {
        "names": names,
        "set": changed,
        "drop": dropped,
        "keys": list(whole) if order != list(whole) else [],
    }
    parts = {part: value for part, value in difference.items() if value}
    if dependent and (dropped or any(_is_new(pair) for pair in changed.values())):
        parts["of"] = digest_of_scalars(before)
    if parts:
        yield {"at": at, **parts}
    if loose:
        yield {"at": at, "set": loose}
    for key, value in whole.items():
        if key in view and _are_deep(view[key], value):
            yield from _differ(view[key], value, [*at, key], dependent)


def _differ_lists(
    view: list[Any], whole: list[Any], at: list[str], dependent: bool
) -> Iterator[Difference]:
    known = dict(zip(identities(view), view, strict=True))
    names = _paired(known, whole)
    if list(known) != names:
        order = [name or [item] for name, item in zip(names, whole, strict=True)]
        gone = {name: digest_of(item) for name, item in known.items() if name not in names}
        yield {"at": at, "list": order, **({"gone": gone} if gone else {})}
    for name, item in zip(names, whole, strict=True):
        if name and isinstance(item, dict):
            yield from _differ(known[name], item, [*at, f"={name}"], dependent)


def _paired(known: dict[str, Any], whole: list[Any]) -> list[str]:
    """Return for each item of the whole the name of its counterpart in the view, or "".

    Counterparts are items with the same name, then those that share half of their texts, and
    finally, if the same number is left on both sides, those in the same position.
    """
    names = [name if name in known and _may_pair(known[name], item) else ""
             for name, item in zip(identities(whole), whole, strict=True)]  # fmt: skip
    free = dict.fromkeys(name for name in known if name not in set(names))
    left = [index for index, name in enumerate(names) if not name]
    for index in left if len(left) * len(free) <= _MANY else ():
        item = whole[index]
        like = (n for n in free if _may_pair(known[n], item) and _share_texts(known[n], item))
        names[index] = next(like, "")
        free.pop(names[index], None)
    left = [index for index in left if not names[index]]
    if len(left) == len(free):
        for index, name in zip(left, free, strict=True):
            names[index] = name if _may_pair(known[name], whole[index]) else ""
    return names


def _may_pair(view: Any, whole: Any) -> bool:
    return (isinstance(view, dict) and isinstance(whole, dict)) or is_same(view, whole)


def _share_texts(one: Any, other: Any) -> bool:
    first, second = _texts(one), _texts(other)
    return 2 * len(first & second) >= max(1, min(len(first), len(second)))


def _texts(value: Any) -> set[str]:
    """Return the single values within a value as texts, except for the empty ones."""
    return {str(leaf) for leaf in leaves(value) if not is_empty(leaf)}


def _renamed(view: dict[str, Any], whole: dict[str, Any]) -> dict[str, str]:
    """Return the fields that have different names in both: ``{whole: view}``."""
    lone = {dumped(view[key]): key for key in view if key not in whole and view[key]}
    found = {key: lone.pop(dumped(whole[key]), "") for key in whole if key not in view}
    return {key: other for key, other in found.items() if other}


def _are_deep(view: Any, whole: Any) -> bool:
    """Whether two values are compared field by field, or item by item."""
    return all(isinstance(value, dict) for value in (view, whole)) or all(
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
        for value in (view, whole)
    )


def _is_new(pair: list[Any]) -> bool:
    return len(pair) == 1 and not is_empty(pair[0])
