"""Which fields make up the head of each kind of entry: said here once, for all formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cvkit.markup import Span
from cvkit.model import entries as e
from cvkit.model.links import arxiv_url, doi_url, tel_url

from .blocks import Spans
from .wording import Voice, joined, linked, styled, typed, words

__all__ = ["SHAPES", "Fact", "Field", "Shape", "field"]

Field = str | Callable[[Any, Voice], Spans]
"""A field by its name, or a function which makes one text of several fields."""


@dataclass(frozen=True)
class Fact:
    """A labelled line below the head: the key of its word, and the field."""

    word: str
    name: str
    bare_words: bool = False
    """Whether a text that does not begin with a digit goes without the label."""


@dataclass(frozen=True)
class Shape:
    """How an entry begins: the fields of its title, of the rest of its head, of its facts.

    ``authors`` names the field of a citation's authors. ``title`` falls back on the first of
    ``rest`` where it is empty. ``ending`` is what stands behind the period.
    """

    layout: Literal["head", "row", "item", "citation"]
    title: tuple[Field, ...]
    rest: tuple[Field, ...] = ()
    ending: tuple[Field, ...] = ()
    facts: tuple[Fact, ...] = ()
    authors: str = ""


def field(entry: Any, part: Field, voice: Voice) -> Spans:
    """Return the text of a field, or of several made into one."""
    return words(getattr(entry, part)) if isinstance(part, str) else part(entry, voice)


def _degree(entry: e.EducationEntry, voice: Voice) -> Spans:
    degree, area = words(entry.degree), words(entry.area)
    return voice.phrase("degree", degree=degree, area=area) if degree and area else degree or area


def _code(entry: e.TeachingEntry, _voice: Voice) -> Spans:
    return joined((typed(entry.code or ""), words(entry.course)), " – ")


def _number(entry: e.CertificateEntry | e.GrantEntry, voice: Voice) -> Spans:
    return voice.phrase("number", number=typed(entry.number)) if entry.number else ()


def _office_number(entry: e.PatentEntry, _voice: Voice) -> Spans:
    return typed(entry.number or "")


def _fluency(entry: e.LanguageEntry, _voice: Voice) -> Spans:
    fluency = words(entry.fluency)
    return (Span("("), *fluency, Span(")")) if fluency else ()


def _years(entry: e.ServiceEntry, _voice: Voice) -> Spans:
    texts = " ".join(filter(None, (entry.acronym, ", ".join(entry.years))))
    return typed(f"({texts})" if texts else "")


def _service(entry: e.ServiceEntry, voice: Voice) -> Spans:
    role = entry.role if entry.organization else None
    return joined((_years(entry, voice), words(role)))


def _served(entry: e.ServiceEntry, _voice: Voice) -> Spans:
    return words(entry.organization or entry.role)


def _venue(entry: e.PublicationEntry, voice: Voice) -> Spans:
    """Return "*Physical Review B* 91.12", or the parts of it that there are."""
    venue = styled(words(entry.venue), "italic")
    if venue and entry.volume and entry.issue:
        return (*venue, Span(f" {entry.volume}.{entry.issue}"))
    volume = voice.phrase("volume", number=typed(entry.volume)) if entry.volume else ()
    issue = voice.phrase("issue", number=typed(entry.issue)) if entry.issue else ()
    return joined((venue, volume, issue))


def _editors(entry: e.PublicationEntry, voice: Voice) -> Spans:
    names = ", ".join(entry.editors)
    return typed(f"{voice.word('editors')}: {names}" if names else "")


def _pages(entry: e.PublicationEntry, voice: Voice) -> Spans:
    if not entry.pages:
        return ()
    name = "page" if entry.pages.isdigit() else "pages"
    return voice.phrase(name, number=typed(entry.pages))


def _doi(entry: e.PublicationEntry, _voice: Voice) -> Spans:
    return linked(typed(f"doi:{entry.doi}"), doi_url(entry.doi)) if entry.doi else ()


def _arxiv(entry: e.PublicationEntry, _voice: Voice) -> Spans:
    return linked(typed(f"arXiv:{entry.arxiv}"), arxiv_url(entry.arxiv)) if entry.arxiv else ()


def _isbn(entry: e.PublicationEntry, _voice: Voice) -> Spans:
    return typed(f"ISBN {entry.isbn}" if entry.isbn else "")


def _email(entry: e.ReferenceEntry, _voice: Voice) -> Spans:
    return linked(typed(entry.email), f"mailto:{entry.email}") if entry.email else ()


def _phone(entry: e.ReferenceEntry, _voice: Voice) -> Spans:
    return linked(typed(entry.phone), tel_url(entry.phone)) if entry.phone else ()


_JOB = ("position", "supervisor")

SHAPES: Mapping[type, Shape] = {
    e.ExperienceEntry: Shape("head", ("organization", "department"), _JOB),
    e.Position: Shape("head", ("position", "department", "supervisor")),
    e.ProjectEntry: Shape("head", ("name",), ("role", "organization")),
    e.EducationEntry: Shape(
        "head",
        ("institution", "department"),
        (_degree,),
        facts=(
            Fact("advisor", "advisor"),
            Fact("thesis", "thesis"),
            Fact("score", "score", bare_words=True),
            Fact("rank", "rank", bare_words=True),
            Fact("honors", "honors"),
            Fact("courses", "courses"),
        ),
    ),
    e.PublicationEntry: Shape(
        "citation",
        ("title",),
        (_venue, "series", _editors, "publisher"),
        ending=(_pages, _doi, _arxiv, _isbn),
        authors="authors",
    ),
    e.PatentEntry: Shape("citation", ("title",), ("office", _office_number), authors="inventors"),
    e.SkillEntry: Shape("item", ("name",)),
    e.AwardEntry: Shape("row", ("title",), ("awarder",)),
    e.CertificateEntry: Shape("row", ("name",), ("issuer", _number)),
    e.LanguageEntry: Shape("item", ("language",), (_fluency,)),
    e.InterestEntry: Shape("item", ("name",)),
    e.TeachingEntry: Shape("head", (_code,), ("position", "institution")),
    e.TalkEntry: Shape("row", ("title",), ("event",)),
    e.ServiceEntry: Shape("item", (_served,), (_service,)),
    e.NewsEntry: Shape("row", ("text",)),
    e.GrantEntry: Shape("head", ("title",), ("role", "funder", _number, "amount")),
    e.ReferenceEntry: Shape(
        "head", ("name",), ("position", "organization", "relationship", _email, _phone)
    ),
    e.CustomEntry: Shape("head", ("title",), ("subtitle",)),
}
