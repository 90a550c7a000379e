"""Redact: remove fields from a CV, and every trace of their content from the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cvkit.model import CV, REDACTIONS, Author, Letter, Model, Redaction, Section
from cvkit.model.names import is_same_person, split_marks
from cvkit.model.walk import sections_of, texts_of

from .prune import Pruner, Removal, is_empty
from .traces import HIDDEN, Traces

__all__ = ["fields_of", "redact", "redact_letter"]


def redact(cv: CV, name: str, own: Mapping[str, Redaction], pruner: Pruner) -> CV:
    """Return a CV without the fields of a redaction and without traces of them."""
    fields = fields_of(name, own)
    why = f'redacted as "{name}"'
    traces = Traces(_secrets(cv, fields))
    names = (cv.name or "", *cv.name_variants) if {"name", "name_variants"} & fields else ()
    update: dict[str, Any] = {}
    for field in sorted(fields & CV.model_fields.keys()):
        if getattr(cv, field):
            pruner.removed.append(Removal(field, field, why))
        update[field] = CV.model_fields[field].get_default(call_default_factory=True)
    labels = {field.removeprefix("extra.") for field in fields if field.startswith("extra.")}
    if "extra" not in update:
        update["extra"] = {label: v for label, v in cv.extra.items() if label not in labels}
    update["sections"] = tuple(
        _section(section, fields)
        for section in cv.sections
        if not _is_removed(section, fields, pruner, why)
    )
    scrubber = _Scrubber(traces, names, pruner, why)
    scrubbed: CV = scrubber.model(cv.model_copy(update=update))
    return scrubbed


def redact_letter(letter: Letter, cv: CV, name: str, pruner: Pruner) -> Letter:
    """Return a letter without traces of what a redaction removes from the CV."""
    fields = fields_of(name, cv.redactions)
    scrubber = _Scrubber(Traces(_secrets(cv, fields)), (), pruner, "")
    scrubbed: Letter = scrubber.model(letter)
    if not {"name", "photo"} & fields:
        return scrubbed
    return scrubbed.model_copy(update={"signature": None})


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


def _is_removed(section: Section, fields: frozenset[str], pruner: Pruner, why: str) -> bool:
    removed = section.kind in fields
    if removed:
        pruner.record(section, why)
    return removed


def _section(section: Section, fields: frozenset[str]) -> Section:
    start = f"{section.kind}."
    names = {field.removeprefix(start) for field in fields if field.startswith(start)}
    groups = (group for group in section.groups if group.kind not in fields)
    update: dict[str, Any] = {"groups": tuple(_section(each, fields) for each in groups)}
    if names and section.entries:
        update["entries"] = tuple(_without(entry, names) for entry in section.entries)
    return section.model_copy(update=update)


def _without(entry: Model, names: set[str]) -> Model:
    fields = type(entry).model_fields
    update = {
        name: fields[name].get_default(call_default_factory=True) for name in names & fields.keys()
    }
    return entry.model_copy(update=update)


def _secrets(cv: CV, fields: frozenset[str]) -> dict[str, list[str]]:
    """Return the texts that must not be found any more, by their fields."""
    secrets: dict[str, list[str]] = {}
    for field in fields & CV.model_fields.keys():
        secrets[field] = list(texts_of(getattr(cv, field)))
    for section in sections_of(cv.sections):
        for entry in section.entries:
            for name in type(entry).model_fields:
                if f"{section.kind}.{name}" in fields:
                    secrets.setdefault(name, []).extend(texts_of(getattr(entry, name)))
    return secrets


class _Scrubber:
    """Removes the traces from every text, link and list of authors."""

    def __init__(self, traces: Traces, names: tuple[str, ...], pruner: Pruner, why: str) -> None:
        self.traces = traces
        self.names = names
        self.pruner = pruner
        self.why = why

    def model(self, model: Any) -> Any:
        if isinstance(model, Author) and self.names and self._is_self(model):
            marks = split_marks(model.name)[1]
            return model.model_copy(update={"name": HIDDEN + marks, "self_": True})
        update = {}
        for name in model.model_fields_set:
            old = getattr(model, name)
            new = self.value(old, name)
            if new is not old:
                update[name] = new
        return model.model_copy(update=update) if update else model

    def value(self, value: Any, field: str) -> Any:
        if isinstance(value, str):
            return self.text(value, field)
        if isinstance(value, Model):
            return self.model(value)
        if isinstance(value, tuple):
            kept = (self.value(item, field) for item in value if not self._leads_back(item))
            new = [item for item in kept if not (isinstance(item, Model) and is_empty(item))]
            same = len(new) == len(value) and all(a is b for a, b in zip(new, value, strict=True))
            return value if same else tuple(new)
        if isinstance(value, dict):
            return {self.traces.hide(key): self.value(item, field) for key, item in value.items()}
        return value

    def text(self, text: str, field: str) -> str | None:
        if field == "url":
            return None if self.traces.is_in_url(text) else text
        hidden = self.traces.hide(text)
        return text if hidden == text else hidden

    def _leads_back(self, item: Any) -> bool:
        """Whether this is a link, and nothing but a link, to something redacted."""
        url = getattr(item, "url", None)
        labelled = isinstance(item, Model) and "label" in type(item).model_fields
        required = labelled and type(item).model_fields.get("url")
        if url and required and required.is_required() and self.traces.is_in_url(url):
            self.pruner.record(item, self.why)
            return True
        return False

    def _is_self(self, author: Author) -> bool:
        return author.self_ or is_same_person(author.name, self.names)
