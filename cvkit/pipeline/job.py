"""A job: what is made of one person's file, with every setting resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.errors import Problem
from cvkit.export import EXPORTERS
from cvkit.select import Choice
from cvkit.theme.options import Value
from cvkit.theme.theme import Theme

from .defaults import ENGINES
from .request import PdfSettings

if TYPE_CHECKING:
    from cvkit.model import CV
    from cvkit.source.given import Given

__all__ = ["Job"]


@dataclass(frozen=True)
class Job:
    """One CV in one theme: a value that can be pickled and carried out in any process.

    ``outputs`` are pairs of a format and the file to write. ``options`` are those given for
    this run, as parsed values: they win over the file's. With a ``letter`` this is rendered,
    under the head of the CV. A ``cv`` that is given is used instead of the content of
    ``source``, which then only names the folder for pictures, and the CV in messages. If it is
    ``strict``, what may give away something redacted is an error. ``settings`` is the project's
    file of settings, if it exists. A job with ``refused`` fails with these problems: the file
    names a theme, for example, that does not exist. With ``with_spots`` the PDF comes with the
    places on its pages where each text is printed.
    """

    source: Path
    theme: Theme
    outputs: tuple[tuple[str, Path], ...] = ()
    options: Mapping[str, Value] = field(default_factory=dict, hash=False)
    choice: Choice = field(default_factory=Choice)
    letter: Path | None = None
    pdf: PdfSettings = field(default_factory=PdfSettings)
    cv: CV | None = field(default=None, hash=False)
    strict: bool = False
    settings: Path | None = None
    given: Given = ()
    refused: tuple[Problem, ...] = ()
    with_spots: bool = False

    @property
    def needs_pdf(self) -> bool:
        """Whether a format is made from the PDF."""
        return any(EXPORTERS[name].needs == "pdf" for name, _ in self.outputs)

    @property
    def forms(self) -> frozenset[str]:
        """The forms of the CV that are composed: ``document`` (HTML), ``tex``, both or none."""
        needs = {EXPORTERS[name].needs for name, _ in self.outputs}
        paged = {ENGINES[self.pdf.engine].form} if "pdf" in needs else set()
        return frozenset(paged | (needs & {"document"}))
