"""Parse YAML text into a tree that keeps comments, empty lines, anchors and brackets."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from cvkit.source.nodes import read_scalar
from cvkit.source.text import Source

from .emitter import Branch, Leaf, Listing, Tree

__all__ = ["read_tree"]

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_BLOCKS = ("|", ">")


@dataclass(frozen=True)
class _Comment:
    """A comment, or an empty line (without text); ``alone`` on its line, or after a value."""

    line: int
    column: int
    text: str
    alone: bool


def read_tree(source: Source) -> tuple[Tree, list[str]]:
    """Return the tree of a valid document, and its comments in order."""
    events = list(yaml.parse(source.text, Loader=yaml.BaseLoader))
    comments = list(_comments(source, events))
    reader = _Reader(source, comments)
    for event in events:
        reader.take(event)
    return reader.root, [comment.text for comment in comments if comment.text]


def _comments(source: Source, events: list[yaml.Event]) -> Iterator[_Comment]:
    """Yield the comments, and the first of each run of empty lines."""
    lines = list(source.lines)
    hidden: set[int] = set()
    for event in events:
        if isinstance(event, yaml.ScalarEvent):
            hidden |= _hide(lines, event)
    was_empty = True
    for number, line in enumerate(lines):
        empty = not line.strip() and number not in hidden
        if match := _COMMENT.search(line):
            alone = not line[: match.start()].strip()
            yield _Comment(number, match.start(), match[0].rstrip(), alone)
        elif empty and not was_empty:
            yield _Comment(number, 0, "", alone=True)
        was_empty = empty


def _hide(lines: list[str], event: yaml.ScalarEvent) -> set[int]:
    """Overwrite a text in its lines, and return the numbers of its lines."""
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    if event.style in _BLOCKS:
        inside = [*range(start.line + 1, end.line)]
        while inside and not lines[inside[-1]].strip():
            inside.pop()
        for number in inside:
            lines[number] = "x" * len(lines[number])
        return set(inside)
    for number in range(start.line, end.line + 1):
        line = lines[number]
        left = start.column if number == start.line else 0
        right = end.column if number == end.line else len(line)
        lines[number] = line[:left] + "x" * (right - left) + line[right:]
    return set(range(start.line, end.line + 1))


class _Reader:
    """Builds the tree from events, and attaches each comment to the value next to it."""

    def __init__(self, source: Source, comments: list[_Comment]) -> None:
        self.source = source
        self.comments = deque(comments)
        self.open: list[Listing | Branch] = []
        self.columns: list[int] = []
        self.keys: list[Leaf | None] = []
        self.root: Tree = Leaf(bare=True)
        self.last: tuple[int, Tree] = (-1, self.root)

    def take(self, event: yaml.Event) -> None:
        """Process the next event."""
        if isinstance(event, yaml.AliasEvent):
            self.add(Leaf(text=f"*{event.anchor}", bare=True), event)
        elif isinstance(event, yaml.ScalarEvent):
            self.add(self.leaf(event), event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self.add(Listing(anchor=event.anchor or "", inline=bool(event.flow_style)), event)
        elif isinstance(event, yaml.MappingStartEvent):
            self.add(Branch(anchor=event.anchor or "", inline=bool(event.flow_style)), event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.close(event)
        elif isinstance(event, yaml.StreamEndEvent):
            self.root.below += self.comments_before(event)

    def leaf(self, event: yaml.ScalarEvent) -> Leaf:
        """Return a text as the loader reads it."""
        text = read_scalar(event, self.source)
        is_merge = event.value == "<<" and not event.style
        return Leaf(anchor=event.anchor or "", text=text or "", bare=text is None or is_merge)

    def add(self, tree: Tree, event: yaml.Event) -> None:
        """Add a value to the collection that is open."""
        parent = self.open[-1] if self.open else None
        # Comments above the first field of a mapping belong to the field, not the mapping.
        if isinstance(tree, Leaf) or isinstance(parent, Listing):
            tree.above = self.comments_before(event)
        else:
            self.notes_before(event)
        if parent is None:
            self.root = tree
        elif isinstance(parent, Listing):
            parent.items.append(tree)
        elif self.keys[-1] is None:
            assert isinstance(tree, Leaf)
            self.keys[-1] = tree
        else:
            key, self.keys[-1] = self.keys[-1], None
            notes = [key.note] if key.note and tree.above else []
            tree.note = "" if notes else key.note
            key.above += notes + tree.above
            key.note, tree.above = "", []
            parent.fields.append((key, tree))
        if not isinstance(tree, Leaf):
            mark: Any = event.start_mark
            self.columns.append(mark.column)
            self.open.append(tree)
            self.keys.append(None)
            return
        is_block = getattr(event, "style", None) in _BLOCKS
        self.last = (_line(event.start_mark if is_block else event.end_mark), tree)

    def close(self, event: yaml.Event) -> None:
        """Close the collection; one in brackets may have a comment after it."""
        tree = self.open.pop()
        self.keys.pop()
        tree.inline = tree.inline and not any(part.note or part.above for part in _parts(tree))
        if not tree.inline:
            tree.below = self.comments_within(self.columns.pop(), event)
        else:
            self.columns.pop()
            if not tree.note:
                self.last = (_line(event.end_mark), tree)

    def notes_before(self, event: yaml.Event) -> None:
        """Attach a comment on the line of the last value to it, when a new value begins."""
        mark: Any = event.start_mark
        first = self.comments[0] if self.comments else None
        line, tree = self.last
        if first and not first.alone and first.line == line and line < mark.line:
            tree.note = self.comments.popleft().text

    def comments_within(self, column: int, end: yaml.Event) -> list[str]:
        """Return the comments at the end of a collection that begins in a column.

        They have the indentation of the collection, unlike what follows.
        """
        self.notes_before(end)
        mark: Any = end.start_mark
        if mark.column >= column:
            return []
        taken = 0
        for number, comment in enumerate(self.comments, start=1):
            if comment.line >= mark.line or (comment.text and comment.column < column):
                break
            taken = number if comment.text else taken
        return [self.comments.popleft().text for _ in range(taken)]

    def comments_before(self, event: yaml.Event) -> list[str]:
        """Return the comments above a value, except one after the previous value."""
        mark: Any = event.start_mark
        found: list[str] = []
        while self.comments and self.comments[0].line < mark.line:
            comment = self.comments.popleft()
            line, tree = self.last
            if not comment.alone and comment.line == line and not tree.note and not found:
                tree.note = comment.text
            else:
                found.append(comment.text)
        return found


def _parts(tree: Listing | Branch) -> list[Tree]:
    if isinstance(tree, Listing):
        return tree.items
    return [part for pair in tree.fields for part in pair]


def _line(mark: Any) -> int:
    return int(mark.line)
