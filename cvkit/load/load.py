"""Load a person's file as a validated, immutable CV."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from cvkit.errors import InputError, InvalidValueError, Problem, path_parts
from cvkit.model import CV, Letter, Settings
from cvkit.model.walk import logos_of
from cvkit.source.given import Given, with_fields
from cvkit.source.nodes import Node, parse, read_scalar
from cvkit.source.paths import find, position
from cvkit.source.text import Place, Source, decode_source, read_source
from cvkit.system.files import is_file, resolve

from .advice import foreign_file, similar_file
from .includes import expand
from .references import Reported, language_problems, reference_problems, word_problems
from .validation_errors import explain_all

__all__ = [
    "Node",
    "Place",
    "Source",
    "decode_source",
    "find",
    "load",
    "load_data",
    "load_letter",
    "load_letter_tree",
    "load_settings",
    "load_tree",
    "locate",
    "parse",
    "position",
    "read_scalar",
    "read_source",
    "read_tree",
]

M = TypeVar("M", CV, Letter, Settings)

_NO_SPACE = re.compile(r"(\w+):([^\s/]+)")
MAX_PROBLEMS = 100
"""The largest number of problems of a file that are reported at once."""


def load(path: Path) -> CV:
    """Return the CV of a file.

    Raises :class:`InputError` with every problem of the file and of those that it includes,
    each with its line, column and how to fix it.
    """
    return load_tree(path)[0]


def load_data(data: Mapping[str, Any], name: str = "data", folder: Path | None = None) -> CV:
    """Return the CV of a mapping with the fields of a person's file.

    ``name`` is the CV's in messages, and ``folder`` that of its pictures. Raises
    :class:`InputError` with every problem, each with its field in place of a file.
    """
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    try:
        root, problems = parse(Source(name, text))
        return _load(root, problems, (folder or Path()) / name)[0]
    except InputError as error:
        # The lines are those of the text above, which the caller does not know.
        raise InputError(
            replace(p, file=p.path or name, line=None, column=None, source="")
            for p in error.problems
        ) from None


def load_tree(path: Path, given: Given = ()) -> tuple[CV, Node]:
    """Return the CV of a file as :func:`load` does, and the tree that it was read from.

    ``given`` are values that replace those of the file.
    """
    root, problems = read_tree(path)
    return _load(with_fields(root, given), problems, path)


def _load(root: Node, problems: list[Problem], path: Path) -> tuple[CV, Node]:
    if _is_letter(root):
        hint = "render it with its CV: cvkit render PERSON --letter NAME"
        raise InputError(
            root.place.problem("this is a letter, not a CV", hint=hint, code="not-a-cv")
        )
    if foreign := foreign_file(root):
        raise InputError(foreign)
    cv = _validate(CV, root, problems)
    if cv:
        problems += _picture_problems(root, "photo", cv.photo, path)
        for field, logo in logos_of(cv.sections):
            problems += _picture_problems(root, field, logo, path)
        problems += reference_problems(cv, root)
    return _checked(cv, root, problems), root


def load_letter(path: Path) -> Letter:
    """Return the letter of a file; raise :class:`InputError` as :func:`load` does."""
    return load_letter_tree(path)[0]


def load_letter_tree(path: Path) -> tuple[Letter, Node]:
    """Return the letter of a file, and the tree that it was read from."""
    root, problems = read_tree(path)
    if not _is_letter(root):
        hint = 'a letter begins with "kind: letter"'
        message = "this is not a letter"
        raise InputError(root.place.problem(message, hint=hint, code="not-a-letter"))
    letter = _validate(Letter, root, problems)
    if letter:
        problems += _picture_problems(root, "signature", letter.signature, path)
        problems += _reported(root, language_problems({"language": letter.language or ""}))
    return _checked(letter, root, problems), root


def _reported(root: Node, found: Iterable[Reported]) -> Iterator[Problem]:
    for code, field, message, hint in found:
        place = find(root, field) or root.place
        yield place.problem(message, path=field, hint=hint, code=code)


def load_settings(path: Path) -> tuple[Settings, Node]:
    """Return the settings of a project, and the tree that they were read from.

    Raises :class:`InputError` as :func:`load` does.
    """
    try:
        root, problems = read_tree(path)
    except InputError as error:
        if error.problems[0].code != "empty-file":
            raise
        empty = Node(Place(read_source(path), 0, 0), {})  # comments only
        return Settings.model_validate({}), empty
    settings = _validate(Settings, root, problems)
    if settings:
        problems += _reported(root, word_problems(settings.words))
    return _checked(settings, root, problems), root


def _is_letter(root: Node) -> bool:
    kind = root.value.get("kind") if isinstance(root.value, dict) else None
    return kind is not None and kind.value == "letter"


def _validate(model: type[M], root: Node, problems: list[Problem]) -> M | None:
    if not isinstance(root.value, dict):
        raise InputError([*problems, _not_a_mapping(root)])
    try:
        return model.model_validate(root.plain())
    except ValidationError as error:
        errors = error.errors(include_url=False)
        lacking = {(p.file, p.line) for p in problems if p.code == "invalid-include"}
        found = explain_all(errors[:MAX_PROBLEMS], root, model)
        problems += [problem for problem in found if (problem.file, problem.line) not in lacking]
        return None


def _checked(value: M | None, root: Node, problems: list[Problem]) -> M:
    if problems or value is None:
        main = root.place.source.name
        problems.sort(key=lambda p: (p.file != main, p.file, p.line or 0, p.column or 0))
        reported = problems[:MAX_PROBLEMS]
        if len(problems) >= MAX_PROBLEMS:
            message = f"only the first {MAX_PROBLEMS} problems are shown"
            reported.append(Problem(main, message, code="too-many-problems"))
        raise InputError(reported)
    return value


def read_tree(path: Path) -> tuple[Node, list[Problem]]:
    """Return the tree of a file with its includes, and the problems found so far."""
    root, problems = parse(read_source(path))
    root, more = expand(root, path)
    return root, problems + more


def locate(problem: Problem, root: Node) -> Problem:
    """Return a problem that was found later with its line and column in a person's file.

    Its ``path`` is that of a field, such as ``options.accent``; ``root`` is the file's tree.
    Problems of other files are returned as they are.
    """
    if problem.file != root.place.source.name:
        return problem
    place = find(root, problem.path)
    if place is None:
        return problem
    return place.problem(problem.message, path=problem.path, hint=problem.hint, code=problem.code)


def _not_a_mapping(root: Node) -> Problem:
    found = "a list" if isinstance(root.value, list) else "a single text"
    if isinstance(root.value, str) and (match := _NO_SPACE.match(root.value)):
        return root.place.problem(
            f'a space is missing after the colon of "{match[1]}"',
            hint=f"write {match[1]}: {match[2]}",
            code="missing-space",
        )
    return root.place.problem(
        f"a CV must be a mapping of fields, found {found}",
        hint='start with "name: …" and "sections:"',
        code="not-a-cv",
    )


def _picture_problems(root: Node, field: str, picture: str | None, path: Path) -> Iterator[Problem]:
    if not picture:
        return
    from cvkit.system.images import read_picture  # few CVs need it

    folder = path.parent.resolve()
    try:
        file = resolve(folder / picture)
        exists = is_file(file)
    except (OSError, ValueError):  # too long, or a loop of symbolic links
        file, exists = folder, False
    if not file.is_relative_to(folder):
        code, message = "file-outside-folder", "is outside of the folder of this file"
        hint = "copy the picture to this folder"
    elif not exists:
        code, message = "missing-file", "not found"
        hint = similar_file(picture, _pictures(folder)) or f"put the picture into {path.parent}"
    else:
        try:
            read_picture(file)
        except InvalidValueError as error:
            code, message, hint = "invalid-picture", error.message, error.hint
        except OSError as error:
            code, message, hint = "unreadable-file", f"cannot be read: {error.strerror}", ""
        else:
            return
    node = root
    for part in path_parts(field):
        node = node.child(part) or node
    yield node.place.problem(f'"{picture}" {message}', path=field, hint=hint, code=code)


def _pictures(folder: Path) -> list[str]:
    """Return the names of the pictures in a folder."""
    suffixes = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg")
    try:
        return [file.name for file in folder.iterdir() if file.suffix.lower() in suffixes]
    except OSError:
        return []
