"""Put an edited view of a mapping back into the mapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .align import align
from .outline import Outline, Slot

__all__ = ["put"]

Tree = dict[str, Any]
Show = Callable[[Any], Any]
Renew = Callable[[Any, Any], Any]

# Lists with more items are not searched for items that the view does not show.
_MANY = 100


def put(whole: Tree, view: Tree, show: Show, renew: Renew = lambda _old, new: new) -> Tree:
    """Return a mapping, changed so that its view is the given one.

    ``show`` makes the view of a mapping; it must accept any part of it, and leave a view as it is.
    ``renew`` takes a single value and what it became in the view, and returns the new value, for
    values that hold more than the view shows.
    """
    before = show(whole)
    if before == view:
        return whole
    effects = {name: _different(before, show(_without(whole, name))) for name in whole}
    result = dict(whole)
    for name in sorted(_different(before, view)):
        _put_field(name, result, whole, before, view, effects, show, renew)
    hidden = {name: value for name, value in whole.items() if not effects[name]}
    for candidate in (result, {**hidden, **view}):
        if _gives(candidate, hidden, view, show):
            return candidate
    return _with_harmless(view, hidden, show)


def _put_field(
    name: str, result: Tree, whole: Tree, before: Tree, view: Tree,
    effects: Mapping[str, set[str]], show: Show, renew: Renew,
) -> None:  # fmt: skip
    """Put one field of a view into the result."""
    sources = [source for source in whole if name in effects[source]]
    if (
        len(sources) == 1
        and effects[sources[0]] == {name}
        and not (isinstance(whole[sources[0]], str) and isinstance(view.get(name), list))
    ):
        (source,) = sources
        if name not in view:
            result.pop(source, None)
            return

        def shown(value: Any) -> Any:
            return show({**whole, source: value}).get(name)

        result[source] = _value(whole[source], before.get(name), view[name], shown, renew)
        return
    alone = [source for source in sources if effects[source] == {name}]
    if _put_part(name, result, alone, before, view, show):
        return
    for source in sources:
        result.pop(source, None)
    for affected in {name}.union(*(effects[source] for source in sources)):
        if affected in view:
            result[affected] = view[affected]


def _put_part(
    name: str, result: Tree, sources: list[str], before: Tree, view: Tree, show: Show
) -> bool:
    """Change the one part of a value that was edited, if others are beside it: `a, b`."""
    old, new = before.get(name), view.get(name)
    for source in sources:
        part = _changed_part(result.get(source), old, new)
        if part and show({**result, source: part}).get(name) == new:
            result[source] = part
            return True
    return False


def _changed_part(part: Any, old: Any, new: Any) -> Any:
    """Return what a part of a text or of a list became, where everything around it is the same."""
    if isinstance(old, list) and isinstance(new, list) and isinstance(part, list):
        old, new, inner = tuple(old), tuple(new), tuple(part)
        starts = [i for i in range(len(old)) if old[i : i + len(inner)] == inner]
    elif all(isinstance(value, str) and value for value in (part, old, new)):
        inner = part
        starts = [old.find(inner)] if inner in old else []
    else:
        return None
    for start in starts:
        head, tail = old[:start], old[start + len(inner) :]
        end = len(new) - len(tail)
        if new[: len(head)] == head and new[end:] == tail and end >= len(head):
            found = new[len(head) : end]
            return list(found) if isinstance(part, list) else found
    return None


def _value(old: Any, before: Any, new: Any, shown: Show, renew: Renew) -> Any:
    if isinstance(old, dict) and isinstance(before, dict) and isinstance(new, dict):
        return put(old, new, lambda value: shown(value) or {}, renew)
    if isinstance(old, list) and isinstance(before, list) and isinstance(new, list):
        return _put_list(old, before, new, lambda items: list(shown(items) or ()), renew)
    return renew(old, new)


def _put_list(old: list[Any], before: list[Any], new: list[Any], shown: Show, renew: Renew) -> Any:
    """Put an edited list back, item by item, if each item makes a part of the list."""
    visible = _visible(old, before, shown)
    outline = Outline.of([item for item, seen in zip(old, visible, strict=True) if seen], shown)
    if outline.shown != before:
        return new
    result = outline.rebuilt(_slots(outline, new, shown, renew))
    for index, (item, seen) in enumerate(zip(old, visible, strict=True)):
        if not seen:
            result.insert(min(index, len(result)), item)
    return result


def _slots(outline: Outline, new: list[Any], shown: Show, renew: Renew) -> list[Slot]:
    """Return the items of a new list, each with the node of the outline that it comes from."""
    pairs = align(outline.shown, new)
    slots: list[Slot] = []
    index = 0
    while index < len(new):
        node = outline.node_at(pairs[index])
        end = index + (outline.size(node) if node is not None else 1)
        first = pairs[index] or 0
        if node is not None and new[index:end] == outline.shown[first : first + end - index]:
            slots.append((node, outline.value(node)))
            index = end
            continue
        if node is not None and outline.size(node) == 1:
            slots.append((node, _item(outline.value(node), new[index], shown, renew)))
        else:
            slots.append((None, new[index]))
        index += 1
    return slots


def _item(old: Any, new: Any, shown: Show, renew: Renew) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return put(old, new, lambda value: next(iter(shown([value])), {}), renew)
    return renew(old, new)


def _visible(old: list[Any], before: list[Any], shown: Show) -> list[bool]:
    """Return which items the view shows."""
    if len(old) > _MANY or [part for item in old for part in shown([item])] == before:
        return [True] * len(old)
    return [shown([*old[:n], *old[n + 1 :]]) != before for n in range(len(old))]


def _gives(candidate: Tree, hidden: Tree, view: Tree, show: Show) -> bool:
    """Whether a result shows the view; hidden data may appear only where the view is empty."""
    visible = {name: v for name, v in candidate.items() if name not in hidden or hidden[name] != v}
    if show(visible) != view:
        return False
    shown = show(candidate)
    return all(shown.get(name) == value for name, value in view.items())


def _with_harmless(view: Tree, hidden: Tree, show: Show) -> Tree:
    """Return a view with those of the hidden fields that do not change it."""
    result = dict(view)
    for name, value in hidden.items():
        if name not in result and show({**result, name: value}) == show(result):
            result[name] = value
    return result


def _different(one: Tree, other: Tree) -> set[str]:
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


def _without(tree: Tree, name: str) -> Tree:
    return {key: value for key, value in tree.items() if key != name}
