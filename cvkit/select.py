"""Select: from a CV to the CV that is to be shown.

Nothing after this step knows that there was more.
"""

from __future__ import annotations

from itertools import groupby

from cvkit.model import CV, Entry, Section

__all__ = ["select"]


def select(cv: CV) -> CV:
    """Return the CV with its entries grouped as its sections ask for."""
    return cv.model_copy(update={"sections": tuple(_section(section) for section in cv.sections)})


def _section(section: Section) -> Section:
    groups = tuple(_section(group) for group in section.groups)
    entries: tuple[Entry, ...] = getattr(section, "entries", ())
    if section.group_by != "year" or not entries:
        return section.model_copy(update={"groups": groups})
    years = tuple(
        section.model_copy(
            update={
                "title": year,
                "icon": None,
                "note": None,
                "text": None,
                "group_by": None,
                "groups": (),
                "entries": tuple(_without_year(entry) for entry in same),
            }
        )
        for year, same in groupby(entries, key=_year)
    )
    return section.model_copy(update={"entries": (), "groups": years + groups})


def _year(entry: Entry) -> str:
    date = entry.date or entry.end or entry.start
    return str(date.year) if date and date.year else ""


def _without_year(entry: Entry) -> Entry:
    """Leave out a date that the heading of the group already gives."""
    date = entry.date
    if date and not (date.month or date.season):
        return entry.model_copy(update={"date": None})
    return entry
