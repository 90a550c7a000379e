"""CSL-JSON: the publications of a CV for citation processors and reference managers.

The names of types and fields are those of the CSL 1.0.2 schema; what it has no field for is
under its ``custom``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cvkit.interchange.bibliography.people import PersonName
from cvkit.interchange.bibliography.types import CSL_OUT, THESES
from cvkit.interchange.bibliography.works import Work, works_of
from cvkit.markup import inline_tokens, plain
from cvkit.model import CV, CvDate
from cvkit.model.dates import SEASONS

__all__ = ["to_csl"]

_TAGS = {"em": "i", "strong": "b", "sub": "sub", "sup": "sup"}


def to_csl(cv: CV) -> bytes:
    """Return all publications of a CV as a list of CSL-JSON items, in UTF-8."""
    items = [_item(work) for work in works_of(cv)]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def _item(work: Work) -> dict[str, Any]:
    entry = work.entry
    fields: dict[str, Any] = {
        "id": work.key,
        "type": CSL_OUT[work.type],
        "title": _rich(entry.title),
        "author": _people(work.authors, others=work.more_authors),
        "container-title": entry.venue and _rich(entry.venue),
        "editor": _people(work.editors, others=len(work.editors) < len(entry.editors)),
        "collection-title": entry.series and _rich(entry.series),
        "publisher": entry.publisher and plain(entry.publisher),
        "publisher-place": entry.location and plain(entry.location),
        "volume": entry.volume,
        "issue": entry.issue,
        "page": entry.pages and entry.pages.replace("–", "-"),
        "issued": work.date and _date(work.date),
        "status": entry.status and plain(entry.status),
        "genre": THESES.get(work.thesis),
        "DOI": entry.doi,
        "ISBN": entry.isbn,
        "URL": entry.url,
        "keyword": "; ".join(plain(word) for word in entry.keywords),
        "note": entry.note and _rich(entry.note),
        "custom": _custom(work),
    }
    if entry.arxiv:
        fields |= {"archive": "arXiv", "archive_location": entry.arxiv}
    return {name: value for name, value in fields.items() if value}


def _custom(work: Work) -> dict[str, Any]:
    entry = work.entry
    fields: dict[str, Any] = {
        "author-marks": [name.marks for name in work.authors],
        "badges": list(entry.badges),
        "remarks": list(work.remarks),
        "links": [{"label": link.label, "url": link.url} for link in entry.links],
        "extra": {label: list(texts) for label, texts in entry.extra.items()},
    }
    if not any(fields["author-marks"]):
        del fields["author-marks"]
    return {name: value for name, value in fields.items() if value}


def _people(names: Iterable[PersonName], *, others: bool) -> list[dict[str, str]]:
    people = [_person(name) for name in names]
    return [*people, {"literal": "et al."}] if others else people


def _person(name: PersonName) -> dict[str, str]:
    if name.literal:
        return {"literal": name.literal}
    fields = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in fields.items() if value}


def _date(date: CvDate) -> dict[str, Any]:
    parts = [part for part in (date.year, date.month, date.day) if part]
    issued: dict[str, Any] = {"date-parts": [parts]}
    return issued | {"season": list(SEASONS).index(date.season) + 1} if date.season else issued


def _rich(markup: str) -> str:
    """Return text with the tags of CSL processors; formulas keep their dollar signs."""
    parts = []
    for token in inline_tokens(markup, ties=False):
        name, _, side = token.type.partition("_")
        if name in _TAGS:
            parts.append(f"<{'/' if side == 'close' else ''}{_TAGS[name]}>")
        elif token.type == "math":
            parts.append(f"{token.markup}{token.content}{token.markup}")
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type in ("text", "code_inline", "tex_word"):
            parts.append(token.content)
    return "".join(parts)
