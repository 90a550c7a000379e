"""The language of an imported CV, where its file does not name it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cvkit.language.detect import detect_language
from cvkit.language.language_names import name_of

from .draft import Draft, Note

__all__ = ["language_of", "with_language"]

# Names, addresses and terms are not in the language of the CV.
_APART = frozenset((
    "kind", "id", "name", "url", "email", "phone", "photo", "profiles", "origin", "options",
    "start", "end", "date", "authors", "inventors", "keywords", "doi", "arxiv", "isbn", "venue",
    "publisher", "location", "language", "languages", "organization", "links",
))  # fmt: skip
_ADDRESS = re.compile(r"\]\([^)]*\)|\S+@\S+|https?://\S+")
# In fewer letters, nothing is worth a note.
_FEW = 60


def with_language(draft: Draft) -> Draft:
    """Return a draft with the language of its texts, and a note on it unless it is English."""
    if draft.partial or draft.settled or "language" in draft.data:
        return draft
    language, note = _found(draft.data)
    data = {**draft.data, **({"language": language} if language else {})}
    return replace(draft, data=data, notes=(*draft.notes, *((Note(note),) if note else ())))


def language_of(data: dict[str, Any]) -> str:
    """Return the language that a CV without one gets, or an empty text."""
    return _found(data)[0]


def _found(data: dict[str, Any]) -> tuple[str, str]:
    text = "\n".join(_ADDRESS.sub(" ", text) for text in _texts(data))
    found = detect_language(text)
    if found.language in ("", "en"):
        return "", ""
    if not found.is_certain and sum(map(str.isalpha, text)) < _FEW:
        return "", ""
    tag = {"no": "nb"}.get(found.language, found.language)
    name = name_of(tag)
    if found.is_certain:
        return tag, f'the language is {name}: change "language" in the new file if it is not'
    hint = f'add "language: {tag}" to the new file if it is {name}'
    return "", f"the language is not certain, so English is used: {hint}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in _APART:
                yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value
