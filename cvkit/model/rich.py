"""Texts in several languages, or for some variants only."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Self

from pydantic import (
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from .invalid import invalid

__all__ = [
    "RICH",
    "LabelledTexts",
    "RichText",
    "best_match",
    "changed",
    "is_language",
    "is_languages",
    "labelled",
]

# ISO 639-1, and those of the CLDR's modern languages that have three letters only. A list and
# not a pattern: a text in languages must differ from any other mapping in its place.
_LANGUAGES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ast ceb chr ckb doi dsb
fil gsw haw hsb kok mai mni nds sah sat yue
"""
_TAG = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")

_FIELDS = ("text", "tags")
_LABELLED = ("label", "text")


class RichText(str):
    """A text with its translations and its tags; as a string it is the first of the translations.

    ``languages`` maps language tags to texts, and is empty where there is one text only.
    """

    __slots__ = ("languages", "tags")
    languages: Mapping[str, str]
    tags: tuple[str, ...]

    def __new__(cls, text: str, languages: Mapping[str, str], tags: tuple[str, ...]) -> Self:
        """Return a new text."""
        self = super().__new__(cls, text)
        self.languages = languages
        self.tags = tags
        return self


class LabelledTexts(tuple[str, ...]):  # noqa: SLOT001 - tuples cannot have any
    """Texts with a label of their own, which may be in several languages.

    ``extra`` maps names to texts; where they have such a label, it is printed instead of the name.
    """

    label: str

    def __new__(cls, texts: Iterable[str], label: str) -> Self:
        """Return new texts."""
        self = super().__new__(cls, texts)
        self.label = label
        return self


def labelled(label_type: Any) -> WrapValidator:
    """Return a validator for texts that may have a label: ``{label: …, text: …}``."""
    adapter: Callable[[], TypeAdapter[str]] = cache(lambda: TypeAdapter(label_type))

    def validate(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        if isinstance(value, LabelledTexts) or not isinstance(value, Mapping):
            return value if isinstance(value, LabelledTexts) else handler(value)
        if "label" not in value:
            return handler(value)
        hint = f"known here: {', '.join(_LABELLED)}"
        unknown = invalid("unknown-text-field", "unknown field beside a label", hint)
        _refuse(value, _LABELLED, unknown)
        if "text" not in value:
            raise invalid("missing-text", "there is no text beside the label", 'add "text: …"')
        checks: dict[str, Callable[[Any], Any]] = {
            "label": adapter().validate_python, "text": handler
        }  # fmt: skip
        parts = _each(value, checks.__getitem__)
        return LabelledTexts(parts["text"], parts["label"])

    return WrapValidator(validate)


def changed(text: str, change: Callable[[str], str]) -> str:
    """Return a text with a change applied to it and to its translations."""
    if not isinstance(text, RichText):
        return change(text)
    languages = {tag: change(each) for tag, each in text.languages.items()}
    return RichText(change(text), languages, text.tags)


def is_languages(data: Any) -> bool:
    """Whether these are texts by language."""
    return isinstance(data, Mapping) and bool(data) and all(map(is_language, data))


def is_language(tag: str) -> bool:
    """Whether this is a BCP 47 tag that a text may have: `en`, `de-CH`, `zh-Hans`."""
    match = _TAG.fullmatch(tag)
    return match is not None and match[1] in _LANGUAGES.split()


def best_match(language: str, known: Iterable[str]) -> str:
    """Return the known tag that matches a language best, by the lookup of RFC 4647, section 3.4.

    If neither the tag nor a shorter one is known, another script or region of the language is
    returned, or else an empty string.
    """
    by_tag = {tag.lower(): tag for tag in known}
    parts = language.replace("_", "-").lower().split("-")
    for length in range(len(parts), 0, -1):
        if tag := by_tag.get("-".join(parts[:length])):
            return tag
    return next((by_tag[tag] for tag in by_tag if tag.split("-")[0] == parts[0]), "")


def _validate(value: Any, handler: ValidatorFunctionWrapHandler) -> str:
    if isinstance(value, RichText):
        return value
    if isinstance(value, Mapping) and "text" in value:
        hint = "known here: text, tags"
        _refuse(value, _FIELDS, invalid("unknown-text-field", "unknown field beside a text", hint))
        return _with_tags(value, handler)
    if isinstance(value, Mapping) and any(map(is_language, value)):
        return _in_languages(value, handler)
    text: str = handler(value)
    return text


def _refuse(value: Mapping[str, Any], known: Container[str], error: PydanticCustomError) -> None:
    found: list[InitErrorDetails] = [
        {"type": error, "loc": (name,), "input": name} for name in value if name not in known
    ]
    if found:
        raise ValidationError.from_exception_data("text", found)


def _with_tags(value: Mapping[str, Any], handler: ValidatorFunctionWrapHandler) -> str:
    checks: dict[str, Callable[[Any], Any]] = {
        "text": lambda text: _validate(text, handler),
        "tags": _tags().validate_python,
    }
    parts = _each({"tags": (), **value}, checks.__getitem__)
    return RichText(parts["text"], getattr(parts["text"], "languages", {}), parts["tags"])


def _in_languages(value: Mapping[str, Any], handler: ValidatorFunctionWrapHandler) -> str:
    known = [name for name in value if is_language(name)]
    hint = "write it like en, de-CH or zh-Hans"
    _refuse(value, known, invalid("invalid-language", "not a language", hint))
    texts = _each(value, lambda _language: handler)
    return RichText(next(iter(texts.values())), texts, ())


def _each(
    values: Mapping[str, Any], check_of: Callable[[str], Callable[[Any], Any]]
) -> dict[str, Any]:
    """Check every value by itself, and raise the errors of all of them together."""
    checked: dict[str, Any] = {}
    found: list[InitErrorDetails] = []
    for name, value in values.items():
        try:
            checked[name] = check_of(name)(value)
        except ValidationError as error:
            found += [
                {
                    # Errors of our own types can only be raised again in this form.
                    "type": PydanticCustomError(one["type"], one["msg"], one.get("ctx")),
                    "loc": (name, *one["loc"]),
                    "input": one["input"],
                }
                for one in error.errors()
            ]
    if found:
        raise ValidationError.from_exception_data("text", found)
    return checked


@cache
def _tags() -> TypeAdapter[tuple[str, ...]]:
    word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    listed = WrapValidator(lambda v, handler: handler((v,) if isinstance(v, str) else v))
    return TypeAdapter(Annotated[tuple[word, ...], listed])


RICH = WrapValidator(_validate)
