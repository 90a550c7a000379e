"""What exporters work from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.document import Document, Typeset
from cvkit.model import CV, CvDate, Letter
from cvkit.theme.options import Value
from cvkit.theme.theme import Theme

if TYPE_CHECKING:
    from cvkit.compose.outline import Outline

__all__ = ["Material"]


@dataclass(frozen=True)
class Material:
    """The selected CV in its theme, and what was made of it.

    ``data`` is the same CV as a file would say it, its entries not yet grouped by year, and
    ``whole`` has its variants and languages besides, where nothing was chosen among them.
    ``options`` holds a value for every option of the theme, and ``folder`` is the person's.
    With a ``letter`` it is this that is made, and the CV has its head only. ``document`` and
    ``typeset`` are there where a format needs them.
    """

    cv: CV
    theme: Theme
    options: Mapping[str, Value]
    folder: Path
    data: CV
    whole: CV
    document: Document | None = None
    typeset: Typeset | None = None
    letter: Letter | None = None

    @cached_property
    def outline(self) -> Outline:
        """The CV as a sequence of blocks."""
        from cvkit.compose.outline import outline

        return outline(self.cv, self.options, self.present)

    @cached_property
    def present(self) -> CvDate | None:
        """The date up to which ongoing entries have lasted, where durations are printed.

        Raises :class:`UsageError` where ``SOURCE_DATE_EPOCH`` is invalid.
        """
        from cvkit.language.wording import present_of

        return present_of(self.cv, self.options)
