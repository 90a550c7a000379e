"""Nested items that a view shows as one flat list: an item, then those below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Outline", "Slot"]

Slot = tuple[int | None, Any]
"""An item of an edited list: the number of the node that it comes from, and its new value."""


@dataclass(frozen=True)
class _Node:
    """An item without those below it; ``size`` is how many items of the list show it."""

    value: Any
    parent: int | None
    size: int


@dataclass
class Outline:
    """The nodes of nested items in the order of the flat list, ``shown``."""

    below: str = "highlights"
    nodes: list[_Node] = field(default_factory=list)
    shown: list[Any] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, items: Sequence[Any], show: Callable[[list[Any]], list[Any]]) -> Outline:
        """Take nested items apart; ``show`` makes the flat list of some items."""
        outline = cls()
        for item in items:
            outline._take_apart(item, None, show)
        return outline

    def add(self, value: Any, parent: int | None, shown: Sequence[Any]) -> int:
        """Add a node, and return its number."""
        self.nodes.append(_Node(value, parent, len(shown)))
        self.shown += shown
        self.owners += [len(self.nodes) - 1] * len(shown)
        return len(self.nodes) - 1

    def _take_apart(
        self, item: Any, parent: int | None, show: Callable[[list[Any]], list[Any]]
    ) -> None:
        shown = show([item])
        below = item.get(self.below) if isinstance(item, dict) else None
        if not below or len(shown) < 2:
            self.add(item, parent, shown)
            return
        head = {name: value for name, value in item.items() if name != self.below}
        number = self.add(head, parent, show([head]) if head else [])
        for each in below:
            self._take_apart(each, number, show)

    def node_at(self, index: int | None) -> int | None:
        """Return the node that makes an item of the list, if the item is the first of it."""
        if index is None or (index and self.owners[index - 1] == self.owners[index]):
            return None
        return self.owners[index]

    def size(self, node: int) -> int:
        """Return how many items of the list a node makes."""
        return self.nodes[node].size

    def value(self, node: int) -> Any:
        """Return the value of a node, without the nodes below it."""
        return self.nodes[node].value

    def rebuilt(self, slots: Sequence[Slot]) -> list[Any]:
        """Return nested items whose flat list is that of the slots.

        An item stays below the one that it was below, if that still comes before it. A new item
        between two that are below another one is put there, too.
        """
        top: list[Any] = []
        opened: list[tuple[int | None, Any]] = []
        placed: set[int] = set()
        for position, (number, value) in enumerate(slots):
            chain = self._chain(number, opened) or self._chain_after(slots, position, opened)
            self._cut(opened, chain)
            for ancestor in chain[len(opened) :]:
                self._place(top, opened, ancestor, self._head(ancestor, placed))
            self._place(top, opened, number, self._copied(value))
        return top

    def _chain(self, number: int | None, opened: Sequence[Slot]) -> list[int]:
        """Return what a node is to be put below, outermost first.

        These are its ancestors that are open, and those that the list does not show.
        """
        chain: list[int] = []
        numbers = {number for number, _ in opened}
        parent = self.nodes[number].parent if number is not None else None
        while parent is not None:
            if parent in numbers or not self.nodes[parent].size:
                chain.insert(0, parent)
            parent = self.nodes[parent].parent
        return chain

    def _chain_after(
        self, slots: Sequence[Slot], position: int, opened: Sequence[Slot]
    ) -> list[int]:
        """Return the open nodes that the next known item will be put below."""
        following = next((n for n, _ in slots[position + 1 :] if n is not None), None)
        numbers = {number for number, _ in opened}
        return [number for number in self._chain(following, opened) if number in numbers]

    def _cut(self, opened: list[Slot], chain: list[int]) -> None:
        """Close what a node is not to be put below."""
        while opened and [number for number, _ in opened] != chain[: len(opened)]:
            opened.pop()

    def _place(self, top: list[Any], opened: list[Slot], number: int | None, value: Any) -> None:
        items = top
        if opened:
            parent = opened[-1][1]
            items = parent.setdefault(self.below, [])
        items.append(value)
        if isinstance(value, dict) and number is not None:
            opened.append((number, value))

    def _copied(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {n: list(each) if n == self.below else each for n, each in value.items()}

    def _head(self, number: int, placed: set[int]) -> dict[str, Any]:
        """Return a node that the list does not show; if it is repeated, only its name."""
        value = self.nodes[number].value
        head = dict(value) if number not in placed else {"name": value.get("name")}
        placed.add(number)
        return {name: each for name, each in head.items() if each is not None}
