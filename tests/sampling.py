"""Parameters of tests, of which a few run with the fast tests and all with the slow ones."""

from __future__ import annotations

from collections.abc import Iterable

import pytest


def sampled(values: Iterable, fast: int | Iterable = 1) -> list:
    """Return parameters; all but the first ``fast``, or those in ``fast``, are marked as slow."""
    values = list(values)
    chosen = values[:fast] if isinstance(fast, int) else list(fast)
    return [v if v in chosen else pytest.param(v, marks=pytest.mark.slow) for v in values]
