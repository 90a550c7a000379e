"""Control characters and direction overrides, which a CV may not contain, in what was imported.

They come from copying: Windows puts U+202A and U+202C around telephone numbers, for example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from cvkit.source.text import MISLEADING, encoding_of

from .draft import Draft, Note
from .text_fields import without_controls

__all__ = ["cleaned"]

_ESCAPE = re.compile(r"\\u(202[a-e]|00[01][0-9a-f]|007f|00[89][0-9a-f])", re.IGNORECASE)


def cleaned(draft: Draft, data: bytes) -> Draft:
    """Return a draft without such characters, and a note that names them.

    ``data`` is the content of the imported file: importers of texts have removed what was in it.
    """
    found: set[str] = set()
    kept = _cleaned(draft.data, found)
    found |= _in_text(data)
    if not found:
        return draft
    note = Note(f"removed control characters, which are invisible: {_codes(found)}")
    return replace(draft, data=kept, notes=(*draft.notes, note))


def _cleaned(value: Any, found: set[str]) -> Any:
    if isinstance(value, dict):
        items: dict[str, Any] = {}
        for key, item in value.items():
            items[_unused(_cleaned(key, found), items)] = _cleaned(item, found)
        return items
    if isinstance(value, list | tuple):
        return [_cleaned(item, found) for item in value]
    if isinstance(value, str) and (controls := MISLEADING.findall(value)):
        found.update(controls)
        return without_controls(value)
    return value


def _unused(name: str, known: Iterable[str]) -> str:
    """Return a name that is not among the known ones, by adding a number if necessary."""
    number, unused = 1, name
    while unused in known:
        number += 1
        unused = f"{name} ({number})"
    return unused


def _in_text(data: bytes) -> set[str]:
    """Return such characters of a text file, and those written as escapes of JSON."""
    mark, encoding = encoding_of(data)
    try:
        text = data.removeprefix(mark).decode(encoding)
    except UnicodeDecodeError:  # not a text, or in an old encoding, which has none of them
        return set()
    if "\0" in text:
        return set()
    escaped = {chr(int(code, 16)) for code in _ESCAPE.findall(text)} if "\\u" in text else set()
    shown = {character for character in escaped if MISLEADING.match(character)}
    return shown | {each for each in MISLEADING.findall(text) if each > "\x7f"}


def _codes(characters: Iterable[str]) -> str:
    return ", ".join(f"U+{ord(character):04X}" for character in sorted(characters))
