"""How values are compared, and how items of lists are identified."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

__all__ = [
    "digest_of",
    "digest_of_scalars",
    "dumped",
    "identities",
    "is_empty",
    "is_same",
    "key_of",
    "longer_names",
]

# The fields that tell one item of a list from the others, best first.
_HEADS = (
    "kind", "name", "organization", "company", "institution", "title", "language", "network",
    "course", "label", "text", "event", "position", "studyType", "degree", "area", "username",
    "url", "startDate", "start", "date", "summary", "reference",
)  # fmt: skip


def identities(items: list[Any]) -> list[str]:
    """Return a name for each item by which it is found again where others were added or moved.

    It is the item's main field, and where several have the same, with the next one.
    """
    mains = [_heads(item, 1) for item in items]
    several = Counter(mains)
    numbers: Counter[str] = Counter()
    names: dict[str, None] = {}
    for item, main in zip(items, mains, strict=True):
        name = main if several[main] == 1 else _heads(item, 2)
        numbers[name] += 1
        numbered = name if numbers[name] == 1 else f"{name}|{numbers[name]}"
        while numbered in names:
            numbers[name] += 1
            numbered = f"{name}|{numbers[name]}"
        names[numbered] = None
    return list(names)


def longer_names(items: list[Any]) -> dict[str, int]:
    """Return the names of two fields by which no other item is called, and whose they are."""
    names = set(identities(items))
    longer = [_heads(item, 2) for item in items]
    numbers = Counter(longer)
    return {
        name: index for index, name in enumerate(longer) if numbers[name] == 1 and name not in names
    }


def _heads(item: Any, number: int) -> str:
    fields = item if isinstance(item, dict) else {}
    heads = [fields[key][:60] for key in _HEADS if isinstance(fields.get(key), str)]
    return "|".join(heads[:number]) or "item"


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same, the order of fields included."""
    return dumped(one) == dumped(other)


def is_empty(value: Any) -> bool:
    """Whether a value is empty."""
    return value in (None, "", [], {})


def digest_of(value: Any) -> str:
    """Return a short digest of a value."""
    return hashlib.sha256(dumped(value).encode()).hexdigest()[:12]


def digest_of_scalars(node: dict[str, Any]) -> str:
    """Return a digest of the single values of an object, whatever their order."""
    flat = {key: value for key, value in node.items() if not isinstance(value, dict | list)}
    return digest_of(dict(sorted(flat.items())))


def dumped(value: Any) -> str:
    """Return a value as JSON in ASCII."""
    return json.dumps(value, ensure_ascii=True)


def key_of(names: Mapping[str, str], key: str) -> str:
    """Return what a field is called in the whole; ``names`` are those called otherwise."""
    return next((new for new, old in names.items() if old == key), key)
