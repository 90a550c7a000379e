"""Fields that are given outside of a file, for one run: ``headline=Nurse``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cvkit.errors import InputError

from .nodes import Node, parse
from .text import Place, Source

__all__ = ["Given", "with_fields"]

Given = tuple[tuple[str, str], ...]
"""Paths of fields, such as ``sections[0].title``, each with its value as text."""

_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_IN_BRACKETS = re.compile(r"\[.*\]|\{.*:.*\}", re.DOTALL)
_CODE = "invalid-path"
_Part = tuple[int | str, Place]


def with_fields(root: Node, given: Iterable[tuple[str, str]], name: str = "--with") -> Node:
    """Return the tree of a file with other values of some fields.

    A value is a text, or a list or mapping in YAML's brackets; an empty one removes the field.
    ``name`` is shown in messages as the file of the values. Raises :class:`InputError` if a path
    leads into a text, or beyond the end of a list.
    """
    for path, value in given:
        source = Source(name, f"{path}={value}")
        parts: list[_Part] = [
            (int(match[1]) if match[1] else match[2], Place(source, 0, match.start()))
            for match in _PART.finditer(path)
        ]
        root = _set(root, parts, _value(source, value, len(path) + 1))
    return root


def _value(source: Source, value: str, column: int) -> Node:
    if not value.strip():
        return Node(Place(source, 0, column), None)
    if not _IN_BRACKETS.fullmatch(value):  # such as {name}, the pattern of an output
        return Node(Place(source, 0, column), value)
    found, problems = parse(Source(source.name, " " * column + value))
    if problems:
        raise InputError(problems)
    return found


def _set(node: Node, parts: Sequence[_Part], value: Node) -> Node:
    if not parts:
        return value
    (part, place), rest = parts[0], parts[1:]
    inner = node.child(part)
    if inner is None or (inner.value is None and rest):
        inner = Node(place, {})
    if isinstance(part, str) and isinstance(node.value, dict):
        fields = {**node.value, part: _set(inner, rest, value)}
        return replace(node, value=fields, keys={**node.keys, part: place})
    if isinstance(part, int) and isinstance(node.value, list) and part <= len(node.value):
        items = [*node.value[:part], _set(inner, rest, value), *node.value[part + 1 :]]
        return replace(node, value=items)
    raise InputError(place.problem(_mismatch(node, part), code=_CODE))


def _mismatch(node: Node, part: int | str) -> str:
    """Say why a value does not have a part."""
    if isinstance(node.value, list) and isinstance(part, int):
        return f"there are only {len(node.value)} items here, counted from 0"
    if isinstance(node.value, list):
        return f'this is a list: write the number of an item, such as [0], before "{part}"'
    found = "fields with names" if isinstance(node.value, dict) else "a text"
    return f'this is {found}, and has no part "{part}"'
