"""The reference of the YAML format, generated from the model."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from . import (
    CV,
    KINDS,
    CvDate,
    Entry,
    Item,
    Kind,
    Letter,
    Section,
    Settings,
    Short,
    TextKind,
    models_in,
)
from .networks import NETWORKS, Network

__all__ = ["reference", "type_words"]

_INTRODUCTION = """\
# The YAML of a CV

<!-- Generated from the model by "make docs". -->

One file holds one person's CV. It reads like a CV, from top to bottom:

```yaml
name: Ada Lovelace
headline: Mathematician
email: ada@example.org
sections:
  - kind: experience
    entries:
      - organization: Analytical Engine
        position: Programmer
        start: 1842
        end: 1843
        highlights:
          - Wrote the first program, for the *Bernoulli numbers*
```

- **Everything is text.** `2025.10`, `no`, `+14155550100` and `1e3` are printed as typed.
- **Nothing is dropped.** A field that is not listed here is an error with its line and column;
  fields of your own go under `extra`.
- **Short forms.** An item that consists of its main field alone may be a plain string:
  `- Chess` is `- name: Chess`. The main field is marked with ★. A single text may be written
  in place of a list of texts.
- **Empty fields** are as if left out: `phone:`, `phone: null` and `phone: ~` alike.
- **Quotes** are needed around a text that contains `: ` or ` #`, or that starts with one of
  ``[ ] { } * & ! | > % @ ` " '``. A block (`>-`, with the text indented below) needs no quotes.
- **Several languages.** Any text may be given by language:
  `headline: {en: Engineer, zh: 工程师}`; `--language zh` picks. The label of a field of your
  own is given beside its text: `licence: {label: {en: Licence, es: Permiso}, text: B}`.
- **Tags.** Sections, entries, bullets and other items of lists can have `tags`, and so can a
  single text: `{text: …, tags: [long]}`. Variants choose by them: see [variants](variants.md).
- **Parts in other files.** `include: publications.yaml` inserts the content of a file in the
  same folder or below it: fields, a list, or items of a list.
- **Paragraphs** are separated by an empty line, in `>-` and `|` blocks alike.
- **Anchors** (`&name`, `*name`, `<<: *name`) repeat a part. YAML tags (`!…`) are an error.

## Text

*Text* is one line of CommonMark: `**bold**`, `*italic*`, `` `code` ``, `[link](https://…)`.
*Prose* may also have paragraphs and lists. HTML, entities, `#` headings and the like are
printed as typed. In addition:

| typed | printed |
|---|---|
| `$O(n \\log n)$` | a formula: text if it is simple, else an image with its source as text |
| `5 $\\mu$m`, `the $n$th` | formulas, which may touch letters and digits |
| `$5 and $6` | dollars |
| `H~2~O`, `1^st^`, `^14^C` | sub- and superscript: up to 12 characters without a space |
| `\\LaTeX`, `\\TeX`, `\\ConTeXt`, `\\BibTeX` | the logos |
| `https://example.org`, `www.example.org` | links |
| `\\*` | a literal star |

## Dates

`2014`, `2014-06`, `2014-06-05`, `2014 summer`, or `present`. An entry has a `date`, or a `start`
and an `end`; a start without an end runs to the present. The language and the theme decide how
dates are printed.

"""


def reference() -> str:
    """Return the reference page in Markdown."""
    parts = [_INTRODUCTION, _table("The file", CV), "## Sections\n\n", _section_fields()]
    parts += map(_section, KINDS.values())
    parts.append("## Parts of entries\n\n")
    parts.append(_table("Every entry", Entry, level=3))
    parts += [_table(model.__name__, model, level=3) for model in _parts()]
    parts.append(_networks())
    for title, model in (("Letters", Letter), ("Settings of a project", Settings)):
        parts += [f"## {title}\n\n", f"{_doc(model)}\n\n", _rows(model)]
    return "".join(parts).rstrip() + "\n"


def _networks() -> str:
    rows = [f"| {network.name} | {_address(network)} |" for network in NETWORKS.values()]
    text = (
        "The link of a profile is made from `network` and `username`. Names may be written in any "
        "case and without spaces. Profiles on other networks need a `url`.\n\n"
    )
    return f"### Networks\n\n{text}| network | link |\n|---|---|\n" + "\n".join(rows) + "\n\n"


def _address(network: Network) -> str:
    if network.name == "Mastodon":
        return "made from `@ada@example.social`"
    return f"`{network.address.format('ada')}`" if network.address else "none"


def _section_fields() -> str:
    text = (
        "`sections` is a list in your order, which may have several sections of a kind. Each has "
        "a `kind` and, besides `entries`, these fields:\n\n"
    )
    prose = KINDS["summary"].section
    prose.model_rebuild(force=True)
    return text + _rows(prose)


def _section(kind: Kind) -> str:
    text = f"### `kind: {kind.name}`\n\n{_doc(kind.section)}\n\n"
    entry = kind.entry
    if entry is None:
        return text
    own = set(entry.model_fields) - set(Entry.model_fields)
    of_section = set(kind.section.model_fields) - set(Section.model_fields) - {"entries", "kind"}
    if of_section:
        text += f"The section has, besides:\n\n{_rows(kind.section, of_section)}"
    return (
        f"{text}Entries: {_doc(entry)[0].lower()}{_doc(entry)[1:]} "
        f"All fields of [every entry](#every-entry), and:\n\n{_rows(entry, own)}"
    )


def _table(title: str, model: type[BaseModel], level: int = 2) -> str:
    doc = f"{_doc(model)}\n\n" if level > 2 else ""
    return f"{'#' * level} {title}\n\n{doc}{_rows(model, _own(model))}"


def _own(model: type[BaseModel]) -> set[str]:
    """Return the fields of a model that are not common to all entries."""
    common = set() if model is Entry else set(Entry.model_fields)
    own = set(model.model_fields) - common
    return own if issubclass(model, Entry) and model is not Entry else set(model.model_fields)


def _rows(model: type[BaseModel], names: set[str] | None = None) -> str:
    rows = ["| field | type | meaning |\n|---|---|---|\n"]
    shorthand = model.shorthand if issubclass(model, Short) else None
    for name, field in model.model_fields.items():
        listed = issubclass(model, Item) and not issubclass(model, Section | Entry)
        common = listed and name in Item.model_fields
        if name == "kind" or common or (names is not None and name not in names):
            continue
        star = " ★" if name == shorthand else ""
        required = ", required" if field.is_required() else ""
        description = (field.description or "").replace("|", "\\|")
        rows.append(
            f"| `{field.alias or name}`{star} | {type_words(field)}{required} | {description} |\n"
        )
    return "".join(rows) + "\n"


def type_words(field: Any) -> str:
    """Return the name of the type of a field for readers."""
    return " or ".join(dict.fromkeys(_words(field.annotation, field.metadata)))


def _words(annotation: Any, metadata: Any = ()) -> Iterator[str]:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        yield from _words(arguments[0], arguments[1:])
    elif origin in (typing.Union, types.UnionType):
        for argument in arguments:
            if argument is not type(None):
                yield from _words(argument, metadata)
    elif origin is typing.Literal:
        yield ", ".join(f"`{argument}`" for argument in arguments)
    elif origin is dict:
        members = models_in(arguments[1])
        yield f"names, each with a {_link(members[0])}" if members else "labels with texts"
    elif origin is tuple:
        yield _list_words(models_in(arguments[0]))
    else:
        kinds = (mark.words for mark in metadata if isinstance(mark, TextKind))
        yield _SIMPLE.get(origin or annotation) or next(kinds, "plain text")


_SIMPLE = {CvDate: "date", bool: "`true` or `false`", int: "number"}


def _list_words(models: list[type[BaseModel]]) -> str:
    if len(models) != 1:
        return "list of sections" if models else "text or list of texts"
    return f"list of {_link(models[0])}"


def _link(model: type[BaseModel]) -> str:
    return f"[{model.__name__}](#{model.__name__.lower()})"


def _parts() -> list[type[BaseModel]]:
    """Return the models of items within entries and in the head of the file."""
    found: dict[type[BaseModel], None] = {}

    def visit(model: type[BaseModel]) -> None:
        for field in model.model_fields.values():
            for member in models_in(field.annotation):
                if member not in found and not issubclass(member, Section):
                    found[member] = None
                    visit(member)

    visit(CV)
    for kind in KINDS.values():
        if kind.entry:
            visit(kind.entry)
    return sorted(found, key=lambda model: model.__name__)


def _doc(model: type[BaseModel]) -> str:
    return " ".join((model.__doc__ or "").split())
