"""Parts of a file that are in other files: ``include: publications.yaml``.

A mapping with ``include`` is replaced by the content of the other file: a mapping adds the fields
that are missing, a list takes its place, and within a list its items are inserted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cvkit.errors import InputError, Problem
from cvkit.model import LABELLED
from cvkit.source import SUFFIXES
from cvkit.source.nodes import MAX_DEPTH, MAX_NODES, Node, parse
from cvkit.source.text import read_source
from cvkit.system.files import is_file, resolve

from .advice import similar_file

__all__ = ["INCLUDE", "expand"]

INCLUDE = "include"


def expand(root: Node, path: Path) -> tuple[Node, list[Problem]]:
    """Return the tree with all includes expanded, and the problems found.

    Files are read only from the folder of ``path`` and below. A file that is not valid YAML
    raises :class:`InputError`.
    """
    expander = _Expander(path)
    if INCLUDE in root.place.source.text:
        root = expander.expand(root, (path.resolve(),), 0)
    return root, expander.problems


class _Expander:
    def __init__(self, path: Path) -> None:
        self.shown_folder = path.parent
        self.folder = path.parent.resolve()
        self.problems: list[Problem] = []
        self.read: dict[Path, Node] = {}
        self.nodes = 0

    def expand(self, node: Node, chain: tuple[Path, ...], depth: int) -> Node:
        """Return a node with all includes expanded; ``chain`` is the stack of open files."""
        if depth > MAX_DEPTH:
            raise InputError(
                node.place.problem(f"nested deeper than {MAX_DEPTH} levels", code="file-too-large")
            )
        if isinstance(node.value, list):
            items = list(self.items(node.value, chain, depth + 1))
            return replace(node, value=items)
        if not isinstance(node.value, dict):
            return node
        if INCLUDE in node.value:
            return self.include(node, chain, depth)
        fields = {
            name: child if name in LABELLED else self.expand(child, chain, depth + 1)
            for name, child in node.value.items()
        }
        return replace(node, value=fields)

    def items(self, nodes: list[Node], chain: tuple[Path, ...], depth: int) -> Iterator[Node]:
        for node in nodes:
            expanded = self.expand(node, chain, depth)
            joins = isinstance(node.value, dict) and INCLUDE in node.value
            if joins and isinstance(expanded.value, list):
                yield from expanded.value
            else:
                yield expanded

    def include(self, node: Node, chain: tuple[Path, ...], depth: int) -> Node:
        assert isinstance(node.value, dict)
        own = {name: child for name, child in node.value.items() if name != INCLUDE}
        keys = {name: place for name, place in node.keys.items() if name != INCLUDE}
        rest = self.expand(replace(node, value=own, keys=keys), chain, depth)
        named = node.value[INCLUDE]
        for each in named.value if isinstance(named.value, list) else [named]:
            part = self.part(each, chain, depth)
            if part is None:
                continue
            if isinstance(part.value, list) and not rest.value:
                return part
            if not isinstance(part.value, dict):
                found = "a list" if isinstance(part.value, list) else "a single text"
                message = (
                    f'"{each.value}" must be a mapping to be merged with fields, found {found}'
                )
                self.report(each, message)
                continue
            assert isinstance(rest.value, dict)
            rest = replace(
                rest, value={**part.value, **rest.value}, keys={**part.keys, **rest.keys}
            )
        return rest

    def part(self, named: Node, chain: tuple[Path, ...], depth: int) -> Node | None:
        """Return the content of a file, or report why it cannot be included."""
        path = self.path_of(named, chain)
        if path is None:
            return None
        if path not in self.read:
            shown = self.shown_folder / path.relative_to(self.folder)
            self.read[path], problems = parse(read_source(shown))
            self.problems += problems
        part = self.read[path]
        self.nodes += part.weight
        if self.nodes > MAX_NODES:
            raise InputError(
                named.place.problem(
                    f"included files have more than {MAX_NODES} values", code="file-too-large"
                )
            )
        return self.expand(part, (*chain, path), depth)

    def path_of(self, named: Node, chain: tuple[Path, ...]) -> Path | None:
        name = named.value
        if not isinstance(name, str):
            message = "the value of include must be a file name"
            self.report(named, message, "write include: publications.yaml")
            return None
        try:
            path = resolve(chain[-1].parent / name)
            exists = is_file(path)
        except (OSError, ValueError):  # too long, or a loop of symbolic links
            self.report(named, "this is not a valid file name")
            return None
        if not path.is_relative_to(self.folder):
            hint = "copy it to this folder"
            self.report(named, f'"{name}" is outside of the folder of this file', hint)
        elif path.suffix not in SUFFIXES:
            self.report(named, f'"{name}" is not a YAML file', "use .yaml or .yml")
        elif path in chain:
            circle = " → ".join(each.name for each in (*chain, path))
            self.report(named, f"files include each other in a circle: {circle}")
        elif not exists:
            near = sorted(each.name for each in path.parent.glob("*.y*ml") if each not in chain)
            hint = similar_file(path.name, near)
            hint = hint or (f"files there: {', '.join(near[:8])}" if near else "")
            self.report(named, f'"{name}" not found', hint)
        else:
            return path
        return None

    def report(self, node: Node, message: str, hint: str = "") -> None:
        self.problems.append(
            node.place.problem(message, path=INCLUDE, hint=hint, code="invalid-include")
        )
