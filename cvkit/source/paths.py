"""Find the place in a file for the path of a field."""

from __future__ import annotations

from cvkit.errors import path_parts

from .nodes import Node
from .text import Place

__all__ = ["find", "position"]


def find(root: Node, field: str) -> Place | None:
    """Return the place of a field, such as ``sections[2].entries[0].title``, or ``None``.

    It is the place of the field's name, or of the item of a list. If the file uses a short
    form, and is less deep than the path, it is the place of the short form.
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
    """Return the line and column, counted from 0, of the value at a path.

    ``None`` if the tree has no such path, or the value is from an included file.
    """
    node: Node | None = root
    for part in path_parts(path):
        node = node.child(part) if node else None
    is_own = node is not None and node.place.source is root.place.source
    return (node.line, node.column) if node and is_own else None
