"""Where the texts of a CV are printed: marks in a document, and the boxes made from it.

As in :mod:`cvkit.typeset.layout`, boxes are recognised by their attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import Any

from cvkit.document import MARK_END, MARK_NUMBER, MARK_START, Spot
from cvkit.errors import path_parts, path_text

__all__ = ["Marks", "take_marks"]

_MM = 25.4 / 96
_MARK = re.compile(f"{MARK_START}(\\d+){MARK_NUMBER}|{MARK_END}")
_IGNORED = re.compile(r"[\s\u00ad\u200b]")
_AHEAD = 3  # characters that may be missing on the page, before the next one is expected


@dataclass
class _Source:
    """The characters of one element, without those of its children, each with its path or none."""

    characters: list[str] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    next: int = 0

    def add(self, text: str, number: int | None) -> None:
        visible = _IGNORED.sub("", text)
        self.characters += visible
        self.numbers += [number] * len(visible)

    def take(self, character: str) -> int | None:
        """Return the path of the next character, in any case, as it is found on the page."""
        ahead = range(self.next, min(self.next + _AHEAD, len(self.characters)))
        for place in ahead:
            if _is_same(self.characters[place], character):
                self.next = place + 1
                break
        return self.numbers[max(self.next - 1, 0)] if self.numbers else None


def _is_same(one: str, other: str) -> bool:
    return one == other or one.casefold()[:1] == other.casefold()[:1]


class Marks:
    """The marks that were taken out of a document, by its elements."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.paths = paths
        self.sources: dict[Any, _Source] = {}
        self.parents: dict[Any, Any] = {}
        self.around: dict[Any, tuple[int | str, ...] | None] = {}

    def spots(self, pages: Iterable[Any]) -> Iterator[Spot]:
        """Yield the places of all texts on WeasyPrint's pages."""
        for number, page in enumerate(pages, start=1):
            yield from _joined(self._spots(page._page_box.children[0], number))  # noqa: SLF001

    def _spots(self, box: Any, page: int) -> Iterator[Spot]:
        if type(box).__name__ == "TextBox":
            if box.text and box.element in self.sources and "::" not in str(box.element_tag):
                yield from self._pieces(box, page)
            return
        for child in getattr(box, "children", ()):
            yield from self._spots(child, page)

    def _pieces(self, box: Any, page: int) -> Iterator[Spot]:
        """Yield the parts of a box of text that come from one field each."""
        source = self.sources[box.element]
        numbers = [
            None if _IGNORED.match(character) else source.take(character) for character in box.text
        ]
        fields: list[int | None] = []
        for character, number in zip(box.text, numbers, strict=True):
            blank = _IGNORED.match(character) and fields
            fields.append(fields[-1] if blank else number)
        start = 0
        step = box.width / len(box.text)
        for number, run in groupby(fields):
            count = len(list(run))
            text = box.text[start : start + count]
            if text.strip():
                yield self._spot(box, page, number, text, (start * step, count * step))
            start += count

    def _spot(
        self, box: Any, page: int, number: int | None, text: str, place: tuple[float, float]
    ) -> Spot:
        empty: tuple[str, ...] = ()
        if number is not None and number < len(self.paths):
            path, classes = self.paths[number], empty
        else:
            (path, classes), number = self._part_around(box.element), None
        left, width = place
        return Spot(
            page,
            (box.position_x + left) * _MM,
            (box.position_y + box.margin_top) * _MM,
            width * _MM,
            box.height * _MM,
            path,
            number is not None,
            text,
            classes,
        )

    def _part_around(self, element: Any) -> tuple[str, tuple[str, ...]]:
        """Return the path of the part of the CV that an element is in, and the classes up to it."""
        classes: list[str] = []
        while element is not None:
            classes += (element.get("class") or "").split()
            if (path := self.around.get(element)) is not None:
                return path_text(path), tuple(classes)
            element = self.parents.get(element)
        return "", tuple(classes)


def take_marks(root: Any, paths: tuple[str, ...]) -> Marks:
    """Take the marks out of a tree of elements, and return them.

    Afterwards the tree is what it would be if the texts had no numbers.
    """
    marks = Marks(paths)
    _Taker(marks).take(root)
    return marks


class _Taker:
    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.open: list[int] = []

    def take(self, element: Any) -> tuple[int | str, ...] | None:
        """Clean an element; return the path that all texts in it have in common, if they do."""
        if not isinstance(element.tag, str):
            return None
        for name, value in element.attrib.items():
            if MARK_END in value:
                element.attrib[name] = _MARK.sub("", value)
        source = self.marks.sources[element] = _Source()
        element.text = self._text(element.text, source)
        within = []
        for child in element:
            self.marks.parents[child] = element
            within.append(self.take(child))
            child.tail = self._text(child.tail, source)
        paths = self.marks.paths
        own = {n for n in source.numbers if n is not None and n < len(paths)}
        # A text is in the part that its field belongs to.
        within += [tuple(path_parts(paths[number]))[:-1] for number in own]
        found = [path for path in within if path is not None]
        common = _common(found) if found else None
        self.marks.around[element] = common
        return common

    def _text(self, text: str | None, source: _Source) -> str | None:
        if not text:
            return text
        clean = []
        start = 0
        for match in _MARK.finditer(text):
            clean.append(text[start : match.start()])
            source.add(clean[-1], self.open[-1] if self.open else None)
            if match[1]:
                self.open.append(int(match[1]))
            elif self.open:
                self.open.pop()
            start = match.end()
        clean.append(text[start:])
        source.add(clean[-1], self.open[-1] if self.open else None)
        return "".join(clean)


def _common(paths: list[tuple[int | str, ...]]) -> tuple[int | str, ...]:
    common: list[int | str] = []
    for parts in zip_longest(*paths, fillvalue=None):
        if len(set(parts)) > 1 or parts[0] is None:
            break
        common.append(parts[0])
    return tuple(common)


def _joined(spots: Iterable[Spot]) -> Iterator[Spot]:
    """Yield spots, with those of one field that follow each other on a line as one."""
    last: Spot | None = None
    for spot in spots:
        if last is not None and _is_continued(last, spot):
            last = last.union(spot)
            continue
        if last is not None:
            yield last
        last = spot
    if last is not None:
        yield last


def _is_continued(one: Spot, other: Spot) -> bool:
    same = (one.page, one.path, one.exact, one.classes) == (
        other.page,
        other.path,
        other.exact,
        other.classes,
    )
    middle = other.y + other.height / 2
    return same and one.y < middle < one.y + one.height
