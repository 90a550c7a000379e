"""What every part of the model has in common."""

from __future__ import annotations

from typing import Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from .invalid import invalid
from .rich import is_languages
from .text import Words

__all__ = ["LABELLED", "Item", "Model", "Short", "kind_of", "models_in"]


LABELLED = frozenset(("extra", "metrics", "options", "origin", "words"))
"""Fields whose keys are the person's own labels, without a meaning to cvkit."""


class Model(BaseModel):
    """An immutable value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Short(Model):
    """A model that may be written as a plain string.

    ``shorthand`` names the field that the string is the value of, if there is one.
    """

    shorthand: ClassVar[str | None] = None

    @model_validator(mode="before")
    @classmethod
    def _expand_shorthand(cls, data: Any) -> Any:
        if isinstance(data, str):
            cls._refuse_field_without_space(data)
        if cls.shorthand and (isinstance(data, str) or cls._is_its_text(data)):
            return {cls.shorthand: data}
        return data

    @classmethod
    def _refuse_field_without_space(cls, text: str) -> None:
        """Refuse ``name:Ada``, which YAML reads as a text."""
        name, colon, rest = text.partition(":")
        if colon and rest[:1].strip(" /:") and name in cls.model_fields:
            message = f'a space is missing after the colon of "{name}"'
            raise invalid("missing-space", message, f"write {name}: {rest.split(chr(10))[0]}")

    @classmethod
    def _is_its_text(cls, data: Any) -> bool:
        """Whether a mapping is the main text in several languages, and not an item."""
        return is_languages(data) and not cls.model_fields.keys() & data.keys()

    @classmethod
    def _name_in_files(cls, field: str) -> str:
        return cls.model_fields[field].alias or field

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        if cls.shorthand is None:
            return schema
        body = handler.resolve_ref_schema(schema)
        main = dict(body["properties"][cls._name_in_files(cls.shorthand)])
        short = {
            name: main[name] for name in ("anyOf", "type", "$comment", "pattern") if name in main
        }
        if "anyOf" in short:
            short["anyOf"] = [each for each in short["anyOf"] if each.get("type") != "null"]
        alternatives = {"anyOf": [dict(body), short]}
        for key in ("title", "description"):
            if key in body:
                alternatives[key] = alternatives["anyOf"][0][key]
        body.clear()
        body.update(alternatives)
        return schema


class Item(Short):
    """An item of a list: a section, an entry, a bullet."""

    tags: Words = Field(
        (), description="Variants choose by tags. An item without tags is in every variant."
    )


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """Return the models that an annotation names, such as those of a union or a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in models_in(part)]


def kind_of(section: type[BaseModel]) -> str:
    """Return the kind that a model of a section has, such as ``talks``."""
    return str(get_args(section.model_fields["kind"].annotation)[0])
