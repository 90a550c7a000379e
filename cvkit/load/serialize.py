"""Convert a CV to the YAML of its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from cvkit.model import CV, Author, LabelledTexts, Model, RichText, models_in
from cvkit.source.format.emitter import Branch, Leaf, Listing, Tree, emit, part_sections

__all__ = ["dump", "to_full", "to_plain"]

_SHORT = 3  # fields: longer entries are separated by empty lines

# Long fields come last, so that an entry begins with its name, place and dates.
_LAST = ("positions", "projects_title", "projects", "skills", "entries", "groups")


def to_plain(cv: CV) -> dict[str, Any]:
    """Return a CV as texts, lists and mappings, as the loader reads it, without unset fields.

    Fields are in the order in which people write them, and short forms are used if possible.
    """
    return {name: _plain(value) for name, value in _fields(cv)}


def to_full(cv: CV) -> dict[str, Any]:
    """Return a CV like :func:`to_plain`, but without short forms."""
    full: dict[str, Any] = _long(cv)
    return full


def dump(data: Mapping[str, Any]) -> str:
    """Return the YAML text of a tree of texts, lists and mappings; loading it restores them."""
    root = _tree(data)
    part_sections(root)
    return emit(root)


def _plain(value: Any) -> Any:
    match value:
        case Model():
            return _short(value, {name: _plain(each) for name, each in _fields(value)})
        case RichText():
            return _rich(value)
        case Mapping() | LabelledTexts():
            return {key: _plain(each) for key, each in _items(value)}
        case list() | tuple():
            plain = [_plain(each) for each in value]
            # A list with a single text is written as the text.
            is_text = len(plain) == 1 and isinstance(value[0], str) and isinstance(plain[0], str)
            return plain[0] if is_text else plain
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _long(value: Any) -> Any:
    match value:
        case Model():
            fields = type(value).model_fields
            given = (n for n in fields if n in value.model_fields_set)
            found = {fields[n].alias or n: getattr(value, n) for n in given}
            return {name: _long(each) for name, each in found.items() if each is not None}
        case RichText():
            return _rich(value)
        case Mapping() | LabelledTexts():
            return {key: _long(each) for key, each in _items(value)}
        case list() | tuple():
            return [_long(each) for each in value]
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def _items(value: Mapping[str, Any] | LabelledTexts) -> Iterable[tuple[str, Any]]:
    if isinstance(value, LabelledTexts):
        return ("label", value.label), ("text", tuple(value))
    return value.items()


def _rich(text: RichText) -> Any:
    """Return a text with its languages or its tags, as written in files."""
    words = dict(text.languages) or str(text)
    return {"text": words, "tags": _plain(text.tags)} if text.tags else words


def _fields(model: Model) -> list[tuple[str, Any]]:
    """Return the fields that are set and not empty, under their names in files."""
    found = []
    for name in _order(type(model)):
        value = getattr(model, name)
        if name in model.model_fields_set and value is not None and value not in ((), {}):
            found.append((type(model).model_fields[name].alias or name, value))
    return found


def _short(model: Model, fields: dict[str, Any]) -> Any:
    short = fields.get(getattr(model, "shorthand", None) or "")
    return short if len(fields) == 1 and isinstance(short, str) else fields


@cache
def _order(model: type[Model]) -> tuple[str, ...]:
    """Return the names of fields: a class's own before inherited ones, long ones last."""
    names: list[str] = []
    for each in model.__mro__:
        if issubclass(each, Model):
            inherited = {name for base in each.__bases__ if issubclass(base, Model)
                         for name in base.model_fields}  # fmt: skip
            names += [name for name in each.model_fields if name not in {*inherited, *names}]
    return (*(n for n in names if n not in _LAST), *(n for n in _LAST if n in names))


def _tree(value: Any, name: str = "") -> Tree:
    if isinstance(value, str):
        return Leaf(text=value)
    if isinstance(value, Mapping):
        return Branch(fields=[(Leaf(text=key), _tree(each, key)) for key, each in value.items()])
    inline = name not in _below_each_other() and all(isinstance(each, str) for each in value)
    items = [_tree(each) for each in value]
    if name == "entries" and any(_is_long(item) for item in items):
        for item in items[1:]:
            item.above = [""]
    return Listing(items=items, inline=inline)


def _is_long(entry: Tree) -> bool:
    return isinstance(entry, Branch) and len(entry.fields) > _SHORT


@cache
def _below_each_other() -> frozenset[str]:
    """Return the list fields with one item per line: all except texts and authors."""
    seen: set[type] = {Author}
    names: set[str] = set()
    waiting: list[Any] = [CV]
    while waiting:
        for name, info in waiting.pop().model_fields.items():
            models = [model for model in models_in(info.annotation) if model is not Author]
            names |= {name} if models else set()
            waiting += [model for model in models if model not in seen]
            seen.update(models)
    return frozenset(names)
