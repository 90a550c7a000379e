"""Load: the YAML text of a person's file to a valid, immutable CV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from cvkit.errors import InputError, Problem
from cvkit.model import CV

from .explain import explain_all
from .includes import expand
from .nodes import Node, parse, read_scalar
from .places import find
from .references import reference_problems
from .source import Place, Source, read_source

__all__ = [
    "Node",
    "Place",
    "Source",
    "find",
    "load",
    "locate",
    "parse",
    "read_scalar",
    "read_source",
    "read_tree",
]


def load(path: Path) -> CV:
    """Return the CV of a file.

    Raises :class:`InputError` with every problem of the file and of those that it includes,
    each with its line, column and the way to mend it.
    """
    root, problems = read_tree(path)
    if not isinstance(root.value, dict):
        raise InputError([*problems, _not_a_mapping(root)])
    cv = None
    try:
        cv = CV.model_validate(root.plain())
    except ValidationError as error:
        problems += explain_all(error.errors(include_url=False), root)
    if cv and cv.photo:
        problems += _photo_problems(cv.photo, path, root.value["photo"])
    if cv:
        problems += reference_problems(cv, root)
    if problems or cv is None:
        main = root.place.source.name
        problems.sort(key=lambda p: (p.file != main, p.file, p.line or 0, p.column or 0))
        raise InputError(problems)
    return cv


def read_tree(path: Path) -> tuple[Node, list[Problem]]:
    """Return the tree of a file with what it includes, and the problems met so far."""
    root, problems = parse(read_source(path))
    root, more, _ = expand(root, path)
    return root, problems + more


def locate(problem: Problem, path: Path) -> Problem:
    """Return a problem that was found later with its line and column in a person's file.

    Its ``path`` is that of a field, such as ``options.accent``.
    """
    if problem.file != str(path):
        return problem
    root, _ = read_tree(path)
    place = find(root, problem.path)
    if place is None:
        return problem
    return place.problem(problem.message, path=problem.path, hint=problem.hint)


def _not_a_mapping(root: Node) -> Problem:
    found = "a list" if isinstance(root.value, list) else "a single text"
    return root.place.problem(
        f"a CV is a mapping of fields, found {found}", hint='begin with "name: …" and "sections:"'
    )


def _photo_problems(photo: str, path: Path, node: Node) -> Iterator[Problem]:
    folder = path.parent.resolve()
    file = (folder / photo).resolve()
    if not file.is_relative_to(folder):
        message, hint = f'"{photo}" lies outside the folder of this file', "copy the picture there"
    elif not file.is_file():
        message, hint = f'"{photo}" does not exist', f"put the picture into {path.parent}"
    else:
        return
    yield node.place.problem(message, path="photo", hint=hint)
