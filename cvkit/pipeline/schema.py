"""The JSON Schema for the files of a project, with its themes and their options."""

from __future__ import annotations

from typing import Any

from cvkit.export import ALIASES, EXPORTERS
from cvkit.language.catalogue import word_names
from cvkit.model.schema import Vocabulary, json_schema
from cvkit.theme.options import Option

from .assist import themes_of
from .project import Project

__all__ = ["project_schema"]

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_FLAGS = ["true", "false", "yes", "no", "on", "off"]


def project_schema(project: Project) -> dict[str, Any]:
    """Return the JSON Schema of a person's file with the themes that a project has."""
    themes = themes_of(project)
    options: dict[str, dict[str, Any]] = {}
    for theme in themes.values():
        for option in theme.options.values():
            schema = _option(option)
            known = options.setdefault(option.name, schema)
            if known.get("anyOf") != schema["anyOf"]:  # themes may have values of their own
                added = [each for each in schema["anyOf"] if each not in known["anyOf"]]
                options[option.name] = {**known, "anyOf": [*known["anyOf"], *added]}
    return json_schema(
        Vocabulary(
            tuple(themes),
            (*EXPORTERS, *ALIASES),
            tuple(name for _, name, _ in word_names()),
            options,
        )
    )


def _option(option: Option) -> dict[str, Any]:
    return {"description": option.description, "anyOf": [*_values(option), _EMPTY]}


_EMPTY = {"$ref": "#/$defs/Empty"}


def _values(option: Option) -> list[dict[str, Any]]:
    """Return the schemas of the values of an option."""
    match option.type:
        case "flag":
            flags = [*_FLAGS, *(flag.title() for flag in _FLAGS), *map(str.upper, _FLAGS)]
            return [{"type": "boolean"}, {"enum": flags}]
        case "number":
            return [_number(option), {"type": "string", "pattern": r"^\s*-?\d*\.?\d+\s*$"}]
        case "length":
            return [{"type": "string", "pattern": r"^\s*-?\d*\.?\d+[A-Za-z%]*\s*$"}, {"const": 0}]
        case "color":
            return [
                {"type": "string", "pattern": r"^\s*(#[0-9A-Fa-f]{3,8}|[A-Za-z-]+(\(.*\))?)\s*$"}
            ]
    if option.choices:
        return [{"enum": list(option.choices)}]
    return [_TEXT]


def _number(option: Option) -> dict[str, Any]:
    limits = {"minimum": option.min, "maximum": option.max}
    numbers = {name: value for name, value in limits.items() if isinstance(value, int | float)}
    return {"type": "number", **numbers}
