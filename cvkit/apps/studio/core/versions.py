"""The versions that a file defines: its variants, redactions and languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cvkit.language.locale import catalogues
from cvkit.model import REDACTIONS
from cvkit.model.rich import is_languages
from cvkit.source.nodes import Node

__all__ = ["Versions", "versions_of"]


@dataclass(frozen=True)
class Versions:
    """The names that can be chosen; ``languages`` are those of the file, before all others."""

    variants: tuple[str, ...] = ()
    redactions: tuple[str, ...] = tuple(REDACTIONS)
    languages: tuple[str, ...] = ()


def versions_of(root: Node | None) -> Versions:
    """Return the versions of a file from its tree."""
    data = root.plain() if root else None
    if not isinstance(data, dict):
        return Versions(languages=_all(()))
    redactions = dict.fromkeys((*REDACTIONS, *_names(data.get("redactions"))))
    own = [str(data["language"])] if isinstance(data.get("language"), str) else []
    return Versions(
        tuple(_names(data.get("variants"))),
        tuple(redactions),
        _all((*own, *_languages(data))),
    )


def _names(value: object) -> Iterable[str]:
    return list(value) if isinstance(value, dict) else []


def _all(first: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *catalogues())))


def _languages(value: object) -> Iterator[str]:
    """Yield the languages that texts of the file are written in."""
    if isinstance(value, dict):
        if is_languages(value):
            yield from value
        for item in value.values():
            yield from _languages(item)
    elif isinstance(value, list):
        for item in value:
            yield from _languages(item)
