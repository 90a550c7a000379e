"""The walk over a CV: every field that is set comes out as a part of some block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, cast

from cvkit.language.locale import get_locale
from cvkit.markup import Span, blocks
from cvkit.model import CV, Highlight, Profile, Section, href
from cvkit.model import Entry as AnyEntry
from cvkit.model import entries as e
from cvkit.model.links import host, profile_url, tel_url

from .blocks import AnyBlock, Contact, Entry, Heading, Item, Outline, Paragraph, Spans
from .heads import SHAPES, Shape, field
from .wording import Voice, joined, label, linked, links, styled, typed, words

__all__ = ["outline"]


def outline(cv: CV, options: Mapping[str, Any]) -> Outline:
    """Return the outline of a selected CV.

    Of a theme's options those count that concern words: ``date_format``, ``authors_and`` and
    ``numbering``.
    """
    locale = get_locale(cv.language, str(options.get("date_format", "medium")))
    voice = Voice(
        locale,
        (cv.name or "", *cv.name_variants),
        bool(options.get("authors_and", False)),
        str(options.get("numbering", "none")),
    )
    found = (block for section in cv.sections for block in _section(section, 2, voice))
    return Outline(
        cv.name or "",
        cv.pronouns or "",
        words(cv.headline),
        tuple(_contacts(cv, voice)),
        tuple(found),
        locale.phrase("updated", date=voice.date(cv.updated)) if cv.updated else "",
        voice.word("curriculum_vitae"),
        cv.language,
        cast("Literal['ltr', 'rtl']", locale.direction),
    )


def _contacts(cv: CV, voice: Voice) -> Iterator[Contact]:
    if cv.location:
        yield Contact("location", voice.word("location"), words(cv.location))
    for phone in cv.phone:
        yield Contact("phone", voice.word("phone"), linked(typed(phone), tel_url(phone)))
    for email in cv.email:
        yield Contact("email", voice.word("email"), linked(typed(email), f"mailto:{email}"))
    if cv.url:
        yield Contact("website", voice.word("website"), linked(typed(host(cv.url)), cv.url))
    for profile in cv.profiles:
        yield _profile(profile, voice)
    for name, texts in cv.extra.items():
        yield Contact("extra", name, joined(map(words, texts)))


def _profile(profile: Profile, voice: Voice) -> Contact:
    shown = profile.username or (host(href(profile.url)) if profile.url else "")
    text = linked(typed(shown or profile.network or ""), profile_url(profile))
    return Contact("profile", (profile.network if shown else "") or voice.word("profile"), text)


def _section(section: Section, level: int, voice: Voice) -> Iterator[AnyBlock]:
    title = section.title
    if title is None:
        title = voice.locale.sections[section.kind] if level == 2 else ""
    if title:
        yield Heading(min(level, 6), words(title), section.icon or "")
        level += 1
    if section.note:
        yield Paragraph(words(section.note), "note")
    yield from _prose(section.text)
    for index, entry in enumerate(section.entries):
        number = _number(index, len(section.entries), voice)
        yield from _entry(entry, min(level, 6), voice, number)
    for group in section.groups:
        yield from _section(group, level, voice)


def _number(index: int, total: int, voice: Voice) -> int | None:
    """Return the number of an entry where the option asks for one."""
    numbers = {"ascending": index + 1, "descending": total - index}
    return numbers.get(voice.numbering)


def _prose(text: str | None, role: Literal["text", "quote"] = "text", depth: int = 0
           ) -> Iterator[AnyBlock]:  # fmt: skip
    """Yield prose, as paragraphs or, within a list, as items that follow."""
    for block in blocks(text) if text else ():
        level = depth + block.level
        if level:
            follows = block.follows or not block.level
            yield Item(block.spans, level, block.number, follows)
        else:
            yield Paragraph(block.spans, "code" if block.is_code else role)


def _entry(entry: AnyEntry, level: int, voice: Voice, number: int | None) -> Iterator[AnyBlock]:
    shape = SHAPES[type(entry)]
    if isinstance(entry, e.SkillEntry):
        yield from _skill(entry, 1, voice)
    elif shape.layout == "item":
        yield Item(_run_in(entry, shape, voice))
        yield from _body(entry, 1, without=_said(entry))
    elif shape.layout == "citation":
        yield _citation(entry, shape, level, voice, number)
        yield from _body(entry, 1, without={"links"})
    else:
        yield from _headed(entry, shape, level, voice)


def _headed(entry: AnyEntry, shape: Shape, level: int, voice: Voice) -> Iterator[AnyBlock]:
    title, rest = _title(entry, shape, voice)
    head = (_marked(entry, title), joined(rest), words(entry.location), _when(entry, voice))
    if shape.layout == "row":
        yield Entry("row", level, head[0], joined((head[1], head[2])), (), head[3])
        for venue in getattr(entry, "venues", ()):
            when = typed(voice.date(venue.date) if venue.date else "")
            event = linked(words(venue.event), venue.url)
            yield Item(joined((event, words(venue.location), when)), 2)
        yield from _body(entry, 1)
        return
    if any(head):
        yield Entry("head", level, *head)
    yield from _facts(entry, shape, voice)
    yield from _prose(getattr(entry, "reference", None), "quote")
    yield from _body(entry, 0)
    yield from _parts(entry, min(level + 1, 6), voice)


def _parts(entry: AnyEntry, level: int, voice: Voice) -> Iterator[AnyBlock]:
    """Yield the positions of a job, and the projects of a job or a project."""
    for position in getattr(entry, "positions", ()):
        yield from _entry(position, level, voice, None)
    title = getattr(entry, "projects_title", None)
    if title:
        yield Heading(level, words(title))
        level = min(level + 1, 6)
    for project in getattr(entry, "projects", ()):
        yield from _entry(project, level, voice, None)


def _title(entry: AnyEntry, shape: Shape, voice: Voice) -> tuple[Spans, list[Spans]]:
    """Return the title and the parts of the rest; without a title the first part is it."""
    title = joined(field(entry, part, voice) for part in shape.title)
    rest = [text for part in shape.rest if (text := field(entry, part, voice))]
    return (title, rest) if title or not rest else (rest[0], rest[1:])


def _marked(entry: AnyEntry, title: Spans) -> Spans:
    """Return a title with its link, remarks and badges."""
    return joined((linked(title, entry.url), _remarks(entry), _badges(entry)), " ")


def _remarks(entry: AnyEntry) -> Spans:
    remarks = joined(map(words, entry.remarks), "; ")
    return (Span("("), *remarks, Span(")")) if remarks else ()


def _badges(entry: AnyEntry) -> Spans:
    return joined((styled(words(badge), "badge") for badge in entry.badges), " ")


def _when(entry: AnyEntry, voice: Voice) -> Spans:
    dated = voice.date(entry.date) if entry.date else voice.period(entry.start, entry.end)
    status = words(entry.status)
    in_brackets = (Span("("), *status, Span(")")) if dated and status else status
    return joined((typed(dated), in_brackets), " ")


def _citation(entry: AnyEntry, shape: Shape, level: int, voice: Voice, number: int | None) -> Entry:
    title, rest = _title(entry, shape, voice)
    ending = [field(entry, part, voice) for part in shape.ending]
    source = joined((*rest, words(entry.location), _when(entry, voice), *ending))
    source = joined((source, _remarks(entry), links(entry.links)), " ")
    authors = voice.authors(getattr(entry, shape.authors))
    head = joined((linked(title, entry.url), _badges(entry)), " ")
    return Entry("citation", level, head, source, authors=authors, number=number)


def _run_in(entry: AnyEntry, shape: Shape, voice: Voice) -> Spans:
    """Return an entry that is one item of a list: its title, what explains it, place and date."""
    title, rest = _title(entry, shape, voice)
    said = joined(map(words, entry.keywords)) if "keywords" in _said(entry) else ()
    lead = (*_marked(entry, title), Span(": ")) if said else _marked(entry, title)
    lead = joined(((*lead, *said), *rest), " ")
    return joined((lead, words(entry.location), _when(entry, voice)))


def _said(entry: AnyEntry) -> set[str]:
    """Return the fields that an item has in its line: the words of an interest are its text."""
    return {"keywords"} if isinstance(entry, e.InterestEntry) else set()


def _skill(entry: e.SkillEntry, depth: int, voice: Voice) -> Iterator[AnyBlock]:
    explained = (words(entry.text), joined(map(words, entry.keywords)))
    follows = bool(entry.level or any(explained))
    level = words(entry.level)
    if level and any(explained):
        level = (*level, Span(";"))
    name = linked(words(entry.name), entry.url)
    parts = (label(name, follows), _badges(entry), level, *explained, _remarks(entry))
    text = joined((joined(parts, " "), words(entry.location), _when(entry, voice)))
    yield Item(text, depth)
    yield from _body(entry, depth, without={"keywords"})
    for skill in entry.skills:
        yield from _skill(skill, depth + 1, voice)


def _facts(entry: AnyEntry, shape: Shape, voice: Voice) -> Iterator[AnyBlock]:
    for fact in shape.facts:
        value = getattr(entry, fact.name)
        texts = (value,) if isinstance(value, str) else value or ()
        text = joined(map(words, texts))
        if fact.bare_words and text and not text[0].text[:1].isdigit():
            yield Paragraph(text, "fact")
        elif text:
            yield _labelled(voice.word(fact.word), text, 0)


def _labelled(name: str, text: Spans, depth: int) -> AnyBlock:
    return _line(joined((label(typed(name)), text), " "), "fact", depth)


def _line(text: Spans, role: Literal["fact", "note", "tagline"], depth: int) -> AnyBlock:
    return Item(text, depth, follows=True) if depth else Paragraph(text, role)


def _body(entry: AnyEntry, depth: int, without: Iterable[str] = ()) -> Iterator[AnyBlock]:
    """Yield what may stand below the head of any entry, but for what its head has said."""
    if entry.tagline:
        yield _line(styled(words(entry.tagline), "italic"), "tagline", depth)
    yield from _prose(entry.summary, depth=depth)
    yield from _highlights(entry.highlights, depth + 1)
    if entry.keywords and "keywords" not in without:
        yield _line(joined(map(words, entry.keywords)), "fact", depth)
    for name, texts in entry.extra.items():
        if texts:
            yield _labelled(name, joined(map(words, texts)), depth)
    if entry.links and "links" not in without:
        yield _line(links(entry.links), "fact", depth)
    if entry.note:
        yield _line(words(entry.note), "note", depth)


def _highlights(items: Iterable[Highlight], level: int) -> Iterator[Item]:
    for item in items:
        keywords = joined(map(words, item.keywords))
        lead = label(words(item.label), bool(item.text or keywords))
        yield Item(joined((lead, words(item.text), keywords, links(item.links)), " "), level)
        yield from _highlights(item.highlights, level + 1)
