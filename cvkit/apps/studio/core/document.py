"""A file that is being edited: saved by itself, shared with other programs, recovered."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from cvkit.errors import CvkitError, InputError, Problem, RenderError
from cvkit.source.text import MAX_BYTES, read_source
from cvkit.system.cache import cache_folder
from cvkit.system.clock import now
from cvkit.system.files import delete, edit, read, write
from cvkit.system.stamps import FileStamp, file_stamp

__all__ = ["Conflict", "Document", "Event", "Recovered"]

_BREAKS = ("\r\n", "\r")


class Event(Enum):
    """What became of a file when it was compared with the text in the editor."""

    NOTHING = "nothing"
    SAVED = "saved"
    CHANGED = "changed"
    """Another program changed the file: the text is now its content."""
    CONFLICT = "conflict"
    """Another program changed the file, and the text was changed, too."""
    FAILED = "failed"
    """The file cannot be read or written."""


@dataclass(frozen=True)
class Conflict:
    """Two versions of a file: the text in the editor and the content of the file."""

    mine: str
    theirs: str


@dataclass(frozen=True)
class Recovered:
    """Text that a studio could not save before it ended."""

    text: str
    saved_at: str


class Document:
    """The text of a file, with what was last known of the file itself.

    ``text`` has line feeds only; the file keeps its own line breaks. While ``conflict`` is set,
    nothing is saved, and the text is kept in a recovery file instead. ``problem`` says why the
    file could not be read or written.
    """

    def __init__(self, path: Path, recovery: Path | None = None) -> None:
        """Read a file; raise :class:`InputError` if that is not possible."""
        self.path = path
        self.conflict: Conflict | None = None
        self.problem: Problem | None = None
        self._folder = recovery or cache_folder() / "studio"
        self._break = "\n"
        self._stamp: FileStamp = file_stamp(path)
        self.text = self._base = self._read()
        self.recovered = self._unsaved()

    @property
    def is_saved(self) -> bool:
        """Whether the file has the text of the editor."""
        return self.text == self._base and self.conflict is None

    def edit(self, text: str) -> None:
        """Take the text of the editor."""
        self.text = text
        if self.conflict:
            self.conflict = Conflict(text, self.conflict.theirs)
            self._keep()

    def save(self) -> Event:
        """Write the text into the file, unless another program has changed that."""
        event = self.compare()
        if event is Event.FAILED and self.path.exists():
            return event
        if self.conflict or event is Event.CHANGED or self.text == self._base:
            return event
        return self._write()

    def compare(self) -> Event:
        """Look whether another program has changed the file, and take over what it wrote."""
        stamp = file_stamp(self.path)
        if stamp == self._stamp:
            return Event.CONFLICT if self.conflict else Event.NOTHING
        try:
            theirs = self._read()
        except InputError as error:
            self.problem = error.problems[0]
            self._keep()
            return Event.FAILED
        self._stamp, self.problem = stamp, None
        return self._merge(theirs)

    def _merge(self, theirs: str) -> Event:
        if theirs == self._base and not self.conflict:
            return Event.NOTHING
        if theirs == self.text:
            self._base, self.conflict = theirs, None
            self._forget()
            return Event.NOTHING
        if self.text == self._base and not self.conflict:
            self.text = self._base = theirs
            return Event.CHANGED
        self.conflict = Conflict(self.text, theirs)
        self._keep()
        return Event.CONFLICT

    def resolve(self, text: str) -> Path:
        """End a conflict with a text; return the file in which the other version is kept."""
        assert self.conflict is not None
        other = self.conflict.theirs if text != self.conflict.theirs else self.conflict.mine
        kept = self._folder / f"{self.path.stem}-{now():%Y%m%d-%H%M%S}{self.path.suffix}"
        write(kept, other.encode())
        self._base, self.text, self.conflict = self.conflict.theirs, text, None
        if text != self._base:
            self._write()
        else:
            self._forget()
        return kept

    def discard_recovered(self) -> None:
        """Forget the text of an earlier studio."""
        self.recovered = None
        self._forget()

    def _read(self) -> str:
        text = read_source(self.path).text
        self._break = next((each for each in _BREAKS if each in text), "\n")
        for each in _BREAKS:
            text = text.replace(each, "\n")
        return text

    def _write(self) -> Event:
        data = self.text.replace("\n", self._break).encode("utf-8", "surrogatepass")
        try:
            if len(data) > MAX_BYTES:
                raise RenderError(Problem(str(self.path), "is too large for a CV"))
            edit(self.path, data)
        except CvkitError as error:
            self.problem = error.problems[0]
            self._keep()
            return Event.FAILED
        self._base, self.problem = self.text, None
        self._stamp = file_stamp(self.path)
        self._forget()
        return Event.SAVED

    # What could not be saved

    @property
    def _recovery(self) -> Path:
        name = hashlib.sha256(str(self.path.resolve()).encode("utf-8", "surrogatepass"))
        return self._folder / f"{name.hexdigest()[:24]}.json"

    def _keep(self) -> None:
        content = {"text": self.text, "saved_at": f"{now():%Y-%m-%d %H:%M}"}
        write(self._recovery, json.dumps(content).encode())

    def _forget(self) -> None:
        with suppress(RenderError):  # it is offered again, which does no harm
            delete(self._recovery)

    def _unsaved(self) -> Recovered | None:
        try:
            content = json.loads(read(self._recovery, 2 * MAX_BYTES))
            found = Recovered(str(content["text"]), str(content["saved_at"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if found.text != self.text else None
