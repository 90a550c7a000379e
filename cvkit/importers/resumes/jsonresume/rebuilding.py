"""The sections of a CV after items of a document's lists were edited, added, deleted and moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from cvkit.interchange.jsonresume import KEYS, Card, fold, item_of, without_repeats
from cvkit.source.nodes import Node

from .views import Tree, kind_of_list, read_card, sections_of

__all__ = ["Slot", "rebuild"]

_STRUCTURE = {"kind", "title", "id", "icon", "sort", "group_by", "page_break", "tags", "groups"}


@dataclass(frozen=True)
class Slot:
    """An item of a list of a document.

    ``card`` is what it was made from, ``None`` if it is new, and ``entry`` what the card is now,
    which is ``same`` if that was not edited. ``node`` is the item in the document, ``path`` its
    path there.
    """

    key: str
    path: str
    node: Node
    card: Card | None
    entry: Tree
    same: bool


def rebuild(cv: Tree, cards: Sequence[Card], slots: Sequence[Slot]) -> None:
    """Bring the sections of a CV in line with the items of a document.

    ``cards`` are those of the CV before, in the order of the document.
    """
    _Rebuilder(cv, cards, slots).run()


class _Rebuilder:
    def __init__(self, cv: Tree, cards: Sequence[Card], slots: Sequence[Slot]) -> None:
        self.cv = cv
        self.cards = cards
        self.slots = slots
        self.language = str(cv.get("language", "en"))
        self.sections = {id(section): section for section in sections_of(cv)}
        self.placed: dict[Any, list[Slot]] = {key: [] for key in self.sections}
        self.projects: dict[Any, list[Slot]] = {}

    def run(self) -> None:
        self.alive = {slot.card.home: slot for slot in reversed(self.slots)
                      if slot.card and not slot.card.is_project_of_job}  # fmt: skip
        for _, group in groupby(self.slots, key=lambda slot: slot.key):
            self._place(list(group))
        self._rebuild_projects()
        had = {id(card.section) for card in self.cards if not card.is_project_of_job}
        for key, section in list(self.sections.items()):
            if key in had or self.placed[key]:
                self._rebuild_section(section, self.placed[key])
        self.cv["sections"] = self._without_emptied(self.cv.get("sections", []), had)
        if not self.cv["sections"]:
            del self.cv["sections"]

    # Where items go

    def _place(self, slots: list[Slot]) -> None:
        """Assign each item of a list to a section, or to the job that it is a project of."""
        fixed = self._unmoved(slots)
        previous: Any = None
        for index, item in enumerate(slots):
            following = next((self._home(each) for each in slots[index + 1 :] if each.card), None)
            slot, home = item, self._home(item)
            around = {self._home(slots[n]) for n in _neighbours(fixed, index)}
            if slot.card and index not in fixed and len(around) == 1:
                (there,) = around
                if there != home and self._kind(there) == slot.card.kind:
                    slot, home = self._taken_out(slot), there
            if home is None:
                slot, home = self._welcomed(slot, [previous, following])
            previous = home
            placed = self.projects if isinstance(home, tuple) else self.placed
            placed.setdefault(home, []).append(slot)

    def _unmoved(self, slots: list[Slot]) -> list[int]:
        """Return the indexes of the items that are in their old order, as many as possible."""
        ranks = {(*card.home, card.part): rank for rank, card in enumerate(self.cards)}
        known = [(n, ranks[(*s.card.home, s.card.part)]) for n, s in enumerate(slots) if s.card]
        return [known[n][0] for n in _longest_increasing([rank for _, rank in known])]

    def _home(self, slot: Slot) -> Any:
        """Return the section or the job of an item; ``None`` if it has none any more."""
        if slot.card is None:
            return None
        if slot.card.is_project_of_job:
            return slot.card.home if slot.card.home in self.alive else None
        return id(slot.card.section)

    def _kind(self, home: Any) -> str:
        """Return the kind of entries that a section takes; a job takes none of another place."""
        return "" if isinstance(home, tuple) or home is None else self.sections[home]["kind"]

    def _taken_out(self, slot: Slot) -> Slot:
        """Return an item that was moved elsewhere, with all that its entry has."""
        card = slot.card
        assert card is not None
        entry = card.section["entries"][card.index] if not card.part else {}
        kept = {name: entry[name] for name in ("projects", "projects_title") if name in entry}
        return replace(slot, card=None, entry={**slot.entry, **kept})

    def _welcomed(self, slot: Slot, neighbours: list[Any]) -> tuple[Slot, Any]:
        """Return a new item with its entry, and the first place that can hold all of it."""
        kind = kind_of_list(slot.key)
        wanted = item_of(kind, read_card(kind, slot.node), self.language)
        homes = [*neighbours, *self._native(slot.key), *self._others(slot.key)]
        for home in dict.fromkeys(homes):
            entry = self._entry_at(slot, home, wanted) if home is not None else None
            if entry is not None:
                return replace(slot, card=None, entry=entry), home
        name = {"title" if kind == "custom" else "id": slot.key}
        section: Tree = {"kind": kind, **({} if slot.key in KEYS else name)}
        self.cv["sections"] = [*self.cv.get("sections", ()), section]
        self.sections[id(section)] = section
        self.placed[id(section)] = []
        entry = slot.entry if slot.card else read_card(kind, slot.node, slot.path)
        return replace(slot, card=None, entry=entry), id(section)

    def _native(self, key: str) -> list[int]:
        """Return the sections of the kind that a list is read as."""
        kind = kind_of_list(key)
        return [
            number
            for number, section in self.sections.items()
            if section["kind"] == kind
            and (key in KEYS or key in (section.get("title"), section.get("id")))
        ]

    def _others(self, key: str) -> list[int]:
        """Return the sections that a list shows, of whatever kind."""
        shown = (card for card in self.cards if card.key == key and not card.is_project_of_job)
        return [id(card.section) for card in shown]

    def _entry_at(self, slot: Slot, home: Any, wanted: Tree) -> Tree | None:
        """Return an item as an entry of a section or a project of a job, if that loses nothing."""
        if isinstance(home, tuple):
            if slot.card:
                return None
            entry = read_card("projects", slot.node, slot.path)
            return entry if entry.get("organization") == self._employer(home) else None
        kind = self._kind(home)
        if slot.card:
            return slot.entry if kind == slot.card.kind else None
        entry = read_card(kind, slot.node, slot.path)
        return entry if item_of(kind, entry, self.language) == wanted else None

    def _employer(self, home: tuple[int, int]) -> Any:
        return self.alive[home].entry.get("organization")

    # What becomes of sections

    def _rebuild_projects(self) -> None:
        """Give each job its projects."""
        had = {card.home for card in self.cards if card.is_project_of_job}
        for home in had | self.projects.keys():
            entry = self.sections[home[0]]["entries"][home[1]]
            old, projects = entry.get("projects", []), []
            for slot in self.projects.get(home, ()):
                project = old[slot.card.part[1]] if slot.card else {}
                own = project if slot.card and slot.same else slot.entry
                name = slot.entry.get("organization")
                bare = {key: value for key, value in own.items() if key != "organization"}
                is_own = "organization" in project or name != self._employer(home)
                projects.append({**own, "organization": name} if is_own and name else bare)
            entry["projects"] = projects
            if not projects:
                entry.pop("projects")
                entry.pop("projects_title", None)

    def _rebuild_section(self, section: Tree, slots: list[Slot]) -> None:
        entries = section.get("entries", [])
        cards = [c for c in self.cards if c.section is section and not c.is_project_of_job]
        made: list[tuple[int | None, list[Tree]]] = []
        done: set[int] = set()
        for home, run in _runs(slots):
            if home is None:
                made += [(None, [slot.entry]) for slot in run]
                continue
            parts = [card.part for card in cards if card.index == home]
            if all(slot.same for slot in run) and [s.card and s.card.part for s in run] == parts:
                made.append((home, [entries[home]]))
            else:
                edited = [(slot.card.part if slot.card else None, slot.entry) for slot in run]
                again = home in done
                made.append((home, fold(section["kind"], entries[home], edited, again=again)))
            done.add(home)
        for home in done:
            without_repeats(section["kind"], [e for at, some in made if at == home for e in some])
        made = _in_file_order(made, list(dict.fromkeys(card.index for card in cards)))
        shown = {card.index for card in cards}
        for index, entry in enumerate(entries):
            if index not in shown:  # nothing of it is in the document
                made.insert(_after(made, index), (index, [entry]))
        section["entries"] = [entry for _, some in made for entry in some]
        if not section["entries"]:
            del section["entries"]

    def _without_emptied(self, sections: list[Tree], had: set[int]) -> list[Tree]:
        """Leave out sections of which nothing is left but their title."""
        kept = []
        for section in sections:
            before = section.get("groups", [])
            if before:
                section["groups"] = self._without_emptied(before, had)
            emptied = id(section) in had or (before and not section["groups"])
            if not (emptied and section.keys() <= _STRUCTURE and not section.get("groups")):
                kept.append(section)
            if not section.get("groups", True):
                del section["groups"]
        return kept


def _runs(slots: Sequence[Slot]) -> list[tuple[int | None, list[Slot]]]:
    """Group the items that belong to the same entry; new ones between two of these belong, too."""
    homes = [slot.card.index if slot.card else None for slot in slots]
    for index, home in enumerate(homes):
        if home is None and index and homes[index - 1] is not None:
            following = next((h for h in homes[index:] if h is not None), None)
            homes[index] = following if following == homes[index - 1] else None
    pairs = groupby(zip(homes, slots, strict=True), key=lambda pair: pair[0])
    return [(home, [slot for _, slot in run]) for home, run in pairs]


def _in_file_order(
    made: list[tuple[int | None, list[Tree]]], shown: list[int]
) -> list[tuple[int | None, list[Tree]]]:
    """Return entries in the order of the file, if the document shows them sorted and unmoved."""
    known = [home for home, _ in made if home is not None]
    if shown == sorted(shown) or known != [home for home in shown if home in known]:
        return made
    ranks, rank = [], -1
    for home, _ in made:
        rank = rank if home is None else home
        ranks.append(rank)
    return [made[index] for index in sorted(range(len(made)), key=ranks.__getitem__)]


def _after(made: list[tuple[int | None, list[Tree]]], index: int) -> int:
    """Return where an entry goes that comes after those with a lower number."""
    places = [n for n, (home, _) in enumerate(made) if home is not None and home < index]
    return places[-1] + 1 if places else 0


def _neighbours(fixed: Sequence[int], index: int) -> list[int]:
    """Return the nearest of some sorted indexes on both sides of an index."""
    at = bisect_left(fixed, index)
    return [*fixed[max(at - 1, 0) : at], *fixed[at : at + 1]]


def _longest_increasing(numbers: Sequence[int]) -> list[int]:
    """Return the indexes of a longest increasing subsequence."""
    ends: list[int] = []
    values: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        at = bisect_left(values, number)
        before.append(ends[at - 1] if at else -1)
        ends[at:] = [index, *ends[at + 1 :]]
        values[at:] = [number, *values[at + 1 :]]
    result = []
    index = ends[-1] if ends else -1
    while index >= 0:
        result.append(index)
        index = before[index]
    return result[::-1]
