"""The files of a project: list, open, begin, copy and import them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cvkit.errors import InputError, Problem, UsageError
from cvkit.importers import Note, import_isolated
from cvkit.importers.person_file import person_file, stem_of
from cvkit.load.starter import starter
from cvkit.pipeline.project import Project
from cvkit.source import SUFFIXES
from cvkit.source.text import read_source
from cvkit.system.cache import cache_folder
from cvkit.system.files import delete, write

__all__ = ["Imported", "duplicate", "files_of", "import_file", "new_person", "resolve"]

_NAME = re.compile(r"[^\W_][\w.-]{0,60}")
_EMPTY = "name: {name}\n"


@dataclass(frozen=True)
class Imported:
    """A file made from that of another tool, and notes on what could not be placed."""

    file: Path
    notes: tuple[Note, ...]


def files_of(project: Project) -> dict[str, Path]:
    """Return the files that can be opened, by the name that is shown: people and their letters."""
    found: dict[str, Path] = {}
    for person in project.people():
        found[person.stem] = person
        for name, letter in project.letters(person).items():
            found[f"{person.stem} · {name}"] = letter
    return found


def resolve(project: Project, file: Path) -> Path:
    """Return a file of the project, with links resolved.

    Raises :class:`UsageError` for a file outside of the project's folder, or that is no YAML file.
    """
    found = file.resolve()
    if not found.is_relative_to(project.root.resolve()) or found.suffix not in SUFFIXES:
        raise UsageError(Problem(str(file), "is not a YAML file of this project"))
    return found


def new_person(project: Project, name: str, *, sample: bool = True) -> Path:
    """Write the file of a new person, with a commented sample or with a name only.

    Raises :class:`InputError` if there is such a file, and :class:`UsageError` for a name that
    cannot be that of a file.
    """
    file = _free(project, name)
    text = starter(file.stem) if sample else _EMPTY.format(name=starter_name(file.stem))
    write(file, text.encode())
    return file


def starter_name(stem: str) -> str:
    """Return the name that the sample has for a file."""
    line = next(line for line in starter(stem).splitlines() if line.startswith("name:"))
    return line.removeprefix("name:").strip()


def duplicate(project: Project, file: Path, name: str) -> Path:
    """Copy a file under another name; raises as :func:`new_person` does."""
    copy = _free(project, name)
    write(copy, read_source(file).text.encode())
    return copy


def import_file(project: Project, name: str, content: bytes) -> Imported:
    """Write the file of a person from the content of a file of another tool.

    Raises :class:`InputError` if it cannot be read. An existing file is never replaced: a number
    is added to the name.
    """
    upload = cache_folder() / "studio" / "uploads" / secrets.token_hex(8) / Path(name).name
    write(upload, content)
    try:
        draft = import_isolated(upload)
    finally:
        delete(upload)
    stem = stem_of(draft, upload)
    file = next(each for each in _candidates(project, stem) if not each.exists())
    made = person_file(draft, file)
    write(file, made.text.encode())
    return Imported(file, made.notes)


def _candidates(project: Project, stem: str) -> Iterator[Path]:
    yield project.people_folder / f"{stem}.yaml"
    for number in range(2, 10_000):
        yield project.people_folder / f"{stem}-{number}.yaml"


def _free(project: Project, name: str) -> Path:
    stem = re.sub(r"\s+", "-", name.strip().lower()).removesuffix(".yaml")
    if not _NAME.fullmatch(stem):
        hint = "use letters, digits and hyphens"
        raise UsageError(Problem("", f'"{name}" cannot be the name of a file', hint=hint))
    file = project.people_folder / f"{stem}.yaml"
    if file.exists():
        raise InputError(Problem(str(file), "already exists", hint="choose another name"))
    return file
