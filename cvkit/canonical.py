"""Canonical YAML: the form in which cvkit itself writes a person's file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from cvkit.model import CV

__all__ = ["dump", "to_plain"]


def to_plain(cv: CV) -> dict[str, Any]:
    """Return a CV as the loader reads it: texts, lists and mappings, without what is not set."""
    plain: dict[str, Any] = _plain(
        cv.model_dump(by_alias=True, exclude_defaults=False, exclude_unset=True)
    )
    return plain


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


class _Dumper(yaml.SafeDumper):
    """Writes texts as they are, for the loader reads nothing else, and items further in."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012  # PyYAML's own way

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None if text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
