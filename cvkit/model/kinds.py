"""What a kind of section is, beside its fields: the columns of the table ``KINDS``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .base import Item, kind_of, models_in
from .parts import Entry

__all__ = ["JsonResume", "Kind"]


@dataclass(frozen=True)
class JsonResume:
    """Where JSON Resume keeps the entries of a kind.

    ``key`` is the name of one of its lists, such as ``work``. ``fields`` maps its fields to those
    of our entries where these are not the ones of the kind that is read from that list.
    """

    key: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of section: one row of :data:`cvkit.model.KINDS`.

    Args:
        section: The model of the section; its ``entries`` name the model of the entries.
        head: The fields that people write at the top of an entry, in their usual order; without
            it, the main field alone.
        headings: Headings above such sections in documents, beside the titles that the language
            catalogues have, separated by commas.
        words: A regular expression for the words which give such a heading away.
        rank: Where the words of two kinds are found in one heading, the kind with the lower rank
            is chosen: "Teaching experience" is about teaching.
        one_liners: Whether entries are often a line or a paragraph each, without a blank line or
            bullet that separates them.
        json_resume: The place in JSON Resume; without it, only cvkit reads the section there.

    """

    section: type[Item]
    head: tuple[str, ...] = ()
    headings: str = ""
    words: str = ""
    rank: int = 0
    one_liners: bool = False
    json_resume: JsonResume | None = None

    @cached_property
    def name(self) -> str:
        """The word after ``kind:`` in a file."""
        return kind_of(self.section)

    @cached_property
    def entry(self) -> type[Entry] | None:
        """The model of the entries; ``None`` for a section of prose alone."""
        entries = self.section.model_fields.get("entries")
        return models_in(entries.annotation)[0] if entries else None  # type: ignore[return-value]

    @cached_property
    def main(self) -> str:
        """The field that a plain string is the value of; empty for a section of prose alone."""
        return (self.entry and self.entry.shorthand) or ""

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The fields of which an entry must have one; empty if any field will do."""
        if self.entry is None:
            return ()
        is_required = self.entry.model_fields[self.main].is_required()
        return (self.main,) if is_required else self.entry.one_of

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The headings in small letters."""
        return tuple(" ".join(title.split()) for title in self.headings.split(",") if title.strip())
