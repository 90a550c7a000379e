"""The blocks of an outline: the parts of a CV, independent of any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cvkit.markup import Span

__all__ = ["AnyBlock", "Contact", "Entry", "Heading", "Item", "Outline", "Paragraph", "Spans"]

Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """The title of a section (level 2), of a group in it, or above the projects of a job."""

    level: int
    text: Spans
    icon: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Running text; its role says what it is in its entry or section."""

    text: Spans
    role: Literal["text", "fact", "note", "quote", "tagline", "code"] = "text"


@dataclass(frozen=True)
class Item:
    """An item of a list.

    ``level`` counts from 1; ``number`` is given where items are counted. An item that
    ``follows`` is a further paragraph of the one before.
    """

    text: Spans
    level: int = 1
    number: int | None = None
    follows: bool = False


@dataclass(frozen=True)
class Entry:
    """The head of an entry; what follows up to the next head belongs to it.

    In the layout ``head`` it has two lines: title and place, then ``rest`` and period. A
    ``row`` is one line with the period at its end. A ``citation`` has its title, its authors
    and its source (``rest``) below each other; ``number`` counts these, in the digits of the
    language, where the theme's option asks for it. Rows and citations are items of a list of their
    own: what belongs to one are items that follow it at level 1, and bullets from level 2 on.
    """

    layout: Literal["head", "row", "citation"]
    level: int
    title: Spans
    rest: Spans = ()
    place: Spans = ()
    period: Spans = ()
    authors: Spans = ()
    number: str = ""


AnyBlock = Heading | Paragraph | Item | Entry


@dataclass(frozen=True)
class Contact:
    """A line of the header, with the colon in its label.

    ``kind`` is ``location``, ``phone``, ``email``, ``website``, ``profile`` or ``extra``.
    """

    kind: str
    label: str
    text: Spans


@dataclass(frozen=True)
class Outline:
    """A CV as a sequence of blocks in one reading order, with all words in its language.

    Formats put ``comma`` between the title of a row and the rest of it.
    """

    name: str
    pronouns: str
    headline: Spans
    contacts: tuple[Contact, ...]
    blocks: tuple[AnyBlock, ...]
    updated: str
    curriculum_vitae: str
    language: str
    direction: Literal["ltr", "rtl"]
    comma: str

    @property
    def title(self) -> str:
        """The name, or the headline if there is none."""
        return self.name or "".join(span.text for span in self.headline)
