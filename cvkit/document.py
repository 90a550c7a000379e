"""The values between the steps: documents, which can travel between processes, and PDFs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Self

from cvkit.errors import InvalidValueError, did_you_mean

__all__ = [
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
    "TexDocument",
    "Typeset",
]

FEW_LINES = 3


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
    """At most ``pages`` pages; without a number (``auto``), no last page left nearly empty."""

    pages: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the limit that a text such as ``2`` or ``auto`` means.

        Raises :class:`InvalidValueError` for anything else.
        """
        if text == "auto":
            return cls()
        if text.isascii() and text.isdigit() and 1 <= int(text) <= MAX_PAGES:
            return cls(int(text))
        hint = did_you_mean(text, ("auto",)) or (
            f"give a number from 1 to {MAX_PAGES}, or auto for no last page left nearly empty"
        )
        raise InvalidValueError(f'"{text}" is not a number of pages', hint, "invalid-pages")

    def __str__(self) -> str:
        return "auto" if self.pages is None else str(self.pages)


@dataclass(frozen=True)
class Fit:
    """A page limit in a theme, and the options that may be changed to keep to it.

    ``pages`` is None for ``auto``; see :class:`PageLimit`. ``fixed`` are options that could be
    changed but are not, since their values were given.
    """

    theme: str
    pages: int | None
    levers: tuple[Lever, ...]
    fixed: tuple[str, ...] = ()


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

    def with_options(self, values: Mapping[str, str]) -> Self:
        """Return the document with other values of options that only style sheets use."""
        if not values:
            return self
        lines = (f"--{name.replace('_', '-')}: {value};" for name, value in values.items())
        return replace(self, stylesheets=(*self.stylesheets, f":root {{ {' '.join(lines)} }}"))


@dataclass(frozen=True)
class TexDocument:
    """LaTeX source that compiles by itself, with its fonts and pictures.

    ``pictures`` are the names that the source uses, each with its file.
    """

    source: str
    fonts: Fonts
    pictures: tuple[tuple[str, Path], ...] = ()


@dataclass(frozen=True)
class Page:
    """How full a page is: its height and what is used of it, in mm, and its lines of text."""

    height: float
    used: float
    lines: int


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
        return several and self.pages[-1].lines <= FEW_LINES and not self.break_asked


@dataclass(frozen=True)
class Fitted:
    """What fitting changed: the new value of each option; and how often it laid out."""

    values: Mapping[str, str]
    tightness: float
    renderings: int


@dataclass(frozen=True)
class Typeset:
    """A finished PDF, its number of pages, the typesetter's warnings, and its time in seconds."""

    pdf: bytes
    pages: int
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    layout: Layout = field(default_factory=Layout)
    fitted: Fitted | None = None
