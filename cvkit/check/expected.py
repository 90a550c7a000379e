"""What must be in the PDF: every printed text and every link of a CV, in the order of the file."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import Any

from cvkit import markup
from cvkit.errors import child_path
from cvkit.language.locale import Locale
from cvkit.model import CV, CvDate, Entry, Item, Model, Profile, Section, href, links, text_kind
from cvkit.model.periods import printed_dates

__all__ = ["Atom", "Expected", "LinkAtom", "expect"]

# Fields that are not printed, or are handled by methods of their own.
_SILENT = {
    "kind", "type", "icon", "group_by", "options", "name_variants", "self_", "photo",
    "ignore", "logo", "emphasis",
    "tags", "id", "sort", "page_break", "variants", "redactions", "include", "url", "start",
    "end", "date", "updated", "profiles", "origin",
}  # fmt: skip
# The order in which the parts of an entry are read, in every theme.
_READ_IN_ORDER = (
    "venues", "positions", "summary", "highlights", "skills", "projects", "entries", "groups",
)  # fmt: skip
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|br|pre)\b[^>]*>")
_PICTURE = re.compile(r"<img\b[^>]*\balt=\"([^\"]*)\"[^>]*>")
_LINK = re.compile(r"<a\b[^>]*\bhref=\"([^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL)


@dataclass(frozen=True)
class Atom:
    """A text that must be on the page.

    ``typed`` is the value in the file; ``forms`` are the ways in which it may be printed;
    ``path`` is its path in the selected CV; ``section`` is the number of its section, or -1;
    ``rank`` is its position in the reading order, or ``None`` if themes may choose it;
    ``running`` marks texts of the running header or footer.
    """

    typed: str
    forms: tuple[str, ...]
    path: str
    field: str
    section: int = -1
    rank: int | None = None
    is_heading: bool = False
    running: bool = False
    parts: tuple[Atom, ...] = ()


@dataclass(frozen=True)
class LinkAtom:
    """An address that must be linked; ``label`` is its text if words are beside it."""

    typed: str
    target: str
    path: str
    field: str
    label: str = ""


@dataclass(frozen=True)
class Expected:
    """Everything a CV says; ``spoken`` are formulas set as pictures with their source."""

    atoms: tuple[Atom, ...]
    links: tuple[LinkAtom, ...]
    spoken: tuple[Atom, ...]


def expect(cv: CV, locale: Locale, *, days: bool = False) -> Expected:
    """Return what must be found for a selected CV; ``locale`` formats the dates.

    ``days`` says whether the dates of careers have days.
    """
    walk = _Walk(locale, days=days)
    walk.model(cv, "")
    atoms = tuple(replace(atom, rank=walk.ranks.get(n)) for n, atom in enumerate(walk.atoms))
    return Expected(atoms, tuple(walk.links), tuple(walk.spoken))


def _plain(rendered: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", rendered))


class _Walk:
    """Collects texts and links while walking through a CV."""

    def __init__(self, locale: Locale, *, days: bool) -> None:
        self.locale = locale
        self.days = days
        self.atoms: list[Atom] = []
        self.links: list[LinkAtom] = []
        self.spoken: list[Atom] = []
        self.ranks: dict[int, int] = {}
        self.section = -1

    def model(self, model: Model, path: str, *, depth: int = 0) -> None:
        if isinstance(model, Section) and depth == 0:
            self.section += 1
        if isinstance(model, Section):
            self.title(model, path, depth)
        self.addresses(model, path)
        self.dates(model, path)
        fields = type(model).model_fields
        head = _head(model)
        for name in sorted(fields, key=lambda name: _reading_order(name, head)):
            if name in _SILENT or (isinstance(model, Section) and name == "title"):
                continue
            if isinstance(model, CV) and name == "language":
                continue
            kind = text_kind(fields[name])
            ordered = name == head or name in _READ_IN_ORDER or isinstance(model, Section)
            self.value(
                getattr(model, name), child_path(path, fields[name].alias or name), kind, ordered
            )

    def value(self, value: Any, path: str, kind: str, ordered: bool) -> None:
        if isinstance(value, str):
            self.text(value, path, kind, ordered)
        elif isinstance(value, Model):
            self.model(value, path, depth=path.count("groups"))
        elif isinstance(value, tuple | list):
            for number, item in enumerate(value):
                self.value(item, child_path(path, number), kind, ordered)
        elif isinstance(value, dict):
            for name, item in value.items():
                self.atom(name, (name,), f"{path}.{name}", name)
                self.value(item, f"{path}.{name}", kind, ordered)

    def atom(self, typed: str, forms: tuple[str, ...], path: str, field: str, **more: Any) -> Atom:
        atom = Atom(typed, forms, path, field, self.section, **more)
        self.atoms.append(atom)
        return atom

    def text(self, text: str, path: str, kind: str, ordered: bool, **more: Any) -> None:
        """Add a text without its markup, paragraph by paragraph, and its links."""
        field = re.sub(r"\[\d+\]", "", path).rpartition(".")[2]
        if kind not in ("text", "prose"):
            self.rank(ordered)
            self.atom(text, (text,), path, field, **more)
            return
        rendered = str(markup.prose(text) if kind == "prose" else markup.inline(text))
        in_text = re.search(r"\w", _plain(_LINK.sub("", rendered)))
        for target, label in _LINK.findall(rendered):
            shown = _plain(label) if in_text else ""
            self.links.append(LinkAtom(text, html.unescape(target), path, field, shown))
        for block in _BLOCK.split(rendered):
            pieces = _PICTURE.split(block)
            for spoken in pieces[1::2]:
                self.spoken.append(Atom(text, (html.unescape(spoken),), path, field, self.section))
            for piece in pieces[::2]:
                plain = _plain(piece).strip()
                if plain:
                    self.rank(ordered)
                    self.atom(text, (plain,), path, field, **more)

    def rank(self, ordered: bool) -> None:
        if ordered:
            self.ranks[len(self.atoms)] = len(self.atoms)

    def title(self, section: Section, path: str, depth: int) -> None:
        title = section.title
        own = title is not None
        if title is None and depth == 0:
            title = self.locale.sections.get(getattr(section, "kind", ""), "")
        if title:
            is_year = section.group_by == "year" and getattr(section, "entries", None)
            title = self.locale.digits(title) if is_year else title
            place = child_path(path, "title") if own else path
            self.text(title, place, "text", ordered=True, is_heading=True)

    def dates(self, model: Model, path: str) -> None:
        """Add the dates in the form of the locale."""
        if isinstance(model, CV) and model.updated:
            self.date(model.updated, "updated", running=True)
        elif isinstance(model, Entry):
            self.period(model, path)
        elif (day := getattr(model, "date", None)) is not None:
            self.date(day, child_path(path, "date"))

    def period(self, entry: Entry, path: str) -> None:
        """Add a period, and its two dates, since themes may print them separately."""
        typed = {name: day for name in ("start", "end", "date") if (day := getattr(entry, name))}
        first, last = printed_dates(entry, days=self.days)
        if not typed:
            return
        name = next(iter(typed))
        ends = tuple(
            Atom(
                str(typed[end]), (self.locale.date(day),), child_path(path, end), end, self.section
            )
            for end, day in (("start", first), ("end", last))
            if day and end in typed
        )
        whole = self.locale.period(first, last)
        self.atom(str(typed[name]), (whole,), child_path(path, name), name, parts=ends)

    def date(self, day: CvDate, path: str, **more: Any) -> None:
        self.atom(str(day), (self.locale.date(day),), path, path.rpartition(".")[2], **more)

    def addresses(self, model: Model, path: str) -> None:
        """Add links that are not part of a text."""
        if isinstance(model, CV):
            for number, address in enumerate(model.email):
                self.link(address, f"mailto:{address}", f"email[{number}]", "email")
            for number, phone in enumerate(model.phone):
                self.link(phone, links.tel_url(phone), f"phone[{number}]", "phone")
            for number, profile in enumerate(model.profiles):
                self.profile(profile, f"profiles[{number}]")
            if model.url:
                self.atom(model.url, (links.host(model.url),), "url", "url")
        else:
            self.reference(model, path)
        if (url := getattr(model, "url", None)) and not isinstance(model, Profile):
            self.link(url, href(url), child_path(path, "url"), "url")

    def reference(self, model: Model, path: str) -> None:
        """Add the addresses that some kinds of entries have."""
        for field, make in _ADDRESSES.items():
            if value := getattr(model, field, None):
                self.link(value, make(value), child_path(path, field), field)

    def profile(self, profile: Profile, path: str) -> None:
        """Add a profile by its user name, its address or its network."""
        url = links.profile_url(profile)
        forms = (profile.username, links.host(profile.url or url), profile.network)
        typed = profile.username or profile.url or profile.network or ""
        field = next(name for name in ("username", "url", "network") if getattr(profile, name))
        known = tuple(form for form in forms if form)
        self.atom(typed, known, f"{path}.{field}", field)
        if url:
            self.link(typed, url, f"{path}.{field}", field)

    def link(self, typed: str, target: str, path: str, field: str) -> None:
        self.links.append(LinkAtom(typed, target, path, field))


def _mail(address: str) -> str:
    return f"mailto:{address}"


_ADDRESSES = {
    "email": _mail,
    "phone": links.tel_url,
    "doi": links.doi_url,
    "arxiv": links.arxiv_url,
}


def _head(model: Model) -> str:
    """Return the field that comes first in the reading order of an entry."""
    shorthand = getattr(model, "shorthand", None) if isinstance(model, Item) else None
    if shorthand and getattr(model, shorthand, None):
        return str(shorthand)
    if isinstance(model, Entry):
        own = (name for name in type(model).model_fields if name not in Entry.model_fields)
        return next((name for name in own if isinstance(getattr(model, name), str)), "")
    return ""


def _reading_order(name: str, head: str) -> tuple[int, int]:
    if name == "label":
        return -1, 0
    if name == head:
        return 0, 0
    return (2, _READ_IN_ORDER.index(name)) if name in _READ_IN_ORDER else (1, 0)
