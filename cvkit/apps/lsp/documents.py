"""What the server knows of a file: its problems, outline, includes and format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cvkit.errors import CvkitError, Problem, contained
from cvkit.load.assist import Names
from cvkit.pipeline.assist import names_of
from cvkit.pipeline.project import Project, find_project
from cvkit.pipeline.validate import validate, validate_settings
from cvkit.source import SUFFIXES
from cvkit.source.format.reformat import reformat
from cvkit.source.nodes import parse
from cvkit.source.sketch import Part, bare, read_sketch
from cvkit.source.text import decode_source, read_source
from cvkit.system.files import overlaid

__all__ = ["Found", "Symbol", "formatted", "included", "names", "problems", "symbols"]


_FILE = re.compile(r"""\b(?:include|photo|signature|logo):\s*["']?([^\s"'{}\[\],]+)""")


@dataclass(frozen=True)
class Found:
    """A problem, and whether it is only a warning."""

    problem: Problem
    is_warning: bool = False


@dataclass(frozen=True)
class Symbol:
    """A part of the outline, from its first to its last line, counted from 0."""

    name: str
    detail: str
    first: int
    last: int
    column: int
    children: tuple[Symbol, ...] = ()


def names(path: Path) -> Names:
    """Return what the project of a file offers: themes, options and more."""
    return names_of(_project(path))


def problems(path: Path, texts: Mapping[Path, str]) -> list[Found]:
    """Return the problems of a file; ``texts`` are those of the open files."""
    contents = {file: text.encode(errors="surrogatepass") for file, text in texts.items()}
    try:
        with overlaid(contents), contained():
            return list(_found(path))
    except CvkitError as error:
        return [Found(problem) for problem in error.problems]


def _found(path: Path) -> Iterator[Found]:
    project = _project(path)
    if path.name.startswith("_"):  # a part that others include
        yield from map(Found, parse(read_source(path))[1])
        return
    if path == project.settings_file:
        results = list(validate_settings(project, path))
    else:
        results = list(validate(project, _person(path)))
    for result in results:
        if result.path == path:
            yield from map(Found, result.errors)
            yield from (Found(problem, is_warning=True) for problem in result.warnings)


def _project(path: Path) -> Project:
    return find_project(path.parent)


def _person(path: Path) -> Path:
    """Return the file of the person to whom a letter belongs, or the file itself."""
    person, dot, _ = path.stem.partition(".")
    others = (path.with_name(person + suffix) for suffix in SUFFIXES)
    return next((other for other in others if dot and other.is_file()), path)


def formatted(path: Path, text: str) -> str:
    """Return a text as ``cvkit format`` writes it, or unchanged if it is not valid."""
    try:
        return reformat(decode_source(str(path), text.encode(errors="surrogatepass")))
    except CvkitError:
        return text


def included(path: Path, text: str, line: int) -> Path | None:
    """Return the file that a line includes or shows, if it exists."""
    lines = text.splitlines()
    found = _FILE.search(lines[line]) if line < len(lines) else None
    if found is None:
        return None
    file = (path.parent / found[1]).resolve()
    inside = file.is_relative_to(path.parent.resolve())
    return file if inside and file.is_file() else None


def symbols(text: str) -> list[Symbol]:
    """Return the outline of a text: its fields, and sections with their entries."""
    lines = text.splitlines()
    root = read_sketch(text)
    return list(_symbols(root, max(len(lines) - 1, 0)))


def _symbols(part: Part, last: int) -> Iterator[Symbol]:
    for number, child in enumerate(part.parts):
        following = part.parts[number + 1].line - 1 if number + 1 < len(part.parts) else last
        end = max(child.line, following)
        name, detail = _named(child)
        nested = tuple(_symbols(child, end)) if _has_outline(child) else ()
        yield Symbol(name or "–", detail, child.line, end, max(child.column, 0), nested)


def _has_outline(part: Part) -> bool:
    """Whether the parts of a part are worth a place in the outline."""
    return part.name in ("sections", "entries", "groups", "variants", "profiles") or (
        isinstance(part.name, int) and part.child("kind") is not None
    )


def _named(part: Part) -> tuple[str, str]:
    if isinstance(part.name, str):
        return part.name, bare(part.value)
    main = next((child for child in part.parts if child.value and child.name != "kind"), None)
    kind = part.field("kind")
    title = part.field("title") or kind or (bare(main.value) if main else bare(part.value))
    return title, kind if title != kind else ""
