"""A job: what is to be made of one person's file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cvkit.document import DEFAULT_VARIANT

__all__ = ["ENGINES", "LATEX", "Job"]

LATEX = "latex"
ENGINES = ("weasyprint", LATEX)


@dataclass(frozen=True)
class Job:
    """One CV in one theme: the file, the theme, its options, and the file of each format.

    ``variant``, ``locale`` and ``redact`` choose what of the CV is shown, and in what language.
    With a ``letter`` it is this that is made, under the head of the CV. ``pages`` is empty, a
    number as text, or ``auto``. ``pdf_variant`` is one of
    :data:`cvkit.typeset.standards.PDF_VARIANTS`, and ``embed_source`` puts the YAML of what
    is shown into the PDF. ``engine``, one of :data:`ENGINES`, makes the PDF.
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
    pdf_variant: str = DEFAULT_VARIANT
    embed_source: bool = False
    engine: str = ENGINES[0]
