"""Convert a CV to a document of JSON Resume 1.0.0, as far as that can hold it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from cvkit.markup import plain
from cvkit.model import LABELLED, Profile, best_match, href, is_languages
from cvkit.model.links import profile_url

from .cards import cards, list_of
from .fields import SHAPES, Field

__all__ = ["SCHEMA", "basics_of", "flat", "is_key", "is_text_alone", "item_of", "own_lists",
           "to_document"]  # fmt: skip

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
KEYS = (
    "basics", "work", "volunteer", "education", "awards", "certificates", "publications",
    "skills", "languages", "interests", "references", "projects",
)  # fmt: skip

Tree = Mapping[str, Any]
_CHOICES = ("tags", "variants", "redactions")
_DATE = re.compile(r"([12]\d{3})(-\d{2}){0,2}")


def to_document(cv: Tree, titles: Sequence[str] = ()) -> dict[str, Any]:
    """Return the document of a CV, given as :func:`cvkit.load.serialize.to_full` makes it.

    The document always follows the schema: a season becomes its year, nested bullets become
    bullets, and sections that JSON Resume does not know go to the list that is closest. Of a text
    in several languages, the one in the language of the CV is used. ``titles`` are titles of
    custom sections that are lists of their own, beside those that look like names of fields.
    """
    language = str(cv.get("language", "en"))
    document: dict[str, Any] = {"$schema": SCHEMA, "basics": basics_of(cv, language)}
    own = [*own_lists(cv), *titles]
    lists: dict[str, Any] = {}
    for section in flat(cv.get("sections", ())):
        if (key := list_of(section, own)) and is_text_alone(section, key):
            lists[key] = plain(_spoken(section["text"], language))
    for card in cards(cv.get("sections", ()), own):
        item = item_of(card.kind, card.entry, language)
        if item and not isinstance(lists.setdefault(card.key, []), str):
            lists[card.key].append(item)
    ordered = [key for key in KEYS if key in lists] + [key for key in lists if key not in KEYS]
    return document | {key: lists[key] for key in ordered}


def own_lists(cv: Tree) -> list[str]:
    """Return the titles of custom sections that are lists of their own."""
    titles = (section.get("title") for section in flat(cv.get("sections", ()))
              if section["kind"] == "custom")  # fmt: skip
    return [title for title in titles if isinstance(title, str) and is_key(title)]


def is_text_alone(section: Tree, key: str) -> bool:
    """Whether a section is a text in the document, instead of a list."""
    return key not in KEYS and set(section) == {"kind", "title", "text"}


def is_key(title: str) -> bool:
    """Whether a section's title is the name of a list that JSON Resume does not know.

    Such a list is imported as a section of that title, and becomes a list of that name again.
    """
    return bool(re.fullmatch(r"[a-z][A-Za-z0-9_-]*", title)) and title not in KEYS


def _spoken(value: Any, language: str) -> Any:
    """Return a tree in one language, without tags, variants and redactions."""
    if isinstance(value, list):
        return [_spoken(item, language) for item in value]
    if not isinstance(value, Mapping):
        return value
    if value.keys() == {"text", "tags"}:
        return _spoken(value["text"], language)
    if is_languages(value):
        return value[best_match(language, value) or next(iter(value))]
    return {
        name: _labelled(item, language) if name in LABELLED else _spoken(item, language)
        for name, item in value.items()
        if name not in _CHOICES
    }


def _labelled(value: Any, language: str) -> Any:
    """Handle a mapping whose keys are labels, even if they look like languages."""
    return {label: _spoken(item, language) for label, item in value.items()}


def flat(sections: Any) -> Iterator[Any]:
    """Yield sections, each followed by the groups within it."""
    for section in sections:
        yield section
        yield from flat(section.get("groups", ()))


def basics_of(cv: Tree, language: str) -> dict[str, Any]:
    """Return the head of a document."""
    sections = flat(cv.get("sections", ()))
    summary = next((s["text"] for s in sections if s["kind"] == "summary" and "text" in s), None)
    cv = _spoken({name: value for name, value in cv.items() if name != "sections"}, language)
    basics = {
        "name": cv.get("name"),
        "label": _plain(cv.get("headline")),
        "image": cv.get("photo"),
        "email": _first(cv.get("email")),
        "phone": _first(cv.get("phone")),
        "url": href(cv["url"]) if "url" in cv else None,
        "summary": _spoken(summary, language),
        "location": _location(cv.get("location")),
        "profiles": [_profile(profile) for profile in cv.get("profiles", ())],
        "pronouns": cv.get("pronouns"),
    }
    return _with_extra({key: value for key, value in basics.items() if value}, cv)


def _location(text: str | None) -> dict[str, str]:
    """Return a place: an address if there is a number in it, else a city."""
    if not text:
        return {}
    return {"address" if re.search(r"\d", text) else "city": plain(text)}


def _profile(profile: Any) -> dict[str, str]:
    try:
        model = Profile.model_validate(profile)
    except ValidationError:  # a part of a profile
        return {key: profile[key] for key in ("network", "username", "url") if key in profile}
    fields = {"network": model.network, "username": model.username, "url": profile_url(model)}
    return {key: value for key, value in fields.items() if value}


def item_of(kind: str, card: Tree, language: str) -> dict[str, Any]:
    """Return the item of a list that shows a card."""
    entry = _spoken(card, language)
    if kind == "skills" and entry.get("text"):
        entry["keywords"] = [entry["text"], *entry.get("keywords", ())]
    item: dict[str, Any] = {}
    for field in SHAPES[kind].fields:
        value = _value(field, entry)
        if value and field.written:
            item[field.name] = value
    return _with_extra(item, entry)


def _value(field: Field, entry: Tree) -> Any:
    names = (field.ours, *field.also)
    if field.name == "startDate" and "end" in entry:
        names = ("start",)
    values = (_WRITE[field.form](entry[name]) for name in names if entry.get(name))
    return next((value for value in values if value), None)


def _with_extra(item: dict[str, Any], entry: Tree) -> dict[str, Any]:
    """Add the fields under ``extra``: JSON Resume allows additional fields."""
    for label, texts in entry.get("extra", {}).items():
        values = [plain(text) for text in ([texts] if isinstance(texts, str) else texts)]
        item.setdefault(plain(label), values[0] if len(values) == 1 else values)
    return item


def _date(date: str) -> str:
    match = _DATE.match(date)
    return match[0] if match else ""


def _bullets(items: Any) -> list[str]:
    return [text for item in items for text in _bullet(item)]


def _bullet(item: Any) -> Iterator[str]:
    """Yield a bullet and those below it in Markdown, which other tools expect here."""
    if isinstance(item, str):
        yield item
        return
    label, parts = item.get("label", ""), [item["text"]] if item.get("text") else []
    parts += [", ".join(item["keywords"])] if item.get("keywords") else []
    parts += [f"[{link['label']}]({href(link['url'])})" for link in item.get("links", ())]
    label = f"**{label}**" if label and not parts else f"**{label}:**" if label else ""
    if text := " ".join(part for part in (label, *parts) if part):
        yield text
    for below in item.get("highlights", ()):
        yield from _bullet(below)


def _names(items: Any) -> list[str]:
    names = (item if isinstance(item, str) else item.get("name") for item in items)
    return [name for name in names if name]


def _first(values: Any) -> str:
    return values if isinstance(values, str) else next(iter(values or ()), "")


def _plain(text: str | None) -> str:
    return plain(text) if text else ""


_WRITE: Mapping[str, Callable[[Any], Any]] = {
    "text": _plain,
    "line": str,
    "prose": str,
    "name": str,
    "names": _names,
    "texts": lambda texts: [plain(text) for text in ([texts] if isinstance(texts, str) else texts)],
    "words": lambda text: [plain(text)],
    "bullets": _bullets,
    "date": _date,
    "url": href,
}
