"""Walks over a CV and over plain data: sections, entries, parts, texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cvkit.errors import child_path

from .base import Model
from .parts import Entry
from .sections import Section

__all__ = [
    "entries_of",
    "leaves",
    "logo_of",
    "logos_of",
    "models_of",
    "owner_of",
    "sections_of",
    "texts_of",
]


def sections_of(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield sections, each followed by the groups within it."""
    for section in sections:
        yield from section.walk()


def entries_of(sections: Iterable[Section]) -> Iterator[Entry]:
    """Yield the entries of sections and of all groups within them."""
    for section in sections_of(sections):
        yield from section.entries


def logo_of(entry: Entry) -> str:
    """Return the path of an entry's logo, or an empty string."""
    return getattr(entry, "logo", None) or ""


def owner_of(entry: Entry) -> str:
    """Return whose logo it is: the organization of an entry, or what it is called without one."""
    names = ("organization", "institution", "issuer", "name", "position")
    return next((text for name in names if (text := getattr(entry, name, None))), "")


def logos_of(sections: Iterable[Section], path: str = "sections") -> Iterator[tuple[str, str]]:
    """Yield each field with a logo, such as ``sections[0].entries[2].logo``, and its file."""
    for number, section in enumerate(sections):
        here = child_path(path, number)
        yield from _logos_of(section.entries, child_path(here, "entries"))
        yield from logos_of(section.groups, child_path(here, "groups"))


def _logos_of(entries: Iterable[Entry], path: str) -> Iterator[tuple[str, str]]:
    for number, entry in enumerate(entries):
        here = child_path(path, number)
        if logo := logo_of(entry):
            yield child_path(here, "logo"), logo
        yield from _logos_of(getattr(entry, "projects", ()), child_path(here, "projects"))


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
