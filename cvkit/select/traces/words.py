"""The words of ``words.toml``, by the name of their list."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["pairs", "words"]


def words(name: str) -> tuple[str, ...]:
    """Return a list of words; ``_`` is a space within a word."""
    return tuple(word.replace("_", " ") for word in str(_tables()[name]).split())


def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """Return a list of pairs of words."""
    return tuple((one, other) for one, other in _tables()[name])


@cache
def _tables() -> dict[str, Any]:
    file = resources.files("cvkit") / "select" / "traces" / "words.toml"
    return tomllib.loads(file.read_text("utf-8"))
