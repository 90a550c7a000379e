"""Which fields make up the head of each kind of entry: one table for all formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, Generic, Literal

from cvkit.language.wording import T, Wording
from cvkit.model import Entry, Venue, href, text_kind
from cvkit.model import entries as e
from cvkit.model.links import arxiv_url, doi_url, host, tel_url

__all__ = [
    "HEADS",
    "Fact",
    "Field",
    "Head",
    "Shape",
    "facts_of",
    "head_of",
    "shape_of",
    "venues_of",
]

Field = str | Callable[[Any, Wording[Any]], Any]
"""A field with inline markup by its name, or a function that returns its text."""


@dataclass(frozen=True)
class Fact:
    """A line below the head: a field, and the key of the word that labels it.

    Without a ``word`` there is no label; a field that ``counts`` has it before a number only.
    """

    word: str
    field: Field
    counts: bool = False


@dataclass(frozen=True)
class Shape:
    """The fields of the head of one kind of entry, each in the order in which it is printed.

    ``layout`` says how it is set: a ``head`` of two lines, a ``row`` of one line with its date at
    the end, an ``item`` that runs in a line or a list, or a ``citation`` of title, authors and
    source. In a ``head`` an empty ``title`` is replaced by the first text of ``rest``. ``lead``
    comes before the title and its link, ``after`` behind it without a comma, ``explanation`` after
    a colon. Facts of one line are in one tuple. ``quote`` is a field of prose that is quoted.
    ``in_line`` names fields that the head prints itself, where other entries have them below the
    head or behind the title.
    """

    layout: Literal["head", "row", "item", "citation"]
    title: tuple[Field, ...]
    rest: tuple[Field, ...] = ()
    lead: Field = ""
    after: Field = ""
    explanation: Field = ""
    authors: str = ""
    facts: tuple[tuple[Fact, ...], ...] = ()
    in_line: tuple[Literal["keywords", "links", "remarks", "url"], ...] = ()
    quote: str = ""


@dataclass(frozen=True)
class Head(Generic[T]):
    """The head of one entry in one medium; parts that it does not have are empty.

    ``title`` has its link and, unless they end the source, the remarks; badges follow it, and then
    ``after``. ``in_line`` is that of the :class:`Shape`.
    """

    layout: str
    title: T
    after: T
    explanation: T
    authors: T
    rest: T
    place: T
    when: T
    quote: str
    in_line: tuple[str, ...]


@cache
def shape_of(model: type[Entry], role_first: bool = False) -> Shape:
    """Return the shape of a kind of entry.

    A kind without one in :data:`HEADS` has a row: its main field, the others of its own, the place.
    With ``role_first`` positions and degrees come before employers and schools.
    """
    if role_first and model in ROLE_FIRST:
        return ROLE_FIRST[model]
    if model in HEADS:
        return HEADS[model]
    main = model.shorthand or ""
    own = (name for name in model.model_fields if name not in (main, *Entry.model_fields))
    return Shape("row", (main,), (*map(partial(_own_field, model), own), "location"))


def head_of(entry: Entry, wording: Wording[T], dated: bool = True) -> Head[T]:
    """Return the head of an entry; if not ``dated``, a citation is without its date."""
    shape = shape_of(type(entry), wording.role_first)
    title = wording.commas(_text(entry, field, wording) for field in shape.title)
    fields = (field for field in shape.rest if dated or not (field is _when and _has_date(entry)))
    rest = [text for field in fields if (text := _text(entry, field, wording))]
    if shape.layout == "head" and not title and rest:
        title, *rest = rest
    if "url" not in shape.in_line:
        title = wording.linked(title, entry.url)
    title = wording.medium.concat((_text(entry, shape.lead, wording), title))
    remarks, source = wording.remarks(entry), wording.commas(rest)
    after = _text(entry, shape.after, wording)
    ending = shape.layout == "citation" and "remarks" in shape.in_line
    title = title if "remarks" in shape.in_line else wording.spaced((title, remarks))
    if shape.layout == "head":
        title, after = wording.spaced((title, after)), wording.plain("")
    return Head(
        layout=shape.layout,
        title=title,
        after=after,
        explanation=_text(entry, shape.explanation, wording),
        authors=wording.authors(getattr(entry, shape.authors) if shape.authors else ()),
        rest=wording.spaced((source, remarks)) if ending else source,
        place=wording.rich(entry.location),
        when=wording.when(entry),
        quote=getattr(entry, shape.quote) or "" if shape.quote else "",
        in_line=shape.in_line,
    )


def facts_of(entry: Entry, wording: Wording[T]) -> list[list[T]]:
    """Return the facts of an entry, in lines."""
    lines = ([_fact(entry, fact, wording) for fact in line] for line in shape_of(type(entry)).facts)
    return [found for line in lines if (found := [text for text in line if text])]


def venues_of(entry: Entry, wording: Wording[T]) -> list[T]:
    """Return the occasions on which a talk was given; other entries have none."""
    return [_venue_line(venue, wording) for venue in getattr(entry, "venues", ())]


def _venue_line(venue: Venue, wording: Wording[T]) -> T:
    event = wording.linked(wording.rich(venue.event), venue.url)
    date = wording.plain(wording.locale.date(venue.date) if venue.date else None)
    place = wording.commas((event, wording.rich(venue.location)))
    return wording.spaced((place, wording.brackets(date)))


def _fact(entry: Entry, fact: Fact, wording: Wording[T]) -> T:
    if not isinstance(fact.field, str):
        return _text(entry, fact.field, wording)
    value = getattr(entry, fact.field)
    texts: tuple[str, ...] = (value,) if isinstance(value, str) else value or ()
    if not fact.word or (fact.counts and texts and not texts[0][:1].isdigit()):
        return wording.joined(texts)
    return wording.fact(wording.locale.words[fact.word], texts)


def _text(entry: Entry, field: Field, wording: Wording[T]) -> T:
    if callable(field):
        text: T = field(entry, wording)
        return text
    return wording.rich(getattr(entry, field) if field else None)


def _has_date(entry: Entry) -> bool:
    return bool(entry.date or entry.start or entry.end)


# Texts of several fields, or with signs or roles of their own


def _when(entry: Entry, wording: Wording[T]) -> T:
    return wording.when(entry)


def _own_field(model: type[Entry], name: str) -> Field:
    """Return a field with one text or several, read as the model describes them."""
    kind = text_kind(model.model_fields[name])

    def text_of(value: str, wording: Wording[T]) -> T:
        if kind == "URL":
            return wording.linked(host(value), href(value))
        if kind == "e-mail":
            return wording.linked(value, f"mailto:{value}")
        return wording.rich(value) if kind else wording.plain(value)

    def field(entry: Entry, wording: Wording[T]) -> T:
        value = getattr(entry, name) or ()
        texts: tuple[str, ...] = (value,) if isinstance(value, str) else value
        return wording.commas(text_of(text, wording) for text in texts)

    return field


def _aside(entry: Entry, wording: Wording[T]) -> T:
    place_and_date = wording.commas((wording.rich(entry.location), wording.when(entry)))
    return wording.styled(place_and_date, "aside")


def _keywords(entry: Entry, wording: Wording[T]) -> T:
    return wording.keywords(entry.keywords)


def _tools(entry: e.ProjectEntry, wording: Wording[T]) -> T:
    """Return the keywords of a project, which follow its name: "Tide | Rust, SQLite"."""
    keywords = wording.keywords(entry.keywords)
    if not keywords:
        return keywords
    return wording.styled(wording.spaced((wording.plain("|"), keywords)), "tools")


def _linked(name: str) -> Field:
    """Return a field with the link of its entry, or the link alone."""
    return lambda entry, wording: wording.linked(wording.rich(getattr(entry, name)), entry.url)


def _degree(entry: e.EducationEntry, wording: Wording[T]) -> T:
    degree, area = wording.rich(entry.degree), wording.rich(entry.area)
    if degree and area:
        return wording.phrase("degree", degree=degree, area=area)
    return degree or area


def _code(entry: e.TeachingEntry, wording: Wording[T]) -> T:
    code = wording.styled(wording.plain(entry.code), "code")
    return wording.medium.concat((code, wording.medium.plain(" – "))) if code else code


def _number(entry: e.CertificateEntry | e.GrantEntry, wording: Wording[T]) -> T:
    return wording.phrase("number", number=entry.number) if entry.number else wording.plain(None)


def _patent_number(entry: e.PatentEntry, wording: Wording[T]) -> T:
    return wording.plain(entry.number)


def _fluency(entry: e.LanguageEntry, wording: Wording[T]) -> T:
    gauge, words = wording.level(entry.fluency)
    return wording.spaced((gauge, wording.styled(wording.brackets(words), "level")))


def _skill_name(entry: e.SkillEntry, wording: Wording[T]) -> T:
    followed = bool(entry.level or entry.text or entry.keywords)
    return wording.label(entry.name, followed, entry.url)


def _skill_text(entry: e.SkillEntry, wording: Wording[T]) -> T:
    gauge, level = wording.level(entry.level)
    if level and (entry.text or entry.keywords):
        level = wording.semicolon(level)
    level = wording.styled(level, "level")
    keywords = wording.keywords(entry.keywords)
    text = wording.rich(entry.text)
    return wording.spaced((gauge, level, text, keywords, wording.remarks(entry)))


def _served(entry: e.ServiceEntry, wording: Wording[T]) -> T:
    return wording.rich(entry.organization or entry.role)


def _years(entry: e.ServiceEntry, wording: Wording[T]) -> T:
    years = wording.commas(wording.plain(year) for year in entry.years)
    texts = wording.spaced((wording.plain(entry.acronym), years))
    return wording.styled(wording.brackets(texts), "years")


def _service_role(entry: e.ServiceEntry, wording: Wording[T]) -> T:
    return wording.styled(wording.rich(entry.role if entry.organization else None), "role")


def _venue(entry: e.PublicationEntry, wording: Wording[T]) -> T:
    """Return ``Physical Review B 91.12``, or the parts of it that there are."""
    venue = wording.styled(wording.rich(entry.venue), "venue")
    if venue and entry.volume and entry.issue:
        return wording.spaced((venue, wording.plain(f"{entry.volume}.{entry.issue}")))
    nothing = wording.plain(None)
    volume = wording.phrase("volume", number=entry.volume) if entry.volume else nothing
    issue = wording.phrase("issue", number=entry.issue) if entry.issue else nothing
    return wording.commas((venue, volume, issue))


def _editors(entry: e.PublicationEntry, wording: Wording[T]) -> T:
    names = wording.commas(wording.plain(name) for name in entry.editors)
    return wording.spaced((wording.colon(wording.word("editors")), names)) if names else names


def _pages(entry: e.PublicationEntry, wording: Wording[T]) -> T:
    if not entry.pages:
        return wording.plain(None)
    pages = wording.phrase("page" if entry.pages.isdigit() else "pages", number=entry.pages)
    return wording.styled(pages, "pages")


def _doi(entry: e.PublicationEntry, wording: Wording[T]) -> T:
    return _identified("doi:", entry.doi, doi_url, wording)


def _arxiv(entry: e.PublicationEntry, wording: Wording[T]) -> T:
    return _identified("arXiv:", entry.arxiv, arxiv_url, wording)


def _identified(
    scheme: str, number: str | None, address: Callable[[str], str], wording: Wording[T]
) -> T:
    if not number:
        return wording.plain(None)
    return wording.linked(f"{scheme}{number}", address(number))


def _isbn(entry: e.PublicationEntry, wording: Wording[T]) -> T:
    return wording.plain(f"ISBN\N{NO-BREAK SPACE}{entry.isbn}" if entry.isbn else None)


def _citations(entry: e.PublicationEntry, wording: Wording[T]) -> T:
    number = wording.plain(entry.citations)
    return wording.spaced((wording.colon(wording.word("citations")), number)) if number else number


def _email(entry: e.ReferenceEntry, wording: Wording[T]) -> T:
    return wording.linked(entry.email or "", f"mailto:{entry.email}" if entry.email else None)


def _phone(entry: e.ReferenceEntry, wording: Wording[T]) -> T:
    return wording.linked(entry.phone or "", tel_url(entry.phone) if entry.phone else None)


HEADS: Mapping[type[Entry], Shape] = {
    e.ExperienceEntry: Shape("head", ("organization", "department"), ("position", "supervisor")),
    e.Position: Shape("head", ("position", "department", "supervisor")),
    e.ProjectEntry: Shape(
        "head", ("name",), ("role", "organization"), after=_tools, in_line=("keywords",)
    ),
    e.EducationEntry: Shape(
        "head",
        ("institution", "department"),
        (_degree,),
        facts=(
            (Fact("advisor", "advisor"),),
            (Fact("thesis", "thesis"),),
            (Fact("score", "score", counts=True), Fact("rank", "rank", counts=True)),
            (Fact("honors", "honors"),),
            (Fact("courses", "courses"),),
        ),
    ),
    e.PublicationEntry: Shape(
        "citation",
        ("title",),
        (
            _venue,
            "series",
            _editors,
            "publisher",
            "location",
            _when,
            _pages,
            _doi,
            _arxiv,
            _isbn,
            _citations,
        ),
        authors="authors",
        in_line=("links", "remarks"),
    ),
    e.PatentEntry: Shape(
        "citation",
        ("title",),
        ("office", _patent_number, "location", _when),
        authors="inventors",
    ),
    e.SkillEntry: Shape(
        "item", (_skill_name,), (_aside,), after=_skill_text, in_line=("keywords", "remarks", "url")
    ),
    e.AwardEntry: Shape("row", ("title",), ("awarder", "location")),
    e.CertificateEntry: Shape("row", ("name",), ("issuer", "location", _number)),
    e.LanguageEntry: Shape("item", ("language",), (_aside,), after=_fluency),
    e.InterestEntry: Shape(
        "item", ("name",), (_aside,), explanation=_keywords, in_line=("keywords",)
    ),
    e.TeachingEntry: Shape("head", ("course",), ("position", "institution"), lead=_code),
    e.TalkEntry: Shape("row", ("title",), ("event", "location")),
    e.ServiceEntry: Shape("item", (_served,), (_service_role, _aside), after=_years),
    e.NewsEntry: Shape("row", ("text",), ("location",)),
    e.GrantEntry: Shape("head", ("title",), ("role", "funder", _number, "amount")),
    e.ReferenceEntry: Shape(
        "head",
        ("name",),
        ("position", "organization", "relationship"),
        facts=((Fact("", _email), Fact("", _phone)),),
        quote="reference",
    ),
    e.CustomEntry: Shape("head", ("title",), ("subtitle",)),
}
"""The shapes of entries; :func:`shape_of` has one for every other kind."""

ROLE_FIRST: Mapping[type[Entry], Shape] = {
    e.ExperienceEntry: Shape(
        "head", ("position",), (_linked("organization"), "department", "supervisor"),
        in_line=("url",),
    ),
    e.EducationEntry: replace(
        HEADS[e.EducationEntry],
        title=(_degree,), rest=(_linked("institution"), "department"), in_line=("url",),
    ),
}  # fmt: skip
"""The shapes in which the role is the title; the link stays with the organization."""
