"""Parameters of tests, of which a few run with the fast tests and all with the slow ones."""

from __future__ import annotations

from collections.abc import Iterable

import pytest


def sampled(values: Iterable, fast: int | Iterable = 1) -> list:
    """Return parameters; all but the first ``fast``, or those in ``fast``, are marked as slow."""
    values = list(values)
    chosen = values[:fast] if isinstance(fast, int) else list(fast)
    return [value if value in chosen else _slow(value) for value in values]


def _slow(value):
    if isinstance(value, type(pytest.param())):
        return pytest.param(*value.values, id=value.id, marks=[*value.marks, pytest.mark.slow])
    return pytest.param(value, marks=pytest.mark.slow)
