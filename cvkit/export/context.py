"""The input of exporters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.document import Document, TexDocument, Typeset
from cvkit.model import CV, CvDate, Letter
from cvkit.theme.options import Value
from cvkit.theme.theme import Theme

if TYPE_CHECKING:
    from cvkit.compose.outline import Outline

__all__ = ["Material"]


@dataclass(frozen=True)
class Material:
    """The selected CV with its theme, and the documents made from it.

    ``data`` is the same CV as in a file, without groups by year; ``whole`` also has its variants
    and languages, unless one was chosen. ``options`` has a value for every option of the theme;
    ``folder`` is the person's. With a ``letter``, the letter is exported, and the CV has its head
    only. ``document``, ``tex`` and ``typeset`` are set if a format needs them. ``cleaned_css``
    removes what is redacted from the person's style sheet.
    """

    cv: CV
    theme: Theme
    options: Mapping[str, Value]
    folder: Path
    data: CV
    whole: CV
    document: Document | None = None
    tex: TexDocument | None = None
    typeset: Typeset | None = None
    letter: Letter | None = None
    cleaned_css: Callable[[str], str] | None = None

    @property
    def bare_pictures(self) -> bool:
        """Whether something is redacted, so that pictures are encoded anew, without metadata."""
        return self.cleaned_css is not None

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
