"""Which lines of a document are missing in the data made from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from cvkit.importers.kit.draft import Note
from cvkit.importers.kit.headings import bare_heading
from cvkit.language.read_dates import find_period
from cvkit.model.walk import texts_of

from .blocks import HEADING, Block, words_of

__all__ = ["report_lost", "without_dates"]

# Words that join the parts of a head and are dropped when these become fields.
_JOINTS = {
    "in", "at", "and", "et", "al", "to", "expected", "present",
    "email", "e", "mail", "phone", "mobile", "tel", "telefon", "telephone", "address", "adresse",
    "location", "website", "homepage", "web", "name", "nom", "nombre",
    "curriculum", "vitae", "cv", "resume", "lebenslauf",
}  # fmt: skip


def report_lost(blocks: Iterable[Block], made: Any, notes: list[Note]) -> None:
    """Add a note on each block that has words missing in ``made``; dates are not compared."""
    left = Counter(word for text in texts_of(made) for word in words_of(text))
    raw = " ".join(texts_of(made))
    for block in blocks:
        text = bare_heading(block.text) if block.kind == HEADING else block.text
        words = Counter(word for word in words_of(without_dates(text)) if word not in _JOINTS)
        lost = words - left
        left -= words
        addresses = re.findall(r"\]\(([^()\s]+)\)", block.text)
        is_lost = bool(lost) or not all(_is_kept(url, raw) for url in addresses)
        if is_lost and not _is_in_profile(lost, addresses, raw):
            notes.append(
                Note(f"not imported: {block.text}", block.line, kind="lines were not imported")
            )


def _is_kept(url: str, raw: str) -> bool:
    """Whether a text contains a URL; of a telephone number only the digits count."""
    if url.startswith("tel:"):
        return re.sub(r"\D", "", url) in re.sub(r"\D", "", raw)
    return url.removeprefix("mailto:") in raw


def _is_in_profile(lost: Counter[str], addresses: list[str], raw: str) -> bool:
    """Whether only a link is missing whose user name was kept."""
    names = [url.rstrip("/").rpartition("/")[2] for url in addresses]
    return bool(names) and all(name and name in raw for name in names) and not (
        lost - Counter(word for url in addresses for word in words_of(url.replace("/", " ")))
    )  # fmt: skip


def without_dates(text: str) -> str:
    """Return a text without the dates and periods in it."""
    parts, end = [], 0
    while period := find_period(text, end):
        parts.append(text[end : period.start])
        end = period.end
    return " ".join([*parts, text[end:]])
