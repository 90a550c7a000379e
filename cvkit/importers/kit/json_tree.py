"""JSON (RFC 8259) with the position of each value, parsed without recursion."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from cvkit.errors import InputError
from cvkit.source.nodes import MAX_DEPTH, MAX_NODES, Node
from cvkit.source.text import Place, Source

__all__ = ["node_of", "parse_json", "value_of"]

MAX_DIGITS = 300
_NOWHERE = Place(Source("", ""), 0, 0)

_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\\x00-\x1f]|\\.)*")'
    r"|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])"
    r"|(?P<word>[A-Za-z_]\w*|-Infinity)|(?P<sign>[{}\[\]:,])"
)
_SPACE = re.compile(r"[ \t\n\r]*")
_WORDS = {"true": "true", "false": "false", "null": None}
_HALF = re.compile(r"[\ud800-\udfff]")


def parse_json(source: Source) -> tuple[Node, Any]:
    """Return a JSON document twice: as a tree of nodes with positions, and as Python values.

    Numbers and literals are texts in the tree, spelled as in the file; ``null`` is a node
    without a value. Raises :class:`InputError` at the first error.
    """
    return _Reader(source).read()


def node_of(value: Any) -> Node:
    """Return Python values as a tree of nodes; every position is the start of the file."""
    if isinstance(value, dict):
        fields = {str(key): node_of(item) for key, item in value.items()}
        return Node(_NOWHERE, fields, dict.fromkeys(fields, _NOWHERE))
    if isinstance(value, list):
        return Node(_NOWHERE, [node_of(item) for item in value])
    if value is None or isinstance(value, str):
        return Node(_NOWHERE, value)
    return Node(_NOWHERE, json.dumps(value))


def value_of(node: Node) -> Any:
    """Return a tree of nodes as texts, lists, mappings and ``None``."""
    if isinstance(node.value, dict):
        return {key: value_of(item) for key, item in node.value.items()}
    if isinstance(node.value, list):
        return [value_of(item) for item in node.value]
    return node.value


@dataclass
class _Open:
    """A list or a mapping that is not closed yet."""

    node: Node
    value: Any
    key: str | None = None
    key_place: Place = _NOWHERE
    expects: str = "first"


@dataclass
class _Reader:
    source: Source
    open: list[_Open] = field(default_factory=list)
    result: tuple[Node, Any] | None = None
    values: int = 0

    def read(self) -> tuple[Node, Any]:
        for kind, text, index in self.tokens():
            self.values += 1
            if self.values > 4 * MAX_NODES:
                self.fail(index, "too many values", "is it a CV?")
            if self.result is not None:
                self.fail(index, "unexpected content after the end of the document")
            self.take(kind, text, index)
        if self.result is None:
            self.unfinished()
        return self.result

    def unfinished(self) -> NoReturn:
        if self.open:
            node = self.open[-1].node
            sign = "{" if isinstance(node.value, dict) else "["
            line, column = node.line + 1, node.column + 1
            hint = f'the "{sign}" in line {line}, column {column} is not closed'
            self.fail(len(self.source.text), "unexpected end of the file", hint)
        self.fail(0, "the file is empty")

    def tokens(self) -> Iterator[tuple[str, str, int]]:
        text = self.source.text
        index = self.skip(0)
        while index < len(text):
            match = _TOKEN.match(text, index)
            if match is None:
                self.fail(index, *_why(text[index : index + 40]))
            yield str(match.lastgroup), match[0], index
            index = self.skip(match.end())

    def skip(self, index: int) -> int:
        match = _SPACE.match(self.source.text, index)
        return match.end() if match else index

    def take(self, kind: str, text: str, index: int) -> None:
        holder = self.open[-1] if self.open else None
        if kind == "sign" and text in "}]":
            self.close(holder, text, index)
        elif kind == "sign" and text in ":,":
            self.separate(holder, text, index)
        elif holder and isinstance(holder.value, dict) and holder.key is None:
            self.key(holder, kind, text, index)
        elif holder and holder.expects in (":", ","):
            self.fail(index, f'missing "{holder.expects}" before this')
        elif kind == "sign":
            self.begin(text, index)
        else:
            self.add(*self.scalar(kind, text, index))

    def close(self, holder: _Open | None, text: str, index: int) -> None:
        if holder is None or (text == "}") != isinstance(holder.value, dict):
            self.fail(index, f'unmatched "{text}"')
        if holder.key is not None or holder.expects == ":":
            self.fail(index, "missing value before this")
        if holder.expects == "next":
            self.fail(index, f'trailing comma before "{text}"', "delete the comma")
        self.open.pop()
        self.add(holder.node, holder.value)

    def separate(self, holder: _Open | None, text: str, index: int) -> None:
        if holder is None or holder.expects != text:
            self.fail(index, f'unexpected "{text}"')
        holder.expects = "next" if text == "," else "value"

    def key(self, holder: _Open, kind: str, text: str, index: int) -> None:
        if holder.expects == ",":
            self.fail(index, 'missing "," before this')
        if kind != "string":
            self.fail(index, "field names must be in double quotes")
        name = self.string(text, index)
        if name in holder.node.keys:
            line = holder.node.keys[name].line + 1
            message = f'duplicate field "{name}"'
            hint = f"it is first set in line {line}: rename or delete one of them"
            raise InputError(self.place(index).problem(message, hint=hint))
        holder.key, holder.key_place, holder.expects = name, self.place(index), ":"
        holder.node.keys[name] = holder.key_place

    def begin(self, text: str, index: int) -> None:
        if len(self.open) >= MAX_DEPTH:
            self.fail(index, f"nested more than {MAX_DEPTH} levels deep", "is it a CV?")
        is_object = text == "{"
        node = Node(self.place(index), {} if is_object else [])
        self.open.append(_Open(node, {} if is_object else []))

    def scalar(self, kind: str, text: str, index: int) -> tuple[Node, Any]:
        place = self.place(index)
        if kind == "string":
            string = self.string(text, index)
            return Node(place, string), string
        if kind == "word":
            if text not in _WORDS:
                self.fail(index, f'unexpected word "{text}"', "texts must be in double quotes")
            return Node(place, _WORDS[text]), json.loads(text)
        if len(text) > MAX_DIGITS or math.isinf(value := json.loads(text)):
            self.fail(index, "the number is too large", "write it as a text in double quotes")
        return Node(place, text), value

    def string(self, text: str, index: int) -> str:
        try:
            value = str(json.loads(text))
        except json.JSONDecodeError as error:
            self.fail(index + error.pos, "invalid escape sequence", 'write a backslash as "\\\\"')
        if _HALF.search(value):
            self.fail(index, "unpaired surrogate (\\ud800 to \\udfff)", "delete it")
        return value

    def add(self, node: Node, value: Any) -> None:
        if not self.open:
            self.result = node, value
            return
        holder = self.open[-1]
        if isinstance(holder.node.value, dict):
            assert holder.key is not None
            holder.node.value[holder.key] = node
            holder.value[holder.key] = value
            holder.key = None
        elif isinstance(holder.node.value, list):
            holder.node.value.append(node)
            holder.value.append(value)
        holder.expects = ","

    def place(self, index: int) -> Place:
        return Place(self.source, *self.source.position(index))

    def fail(self, index: int, message: str, hint: str = "") -> NoReturn:
        raise InputError(self.place(index).problem(f"is not JSON: {message}", hint=hint))


def _why(text: str) -> tuple[str, str]:
    """Return the message and the hint for characters that do not begin a token."""
    if text.startswith('"'):
        return "unterminated text", 'close it with ", and write line breaks as \\n'
    if text.startswith("'"):
        return "unexpected single quote", "texts must be in double quotes"
    if text.startswith(("//", "/*", "#")):
        return "unexpected comment", "JSON has no comments"
    if text[0] in "+-.0123456789":
        return "invalid number", "write it as a text in double quotes"
    return f'unexpected "{text[0]}"', ""
