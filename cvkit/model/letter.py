"""A letter that goes with a CV."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Model
from .dates import Date
from .text import Prose, Text, Texts, Word, Words
from .variants import OUTPUT, LanguageTag

__all__ = ["Letter"]


class Letter(Model):
    """A letter: a file of its own beside the CV's, `ada.acme.yaml` beside `ada.yaml`.

    Name, contacts and theme are the CV's.
    """

    kind: Literal["letter"] = Field(description="`letter`.")
    recipient: Texts = Field((), description="Name and address of the recipient, line by line.")
    place: Text | None = Field(None, description="Place, printed before the date.")
    date: Date | None = Field(None, description="Date; none is printed without it.")
    subject: Text | None = Field(None, description="Subject, in one line.")
    opening: Text | None = Field(None, description="Salutation, such as `Dear Dr. Hopper,`.")
    body: Prose = Field(description="Text of the letter.")
    closing: Text | None = Field(None, description="Such as `Yours sincerely,`.")
    signature: Word | None = Field(
        None, description="Picture of the signature, as a path from this file's folder."
    )
    signed: Text | None = Field(
        None, description="Name below the signature; the default is your name."
    )
    postscript: Text | None = Field(None, description="Text below the signature.")
    enclosures: Texts = Field((), description="List of enclosures.")
    language: LanguageTag | None = Field(
        None, description="Language of the letter; the default is that of the CV."
    )
    variant: Word | None = Field(
        None, description="Variant of the CV from which it takes headline, options and theme."
    )
    theme: Words = Field((), description="Theme or themes.")
    formats: Words = Field((), description="Formats, such as `pdf`, `docx`.")
    output: Word | None = Field(None, description=OUTPUT)
    options: dict[Word, Word] = Field(
        default_factory=dict, description="Options of the theme; they override those of the CV."
    )
