"""The map between the pages and the file: from a point to a line, and from a line to its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cvkit.document import Spot
from cvkit.errors import child_path, path_parts, path_text
from cvkit.markup import plain
from cvkit.source.nodes import Node
from cvkit.source.text import Place

__all__ = ["PageMap", "path_at"]

_REACH = 12.0  # mm around a point in which the nearest text is taken
_DATED = frozenset(("period", "day", "when", "years"))
_DATES = ("date", "start", "end", "years")
_WHOLE = ("", "sections", "options", "variants")
_LEADING = 5.0  # mm between lines of one block
_APART = frozenset(("options", "variants", "redactions", "origin", "ignore"))


@dataclass(frozen=True)
class PageMap:
    """The texts on the pages of a rendering, and the tree of the file that it was made from."""

    spots: tuple[Spot, ...]
    root: Node

    def place_at(self, page: int, x: float, y: float) -> Place | None:
        """Return the place in the file of what is printed at a point in mm, or near it."""
        near = [(_distance(spot, x, y), spot) for spot in self.spots if spot.page == page]
        near = [pair for pair in near if pair[0] <= _REACH and self._paths[pair[1]]]
        if not near:
            return None
        _, spot = min(near, key=lambda pair: pair[0])
        return place_of(self.root, self._paths[spot])

    def spots_of(self, path: str) -> list[Spot]:
        """Return where a field and all that is within it are printed.

        If it is not printed itself, such as the address of a link, the nearest part around it
        that is printed is returned, up to an entry.
        """
        parts = list(path_parts(path))
        if parts and parts[-1] in _DATES:  # a range is one text
            for name in _DATES:
                if found := list(self._within((*parts[:-1], name))):
                    return found
        while parts:
            found = list(self._within(tuple(parts)))
            if found:
                return found
            if len(parts) > 1 and parts[-2] == "entries":
                break
            parts.pop()
        return []

    def blocks_of(self, path: str) -> list[Spot]:
        """Return where a field or part is printed, with lines below each other as one block.

        The list of all sections is no part: it would be the whole document.
        """
        blocks: list[Spot] = []
        for spot in self.spots_of(path) if path not in _WHOLE else ():
            if blocks and _is_below(blocks[-1], spot):
                blocks[-1] = blocks[-1].union(spot)
            else:
                blocks.append(spot)
        return blocks

    def _within(self, parts: tuple[int | str, ...]) -> Iterator[Spot]:
        for spot, path in self._paths.items():
            if tuple(path_parts(path))[: len(parts)] == parts:
                yield spot

    @cached_property
    def _paths(self) -> dict[Spot, str]:
        """The path of each spot in the tree; texts that were composed are searched for."""
        printed = {_written(self.root, spot.path) for spot in self.spots if spot.exact}
        return {
            spot: _written(self.root, spot.path) if spot.exact else self._composed(spot, printed)
            for spot in self.spots
        }

    def _composed(self, spot: Spot, printed: set[str]) -> str:
        """Return the field that a text was composed from, or else the part around it."""
        path = spot.path
        if _DATED & set(spot.classes):
            return self._date(path)
        if not path and not spot.classes:
            return path
        node = _node(self.root, path)
        text = spot.text.strip()
        candidates = (
            (field, leaf)
            for field, leaf in _leaves(node, path)
            if field not in printed and _node_path(field) not in _APART
        )
        for field, leaf in candidates:
            if _is_within(leaf, text) or (_is_date(field) and leaf[:4] in text):
                return field
        return _written(self.root, path)

    def _date(self, path: str) -> str:
        parts = list(path_parts(path))
        while parts:
            node = _node(self.root, path_text(parts))
            if node is not None and isinstance(node.value, dict):
                for name in _DATES:
                    if name in node.value:
                        return child_path(path_text(parts), name)
            if len(parts) > 1 and parts[-2] == "entries":
                break
            parts.pop()
        return path


def _is_below(block: Spot, spot: Spot) -> bool:
    """Whether a line continues a block: on the same line, or below it in its column."""
    if block.page != spot.page:
        return False
    bottom = block.y + block.height
    beside = spot.y < bottom and spot.y + spot.height > block.y
    overlaps = spot.x < block.x + block.width and spot.x + spot.width > block.x
    return beside or (overlaps and -1 < spot.y - bottom < _LEADING)


def _is_date(field: str) -> bool:
    return list(path_parts(field))[-1] in _DATES


def _written(root: Node, path: str) -> str:
    """Return the path of a value as far as the file has it: a short form is less deep."""
    node: Node | None = root
    written = ""
    for part in path_parts(path):
        node = node.child(part) if node else None
        if node is None:
            break
        written = child_path(written, part)
    return written


def _node_path(field: str) -> int | str:
    return next(path_parts(field), "")


def _is_within(leaf: str, text: str) -> bool:
    """Whether a text on the page shows a leaf of the tree, or a part of it."""
    shown = " ".join(plain(leaf).split())
    return bool(shown) and (shown in text or (len(text) > 2 and text in shown))


def _distance(spot: Spot, x: float, y: float) -> float:
    """Return how far a point is from a spot, in mm; lines weigh more than columns."""
    dx = max(spot.x - x, 0.0, x - spot.x - spot.width)
    dy = max(spot.y - y, 0.0, y - spot.y - spot.height)
    return dx + 4 * dy


def _node(root: Node, path: str) -> Node | None:
    node: Node | None = root
    for part in path_parts(path):
        if node is not None and isinstance(node.value, str):
            return node  # a short form: the text itself is the part
        node = node.child(part) if node else None
    return node


def _leaves(node: Node | None, path: str) -> Iterator[tuple[str, str]]:
    if node is None:
        return
    if isinstance(node.value, str):
        yield path, node.value
    for part, child in _children(node):
        yield from _leaves(child, child_path(path, part))


def _children(node: Node) -> Iterable[tuple[int | str, Node]]:
    if isinstance(node.value, dict):
        return node.value.items()
    if isinstance(node.value, list):
        return enumerate(node.value)
    return ()


def place_of(root: Node, path: str) -> Place:
    """Return the place of a value; that of the innermost part that there is."""
    node = root
    for part in path_parts(path):
        child = node.child(part)
        if child is None:
            break
        node = child
    return node.place


def path_at(root: Node, line: int, column: int) -> str:
    """Return the path of the innermost field or item at a position, counted from 0."""
    path = ""
    node = root
    source = root.place.source
    text = source.lines[line] if line < len(source.lines) else ""
    column = max(column, len(text) - len(text.lstrip(" -")))
    while True:
        best: tuple[tuple[int, int], int | str, Node] | None = None
        for part, child in _children(node):
            place = node.keys.get(part, child.place) if isinstance(part, str) else child.place
            if place.source is not source:
                continue
            start = (place.line, place.column)
            if start <= (line, column) and (best is None or start >= best[0]):
                best = start, part, child
        if best is None:
            return path
        path, node = child_path(path, best[1]), best[2]
