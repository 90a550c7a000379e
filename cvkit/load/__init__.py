"""Load: the YAML text of a person's file to a valid, immutable CV."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from cvkit.errors import InputError, Problem
from cvkit.model import CV

from .explain import explain_all
from .nodes import Node, parse
from .source import Source, read_source

__all__ = ["Node", "load", "locate", "parse", "position", "read_source"]

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def load(path: Path) -> CV:
    """Return the CV of a file.

    Raises :class:`InputError` with every problem of the file, each with its line,
    column and the way to mend it.
    """
    source = read_source(path)
    root, problems = parse(source)
    if not isinstance(root.value, dict):
        raise InputError([*problems, _not_a_mapping(source, root)])
    cv = None
    try:
        cv = CV.model_validate(root.plain())
    except ValidationError as error:
        problems += explain_all(error.errors(include_url=False), source, root)
    if cv and cv.photo:
        problems += _photo_problems(cv.photo, path, source, root.value["photo"])
    if problems or cv is None:
        problems.sort(key=lambda problem: (problem.line or 0, problem.column or 0))
        raise InputError(problems)
    return cv


def locate(problem: Problem, path: Path) -> Problem:
    """Return a problem that was found later with its line and column in a person's file.

    Its ``path`` is that of a field, such as ``options.accent``.
    """
    if problem.file != str(path):
        return problem
    source = read_source(path)
    root, _ = parse(source)
    place = position(root, problem.path, of_key=True)
    if place is None:
        return problem
    return source.problem(problem.message, *place, path=problem.path, hint=problem.hint)


def position(root: Node, path: str, *, of_key: bool = False) -> tuple[int, int] | None:
    """Return the line and column, counted from 0, of a path such as ``sections[2].title``.

    That of the value, or of the last key with ``of_key``; ``None`` where the tree has no
    such path. A part of a path that holds dots or brackets cannot be named.
    """
    node, place = root, (root.line, root.column)
    for index, key in _STEP.findall(path):
        child: Node | None = None
        if index and isinstance(node.value, list) and int(index) < len(node.value):
            child = node.value[int(index)]
        elif key and isinstance(node.value, dict):
            child = node.value.get(key)
        if child is None:
            return None
        start = (child.line, child.column)
        place = node.keys.get(key, start) if of_key else start
        node = child
    return place


def _not_a_mapping(source: Source, root: Node) -> Problem:
    found = "a list" if isinstance(root.value, list) else "a single text"
    return source.problem(
        f"a CV is a mapping of fields, found {found}",
        root.line,
        root.column,
        hint='begin with "name: …" and "sections:"',
    )


def _photo_problems(photo: str, path: Path, source: Source, node: Node) -> Iterator[Problem]:
    folder = path.parent.resolve()
    file = (folder / photo).resolve()
    if not file.is_relative_to(folder):
        message, hint = f'"{photo}" lies outside the folder of this file', "copy the picture there"
    elif not file.is_file():
        message, hint = f'"{photo}" does not exist', f"put the picture into {path.parent}"
    else:
        return
    yield source.problem(message, node.line, node.column, path="photo", hint=hint)
