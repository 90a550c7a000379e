"""What files say about how they are rendered: themes, formats, and the names of results.

Planning needs this of every file. It is read without the model, which validates the rest later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.errors import InputError
from cvkit.source import SUFFIXES
from cvkit.source.text import Place, Source, read_source
from cvkit.system.fresh import remembered

if TYPE_CHECKING:
    from cvkit.source.given import Given
    from cvkit.source.nodes import Node

__all__ = ["Declared", "Said", "declared", "said_in"]

_MENTIONS = re.compile(r"""\b(?:theme|formats|output|include)["']?\s*:|<<""")
_MAX_INCLUDES = 20


@dataclass(frozen=True)
class Said:
    """The values of a field, each with its place in a file."""

    values: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.values)


def said_in(node: Node | None) -> Said:
    """Return the texts of a field that may have one or several."""
    nodes = node.value if node and isinstance(node.value, list) else [node]
    found = [(each.value.strip(), each.place) for each in nodes
             if each and isinstance(each.value, str)]  # fmt: skip
    return Said(tuple(value for value, _ in found), tuple(place for _, place in found))


@dataclass(frozen=True)
class Declared:
    """The fields at the top of a file; empty if it is not valid, which is reported later."""

    fields: Mapping[str, Node] = field(default_factory=dict)

    def said(self, name: str) -> Said:
        """Return the texts of a field that may have one or several."""
        return said_in(self.fields.get(name))

    def text(self, name: str, language: str = "") -> str:
        """Return the text of a field; of one in several languages that in ``language``."""
        node = self.fields.get(name)
        if node and isinstance(node.value, dict):
            node = node.value.get("text", node)
        if node and isinstance(node.value, dict):
            node = node.value.get(language) or next(iter(node.value.values()), None)
        return node.value.strip() if node and isinstance(node.value, str) else ""


@remembered(64)
def declared(path: Path, given: Given = (), *, all_fields: bool = False) -> Declared:
    """Return what a file declares; ``all_fields`` reads it even if it names no theme or output.

    ``given`` are values that replace those of the file. The fields of files that it includes at
    the top count as its own.
    """
    try:
        source = read_source(path)
        if not (given or all_fields or _MENTIONS.search(source.text)):
            return Declared()
        root = _tree(source)
        fields = dict(_fields(root, path, path.parent.resolve(), []))
        return Declared(_changed(root, fields, given) if given else fields)
    except (InputError, OSError, ValueError):
        return Declared()


def _changed(root: Node, fields: Mapping[str, Node], given: Given) -> Mapping[str, Node]:
    """Return the fields with given values; few runs need this."""
    from cvkit.source.given import with_fields
    from cvkit.source.nodes import Node

    changed = with_fields(Node(root.place, dict(fields)), given)
    assert isinstance(changed.value, dict)
    return changed.value


def _tree(source: Source) -> Node:
    from cvkit.source.nodes import parse  # few runs need the parser

    return parse(source)[0]


def _fields(root: Node, path: Path, folder: Path, seen: list[Path]) -> Iterator[tuple[str, Node]]:
    """Yield the fields of a file, those of included files first."""
    if not isinstance(root.value, dict):
        return
    named = root.value.get("include")
    for name in Declared({"include": named}).said("include").values if named else ():
        file = (path.parent / name).resolve()
        seen.append(file)
        allowed = file.is_relative_to(folder) and file.suffix in SUFFIXES
        if allowed and seen.count(file) == 1 and len(seen) <= _MAX_INCLUDES:
            yield from _fields(_tree(read_source(file)), file, folder, seen)
    yield from root.value.items()
