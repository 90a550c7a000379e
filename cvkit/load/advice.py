"""What was probably meant by an unknown name or a wrong value, and how to write it."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel

from cvkit.errors import Problem, Suggestion, did_you_mean, meant
from cvkit.model import CV, KINDS, Profile, Section, kind_of
from cvkit.model.entries import SkillEntry
from cvkit.model.links import network_name
from cvkit.model.parts import Highlight
from cvkit.source.characters import named, reveal
from cvkit.source.nodes import Node

__all__ = [
    "date_hint",
    "foreign_file",
    "item_hint",
    "kind_meant",
    "language_hint",
    "one_text_hint",
    "place_hint",
    "section_kind",
    "similar_file",
    "synonym",
    "unseen",
]

# Names that other tools, and people, use for our fields; the first that is known here is meant.
_SYNONYMS = {
    "company": ("organization",),
    "employer": ("organization",),
    "organisation": ("organization",),
    "school": ("institution",),
    "university": ("institution",),
    "college": ("institution",),
    "title": ("position", "headline", "name"),
    "name": ("network", "organization", "institution", "title"),
    "job_title": ("position",),
    "jobtitle": ("position",),
    "role": ("position", "headline"),
    "label": ("headline", "name"),
    "studytype": ("degree",),
    "major": ("area",),
    "field": ("area",),
    "subject": ("area",),
    "field_of_study": ("area",),
    "startdate": ("start",),
    "start_date": ("start",),
    "enddate": ("end",),
    "end_date": ("end",),
    "from": ("start",),
    "since": ("start",),
    "to": ("end",),
    "until": ("end",),
    "dates": ("start", "date"),
    "year": ("date",),
    "releasedate": ("date",),
    "bullets": ("highlights",),
    "achievements": ("highlights",),
    "responsibilities": ("highlights",),
    "tasks": ("highlights",),
    "items": ("entries", "keywords"),
    "details": ("keywords", "highlights"),
    "website": ("url",),
    "homepage": ("url",),
    "link": ("url",),
    "href": ("url",),
    "mail": ("email",),
    "e-mail": ("email",),
    "tel": ("phone",),
    "telephone": ("phone",),
    "mobile": ("phone",),
    "phone_number": ("phone",),
    "address": ("location",),
    "city": ("location",),
    "place": ("location",),
    "type": ("kind",),
    "gpa": ("score",),
    "grade": ("score",),
    "description": ("summary", "text"),
    "content": ("text", "entries"),
    "journal": ("venue",),
    "conference": ("venue",),
    "booktitle": ("venue",),
    "number": ("issue",),
    "lang": ("language",),
    "locale": ("language",),
    "picture": ("photo",),
    "image": ("photo",),
    "avatar": ("photo",),
    "work": ("sections",),
    "fullname": ("name",),
    "full_name": ("name",),
    "author": ("authors",),
    "user": ("username",),
    "social_networks": ("profiles",),
    "social": ("profiles",),
    "socials": ("profiles",),
    "networks": ("profiles",),
    "links": ("profiles",),
    "design": ("options",),
    "themes": ("theme",),
    "format": ("formats",),
    "filename": ("output",),
    "file_name": ("output",),
    "settings": ("options",),
    "skill": ("name",),
    "proficiency": ("fluency", "level"),
}
# Options of most themes, which are often written at the top of the file.
_OPTIONS = {"accent", "color", "colour", "font", "font_size", "page_size", "density", "margin"}
_FOREIGN = {"cv": "RenderCV", "basics": "JSON Resume", "content": "YAMLResume"}


def synonym(name: str, known: Iterable[str]) -> str:
    """Return the known field that a name of other tools means, or an empty string."""
    known = list(known)
    meant = _SYNONYMS.get(name.lower(), ())
    return next((field for field in meant if field in known), "")


def unseen(name: str) -> tuple[str, str]:
    """Return a name as it can be shown, and a hint if characters of it cannot be seen."""
    shown, hidden = reveal(name)
    if hidden:
        return shown, f"delete {', '.join(hidden)}"
    foreign = [c for c in name if not c.isascii() and c.isalpha()]
    if foreign and any(c.isascii() and c.isalpha() for c in name):
        listed = ", ".join(f'"{c}" is {named(c)}' for c in dict.fromkeys(foreign))
        if any(unicodedata.name(c, "LATIN").split()[0] != "LATIN" for c in foreign):
            return shown, listed
    return shown, ""


def place_hint(name: str, parent: Node, model: type[BaseModel]) -> str:
    """Return where and how to write a known thing that is in the wrong place, or nothing."""
    value = parent.child(name)
    text = value.value if value and isinstance(value.value, str) else ""
    if model is CV:
        return _top_level_hint(name, text)
    if issubclass(model, Section):
        return _section_hint(name, model)
    network = network_name(name) if issubclass(model, Profile) and text else ""
    return f"write network: {network} and username: {text}" if network else ""


def item_hint(name: str, parent: Node, model: type[BaseModel]) -> str:
    """Return how to write the item of a list that has only one field, an unknown one."""
    value = parent.child(name)
    text = value.value if value and isinstance(value.value, str) else ""
    if not text or not isinstance(parent.value, dict) or len(parent.value) > 1:
        return ""
    if issubclass(model, SkillEntry) and "," in text:
        return f"write name: {name} and keywords: [{text}]"
    if issubclass(model, Highlight) and len(name) < 40:
        return f'write label: {name} and text: …, or put a text that contains ": " in quotes'
    return ""


def _top_level_hint(name: str, text: str) -> str:
    if kind := kind_meant(name):
        return f'write "- kind: {kind}" as a section below "sections:"'
    if network := network_name(name):
        return f'write "- network: {network}" and "username: {text or "…"}" below "profiles:"'
    if name.lower() in _OPTIONS:
        return 'options of the theme belong below "options:"'
    return ""


def _section_hint(name: str, model: type[Section]) -> str:
    kind = KINDS[kind_of(model)]
    if name in ("entries", "items", "highlights"):
        return f'a section of the kind {kind.name} has no entries: write "text: …"'
    if kind.entry and (name in kind.entry.model_fields or synonym(name, kind.entry.model_fields)):
        return 'it belongs to an entry: write it below "entries:", after "- "'
    return ""


def kind_meant(word: str) -> str:
    """Return the kind of section that a heading means, in the languages of the headings."""
    heading = re.sub(r"[_-]+", " ", word).strip().lower()
    if heading in KINDS:
        return heading
    return next((name for name, kind in KINDS.items() if heading in kind.titles), "")


def section_kind(node: Node) -> str:
    """Return the kind that a section without one has by its title or its first field."""
    if isinstance(node.value, str):
        return kind_meant(node.value)
    title = node.child("title")
    words = [title.value if title and isinstance(title.value, str) else "", *node.keys]
    return next((kind for word in words if (kind := kind_meant(word))), "")


def similar_file(name: str, others: Iterable[str]) -> str:
    """Return ``did you mean "…"?`` with the file whose name differs in case, or a little."""
    near = [other for other in others if did_you_mean(Path(name).stem, [Path(other).stem])]
    return did_you_mean(name, near)


def one_text_hint(field: str, known: Iterable[str]) -> str:
    """Return what takes several texts, if a list was written where one is expected."""
    known = set(known)
    if field == "url":
        several = "links" if "links" in known else "profiles" if "profiles" in known else ""
    else:
        several = next((name for name in (f"{field}s", f"{field}es") if name in known), "")
    one = "write one only" if several else "write one text; one that begins with [ needs quotes"
    return f'{one}; "{several}" takes several' if several else one


def date_hint(text: str) -> str:
    """Return how to write a date or a range in words of any language, or an empty string."""
    from cvkit.language.read_dates import find_period, read_date  # for wrong dates only

    typed = text
    text = re.sub(r"(?<=\d)[\u2010-\u2015\u2212](?=\d\d(?!\d))", "-", text)
    if date := read_date(text):
        return Suggestion(f"write {date}", str(date), typed)
    found = find_period(text)
    if found and found.start == 0 and found.end == len(text) and "start" in found.fields:
        end = found.fields.get("end", "present")
        return f"write a range as two fields, start: {found.fields['start']} and end: {end}"
    return ""


def language_hint(name: str) -> str:
    """Return the tag of a language that was written as a word, or an empty string."""
    from cvkit.language.language_names import tag_of  # for wrong languages only

    tag = tag_of(name)
    return meant(tag, name) if tag else ""


def foreign_file(root: Node) -> Problem | None:
    """Return the problem of a file that another tool reads, if this is one."""
    fields = root.value if isinstance(root.value, dict) else {}
    for name, tool in _FOREIGN.items():
        if name in fields and isinstance(fields[name].value, dict) and "sections" not in fields:
            command = f"cvkit import {shlex.quote(root.place.source.name)}"
            return root.keys[name].problem(
                f"this is a file of {tool}, not of cvkit",
                hint=f"convert it: {command}",
                code="not-a-cv",
            )
    return None
