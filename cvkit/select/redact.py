"""Redact: remove fields from a CV, and every trace of their content from the rest.

What is removed is taken from the whole CV, before tags and languages: a number that a variant
does not show anyway must not be in its texts either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cvkit.model import CV, REDACTIONS, Letter, Model, Profile, Redaction, RichText, Section
from cvkit.model.walk import leaves, sections_of

from .prune import Pruner, Removal
from .scrub import Doubt, Scrubber
from .traces import Secret, Traces

__all__ = ["fields_of", "redact", "redact_letter", "traces_of"]

_NAMES = {"name", "name_variants"}
# The kinds of what is removed by the names of fields; of the person, and of entries.
_OWN: Mapping[str, str] = {
    "name": "name",
    "name_variants": "name",
    "email": "email",
    "phone": "phone",
    "url": "url",
    "location": "address",
    "pronouns": "fact",
    "extra": "fact",
}
_OF_ENTRIES: Mapping[str, str] = {"email": "email", "phone": "phone", "url": "url", "extra": "fact"}
_OF_REMOVED: Mapping[str, str] = {
    "email": "email",
    "phone": "phone",
    "url": "url",
    "name": "person",
}
# Fields of removed parts that say nothing about the person.
_UNTELLING = frozenset(
    ("kind", "type", "id", "icon", "tags", "sort", "group_by", "page_break", "location", "keywords",
     "badges", "status")
)  # fmt: skip
# What a reference shares with the person: where they have worked together.
_SHARED = {"references": frozenset(("organization", "position", "relationship"))}


def redact(
    cv: CV, name: str, whole: CV, traces: Traces, pruner: Pruner
) -> tuple[CV, tuple[Doubt, ...]]:
    """Return a CV without the fields of a redaction and without traces of them, and doubts.

    ``whole`` is the CV of the file, with everything that was not selected.
    """
    fields = fields_of(name, whole.redactions)
    why = f'redacted as "{name}"'
    update: dict[str, Any] = {}
    for field in sorted(fields & CV.model_fields.keys()):
        if getattr(cv, field):
            pruner.removed.append(Removal(field, field, why))
        update[field] = CV.model_fields[field].get_default(call_default_factory=True)
    names = (field for field in fields if field.startswith("extra."))
    labels = {pruner.labels.get(name, name.removeprefix("extra.")) for name in names}
    if "extra" not in update:
        update["extra"] = {label: v for label, v in cv.extra.items() if label not in labels}
    update["sections"] = tuple(
        _section(section, fields, pruner)
        for section in cv.sections
        if not _is_removed(section, fields, pruner, why)
    )
    scrubber = Scrubber(traces, _names(whole, fields), pruner, why)
    scrubbed: CV = scrubber.model(cv.model_copy(update=update))
    return scrubbed, tuple(dict.fromkeys(scrubber.doubts))


def redact_letter(
    letter: Letter, name: str, whole: CV, traces: Traces, pruner: Pruner
) -> tuple[Letter, tuple[Doubt, ...]]:
    """Return a letter without traces of what a redaction removes from the CV, and doubts."""
    fields = fields_of(name, whole.redactions)
    scrubber = Scrubber(traces, (), pruner, "")
    scrubbed: Letter = scrubber.model(letter)
    if {"name", "photo"} & fields:  # a signature shows both who it is and how they write
        scrubbed = scrubbed.model_copy(update={"signature": None})
    return scrubbed, tuple(dict.fromkeys(scrubber.doubts))


def fields_of(name: str, own: Mapping[str, Redaction]) -> frozenset[str]:
    """Return all fields that a redaction removes, including the inherited ones."""
    fields: set[str] = set()
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            redaction = own.get(current) or REDACTIONS[current]
            fields.update(redaction.remove)
            waiting += redaction.extends
    return frozenset(fields)


def traces_of(whole: CV, name: str, also: CV | None = None) -> Traces:
    """Return the traces of everything that a redaction removes from one CV, and from another."""
    fields = fields_of(name, whole.redactions)
    secrets = (secret for cv in (whole, also) if cv for secret in _secrets(cv, fields))
    return Traces(dict.fromkeys(secrets))


def _names(whole: CV, fields: frozenset[str]) -> tuple[str, ...]:
    given = (whole.name or "", *whole.name_variants) if _NAMES & fields else ()
    return tuple(text for name in given for text in _in_all_languages(name))


def _is_removed(section: Section, fields: frozenset[str], pruner: Pruner, why: str) -> bool:
    removed = section.kind in fields
    if removed:
        pruner.record(section, why)
    return removed


def _section(section: Section, fields: frozenset[str], pruner: Pruner) -> Section:
    start = f"{section.kind}."
    names = {field.removeprefix(start) for field in fields if field.startswith(start)}
    groups = (group for group in section.groups if group.kind not in fields)
    update: dict[str, Any] = {"groups": tuple(_section(each, fields, pruner) for each in groups)}
    if names and section.entries:
        update["entries"] = tuple(_without(entry, names, pruner) for entry in section.entries)
    bare: Section = pruner.replaced(section, update)
    return bare


def _without(entry: Model, names: set[str], pruner: Pruner) -> Model:
    fields = type(entry).model_fields
    update = {
        name: fields[name].get_default(call_default_factory=True) for name in names & fields.keys()
    }
    bare: Model = pruner.replaced(entry, update)
    return bare


def _secrets(cv: CV, fields: frozenset[str]) -> Iterator[Secret]:
    """Yield everything that must not be found any more."""
    for field in sorted(fields & (CV.model_fields.keys() - {"profiles", "photo"})):
        kind = _OWN.get(field, "words")
        yield from (Secret(kind, text, field=field) for text in _texts(getattr(cv, field)))
        variants = (getattr(variant, field, None) for variant in cv.variants.values())
        yield from (Secret(kind, text, field=field) for text in _texts(list(variants)))
    for label, texts in cv.extra.items():
        if f"extra.{label}" in fields:
            yield from (Secret("fact", text, field=f"extra.{label}") for text in _texts(texts))
    for profile in cv.profiles if "profiles" in fields else ():
        yield from _secrets_of_profile(profile)
    for section in sections_of(cv.sections):
        if section.kind in fields:
            yield from _secrets_of_removed(section, section.kind)
        for entry in section.entries:
            for name in type(entry).model_fields:
                if f"{section.kind}.{name}" in fields:
                    kind, field = _OF_ENTRIES.get(name, "words"), f"{section.kind}.{name}"
                    found = _texts(getattr(entry, name))
                    yield from (Secret(kind, text, field=field) for text in found)


def _secrets_of_profile(profile: Profile) -> Iterator[Secret]:
    yield from (Secret("url", text, field="profiles") for text in _texts(profile.url))
    for user in _texts(profile.username):
        yield Secret("profile", user, profile.network or "", "profiles")


def _secrets_of_removed(part: Any, field: str, within: str = "") -> Iterator[Secret]:
    """Yield the secrets of a part that is removed as a whole, such as the references."""
    if isinstance(part, Model):
        for name in part.model_fields_set - _UNTELLING - _SHARED.get(field, frozenset()):
            yield from _secrets_of_removed(getattr(part, name), field, name)
    elif isinstance(part, tuple) and part and isinstance(part[0], Model):
        for item in part:
            yield from _secrets_of_removed(item, field, within)
    else:
        kind = _OF_REMOVED.get(within, "remark")
        yield from (Secret(kind, text, field=field) for text in _texts(part))


def _texts(value: Any) -> Iterator[str]:
    """Yield every text within a value, in all of its languages."""
    for leaf in leaves(value):
        if isinstance(leaf, str):
            yield from _in_all_languages(leaf)


def _in_all_languages(text: str) -> Iterable[str]:
    languages = tuple(text.languages.values()) if isinstance(text, RichText) else ()
    return dict.fromkeys((str(text), *languages))
