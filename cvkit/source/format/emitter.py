"""Write a tree as YAML lines: indentation, lists in brackets, comments and empty lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .scalars import WIDTH, is_plain, quoted, scalar

__all__ = ["Branch", "Leaf", "Listing", "Tree", "emit", "part_sections"]

_STEP = 2
# PyYAML reads longer keys only after a question mark.
_LONGEST_KEY = 1000
_MARKS = ("---", "...")  # document markers, in the first column


@dataclass
class _Place:
    """What surrounds a value: lines of comments (or empty ones) above, and a note after it.

    ``below`` are lines at the end of a collection.
    """

    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    note: str = ""
    anchor: str = ""


@dataclass
class Leaf(_Place):
    """A text, or with ``bare`` YAML syntax: an alias, a merge key, nothing."""

    text: str = ""
    bare: bool = False


@dataclass
class Listing(_Place):
    """A list; ``inline`` if it may be written in brackets."""

    items: list[Tree] = field(default_factory=list)
    inline: bool = False


@dataclass
class Branch(_Place):
    """A mapping of keys to values."""

    fields: list[tuple[Leaf, Tree]] = field(default_factory=list)
    inline: bool = False


Tree = Leaf | Listing | Branch


def emit(root: Tree) -> str:
    """Return the YAML text of a tree."""
    lines = _value(root, 0, "") if isinstance(root, Leaf) else _inside(root, 0)
    return "\n".join(lines).strip("\n") + "\n"


def part_sections(root: Tree) -> None:
    """Put an empty line before each section."""
    for key, value in root.fields if isinstance(root, Branch) else ():
        if key.text == "sections" and isinstance(value, Listing):
            for place in (key, *value.items[1:]):
                place.above = place.above if "" in place.above else ["", *place.above]


def _inside(tree: Listing | Branch, indent: int) -> Iterator[str]:
    """Yield the lines of a collection that is not empty."""
    if isinstance(tree, Branch):
        for key, value in tree.fields:
            yield from _lines(key.above, indent)
            name = _key(key)
            lead = f"? {name}\n{' ' * indent}:" if len(name) > _LONGEST_KEY else f"{name}:"
            yield from _value(value, indent, " " * indent + lead)
    else:
        for item in tree.items:
            yield from _lines(item.above, indent)
            yield from _item(item, indent)
    yield from _lines(tree.below, indent)


def _item(item: Tree, indent: int) -> Iterator[str]:
    """Yield the lines of a list item; a collection begins on the line of the dash."""
    dash = f"{' ' * indent}-"
    if isinstance(item, Leaf) or _brackets(item, indent):
        yield from _value(item, indent, dash)
        return
    if item.note:
        yield f"{' ' * indent}{item.note}"
    if item.anchor:
        yield f"{dash} &{item.anchor}"
        yield from _inside(item, indent + _STEP)
        return
    first, *rest = _inside(item, indent + _STEP)
    yield f"{dash} {first.lstrip(' ')}" if first.strip() else dash
    yield from rest


def _value(tree: Tree, indent: int, lead: str) -> Iterator[str]:
    """Yield the lines of a value after its lead: a key with a colon, or a dash."""
    if tree.anchor:
        lead += f" &{tree.anchor}"
    note = f"  {tree.note}" if tree.note else ""
    if isinstance(tree, Leaf):
        gap = " " if lead else ""
        if tree.bare:
            yield f"{lead}{gap}{tree.text}".rstrip() + note
            return
        used = len(lead.rpartition("\n")[2]) + 1
        yield from (lead + gap + scalar(tree.text, indent + _STEP, used, tree.note)).split("\n")
    elif brackets := _brackets(tree, indent):
        yield from _wrapped(f"{lead} ", brackets, note)
    else:
        yield lead + note
        yield from _inside(tree, indent + _STEP)


def _lines(lines: list[str], indent: int) -> Iterator[str]:
    for line in lines:
        yield f"{' ' * indent}{line}" if line else ""


def _key(key: Leaf) -> str:
    anchor = f"&{key.anchor} " if key.anchor else ""
    is_text = is_plain(key.text, flow=True) and not key.text.startswith(_MARKS)
    plain = key.bare or (is_text and key.text != "<<")
    return anchor + (f"{key.text} " if key.bare and key.text[:1] == "*" else key.text if plain
                     else quoted(key.text))  # fmt: skip


def _brackets(tree: Listing | Branch, indent: int) -> list[str]:
    """Return the parts of a collection in brackets, or nothing if it needs lines of its own."""
    if isinstance(tree, Branch):
        parts = [f"{_key(key)}: {_leaf(value)}" for key, value in tree.fields]
        inner: list[Tree] = [part for pair in tree.fields for part in pair]
        ends = "{}"
    else:
        parts, inner, ends = [_leaf(item) for item in tree.items], tree.items, "[]"
    if not parts:
        return [ends]
    if not tree.inline or not all(_is_simple(part) for part in inner):
        return []
    if any(indent + len(part) > WIDTH // 2 for part in parts):
        return []
    parts = [f"{part}," for part in parts[:-1]] + parts[-1:]
    return [ends[0] + parts[0], *parts[1:-1], parts[-1] + ends[1]] if len(parts) > 1 else [
        ends[0] + parts[0] + ends[1]
    ]  # fmt: skip


def _is_simple(tree: Tree) -> bool:
    """Whether a value may be written in brackets: one line of text without a comment."""
    return (
        isinstance(tree, Leaf)
        and not (tree.note or any(tree.above))
        and "\n" not in tree.text
        and (bool(tree.text) or not tree.bare)
    )


def _leaf(tree: Tree) -> str:
    if not isinstance(tree, Leaf):
        return ""
    anchor = f"&{tree.anchor} " if tree.anchor else ""
    plain = tree.bare or is_plain(tree.text, flow=True)
    return anchor + (tree.text if plain else quoted(tree.text))


def _wrapped(lead: str, parts: list[str], note: str) -> Iterator[str]:
    """Yield the lines of a collection in brackets, aligned after the opening bracket."""
    indent = len(lead.rpartition("\n")[2]) + 1
    line = lead + parts[0]
    for part in parts[1:]:
        if len(line) + 1 + len(part) > WIDTH:
            yield line
            line = " " * indent + part
        else:
            line += f" {part}"
    yield line + note
