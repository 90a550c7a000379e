"""JSON Resume: a document for other tools, and in it whatever these do not know of."""

from __future__ import annotations

import json
from typing import Any

from cvkit.complement import differ, supplement
from cvkit.importers.jsonresume import COMPLEMENT, ORIGIN, normal, view_of
from cvkit.jsonresume import to_document
from cvkit.model import CV, CvDate, Entry, Section

__all__ = ["to_json"]


def to_json(cv: CV) -> bytes:
    """Return a CV as a document of JSON Resume 1.0.0.

    What came from such a document comes back as it was (``origin``); what JSON Resume has no
    field for travels under ``meta.cvkit``, so that importing the document gives the same CV.
    """
    tree = normal(_ungrouped(cv))
    document, _ = supplement(to_document(tree), _differences(tree))
    differences = differ(view_of(document), _without_origin(tree))
    if differences:
        meta = document.get("meta")
        kept = meta if isinstance(meta, dict) else {}
        document["meta"] = {**kept, COMPLEMENT: {"differences": differences}}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _differences(tree: dict[str, Any]) -> list[Any]:
    """Return what a CV remembers of the document that it came from; none of it is trusted."""
    found = []
    for line in tree.get("origin", {}).get(ORIGIN, ()):
        try:
            found.append(json.loads(line))
        except (ValueError, RecursionError):
            continue
    return found


def _without_origin(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a CV without what importing works out again."""
    rest = {key: texts for key, texts in tree.get("origin", {}).items() if key != ORIGIN}
    bare = {key: value for key, value in tree.items() if key != "origin"}
    return {**bare, "origin": rest} if rest else bare


def _ungrouped(cv: CV) -> CV:
    """Take back the headings of years that selecting has put between the entries."""
    return cv.model_copy(update={"sections": tuple(_flat(section) for section in cv.sections)})


def _flat(section: Section) -> Section:
    groups = tuple(_flat(group) for group in section.groups)
    years = [group for group in groups if section.group_by and _is_year(group)]
    if not years:
        return section.model_copy(update={"groups": groups})
    entries = tuple(_with_year(entry, year.title or "") for year in years
                    for entry in getattr(year, "entries", ()))  # fmt: skip
    own = tuple(group for group in groups if group not in years)
    return section.model_copy(update={"entries": entries, "groups": own})


def _is_year(group: Section) -> bool:
    """Whether a group is one that selecting makes: only these keep entries to be grouped."""
    is_year = (group.title or "").isdigit() or group.title == ""
    return bool(is_year and group.group_by and getattr(group, "entries", ()))


def _with_year(entry: Entry, year: str) -> Entry:
    if not year or entry.date or entry.start or entry.end:
        return entry
    return entry.model_copy(update={"date": CvDate(int(year))})
