"""Levels that can be counted, such as ``4``, ``advanced (4/5)`` or ``C1``."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Rating", "rating_of"]

STEPS = 5
MAX_STEPS = 10
_NUMBER = re.compile(r"[1-9]")
_FRACTION = re.compile(r"(?<![\w./])(\d{1,2})\s?/\s?(\d{1,2})(?![\w/]|\.\d)")
# The levels of the Common European Framework of Reference for Languages.
_CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
_CEFR_LEVEL = re.compile(rf"(?<!\w)({'|'.join(_CEFR)})(?!\w)")


class Rating(NamedTuple):
    """A number of steps reached, out of a number of steps."""

    value: int
    steps: int


def rating_of(text: str) -> Rating | None:
    """Return the rating that a level states, or ``None`` if it has words only.

    A level that is a number alone has five steps; ``n/m`` anywhere in the text has up to ten. A
    level of a language by the CEFR has six.
    """
    if _NUMBER.fullmatch(text):
        return _checked(int(text), STEPS)
    if match := _FRACTION.search(text):
        return _checked(int(match[1]), int(match[2]))
    if match := _CEFR_LEVEL.search(text):
        return Rating(_CEFR.index(match[1]) + 1, len(_CEFR))
    return None


def _checked(value: int, steps: int) -> Rating | None:
    return Rating(value, steps) if 1 <= value <= steps <= MAX_STEPS else None
