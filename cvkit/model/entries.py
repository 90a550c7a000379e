"""Entries: what sections list. One class for each kind, all with the same common fields."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from .invalid import invalid
from .parts import Author, Entry, Venue
from .text import Arxiv, Doi, Email, Isbn, Name, Names, Phone, Prose, Text, Texts

__all__ = [
    "AwardEntry",
    "CertificateEntry",
    "CustomEntry",
    "EducationEntry",
    "ExperienceEntry",
    "GrantEntry",
    "InterestEntry",
    "LanguageEntry",
    "NewsEntry",
    "PatentEntry",
    "Position",
    "ProjectEntry",
    "PublicationEntry",
    "ReferenceEntry",
    "ServiceEntry",
    "SkillEntry",
    "TalkEntry",
    "TeachingEntry",
]


_LOGO = "Logo of the organization: a picture, as a path from this file's folder."


class _Work(Entry):
    """The fields that positions, jobs and volunteering share."""

    by_month = True

    department: Text | None = Field(None, description="Department, team or product.")
    supervisor: Text | None = Field(None, description="Name of the supervisor.")


class Position(_Work):
    """One of several positions at the same organization."""

    shorthand: ClassVar[str] = "position"

    position: Text = Field(description="Title of the position.")


class ProjectEntry(Entry):
    """A project, on its own or under a job."""

    by_month = True
    shorthand: ClassVar[str] = "name"

    name: Text = Field(description="Name of the project.")
    role: Text | None = Field(None, description="Your role in it.")
    organization: Text | None = Field(None, description="Client, employer or institution.")
    logo: Name | None = Field(None, description=_LOGO)
    projects: tuple[ProjectEntry, ...] = Field((), description="Parts of the project.")


class ExperienceEntry(_Work):
    """A job: one position, or several at the same organization."""

    shorthand: ClassVar[str] = "organization"
    one_of = ("organization", "position", "positions")

    organization: Text | None = Field(None, description="Employer.")
    logo: Name | None = Field(None, description=_LOGO)
    position: Text | None = Field(None, description="Title, if there is only one position.")
    positions: tuple[Position, ...] = Field(
        (), description="Several positions at this organization, each with its own dates."
    )
    projects_title: Text | None = Field(None, description="Heading above the projects.")
    projects: tuple[ProjectEntry, ...] = Field((), description="Projects of this job.")

    @model_validator(mode="after")
    def _has_positions_in_one_place(self) -> Self:
        if self.position and self.positions:
            raise invalid(
                "position-and-positions",
                "position and positions cannot be used together",
                "move the position into the list",
            )
        return self


class EducationEntry(Entry):
    """A degree or a time at a school."""

    by_month = True
    shorthand: ClassVar[str] = "institution"

    institution: Text = Field(description="School or university.")
    logo: Name | None = Field(None, description=_LOGO)
    department: Text | None = Field(None, description="Department, faculty or laboratory.")
    degree: Text | None = Field(None, description="Such as `Ph.D.` or `B.Sc.`")
    area: Text | None = Field(None, description="Field of study.")
    advisor: Texts = Field((), description="Advisor or advisors.")
    thesis: Text | None = Field(None, description="Title of the thesis.")
    score: Text | None = Field(None, description="Grade with its scale, such as `3.85/4.00`.")
    rank: Text | None = Field(None, description="Rank, such as `1/28`.")
    honors: Texts = Field((), description="Honours and scholarships that belong to it.")
    courses: Texts = Field((), description="Relevant courses.")


class PublicationEntry(Entry):
    """A paper, book, chapter, preprint or thesis."""

    shorthand: ClassVar[str] = "title"

    title: Text = Field(description="Title.")
    authors: tuple[Author, ...] = Field(
        (), description="In order. Your own name is recognized and set in bold."
    )
    type: (
        Literal[
            "article",
            "book",
            "chapter",
            "dataset",
            "paper",
            "preprint",
            "report",
            "software",
            "thesis",
        ]
        | None
    ) = Field(None, description="Type of the work, for bibliographies.")
    venue: Text | None = Field(None, description="Journal, conference or book; short or long.")
    editors: Names = Field((), description="Editors of the book or the proceedings.")
    series: Text | None = Field(None, description="Series, such as lecture notes.")
    publisher: Text | None = Field(None, description="Publisher.")
    volume: Name | None = Field(None, description="Volume.")
    issue: Name | None = Field(None, description="Issue or number.")
    pages: Name | None = Field(None, description="Page, range such as `3254–3263`, or number.")
    doi: Doi | None = Field(None, description="DOI, without the address of the resolver.")
    arxiv: Arxiv | None = Field(None, description="arXiv number, `1912.13515 [stat.ML]`.")
    isbn: Isbn | None = Field(None, description="ISBN.")
    citations: Name | None = Field(None, description="How often it has been cited.")


class SkillEntry(Entry):
    """A skill, or a group of skills with groups below it."""

    shorthand: ClassVar[str] = "name"
    one_of = ("name", "text", "keywords")

    name: Text | None = Field(None, description="Name of the skill or of the group.")
    level: Text | None = Field(
        None,
        description="How well: words, a number from 1 to 5, or both: `advanced (4/5)`. Themes can "
        "draw the number as dots or bars.",
    )
    text: Text | None = Field(None, description="Prose instead of keywords, or before them.")
    skills: tuple[SkillEntry, ...] = Field((), description="Groups or skills below this one.")


class AwardEntry(Entry):
    """A prize, a scholarship or an honour."""

    shorthand: ClassVar[str] = "title"

    title: Text = Field(description="Name of the award.")
    awarder: Text | None = Field(None, description="Who gave the award.")


class CertificateEntry(Entry):
    """A certificate or a licence."""

    shorthand: ClassVar[str] = "name"

    name: Text = Field(description="Name of the certificate.")
    issuer: Text | None = Field(None, description="Who issued it.")
    logo: Name | None = Field(None, description=_LOGO)
    number: Name | None = Field(None, description="Its number or credential.")


class LanguageEntry(Entry):
    """A language that you speak."""

    shorthand: ClassVar[str] = "language"

    language: Text = Field(description="Name of the language.")
    fluency: Text | None = Field(None, description="How well: `native`, `C1`, `4/5`.")


class InterestEntry(Entry):
    """An interest, of research or leisure."""

    shorthand: ClassVar[str] = "name"

    name: Text = Field(description="Name of the interest.")


class TeachingEntry(Entry):
    """A course that you taught or assisted in."""

    by_month = True
    shorthand: ClassVar[str] = "course"

    course: Text = Field(description="Name of the course.")
    code: Name | None = Field(None, description="Its number, such as `CSC446`.")
    institution: Text | None = Field(None, description="Where it was taught.")
    position: Text | None = Field(None, description="Such as `Lecturer` or `Teaching Assistant`.")


class TalkEntry(Entry):
    """A talk, given once or several times."""

    shorthand: ClassVar[str] = "title"

    title: Text = Field(description="Title of the talk.")
    event: Text | None = Field(None, description="Where it was given, if only once.")
    venues: tuple[Venue, ...] = Field((), description="Where it was given, if several times.")


class ServiceEntry(Entry):
    """Service to the profession: reviewing, committees, organizing."""

    shorthand: ClassVar[str] = "organization"
    one_of = ("organization", "role")

    organization: Text | None = Field(None, description="Conference, journal or body.")
    acronym: Name | None = Field(None, description="Its short name, printed with the years.")
    role: Text | None = Field(None, description="Such as `Senior PC` or `Reviewer`.")
    years: Names = Field((), description="The years, in order.")


class NewsEntry(Entry):
    """A line of news."""

    shorthand: ClassVar[str] = "text"

    text: Text = Field(description="What happened.")


class PatentEntry(Entry):
    """A patent, granted or applied for."""

    shorthand: ClassVar[str] = "title"

    title: Text = Field(description="Title.")
    inventors: tuple[Author, ...] = Field((), description="In order. Your own name is set in bold.")
    number: Name | None = Field(None, description="Number of the patent or of the application.")
    office: Text | None = Field(None, description="Patent office or country.")


class GrantEntry(Entry):
    """A research grant."""

    shorthand: ClassVar[str] = "title"

    title: Text = Field(description="What it was granted for.")
    funder: Text | None = Field(None, description="Who funds it.")
    amount: Text | None = Field(None, description="Amount with the currency.")
    role: Text | None = Field(None, description="Such as `Principal investigator`.")
    number: Name | None = Field(None, description="Number of the grant.")


class ReferenceEntry(Entry):
    """A person who can recommend you."""

    shorthand: ClassVar[str] = "name"

    name: Text = Field(description="Name of the person.")
    position: Text | None = Field(None, description="Their position.")
    organization: Text | None = Field(None, description="Where they work.")
    relationship: Text | None = Field(None, description="Their relationship to you.")
    email: Email | None = Field(None, description="E-mail address.")
    phone: Phone | None = Field(None, description="Telephone number.")
    reference: Prose | None = Field(None, description="What they say about you.")


class CustomEntry(Entry):
    """An entry of a section that fits no other kind."""

    shorthand: ClassVar[str] = "title"

    title: Text | None = Field(None, description="Head of the entry.")
    subtitle: Text | None = Field(None, description="Second line of the head.")
