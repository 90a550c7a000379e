"""The files of people, read once: their CVs, letters, and where each value is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cvkit.errors import InputError, Problem
from cvkit.load.load import load_letter_tree, load_settings, load_tree
from cvkit.model import CV, Letter, Settings
from cvkit.source.given import Given
from cvkit.source.nodes import Node
from cvkit.system.fresh import remembered
from cvkit.system.limits import TooLongError, deadline

__all__ = [
    "cached_cv",
    "cached_letter",
    "cached_settings",
    "cached_tree",
    "numbered_cv",
    "numbered_letter",
    "settings_tree",
]

SECONDS = 20.0
"""How long reading one file may take."""
_KEPT = 16


def cached_cv(source: Path, given: Given = ()) -> CV:
    """Return the CV of a file with the fields given for this run, which several jobs may need.

    It is read again if it changed, or a file that it includes, or a picture. Raises
    :class:`InputError` with every problem of the file.
    """
    return _load(source, given)[0]


def cached_letter(source: Path) -> Letter:
    """Return the letter of a file, as :func:`cached_cv` does a CV."""
    return _load_letter(source)[0]


def cached_settings(path: Path) -> Settings:
    """Return the settings of a project; raise :class:`InputError` if they are not valid."""
    return _load_settings(path)[0]


def settings_tree(path: Path) -> Node:
    """Return the YAML of valid settings as a tree that knows its lines."""
    return _load_settings(path)[1]


def cached_tree(source: Path, given: Given = (), *, letter: bool = False) -> Node:
    """Return the YAML of a valid file as a tree that knows its lines."""
    return _load_letter(source)[1] if letter else _load(source, given)[1]


@remembered(_KEPT)
def _load(source: Path, given: Given) -> tuple[CV, Node]:
    with _in_time(source):
        return load_tree(source, given)


@remembered(_KEPT)
def _load_letter(source: Path) -> tuple[Letter, Node]:
    with _in_time(source):
        return load_letter_tree(source)


@remembered(_KEPT)
def _load_settings(path: Path) -> tuple[Settings, Node]:
    with _in_time(path):
        return load_settings(path)


def numbered_cv(source: Path) -> tuple[CV, tuple[str, ...]]:
    """Return the CV of a file with numbered texts, and the paths that their numbers stand for."""
    return _number(source)


def numbered_letter(source: Path) -> tuple[Letter, tuple[str, ...]]:
    """Return the letter of a file, as :func:`numbered_cv` does a CV."""
    return _number_letter(source)


@remembered(_KEPT)
def _number(source: Path) -> tuple[CV, tuple[str, ...]]:
    from cvkit.compose.marks import numbered

    return numbered(_load(source, ())[0])


@remembered(_KEPT)
def _number_letter(source: Path) -> tuple[Letter, tuple[str, ...]]:
    from cvkit.compose.marks import numbered

    return numbered(_load_letter(source)[0])


@contextmanager
def _in_time(source: Path) -> Iterator[None]:
    try:
        with deadline(SECONDS, "reading"):
            yield
    except TooLongError as error:
        raise InputError(Problem(str(source), str(error), hint="is it a CV?")) from None
