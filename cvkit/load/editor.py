"""Edit a person's file as its author would, keeping comments, order and quoting.

New fields and items are inserted into the text at places known from the parser. The result is
parsed again; if its data is not what it should be, the whole edit fails.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cvkit.errors import InputError, Problem
from cvkit.source.nodes import Node, parse
from cvkit.source.text import Source

from .serialize import dump

__all__ = ["Editor", "Path"]

Path = tuple[str | int, ...]
"""A place in the data, such as ``("sections", 0, "entries", 2)``."""

_BREAK = re.compile(r"(\r\n|[\n\r\x85\u2028\u2029])")


_QUOTED = r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^']|'')*'"
_ON_A_LINE = re.compile(rf"(?:{_QUOTED}|[^\s\"'|>&*][^\n]*?)(?=\s+#|\s*$)")
_IN_BRACES = re.compile(rf"(?:{_QUOTED}|[^\s\"'|>&*][^\n,}}]*?)(?=\s*[,}}])")


def _scalar(text: str, *, in_braces: bool) -> str:
    """Return a text as YAML; JSON strings are valid everywhere."""
    if in_braces:
        return json.dumps(text, ensure_ascii=False)
    return dump({"text": text}).strip().removeprefix("text: ")


@dataclass(frozen=True)
class _Insertion:
    """Lines to insert before a line; of several at one line, the deepest come first."""

    line: int
    column: int
    lines: tuple[str, ...]


class Editor:
    """Collects edits of a file; ``tree`` is the data with all edits applied.

    Raises :class:`InputError` if the file is not valid YAML, or cannot be edited safely.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        root, problems = parse(source)
        if problems:
            raise InputError(problems)
        self.root = root
        self.tree: Any = root.plain()
        parts = _BREAK.split(source.text)
        self.lines = parts[0::2]
        self.breaks = parts[1::2]
        self.insertions: list[_Insertion] = []

    def at(self, path: Path) -> Any:
        """Return the data at a path."""
        value = self.tree
        for key in path:
            value = value[key]
        return value

    def add_fields(self, path: Path, fields: Mapping[str, Any]) -> None:
        """Add fields at the end of a mapping, which must not have any of them yet."""
        if not fields:
            return
        node = self._node(path)
        if not isinstance(node.value, dict):
            raise self._refusal(node, "is not a mapping of fields")
        self._check_block(node)
        line = self._end(node.line, node.column - 1)
        self._insert(line, node.column, dump(fields).splitlines())
        self.at(path).update(copy.deepcopy(dict(fields)))

    def set_texts(self, path: Path, fields: Mapping[str, str]) -> None:
        """Replace texts of a mapping, each on a line of its own; those of braces may share one."""
        mapping = self._node(path)
        assert isinstance(mapping.value, dict)
        in_braces = self._is_in_braces(mapping)
        places = {name: mapping.value[name] for name in fields}
        for name in sorted(places, key=lambda each: places[each].column, reverse=True):
            node, line = places[name], self.lines[places[name].line]
            pattern = _IN_BRACES if in_braces else _ON_A_LINE
            match = pattern.match(line, node.column)
            if not isinstance(node.value, str) or match is None:
                raise self._refusal(node, "is not a text on one line")
            text = _scalar(fields[name], in_braces=in_braces)
            self.lines[node.line] = line[: match.start()] + text + line[match.end() :]
            self.at(path)[name] = fields[name]

    def set_fields(self, path: Path, fields: Mapping[str, str]) -> None:
        """Set texts of a mapping, which is created if it is missing: replace some, add others."""
        parent, own = self._node(path[:-1]), str(path[-1])
        given = self.at(path[:-1]).get(own)
        if not given and own in parent.keys:  # a name without a value
            place = parent.keys[own]
            self._insert(place.line + 1, place.column + 2, dump(fields).splitlines())
            self.at(path[:-1])[own] = dict(fields)
            return
        if not given:
            self.add_fields(path[:-1], {own: dict(fields)})
            return
        self.set_texts(path, {name: text for name, text in fields.items() if name in given})
        added = {name: text for name, text in fields.items() if name not in given}
        node = self._node(path)
        if not added or not self._is_in_braces(node):
            self.add_fields(path, added)
            return
        line, column = node.line, node.column + 1
        pairs = "".join(
            f"{name}: {_scalar(text, in_braces=True)}, " for name, text in added.items()
        )
        self.lines[line] = self.lines[line][:column] + pairs + self.lines[line][column:]
        self.at(path).update(added)

    def _is_in_braces(self, node: Node) -> bool:
        return self.lines[node.line][node.column : node.column + 1] == "{"

    def expand(self, path: Path, name: str) -> None:
        """Turn an item that is a single text into a mapping with the text as its field."""
        node = self._node(path)
        line, column = node.line, node.column
        if not isinstance(node.value, str) or self.lines[line][column : column + 1] in "|>&*":
            raise self._refusal(node, "is not a plain item")
        end = self._end(line, self._dash(node))
        text = self.lines[line]
        self.lines[line] = f"{text[:column]}{name}: {text[column:]}"
        for number in range(line + 1, end):
            self.lines[number] = f"  {self.lines[number]}" if self.lines[number].strip() else ""
        value = self.at(path)
        self.at(path[:-1])[path[-1]] = {name: value}
        node.value, node.keys = {name: replace(node)}, {name: node.place}

    def append(self, path: Path, items: Sequence[Any]) -> None:
        """Add items at the end of a list; a missing list is created."""
        if not items:
            return
        parent, name = self._node(path[:-1]), path[-1]
        assert isinstance(name, str)
        node = parent.value.get(name) if isinstance(parent.value, dict) else None
        if node is None or node.value is None:
            self.add_fields(path[:-1], {name: list(items)})
            return
        if not isinstance(node.value, list) or not node.value:
            raise self._refusal(node, "is not a list with items on lines of their own")
        last = node.value[-1]
        column = self._dash(last)
        lines: list[str] = []
        apart = self._is_apart(node.value, column)
        for item in items:
            if apart:
                lines.append("")
            # New items have lines of their own, as entries have, whatever the list is.
            lines += [line[2:] for line in dump({"entries": [item]}).splitlines()[1:]]
        self._insert(self._end(last.line, column), column, lines)
        self.at(path).extend(copy.deepcopy(list(items)))

    def text(self) -> str:
        """Return the edited text; raise :class:`InputError` if its data would be wrong."""
        lines = list(zip(self.lines, [*self.breaks, ""], strict=True))
        newline = self.breaks[0] if self.breaks else "\n"
        ordered = sorted(self.insertions, key=lambda new: (new.line, -new.column))
        for new in reversed(ordered):
            if new.line and not lines[new.line - 1][1]:
                lines[new.line - 1] = (lines[new.line - 1][0], newline)
            lines[new.line : new.line] = [(line, newline) for line in new.lines]
        edited = "".join(line + end for line, end in lines)
        self._verify(edited)
        return edited

    def _verify(self, edited: str) -> None:
        try:
            root, problems = parse(Source(self.source.name, edited))
        except InputError:
            problems, same = [], False
        else:
            same = bool(root.plain() == self.tree)
        if problems or not same:
            hint = "write lists with dashes, and one field per line, without anchors"
            message = "cannot be edited without changing other parts; nothing was written"
            raise InputError(Problem(self.source.name, message, hint=hint))

    def _node(self, path: Path) -> Node:
        node = self.root
        for key in path:
            assert isinstance(node.value, dict | list)
            node = node.value[key]  # type: ignore[index]
        return node

    def _refusal(self, node: Node, message: str) -> InputError:
        hint = "write it as a list with dashes, or make this change by hand"
        return InputError(
            self.source.problem(
                f"cannot be edited: this {message}", node.line, node.column, hint=hint
            )
        )

    def _check_block(self, node: Node) -> None:
        if self.lines[node.line][node.column : node.column + 1] in ("{", "*", "&"):
            raise self._refusal(node, "is in braces or has an anchor")

    def _dash(self, item: Node) -> int:
        """Return the column of the dash before an item."""
        before = self.lines[item.line][: item.column]
        match = re.fullmatch(r"(.*?)-\s+(?:&\S+\s+)?", before)
        if match is None or match[1].strip():
            raise self._refusal(item, "is not after a dash on a line of its own")
        return len(match[1])

    def _end(self, start: int, column: int) -> int:
        """Return the line after the block that is indented by more than a column.

        Blank lines and less indented comments belong to what follows.
        """
        end = number = start + 1
        while number < len(self.lines):
            line = self.lines[number]
            indent = len(line) - len(line.lstrip(" "))
            is_comment = line.lstrip().startswith("#")
            if line.strip() and indent <= column and not is_comment:
                break
            if line.strip() and indent > column:
                end = number + 1
            number += 1
        return end

    def _is_apart(self, items: Sequence[Node], column: int) -> bool:
        """Whether the items are separated by blank lines."""
        if len(items) < 2:
            return False
        number = items[-1].line - 1
        while number > 0 and re.match(rf"\s{{{column}}}#", self.lines[number]):
            number -= 1
        return not self.lines[number].strip()

    def _insert(self, line: int, column: int, lines: Sequence[str]) -> None:
        indented = tuple(f"{' ' * column}{text}" if text else "" for text in lines)
        self.insertions.append(_Insertion(line, column, indented))
