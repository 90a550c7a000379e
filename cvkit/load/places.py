"""What the model expects at a place in a file: the fields of a mapping, the values of a field."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cvkit.model import CV, KINDS, Item, Letter, Section, models_in
from cvkit.source.sketch import Part

__all__ = ["Expected", "alternatives", "expected", "fields_of"]


@dataclass(frozen=True)
class Expected:
    """What may be written at a place.

    ``model`` is that of a mapping, ``None`` for other values; ``owner`` and ``name`` are the
    model and the field that the place belongs to, also for an item of its list; ``annotation``
    is the type of the value, and ``labels`` says that names are the person's own.
    """

    annotation: Any
    model: type[BaseModel] | None
    owner: type[BaseModel] | None = None
    name: str = ""

    @property
    def field(self) -> FieldInfo | None:
        """The field that the place belongs to."""
        return fields_of(self.owner).get(self.name) if self.owner else None

    @property
    def has_labels(self) -> bool:
        """Whether the value is a mapping with names that the person chooses."""
        return any(typing.get_origin(each) is dict for each in alternatives(self.annotation))

    @property
    def is_list(self) -> bool:
        """Whether the value may be a list."""
        return any(typing.get_origin(each) is tuple for each in alternatives(self.annotation))


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields of a model under their names in files, those of all items last."""
    if not model.__pydantic_complete__:
        model.model_rebuild()
    last = Item.model_fields if issubclass(model, Item) else ()
    names = sorted(model.model_fields, key=lambda name: (name in last, name != "kind"))
    return {model.model_fields[name].alias or name: model.model_fields[name] for name in names}


def expected(chain: Sequence[Part]) -> Expected | None:
    """Return what is expected in the last part of a chain, or ``None`` if it is unknown there.

    The first part is the file, each other a field or an item of the one before.
    """
    root = Letter if chain[0].field("kind") == "letter" else CV
    found = Expected(root, root)
    for depth, part in enumerate(chain[1:], start=1):
        inner = _inside(found, part, chain[: depth + 1])
        if inner is None:
            return None
        found = inner
    return found


def _inside(outer: Expected, part: Part, chain: Sequence[Part]) -> Expected | None:
    if isinstance(part.name, int):
        annotation = next(_items(outer.annotation), None)
        if annotation is None:
            return None
        return Expected(annotation, _model(annotation, chain), outer.owner, outer.name)
    if outer.model is not None:
        field = fields_of(outer.model).get(part.name)
        if field is None:
            return None
        annotation = field.annotation
        return Expected(annotation, _model(annotation, chain), outer.model, part.name)
    values = (typing.get_args(each)[1] for each in alternatives(outer.annotation)
              if typing.get_origin(each) is dict)  # fmt: skip
    annotation = next(values, None)
    if annotation is None:
        return None
    return Expected(annotation, _model(annotation, chain), outer.owner, outer.name)


def alternatives(annotation: Any) -> Iterator[Any]:
    """Yield the types that an annotation allows, without what is added to them."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        yield from alternatives(typing.get_args(annotation)[0])
    elif origin in (typing.Union, types.UnionType):
        for each in typing.get_args(annotation):
            yield from alternatives(each)
    else:
        yield annotation


def _items(annotation: Any) -> Iterator[Any]:
    for each in alternatives(annotation):
        if typing.get_origin(each) is tuple:
            yield typing.get_args(each)[0]


def _model(annotation: Any, chain: Sequence[Part]) -> type[BaseModel] | None:
    """Return the model of a mapping with an annotation; sections are told apart by their kind."""
    models = [
        each
        for each in alternatives(annotation)
        if isinstance(each, type) and issubclass(each, BaseModel)
    ] or [model for model in models_in(annotation) if issubclass(model, Section)]
    if not models or any(typing.get_origin(each) is tuple for each in alternatives(annotation)):
        return None
    if not issubclass(models[0], Section):
        return models[0]
    kinds = (part.field("kind") for part in reversed(chain))  # groups have that of their section
    kind = KINDS.get(next(filter(None, kinds), ""))
    return (kind or KINDS["custom"]).section
