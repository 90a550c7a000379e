"""Select: from a CV to the CV that is to be shown.

Nothing after this step knows that there was more.
"""

from __future__ import annotations

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
    by_year: dict[str, list[Entry]] = {}
    for entry in entries:
        by_year.setdefault(_year(entry), []).append(_without_year(entry))
    bare = {"icon": None, "note": None, "text": None, "groups": (), "page_break": None}
    years = tuple(
        section.model_copy(update={**bare, "title": year, "entries": tuple(same)})
        for year, same in by_year.items()
    )
    return section.model_copy(update={"entries": (), "groups": years + groups})


def _year(entry: Entry) -> str:
    dates = (entry.date, entry.end, entry.start)
    return next((str(date.year) for date in dates if date and date.year), "")


def _without_year(entry: Entry) -> Entry:
    """Leave out a date that the heading of the group already gives."""
    date = entry.date
    if date and not (date.month or date.season):
        return entry.model_copy(update={"date": None})
    return entry
