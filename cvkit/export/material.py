"""What exporters work from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cvkit.document import Document, Typeset
from cvkit.model import CV, Letter
from cvkit.options import Value
from cvkit.theme import Theme

__all__ = ["Material"]


@dataclass(frozen=True)
class Material:
    """The selected CV in its theme, and what was made of it.

    ``options`` holds a value for every option of the theme, and ``folder`` is the person's.
    With a ``letter`` it is this that is made, and the CV has its head only.
    ``document`` and ``typeset`` are there where a format needs them.
    """

    cv: CV
    theme: Theme
    options: Mapping[str, Value]
    folder: Path
    document: Document | None = None
    typeset: Typeset | None = None
    letter: Letter | None = None
