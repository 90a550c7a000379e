"""Parse YAML text into a tree of strings, lists and mappings that knows its places.

The tree is built from parser events instead of PyYAML's node graph: every scalar remains the
string that was typed, and depth, aliases and tags are checked before anything grows or
recurses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from cvkit.errors import InputError, Problem

from .syntax_errors import LOADER, syntax_problems
from .text import Place, Source, misleading

__all__ = [
    "COMMENT_IN_TEXT",
    "MAX_DEPTH",
    "MAX_NODES",
    "MAX_TEXT",
    "SWALLOWED_BULLET",
    "Node",
    "parse",
    "read_scalar",
]

MAX_DEPTH = 64
MAX_NODES = 100_000
MAX_TEXT = 50_000

_PLAIN_TAGS = {
    None,
    *(f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map")),
}
_SWALLOWED = re.compile(r"\s+(#[^\s#]\S*)")
_ESCAPED_BREAK = re.compile(r"(?<!\\)(\\\\)*\\n")
COMMENT_IN_TEXT = "comment-in-text"
"""Code of the problem that a text is probably cut off by the comment after it."""
_BULLET = re.compile(r"\s*([-*•] \s*\S.*)")
# Core schema of YAML 1.2.2, section 10.3.2: what stands for nothing.
_NULL = ("", "~", "null", "Null", "NULL")
SWALLOWED_BULLET = "swallowed-bullet"
"""Code of the problem that YAML joins a bullet to the text in the line above it."""
_MERGE = "\0<<"  # cannot be written as a key


@dataclass(slots=True)
class Node:
    """A value with its place, and the places of the names of its fields.

    ``value`` is a string, a list of nodes, a mapping of keys to nodes, or ``None`` if nothing
    was written.
    """

    place: Place
    value: str | list[Node] | dict[str, Node] | None
    keys: dict[str, Place] = field(default_factory=dict)
    merged: list[Node] = field(default_factory=list)
    nameless: set[str] = field(default_factory=set)
    complete: bool = True
    weight: int = 1
    height: int = 1

    @property
    def line(self) -> int:
        """The line on which it begins, counted from 0."""
        return self.place.line

    @property
    def column(self) -> int:
        """The column in which it begins, counted from 0."""
        return self.place.column

    def child(self, part: int | str) -> Node | None:
        """Return the field with a name or the item with an index, or ``None``."""
        if isinstance(self.value, dict) and isinstance(part, str):
            return self.value.get(part)
        if isinstance(self.value, list) and isinstance(part, int) and part < len(self.value):
            return self.value[part]
        return None

    def plain(self) -> Any:
        """Return the value as strings, lists and dicts, without fields that have no value."""
        match self.value:
            case dict(fields):
                return {key: node.plain() for key, node in fields.items() if node.value is not None}
            case list(items):
                return [node.plain() for node in items]
            case None:
                return ""
            case text:
                return text


def parse(source: Source) -> tuple[Node, list[Problem]]:
    """Return the tree of a YAML document, and the problems that did not stop the parser.

    Raises :class:`InputError` with all problems if the text is not valid YAML.
    """
    builder = _Builder(source)
    try:
        for event in yaml.parse(source.text, Loader=LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        problems = syntax_problems(source, error)
        raise InputError([*builder.problems, *problems]) from None
    except yaml.YAMLError as error:
        raise InputError(
            Problem(source.name, f"is not valid YAML: {error}", code="yaml-syntax")
        ) from None
    builder.report_unused()
    root = builder.root
    if root is None or root.value is None:
        hint = '"cvkit new NAME" writes a file to start from'
        raise InputError(Problem(source.name, "the file is empty", hint=hint, code="empty-file"))
    return root, builder.problems


def read_scalar(event: yaml.ScalarEvent, source: Source) -> str | None:
    """Return a text as cvkit reads it, or ``None`` if nothing was written."""
    return _Builder(source).scalar(event)


class _Builder:
    """Builds the tree from events, with a stack of the open collections."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.root: Node | None = None
        self.open: list[Node] = []
        self.events: list[yaml.NodeEvent] = []
        self.pending: list[str | None] = []
        self.anchors: dict[str, Node] = {}
        self.unused: dict[str, yaml.ScalarEvent] = {}  # anchors of texts
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents == 2:
                hint = "keep one CV per file"
                self.report(event, "second-document", "a second document starts here", hint)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.close()
        elif isinstance(event, yaml.AliasEvent):
            self.add(self.resolve(event), event)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self.add(self.make(event), event)

    def place(self, mark: Any) -> Place:
        return Place(self.source, mark.line, mark.column)

    def report(self, event: yaml.Event, code: str, message: str, hint: str = "") -> None:
        mark = _mark(event)
        problem = self.source.problem(message, mark.line, mark.column, hint=hint, code=code)
        self.problems.append(problem)

    def resolve(self, event: yaml.AliasEvent) -> Node:
        mark = _mark(event)
        target = self.anchors.get(str(event.anchor))
        self.unused.pop(str(event.anchor), None)
        if target is None:
            self.report(
                event,
                "unknown-alias",
                f'the alias "*{event.anchor}" has no anchor',
                "put text that begins with * in quotes",
            )
        elif not target.complete:
            message = f'the alias "*{event.anchor}" contains itself'
            self.report(event, "recursive-alias", message)
        else:
            return target
        return Node(self.place(mark), f"*{event.anchor}")

    def make(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> Node:
        mark = _mark(event)
        if event.tag not in _PLAIN_TAGS:
            self.report(
                event,
                "forbidden-tag",
                f'the tag "{event.tag}" is not allowed',
                "put text that begins with ! in quotes",
            )
        if isinstance(event, yaml.ScalarEvent):
            self.check(event)
            self.check_bullets(event)
            node = Node(self.place(mark), self.scalar(event))
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Node(self.place(mark), [], complete=False)
        else:
            node = Node(self.place(mark), {}, complete=False)
        if event.anchor:
            self.anchors[event.anchor] = node
            if isinstance(event, yaml.ScalarEvent):
                self.unused[event.anchor] = event
        return node

    def report_unused(self) -> None:
        """Report texts such as ``&Co``, whose first word would be lost as an anchor."""
        for name, event in self.unused.items():
            message = f'"&{name}" would be lost: it is an anchor that is never used'
            hint = "put a text that begins with & in quotes"
            self.report(event, "unused-anchor", message, hint)

    def check(self, event: yaml.ScalarEvent) -> None:
        """Report texts that are too long, and control characters written as escapes."""
        if len(event.value) > MAX_TEXT:
            message = f"this text is longer than {MAX_TEXT} characters"
            self.report(event, "file-too-large", message, "is this a CV?")
        if event.style == '"' and (found := misleading(event.value)):
            code = f"U+{ord(found[0]):04X}"
            message = f"the control character {code} is not allowed in a CV"
            self.report(event, "control-character", message, "delete it")

    def check_bullets(self, event: yaml.ScalarEvent) -> None:
        """Report bullets that YAML joins to the line above; in quotes they are text."""
        mark, end = _mark(event), event.end_mark
        is_folded = event.style == ">"
        if end is None or not (is_folded or not event.style):
            return
        lines = self.source.lines[: end.line + bool(end.column)]
        for number in range(mark.line + (2 if is_folded else 1), len(lines)):
            line, above = lines[number], lines[number - 1]
            bullet = _BULLET.match(line)
            if bullet and above.strip() and (_indent(above) == _indent(line) or not is_folded):
                self.report_bullet(mark.line, number, bullet.start(1), is_folded)

    def report_bullet(self, first: int, line: int, column: int, is_folded: bool) -> None:
        message = f"this bullet would be joined to the text in line {line}"
        hint = f"align it with the other bullets, or put the text of line {first + 1} in quotes"
        if is_folded:
            hint = f"write | instead of > in line {first + 1}, so that every line is kept"
        self.problems.append(
            self.source.problem(message, line, column, hint=hint, code=SWALLOWED_BULLET)
        )

    def scalar(self, event: yaml.ScalarEvent) -> str | None:
        if event.style == "|" or self.has_escaped_break(event):
            return str(event.value)
        if event.style not in (None, ""):
            return _paragraphs(event.value)
        end = event.end_mark
        assert end is not None
        rest = self.source.lines[end.line][end.column :]
        swallowed = _SWALLOWED.match(rest)
        if swallowed is None:
            return None if event.value in _NULL else _paragraphs(event.value)
        self.problems.append(
            self.source.problem(
                f'"{swallowed[1]}" would be lost: after a space, # starts a comment',
                end.line,
                end.column + rest.index("#"),
                hint="put the text in quotes, or write a space after the # of a comment",
                code=COMMENT_IN_TEXT,
            )
        )
        return str(event.value) or rest.strip()

    def has_escaped_break(self, event: yaml.ScalarEvent) -> bool:
        r"""Whether a text in double quotes contains ``\n``: then its line breaks are exact."""
        start, end = _mark(event), event.end_mark
        if event.style != '"' or "\n" not in event.value or end is None:
            return False
        lines = self.source.lines[start.line : end.line + 1]
        return any(_ESCAPED_BREAK.search(line) for line in lines)

    def add(self, node: Node, event: yaml.NodeEvent) -> None:
        if not self.open:
            self.root = self.root or node
        elif node.complete:
            self.attach(self.open[-1], node, event)
        if not node.complete:
            self.open.append(node)
            self.events.append(event)
            self.pending.append(None)
        if len(self.open) + node.height > MAX_DEPTH:
            self.give_up(node, f"nested deeper than {MAX_DEPTH} levels")

    def attach(self, parent: Node, node: Node, event: yaml.NodeEvent) -> None:
        parent.weight += node.weight
        parent.height = max(parent.height, node.height + 1)
        if parent.weight > MAX_NODES:
            self.give_up(node, f"aliases expand this file to more than {MAX_NODES} values")
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        assert isinstance(parent.value, dict)
        key, self.pending[-1] = self.pending[-1], None
        if key is None:
            self.pending[-1] = self.key(parent, node, event)
        elif key in parent.nameless:
            pass
        elif key == _MERGE:
            parent.merged += node.value if isinstance(node.value, list) else [node]
        else:
            parent.value.setdefault(key, node)

    def give_up(self, node: Node, message: str) -> NoReturn:
        problem = node.place.problem(message, hint="is this a CV?", code="file-too-large")
        raise InputError([*self.problems, problem])

    def key(self, parent: Node, node: Node, event: yaml.NodeEvent) -> str:
        if node.value is None and isinstance(event, yaml.ScalarEvent) and event.value:
            node.value = str(event.value)  # a name may be "null"
        if not isinstance(node.value, str):
            if node.value is None:
                self.report(event, "invalid-key", "a field has no name", 'write "name: value"')
            else:
                message = "the name of a field must be text, not a list or a mapping"
                self.report(event, "invalid-key", message)
            parent.nameless.add(name := f"{_mark(event).index}")
            return name
        name = node.value
        if name == "<<" and not getattr(event, "style", None):  # in quotes it is a normal key
            name = _MERGE
        known = parent.keys.get(name)
        if known:
            self.report(
                event,
                "duplicate-field",
                f'duplicate field "{name}"',
                f"it is already set in line {known.line + 1}",
            )
        elif name != _MERGE:
            parent.keys[name] = self.place(_mark(event))
        return name

    def close(self) -> None:
        node = self.open.pop()
        event = self.events.pop()
        self.pending.pop()
        for source in node.merged:
            self.merge(node, source)
        node.complete = True
        if self.open:
            self.attach(self.open[-1], node, event)

    def merge(self, node: Node, source: Node) -> None:
        if not isinstance(source.value, dict) or not isinstance(node.value, dict):
            message = 'the value of "<<" must be a mapping, or a list of mappings'
            self.problems.append(source.place.problem(message, code="invalid-merge"))
            return
        for name, value in source.value.items():
            if name not in node.value:
                node.value[name] = value
                node.keys[name] = source.keys[name]


def _mark(event: yaml.Event) -> Any:
    """Return where an event begins; events from a parser always have it."""
    assert event.start_mark is not None
    return event.start_mark


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _paragraphs(text: str) -> str:
    """Double single line breaks: YAML folds a blank line into one, but it ends a paragraph."""
    return re.sub(r"(?<!\n)\n(?=[^\n])", "\n\n", text)
