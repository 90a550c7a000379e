"""Sections: a title, and what stands below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from . import entries as e
from .base import Item
from .text import Name, Prose, Text

__all__ = ["AnySection", "Section"]


class Section(Item):
    """The fields that every section has, whatever its kind."""

    title: Annotated[str, StringConstraints(strip_whitespace=True)] | None = Field(
        None,
        description='Own title. Without it the kind\'s own is printed; `""` prints none.',
    )
    icon: Name | None = Field(None, description="Name of one of the theme's icons.")
    note: Text | None = Field(None, description="A remark in small print below the title.")
    text: Prose | None = Field(None, description="Paragraphs before the entries.")
    group_by: Literal["year"] | None = Field(
        None, description="`year` puts the entries of one year under its number."
    )
    groups: tuple[AnySection, ...] = Field(
        (), description="Sections within this one; their kind is this one's unless given."
    )

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

    kind: Literal["summary"]


class ExperienceSection(Section):
    """Jobs."""

    kind: Literal["experience"]
    entries: tuple[e.ExperienceEntry, ...] = ()


class EducationSection(Section):
    """Degrees and schools."""

    kind: Literal["education"]
    entries: tuple[e.EducationEntry, ...] = ()


class ProjectsSection(Section):
    """Projects."""

    kind: Literal["projects"]
    entries: tuple[e.ProjectEntry, ...] = ()


class PublicationsSection(Section):
    """Papers, books, preprints."""

    kind: Literal["publications"]
    entries: tuple[e.PublicationEntry, ...] = ()


class SkillsSection(Section):
    """Skills, in groups as deep as needed."""

    kind: Literal["skills"]
    entries: tuple[e.SkillEntry, ...] = ()


class AwardsSection(Section):
    """Prizes, scholarships, honours."""

    kind: Literal["awards"]
    entries: tuple[e.AwardEntry, ...] = ()


class CertificatesSection(Section):
    """Certificates and licences."""

    kind: Literal["certificates"]
    entries: tuple[e.CertificateEntry, ...] = ()


class LanguagesSection(Section):
    """Languages."""

    kind: Literal["languages"]
    entries: tuple[e.LanguageEntry, ...] = ()


class InterestsSection(Section):
    """Interests, of research or others."""

    kind: Literal["interests"]
    entries: tuple[e.InterestEntry, ...] = ()


class VolunteeringSection(Section):
    """Unpaid work, written as jobs are."""

    kind: Literal["volunteering"]
    entries: tuple[e.ExperienceEntry, ...] = ()


class TeachingSection(Section):
    """Courses."""

    kind: Literal["teaching"]
    entries: tuple[e.TeachingEntry, ...] = ()


class TalksSection(Section):
    """Talks."""

    kind: Literal["talks"]
    entries: tuple[e.TalkEntry, ...] = ()


class ServiceSection(Section):
    """Reviewing, committees, organizing."""

    kind: Literal["service"]
    entries: tuple[e.ServiceEntry, ...] = ()


class NewsSection(Section):
    """What happened lately."""

    kind: Literal["news"]
    entries: tuple[e.NewsEntry, ...] = ()


class PatentsSection(Section):
    """Patents."""

    kind: Literal["patents"]
    entries: tuple[e.PatentEntry, ...] = ()


class GrantsSection(Section):
    """Money for research."""

    kind: Literal["grants"]
    entries: tuple[e.GrantEntry, ...] = ()


class ReferencesSection(Section):
    """People who will speak for you."""

    kind: Literal["references"]
    entries: tuple[e.ReferenceEntry, ...] = ()


class CustomSection(Section):
    """Whatever fits no other kind: prose, entries, or both."""

    kind: Literal["custom"]
    entries: tuple[e.CustomEntry, ...] = ()


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
