"""The order in which the texts of a CV are read, as copied or by the tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from .expected import Atom
from .text_search import Searchable, fold

__all__ = ["OutOfOrder", "Span", "out_of_order", "spans"]

_ANCHOR = 5  # letters: shorter texts may occur anywhere


@dataclass(frozen=True)
class Span:
    """Where a section is read: start and end of each text, and pairs that are out of order."""

    section: int
    title: Atom | None
    places: tuple[tuple[int, int], ...]
    wrong: tuple[tuple[Atom, Atom], ...]

    @property
    def start(self) -> int:
        """The offset of the first text."""
        return self.places[0][0] if self.places else 0


@dataclass(frozen=True)
class OutOfOrder:
    """Two texts that are read in the opposite order to the file.

    ``within`` says whether they belong to one section.
    """

    first: Atom
    second: Atom
    within: bool


def spans(atoms: Iterable[Atom], text: Searchable) -> list[Span]:
    """Return where in ``text`` each section is read, in the order of the file."""
    ranked: defaultdict[int, list[Atom]] = defaultdict(list)
    for atom in atoms:
        if atom.rank is not None and len(fold(atom.forms[0])) >= _ANCHOR:
            ranked[atom.section].append(atom)
    return [_span(section, group, text) for section, group in sorted(ranked.items())]


def out_of_order(
    found: Sequence[Span], are_apart: Callable[[Span, Span], bool]
) -> Iterator[OutOfOrder]:
    """Yield what is out of order, within each section and between sections.

    Sections in columns next to each other have no order; ``are_apart`` says whether two
    sections are in such columns.
    """
    for span in found:
        for first, second in span.wrong[:1]:
            yield OutOfOrder(first, second, within=True)
    for one, other in combinations([span for span in found if span.places and span.title], 2):
        if other.start < one.start and not are_apart(one, other):
            assert one.title
            assert other.title
            yield OutOfOrder(one.title, other.title, within=False)
            return


def _span(section: int, atoms: list[Atom], text: Searchable) -> Span:
    """Find the texts of a section, starting at the place that leaves the fewest out of order."""
    head = atoms[0]
    starts = list(text.find_all(fold(head.forms[0])))
    if head.is_heading:
        # A title has its own line, unlike the same words within a text.
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
    """Find each text after the previous one; those found only before it are out of order."""
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
