"""Pair the items of a list with those of the same list after somebody edited it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

__all__ = ["align"]

# More pairs than are compared one by one; the lists of CVs have far fewer edited items.
_MANY = 20_000
# Texts with at least this ratio in common are two versions of one text.
_SIMILAR = 0.5


def align(before: Sequence[Any], after: Sequence[Any]) -> list[int | None]:
    """Return for each item after an edit the index of the same item before, or ``None``.

    Equal items are the same, those at the ends first, and then in their order. Of the others, the
    most similar are, and finally single items that are left between the same neighbours, unless
    both have several values and none in common: such an item was replaced.
    """
    pairs = _equal([_key(item) for item in before], [_key(item) for item in after])
    _pair_similar(before, after, pairs)
    _pair_between_neighbours(before, after, pairs)
    return [pairs.get(index) for index in range(len(after))]


def _equal(before: list[str], after: list[str]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    first, last = 0, 0
    shorter = min(len(before), len(after))
    while first < shorter and before[first] == after[first]:
        pairs[first] = first
        first += 1
    while last < shorter - first and before[-1 - last] == after[-1 - last]:
        last += 1
        pairs[len(after) - last] = len(before) - last
    free: defaultdict[str, deque[int]] = defaultdict(deque)
    for index in range(first, len(before) - last):
        free[before[index]].append(index)
    for index in range(first, len(after) - last):
        if found := free.get(after[index]):
            pairs[index] = found.popleft()
    return pairs


def _pair_similar(before: Sequence[Any], after: Sequence[Any], pairs: dict[int, int]) -> None:
    old, new = _left(before, after, pairs)
    if len(old) * len(new) > _MANY:
        return
    scores = [
        (-score, abs(one - other), one, other)
        for one in old
        for other in new
        if (score := _similarity(before[one], after[other]))
    ]
    done: set[int] = set()
    for *_, one, other in sorted(scores):
        if one not in done and other not in pairs:
            pairs[other] = one
            done.add(one)


def _pair_between_neighbours(
    before: Sequence[Any], after: Sequence[Any], pairs: dict[int, int]
) -> None:
    """Pair items that are left in the same gap, if there are as many on both sides."""
    _, new = _left(before, after, pairs)
    taken = set(pairs.values())
    gaps: defaultdict[int, list[int]] = defaultdict(list)
    for other in new:
        previous = max((index for index in pairs if index < other), default=None)
        gaps[-1 if previous is None else pairs[previous]].append(other)
    for anchor, others in gaps.items():
        ones = []
        index = anchor + 1
        while index < len(before) and index not in taken:
            ones.append(index)
            index += 1
        if len(ones) == len(others):
            pairs.update(
                (other, one)
                for one, other in zip(ones, others, strict=True)
                if _may_be_same(before[one], after[other])
            )


def _left(
    before: Sequence[Any], after: Sequence[Any], pairs: dict[int, int]
) -> tuple[list[int], list[int]]:
    taken = set(pairs.values())
    old = [index for index in range(len(before)) if index not in taken]
    return old, [index for index in range(len(after)) if index not in pairs]


def _may_be_same(one: Any, other: Any) -> bool:
    """Whether an item may have become another with which it has nothing in common."""
    return type(one) is type(other) and min(len(list(_leaves(i))) for i in (one, other)) <= 1


def _similarity(one: Any, other: Any) -> float:
    """Return how much two items have in common, from 0 to 1."""
    if isinstance(one, str) and isinstance(other, str):
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        ratio = matcher.ratio() if matcher.real_quick_ratio() >= _SIMILAR else 0.0
        return ratio if ratio >= _SIMILAR else 0.0
    if type(one) is not type(other):
        return 0.0
    first, second = Counter(_leaves(one)), Counter(_leaves(other))
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every single value with the names of the fields that lead to it."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, path)
    else:
        yield path, str(value)


def _key(item: Any) -> str:
    return json.dumps(item, sort_keys=True)
