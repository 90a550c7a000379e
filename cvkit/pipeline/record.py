"""The record of a build folder: what each result was made from, so that it is not made again.

It is one file, ``.cvkit-build.json``. A result is up to date if the settings of its job, all that
the job read or looked for, and the result itself are as they were. Stamps of files are compared
first, and digests only if a stamp differs or proves nothing. A record that is missing, damaged,
or of another version of its format means that everything is rendered.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvkit.errors import Problem, RenderError
from cvkit.system.files import open_regular, write
from cvkit.system.fresh import Freshness
from cvkit.system.installed import tool_keys
from cvkit.system.trace import CHANGED, PATHS, Key, Seen, Trace, digest

from .job import Job

if TYPE_CHECKING:
    from .work import Outcome

__all__ = ["NAME", "Kept", "Record"]

NAME = ".cvkit-build.json"
_FORMAT = 1
_MAX_BYTES = 200_000_000


@dataclass(frozen=True)
class Kept:
    """A result that is up to date: its files, and the warnings and notes that came with it."""

    files: tuple[Path, ...]
    warnings: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass
class _Entry:
    """One format of a job: a digest of its settings, what it needed, and what came of it."""

    settings: str
    needs: list[int]
    files: dict[str, Seen]
    warnings: list[list[Any]] = field(default_factory=list)
    notes: list[list[Any]] = field(default_factory=list)


class Record:
    """The record of one build folder, for one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = folder.absolute().parent
        self._freshness = Freshness()
        self._things: list[tuple[Key, Seen]] = []
        self._numbers: dict[tuple[Key, str], int] = {}
        self._entries: dict[str, _Entry] = {}
        self._written: set[str] = set()
        self._changed = False
        self._tools: Trace | None = None
        self._read(self._entries)

    def find(self, job: Job, name: str, path: Path) -> Kept | None:
        """Return what is kept of one format of a job, if it is up to date."""
        entry = self._entries.get(self._name(path))
        if entry is None or job.cv is not None or entry.settings != self._settings(job, name):
            return None
        if not all(self._holds(number) for number in entry.needs):
            return None
        for file, seen in entry.files.items():
            key: Key = ("file", str(self._path(file)))
            if not self._freshness.is_fresh(key, seen):
                return None
            entry.files[file] = self._renewed(key, seen)
        return Kept(
            tuple(path.with_name(Path(file).name) for file in entry.files),
            tuple(_problem(fields, job.source) for fields in entry.warnings),
            tuple(_problem(fields, job.source) for fields in entry.notes),
        )

    def add(self, job: Job, outcome: Outcome) -> None:
        """Record what a job made, after it was written."""
        if job.cv is not None or CHANGED in outcome.trace.values():
            return
        trees = tuple(name for kind, name in outcome.trace if kind == "tree")
        trace = {
            key: seen
            for key, seen in (outcome.trace | self.tools()).items()
            if key[0] != "file" or not _is_within(key[1], trees)
        }
        needs = [self._number(key, seen) for key, seen in trace.items()]
        source = str(job.source)
        for name, path in job.outputs:
            files = {
                self._name(file): Seen("", digest(content))
                for file, content in outcome.contents.items()
                if file in outcome.files[path]
            }
            entry = _Entry(self._settings(job, name), needs, files)
            entry.warnings = list(_plain(outcome.warnings, source))
            entry.notes = list(_plain(outcome.notes, source))
            self._entries[self._name(path)] = entry
            self._written.add(self._name(path))
            self._changed = True

    def tools(self) -> Trace:
        """Return what every result depends on: cvkit, packages and libraries."""
        if self._tools is None:
            known = dict(self._things)
            self._tools = {
                key: known[key]
                if key in known and self._freshness.is_fresh(key, known[key])
                else self._freshness.now(key)
                for key in tool_keys()
            }
        return self._tools

    def save(self) -> None:
        """Write the record, if it changed, together with what other runs have added meanwhile."""
        if not self._changed:
            return
        others: dict[str, _Entry] = {}
        self._read(others)
        entries = others | {
            name: entry
            for name, entry in self._entries.items()
            if name in self._written or name in others
        }
        try:
            write(self.folder / NAME, self._dump(entries))
        except RenderError:  # such as a folder that is full: what lacks a record is rendered
            return

    # Names, numbers and digests

    def _name(self, path: Path) -> str:
        """Return a path relative to the project, so that a copy of the project is up to date."""
        path = Path(path).absolute()
        return (
            path.relative_to(self._root).as_posix()
            if path.is_relative_to(self._root)
            else str(path)
        )

    def _path(self, name: str) -> Path:
        return self._root / name

    def _settings(self, job: Job, name: str) -> str:
        """Return a digest of all that a job says, apart from its other formats."""
        theme = job.theme
        letter = self._name(job.letter) if job.letter else ""
        settings = self._name(job.settings) if job.settings else ""
        said = (
            name, self._name(job.source), letter, theme.name,
            [self._name(place) for place in theme.places], sorted(job.options.items()),
            astuple(job.choice), repr(job.pdf), settings, job.given,
        )  # fmt: skip
        return digest(repr(said).encode("utf-8", "surrogatepass"))

    def _number(self, key: Key, seen: Seen) -> int:
        """Return the number under which a thing is recorded."""
        known = self._numbers.get((key, seen.value))
        if known is None:
            known = self._numbers[key, seen.value] = len(self._things)
            self._things.append((key, seen))
        elif seen.stamp:
            self._things[known] = key, seen
        return known

    def _holds(self, number: int) -> bool:
        key, seen = self._things[number]
        if not self._freshness.is_fresh(key, seen):
            return False
        self._things[number] = key, self._renewed(key, seen)
        return True

    def _renewed(self, key: Key, seen: Seen) -> Seen:
        """Return what was seen with the present stamp, if its content had to be compared."""
        now = self._freshness.compared(key)
        if now is None or not now.stamp or now.stamp == seen.stamp:
            return seen
        self._changed = True
        return now

    # The file

    def _read(self, entries: dict[str, _Entry]) -> None:
        """Add the entries of the file; nothing if it is damaged."""
        try:
            with open_regular(self.folder / NAME) as file:
                data = json.loads(file.read(_MAX_BYTES))
            if data["format"] != _FORMAT:
                return
            things = [
                ((kind, str(self._path(name)) if kind in PATHS else name), Seen(stamp, value))
                for kind, name, stamp, value in data["things"]
            ]
            for name, (settings, needs, files, warnings, notes) in data["outputs"].items():
                numbers = [self._number(*things[number]) for number in needs]
                made = {file: Seen(*seen) for file, seen in files.items()}
                entries[name] = _Entry(settings, numbers, made, warnings, notes)
                list(map(_problem, warnings + notes))
        except (OSError, ValueError, TypeError, KeyError, IndexError, RecursionError):
            entries.clear()

    def _dump(self, entries: Mapping[str, _Entry]) -> bytes:
        numbers: dict[int, int] = {}
        outputs = {}
        for name, entry in sorted(entries.items()):
            needs = [numbers.setdefault(number, len(numbers)) for number in entry.needs]
            outputs[name] = entry.settings, needs, entry.files, entry.warnings, entry.notes
        things = []
        for number in numbers:
            (kind, name), (stamp, value) = self._things[number]
            named = self._name(Path(name)) if kind in PATHS else name
            things.append((kind, named, stamp, value))
        data = {"format": _FORMAT, "things": things, "outputs": outputs}
        return json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode()


def _is_within(name: str, folders: Iterable[str]) -> bool:
    return any(name.startswith(f"{folder}{os.sep}") for folder in folders)


def _plain(problems: Iterable[Problem], source: str) -> Iterator[list[Any]]:
    """Yield problems as lists; the file of the job is left out, since its name may change."""
    for problem in problems:
        named = replace(problem, file="") if problem.file == source else problem
        yield list(astuple(named))


def _problem(fields: list[Any], source: Path = Path()) -> Problem:
    """Return a problem of a record; raise :class:`ValueError` if it is not one."""
    file, message, line, column, *rest = fields
    numbers = (number for number in (line, column) if number is not None)
    texts = (file, message, *rest)
    if not all(isinstance(each, str) for each in texts) or not all(
        isinstance(each, int) for each in numbers
    ):
        raise ValueError(f"{fields} is not a problem")
    return Problem(file or str(source), message, line, column, *rest)
