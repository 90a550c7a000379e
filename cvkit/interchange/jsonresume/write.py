"""Convert a CV to a document of JSON Resume 1.0.0, as far as that can hold it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cvkit.markup import plain
from cvkit.model import LABELLED, Profile, best_match, href, is_languages
from cvkit.model.links import profile_url

from .fields import SHAPES, Field

__all__ = ["SCHEMA", "is_key", "to_document"]

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
KEYS = (
    "basics", "work", "volunteer", "education", "awards", "certificates", "publications",
    "skills", "languages", "interests", "references", "projects",
)  # fmt: skip

Tree = Mapping[str, Any]
_CHOICES = ("tags", "variants", "redactions")
_DATE = re.compile(r"([12]\d{3})(-\d{2}){0,2}")


def to_document(cv: Tree) -> dict[str, Any]:
    """Return the document of a CV, given as :func:`cvkit.load.serialize.to_full` makes it.

    The document always follows the schema: a season becomes its year, nested bullets become
    bullets, and sections that JSON Resume does not know go to the list that is closest. Of a text
    in several languages, the one in the language of the CV is used.
    """
    cv = _spoken(cv, str(cv.get("language", "en")))
    sections = list(_flat(cv.get("sections", ())))
    document: dict[str, Any] = {"$schema": SCHEMA, "basics": _basics(cv, sections)}
    lists: dict[str, list[Any]] = {}
    for section in sections:
        key = _key(section)
        if key and key not in KEYS and set(section) == {"kind", "title", "text"}:
            document[key] = plain(section["text"])
        elif key:
            for entry in section.get("entries", ()):
                lists.setdefault(key, []).extend(_items(section["kind"], entry))
        for project in _projects_of_jobs(section):
            lists.setdefault("projects", []).append(project)
    ordered = [key for key in KEYS if key in lists] + [key for key in lists if key not in KEYS]
    return document | {key: lists[key] for key in ordered}


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


def _flat(sections: Any) -> Iterator[Tree]:
    for section in sections:
        yield section
        yield from _flat(section.get("groups", ()))


def _key(section: Tree) -> str:
    title = section.get("title", "")
    if section["kind"] == "custom" and is_key(title):
        return str(title)
    shape = SHAPES.get(section["kind"])
    return shape.key if shape else ""


def _basics(cv: Tree, sections: list[Tree]) -> dict[str, Any]:
    summary = next((s["text"] for s in sections if s["kind"] == "summary" and "text" in s), None)
    basics = {
        "name": cv.get("name"),
        "label": _plain(cv.get("headline")),
        "image": cv.get("photo"),
        "email": _first(cv.get("email")),
        "phone": _first(cv.get("phone")),
        "url": href(cv["url"]) if "url" in cv else None,
        "summary": summary,
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
    model = Profile.model_validate(profile)
    fields = {"network": model.network, "username": model.username, "url": profile_url(model)}
    return {key: value for key, value in fields.items() if value}


def _items(kind: str, entry: Tree) -> Iterator[dict[str, Any]]:
    """Yield the items of an entry: one for each of its positions or skills, or just one."""
    if kind == "skills":
        yield from _skills(entry, "")
        return
    common = {key: value for key, value in entry.items() if key != "positions"}
    parts: Sequence[Tree] = entry.get("positions") or ({},)
    for part in parts:
        yield _item(kind, {**common, **part})


def _skills(entry: Tree, above: str) -> Iterator[dict[str, Any]]:
    name = ": ".join(part for part in (above, entry.get("name", "")) if part)
    words = [*([entry["text"]] if entry.get("text") else ()), *entry.get("keywords", ())]
    item = _item("skills", {**entry, **({"name": name} if name else {}), "keywords": words})
    if words or not entry.get("skills"):
        yield item
    for skill in entry.get("skills", ()):
        yield from _skills(skill, name)


def _projects_of_jobs(section: Tree) -> Iterator[dict[str, Any]]:
    for entry in section.get("entries", ()):
        if section["kind"] in ("experience", "volunteering"):
            where = {"organization": entry["organization"]} if "organization" in entry else {}
            for project in entry.get("projects", ()):
                yield _item("projects", {**where, **project})


def _item(kind: str, entry: Tree) -> dict[str, Any]:
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
    yield " ".join(part for part in (label, *parts) if part)
    for below in item.get("highlights", ()):
        yield from _bullet(below)


def _names(items: Any) -> list[str]:
    return [item if isinstance(item, str) else item["name"] for item in items]


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
