"""Strategies of Hypothesis for CVs of every kind, made from the model itself."""

from __future__ import annotations

import types
import typing

from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from cvkit.markup import check_markup
from cvkit.model import CV, KINDS, CvDate, Profile, TextKind, kind_of, models_in

__all__ = ["cvs", "texts"]

WORDS = [
    "Ada", "Analytical Engine", "Chess", "**bold** and *italic*", "C* algebra", "C\\*", "a_b_c",
    "# no heading", "- no bullet", "1. no list", "$5", "$O(n)$", "x: y", "<b>x</b>", "a < b & c",
    "Zürich", "数学", "2014", "2025.10", "no", "null", "~", "[1]", "[a](https://example.org)",
    "`code`", "H~2~O", "1^st^", "\\LaTeX", "end\\", "it's", '"q"', "a  b", "www.example.org",
    "éèö", "🎓", "—", "| a | b", "…", "%", "@", "`", "{a: b}", "[a, b]", "a #b", "!x", "&x",
]  # fmt: skip
PROSE = [*WORDS, "one\n\ntwo", "- a\n- b", "1. a\n2. b", "a\\\nb"]
URLS = ["https://example.org", "www.example.org/a", "example.org", "mailto:a@example.org"]
DATES = st.one_of(
    st.builds(CvDate, st.integers(1, 9999)),
    st.builds(CvDate, st.integers(1, 9999), st.integers(1, 12)),
    st.builds(CvDate, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28)),
    st.builds(CvDate, st.integers(1, 9999), season=st.sampled_from(["summer", "winter"])),
    st.just(CvDate(present=True)),
).map(str)


def _is_markup(text):
    try:
        check_markup(text)
    except ValueError:
        return False
    return bool(text.strip())


ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
texts = st.sampled_from(WORDS) | ANY.filter(_is_markup)
proses = st.sampled_from(PROSE) | texts


SIMPLE = {CvDate: DATES, bool: st.sampled_from(["true", "false"])}
CONTAINERS = {
    typing.Literal: st.sampled_from,
    tuple: lambda arguments: st.lists(_plain(arguments[0]), max_size=3),
    dict: lambda arguments: st.dictionaries(texts, _plain(arguments[1]), max_size=2),
}


def _plain(annotation, metadata=()):
    """Return a strategy for plain data of a field, or ``None`` where it holds models."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _plain(arguments[0], [*metadata, *arguments[1:]])
    if origin in (typing.Union, types.UnionType):
        return _plain(next(a for a in arguments if a is not type(None)), metadata)
    if origin in CONTAINERS:
        return CONTAINERS[origin](arguments)
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    kinds = {mark.words for mark in metadata if isinstance(mark, TextKind)}
    by_kind = {"URL": st.sampled_from(URLS), "e-mail": st.just("ada@example.org"), "prose": proses}
    return next((by_kind[kind] for kind in kinds if kind in by_kind), texts)


# What needs a file beside it, regroups, or speaks of other parts.
_APART = (
    "photo", "group_by", "sort", "variants", "redactions", "id", "theme", "formats",
    "output", "words",
)  # fmt: skip


# What the model accepts in certain forms only.
_NUMBERS = {
    "phone": st.just("+44 20 7946 0958"),
    "doi": st.just("10.1000/182"),
    "arxiv": st.just("1912.13515"),
    "isbn": st.just("978-3-16-148410-0"),
    "icon": st.just("book"),
}
_PROFILES = [
    {"network": "GitHub", "username": "ada"},
    {"network": "Elsewhere", "username": "ada", "url": "https://example.org/ada"},
    {"url": "https://example.org/ada"},
]


@st.composite
def _items(draw, model: type[BaseModel], depth: int):
    """Draw the data of an item; its main field is always given, and nothing is regrouped."""
    if not model.__pydantic_complete__:
        model.model_rebuild()
    if model is Profile:
        return draw(st.sampled_from(_PROFILES))
    main = getattr(model, "shorthand", None)
    data = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        wanted = field.is_required() or name == main
        if name == "kind":
            data[key] = kind_of(model)
        elif name == "language" and model is CV:
            data[key] = draw(st.sampled_from(["en", "de-CH", "zh-Hans"]))
        elif name in _APART or not (wanted or draw(st.integers(0, 3)) == 0):
            continue
        elif models := models_in(field.annotation):
            some = models if len(models) == 1 else [draw(st.sampled_from(models))]
            size = 2 if depth else 0
            data[key] = [
                draw(_items(some[0], depth - 1)) for _ in range(draw(st.integers(0, size)))
            ]
        else:
            data[key] = draw(
                _NUMBERS[name] if name in _NUMBERS else _plain(field.annotation, field.metadata)
            )
    if "start" in data or "end" in data:
        data.pop("date", None)
    if "positions" in data:
        data.pop("position", None)
    return data


@st.composite
def cvs(draw):
    """Draw a valid CV of any shape."""
    data = draw(_items(CV, 3))
    sections = [kind.section for kind in KINDS.values()]
    kinds = draw(st.lists(st.sampled_from(sections), max_size=4))
    data["sections"] = [draw(_items(kind, 2)) for kind in kinds]
    try:
        return CV.model_validate(data)
    except ValidationError as error:
        raise AssertionError(f"the strategy makes a CV that is none: {error}\n{data}") from error
