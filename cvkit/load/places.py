"""From the path of a field to its place in a file."""

from __future__ import annotations

import re

from .nodes import Node
from .source import Place

__all__ = ["find", "position"]

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def find(root: Node, field: str) -> Place | None:
    """Return where a field stands, such as ``sections[2].entries[0].title``.

    That is the place of its name, or of an item of a list; where the file is less deep than the
    field, since a short form was used, it is the place of what stands for it.
    """
    place, node = root.place, root
    for number, name in _STEP.findall(field):
        if isinstance(node.value, dict) and name in node.value:
            place, node = node.keys[name], node.value[name]
        elif isinstance(node.value, list) and number and int(number) < len(node.value):
            node = node.value[int(number)]
            place = node.place
        elif isinstance(node.value, dict | list) and number != "0":
            return None
    return place


def position(root: Node, path: str) -> tuple[int, int] | None:
    """Return the line and column, counted from 0, of the value of a path.

    ``None`` where the tree has no such path, or has it from another file.
    """
    node = root
    for number, name in _STEP.findall(path):
        child: Node | None = None
        if number and isinstance(node.value, list) and int(number) < len(node.value):
            child = node.value[int(number)]
        elif name and isinstance(node.value, dict):
            child = node.value.get(name)
        if child is None:
            return None
        node = child
    is_own = node.place.source is root.place.source
    return (node.line, node.column) if is_own else None
