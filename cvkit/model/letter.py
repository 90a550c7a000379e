"""A letter that goes with a CV."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Model
from .dates import Date
from .text import Prose, Text, Texts, Word, Words
from .variants import LanguageTag

__all__ = ["Letter"]


class Letter(Model):
    """A letter: a file of its own beside the CV's, `ada.acme.yaml` beside `ada.yaml`.

    Name, contacts and theme are the CV's.
    """

    kind: Literal["letter"] = Field(description="`letter`.")
    recipient: Texts = Field((), description="Whom it is to: name and address, line by line.")
    place: Text | None = Field(None, description="Place, printed before the date.")
    date: Date | None = Field(None, description="Its date; without one none is printed.")
    subject: Text | None = Field(None, description="What it is about, in one line.")
    opening: Text | None = Field(None, description="Salutation, such as `Dear Dr. Hopper,`.")
    body: Prose = Field(description="The letter itself.")
    closing: Text | None = Field(None, description="Such as `Yours sincerely,`.")
    signature: Word | None = Field(
        None, description="Picture of the signature, as a path from this file's folder."
    )
    signed: Text | None = Field(
        None, description="What stands below the signature; without it, your name."
    )
    postscript: Text | None = Field(None, description="What is added below.")
    enclosures: Texts = Field((), description="What comes with it.")
    language: LanguageTag | None = Field(
        None, description="Language of the letter; without it, the CV's."
    )
    variant: Word | None = Field(
        None, description="Variant of the CV whose headline, options and theme it has."
    )
    theme: Words = Field((), description="Theme or themes.")
    options: dict[Word, Word] = Field(
        default_factory=dict, description="Options of the theme; they win over the CV's."
    )
