"""Merging a bibliography into an existing CV.

Entries that the CV has already get their missing fields, the others are added; existing text
is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from cvkit.errors import InputError, Problem, did_you_mean, path_text
from cvkit.importers.kit.draft import Draft, Note
from cvkit.load.editor import Editor, Path
from cvkit.markup import plain
from cvkit.model import CV
from cvkit.model.names import fold, is_et_al, is_same_person
from cvkit.source.text import Source

from .publication import bare_doi

__all__ = ["Merged", "merge"]

_PEOPLE = {"authors", "inventors", "editors"}


@dataclass(frozen=True)
class Merged:
    """The new text of a file, notes, and the numbers of entries by what was done with them."""

    text: str
    notes: tuple[Note, ...]
    added: int
    completed: int
    unchanged: int


@dataclass
class _Known:
    """An entry of the CV: its path, its fields, and whether it is written as a text only."""

    path: Path
    entry: dict[str, Any]
    is_text: bool


def merge(source: Source, draft: Draft, section: str = "") -> Merged:
    """Return the text of a CV with the entries of a draft added.

    They go to the section of their kind whose title or id is ``section``, or to the first one if
    ``section`` is empty. Raises :class:`InputError` if the file is broken or cannot be edited.
    """
    editor = Editor(source)
    if not isinstance(editor.tree, dict):
        raise InputError(Problem(source.name, "is not a CV", hint='a CV begins with "name: …"'))
    work = _Merge(editor, section)
    for new in draft.data.get("sections", []):
        work.take(new)
    try:
        CV.model_validate(editor.tree)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"would not be valid with these entries: {where}: {first['msg']}"
        raise InputError(
            Problem(source.name, message, hint="check that the file is valid before the import")
        ) from None
    text = editor.text()
    return Merged(
        text, (*draft.notes, *work.notes), work.added, len(work.completed), work.unchanged
    )


class _Merge:
    def __init__(self, editor: Editor, section: str) -> None:
        self.editor = editor
        self.section = section
        self.notes: list[Note] = []
        self.added = self.unchanged = 0
        self.completed: set[Path] = set()

    def take(self, new: dict[str, Any]) -> None:
        kind = new["kind"]
        known = [item for path in self.sections(kind) for item in self.entries(path)]
        fresh = []
        for item in new["entries"]:
            entry = item if isinstance(item, dict) else {"title": item}
            match = _find(entry, known)
            if match:
                self.complete(match, entry)
            else:
                fresh.append(entry)
        self.added += len(fresh)
        self.add(kind, fresh)

    def sections(self, kind: str) -> list[Path]:
        """Return the paths of all sections and groups of a kind."""
        found: list[Path] = []

        def walk(path: Path, section: Any, outer: str) -> None:
            own = section.get("kind", outer) if isinstance(section, dict) else ""
            if own == kind:
                found.append(path)
            for number, group in enumerate(section.get("groups", []) if own else []):
                walk((*path, "groups", number), group, own)

        for number, section in enumerate(self.editor.tree.get("sections", [])):
            walk(("sections", number), section, "")
        return found

    def entries(self, section: Path) -> Iterator[_Known]:
        for number, entry in enumerate(self.editor.at(section).get("entries", [])):
            path = (*section, "entries", number)
            is_text = isinstance(entry, str)
            yield _Known(path, {"title": entry} if is_text else entry, is_text)

    def complete(self, known: _Known, new: dict[str, Any]) -> None:
        missing = {name: value for name, value in new.items() if name not in known.entry}
        if known.entry.keys() & {"date", "start", "end"}:
            missing.pop("date", None)
        for name in new.keys() & known.entry.keys():
            self.compare(known, name, known.entry[name], new[name])
        if "date" in new and "date" not in known.entry and "date" not in missing:
            self.compare(
                known, "date", known.entry.get("end", known.entry.get("start")), new["date"]
            )
        if not missing:
            self.unchanged += known.path not in self.completed
            return
        if known.is_text:
            self.editor.expand(known.path, "title")
            known.is_text = False
        self.editor.add_fields(known.path, missing)
        known.entry = {**known.entry, **missing}
        self.completed.add(known.path)
        self.note(known, f"added {', '.join(missing)}")

    def compare(self, known: _Known, name: str, own: Any, new: Any) -> None:
        if not _agree(name, own, new):
            self.note(known, f"{name} was kept; the bibliography has {_shown(new)}", name)

    def note(self, known: _Known, message: str, name: str = "") -> None:
        title = plain(known.entry["title"])
        path = path_text((*known.path, name) if name else known.path)
        self.notes.append(Note(f'"{title}": {message}', path=path))

    def add(self, kind: str, entries: list[dict[str, Any]]) -> None:
        if not entries:
            return
        target = self.target(kind)
        if target is None:
            self.editor.append(("sections",), [{"kind": kind, "entries": entries}])
            return
        self.editor.append((*target, "entries"), entries)

    def target(self, kind: str) -> Path | None:
        places = self.sections(kind)
        if self.section:
            return self.named(places)
        for path in places:
            section = self.editor.at(path)
            if section.get("entries") or not section.get("groups"):
                return path
        return None

    def named(self, places: list[Path]) -> Path:
        wanted = self.section.casefold()
        names: dict[str, Path] = {}
        for path in places:
            section = self.editor.at(path)
            for name in (section.get("id"), section.get("title")):
                if isinstance(name, str) and name:
                    names.setdefault(name, path)
        for name, path in names.items():
            if name.casefold() == wanted:
                return path
        known = f"sections: {', '.join(names)}" if names else "no section of this kind has a title"
        hint = did_you_mean(self.section, names) or known
        message = f'no section "{self.section}" for these entries'
        raise InputError(Problem(self.editor.source.name, message, hint=hint))


def _find(new: dict[str, Any], known: list[_Known]) -> _Known | None:
    """Return the entry of the same work: the same DOI, or the same title and year."""
    doi = _doi(new)
    for item in known:
        if doi and doi == _doi(item.entry):
            return item
    for item in known:
        same = _title(new) == _title(item.entry)
        other_doi = doi and _doi(item.entry)
        years = {_year(new), _year(item.entry)} - {""}
        if same and not other_doi and len(years) < 2:
            return item
    return None


def _doi(entry: dict[str, Any]) -> str:
    return bare_doi(str(entry.get("doi", ""))).casefold()


def _title(entry: dict[str, Any]) -> str:
    return re.sub(r"[\W_]", "", fold(plain(str(entry.get("title", "")))))


def _year(entry: dict[str, Any]) -> str:
    date = str(entry.get("date") or entry.get("end") or entry.get("start") or "")
    match = re.search(r"\d{4}", date)
    return match[0] if match else ""


def _agree(name: str, own: Any, new: Any) -> bool:
    """Whether two values are equal, apart from case, accents and punctuation."""
    if name in _PEOPLE and isinstance(own, list) and isinstance(new, list):
        return _same_people(own, new)
    if name == "doi":
        return bare_doi(str(own)).casefold() == bare_doi(str(new)).casefold()
    if name == "date":
        return str(own).startswith(str(new))
    return bool(_bare(own) == _bare(new))


def _same_people(own: list[Any], new: list[Any]) -> bool:
    mine, theirs = ([_name(person) for person in people] for people in (own, new))
    if len(mine) != len(theirs):
        return False
    return all(
        (is_et_al(a) and is_et_al(b)) or is_same_person(a, [b])
        for a, b in zip(mine, theirs, strict=True)
    )


def _name(person: Any) -> str:
    return str(person.get("name", "")) if isinstance(person, dict) else str(person)


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items()}
    return re.sub(r"[\W_]", "", fold(plain(str(value))))


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_shown(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    return f'"{value}"'
