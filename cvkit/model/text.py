"""The types of texts: what a field accepts, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast, get_args
from urllib.parse import unquote, urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from cvkit.errors import InvalidValueError
from cvkit.markup import check_markup

from .invalid import invalid
from .rich import RICH, labelled

__all__ = [
    "Arxiv",
    "Doi",
    "Email",
    "Emails",
    "IconName",
    "Isbn",
    "Label",
    "LabelledTexts",
    "Name",
    "Names",
    "Phone",
    "Phones",
    "Prose",
    "Text",
    "TextKind",
    "Texts",
    "Title",
    "Url",
    "Word",
    "Words",
    "href",
    "text_kind",
]

_SCHEMES = ("http", "https", "mailto", "tel")
# Not the colon of a port, as in example.org:8080.
_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:(?!\d)")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?")


def _check_markup(text: str) -> str:
    try:
        check_markup(text)
    except InvalidValueError as error:
        raise invalid(error.code, error.message, error.hint) from None
    return text


def _check_url(url: str) -> str:
    if re.search(r"\s", url):
        raise invalid("invalid-url", f'"{url}" is not a URL', "write a space as %20")
    scheme = urlsplit(url).scheme.lower() if _SCHEME.match(url) else ""
    if scheme and scheme not in _SCHEMES:
        message = f'"{scheme}:" links are not allowed'
        raise invalid("forbidden-link", message, "use https, http, mailto or tel")
    if not scheme and not _HOST.fullmatch(url):
        hint = "write it like https://example.org/page"
        raise invalid("invalid-url", f'"{url}" is not a URL', hint)
    return url


def _check_email(address: str) -> str:
    address = re.sub("^mailto:", "", address, flags=re.IGNORECASE)
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", address):
        message = f'"{address}" is not an e-mail address'
        raise invalid("invalid-email", message, "write it like ada@example.org")
    return address


def _removing(*prefixes: str, address: str = "") -> AfterValidator:
    """Return a validator that shortens a pasted address or prefix to the number itself.

    ``address`` is a pattern for the part of a web address before the number.
    """
    before = re.compile("|".join((*prefixes, *([address] if address else ()))), re.IGNORECASE)

    def shorten(text: str) -> str:
        match = before.match(text)
        bare = text[match.end() :].strip() if match else text
        if match and address and re.match(address, text, re.IGNORECASE):
            bare = unquote(re.split("[?#]", bare)[0]).removesuffix(".pdf").strip("/")
        if "://" in bare or not bare:
            message = f'"{text}" is the address of something else'
            raise invalid("invalid-number", message, 'write the address as "url: …"')
        return bare

    return AfterValidator(shorten)


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str | Mapping) else value


def href(url: str) -> str:
    """Return a URL with its scheme: ``www.example.org`` gives ``https://www.example.org``."""
    return url if _SCHEME.match(url) else f"https://{url}"


@dataclass(frozen=True)
class TextKind:
    """How a text is read, for the reference page: ``words`` names it there."""

    words: str


def text_kind(field: FieldInfo) -> str:
    """Return how the texts of a field are read: ``text``, ``prose``, ``URL`` or ``e-mail``.

    Texts without markup, and other values, have an empty string.
    """
    marks = (*field.metadata, *_arguments(field.annotation))
    return next((mark.words for mark in marks if isinstance(mark, TextKind)), "")


def _arguments(annotation: Any) -> Iterator[Any]:
    for argument in get_args(annotation):
        yield argument
        yield from _arguments(argument)


# An editor that follows the schema reads 2014 or 3.7 as a number; the loader never does.
_SCALAR = WithJsonSchema({"type": ["string", "number", "boolean"], "pattern": r"\S"})
# The reference puts the schema of rich texts here, once for all.
_RICH_SCHEMA = WithJsonSchema({"$comment": "rich"})
_TITLE_SCHEMA = WithJsonSchema({"$comment": "rich or empty"})
_ANY_SCHEME = "([Hh][Tt][Tt][Pp][Ss]?|[Mm][Aa][Ii][Ll][Tt][Oo]|[Tt][Ee][Ll])"
_WEB = r"[^\s/?#:.]+(\.[^\s/?#:.]+)+(:\d+)?([/?#]\S*)?"
_URL_SCHEMA = WithJsonSchema(
    {
        "type": "string",
        "pattern": rf"^\s*({_ANY_SCHEME}:\S*|{_WEB})\s*$",
    }
)
_EMAIL_SCHEMA = WithJsonSchema(
    {"type": "string", "pattern": r"^\s*([Mm][Aa][Ii][Ll][Tt][Oo]:)?[^\s@]+@[^\s@]+\.[^\s@]+\s*$"}
)


class _MayHaveLabel:
    """Tells the JSON Schema that texts may have a label of their own."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        texts = handler(core_schema)
        with_label = {
            "type": "object",
            "properties": {"label": {"$comment": "rich"}, "text": texts},
            "required": ["label", "text"],
            "additionalProperties": False,
        }
        return {"anyOf": [texts, with_label]}


class _OneOrMany:
    """Tells the JSON Schema that a single value needs no list."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        return {"anyOf": [schema, schema["items"]]}


class _Once:
    """Lets pydantic build what precedes it in a type once, instead of once for each field.

    Annotations for the JSON Schema alone come after it: pydantic applies them later.
    """

    def __init__(self) -> None:
        self._built: CoreSchema | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        built = self._built = self._built or handler(source)
        metadata = {
            name: [*value] if isinstance(value, list) else value  # pydantic appends to lists
            for name, value in built.get("metadata", {}).items()
        }
        return cast("CoreSchema", {**built, "metadata": metadata})


def _check_icon(name: str) -> str:
    if not _ICON.fullmatch(name):
        hint = "use at most 60 letters, digits, hyphens and underscores"
        raise invalid("invalid-icon", "this is not the name of an icon", hint)
    return name


_ICON = re.compile(r"[\w-]{1,60}")
_Stripped = StringConstraints(strip_whitespace=True, min_length=1)

Word = Annotated[str, _Stripped, _Once(), _SCALAR]
"""A plain word, such as a tag or the name of an option."""

IconName = Annotated[str, _Stripped, AfterValidator(_check_icon), _SCALAR]
"""The name of an icon, which is a file of the theme."""

Label = Annotated[str, _Stripped, AfterValidator(_check_markup), _Once(), _SCALAR]
"""The label of a field of the person's own, with inline markup."""

Name = Annotated[str, _Stripped, RICH, _Once(), _RICH_SCHEMA]
"""Plain text without markup, such as a person's name or a page range."""

Text = Annotated[
    str, _Stripped, AfterValidator(_check_markup), RICH, TextKind("text"), _Once(), _RICH_SCHEMA
]
"""One line of text with inline markup."""

Prose = Annotated[
    str, _Stripped, AfterValidator(_check_markup), RICH, TextKind("prose"), _Once(), _RICH_SCHEMA
]
"""Paragraphs and lists with block markup."""

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_check_markup),
    RICH,
    TextKind("text"),
    _Once(),
    _TITLE_SCHEMA,
]
"""A heading; an empty one is not printed."""

Words = Annotated[tuple[Word, ...], BeforeValidator(_one_or_many), _Once(), _OneOrMany()]
"""Several words; a single one needs no list."""

Texts = Annotated[tuple[Text, ...], BeforeValidator(_one_or_many), _Once(), _OneOrMany()]
"""Several texts; a single one needs no list."""

LabelledTexts = Annotated[Texts, labelled(Text), _MayHaveLabel()]
"""The texts of a field of the person's own, perhaps with a label in several languages."""

Names = Annotated[tuple[Name, ...], BeforeValidator(_one_or_many), _Once(), _OneOrMany()]
"""Several names; a single one needs no list."""

Url = Annotated[str, _Stripped, AfterValidator(_check_url), TextKind("URL"), _Once(), _URL_SCHEMA]
"""A web address; the scheme may be left out."""

Email = Annotated[
    str, _Stripped, AfterValidator(_check_email), TextKind("e-mail"), _Once(), _EMAIL_SCHEMA
]
"""An e-mail address."""

_DOI_ADDRESS = r"(?:https?://)?(?:dx\.|www\.)?doi\.org/"
_ARXIV_ADDRESS = r"(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/"

Doi = Annotated[
    str, _Stripped, _removing(r"doi:\s*", address=_DOI_ADDRESS), RICH, _Once(), _RICH_SCHEMA
]
"""A DOI; an address or a prefix before it is removed."""

Arxiv = Annotated[
    str, _Stripped, _removing(r"arxiv:\s*", address=_ARXIV_ADDRESS), RICH, _Once(), _RICH_SCHEMA
]
"""A number of arXiv; an address or a prefix before it is removed."""

Isbn = Annotated[
    str, _Stripped, _removing(r"ISBN(?:-1[03])?:?\s*(?=\d)"), RICH, _Once(), _RICH_SCHEMA
]
"""An ISBN; a prefix before it is removed."""

Phone = Annotated[str, _Stripped, _removing("tel:"), RICH, _Once(), _RICH_SCHEMA]
"""A telephone number; a prefix before it is removed."""

Phones = Annotated[tuple[Phone, ...], BeforeValidator(_one_or_many), _Once(), _OneOrMany()]
"""Several telephone numbers; a single one needs no list."""

Emails = Annotated[tuple[Email, ...], BeforeValidator(_one_or_many), _Once(), _OneOrMany()]
"""Several e-mail addresses; a single one needs no list."""
