"""The parts of entries, and the fields that all entries have in common."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from .base import Item
from .dates import Date
from .invalid import invalid
from .text import Label, LabelledTexts, Name, Prose, Text, Texts, Url

__all__ = ["Author", "Entry", "Highlight", "Link", "Venue"]


class Link(Item):
    """A link with a label, such as `paper`, `code` or `video`."""

    label: Text = Field(description="The text that is shown.")
    url: Url = Field(description="The address.")


class Highlight(Item):
    """A bullet: plain text, or a label with text, keywords or further bullets below it."""

    shorthand: ClassVar[str] = "text"

    label: Text | None = Field(None, description="Run-in heading, set in bold before the text.")
    text: Text | None = Field(None, description="Text of the bullet.")
    keywords: Texts = Field(
        (), description="Words listed after the text; end the list with `...` if it is open."
    )
    links: tuple[Link, ...] = Field((), description="Labelled links at the end of the bullet.")
    highlights: tuple[Highlight, ...] = Field((), description="Bullets below this one.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.label or self.text or self.keywords or self.highlights):
            raise invalid("empty-item", "this bullet is empty", "give it a text")
        return self


class Author(Item):
    """One author of a publication."""

    shorthand: ClassVar[str] = "name"

    name: Name = Field(
        description="As printed. A trailing `*` or `†` is set as a mark; `et al.` is understood."
    )
    self_: bool = Field(
        False,
        alias="self",
        description="`true` if it is you under a name that cvkit cannot recognize.",
    )


class Venue(Item):
    """One of several occasions on which a talk was given."""

    shorthand: ClassVar[str] = "event"

    event: Text = Field(description="Conference, seminar or host.")
    location: Text | None = Field(None, description="Place.")
    date: Date | None = Field(None, description="When.")
    url: Url | None = Field(None, description="Link to the event.")


class Entry(Item):
    """The fields that every entry has, whatever its kind.

    ``one_of`` names the fields of which an entry needs at least one.
    """

    one_of: ClassVar[tuple[str, ...]] = ()
    by_month: ClassVar[bool] = False  # part of a career: days are printed only if asked for

    start: Date | None = Field(None, description="First day, month, year or season.")
    end: Date | None = Field(
        None,
        description="Last day, month, year or season, or `present`, the default after `start`.",
    )
    date: Date | None = Field(None, description="A single date instead of a range.")
    status: Text | None = Field(
        None, description="A word about the date: `expected`, `in press`, `submitted`."
    )
    location: Text | None = Field(None, description="Place, as printed.")
    url: Url | None = Field(None, description="Link of the entry's title.")
    links: tuple[Link, ...] = Field((), description="Further links, each with its label.")
    badges: Texts = Field((), description="Short marks of distinction, such as `Best Paper`.")
    remarks: Texts = Field(
        (), description="Such as `oral paper, rate 1%`: printed in parentheses after the title."
    )
    tagline: Text | None = Field(None, description="One line below the head, set in italics.")
    summary: Prose | None = Field(None, description="Paragraphs below the head.")
    highlights: tuple[Highlight, ...] = Field((), description="Bullets, nested as deep as needed.")
    keywords: Texts = Field(
        (), description="Words listed after the text; end the list with `...` if it is open."
    )
    note: Text | None = Field(None, description="A remark in small print at the end.")
    page_break: Literal["before"] | None = Field(
        None, description="`before` starts a new page in print, if another entry precedes it."
    )
    extra: dict[Label, LabelledTexts] = Field(
        default_factory=dict,
        description="Fields of your own: each label is printed with its text or texts. "
        "A label in several languages is given as `label`, beside `text`.",
    )

    @model_validator(mode="after")
    def _is_not_empty(self) -> Self:
        if self.one_of and not any(getattr(self, name) for name in self.one_of):
            listed = ", ".join(self.one_of)
            raise invalid("empty-item", f"this entry needs one of: {listed}")
        return self

    @model_validator(mode="after")
    def _one_way_to_date(self) -> Self:
        if self.date and (self.start or self.end):
            raise invalid(
                "date-and-range",
                "date cannot be combined with start or end",
                "use either date, or start and end",
            )
        return self
