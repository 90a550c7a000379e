"""The values between the steps: documents, which can travel between processes, and PDFs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Self

from cvkit.errors import InvalidValueError

__all__ = [
    "MARK_END",
    "MARK_NUMBER",
    "MARK_START",
    "Attachment",
    "Document",
    "Fit",
    "Fitted",
    "Fonts",
    "Layout",
    "Lever",
    "Page",
    "PageLimit",
    "Part",
    "Spot",
    "TexDocument",
    "Typeset",
]

# Noncharacters (Unicode 15, section 23.7), which are reserved for use within a program.
MARK_START, MARK_NUMBER, MARK_END = "\ufdd0", "\ufdd1", "\ufdd2"
"""Around a numbered text: start, number of its path, the sign after the number, text, end."""

LITTLE = 0.2
"""A last page filled less than this, as a share of its height, looks forgotten."""
SHORT = 0.7
"""A single page filled less than this looks unfinished."""


@dataclass(frozen=True)
class Fonts:
    """Folders with fonts, and the families of the machine's own fonts that may be used."""

    folders: tuple[Path, ...]
    families: tuple[str, ...]


@dataclass(frozen=True)
class Lever:
    """An option that fitting may move, from its ``natural`` value to either limit.

    All three are in ``unit``, a unit of CSS or none. Levers of a lower ``step`` move first.
    """

    option: str
    step: int
    natural: float
    tightest: float
    loosest: float
    unit: str = ""


MAX_PAGES = 99


@dataclass(frozen=True)
class PageLimit:
    """At most ``pages`` pages; without a number (``auto``), a well filled last page.

    ``any`` is no limit at all, and switches off ``auto``, the default.
    """

    pages: int | None = None
    any: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the limit that a text such as ``2``, ``auto`` or ``any`` means.

        Raises :class:`InvalidValueError` for anything else.
        """
        if text == "auto":
            return cls()
        if text == "any":
            return cls(any=True)
        if text.isascii() and text.isdigit() and 1 <= int(text) <= MAX_PAGES:
            return cls(int(text))
        hint = f"give a number from 1 to {MAX_PAGES}, auto for a well filled last page, or any"
        raise InvalidValueError(f'"{text}" is not a number of pages', hint, "invalid-pages")

    def __str__(self) -> str:
        if self.any:
            return "any"
        return "auto" if self.pages is None else str(self.pages)


@dataclass(frozen=True)
class Fit:
    """A page limit in a theme, and the options that may be changed to keep to it.

    ``pages`` is None for ``auto``; see :class:`PageLimit`. ``fixed`` are options that could be
    changed but are not, since their values were given. For ``auto``, a single page that is not
    filled is loosened if ``fills_short`` is set.
    """

    theme: str
    pages: int | None
    levers: tuple[Lever, ...]
    fixed: tuple[str, ...] = ()
    fills_short: bool = True


@dataclass(frozen=True)
class Attachment:
    """A file within a PDF."""

    name: str
    content: bytes
    description: str = ""


@dataclass(frozen=True)
class Document:
    """HTML with separate style sheets, so that these can be parsed once per theme.

    ``screen_stylesheets`` are for browsers only: the typesetter does not get them. ``base``
    is the folder that relative paths start from; files are read only below ``roots``.
    ``pdf_variant`` is one of :data:`cvkit.typeset.standards.PDF_VARIANTS`; empty for the default.
    ``bare_pictures`` are encoded anew, without metadata. ``paths`` are those of numbered texts,
    whose marks in the HTML have their numbers.
    """

    html: str
    stylesheets: tuple[str, ...]
    fonts: Fonts
    base: Path
    roots: tuple[Path, ...]
    screen_stylesheets: tuple[str, ...] = ()
    fit: Fit | None = None
    pdf_variant: str = ""
    attachments: tuple[Attachment, ...] = ()
    bare_pictures: bool = False
    paths: tuple[str, ...] = ()

    def with_options(self, values: Mapping[str, str]) -> Self:
        """Return the document with other values of options that only style sheets use."""
        if not values:
            return self
        lines = (f"--{name.replace('_', '-')}: {value};" for name, value in values.items())
        return replace(self, stylesheets=(*self.stylesheets, f":root {{ {' '.join(lines)} }}"))


@dataclass(frozen=True)
class TexDocument:
    """LaTeX source that compiles by itself, with its fonts and pictures.

    ``pictures`` are the names that the source uses, each with its file; ``bare_pictures`` are
    encoded anew, without metadata.
    """

    source: str
    fonts: Fonts
    pictures: tuple[tuple[str, Path], ...] = ()
    bare_pictures: bool = False


@dataclass(frozen=True)
class Page:
    """How full a page is: its height and what is used of it, in mm, and its lines of text.

    ``paper`` are the width and the height of the whole page, in mm.
    """

    height: float
    used: float
    lines: int
    paper: tuple[float, float] = (0.0, 0.0)

    @property
    def filled(self) -> float:
        """The share of the height that is used, from 0 to 1."""
        return self.used / self.height


@dataclass(frozen=True)
class Part:
    """A section, an entry or a bullet, and the pages, from 1, on which it begins and ends.

    ``depth`` counts the parts around it.
    """

    kind: Literal["section", "entry", "bullet"]
    title: str
    depth: int
    begins: int
    ends: int


@dataclass(frozen=True)
class Layout:
    """The pages and parts of a document; ``break_asked`` if the last page was begun on purpose."""

    pages: tuple[Page, ...] = ()
    parts: tuple[Part, ...] = ()
    break_asked: bool = False

    @property
    def nearly_empty(self) -> bool:
        """Whether the last of several pages has only a few lines, and was not begun on purpose."""
        several = len(self.pages) > 1
        return several and self.pages[-1].filled < LITTLE and not self.break_asked

    @property
    def is_short(self) -> bool:
        """Whether the whole is a single page that is not filled."""
        return len(self.pages) == 1 and self.pages[0].filled < SHORT


@dataclass(frozen=True)
class Spot:
    """A piece of a line of text on a page, from 1: its rectangle in mm, and where it comes from.

    ``path`` is that of the field, if ``exact`` is set, or else of the part of the CV around it.
    ``classes`` are those of the elements around the text, up to this part.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    path: str
    exact: bool
    text: str
    classes: tuple[str, ...] = ()

    def union(self, other: Self) -> Self:
        """Return the smallest spot around this and another one that follows on the page."""
        left, top = min(self.x, other.x), min(self.y, other.y)
        right = max(self.x + self.width, other.x + other.width)
        bottom = max(self.y + self.height, other.y + other.height)
        size = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        return replace(self, **size, text=f"{self.text}{other.text}")  # type: ignore[arg-type]


@dataclass(frozen=True)
class Fitted:
    """What fitting changed: the new value of each option; and how often it laid out."""

    values: Mapping[str, str]
    tightness: float
    renderings: int


@dataclass(frozen=True)
class Typeset:
    """A finished PDF, its number of pages, the typesetter's warnings, and its time in seconds.

    ``spots`` are where the texts are printed, if they have numbers.
    """

    pdf: bytes
    pages: int
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    layout: Layout = field(default_factory=Layout)
    fitted: Fitted | None = None
    spots: tuple[Spot, ...] = ()
