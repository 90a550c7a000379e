"""What composing makes and typesetting takes: a document that can travel between processes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Document", "Fonts", "Typeset"]


@dataclass(frozen=True)
class Fonts:
    """Where fonts are looked for, and which families of the machine's own may be used."""

    folders: tuple[Path, ...]
    families: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """HTML with its style sheets apart, so that these can be parsed once per theme.

    ``screen_stylesheets`` are for browsers only: the typesetter does not get them. ``base``
    is the folder that relative paths start from; files are read only below ``roots``.
    """

    html: str
    stylesheets: tuple[str, ...]
    fonts: Fonts
    base: Path
    roots: tuple[Path, ...]
    screen_stylesheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typeset:
    """A finished PDF, its pages, what the typesetter complained of, and its time in seconds."""

    pdf: bytes
    pages: int
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
