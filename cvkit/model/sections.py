"""Sections: a title, and what stands below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from cvkit.markup import plain

from . import entries as e
from .base import Item, kind_of
from .rich import RichText
from .text import Prose, Text, Title, Word

__all__ = ["AnySection", "Section"]


KIND: Any = Field(description="What the section is.")
ENTRIES: Any = Field((), description="What it lists, in your order.")


class Section(Item):
    """The fields that every section has, whatever its kind."""

    id: Word | None = Field(None, description="Name by which variants speak of it.")
    title: Title | None = Field(
        None,
        description='Own title. Without it the kind\'s own is printed; `""` prints none.',
    )
    icon: Word | None = Field(None, description="Name of one of the theme's icons.")
    note: Text | None = Field(None, description="A remark in small print below the title.")
    text: Prose | None = Field(None, description="Paragraphs before the entries.")
    group_by: Literal["year"] | None = Field(
        None, description="`year` puts the entries of one year under its number."
    )
    sort: Literal["newest", "oldest"] | None = Field(
        None, description="Order of the entries by date; without it, your own."
    )
    page_break: Literal["before"] | None = Field(
        None, description="`before` begins a new page with it, in print."
    )
    groups: tuple[AnySection, ...] = Field(
        (), description="Sections within this one; their kind is this one's unless given."
    )

    @property
    def names(self) -> tuple[str, ...]:
        """By what the section may be called: its id, its title in each language, its kind."""
        titles: Iterable[str] = (self.title,) if self.title else ()
        if isinstance(self.title, RichText):
            titles = self.title.languages.values() or titles
        kind = kind_of(type(self))
        return tuple(name for name in (self.id, *map(plain, titles), kind) if name)

    @model_validator(mode="before")
    @classmethod
    def _pass_kind_on(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or not isinstance(data.get("groups"), list | tuple):
            return data
        groups = [
            {"kind": data.get("kind"), **group} if isinstance(group, Mapping) else group
            for group in data["groups"]
        ]
        return {**data, "groups": groups}


class SummarySection(Section):
    """Prose: who you are. It has `text` and no entries."""

    kind: Literal["summary"] = KIND


class ExperienceSection(Section):
    """Jobs."""

    kind: Literal["experience"] = KIND
    entries: tuple[e.ExperienceEntry, ...] = ENTRIES


class EducationSection(Section):
    """Degrees and schools."""

    kind: Literal["education"] = KIND
    entries: tuple[e.EducationEntry, ...] = ENTRIES


class ProjectsSection(Section):
    """Projects."""

    kind: Literal["projects"] = KIND
    entries: tuple[e.ProjectEntry, ...] = ENTRIES


class PublicationsSection(Section):
    """Papers, books, preprints."""

    kind: Literal["publications"] = KIND
    entries: tuple[e.PublicationEntry, ...] = ENTRIES


class SkillsSection(Section):
    """Skills, in groups as deep as needed."""

    kind: Literal["skills"] = KIND
    entries: tuple[e.SkillEntry, ...] = ENTRIES


class AwardsSection(Section):
    """Prizes, scholarships, honours."""

    kind: Literal["awards"] = KIND
    entries: tuple[e.AwardEntry, ...] = ENTRIES


class CertificatesSection(Section):
    """Certificates and licences."""

    kind: Literal["certificates"] = KIND
    entries: tuple[e.CertificateEntry, ...] = ENTRIES


class LanguagesSection(Section):
    """Languages."""

    kind: Literal["languages"] = KIND
    entries: tuple[e.LanguageEntry, ...] = ENTRIES


class InterestsSection(Section):
    """Interests, of research or others."""

    kind: Literal["interests"] = KIND
    entries: tuple[e.InterestEntry, ...] = ENTRIES


class VolunteeringSection(Section):
    """Unpaid work, written as jobs are."""

    kind: Literal["volunteering"] = KIND
    entries: tuple[e.ExperienceEntry, ...] = ENTRIES


class TeachingSection(Section):
    """Courses."""

    kind: Literal["teaching"] = KIND
    entries: tuple[e.TeachingEntry, ...] = ENTRIES


class TalksSection(Section):
    """Talks."""

    kind: Literal["talks"] = KIND
    entries: tuple[e.TalkEntry, ...] = ENTRIES


class ServiceSection(Section):
    """Reviewing, committees, organizing."""

    kind: Literal["service"] = KIND
    entries: tuple[e.ServiceEntry, ...] = ENTRIES


class NewsSection(Section):
    """What happened lately."""

    kind: Literal["news"] = KIND
    entries: tuple[e.NewsEntry, ...] = ENTRIES


class PatentsSection(Section):
    """Patents."""

    kind: Literal["patents"] = KIND
    entries: tuple[e.PatentEntry, ...] = ENTRIES


class GrantsSection(Section):
    """Money for research."""

    kind: Literal["grants"] = KIND
    entries: tuple[e.GrantEntry, ...] = ENTRIES


class ReferencesSection(Section):
    """People who will speak for you."""

    kind: Literal["references"] = KIND
    entries: tuple[e.ReferenceEntry, ...] = ENTRIES


class CustomSection(Section):
    """Whatever fits no other kind: prose, entries, or both."""

    kind: Literal["custom"] = KIND
    entries: tuple[e.CustomEntry, ...] = ENTRIES


AnySection = Annotated[
    SummarySection
    | ExperienceSection
    | EducationSection
    | ProjectsSection
    | PublicationsSection
    | SkillsSection
    | AwardsSection
    | CertificatesSection
    | LanguagesSection
    | InterestsSection
    | VolunteeringSection
    | TeachingSection
    | TalksSection
    | ServiceSection
    | NewsSection
    | PatentsSection
    | GrantsSection
    | ReferencesSection
    | CustomSection,
    Field(discriminator="kind"),
]
