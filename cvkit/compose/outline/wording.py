"""The small pieces that heads and lines are joined from: texts, links, labels, names, dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cvkit.language.locale import Locale
from cvkit.markup import Span, Style, spans
from cvkit.model import Author, CvDate, Link, href
from cvkit.model.names import is_et_al, is_same_person, split_marks

from .blocks import Spans

__all__ = ["Voice", "joined", "label", "linked", "links", "styled", "typed", "words"]


@dataclass(frozen=True)
class Voice:
    """Whose CV it is, and how its words, dates and lists of authors are written."""

    locale: Locale
    own_names: tuple[str, ...]
    authors_and: bool = False
    numbering: str = "none"

    def word(self, name: str) -> str:
        """Return one of the words that cvkit itself puts on the page."""
        return self.locale.words[name]

    def phrase(self, name: str, **values: Spans) -> Spans:
        """Return a phrase of the language with its places filled."""
        parts = self.locale.phrase_parts(name)
        filled = (values[p] if n % 2 else typed(p) for n, p in enumerate(parts))
        return tuple(span for part in filled for span in part)

    def listed(self, texts: Sequence[Spans]) -> Spans:
        """Return texts as a list of the language, with its "and" before the last."""
        parts = self.locale.list_parts(len(texts))
        filled = (texts[int(p)] if n % 2 else typed(p) for n, p in enumerate(parts))
        return tuple(span for part in filled for span in part)

    def date(self, date: CvDate) -> str:
        """Return a date in the locale's format."""
        return self.locale.date(date)

    def period(self, start: CvDate | None, end: CvDate | None) -> str:
        """Return a range in the locale's format."""
        return self.locale.period(start, end)

    def authors(self, people: Sequence[Author]) -> Spans:
        """Return authors with the person's own name in bold and marks raised."""
        names = [self._author(person) for person in people]
        if self.authors_and and people and not is_et_al(people[-1].name):
            return self.listed(names)
        return joined(names, self.locale.signs["comma"])

    def _author(self, person: Author) -> Spans:
        name, marks = split_marks(person.name)
        own = person.self_ or is_same_person(person.name, self.own_names)
        raised = (Span(marks, frozenset({"sup"})),) if marks else ()
        return (Span(name, frozenset({"bold"} if own else ())), *raised)


def typed(text: str) -> Spans:
    """Return text without markup as it stands, or nothing."""
    return (Span(text),) if text else ()


def words(text: str | None) -> Spans:
    """Return a text with markup, or nothing."""
    return spans(text) if text else ()


def joined(parts: Iterable[Spans], separator: str = ", ") -> Spans:
    """Join those parts that are not empty."""
    found: list[Span] = []
    for part in parts:
        if part:
            found += (Span(separator), *part) if found else part
    return tuple(found)


def styled(text: Spans, style: Style) -> Spans:
    """Add a style to every span that is no formula."""
    return tuple(replace(span, styles=span.styles | {style}) for span in text)


def linked(text: Spans, url: str | None) -> Spans:
    """Link what is not yet a link of its own; a link without words shows its address."""
    if not url:
        return text
    target = url if url.startswith(("tel:", "mailto:")) else href(url)
    if not text:
        return (Span(target.partition("://")[2] or target, url=target),)
    return tuple(span if span.url else replace(span, url=target) for span in text)


def links(found: Iterable[Link]) -> Spans:
    """Return labelled links in brackets, one behind the other."""
    parts = ((Span("["), *linked(words(link.label), link.url), Span("]")) for link in found)
    return joined(parts, " ")


def label(text: Spans, followed: bool = True) -> Spans:
    """Return a run-in label in bold, with a colon if something follows that it introduces."""
    colon = followed and bool(text) and text[-1].text[-1:] not in ".:?!…"
    return styled((*text, *typed(":" if colon else "")), "bold")
