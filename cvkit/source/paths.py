"""From the path of a field to its place in a file."""

from __future__ import annotations

from cvkit.errors import path_parts

from .nodes import Node
from .text import Place

__all__ = ["find", "position"]


def find(root: Node, field: str) -> Place | None:
    """Return where a field stands, such as ``sections[2].entries[0].title``.

    That is the place of its name, or of an item of a list; where the file is less deep than the
    field, since a short form was used, it is the place of what stands for it.
    """
    place, node = root.place, root
    for part in path_parts(field):
        child = node.child(part)
        if child is not None:
            place = node.keys[part] if isinstance(part, str) else child.place
            node = child
        elif isinstance(node.value, dict | list) and part != 0:
            return None
    return place


def position(root: Node, path: str) -> tuple[int, int] | None:
    """Return the line and column, counted from 0, of the value of a path.

    ``None`` where the tree has no such path, or has it from another file.
    """
    node: Node | None = root
    for part in path_parts(path):
        node = node.child(part) if node else None
    is_own = node is not None and node.place.source is root.place.source
    return (node.line, node.column) if node and is_own else None
