"""Arrange: which sections and how many of their entries, in what order, in which groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cvkit.model import CV, Entry, Model, Section, Variant, VariantSection
from cvkit.model.periods import by_date, last
from cvkit.model.walk import entries_of

from .prune import Pruner
from .variants import matching

__all__ = ["arrange", "group"]

_NESTED = ("positions", "projects")


def arrange(cv: CV, variant: Variant, pruner: Pruner, whole: CV) -> CV:
    """Return the CV with the sections of a variant, ordered, sorted and limited.

    ``whole`` is the CV before anything was removed from it.
    """
    names = {f"sections[{n}]": section.names for n, section in enumerate(whole.sections)}
    known = {id(section): names.get(pruner.path_of(section), ()) for section in cv.sections}
    wanted = {key: matching(variant, each) for key, each in known.items()}
    order = {each.section: number for number, each in enumerate(variant.sections)}

    def place(section: Section) -> int:
        if not known[id(section)]:
            return -1  # a summary that the variant adds
        found = wanted[id(section)]
        return order[found.section] if found else len(order)

    sections = []
    for section in sorted(cv.sections, key=place):
        if omitted := set(known[id(section)]) & set(variant.omit):
            pruner.record(section, f'the variant omits "{min(omitted)}"')
            continue
        sections.append(_adapt(section, wanted[id(section)], pruner))
    return cv.model_copy(update={"sections": tuple(sections)})


def _adapt(section: Section, wanted: VariantSection | None, pruner: Pruner) -> Section:
    update: dict[str, Any] = {}
    if wanted and wanted.title is not None:
        update["title"] = pruner.in_language(wanted.title)
    if wanted and wanted.sort:
        update["sort"] = wanted.sort
    if update or section.sort:
        section = _sorted(pruner.replaced(section, update), pruner)
    if wanted and (wanted.first is not None or wanted.newest is not None):
        section = _limited(section, wanted, pruner)
    if wanted and wanted.highlights is not None:
        section = _map_entries(section, wanted.highlights, pruner)
    return section


def _sorted(section: Section, pruner: Pruner, order: str | None = None) -> Section:
    order = section.sort or order
    entries = list(section.entries)
    if order:
        entries = [entries[index] for index in by_date(entries, order)]
    groups = tuple(_sorted(each, pruner, order) for each in section.groups)
    update: dict[str, Any] = {"groups": groups}
    if entries:
        update["entries"] = tuple(entries)
    sorted_section: Section = pruner.replaced(section, update)
    return sorted_section


def _limited(section: Section, wanted: VariantSection, pruner: Pruner) -> Section:
    entries = list(entries_of([section]))
    kept = entries if wanted.first is None else entries[: wanted.first]
    why = f"beyond the first {wanted.first}"
    if wanted.newest is not None:
        newest = sorted(kept, key=last, reverse=True)[: wanted.newest]
        kept, why = newest, f"not among the newest {wanted.newest}"
    ids = {id(entry) for entry in kept}
    for entry in entries:
        if id(entry) not in ids:
            pruner.record(entry, why)
    return _filtered(section, ids, pruner)


def _filtered(section: Section, ids: set[int], pruner: Pruner) -> Section:
    """Keep these entries, and drop groups that have lost all of theirs."""
    update: dict[str, Any] = {}
    if section.entries:
        update["entries"] = tuple(entry for entry in section.entries if id(entry) in ids)
    groups = [(each, _filtered(each, ids, pruner)) for each in section.groups]
    update["groups"] = tuple(
        new for old, new in groups if any(entries_of([new])) or not any(entries_of([old]))
    )
    filtered: Section = pruner.replaced(section, update)
    return filtered


def _map_entries(section: Section, most: int, pruner: Pruner) -> Section:
    groups = tuple(_map_entries(group, most, pruner) for group in section.groups)
    update: dict[str, Any] = {"groups": groups}
    if section.entries:
        update["entries"] = tuple(_shortened(entry, most, pruner) for entry in section.entries)
    mapped: Section = pruner.replaced(section, update)
    return mapped


def _shortened(entry: Model, most: int, pruner: Pruner) -> Model:
    """Keep the first bullets of an entry, and of its positions and projects."""
    update: dict[str, Any] = {}
    for name in _NESTED:
        if parts := getattr(entry, name, ()):
            update[name] = tuple(_shortened(part, most, pruner) for part in parts)
    highlights = getattr(entry, "highlights", ())
    for highlight in highlights[most:]:
        pruner.record(highlight, f"beyond the first {most} bullets")
    update["highlights"] = highlights[:most]
    shortened: Model = pruner.replaced(entry, update)
    return shortened


def group(cv: CV) -> CV:
    """Return the CV with entries grouped by year in sections that ask for it."""
    return cv.model_copy(update={"sections": tuple(_grouped(cv.sections))})


def _grouped(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        groups = tuple(_grouped(section.groups))
        if section.group_by != "year" or not section.entries:
            yield section.model_copy(update={"groups": groups}) if groups else section
            continue
        by_year: dict[str, list[Entry]] = {}
        for entry in section.entries:
            by_year.setdefault(_year(entry), []).append(_without_year(entry))
        bare = {
            "icon": None,
            "note": None,
            "text": None,
            "groups": (),
            "id": None,
            "page_break": None,
        }
        years = tuple(
            section.model_copy(update={**bare, "title": year, "entries": tuple(same)})
            for year, same in by_year.items()
        )
        yield section.model_copy(update={"entries": (), "groups": years + groups})


def _year(entry: Entry) -> str:
    dates = (entry.date, entry.end, entry.start)
    return next((str(date.year) for date in dates if date and date.year), "")


def _without_year(entry: Entry) -> Entry:
    """Leave out a date that consists of the year in the heading of the group."""
    date = entry.date
    if date and not (date.month or date.season):
        return entry.model_copy(update={"date": None})
    return entry
