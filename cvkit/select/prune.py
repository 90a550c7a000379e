"""Prune: leave out what tags exclude, and choose among the languages of each text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from cvkit.errors import InputError, Problem, child_path
from cvkit.markup import plain
from cvkit.model import (
    CV,
    Item,
    LabelledTexts,
    Letter,
    Model,
    RichText,
    Section,
    Short,
    best_match,
    text_kind,
)

__all__ = ["Lacking", "Pruner", "Removal", "is_empty", "title_of"]

_STRUCTURE = {
    "kind",
    "tags",
    "id",
    "icon",
    "group_by",
    "sort",
    "page_break",
    "start",
    "end",
    "date",
}
_APART = ("variants", "redactions", "options")
_GONE: Any = object()


@dataclass(frozen=True)
class Removal:
    """Something that is not shown: its path in the file, its text, and the reason."""

    path: str
    text: str
    why: str


@dataclass(frozen=True)
class Lacking:
    """A text without a translation: its path, and whether it has translations into others."""

    path: str
    text: str
    translated: bool


class Pruner:
    """Walks over a CV once, and records what it leaves out.

    ``languages`` are the wanted one and that of the file.
    """

    def __init__(
        self,
        wanted: Iterable[str],
        unwanted: Iterable[str],
        languages: tuple[str, str],
        paths: Mapping[str, str],
    ) -> None:
        self.wanted = frozenset(wanted)
        self.unwanted = frozenset(unwanted)
        self.languages = languages
        self.elsewhere = paths
        self.removed: list[Removal] = []
        self.lacking: list[Lacking] = []
        self.labels: dict[str, str] = {}
        self._paths: dict[int, str] = {}
        self._kept: list[Any] = []  # so that no other object gets the same id

    def prune(self, cv: CV, language: str) -> CV:
        """Return the CV in a language, without what the tags exclude."""
        update: dict[str, Any] = {}
        for name in _fields_set(cv, _APART):
            value = self._value(getattr(cv, name), name, _is_text(CV, name))
            update[name] = CV.model_fields[name].get_default() if value is _GONE else value
        if isinstance(cv.name, RichText):
            # A paper may name its author in any language.
            variants = (*cv.name_variants, *cv.name.languages.values())
            update["name_variants"] = tuple(dict.fromkeys(str(name) for name in variants))
        if language != cv.language:
            update["language"] = language
        return cv.model_copy(update=update)

    def prune_letter(self, letter: Letter) -> Letter:
        """Return a letter in the language, without what the tags exclude."""
        pruned = self._model(letter, "")
        assert isinstance(pruned, Letter)
        return pruned

    def path_of(self, value: object) -> str:
        """Return the path in the file of something that was kept."""
        return self._paths.get(id(value), "")

    def replaced(self, model: Any, update: Mapping[str, Any]) -> Any:
        """Return a copy of a model with other values, which has the same path."""
        copied = model.model_copy(update=dict(update))
        self._paths[id(copied)] = self.path_of(model)
        self._kept.append(copied)
        return copied

    def record(self, value: Any, why: str) -> None:
        """Record something that another step leaves out."""
        self.removed.append(Removal(self.path_of(value), title_of(value), why))

    def in_language(self, text: str) -> str:
        """Return a text of a variant in the wanted language."""
        chosen = self._rich(text, "") if isinstance(text, RichText) else text
        return "" if chosen is _GONE else chosen

    def _value(self, value: Any, path: str, is_text: bool) -> Any:
        if isinstance(value, RichText):
            return self._rich(value, path)
        if isinstance(value, str):
            if is_text:
                self._note(value, path, translated=False)
            return value
        if isinstance(value, Model):
            return self._model(value, path)
        if isinstance(value, tuple):
            return self._list(value, path, is_text)
        if isinstance(value, dict):
            return self._mapping(value, path, is_text)
        return value

    def _mapping(self, value: Mapping[str, Any], path: str, is_text: bool) -> dict[str, Any]:
        """Return a mapping under the labels to print; two that are the same then are joined."""
        new: dict[str, Any] = {}
        for name, item in value.items():
            here = child_path(path, name)
            label = self._label(name, item, here) if is_text else name
            kept = self._value(item, here, is_text)
            if kept is not _GONE and kept != ():
                new[label] = (*new[label], *kept) if label in new else kept
        return new

    def _label(self, name: str, item: Any, path: str) -> str:
        """Return the label of texts of the person's own in the wanted language."""
        given = item.label if isinstance(item, LabelledTexts) else name
        if isinstance(given, RichText):
            chosen = self._rich(given, child_path(path, "label"))
            label = name if chosen is _GONE else str(chosen)
        else:
            self._note(given, path, translated=False)
            label = given
        self.labels[path] = label
        return label

    def _list(self, value: tuple[Any, ...], path: str, is_text: bool) -> tuple[Any, ...]:
        new = [self._value(item, child_path(path, n), is_text) for n, item in enumerate(value)]
        same = type(value) is tuple and len(new) == len(value)
        same = same and all(a is b for a, b in zip(new, value, strict=True))
        return value if same else tuple(item for item in new if item is not _GONE)

    def _rich(self, text: RichText, path: str) -> Any:
        if why := self._excluded(text.tags):
            self.removed.append(Removal(path, text, why))
            return _GONE
        if not text.languages:
            return str(text)
        wanted, own = (best_match(language, text.languages) for language in self.languages)
        if not wanted:
            self._note(text, path, translated=True)
        return text.languages[wanted or own or next(iter(text.languages))]

    def _note(self, text: str, path: str, *, translated: bool) -> None:
        wanted, own = self.languages
        other = wanted.partition("-")[0].lower() != own.partition("-")[0].lower()
        if (translated or other) and re.search(r"[^\W\d]{2}", text):
            self.lacking.append(Lacking(self.elsewhere.get(path, path), text, translated))

    def _excluded(self, tags: tuple[str, ...]) -> str:
        """Return why something with these tags is left out, or an empty string if it is not."""
        if found := [tag for tag in tags if tag in self.unwanted]:
            return f"tagged {', '.join(found)}, which is unwanted"
        if tags and self.wanted and not self.wanted & set(tags):
            return f"tagged {', '.join(tags)}, which is not wanted"
        return ""

    def _model(self, model: Model, path: str) -> Any:
        if isinstance(model, Item) and (why := self._excluded(model.tags)):
            self.removed.append(Removal(path, title_of(model), why))
            return _GONE
        update: dict[str, Any] = {"tags": ()} if isinstance(model, Item) and model.tags else {}
        lost = False
        for name in _fields_set(model, ("tags",)):
            old = getattr(model, name)
            field = type(model).model_fields[name]
            new = self._value(
                old, child_path(path, field.alias or name), _is_text(type(model), name)
            )
            if new is _GONE:
                update[name], lost = field.get_default(), True
            elif new is not old:
                update[name] = new
                lost = lost or (isinstance(old, tuple | dict) and len(new) < len(old))
        if update.get("projects") == ():
            update["projects_title"] = None  # a heading without projects
        new_model = model.model_copy(update=update) if update else model
        if lost and (is_empty(new_model) or not _is_whole(new_model, path)):
            return _GONE
        self._paths[id(new_model)] = path
        self._kept.append(new_model)
        return new_model


def title_of(value: Any) -> str:
    """Return a short text that identifies a part of a CV."""
    if isinstance(value, str):
        return value
    texts = [value.shorthand] if isinstance(value, Short) and value.shorthand else []
    for name in (*texts, "title", "position", "organization", "name", "label", "text", "kind"):
        text = getattr(value, name, None)
        if isinstance(text, str) and text:
            return plain(text)
    return next((title_of(item) for item in getattr(value, "groups", ())), type(value).__name__)


def _fields_set(model: Model, apart: Iterable[str]) -> list[str]:
    """Return the fields that were given, without some, in the order of the model."""
    given = model.model_fields_set - set(apart)
    return [name for name in type(model).model_fields if name in given]


def is_empty(model: Model) -> bool:
    """Whether a part has nothing left but structure and dates."""
    left = {n for n in model.model_fields_set - _STRUCTURE if getattr(model, n)}
    return not (left - {"title", "note"} if isinstance(model, Section) else left)


def _is_whole(model: Model, path: str) -> bool:
    """Return true if a model is still valid; raise :class:`InputError` if it is not."""
    fields = type(model).model_fields
    data = {
        fields[name].alias or name: value
        for name in model.model_fields_set
        if (value := getattr(model, name)) not in (None, ())
    }
    try:
        type(model).model_validate(data)
    except ValidationError as error:
        (first, *_) = error.errors()
        lost = ".".join(map(str, first["loc"]))
        message = f"the tags remove {lost or 'a text'}, which is required here"
        hint = "tag the whole entry instead"
        raise InputError(Problem("", message, path=path, hint=hint)) from None
    return True


@cache
def _is_text(model: type[Model], name: str) -> bool:
    """Whether a field holds text in a language, and not names, numbers or addresses."""
    return text_kind(model.model_fields[name]) in {"text", "prose"}
