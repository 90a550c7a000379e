"""Convert pydantic's errors to problems, with the place in the file and a hint."""

from __future__ import annotations

import re

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from cvkit.errors import Problem, child_path, did_you_mean, meant
from cvkit.model import CV, KINDS, Item, Section, Short, kind_of, models_in
from cvkit.source.characters import named, odd_indentation, reveal
from cvkit.source.nodes import Node
from cvkit.source.text import Place

from .advice import (
    date_hint,
    item_hint,
    kind_meant,
    language_hint,
    one_text_hint,
    place_hint,
    section_kind,
    synonym,
    unseen,
)

__all__ = ["explain", "explain_all"]

Loc = tuple[int | str, ...]


def explain_all(
    errors: list[ErrorDetails], root: Node, model: type[BaseModel] = CV
) -> list[Problem]:
    """Return the problems for validation errors.

    A field that is missing because it is misspelt is reported once, as an unknown field.
    """
    unknown = {error["loc"] for error in errors if error["type"] == "extra_forbidden"}
    return [
        explain(error, root, model)
        for error in errors
        if error["type"] != "missing" or not _is_misspelt(error["loc"], unknown, root)
    ]


def _is_misspelt(loc: Loc, unknown: set[Loc], root: Node) -> bool:
    beside = [str(other[-1]) for other in unknown if other[:-1] == loc[:-1]]
    fields = _find(loc[:-1], root).value
    lone = isinstance(fields, dict) and len(fields) == 1
    return bool(beside) and (lone or bool(did_you_mean(str(loc[-1]), beside)))


def explain(error: ErrorDetails, root: Node, model: type[BaseModel] = CV) -> Problem:
    """Return the problem for a validation error."""
    loc = error["loc"]
    message, hint = _words(error, loc, root, model)
    kind = error["type"]
    code = _CODES.get(kind, kind.replace("_", "-"))
    message, hidden = reveal(message)
    if hidden and "U+" not in hint:
        hint = f"delete {', '.join(hidden)}"
    place = _place(kind, loc, root)
    return place.problem(message, path=_path(loc, root), hint=hint, code=code)


def _place(kind: str, loc: Loc, root: Node) -> Place:
    """Return the place to report: the key of an unknown field, else the value."""
    if kind in _ABOUT_KEYS:
        return _find(loc[:-1], root).keys[str(loc[-1])]
    if kind == "union_tag_invalid":
        loc = (*loc, "kind")
    node = _find(loc, root)
    if kind == "union_tag_not_found" and (wrong := _misspelt_kind(node)):
        return node.keys[wrong]
    return node.keys.get(str(loc[-1]), node.place) if loc else root.place


def _find(loc: Loc, root: Node) -> Node:
    """Follow a location as far as the file has it, skipping the tags of unions."""
    node = root
    for part in loc:
        child = node.child(part)
        if child is not None and (child.value is not None or isinstance(node.value, list)):
            node = child
    return node


def _path(loc: Loc, root: Node) -> str:
    path = ""
    node: Node | None = root
    for position, part in enumerate(loc):
        child = node.child(part) if node else None
        if isinstance(part, int) or child or position == len(loc) - 1:
            path = child_path(path, part)
        node = child or node
    return path


def _words(error: ErrorDetails, loc: Loc, root: Node, model: type[BaseModel]) -> tuple[str, str]:
    """Return the message and the hint."""
    kind = error["type"]
    node = _find(loc, root)
    if kind in ("extra_forbidden", "missing"):
        unknown = kind == "extra_forbidden"
        return _unknown_field(loc, _find(loc[:-1], root), model) if unknown else _missing(loc, node)
    if kind in _MISMATCHES:
        expected, hint = _MISMATCHES[kind]
        if kind == "model_attributes_type" and (found := section_kind(node)):
            hint = f'write "kind: {found}"'
        hint = hint or _text_hint(loc, node, model)
        return f"expected {expected}, found {_what(node)}", hint
    if hint := _meant(kind, loc, node):
        return error.get("ctx", {}).get("message") or _FIXED[kind][0], hint
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in _CHOICES:
        return _wrong_choice(error, node)
    context = error.get("ctx", {})
    return context.get("message", error["msg"]), context.get("hint", "")


def _meant(kind: str, loc: Loc, node: Node) -> str:
    """Return how to write a date or a language that was written in words."""
    text = node.value if isinstance(node.value, str) else ""
    if kind == "invalid-date":
        return date_hint(text) if text else ""
    if kind == "string_pattern_mismatch":
        return language_hint(text)
    return language_hint(str(loc[-1])) if kind == "invalid-language" else ""


# Problems with the name of a field: its key is shown, not its value.
_ABOUT_KEYS = {"extra_forbidden", "unknown-text-field", "invalid-language"}
_MISMATCHES = {
    "tuple_type": ("a list", 'begin each item with "- "'),
    "model_type": ("fields", 'write "name: value" in each line'),
    "model_attributes_type": ("fields", 'write "name: value" in each line'),
    "dict_type": ("fields", 'write "name: value" in each line'),
    "string_type": ("text", ""),
}
_FIXED = {
    "string_too_short": ("the text is empty", "write a text, or remove the field"),
    "bool_parsing": ("must be true or false", ""),
    "int_parsing": ("must be a whole number", "write a number such as 5"),
    "greater_than_equal": ("must be a whole number", "write a number such as 5"),
    "string_pattern_mismatch": ("not a valid language tag", "write it like en, de-CH or zh-Hans"),
}
# Codes for pydantic's error types; the types of the model are codes already.
_CODES = {
    "extra_forbidden": "unknown-field",
    "missing": "missing-field",
    "string_too_short": "empty-text",
    "string_pattern_mismatch": "invalid-language",
    "bool_parsing": "invalid-flag",
    "int_parsing": "invalid-number",
    "greater_than_equal": "invalid-number",
    "union_tag_not_found": "missing-kind",
    "union_tag_invalid": "unknown-kind",
    "literal_error": "unknown-value",
    **dict.fromkeys(_MISMATCHES, "wrong-type"),
}
_CHOICES = {"union_tag_not_found", "union_tag_invalid", "literal_error"}


def _misspelt_kind(node: Node) -> str:
    """Return the field that is probably a misspelt ``kind``, or an empty string."""
    known = set(Section.model_fields) | {"entries"}
    others = [name for name in node.keys if name not in known]
    near = (name for name in others if synonym(name, ["kind"]) or did_you_mean(name, ["kind"]))
    return next(near, "")


def _wrong_choice(error: ErrorDetails, node: Node) -> tuple[str, str]:
    """Explain a value that is not one of a fixed set, such as the kind of a section."""
    if error["type"] == "union_tag_not_found" and (wrong := _misspelt_kind(node)):
        return f'unknown field "{wrong}" in this section', meant("kind", wrong)
    if error["type"] == "union_tag_not_found":
        found = section_kind(node)
        hint = f'write "kind: {found}"' if found else f"known kinds: {', '.join(KINDS)}"
        return "this section has no kind", hint
    if error["type"] == "union_tag_invalid":
        value, message, known = str(error["ctx"]["tag"]), "unknown kind", list(KINDS)
    else:
        value, message = str(error["input"]), "unknown value"
        known = re.findall(r"'([^']*)'", error["ctx"]["expected"])
    kind = kind_meant(value) if error["type"] == "union_tag_invalid" else ""
    hint = meant(kind, value) if kind else did_you_mean(value, known)
    return f'{message} "{value}"', hint or f"known: {', '.join(known)}"


def _what(node: Node) -> str:
    if isinstance(node.value, dict):
        return f'the field "{next(iter(node.value))}"' if node.value else "an empty mapping"
    if node.value is None:
        return "nothing"
    return "a list" if isinstance(node.value, list) else "text"


def _text_hint(loc: Loc, node: Node, root_model: type[BaseModel]) -> str:
    """Return what to write where one text is expected."""
    if isinstance(node.value, dict):
        reason = 'contains ": "' if node.value else "begins with {"
        return f"put a text that {reason} in quotes"
    if not node.value or not isinstance(loc[-1], str):
        return "put a text that begins with a bracket in quotes" if node.value else ""
    return one_text_hint(loc[-1], _fields(_model_at(loc[:-1], root_model)))


def _unknown_field(loc: Loc, node: Node, root_model: type[BaseModel]) -> tuple[str, str]:
    name = str(loc[-1])
    model = _model_at(loc[:-1], root_model)
    known = _fields(model)
    where = _where(loc[:-1])
    if odd := odd_indentation(name):
        hint = "YAML must be indented with plain spaces"
        return f"this line is indented with {named(odd)}", hint
    shown, hint = unseen(name)
    message = f'unknown field "{shown}"' + (f" in {where}" if where else "")
    if hint:
        return message, hint
    if other := synonym(name, known):
        return message, meant(other, name)
    hint = place_hint(name, node, model) or did_you_mean(name, known)
    if hint := hint or item_hint(name, node, model):
        return message, hint
    lone = isinstance(node.value, dict) and len(node.value) == 1
    if lone and issubclass(model, Short) and model.shorthand:
        return message, f'put a text that contains ": " in quotes: "{name}: …"'
    return message, f"known fields: {', '.join(known)}"


def _missing(loc: Loc, node: Node) -> tuple[str, str]:
    name = str(loc[-1])
    where = _where(loc[:-1])
    if isinstance(node.value, dict) and name in node.value:
        return f'the field "{name}" has no value', "write a value after the colon"
    where = f" in {where}" if where else ""
    wrong = did_you_mean(name, node.value) if isinstance(node.value, dict) else ""
    return f'the field "{name}" is missing{where}', wrong and f"{wrong[:-1]} misspelt?"


def _where(loc: Loc) -> str:
    """Name the part that a field belongs to: ``experience``, ``highlights``, ``profiles``."""
    names = [part for part in loc if isinstance(part, str)]
    if not names:
        return ""
    if names[-1] == "entries":
        return names[-2]
    if names[-1] in KINDS and (len(names) == 1 or names[-2] in ("sections", "groups")):
        return f"the {names[-1]} section"
    return names[-1]


def _fields(model: type[BaseModel]) -> list[str]:
    """Return the names of the fields, with those common to all items last."""
    names = sorted(model.model_fields, key=Item.model_fields.__contains__)
    return [model.model_fields[name].alias or name for name in names]


def _model_at(loc: Loc, root: type[BaseModel]) -> type[BaseModel]:
    """Return the model class that a location leads to."""
    model = root
    candidates = [root]
    for part in loc:
        if isinstance(part, int):
            continue
        if issubclass(candidates[0], Section) and len(candidates) > 1:
            candidates = [section for section in candidates if kind_of(section) == part]
        else:
            if not model.__pydantic_complete__:
                model.model_rebuild()
            field = model.model_fields.get(part)
            candidates = models_in(field.annotation) if field else candidates
        if not candidates:
            break
        model = candidates[0]
    return model
