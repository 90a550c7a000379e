"""A CV as the flat entries that JSON Resume has: one for each position, skill and project.

``cards`` takes a CV apart, and ``fold`` puts the cards of an entry together again after they were
edited. A card is an entry in terms of its kind, without parts of its own; it has what it inherits
from the entry around it. What belongs to all positions, such as a summary, is shown with the
first of them only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cvkit.interchange.merge import Outline
from cvkit.model import KINDS
from cvkit.model.periods import by_date

from .fields import SHAPES

__all__ = ["Card", "Part", "cards", "fold", "list_of", "without_repeats"]

Tree = dict[str, Any]
Part = tuple[Any, ...]
Made = tuple[Part | None, Tree]
"""A card that was edited: which part of its entry it was, or ``None``, and its new content."""

_BODY = ("tagline", "summary", "highlights", "keywords", "extra")
_PERIOD = ("start", "end", "date")


@dataclass(frozen=True)
class Card:
    """An entry of a list of JSON Resume, and where it comes from.

    ``section`` is the section or group, ``index`` the number of the entry in it, and ``part`` the
    part of the entry: ``("positions", 1)``, ``("projects", 0)``, ``("skills", 0, 2)``, or ``()``
    for all of it.
    """

    key: str
    kind: str
    entry: Tree
    section: Tree = field(repr=False)
    index: int
    part: Part = ()

    @property
    def home(self) -> tuple[int, int]:
        """Identify the entry that the card belongs to."""
        return id(self.section), self.index

    @property
    def is_project_of_job(self) -> bool:
        """Whether it is a project within an entry of another kind."""
        return self.part[:1] == ("projects",)


def cards(sections: Sequence[Tree], titles: Sequence[str] = ()) -> Iterator[Card]:
    """Yield the cards of all sections in the order of the document.

    ``titles`` are titles of custom sections that are lists of their own, and the ``id`` of others.
    """
    for section, order in _flat(sections):
        if key := list_of(section, titles):
            for index in _order(section, order):
                yield from _of_entry(key, section, index)


def list_of(section: Mapping[str, Any], titles: Sequence[str] = ()) -> str:
    """Return the list of JSON Resume that a section is shown in, or an empty text."""
    name = section.get("title" if section["kind"] == "custom" else "id", "")
    if isinstance(name, str) and name in titles:
        return name
    shape = SHAPES.get(section["kind"])
    return shape.key if shape else ""


def fold(kind: str, entry: Tree, made: Sequence[Made], *, again: bool = False) -> list[Tree]:
    """Return the entries that an entry becomes after its cards were edited.

    Their cards are exactly the given ones. It is a single entry where that is possible; what
    JSON Resume does not show of it remains with the first, and is left out if the entry is
    already there ``again``.
    """
    entry = _visible(kind, entry) if again else entry
    result: list[Tree] = []
    run: list[Made] = []
    found: list[Tree] | None = None
    for each in made:
        longer = _folded(kind, entry, [*run, each])
        if longer is None and found is not None:
            result += found
            entry, run = _visible(kind, entry), []
            longer = _folded(kind, entry, [each])
        if longer is None:
            result.append(_alone(kind, entry, each))
            entry, run, found = _visible(kind, entry), [], None
        else:
            run, found = [*run, each], longer
    return [*result, *(found or ())]


def without_repeats(kind: str, entries: Sequence[Tree]) -> None:
    """Remove what each part of a divided entry inherits where no position shows it.

    It remains where it is shown, or else in the first part.
    """
    divided = len(entries) > 1 and kind in ("experience", "volunteering")
    for name in _shared(kind) if divided else ():
        having = [entry for entry in entries if name in entry]
        showing = [entry for entry in having if any(
            name in _inherited(kind, own) for own in entry.get("positions", ({},)))]  # fmt: skip
        for entry in having if showing else having[1:]:
            if not any(entry is each for each in showing):
                del entry[name]


def _flat(sections: Sequence[Tree], order: str = "") -> Iterator[tuple[Tree, str]]:
    """Yield sections and the groups within them, each with the order of its entries."""
    for section in sections:
        own = section.get("sort", order)
        yield section, own
        yield from _flat(section.get("groups", ()), own)


def _order(section: Tree, order: str) -> list[int]:
    entries = section.get("entries", ())
    model = KINDS[section["kind"]].entry
    if not order or model is None:
        return list(range(len(entries)))
    return by_date([model.model_validate(entry) for entry in entries], order)


def _of_entry(key: str, section: Tree, index: int) -> Iterator[Card]:
    kind, entry = section["kind"], section["entries"][index]
    for part, flat in _flattened(kind, entry):
        yield Card(key, kind, flat, section, index, part)
    if kind in ("experience", "volunteering"):
        where = {"organization": entry["organization"]} if "organization" in entry else {}
        for number, project in enumerate(entry.get("projects", ())):
            part = ("projects", number)
            yield Card("projects", "projects", {**where, **project}, section, index, part)


def _flattened(kind: str, entry: Tree) -> list[tuple[Part, Tree]]:
    if kind == "skills":
        return list(_skills(entry, "", ("skills",)))
    if entry.get("positions"):
        numbers = range(len(entry["positions"]))
        return [(("positions", number), _position(kind, entry, number)) for number in numbers]
    return [((), {name: v for name, v in entry.items() if name not in ("positions", "projects")})]


# Positions


@cache
def _shared(kind: str) -> tuple[str, ...]:
    """Return the fields of an entry that each of its positions shows."""
    names = [name for field in SHAPES[kind].fields for name in (field.ours, *field.also)]
    return tuple(name for name in dict.fromkeys(names) if name not in (*_BODY, "position"))


def _inherited(kind: str, own: Tree) -> list[str]:
    has_period = any(name in own for name in _PERIOD)
    return [name for name in _shared(kind)
            if name not in own and not (has_period and name in _PERIOD)]  # fmt: skip


def _position(kind: str, entry: Tree, number: int) -> Tree:
    own = entry["positions"][number]
    flat: Tree = {name: entry[name] for name in _inherited(kind, own) if name in entry}
    flat |= own
    for name in _BODY if number == 0 else ():
        if name in entry:
            flat[name] = _joined(name, entry[name], own.get(name))
    return flat


def _joined(name: str, common: Any, own: Any) -> Any:
    """Return what the first position shows of a field that the entry around it has, too."""
    if own is None or common is None:
        return own or common
    if name == "summary" and isinstance(common, str) and isinstance(own, str):
        return f"{common}\n\n{own}"
    if isinstance(common, list) and isinstance(own, list):
        return [*common, *own]
    if name == "extra":
        return {**common, **own}
    return own


def _parted(name: str, common: Any, own: Any, joined: Any) -> tuple[Any, Any]:
    """Return the values of an entry and of its first position that make what was edited."""
    choices: list[tuple[Any, Any]] = [(common, own), *([(joined, None)] if own is None else ())]
    if isinstance(joined, str) and isinstance(common, str):
        choices.append((common, joined.removeprefix(f"{common}\n\n")))
    if isinstance(joined, str) and isinstance(own, str):
        choices.append((joined.removesuffix(f"\n\n{own}"), own))
    if isinstance(joined, list) and isinstance(common, list):
        choices.append((common, joined[len(common) :] or None))
    if isinstance(joined, list) and isinstance(own, list):
        choices.append((joined[: len(joined) - len(own)] or None, own))
    if isinstance(joined, dict) and isinstance(common, dict):
        kept = {key: value for key, value in common.items() if joined.get(key) == value}
        rest = {key: value for key, value in joined.items() if key not in kept}
        choices.append((kept or None, rest or None))
    choices += [(common, joined), (None, joined)]
    return next(choice for choice in choices if _joined(name, *choice) == joined)


def _with_positions(kind: str, entry: Tree, made: Sequence[Made]) -> Tree | None:
    """Return an entry with these positions, or ``None`` if they have too little in common."""
    model = KINDS[kind].entry
    assert model is not None
    owns = [entry["positions"][part[1]] if part else {} for part, _ in made]
    positions = [dict(flat) for _, flat in made]
    context = {name: value for name, value in entry.items() if name != "positions"}
    for name in _shared(kind):
        heirs = [number for number, own in enumerate(owns) if name in _inherited(kind, own)]
        values = [made[number][1].get(name) for number in heirs]
        if any(value != values[0] for value in values):
            if name == "organization":
                return None
            context.pop(name, None)
            continue
        if values:
            context[name] = values[0]
            for number in heirs:
                positions[number].pop(name, None)
    for name in _BODY:
        if made[0][0] == ("positions", 0):
            common, own = _parted(name, entry.get(name), owns[0].get(name), made[0][1].get(name))
            context[name], positions[0][name] = common, own
        else:
            context.pop(name, None)
    context = {name: value for name, value in context.items() if value is not None}
    parts = [{name: v for name, v in each.items() if v is not None} for each in positions]
    return {**context, "positions": parts} if all("position" in each for each in parts) else None


# Skills


def _skills(entry: Tree, above: str, path: Part) -> Iterator[tuple[Part, Tree]]:
    """Yield the skills of a group; a group without words of its own is only their prefix."""
    name = _prefixed(above, entry)
    own = {key: value for key, value in entry.items() if key != "skills"}
    if _is_shown(entry):
        yield path, own | ({"name": name} if name else {})
    for number, skill in enumerate(entry.get("skills", ())):
        yield from _skills(skill, name, (*path, number))


def _prefixed(above: str, entry: Tree) -> str:
    name = entry.get("name", "")
    return ": ".join(part for part in (above, name if isinstance(name, str) else "") if part)


def _is_shown(skill: Tree) -> bool:
    return bool(skill.get("text") or skill.get("keywords") or not skill.get("skills"))


def _with_skills(entry: Tree, made: Sequence[Made]) -> list[Tree] | None:
    outline, numbers, prefixes = Outline("skills"), dict[Part, int](), dict[Part, str]()

    def take_apart(skill: Tree, above: str, path: Part) -> None:
        own = {key: value for key, value in skill.items() if key != "skills"}
        parent = numbers.get(path[:-1])
        numbers[path] = outline.add(own, parent, [path] if _is_shown(skill) else [])
        prefixes[path] = above
        for number, each in enumerate(skill.get("skills", ())):
            take_apart(each, _prefixed(above, skill), (*path, number))

    take_apart(entry, "", ("skills",))
    slots = []
    above = next((prefixes[part] for part, _ in made if part), "")
    for part, flat in made:
        above = prefixes[part] if part else above
        own = dict(flat)
        name = own.pop("name", "")
        if isinstance(name, str) and name != above:
            own["name"] = name.removeprefix(f"{above}: ") if above else name
        elif not isinstance(name, str):
            own["name"] = name
        slots.append((numbers[part] if part else None, {key: v for key, v in own.items() if v}))
    return outline.rebuilt(slots)


# Both


def _folded(kind: str, entry: Tree, made: Sequence[Made]) -> list[Tree] | None:
    """Return the entries with these cards, or ``None`` if there are none."""
    result: list[Tree] | None = None
    if kind == "skills":
        result = _with_skills(entry, made)
    elif entry.get("positions"):
        found = _with_positions(kind, entry, made)
        result = None if found is None else [found]
    elif len(made) == 1:
        kept = {name: entry[name] for name in ("projects",) if name in entry}
        result = [{**made[0][1], **kept}]
    flat = [card for each in result or () for _, card in _flattened(kind, each)]
    return result if flat == [card for _, card in made] else None


def _alone(kind: str, entry: Tree, made: Made) -> Tree:
    """Return a card as an entry of its own, with what is not shown of the entry around it."""
    part, flat = made
    if kind == "skills" or part is None:
        return flat
    known = (*_shared(kind), *_BODY, "positions", "position")
    return {**{name: value for name, value in entry.items() if name not in known}, **flat}


def _visible(kind: str, entry: Tree) -> Tree:
    """Return what an entry shows of itself with every position."""
    if kind == "skills":
        return entry
    return {name: v for name, v in entry.items() if name in (*_shared(kind), "positions")}
