"""A PDF as it was read: plain data which can travel between processes.

Measures are points; the origin is the lower left corner of the visible page, as in PDF.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Annotation", "Box", "Color", "Font", "Glyph", "Page", "Reading", "Tag"]

Color = tuple[int, int, int]


class Box(NamedTuple):
    """A rectangle."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: Box) -> float:
        """Return the area that two boxes share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(width, 0.0) * max(height, 0.0)

    @property
    def area(self) -> float:
        """Width by height."""
        return (self.right - self.left) * (self.top - self.bottom)


class Glyph(NamedTuple):
    """A character on the page, or a space or line end that the reader made up (no box).

    ``shown`` says whether ink of it can be seen; ``owner`` numbers the piece of text on the
    page that it belongs to; ``mark`` is its number of marked content, or -1; ``artifact``
    says whether it is marked as no part of the content.
    """

    text: str
    box: Box | None = None
    size: float = 0.0
    color: Color = (0, 0, 0)
    ground: Color = (255, 255, 255)
    shown: bool = True
    bold: bool = False
    owner: int = -1
    mark: int = -1
    artifact: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Page:
    """A page: its size, and its characters in the order in which they are copied.

    ``unmarked`` counts pictures and drawings that are neither tagged nor artifacts.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    unmarked: int = 0


@dataclass(frozen=True)
class Annotation:
    """A link on a page: its target, its spoken words, and whether the tags know it."""

    page: int
    target: str
    contents: str
    tagged: bool


@dataclass(frozen=True)
class Font:
    """A font that a page names; ``family`` is without the prefix of a subset."""

    family: str
    kind: str
    embedded: bool
    subset: bool
    mapped: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tag:
    """An element of the structure tree; ``marks`` are pairs of a page and a number on it."""

    name: str
    alternative: str = ""
    children: tuple[Tag, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    links: int = 0
    order: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Reading:
    """Everything that two readers found in a PDF.

    ``second`` holds the text of each page as the second reader has it; ``facts`` the entries
    of the catalogue and the metadata by name; ``tabs`` whether each page with links is
    tabbed through in the order of the tags.
    """

    pages: tuple[Page, ...]
    second: tuple[str, ...]
    annotations: tuple[Annotation, ...]
    fonts: tuple[Font, ...]
    facts: dict[str, str]
    tags: Tag | None
    tabs: tuple[bool, ...]
