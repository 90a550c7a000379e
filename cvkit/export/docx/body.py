"""The blocks of an outline as paragraphs, each in a style of its own."""

from __future__ import annotations

from functools import singledispatchmethod

from cvkit.compose.outline import AnyBlock, Entry, Heading, Item, Outline, Paragraph, Spans
from cvkit.markup import Span

from .look import Look
from .runs import Links, runs, text_run
from .styles import BULLETS, DEPTH, HANG, NUMBERS, STEP, STYLED

__all__ = ["Body"]

_ROLES = {"text": "BodyText", "fact": "Fact", "note": "Note", "quote": "Quote",
          "tagline": "Tagline", "code": "Code"}  # fmt: skip
_LABELLED = ("profile", "extra")


class Body:
    """Writes paragraphs; collects the links and the counted lists that they need."""

    def __init__(self, look: Look, comma: str) -> None:
        self.comma = comma
        self.look = look
        self.links = Links()
        self.starts: list[int] = []
        self.base = 0
        self.hang = 0
        self.counted: dict[int, tuple[int, int]] = {}
        self.parts: list[str] = []

    def header(self, outline: Outline, photo: str = "") -> None:
        """Write the name, the photograph, the headline and the contacts."""
        pronouns = f" ({outline.pronouns})" if outline.pronouns else ""
        name: Spans = (Span(outline.name),) if outline.name else outline.headline
        title = runs(name, self.links) + (text_run(pronouns, "EntryPlace") if pronouns else "")
        if photo or title:
            self.write("Title", photo + title)
        if outline.name and outline.headline:
            self.write("Subtitle", runs(outline.headline, self.links))
        contacts = []
        for contact in outline.contacts:
            label = f"{contact.label} " if contact.kind in _LABELLED else ""
            contacts.append(text_run(label) + runs(contact.text, self.links))
        if contacts:
            self.write("Contact", text_run(" · ").join(contacts))

    def write(self, style: str, content: str, more: str = "") -> None:
        """Write a paragraph in a style; ``more`` are further properties."""
        properties = f'<w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>'
        self.parts.append(f"<w:p>{properties}{content}</w:p>")

    def add(self, block: AnyBlock) -> None:
        """Write a block."""
        if not isinstance(block, Item):
            self.counted = {}
            # Items of a row or a citation begin where other lists begin.
            self.base = 1 if isinstance(block, Entry) and block.layout != "head" else 0
            self.hang = HANG if isinstance(block, Entry) and block.number else 0
        self._add(block)

    @singledispatchmethod
    def _add(self, block: AnyBlock) -> None:
        raise TypeError(block)

    @_add.register
    def _(self, block: Heading) -> None:
        self.write(f"Heading{min(block.level - 1, 6)}", runs(block.text, self.links))

    @_add.register
    def _(self, block: Paragraph) -> None:
        self.write(_ROLES[block.role], runs(block.text, self.links))

    @_add.register
    def _(self, block: Item) -> None:
        level = min(max(block.level - self.base, 0), DEPTH)
        content = runs(block.text, self.links)
        if block.follows or level == 0:
            indent = STEP * level or self.hang
            self.write("ListContinue", content, f'<w:ind w:left="{indent}"/>')
            return
        kind = "ListBullet" if block.number is None else "ListNumber"
        style = kind + (str(level) if 1 < level <= STYLED else "" if level == 1 else str(STYLED))
        number = BULLETS if block.number is None else self._list_of(level, block.number)
        self.write(style, content, f'<w:numPr><w:ilvl w:val="{level - 1}"/>'
                                   f'<w:numId w:val="{number}"/></w:numPr>')  # fmt: skip

    def _list_of(self, level: int, number: int) -> int:
        """Return the list in which an item is numbered; a new count starts a new list."""
        list_, last = self.counted.get(level, (0, 0))
        if not list_ or number != last + 1:
            self.starts.append(number)
            list_ = NUMBERS + len(self.starts)
        self.counted[level] = (list_, number)
        return list_

    @_add.register
    def _(self, block: Entry) -> None:
        match block.layout:
            case "citation":
                self._cite(block)
            case "row":
                content = runs(block.title, self.links, bold=bool(block.rest))
                if block.rest:
                    content += text_run(self.comma) + runs(block.rest, self.links)
                self.write("EntryRow", content + self._aside(block.period, "EntryDate"))
            case _:
                self._head(block)

    def _head(self, block: Entry) -> None:
        """Write what and where, role and when; without a role or a place the date moves up."""
        place, period = (block.place, "EntryPlace"), (block.period, "EntryDate")
        lower = bool(block.rest and block.place and block.period) and not self.look.dates_first
        first, second = (place, period) if lower or not block.period else (period, place)
        style = f"Heading{min(block.level - 1, 6)}" if block.title else "EntryRow"
        self.write(style, runs(block.title, self.links) + self._aside(*first))
        if block.rest or second[0]:
            self.write("EntryDetail", runs(block.rest, self.links) + self._aside(*second))

    def _cite(self, block: Entry) -> None:
        number = text_run(f"{block.number}.\t") if block.number else ""
        parts = [runs(block.title, self.links, bold=True)] if block.title else []
        parts += [runs(part, self.links) for part in (block.authors, block.rest) if part]
        more = "" if number else '<w:ind w:left="0" w:firstLine="0"/>'
        self.write("Citation", number + text_run("\n").join(parts), more)

    def _aside(self, text: Spans, style: str) -> str:
        """Return a text at the right edge."""
        return text_run("\t") + runs(text, self.links, style) if text else ""
