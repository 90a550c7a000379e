"""The matcher: search a text for the forms of all secrets in one pass.

The letters of a text are compared at each place where a word begins, with the forms that have the
same first letters, so that the time is proportional to the length of the text. Longer forms win.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .forms import Form, Rule
from .reading import Letters, Reading, is_letter

__all__ = ["Match", "Matcher"]

_FIRST = 2  # letters that a form has at least
_KEY = 8  # letters by which forms are looked up
_ENDING = 4  # letters of a case ending
_PLUS = re.compile(r"\+ ?\Z")
_WORD = re.compile(r"[^\W\d_]+")
_GAPS = re.compile(r"[\d\s()./+,;:·|*_~\[\]'-]*")


@dataclass(frozen=True, order=True)
class Match:
    """Where a secret was found, and whether that is certain. ``field`` says what it is."""

    start: int
    end: int
    sure: bool = True
    field: str = ""


class Matcher:
    """Finds forms in readings."""

    def __init__(self, forms: Iterable[Form]) -> None:
        self._index: defaultdict[str, list[Form]] = defaultdict(list)
        self._inside: dict[str, Form] = {}
        known = dict.fromkeys(form for form in forms if len(form.letters) >= _FIRST)
        for form in sorted(known, key=lambda form: (not form.sure, -len(form.letters))):
            if form.rule is Rule.INSIDE:
                self._inside.setdefault(form.letters, form)
            else:
                self._index[form.letters[:_KEY]].append(form)
        sizes: defaultdict[str, set[int]] = defaultdict(set)
        for key in self._index:
            sizes[key[:_FIRST]].add(len(key))
        self._sizes = {first: sorted(each, reverse=True) for first, each in sizes.items()}

    def find(self, reading: Reading, *, any_case: bool = False) -> list[Match]:
        """Return what is found in a text, in order and without overlaps; places are in the reading.

        With ``any_case``, as in addresses, small and capital letters are the same.
        """
        found = [
            match
            for letters in reading.spellings
            for match in (*self._at_edges(reading, letters, any_case), *self._within(letters))
        ]
        return apart(found)

    def _at_edges(self, reading: Reading, letters: Letters, any_case: bool) -> Iterator[Match]:
        before = -1
        done = 0  # the end of the last certain match
        for start, place in enumerate(letters.places):
            if place == before or start < done:
                continue
            before = place
            sizes = self._sizes.get(letters.text[start : start + _FIRST])
            if not sizes or not reading.is_edge(place):
                continue
            found, length = self._longest(reading, letters, start, sizes, any_case)
            if found:
                yield found
                done = start + length if found.sure else done

    def _longest(
        self, reading: Reading, letters: Letters, start: int, sizes: list[int], any_case: bool
    ) -> tuple[Match | None, int]:
        """Return the longest certain form at a place, or else the longest doubtful one."""
        best, longest = None, 0
        for size in sizes:
            for form in self._index.get(letters.text[start : start + size], ()):
                length = len(form.letters)
                if best and (best.sure, longest) >= (form.sure, length):
                    continue
                if not letters.text.startswith(form.letters, start):
                    continue
                span = letters.span(start, length)
                if span and (span := _fitting(reading, form, *span, any_case)):
                    best, longest = Match(*span, form.sure, form.field), length
        return best, longest

    def _within(self, letters: Letters) -> Iterator[Match]:
        for wanted, form in self._inside.items():
            at = letters.text.find(wanted)
            while at >= 0:
                if span := letters.span(at, len(wanted)):
                    yield Match(*span, form.sure, form.field)
                at = letters.text.find(wanted, at + len(wanted))


def apart(found: Iterable[Match]) -> list[Match]:
    """Return matches in order without overlaps; certain ones are joined, and win."""
    sure: list[Match] = []
    for match in sorted(match for match in found if match.sure):
        if sure and match.start < sure[-1].end:
            last = sure[-1]
            sure[-1] = Match(last.start, max(last.end, match.end), True, last.field)
        else:
            sure.append(match)
    free = _Free(sure)
    doubtful = sorted((m for m in found if not m.sure), key=lambda m: (m.start, -m.end))
    return sorted((*sure, *filter(free.take, doubtful)))


class _Free:
    """What of a text is not yet part of a match; asked in order."""

    def __init__(self, taken: Sequence[Match]) -> None:
        self.taken = taken
        self.next = 0
        self.end = 0

    def take(self, match: Match) -> bool:
        while self.next < len(self.taken) and self.taken[self.next].end <= match.start:
            self.next += 1
        overlaps = self.next < len(self.taken) and self.taken[self.next].start < match.end
        if overlaps or match.start < self.end:
            return False
        self.end = match.end
        return True


def _fitting(
    reading: Reading, form: Form, start: int, end: int, any_case: bool
) -> tuple[int, int] | None:
    """Return the place of a form if its rule is kept, with the signs that belong to it."""
    if form.rule is Rule.STEM:
        return _with_ending(reading, start, end, any_case)
    holds = reading.is_edge(end) and (any_case or _KEPT[form.rule](reading.text, start, end))
    return _with_signs(reading.text, start, end, form.rule) if holds else None


def _is_capitalized(text: str, start: int, end: int) -> bool:
    words = _WORD.findall(text, start, end)
    return " " not in text[start:end] or not any(word[0].islower() for word in words)


def _is_number(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    decimal = re.search(r"\d[.,]$", before) or re.match(r"[.,]\d", after)
    return bool(_GAPS.fullmatch(text, start, end)) and not (decimal and end - start < _KEY)


_KEPT: Mapping[Rule, Callable[[str, int, int], bool]] = {
    Rule.ANY: lambda _text, _start, _end: True,
    Rule.CAPITAL: lambda text, start, _end: not text[start].islower(),
    Rule.INITIALS: _is_capitalized,
    Rule.NUMBER: _is_number,
}


def _with_signs(text: str, start: int, end: int, rule: Rule) -> tuple[int, int]:
    """Return a place with the plus and bracket before a number, or the dot after an initial."""
    if text[start].isdigit():
        if text[start - 1 : start] == "(" and ")" in text[start:end]:
            start -= 1
        plus = _PLUS.search(text, max(0, start - 2), start)
        return plus.start() if plus else start, end
    dot = rule is Rule.INITIALS and text[end : end + 1] == "."
    return start, end + (dot and not text[end - 2 : end - 1].isalpha())


def _with_ending(reading: Reading, start: int, end: int, any_case: bool) -> tuple[int, int] | None:
    text = reading.text
    if text[start].islower() and not any_case:
        return None
    last = end
    while last < len(text) and is_letter(text[last]) and last - end <= _ENDING:
        last += 1
    return (start, last) if 0 < last - end <= _ENDING else None
