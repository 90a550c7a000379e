"""A job: what is to be made of one person's file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Job"]


@dataclass(frozen=True)
class Job:
    """One CV in one theme: the file, the theme, its options, and the file of each format.

    ``variant``, ``locale`` and ``redact`` choose what of the CV is shown, and in what language.
    ``pages`` is empty, a number as text, or ``auto``. With a ``letter``, it is this that is made,
    under the head of the CV.
    """

    source: Path
    theme: str
    theme_roots: tuple[Path, ...]
    options: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, Path], ...]
    variant: str = ""
    locale: str = ""
    redact: str = ""
    letter: Path | None = None
    pages: str = ""
