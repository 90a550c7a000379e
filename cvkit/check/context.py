"""The input of the checks: a CV, the PDF made from it, and the places in its file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cvkit.language.locale import Locale
from cvkit.model import CV
from cvkit.source.nodes import Node
from cvkit.source.paths import position
from cvkit.theme.css import Length, parse_length

from .expected import Atom, Expected, LinkAtom, expect
from .findings import Finding, codes
from .pdf.reading import Glyph, Page, Reading, Tag
from .text_search import Searchable, plainly

__all__ = ["Places", "Subject", "margins", "walk"]

_MARGIN = Length(18, "mm").to("pt")


class Places:
    """The places of values in a person's file."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.by_value: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
        self._index(self.root, "", frozenset())

    def _index(self, node: Node, path: str, above: frozenset[int]) -> None:
        if node.place.source is not self.root.place.source:
            return  # an included file: its lines are not lines of this file
        match node.value:
            case str(text):
                self.by_value[text.strip()].append((path, node.line + 1, node.column + 1))
            case list(items) if id(node) not in above:
                for number, item in enumerate(items):
                    self._index(item, f"{path}[{number}]", above | {id(node)})
            case dict(fields) if id(node) not in above:
                for name, item in fields.items():
                    place = node.keys.get(name, item.place)
                    inner = f"{path}.{name}" if path else name
                    self.by_value[name].append((inner, place.line + 1, place.column + 1))
                    self._index(item, inner, above | {id(node)})

    def find(self, path: str, value: str = "", field: str = "") -> tuple[str, int, int]:
        """Return the path, line and column of a value.

        Selecting may have moved it: if it is not at ``path``, it is searched for by its value
        and field. Line 0 means that only the file is known.
        """
        place = position(self.root, path)
        if place and (not value or self._at(path) in (value.strip(), None)):
            return path, place[0] + 1, place[1] + 1
        same = self.by_value.get(value.strip(), [])
        named = [each for each in same if each[0].endswith(field)] if field else []
        if named or same:
            return (named or same)[0]
        while path and place is None:
            path = path.rpartition(".")[0] if path[-1] != "]" else path.rpartition("[")[0]
            place = position(self.root, path)
        return (path, place[0] + 1, place[1] + 1) if place and path else ("", 0, 0)

    def _at(self, path: str) -> str | None:
        """Return the text at a path, or ``None`` if something else is there."""
        place = position(self.root, path)
        if place is None:
            return None
        wanted = (place[0] + 1, place[1] + 1)
        texts = (text for text, known in self.by_value.items()
                 if any(each[0] == path and each[1:] == wanted for each in known))  # fmt: skip
        return next(texts, None)


@dataclass(frozen=True)
class Subject:
    """One CV in one theme, with everything that the checks need.

    ``cv`` is the selected CV and ``whole`` that of the file; ``html`` is the composed page;
    ``families`` are the fonts that the theme may use; ``margins`` are those at the top, the
    sides and the bottom, in points; ``warnings`` are those of the typesetter; ``days`` says whether
    the dates of careers have days.
    """

    source: Path
    theme: str
    cv: CV
    whole: CV
    locale: Locale
    places: Places
    reading: Reading
    html: str = ""
    families: tuple[str, ...] = ()
    margins: tuple[float, float, float] = (_MARGIN, _MARGIN, _MARGIN)
    warnings: tuple[str, ...] = ()
    days: bool = False

    @cached_property
    def expected(self) -> Expected:
        """Everything that must be in the PDF."""
        return expect(self.cv, self.locale, days=self.days)

    @cached_property
    def known_marks(self) -> frozenset[tuple[int, int]]:
        """The marked content that the tags refer to, as pairs of page and number."""
        tags = self.reading.tags
        return frozenset(mark for tag in walk(tags) for mark in tag.marks) if tags else frozenset()

    def runs(self, number: int, glyph: Glyph) -> bool:
        """Whether a glyph on a page belongs to its running header or footer."""
        if glyph.artifact or glyph.box is None:
            return glyph.artifact
        if (number, glyph.mark) in self.known_marks:
            return False
        middle = (glyph.box.bottom + glyph.box.top) / 2
        top, _, bottom = self.margins
        return middle < bottom or middle > self.reading.pages[number].height - top

    @cached_property
    def bodies(self) -> tuple[tuple[Glyph, ...], ...]:
        """The visible glyphs of each page, without running headers and footers."""
        return tuple(
            tuple(g for g in page.glyphs if g.shown and not self.runs(number, g))
            for number, page in enumerate(self.reading.pages)
        )

    @cached_property
    def body(self) -> Searchable:
        """The visible text, without running headers and footers."""
        pages = [[glyph.text for glyph in page] for page in self.bodies]
        return Searchable(pages, by_words=self.both_ways)

    @cached_property
    def seen(self) -> Searchable:
        """The visible text, with running headers and footers."""
        pages = [[g.text for g in p.glyphs if g.shown] for p in self.reading.pages]
        return Searchable(pages, by_words=self.both_ways)

    @cached_property
    def layer(self) -> Searchable:
        """All text, visible or not, without running headers and footers."""
        pages = [
            [g.text for g in page.glyphs if not self.runs(number, g)]
            for number, page in enumerate(self.reading.pages)
        ]
        return Searchable(pages, by_words=self.both_ways)

    @cached_property
    def second(self) -> Searchable:
        """All text as the second reader finds it."""
        return Searchable(self.reading.second, by_words=self.both_ways)

    @cached_property
    def _exact(self) -> str:
        atoms = (atom for atom in self.expected.atoms if not atom.running)
        return "\x00".join(plainly(atom.forms[0]) for atom in atoms)

    def times(self, form: str) -> int:
        """Return how often a text occurs exactly in the CV, alone or within other texts."""
        return self._exact.count(plainly(form))

    @property
    def both_ways(self) -> bool:
        """Whether the text runs from right to left, so that PDF readers differ in its order."""
        return self.locale.direction == "rtl"

    def at(self, code: str, message: str, atom: Atom | LinkAtom, **more: Any) -> Finding:
        """Return a finding about a text or a link of the file."""
        path, line, column = self.places.find(atom.path, atom.typed, atom.field)
        more.setdefault("text", atom.typed)
        return self.finding(
            code, message, path=path, line=line or None, column=column or None, **more
        )

    def at_path(self, code: str, message: str, path: str, value: str = "", **more: Any) -> Finding:
        """Return a finding about a place in the file; ``value`` is the text there."""
        path, line, column = self.places.find(path, value)
        more.setdefault("text", value)
        return self.finding(
            code, message, path=path, line=line or None, column=column or None, **more
        )

    def finding(self, code: str, message: str, **more: Any) -> Finding:
        """Return a finding about the PDF; ``text`` should be given if it concerns a text."""
        more.setdefault("severity", codes()[code].severity)
        more.setdefault("hint", "")
        return Finding(code, message, file=str(self.source), theme=self.theme, **more)

    def lines(self, number: int) -> list[list[Glyph]]:
        """Return the lines of a page's body in reading order."""
        lines: list[list[Glyph]] = [[]]
        for glyph in self.bodies[number]:
            if glyph.text in "\r\n" or (lines[-1] and _is_lower(lines[-1], glyph)):
                lines.append([])
            if glyph.text.strip() or lines[-1]:
                lines[-1].append(glyph)
        return [line for line in lines if any(g.box and g.text.strip() for g in line)]

    def page(self, number: int) -> Page:
        """Return a page, counted from 0."""
        return self.reading.pages[number]


def _is_lower(line: list[Glyph], glyph: Glyph) -> bool:
    """Whether a glyph is so much higher or lower than a line that it begins another one."""
    last = next((g.box for g in reversed(line) if g.box), None)
    if last is None or glyph.box is None:
        return False
    return glyph.box.top < last.bottom or glyph.box.bottom > last.top


def walk(tag: Tag | None) -> Iterator[Tag]:
    """Yield a tag and all tags below it, in reading order."""
    if tag is not None:
        yield tag
        for child in tag.children:
            yield from walk(child)


def points(text: str) -> float:
    """Return a CSS length in points; a relative one counts as the usual margin."""
    length = parse_length(text)
    return length.to("pt") if length and length.absolute else _MARGIN


def margins(options: Mapping[str, object]) -> tuple[float, float, float]:
    """Return the margins at the top, the sides and the bottom given by a theme's options."""
    top, side, bottom = (
        points(str(options.get(f"margin_{edge}", "18mm"))) for edge in ("top", "side", "bottom")
    )
    return top, side, bottom
