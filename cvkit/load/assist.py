"""Help while a file is typed: completion, explanations, and corrections of problems.

This is what editors need, independent of their protocols. Lines and columns count from 0, in
characters. The text need not be valid YAML.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cvkit.errors import Problem, Suggestion
from cvkit.model import CV, KINDS, REDACTIONS, CvDate, Profile, Section, Short, Variant
from cvkit.model.networks import NETWORKS, find_network
from cvkit.model.reference import type_words
from cvkit.model.variants import VariantSection
from cvkit.source.sketch import Cursor, Part, bare, find_cursor, read_sketch

from .places import Expected, alternatives, expected, fields_of

__all__ = ["Completion", "Fix", "Hover", "Names", "Setting", "complete", "fixes", "hover"]


@dataclass(frozen=True)
class Setting:
    """An option of a theme, or another name with a description and values to choose from."""

    name: str
    type: str = ""
    description: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Names:
    """What is known outside of the file: themes, formats, languages and options of themes."""

    themes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    options: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class Completion:
    """Something that may be written: ``insert`` replaces the text from ``start`` to the cursor.

    ``kind`` is ``field`` or ``value``; ``documentation`` is Markdown.
    """

    label: str
    insert: str
    kind: str
    start: int = 0
    detail: str = ""
    documentation: str = ""


@dataclass(frozen=True)
class Hover:
    """An explanation, as Markdown, of what is on a line from ``start`` to ``end``."""

    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Fix:
    """A correction: ``text`` replaces what is on a line from ``start`` to ``end``."""

    title: str
    line: int
    start: int
    end: int
    text: str


_NOTHING = Names()


def complete(text: str, line: int, column: int, names: Names = _NOTHING) -> list[Completion]:
    """Return what may be written at a place, for the part of a word before it."""
    cursor = find_cursor(text, line, column)
    if cursor is None or (at := expected(cursor.chain)) is None:
        return []
    found = _values(at, cursor, names) if cursor.in_value else _fields(at, cursor, names)
    word = cursor.word.strip("\"'").lower()
    matching = [replace(item, start=cursor.start) for item in found if word in item.label.lower()]
    return sorted(matching, key=lambda item: not item.label.lower().startswith(word))


def _fields(at: Expected, cursor: Cursor, names: Names) -> Iterator[Completion]:
    """Yield the fields that a mapping does not have yet, or the items of a list."""
    part = cursor.chain[-1]
    present = {each.name for each in part.parts if each.line != _line(cursor)}
    if at.model:
        for name, info in fields_of(at.model).items():
            if name not in present:
                insert = f"{name}:" if _is_below(at.model, name) else f"{name}: "
                description = info.description or ""
                yield Completion(name, insert, "field", 0, _type(info), description)
        if issubclass(at.model, Short) and isinstance(part.name, int) and not part.parts:
            yield from _values(at, cursor, names)
    elif at.name == "options" and at.has_labels:
        for setting in names.options.values():
            if setting.name not in present:
                yield Completion(
                    setting.name, f"{setting.name}: ", "field", 0, setting.type,
                    setting.description,
                )  # fmt: skip
    elif at.is_list:
        yield from _items(at, cursor, names)
    else:
        yield from _values(at, cursor, names)


def _type(info: FieldInfo) -> str:
    words = re.sub(r"\[(\w+)\]\(.*?\)", r"\1", type_words(info)).replace("`", "")
    return f"{words}, required" if info.is_required() else words


def _line(cursor: Cursor) -> int:
    return cursor.chain[-1].line if isinstance(cursor.chain[-1].name, int) else -1


def _is_below(model: type[BaseModel], name: str) -> bool:
    """Whether the value of a field is written below its name."""
    inner = Expected(fields_of(model)[name].annotation, None)
    return inner.has_labels or (inner.is_list and "text" not in type_words(fields_of(model)[name]))


def _items(at: Expected, cursor: Cursor, names: Names) -> Iterator[Completion]:
    """Yield how an item of a list may begin, below the name of the list."""
    item = expected((*cursor.chain, Part(0, cursor.chain[-1].line, cursor.start)))
    if item is None:
        return
    if item.model and issubclass(item.model, Section):
        for name, kind in KINDS.items():
            text = f"- kind: {name}"
            yield Completion(text, text, "value", documentation=_doc(kind.section))
    elif item.model:
        for name in fields_of(item.model):
            yield Completion(f"- {name}:", f"- {name}: ", "field", detail=at.name)
    else:
        for value in _values(item, cursor, names):
            yield replace(value, label=f"- {value.label}", insert=f"- {value.insert}")


def _values(at: Expected, cursor: Cursor, names: Names) -> Iterator[Completion]:
    for value, detail in _choices(at, cursor.chain, names):
        yield Completion(value, _written(value), "value", detail=detail)


def _written(value: str) -> str:
    return f'"{value}"' if re.search(r"^[#*&!|>%@`]|: | #", value) else value


def _choices(at: Expected, chain: tuple[Part, ...], names: Names) -> Iterator[tuple[str, str]]:
    """Yield the values of a field that are known, each with a few words about it."""
    if at.owner and issubclass(at.owner, Section) and at.name == "kind":
        yield from ((name, _doc(kind.section)) for name, kind in KINDS.items())
        return
    if at.name == "options" and (setting := names.options.get(str(chain[-1].name))):
        yield from ((value, setting.name) for value in setting.values)
        return
    known = _KNOWN.get((at.owner, at.name)) or _KNOWN.get((None, at.name))
    if known:
        yield from ((value, "") for value in known(chain[0], names))
    for each in alternatives(at.annotation):
        if typing.get_origin(each) is typing.Literal:
            yield from ((str(value), "") for value in typing.get_args(each))
        elif each is bool:
            yield from (("true", ""), ("false", ""))
        elif each is CvDate and at.name == "end":
            yield "present", ""


def _doc(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split())


def _tags(root: Part) -> Iterable[str]:
    """Return the tags that a file gives to its parts."""
    shown = (part for part in root.parts if part.name not in ("variants", "redactions"))
    tagged = [part for each in shown for part in each.walk() if part.name == "tags"]
    values = [part.value.strip("[] ") for part in tagged]
    values += [item.value for part in tagged for item in part.parts]
    return dict.fromkeys(bare(tag) for value in values for tag in value.split(",") if tag.strip())


def _names_below(root: Part, name: str) -> list[str]:
    part = root.child(name)
    return [str(each.name) for each in part.parts] if part else []


def _sections(root: Part) -> Iterable[str]:
    sections = root.child("sections")
    parts = sections.parts if sections else []
    return dict.fromkeys(part.field("id") or part.field("kind") for part in parts)


_KNOWN: Mapping[tuple[Any, str], typing.Callable[[Part, Names], Iterable[str]]] = {
    (Profile, "network"): lambda _root, _names: [n.name for n in NETWORKS.values()],
    (None, "theme"): lambda _root, names: names.themes,
    (None, "formats"): lambda _root, names: names.formats,
    (CV, "language"): lambda _root, names: names.languages,
    (Variant, "language"): lambda _root, names: names.languages,
    (Variant, "tags"): lambda root, _names: _tags(root),
    (Variant, "without"): lambda root, _names: _tags(root),
    (Variant, "extends"): lambda root, _names: _names_below(root, "variants"),
    (Variant, "omit"): lambda root, _names: _sections(root),
    (Variant, "pages"): lambda _root, _names: ("auto", "any"),
    (Variant, "redact"): lambda root, _names: [*REDACTIONS, *_names_below(root, "redactions")],
    (Variant, "sections"): lambda root, _names: _sections(root),
    (VariantSection, "section"): lambda root, _names: _sections(root),
}
"""The values of fields that the types do not name, by model and field."""


def hover(text: str, line: int, column: int, names: Names = _NOTHING) -> Hover | None:
    """Return the explanation of what is at a place: a field, a kind, a network or an option."""
    for chain in _chains((read_sketch(text),)):
        part = chain[-1]
        if part.line != line or isinstance(part.name, int) or len(chain) == 1:
            continue
        end = part.column + len(part.name)
        value = bare(part.value)
        value_end = part.value_column + len(part.value)
        if part.column <= column <= end and (found := _about_field(chain, names)):
            return Hover(found, line, part.column, end)
        if part.value_column <= column <= value_end and (found := _about_value(chain, value)):
            return Hover(found, line, part.value_column, value_end)
    return None


def _chains(chain: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    yield chain
    for part in chain[-1].parts:
        yield from _chains((*chain, part))


def _about_field(chain: tuple[Part, ...], names: Names) -> str:
    at = expected(chain)
    name = str(chain[-1].name)
    if at is None or at.field is None:
        return ""
    if name != at.name:  # a label, such as the name of an option
        setting = names.options.get(name) if at.name == "options" else None
        if setting is None:
            return ""
        values = f"\n\n{', '.join(setting.values)}" if setting.values else ""
        return f"**{name}** ({setting.type})\n\n{setting.description}{values}"
    return f"**{name}** ({_type(at.field)})\n\n{at.field.description or ''}"


def _about_value(chain: tuple[Part, ...], value: str) -> str:
    at = expected(chain)
    if at is None or at.owner is None:
        return ""
    if at.name == "kind" and issubclass(at.owner, Section) and value in KINDS:
        return f"**{value}**\n\n{_doc(KINDS[value].section)}"
    if at.owner is Profile and at.name == "network" and (network := find_network(value)):
        return f"**{network.name}**\n\n{network.address.format('…') or 'No link is made.'}"
    return ""


def fixes(problem: Problem) -> list[Fix]:
    """Return the corrections of a problem that an editor can apply, the best first."""
    hint = problem.hint
    if not isinstance(hint, Suggestion) or not problem.line or not problem.column:
        return []
    line = problem.line - 1
    if not hint.wrong:
        fixed = hint.replacement
        return [Fix(f"Write: {fixed.strip()}", line, 0, len(problem.source), fixed)]
    start = problem.source.find(hint.wrong, problem.column - 1)
    if start < 0:
        return []
    title = f'Replace "{hint.wrong}" with "{hint.replacement}"'
    return [Fix(title, line, start, start + len(hint.wrong), hint.replacement)]
