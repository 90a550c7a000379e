"""Parcels: the files that a job needs on another machine, and what happens to them there.

A worker of a cluster shares no disk with the client. It unpacks the files into a temporary
folder, carries out the job, and returns what the job made under the names that the client knows.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from cvkit.errors import CvkitError, Problem, RenderError
from cvkit.system.files import read, write
from cvkit.system.images import MAX_BYTES
from cvkit.system.limits import Limits
from cvkit.system.trace import LATER, MISSING, Key, Seen, Trace, digest, tracing

from .job import Job
from .work import Outcome, carry_out

__all__ = ["Order", "Parcel", "Reply", "carry_out_order", "pack", "pack_all"]

E = TypeVar("E", bound=CvkitError)


@dataclass(frozen=True)
class Parcel:
    """The files of one folder by their names in it, such as ``photos/ada.jpg``.

    ``place`` is the folder as the client names it in messages.
    """

    place: str
    files: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """A digest of the names and contents."""
        parts = (f"{name}\0{digest(data)}" for name, data in sorted(self.files.items()))
        return digest("\n".join((self.place, *parts)).encode("utf-8", "surrogatepass"))

    def unpack(self, folder: Path) -> None:
        """Write the files into a folder; raise :class:`RenderError` for a name outside of it."""
        root = folder.resolve()
        for name, data in self.files.items():
            path = root / name
            parts = PurePosixPath(name).parts
            if "\\" in name or ".." in parts or not path.resolve().is_relative_to(root):
                raise RenderError(Problem(name, "is not a name within a folder"))
            write(path, data)


def pack(folder: Path, names: Iterable[str]) -> Parcel:
    """Return the files of these names that exist in a folder, not those that are links out of it.

    Raises :class:`RenderError` if one cannot be read.
    """
    root = folder.resolve()
    files: dict[str, bytes] = {}
    for name in sorted(set(names)):
        path = root / name
        try:
            if path.resolve().is_relative_to(root) and path.is_file():
                files[name] = read(path, MAX_BYTES)
        except ValueError:  # a NUL in the name
            continue
        except OSError as error:
            raise RenderError(Problem(str(folder / name), f"cannot be read: {error}")) from None
    return Parcel(str(folder), files)


def pack_all(folder: Path) -> Parcel:
    """Return all files of a folder, such as that of a theme."""
    paths = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return pack(folder, (path.relative_to(folder).as_posix() for path in paths))


@dataclass(frozen=True)
class Order:
    """A job for a worker, with the files of people: of the CV and, if it has one, of the letter.

    The theme is sent apart, since it is the same for many jobs, and so are large files, such as
    pictures: ``apart`` has their digests, by the number of the parcel and the name.
    """

    version: str
    job: Job
    people: tuple[Parcel, ...]
    limits: Limits
    apart: Mapping[tuple[int, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What became of an order, and the files that it looked for and did not get.

    ``lacking`` are numbers of ``Order.people``, each with a name in that folder.
    """

    outcome: Outcome | None = None
    error: CvkitError | None = None
    lacking: frozenset[tuple[int, str]] = field(default_factory=frozenset)


def carry_out_order(
    order: Order, theme: tuple[Parcel, ...], large: Mapping[str, bytes], scratch: str
) -> Reply:
    """Carry out an order in this process, in a temporary folder below ``scratch``.

    ``large`` are the contents, by digest, of files that were sent apart.
    """
    with tempfile.TemporaryDirectory(prefix="cvkit-", dir=scratch) as name:
        home = Path(name).resolve()
        folders = [home / str(number) for number in range(len(order.people))]
        for parcel, folder in zip(order.people, folders, strict=True):
            parcel.unpack(folder)
        for (number, path), wanted in order.apart.items():
            Parcel("", {path: large[wanted]}).unpack(folders[number])
        looks = _theme_folders(theme, scratch)
        names = _Names((*zip(folders, order.people, strict=True), *zip(looks, theme, strict=True)))
        job = order.job
        there = replace(
            job,
            source=folders[0] / job.source.name,
            letter=folders[-1] / job.letter.name if job.letter else None,
            theme=replace(job.theme, folders=looks, places=()),
        )
        with tracing() as trace:
            try:
                outcome, error = carry_out(there, order.limits), None
            except CvkitError as raised:
                outcome, error = None, names.error(raised)
        return Reply(
            outcome and names.outcome(outcome, trace), error, frozenset(_lacking(trace, folders))
        )


@lru_cache(maxsize=64)
def _unpacked(_digest: str, scratch: str) -> Path:
    return Path(tempfile.mkdtemp(prefix="cvkit-theme-", dir=scratch))


def _theme_folders(theme: tuple[Parcel, ...], scratch: str) -> tuple[Path, ...]:
    """Return the folders of a theme, unpacked once in each process."""
    return tuple(_theme_folder(parcel, scratch) for parcel in theme)


def _theme_folder(parcel: Parcel, scratch: str) -> Path:
    home = _unpacked(parcel.digest, scratch)
    folder = home / Path(parcel.place).name
    if not folder.exists():
        parcel.unpack(folder)
    return folder


def _lacking(trace: Trace, folders: list[Path]) -> Iterator[tuple[int, str]]:
    """Yield the files of people that were looked for and not found."""
    for (kind, name), seen in trace.items():
        for number, folder in enumerate(folders):
            if kind == "file" and seen == MISSING and Path(name).is_relative_to(folder):
                yield number, Path(name).relative_to(folder).as_posix()


class _Names:
    """Says what files are called on the client: temporary folders are unknown there."""

    def __init__(self, pairs: Iterable[tuple[Path, Parcel]]) -> None:
        self.places = {str(folder): parcel.place for folder, parcel in pairs}

    def text(self, text: str) -> str:
        """Return a text with the client's names."""
        for folder, place in self.places.items():
            start = "" if place == "." else f"{place}{os.sep}"
            text = text.replace(f"{folder}{os.sep}", start).replace(folder, place)
        return text

    def problem(self, problem: Problem) -> Problem:
        """Return a problem with the client's names."""
        texts = {each.name: getattr(problem, each.name) for each in fields(problem)}
        changed: dict[str, Any] = {
            name: self.text(text) for name, text in texts.items() if isinstance(text, str)
        }
        return replace(problem, **changed)

    def error(self, error: E) -> E:
        """Return an error with the client's names."""
        return type(error)(self.problem(problem) for problem in error.problems)

    def outcome(self, outcome: Outcome, trace: Trace) -> Outcome:
        """Return an outcome with the client's names."""
        return replace(
            outcome,
            notes=tuple(map(self.problem, outcome.notes)),
            warnings=tuple(map(self.problem, outcome.warnings)),
            trace=dict(self._trace(trace)),
        )

    def _trace(self, trace: Trace) -> Iterator[tuple[Key, Seen]]:
        """Yield what the client can compare: the files of people, and the date.

        Stamps of files and the fonts of this machine are unknown there.
        """
        for (kind, name), seen in trace.items():
            if kind == "clock":
                yield (kind, name), seen
            elif seen.value != LATER and (place := self.text(name)) != name:
                yield (kind, place), seen if seen == MISSING else Seen("", self.text(seen.value))
