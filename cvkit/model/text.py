"""The text types: what may stand in a field, and how it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from cvkit.markup import check_markup

__all__ = ["Email", "Emails", "Name", "Names", "Prose", "Text", "TextKind", "Texts", "Url", "href"]

_SCHEMES = ("http", "https", "mailto", "tel")
# Not the colon of a port, as in example.org:8080.
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:(?!\d)")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?")


def _check_markup(text: str) -> str:
    check_markup(text)
    return text


def _check_url(url: str) -> str:
    if re.search(r"\s", url):
        raise ValueError(f'"{url}" is not a URL; a space in it is written %20')
    scheme = urlsplit(url).scheme.lower() if _SCHEME.match(url) else ""
    if scheme and scheme not in _SCHEMES:
        raise ValueError(f'"{scheme}:" links are not allowed; use https, http, mailto or tel')
    if not scheme and not _HOST.fullmatch(url):
        raise ValueError(f'"{url}" is not a URL; write it like https://example.org/page')
    return url


def _check_email(address: str) -> str:
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", address):
        raise ValueError(f'"{address}" is not an e-mail address; write it like ada@example.org')
    return address


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def href(url: str) -> str:
    """Return a URL with its scheme: ``www.example.org`` gives ``https://www.example.org``."""
    return url if _SCHEME.match(url) else f"https://{url}"


@dataclass(frozen=True)
class TextKind:
    """Says in the reference how a text is read."""

    words: str


# An editor that follows the schema reads 2014 or 3.7 as a number; the loader never does.
_SCALAR = WithJsonSchema({"type": ["string", "number", "boolean"]})


class _OneOrMany:
    """Says in the schema that a list of one needs no list."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        return {"anyOf": [schema, schema["items"]]}


_Stripped = StringConstraints(strip_whitespace=True, min_length=1)

Name = Annotated[str, _Stripped, _SCALAR]
"""Plain text without markup, such as a person's name or a page range."""

Text = Annotated[str, _Stripped, AfterValidator(_check_markup), TextKind("text"), _SCALAR]
"""One line of text with inline markup."""

Prose = Annotated[str, _Stripped, AfterValidator(_check_markup), TextKind("prose"), _SCALAR]
"""Paragraphs and lists with block markup."""

Texts = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many), _OneOrMany()]
"""Several texts; a single one needs no list."""

Names = Annotated[tuple[Name, ...], BeforeValidator(_one_or_many), _OneOrMany()]
"""Several names; a single one needs no list."""

Url = Annotated[str, _Stripped, AfterValidator(_check_url), TextKind("URL")]
"""A web address; the scheme may be left out."""

Email = Annotated[str, _Stripped, AfterValidator(_check_email), TextKind("e-mail")]
"""An e-mail address."""

Emails = Annotated[tuple[Email, ...], BeforeValidator(_one_or_many), _OneOrMany()]
"""Several e-mail addresses; a single one needs no list."""
