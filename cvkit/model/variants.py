"""Variants of a CV for one purpose, and redactions, which remove what readers must not see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import AliasChoices, Field, StringConstraints

from .base import Model, Short
from .text import Prose, Text, Title, Word, Words

__all__ = [
    "LANGUAGE_TAG",
    "OUTPUT",
    "REDACTIONS",
    "LanguageTag",
    "Redaction",
    "Variant",
    "VariantSection",
]

LANGUAGE_TAG = r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$"
LanguageTag = Annotated[str, StringConstraints(pattern=LANGUAGE_TAG)]
"""A BCP 47 tag, such as `en`, `de-CH` or `zh-Hans`."""

OUTPUT = (
    "Name of the results, without suffix: a pattern with `{name}`, `{file}`, `{theme}`, "
    "`{variant}`, `{redaction}`, `{locale}` and `{date}`, such as `{name} {locale}`."
)
Count = Annotated[int, Field(ge=0, strict=False)]


class VariantSection(Short):
    """A section in a variant: its position, and how much of it is shown."""

    shorthand: ClassVar[str] = "section"

    section: Word = Field(description="The `id` of the section, its `kind` or its title.")
    title: Title | None = Field(None, description="Its title in this variant.")
    first: Count | None = Field(None, description="Keeps this many entries, from the top.")
    newest: Count | None = Field(
        None, description="Keeps this many of the newest entries, in their order."
    )
    highlights: Count | None = Field(
        None, description="Keeps this many bullets of each entry, from the top."
    )
    sort: Literal["newest", "oldest"] | None = Field(None, description="Order of the entries.")


class Variant(Model):
    """One version of the CV, for one kind of reader. What it does not mention is unchanged."""

    description: Text | None = Field(None, description="What it is for; not printed.")
    extends: Words = Field((), description="Variants that this one extends, in order.")
    tags: Words = Field(
        (),
        description="Wanted tags: an item with tags is included if it has one of these. "
        "Without any, everything is included.",
    )
    without: Words = Field((), description="Unwanted tags: an item with one of these is left out.")
    headline: Text | None = Field(None, description="Its own headline.")
    summary: Prose | None = Field(
        None, description="Text of the summary section, which is added if there is none."
    )
    sections: tuple[VariantSection, ...] = Field(
        (),
        description="Sections that come first, in this order; the others follow in the order of "
        "the file. Settings of a section override the inherited ones; its position is kept.",
    )
    omit: Words = Field((), description="Sections left out: each an `id`, a `kind` or a title.")
    theme: Words = Field((), description="Theme or themes.")
    options: dict[Word, Word] = Field(
        default_factory=dict, description="Options of the theme; they override those of the file."
    )
    pages: Word | None = Field(
        None,
        description="Number of pages that it must fit on, `auto` (small changes for a good last "
        "page; the default) or `any`.",
    )
    language: LanguageTag | None = Field(
        None,
        validation_alias=AliasChoices("language", "locale"),
        description="Its language, as a BCP 47 tag.",
    )
    formats: Words = Field((), description="Formats, such as `pdf`, `html`.")
    output: Word | None = Field(None, description=OUTPUT)
    redact: Word | None = Field(
        None, description="Redaction: `public`, `blind`, or one of your own."
    )


class Redaction(Model):
    """What is removed for the readers of one version."""

    description: Text | None = Field(None, description="What it is for; not printed.")
    extends: Words = Field((), description="Redactions that this one extends.")
    remove: Words = Field(
        (),
        description="Fields of the file, such as `phone`; sections by their kind, such as "
        "`references`; or fields of their entries, such as `references.email`.",
    )


REDACTIONS: Mapping[str, Redaction] = {
    "public": Redaction(
        description="For the open web.",
        extends=(),
        remove=("phone", "location", "email", "photo", "references.email", "references.phone"),
    ),
    "blind": Redaction(
        description="For reviewers who must not know who it is.",
        extends=("public",),
        remove=("name", "name_variants", "pronouns", "url", "profiles", "extra", "references"),
    ),
}
"""The redactions that every file has."""
