"""The content of a PDF as plain data, which can be passed between processes.

Lengths are in points; the origin is the lower left corner of the visible page, as in PDF.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Annotation", "Box", "Color", "Font", "Glyph", "Page", "Reading", "Tag"]

Color = tuple[int, int, int]


class Box(NamedTuple):
    """A rectangle on a page."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: Box) -> float:
        """Return the area shared with another box."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(width, 0.0) * max(height, 0.0)

    @property
    def area(self) -> float:
        """Width times height."""
        return (self.right - self.left) * (self.top - self.bottom)


class Glyph(NamedTuple):
    """A character on the page, or a space or line break added by the reader (without a box).

    ``shown`` says whether it is visible; ``ground`` is the colour behind it; ``owner`` is the
    number of its text object on the page; ``mark`` is its marked-content identifier, or -1;
    ``artifact`` says whether it is marked as an artifact.
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

    ``unmarked`` is the number of pictures and drawings neither tagged nor marked as artifacts;
    ``pictures`` are the places of pictures, such as the photograph; ``lines`` are those of thin
    horizontal lines, such as below a link.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    unmarked: int = 0
    pictures: tuple[Box, ...] = ()
    lines: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Annotation:
    """A link on a page: its target, its description, and whether it is in the tags.

    ``box`` is its place; ``framed`` says whether viewers draw a frame around it.
    """

    page: int
    target: str
    contents: str
    tagged: bool
    box: Box
    framed: bool = False


@dataclass(frozen=True)
class Font:
    """A font used by a page; ``family`` is its name without the prefix of a subset."""

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
    """Everything that the two readers found in a PDF.

    ``second`` is the text of each page as found by the second reader; ``facts`` are entries of
    the catalogue and the metadata; ``tabs`` says for each page with links whether their tab
    order follows the tags.
    """

    pages: tuple[Page, ...]
    second: tuple[str, ...]
    annotations: tuple[Annotation, ...]
    fonts: tuple[Font, ...]
    facts: dict[str, str]
    tags: Tag | None
    tabs: tuple[bool, ...]
