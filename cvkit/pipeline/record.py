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
from dataclasses import astuple, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cvkit.errors import Problem, RenderError
from cvkit.system.files import open_regular, write
from cvkit.system.fresh import Freshness
from cvkit.system.installed import tool_keys
from cvkit.system.trace import PATHS, Key, Seen, Trace, digest

from .defaults import QUOTES_SECRETS

if TYPE_CHECKING:
    from .job import Job
    from .request import Request
    from .work import Outcome

__all__ = ["NAME", "Kept", "Record"]

NAME = ".cvkit-build.json"
_FORMAT = 1
_MAX_BYTES = 200_000_000
_MAX_PLANS = 50


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


@dataclass(frozen=True)
class _Plan:
    """The outputs of a request: path, settings and source of each; and what planning needed."""

    needs: list[int]
    outputs: list[list[str]]


class Record:
    """The record of one build folder, for one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = folder.absolute().parent
        self._freshness = Freshness()
        self._things: list[tuple[Key, Seen]] = []
        self._numbers: dict[tuple[Key, str], int] = {}
        self._entries: dict[str, _Entry] = {}
        self._plans: dict[str, _Plan] = {}
        self._written: set[str] = set()
        self._changed = False
        self._tools: Trace | None = None
        self._read(self._entries, self._plans)

    def find(self, job: Job, name: str, path: Path) -> Kept | None:
        """Return what is kept of one format of a job, if it is up to date."""
        if self._name(path) not in self._entries or job.cv is not None or job.refused:
            return None
        return self._kept(path, self._settings(job, name), str(job.source))

    def find_all(self, request: Request) -> tuple[Kept, ...]:
        """Return what is kept of a request that was made before, if all of it is up to date.

        It is not planned again: what planning depends on is recorded as well.
        """
        plan = self._plans.get(_key(request))
        if plan is None or not all(map(self._holds, plan.needs)):
            return ()
        kept = []
        for path, settings, source in plan.outputs:
            if not (each := self._kept(Path(path), settings, source)):
                return ()
            kept.append(each)
        return tuple(kept)

    def _kept(self, path: Path, settings: str, source: str) -> Kept | None:
        entry = self._entries.get(self._name(path))
        if entry is None or entry.settings != settings or not all(map(self._holds, entry.needs)):
            return None
        for file, seen in entry.files.items():
            key: Key = ("file", str(self._path(file)))
            if not self._freshness.is_fresh(key, seen):
                return None
            entry.files[file] = self._renewed(key, seen)
        return Kept(
            tuple(path.with_name(Path(file).name) for file in entry.files),
            tuple(_problem(fields, source) for fields in entry.warnings),
            tuple(_problem(fields, source) for fields in entry.notes),
        )

    def add(self, job: Job, outcome: Outcome) -> None:
        """Record what a job made, after it was written."""
        needs = self._needs(outcome.trace | self.tools())
        if job.cv is not None or job.refused or needs is None:
            return
        if any(each.code in QUOTES_SECRETS for each in (*outcome.warnings, *outcome.notes)):
            return  # the record is beside results that may be published
        source = str(job.source)
        for name, path in job.outputs:
            made = outcome.files[path]
            entry = _Entry(
                self._settings(job, name),
                needs,
                {self._name(file): Seen("", digest(outcome.contents[file])) for file in made},
                list(_plain(outcome.warnings, source)),
                list(_plain(outcome.notes, source)),
            )
            self._entries[self._name(path)] = entry
            self._written.add(self._name(path))
            self._changed = True

    def add_plan(self, request: Request, jobs: Iterable[Job], trace: Trace) -> None:
        """Record the jobs of a request, and what planning them depended on."""
        needs = self._needs(trace)
        if needs is None:
            return
        outputs = [
            [str(path), self._settings(job, name), str(job.source)]
            for job in jobs
            for name, path in job.outputs
        ]
        plan = _Plan(needs, outputs)
        self._changed |= self._plans.pop(_key(request), None) != plan
        self._plans[_key(request)] = plan

    def _needs(self, trace: Trace) -> list[int] | None:
        """Return the numbers of what a trace has; None if it can never be up to date."""
        found = self._freshness.looked_at(trace)
        if found is None:
            return None
        trees = tuple(f"{name}{os.sep}" for kind, name in found if kind == "tree")
        return [
            self._number(key, seen)
            for key, seen in found.items()
            if key[0] != "file" or not key[1].startswith(trees)
        ]

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
        if not self._changed or not (self._entries or self._written):
            return
        entries: dict[str, _Entry] = {}
        plans: dict[str, _Plan] = {}
        self._read(entries, plans)
        entries |= {
            name: entry
            for name, entry in self._entries.items()
            if name in self._written or name in entries
        }
        plans = dict([*(plans | self._plans).items()][-_MAX_PLANS:])
        try:
            write(self.folder / NAME, self._dump(entries, plans))
        except RenderError:  # such as a disk that is full: what lacks a record is rendered again
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
        said: dict[str, object] = {each.name: getattr(job, each.name) for each in fields(job)}
        said |= {
            "outputs": name,
            "options": sorted(job.options.items()),
            "theme": (theme.name, [self._name(place) for place in theme.places]),
            **{
                field: self._name(path)
                for field, path in said.items()
                if isinstance(path, Path)  # relative to the project
            },
        }
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

    def _read(self, entries: dict[str, _Entry], plans: dict[str, _Plan]) -> None:
        """Add what the file has; nothing if it is damaged."""
        try:
            with open_regular(self.folder / NAME) as file:
                data = json.loads(file.read(_MAX_BYTES))
            if data["format"] != _FORMAT:
                return
            numbers = [
                self._number((kind, self._thing(kind, name)), Seen(stamp, value))
                for kind, name, stamp, value in data["things"]
            ]
            for name, (settings, needs, files, warnings, notes) in data["outputs"].items():
                made = {file: Seen(*seen) for file, seen in files.items()}
                needed = [numbers[number] for number in needs]
                entries[name] = _Entry(settings, needed, made, warnings, notes)
                list(map(_problem, warnings + notes))
            for key, (needs, outputs) in data["plans"].items():
                plans[key] = _Plan([numbers[number] for number in needs], outputs)
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            entries.clear()
            plans.clear()

    def _thing(self, kind: str, name: str) -> str:
        return str(self._path(name)) if kind in PATHS else name

    def _dump(self, entries: Mapping[str, _Entry], plans: Mapping[str, _Plan]) -> bytes:
        numbers: dict[int, int] = {}

        def renumbered(needs: Iterable[int]) -> list[int]:
            return [numbers.setdefault(number, len(numbers)) for number in needs]

        outputs = {name: (renumbered(each.needs), each) for name, each in sorted(entries.items())}
        planned = {key: (renumbered(plan.needs), plan.outputs) for key, plan in plans.items()}
        things = []
        for number in numbers:
            (kind, name), (stamp, value) = self._things[number]
            things.append((kind, self._name(Path(name)) if kind in PATHS else name, stamp, value))
        data = {
            "format": _FORMAT,
            "things": things,
            "outputs": {
                name: (each.settings, needs, each.files, each.warnings, each.notes)
                for name, (needs, each) in outputs.items()
            },
            "plans": planned,
        }
        return json.dumps(data, separators=(",", ":")).encode()


def _key(request: Request) -> str:
    """Return a digest of a request; its paths are relative to the current folder."""
    return digest(f"{Path.cwd()} {request}".encode("utf-8", "surrogatepass"))


def _plain(problems: Iterable[Problem], source: str) -> Iterator[list[Any]]:
    """Yield problems as lists; the file of the job is left out, since its name may change."""
    for problem in problems:
        named = replace(problem, file="") if problem.file == source else problem
        yield list(astuple(named))


def _problem(fields: list[Any], source: str = "") -> Problem:
    """Return a problem of a record; raise :class:`ValueError` if it is not one."""
    file, message, line, column, *rest = fields
    numbers = (number for number in (line, column) if number is not None)
    texts = (file, message, *rest)
    if not all(isinstance(each, str) for each in texts) or not all(
        isinstance(each, int) for each in numbers
    ):
        raise ValueError(f"{fields} is not a problem")
    return Problem(file or source, message, line, column, *rest)
