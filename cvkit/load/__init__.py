"""Load: the YAML text of a person's file to a valid, immutable CV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from cvkit.errors import InputError, Problem
from cvkit.model import CV

from .explain import explain_all
from .nodes import Node, parse, read_scalar
from .source import Source, read_source

__all__ = ["Source", "load", "locate", "parse", "read_scalar", "read_source"]


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
    node, _ = parse(source)
    line = column = 0
    for key in problem.path.split("."):
        if not isinstance(node.value, dict) or key not in node.value:
            return problem
        line, column = node.keys[key]
        node = node.value[key]
    return source.problem(problem.message, line, column, path=problem.path, hint=problem.hint)


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
