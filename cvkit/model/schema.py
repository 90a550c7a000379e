"""The JSON Schema of a person's file, generated from the model: for editors, and other tools.

It accepts every valid file, and refuses what a schema can: unknown fields, wrong types and values,
dates and addresses that are none. That tags, sections and variants exist it cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from . import CV, KINDS, Entry, Letter
from .networks import NETWORKS

__all__ = ["Vocabulary", "json_schema"]

Schema = dict[str, Any]


@dataclass(frozen=True)
class Vocabulary:
    """What is known outside of the model: themes, formats, words, and options with their schemas.

    Empty names are not restricted.
    """

    themes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    options: Mapping[str, Schema] = field(default_factory=dict)


def json_schema(known: Vocabulary | None = None) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a person's file, or of a letter."""
    kinds = [kind.section for kind in KINDS.values()]
    models: tuple[type[BaseModel], ...] = (CV, Letter, *kinds)
    _, schema = models_json_schema([(model, "validation") for model in models])
    definitions: Schema = schema["$defs"]
    _refer_to_sections(definitions)
    _know(definitions, known or Vocabulary())
    for name, definition in definitions.items():
        definitions[name] = _finished(definition)
    definitions |= {"Text": _TEXT, "Empty": _EMPTY, "Include": _INCLUDE}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "CV",
        "description": "A CV of cvkit, or with “kind: letter” a letter.",
        "$defs": definitions,
        "if": {"properties": {"kind": {"const": "letter"}}, "required": ["kind"]},
        "then": {"$ref": "#/$defs/Letter"},
        "else": {"$ref": "#/$defs/CV"},
    }


# A text of at least one character that can be seen.
_SCALAR: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_LANGUAGES: Schema = {
    "type": "object",
    "patternProperties": {"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": _SCALAR},
    "minProperties": 1,
    "additionalProperties": False,
}
_TAGS: Schema = {"anyOf": [{"type": "array", "items": _SCALAR}, _SCALAR]}
_TEXT: Schema = {
    "description": "A text; a text in several languages, by language; or a text with tags.",
    "anyOf": [
        _SCALAR,
        {
            "type": "object",
            "properties": {"text": {"anyOf": [_SCALAR, _LANGUAGES]}, "tags": _TAGS},
            "required": ["text"],
            "additionalProperties": False,
        },
        _LANGUAGES,
    ],
}
_TEXTS: Mapping[str, Schema] = {"rich": {"$ref": "#/$defs/Text"}, "rich or empty": {
    "anyOf": [{"$ref": "#/$defs/Text"}, {"const": ""}]}}  # fmt: skip
_NOT_EMPTY: Schema = {"type": ["string", "number", "boolean", "object", "array"]}
# Accepts a field without a value, but unlike the type null is not proposed by editors.
_EMPTY: Schema = {
    "description": "Nothing: as if the field were left out.",
    "not": _NOT_EMPTY,
}
_FILES: Schema = {
    "description": "File in this folder or below it whose content is inserted here.",
    "anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}],
}
_INCLUDE: Schema = {
    "description": "The content of another file, in place of a list or of an item.",
    "type": "object",
    "properties": {"include": _FILES},
    "required": ["include"],
    "additionalProperties": False,
}
_PAGES: Schema = {
    "anyOf": [
        {"enum": ["auto", "any"]},
        {"type": "integer", "minimum": 1, "maximum": 99},
        {"type": "string", "pattern": r"^\s*([1-9]\d?|auto|any)\s*$"},
    ]
}


def _refer_to_sections(definitions: Schema) -> None:
    """Insert the kinds of sections; that of groups is optional: they inherit it."""
    kinds = {kind.name: f"#/$defs/{kind.section.__name__}" for kind in KINDS.values()}
    models = [{"$ref": place} for place in kinds.values()]
    definitions["CV"]["properties"]["sections"]["items"] = {
        "anyOf": [
            {
                "required": ["kind"],
                "discriminator": {"mapping": dict(sorted(kinds.items())), "propertyName": "kind"},
                "oneOf": models,
            },
        ]
    }
    for definition in definitions.values():
        if "groups" in definition.get("properties", ()):
            definition["required"] = [name for name in definition["required"] if name != "kind"]
            definition["properties"]["groups"]["items"] = {"anyOf": models}


def _know(definitions: Schema, known: Vocabulary) -> None:
    """Insert the names that are known outside of the model, and those of networks."""
    for name in ("CV", "Variant", "Letter"):
        fields = definitions[name]["properties"]
        for key, names in (("theme", ("all", *known.themes)), ("formats", known.formats)):
            if len(names) > 1:
                one = {"enum": list(names)}
                fields[key]["anyOf"] = [{"type": "array", "items": one}, one]
        if known.options:
            fields["options"] = {"$ref": "#/$defs/Options"}
        fields["output"] |= {"anyOf": [{"type": "string", "pattern": _OUTPUT}]}
    if known.options:
        definitions["Options"] = _options(known.options)
    definitions["Variant"]["properties"]["pages"] |= _PAGES
    text = {"$ref": "#/$defs/Text"}
    definitions["CV"]["properties"]["words"]["properties"] = dict.fromkeys(known.words, text)
    profile = definitions["Profile"]["anyOf"][0]["properties"]
    networks = [network.name for network in NETWORKS.values()]
    profile["network"]["anyOf"] = [{"enum": networks}, text]


def _options(options: Mapping[str, Schema]) -> Schema:
    """Return the schema of the options of themes, whose names may have hyphens."""
    hyphens = {f"^{name.replace('_', '-')}$": each for name, each in options.items() if "_" in name}
    return {
        "description": "Options of the theme.",
        "type": "object",
        "properties": dict(options),
        "patternProperties": hyphens,
        "additionalProperties": False,
    }


_OUTPUT = r"""^\s*(?![/~.])(?!.*\.\.)[^<>:"|?*\\]*[^<>:"|?*\\/\s]\s*$"""


def _finished(schema: Any) -> Any:
    """Return a schema with texts, includes and empty fields, and without null."""
    if isinstance(schema, list):
        return [_finished(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "null":
        return {"$ref": "#/$defs/Empty"}
    if str(schema.get("type")) in _AS_TEXT and "const" not in schema:
        return _as_text_too(schema)
    rest = {
        name: _finished(value)
        for name, value in schema.items()
        if name not in ("properties", "$comment") and (name, value) != ("default", None)
    }
    if "properties" in schema:
        rest |= _fields(schema, rest)
    rest = {**_TEXTS.get(schema.get("$comment", ""), {}), **rest}
    return _with_include(rest) if schema.get("type") == "array" else rest


def _as_text_too(schema: Schema) -> Schema:
    """Return the schema of a number or a flag, which may be in quotes."""
    about, inner = _split(schema)
    text = {"type": "string", "pattern": _AS_TEXT[schema["type"]]}
    return {**about, "anyOf": [inner, text]}


_AS_TEXT = {
    "integer": r"^\s*\d+\s*$",
    "boolean": r"^\s*([Tt]rue|TRUE|[Ff]alse|FALSE|[Yy]es|[Nn]o|[Oo]n|[Oo]ff|[01])\s*$",
}


def _fields(schema: Schema, rest: Schema) -> Schema:
    """Return the fields of a mapping: optional ones may be empty, required ones included."""
    required = set(schema.get("required", ()))
    fields = {
        name: each if name in required else _or_empty(each)
        for name, each in ((name, _finished(each)) for name, each in schema["properties"].items())
    }
    result: Schema = {"properties": fields}
    if schema.get("additionalProperties") is False:
        fields["include"] = _FILES
    conditions = [_given(rest.pop("required", ())), *_conditions(schema)]
    included = {"required": ["include"]}
    alternatives = [{"anyOf": [each, included]} for each in conditions if each]
    return result | ({"allOf": alternatives} if alternatives else {})


def _conditions(schema: Schema) -> Iterable[Schema]:
    """Yield what the validators of a model require of its fields together."""
    title = schema.get("title")
    for kind in KINDS.values():
        if kind.entry and kind.entry.__name__ == title and kind.entry.one_of:
            yield {"anyOf": [_given([name]) for name in kind.entry.one_of]}
    if Entry.model_fields.keys() <= schema["properties"].keys():
        yield {"not": {"anyOf": [_given(["date", "start"]), _given(["date", "end"])]}}
    if title == "Profile":
        yield {"anyOf": [_given(["url"]), _given(["network", "username"])]}


def _given(names: Iterable[str]) -> Schema:
    """Return the condition that fields are there, with a value."""
    names = list(names)
    if not names:
        return {}
    return {"required": names, "properties": dict.fromkeys(names, _NOT_EMPTY)}


def _split(schema: Schema) -> tuple[Schema, Schema]:
    """Return what a schema says for people, and what it requires."""
    about = {name: value for name, value in schema.items() if name in _ABOUT}
    return about, {name: value for name, value in schema.items() if name not in _ABOUT}


_ABOUT = ("description", "title", "default")


def _or_empty(schema: Schema) -> Schema:
    """Return the schema of a field that need not have a value."""
    empty = {"$ref": "#/$defs/Empty"}
    if empty in schema.get("anyOf", ()):
        return schema
    about, inner = _split(schema)
    return {**about, "anyOf": [*(inner["anyOf"] if inner.keys() == {"anyOf"} else [inner]), empty]}


def _with_include(schema: Schema) -> Schema:
    """Return the schema of a list that may be in another file, as a whole or in parts."""
    include = {"$ref": "#/$defs/Include"}
    items = {"anyOf": [schema["items"], include]} if schema.get("items") else {}
    about, inner = _split(schema)
    return {**about, "anyOf": [{**inner, "items": items}, include]}
