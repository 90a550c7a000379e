"""Walks over a CV and over plain data: sections, entries, parts, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cvkit.errors import child_path

from .base import Model
from .parts import Entry
from .sections import Section

__all__ = ["entries_of", "leaves", "models_of", "sections_of", "texts_of"]


def sections_of(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield sections, each followed by the groups within it."""
    for section in sections:
        yield from section.walk()


def entries_of(sections: Iterable[Section]) -> Iterator[Entry]:
    """Yield the entries of sections and of all groups within them."""
    for section in sections_of(sections):
        yield from section.entries


def models_of(value: Any, path: str = "") -> Iterator[tuple[Model, str]]:
    """Yield a model and every model within it, each with its path below ``path``."""
    if isinstance(value, Model):
        yield value, path
    for part, item in _children(value):
        yield from models_of(item, child_path(path, part))


def leaves(value: Any) -> Iterator[Any]:
    """Yield what has no parts: the texts, numbers, dates and so on within a value."""
    if isinstance(value, Model | Mapping | list | tuple):
        for _, item in _children(value):
            yield from leaves(item)
    else:
        yield value


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text within a model, a mapping or a list; names of fields are not texts."""
    return (leaf for leaf in leaves(value) if isinstance(leaf, str))


def _children(value: Any) -> Iterator[tuple[int | str, Any]]:
    """Yield the parts of a value, each with its number or with the name that it has in a file."""
    if isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            yield field.alias or name, getattr(value, name)
    elif isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list | tuple):
        yield from enumerate(value)
