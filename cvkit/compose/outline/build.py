"""Building an outline: every field of a CV that is set becomes part of some block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, cast

from cvkit.compose.heads import Head, facts_of, head_of, venues_of
from cvkit.language.wording import Wording
from cvkit.markup import Span, blocks
from cvkit.model import CV, CvDate, Highlight, Link, Section, href
from cvkit.model import Entry as AnyEntry
from cvkit.model.entries import SkillEntry
from cvkit.model.links import host, profile_url, tel_url

from .blocks import AnyBlock, Contact, Entry, Heading, Item, Outline, Paragraph, Spans
from .spans import SpanMedium, styled

__all__ = ["outline"]


def outline(cv: CV, options: Mapping[str, Any], present: CvDate | None = None) -> Outline:
    """Return the outline of a selected CV.

    Of the theme's options it reads those that concern wording: ``date_format``, ``durations``,
    ``authors_and`` and ``numbering``. ``present`` is the date up to which ongoing entries have
    lasted; without it their durations are left out.
    """
    wording = Wording.of(cv, options, SpanMedium(cv.emphasis), present)
    locale = wording.locale
    found = (block for section in cv.sections for block in _section(section, 2, wording))
    return Outline(
        cv.name or "",
        cv.pronouns or "",
        wording.rich(cv.headline),
        tuple(_contacts(cv, wording)),
        tuple(found),
        locale.phrase("updated", date=locale.date(cv.updated)) if cv.updated else "",
        locale.words["curriculum_vitae"],
        cv.language,
        cast("Literal['ltr', 'rtl']", locale.direction),
        locale.signs["comma"],
    )


def _contacts(cv: CV, wording: Wording[Spans]) -> Iterator[Contact]:
    colon = wording.locale.signs["colon"]
    for kind, label, text in _contact_lines(cv, wording):
        yield Contact(kind, f"{label or wording.locale.words[kind]}{colon}", text)


def _contact_lines(cv: CV, wording: Wording[Spans]) -> Iterator[tuple[str, str, Spans]]:
    """Yield kind, label and text of each contact; most have the word of their kind as label."""
    if cv.location:
        yield "location", "", wording.rich(cv.location)
    for phone in cv.phone:
        yield "phone", "", wording.linked(phone, tel_url(phone))
    for email in cv.email:
        yield "email", "", wording.linked(email, f"mailto:{email}")
    if cv.url:
        yield "website", "", wording.linked(host(cv.url), cv.url)
    for profile in cv.profiles:
        shown = profile.username or (host(href(profile.url)) if profile.url else "")
        text = wording.linked(shown or profile.network or "", profile_url(profile))
        yield "profile", (profile.network or "") if shown else "", text
    for name, texts in cv.extra.items():
        yield "extra", name, wording.joined(texts)


def _section(section: Section, level: int, wording: Wording[Spans]) -> Iterator[AnyBlock]:
    title = wording.section_title(section, level == 2)
    if title:
        yield Heading(min(level, 6), wording.rich(title), section.icon or "")
        level += 1
    if section.note:
        yield Paragraph(wording.rich(section.note), "note")
    for name, texts in getattr(section, "metrics", {}).items():
        if texts:
            yield Paragraph(wording.fact(name, texts), "fact")
    yield from _prose(section.text, wording)
    entries: tuple[AnyEntry, ...] = getattr(section, "entries", ())
    for index, entry in enumerate(entries, start=1):
        number = wording.number(index, len(entries))
        yield from _entry(entry, min(level, 6), wording, number)
    for group in section.groups:
        yield from _section(group, level, wording)


def _prose(
    text: str | None,
    wording: Wording[Spans],
    role: Literal["text", "quote"] = "text",
    depth: int = 0,
) -> Iterator[AnyBlock]:
    """Yield prose as paragraphs or, within a list, as continued items."""
    for block in blocks(text, wording.medium.emphasis) if text else ():
        level = depth + block.level
        if level:
            follows = block.follows or not block.level
            yield Item(block.spans, level, block.number, follows)
        else:
            yield Paragraph(block.spans, "code" if block.is_code else role)


def _entry(
    entry: AnyEntry, level: int, wording: Wording[Spans], number: str = ""
) -> Iterator[AnyBlock]:
    head = head_of(entry, wording)
    match head.layout:
        case "item":
            yield from _item(entry, head, 1, wording)
        case "citation":
            yield _citation(entry, head, level, wording, number)
            yield from _body(entry, head, 1, wording)
        case "row":
            yield Entry("row", level, _marked(entry, head, wording), head.rest, (), head.when)
            for venue in venues_of(entry, wording):
                yield Item(venue, 2)
            yield from _body(entry, head, 1, wording)
        case _:
            yield from _headed(entry, head, level, wording)


def _headed(
    entry: AnyEntry, head: Head[Spans], level: int, wording: Wording[Spans]
) -> Iterator[AnyBlock]:
    parts = (_marked(entry, head, wording), head.rest, head.place, head.when)
    if any(parts):
        yield Entry("head", level, *parts)
    for line in facts_of(entry, wording):
        yield from (Paragraph(fact, "fact") for fact in line)
    yield from _prose(head.quote, wording, "quote")
    yield from _body(entry, head, 0, wording)
    yield from _parts(entry, min(level + 1, 6), wording)


def _parts(entry: AnyEntry, level: int, wording: Wording[Spans]) -> Iterator[AnyBlock]:
    """Yield the positions of a job, and the projects of a job or a project."""
    for position in getattr(entry, "positions", ()):
        yield from _entry(position, level, wording)
    title = getattr(entry, "projects_title", None)
    if title:
        yield Heading(level, wording.rich(title))
        level = min(level + 1, 6)
    for project in getattr(entry, "projects", ()):
        yield from _entry(project, level, wording)


def _marked(entry: AnyEntry, head: Head[Spans], wording: Wording[Spans]) -> Spans:
    """Return the title of a head with its badges."""
    badges = (wording.styled(wording.rich(badge), "badge") for badge in entry.badges)
    return wording.spaced((head.title, *badges))


def _citation(
    entry: AnyEntry, head: Head[Spans], level: int, wording: Wording[Spans], number: str
) -> Entry:
    links = _links(entry.links, wording) if "links" in head.in_line else ()
    source = wording.spaced((head.rest, links))
    title = _marked(entry, head, wording)
    return Entry("citation", level, title, source, authors=head.authors, number=number)


def _item(
    entry: AnyEntry, head: Head[Spans], depth: int, wording: Wording[Spans]
) -> Iterator[AnyBlock]:
    """Yield an entry that is one item of a list, and what belongs to it."""
    title = _marked(entry, head, wording)
    if head.explanation:
        title = wording.colon(title)
    text = wording.spaced((title, head.after, head.explanation))
    yield Item(wording.commas((text, head.rest)), depth)
    yield from _body(entry, head, depth, wording)
    for skill in entry.skills if isinstance(entry, SkillEntry) else ():
        yield from _item(skill, head_of(skill, wording), depth + 1, wording)


def _line(text: Spans, role: Literal["fact", "note", "tagline"], depth: int) -> AnyBlock:
    return Item(text, depth, follows=True) if depth else Paragraph(text, role)


def _body(
    entry: AnyEntry, head: Head[Spans], depth: int, wording: Wording[Spans]
) -> Iterator[AnyBlock]:
    """Yield what may follow the head of any entry, except for what the head has printed."""
    if entry.tagline:
        yield _line(styled(wording.rich(entry.tagline), "italic"), "tagline", depth)
    yield from _prose(entry.summary, wording, depth=depth)
    yield from _highlights(entry.highlights, depth + 1, wording)
    if entry.keywords and "keywords" not in head.in_line:
        yield _line(wording.keywords(entry.keywords), "fact", depth)
    for name, texts in entry.extra.items():
        if texts:
            yield _line(wording.fact(name, texts), "fact", depth)
    if entry.links and "links" not in head.in_line:
        yield _line(_links(entry.links, wording), "fact", depth)
    if entry.note:
        yield _line(wording.rich(entry.note), "note", depth)


def _highlights(items: Iterable[Highlight], level: int, wording: Wording[Spans]) -> Iterator[Item]:
    for item in items:
        line = (wording.highlight(item), _links(item.links, wording))
        yield Item(wording.spaced(line), level)
        yield from _highlights(item.highlights, level + 1, wording)


def _links(links: Iterable[Link], wording: Wording[Spans]) -> Spans:
    """Return labelled links in square brackets."""
    labels = (wording.linked(wording.rich(link.label), link.url) for link in links)
    return wording.spaced((Span("["), *label, Span("]")) for label in labels)
