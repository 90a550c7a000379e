"""In which order the texts of a CV are read, by the eye's copy or by the tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from .expected import Atom
from .text_search import Searchable, fold

__all__ = ["Astray", "Span", "astray", "spans"]

_ANCHOR = 5  # letters: shorter texts stand anywhere


@dataclass(frozen=True)
class Span:
    """Where a section is read: beginnings and ends of its texts, and what is out of order."""

    section: int
    title: Atom | None
    places: tuple[tuple[int, int], ...]
    wrong: tuple[tuple[Atom, Atom], ...]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.places[0][0] if self.places else 0


@dataclass(frozen=True)
class Astray:
    """Two texts that are read the other way round than they stand in the file."""

    first: Atom
    second: Atom
    within: bool


def spans(atoms: Iterable[Atom], text: Searchable) -> list[Span]:
    """Return where each section is read, in the order of the file."""
    ranked: defaultdict[int, list[Atom]] = defaultdict(list)
    for atom in atoms:
        if atom.rank is not None and len(fold(atom.forms[0])) >= _ANCHOR:
            ranked[atom.section].append(atom)
    return [_span(section, group, text) for section, group in sorted(ranked.items())]


def astray(found: Sequence[Span], are_apart: Callable[[Span, Span], bool]) -> Iterator[Astray]:
    """Yield what is out of order, within sections and among them.

    Sections that stand in columns beside each other have no order; ``are_apart`` says
    whether two spans do.
    """
    for span in found:
        for first, second in span.wrong[:1]:
            yield Astray(first, second, within=True)
    for one, other in combinations([span for span in found if span.places and span.title], 2):
        if other.start < one.start and not are_apart(one, other):
            assert one.title
            assert other.title
            yield Astray(one.title, other.title, within=False)
            return


def _span(section: int, atoms: list[Atom], text: Searchable) -> Span:
    """Follow the texts of a section from the place that lets most of them follow."""
    head = atoms[0]
    starts = list(text.find_all(fold(head.forms[0])))
    if head.is_heading:
        # A title is told from the same words in a text by its having lines of its own.
        starts = [place for place in starts if set(place) <= text.breaks] or starts
    titled = head if head.is_heading else None
    tried = [_follow(section, titled, atoms, text, start) for start, _ in starts]
    best = min(tried, key=lambda span: (len(span.wrong), _extent(span)), default=None)
    return best or _follow(section, titled, atoms, text, 0)


def _extent(span: Span) -> int:
    return span.places[-1][0] - span.start if span.places else 0


def _follow(
    section: int, title: Atom | None, atoms: list[Atom], text: Searchable, start: int
) -> Span:
    """Find each text behind the one before it; those that stand before it only are wrong."""
    places: list[tuple[int, int]] = []
    wrong: list[tuple[Atom, Atom]] = []
    last, here = None, start
    for atom in atoms:
        folded = fold(atom.forms[0])
        found = text.find(folded, here)
        if found is not None:
            places.append(found)
            last, here = atom, found[1]
        elif last is not None and text.find(folded) is not None:
            wrong.append((last, atom))
    return Span(section, title, tuple(places), tuple(wrong))
