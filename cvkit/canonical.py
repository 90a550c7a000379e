"""Canonical YAML: the form in which cvkit itself writes a person's file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import BaseModel

from cvkit.model import CV, Entry, Item, models_in

__all__ = ["dump", "to_plain", "to_short"]


def to_plain(cv: CV) -> dict[str, Any]:
    """Return a CV as the loader reads it: texts, lists and mappings, without what is not set."""
    dumped = cv.model_dump(by_alias=True, exclude_defaults=False, exclude_unset=True)
    plain: dict[str, Any] = _plain(dumped)
    return plain


def to_short(cv: CV) -> dict[str, Any]:
    """Return a CV as :func:`to_plain` does, but as people write it.

    The main field of an entry comes first and lists of items last; an item that consists of its
    main field alone is a text, and what is empty is left out.
    """
    short: dict[str, Any] = _short(to_plain(cv), cv)
    return short


def dump(data: Mapping[str, Any]) -> str:
    """Return the YAML text of a tree of texts, lists and mappings; loading it gives them back."""
    text: str = yaml.dump(dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96)
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _short(plain: Any, value: Any) -> Any:
    """Shorten a plain value, going through the model beside it."""
    if isinstance(value, tuple) and isinstance(plain, list):
        if len(value) == 1 and isinstance(plain[0], str):
            return plain[0]
        return [_short(item, model) for item, model in zip(plain, value, strict=True)]
    if isinstance(value, Mapping) and isinstance(plain, dict):
        return {key: _short(item, value[key]) for key, item in plain.items()}
    if isinstance(value, BaseModel) and isinstance(plain, dict):
        return _short_model(plain, value)
    return plain


def _short_model(plain: dict[str, Any], value: BaseModel) -> Any:
    model = type(value)
    names = {field.alias or name: name for name, field in model.model_fields.items()}
    fields = {
        key: _short(item, getattr(value, names[key]))
        for key, item in plain.items()
        if item not in ([], {})
    }
    if not issubclass(model, Item):
        return fields
    main = model.shorthand
    if main and list(fields) == [main] and isinstance(fields[main], str):
        return fields[main]
    return dict(sorted(fields.items(), key=lambda field: _rank(model, names[field[0]])))


def _rank(model: type[Item], name: str) -> int:
    """Return where a field of an item is written; fields of one rank keep the model's order."""
    if not issubclass(model, Entry):
        return 0 if name == "kind" else 1
    if name == model.shorthand:
        return 0
    if models_in(model.model_fields[name].annotation):
        return 3
    return 2 if name in Entry.model_fields else 1


# Line breaks of YAML 1.1 beside the common ones.
_BREAKS = re.compile("[\x85\u2028\u2029]")


class _Dumper(yaml.SafeDumper):
    """Writes texts as they are, for the loader reads nothing else, and items further in."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012  # PyYAML's own way

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if _BREAKS.search(text):
        style: str | None = '"'  # which writes them as \N, \L and \P; elsewhere they are folded
    else:
        style = "|" if "\n" in text else None if text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
