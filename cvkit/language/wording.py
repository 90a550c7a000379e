"""Wording: the words, signs and order of texts, described once for every format.

A :class:`Wording` has the language of a CV and the names of its person. It returns texts in a
:class:`Medium`: HTML, LaTeX, or spans for formats without templates. Formats therefore differ in
their markup only, never in a comma or a colon.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Literal, Protocol, TypeVar

from cvkit.markup import plain
from cvkit.model import CV, Author, CvDate, Entry, Highlight, Section, href
from cvkit.model.levels import Rating, rating_of
from cvkit.model.links import host
from cvkit.model.names import is_et_al, is_same_person, split_marks
from cvkit.model.periods import printed_dates

from .durations import duration, present_date
from .locale import Locale, locale_of

__all__ = ["Medium", "Role", "T", "Wording", "present_of"]

Role = Literal[
    "aside", "badge", "code", "comma", "day", "duration", "keyword", "keywords", "keywords terse",
    "label", "level", "mark", "pages", "period", "remarks", "role", "self", "status", "tools",
    "venue", "years",
]  # fmt: skip
"""What a piece of a line is. In HTML the role is also its class."""

T = TypeVar("T", bound=Sized)
"""A text as a medium writes it; empty texts have the length 0."""

TERSE = 24
"""Keywords of at most so many characters each are terse: a theme may print them as tags."""

# After these a label needs no colon.
_ENDS = ".:?!…：？！؟"


class Medium(Protocol[T]):
    """How texts are written in one markup."""

    breakable_ranges: bool = False
    """Whether lines may break within ranges of dates, since styles decide about it."""
    emphasis: tuple[str, ...] = ()
    """Words that are bold wherever they occur in a text with markup."""

    def plain(self, text: str | T) -> T:
        """Return text without markup; a text of the medium is returned unchanged."""

    def rich(self, text: str) -> T:
        """Return a text in which the inline markup of fields is read."""

    def concat(self, parts: Iterable[T]) -> T:
        """Return texts as one."""

    def link(self, text: T, url: str) -> T:
        """Return a text that links to an address with its scheme."""

    def styled(self, text: T, role: Role) -> T:
        """Return a text in the style of its role."""

    def gauge(self, rating: Rating) -> T:  # noqa: ARG002
        """Return a drawing of a rating. It repeats the words: media without pictures have none."""
        return self.concat(())


@dataclass(frozen=True)
class Wording(Generic[T]):
    """The texts of one CV in one medium.

    ``own_names`` are the names of the person. ``authors_and`` puts an "and" before the last
    author, ``numbering`` is ``none``, ``ascending`` or ``descending``. ``present`` is the date up
    to which ongoing entries have lasted; durations are printed if ``durations`` is set, those of
    ongoing entries only where ``present`` is known. ``days`` prints the days in careers;
    ``role_first`` puts positions and degrees before employers and schools.
    """

    locale: Locale
    medium: Medium[T]
    own_names: tuple[str, ...] = ()
    authors_and: bool = False
    numbering: str = "none"
    durations: bool = False
    days: bool = False
    present: CvDate | None = None
    role_first: bool = False

    @classmethod
    def of(
        cls,
        cv: CV,
        options: Mapping[str, Any],
        medium: Medium[T],
        present: CvDate | None = None,
    ) -> Wording[T]:
        """Return the wording of a CV; ``options`` are those of its theme."""
        return cls(
            locale_of(cv, str(options.get("date_format", "medium"))),
            medium,
            (cv.name or "", *cv.name_variants),
            bool(options.get("authors_and")),
            str(options.get("numbering", "none")),
            bool(options.get("durations")),
            bool(options.get("days")),
            present,
            bool(options.get("role_first")),
        )

    # Texts

    def word(self, name: str) -> T:
        """Return one of the words of the interface, such as ``advisor``."""
        return self.medium.plain(self.locale.words[name])

    def rich(self, text: str | None) -> T:
        """Return a text with inline markup, or nothing."""
        return self.medium.rich(text) if text else self._nothing

    def plain(self, text: str | None) -> T:
        """Return a text without markup, or nothing."""
        return self.medium.plain(text) if text else self._nothing

    def styled(self, text: T, role: Role) -> T:
        """Return a text in the style of its role; an empty text stays empty."""
        return self.medium.styled(text, role) if text else text

    def linked(self, text: str | T, url: str | None) -> T:
        """Return a text with its link; a link without a text shows its address."""
        written = self.medium.plain(text) if text else self._nothing
        if not url:
            return written
        target = url if url.startswith(("tel:", "mailto:")) else href(url)
        return self.medium.link(written or self.medium.plain(host(url)), target)

    def phrase(self, name: str, **values: str | T) -> T:
        """Return a phrase of the language with its places filled."""
        parts = self.locale.phrase_parts(name)
        return self.medium.concat(
            self.medium.plain(values[part] if index % 2 else part)
            for index, part in enumerate(parts)
        )

    # Lists and signs

    def spaced(self, parts: Iterable[T]) -> T:
        """Return the parts that are not empty with spaces between them."""
        return self._between(parts, " ")

    def commas(self, parts: Iterable[T]) -> T:
        """Return the parts that are not empty with the language's commas between them."""
        return self._between(parts, self.locale.signs["comma"])

    def joined(self, texts: Iterable[str | None]) -> T:
        """Return texts with inline markup, with commas between them."""
        return self.commas(self.rich(text) for text in texts)

    def listed(self, texts: Sequence[str | T]) -> T:
        """Return texts as a list of the language, with its "and" before the last."""
        parts = self.locale.list_parts(len(texts))
        return self.medium.concat(
            self.medium.plain(texts[int(part)] if index % 2 else part)
            for index, part in enumerate(parts)
        )

    def brackets(self, text: T) -> T:
        """Return a text in round brackets, or nothing."""
        if not text:
            return text
        return self.medium.concat((self.medium.plain("("), text, self.medium.plain(")")))

    def colon(self, text: str | T) -> T:
        """Return a text with a colon after it."""
        return self._ended(self.medium.plain(text), self.locale.signs["colon"])

    def semicolon(self, text: T) -> T:
        """Return a text with a semicolon after it, without the space that follows this."""
        return self._ended(text, self.locale.signs["semicolon"].rstrip())

    def label(self, text: str | None, followed: bool = True, url: str | None = None) -> T:
        """Return a run-in label, with a colon if something follows that it introduces."""
        written = self.linked(self.rich(text), url)
        if followed and written and (plain(text)[-1:] if text else "") not in tuple(_ENDS):
            written = self.colon(written)
        return self.styled(written, "label")

    def fact(self, name: str, texts: Iterable[str]) -> T:
        """Return ``Advisor: Ji Liu``, or nothing where there are no texts."""
        written = self.joined(texts)
        return self.spaced((self.label(name), written)) if written else written

    # Parts of entries

    def period(self, entry: Entry) -> T:
        """Return the date or the range of an entry, or nothing."""
        start, end = printed_dates(entry, days=self.days)
        parts = self.locale.period_parts(start, end)
        days = (self.styled(self.medium.plain(part), "day") for part in parts)
        space = self.locale.parts_join
        if space and self.medium.breakable_ranges:
            space = " "
        return self.styled(self._between(days, space), "period")

    def duration(self, entry: Entry) -> str:
        """Return how long an entry lasted; nothing where this is not wanted or not known."""
        start, end = entry.start, entry.end or CvDate(present=True)
        if not self.durations or start is None:
            return ""
        if self.present is None and (start.present or end.present):
            return ""
        lasted = duration(start, end, self.present or end)
        return self.locale.duration(lasted.years, lasted.months) if lasted else ""

    def when(self, entry: Entry) -> T:
        """Return the date or range of an entry, its status, and how long it lasted."""
        period, status = self.period(entry), self.rich(entry.status)
        status = self.styled(self.brackets(status) if period else status, "status")
        lasted = self.styled(self.brackets(self.plain(self.duration(entry))), "duration")
        return self.spaced((period, status, lasted))

    def remarks(self, entry: Entry) -> T:
        """Return the remarks of an entry in brackets, or nothing."""
        texts = (self.rich(remark) for remark in entry.remarks)
        written = self._between(texts, self.locale.signs["semicolon"])
        return self.styled(self.brackets(written), "remarks")

    def keywords(self, texts: Iterable[str]) -> T:
        """Return keywords with commas between them."""
        texts = tuple(texts)
        words = (self.styled(self.rich(text), "keyword") for text in texts)
        comma = self.styled(self.medium.plain(self.locale.signs["comma"]), "comma")
        terse = all(len(text) <= TERSE for text in texts)
        return self.styled(self._between(words, comma), "keywords terse" if terse else "keywords")

    def level(self, text: str | None) -> tuple[T, T]:
        """Return the drawing of a level, if it states a rating, and its words: ``4/5`` for 4."""
        rating = rating_of(text) if text else None
        if text is None or rating is None:
            return self._nothing, self.rich(text)
        number = self.locale.digits(f"{rating.value}/{rating.steps}")
        words = self.plain(number) if text.isdigit() else self.rich(text)
        return self.medium.gauge(rating), words

    def highlight(self, item: Highlight) -> T:
        """Return the line of a bullet: its label, text and keywords, without its links."""
        label = self.label(item.label, bool(item.text or item.keywords))
        return self.spaced((label, self.rich(item.text), self.keywords(item.keywords)))

    def is_self(self, author: Author) -> bool:
        """Whether an author is the person whose CV this is."""
        return author.self_ or is_same_person(author.name, self.own_names)

    def authors(self, people: Sequence[Author]) -> T:
        """Return authors, with the person's own name marked."""
        names = [self._author(person) for person in people]
        if self.authors_and and people and not is_et_al(people[-1].name):
            return self.listed(names)
        return self.commas(names)

    def number(self, index: int, total: int) -> str:
        """Return the number of an entry, counted from 1; nothing where none are wanted."""
        numbers = {"ascending": index, "descending": total - index + 1}
        found = numbers.get(self.numbering)
        return self.locale.digits(str(found)) if found else ""

    # Sections

    def section_title(self, section: Section, top: bool) -> str:
        """Return the title of a section, in markup; at the ``top`` each kind has a name."""
        title = section.title
        if title is None:
            kind: str = getattr(section, "kind", "")
            return self.locale.sections[kind] if top else ""
        return self.locale.digits(title) if self.is_year(section) else title

    def is_year(self, section: Section) -> bool:
        """Whether a section has the entries of one year.

        Selecting moves the entries of sections grouped by year into groups, one for each year.
        """
        return section.group_by == "year" and bool(getattr(section, "entries", ()))

    def functions(self) -> Mapping[str, Any]:
        """Return what templates call: functions only, so that they reach no object by them."""
        names = (
            "authors", "brackets", "colon", "commas", "fact", "highlight", "is_year", "joined",
            "keywords", "label", "linked", "number", "remarks", "section_title", "semicolon",
            "spaced", "when",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    @cached_property
    def _nothing(self) -> T:
        return self.medium.concat(())

    def _between(self, parts: Iterable[T], sign: str | T) -> T:
        between = self.medium.plain(sign) if sign else None
        found: list[T] = []
        for part in parts:
            if part:
                found += [between, part] if found and between else [part]
        return self.medium.concat(found)

    def _ended(self, text: T, sign: str) -> T:
        return self.medium.concat((text, self.medium.plain(sign)))

    def _author(self, person: Author) -> T:
        name, marks = split_marks(person.name)
        written = self.plain(name)
        if self.is_self(person):
            written = self.styled(written, "self")
        return self.medium.concat((written, self.styled(self.plain(marks), "mark")))


def present_of(cv: CV, options: Mapping[str, Any]) -> CvDate | None:
    """Return the date used for "present", or nothing if no duration is printed or drawn.

    Raises :class:`UsageError` if ``SOURCE_DATE_EPOCH`` is invalid.
    """
    wanted = options.get("durations") or options.get("career_strip")
    return present_date(cv.updated) if wanted else None
