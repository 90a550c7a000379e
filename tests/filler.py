"""CVs that say everything: every field of every kind filled with words that occur nowhere else."""

from __future__ import annotations

import itertools
import typing
from functools import cache

from pydantic import BaseModel, ValidationError

from cvkit.model import CV, CvDate

SECTIONS = typing.get_args(typing.get_type_hints(CV)["sections"].__args__[0])
KINDS = [typing.get_args(model.model_fields["kind"].annotation)[0] for model in SECTIONS]
# What steers, and what no page shows: the type is for bibliographies.
SILENT = {
    "kind", "group_by", "type", "icon", "self_", "name_variants", "options", "CV.language", "photo",
    "logo", "emphasis", "tags", "id", "sort", "variants", "redactions", "origin", "ignore",
    "theme", "formats", "output", "words", "page_break",
}  # fmt: skip


# A CV that says everything


def spoken(model):
    """Return the names of the fields that a reader is to see."""
    return {n for n in model.model_fields if not SILENT & {n, f"{model.__name__}.{n}"}}


class Filler:
    """Fills fields with words that stand nowhere else, and remembers which is whose."""

    def __init__(self):
        letters = itertools.product("abcdefghijklmnop", repeat=5)
        self.words = ("Q" + "".join(word) for word in letters)
        self.years = iter(range(1000, 10000))
        self.shown = {}
        self.linked = {}

    def word(self, owner):
        word = next(self.words)
        self.shown[word] = owner
        return word

    def fill(self, model, names=None, chain=(), deep=True):
        """Return data for these fields of a model, by default for all of them.

        Parts are filled as well; if not ``deep``, with what they cannot do without.
        """
        data = {}
        for name, annotation in hints(model).items():
            if (
                name not in spoken(model) - {"groups", "entries", "sections"}
                or chain.count(model) > 1
            ):
                continue
            if names is None and name in ("date", "positions"):
                continue
            if names is None or name in names:
                value = self.value(f"{model.__name__}.{name}", annotation, (*chain, model), deep)
                if value:
                    data[name] = value
        return data

    def value(self, owner, annotation, chain, deep):
        types = set(leaves(annotation))
        models = [t for t in types if isinstance(t, type) and issubclass(t, BaseModel)]
        if models:
            data = self.fill(models[0], None if deep else needed(models[0]), chain)
            return [data] if data and len(models) == 1 else None
        if dict in types:
            return {self.word(owner): [self.word(owner), self.word(owner)]}
        if CvDate in types or owner.endswith((".url", ".email")):
            return self.special(owner)
        return [self.word(owner), self.word(owner)] if tuple in types else self.word(owner)

    def special(self, owner):
        """Return a date, or what becomes a link."""
        if owner.endswith(".url"):
            value = f"https://{next(self.words).lower()}.example/"
            self.linked[value] = owner
        elif owner.endswith(".email"):
            value = f"{next(self.words)}@x.example"
            self.shown[value] = self.linked[f"mailto:{value}"] = owner
        else:
            value = str(next(self.years))
            self.shown[value] = owner
        return value

    def lost(self, page):
        """Return whose words are not on the page."""
        text, links = page.text, set(page.hrefs())
        return sorted(
            {owner for word, owner in self.shown.items() if word not in text}
            | {f"{owner} (link)" for url, owner in self.linked.items() if url not in links}
        )


@cache
def hints(model):
    """Return the plain types of the fields."""
    return typing.get_type_hints(model)


def needed(model):
    """Return the fields that are required, and the one that stands for all."""
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    return required | {getattr(model, "shorthand", None)} - {None}


def leaves(annotation):
    """Yield the types and containers that a type is made of."""
    origin = typing.get_origin(annotation)
    if origin in (tuple, dict):
        yield origin
    arguments = typing.get_args(annotation) if origin is not typing.Literal else ()
    for argument in arguments:
        yield from leaves(argument)
    if not arguments:
        yield annotation


def entry_of(kind):
    """Return the model of the entries of a kind of section, or nothing."""
    entries = hints(SECTIONS[KINDS.index(kind)]).get("entries")
    return entries.__args__[0] if entries else None


def is_valid(model, data):
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


def variants(filler, model):
    """Yield entries with all fields, with each field alone, and with all fields but one."""
    names = spoken(model)
    required = {name for name in names if model.model_fields[name].is_required()}
    ranged, dated = names - {"date", "positions"}, names - {"start", "end", "position"}
    alone = [required | {name} for name in sorted(names)]
    missing = [everything - {name} for everything in (ranged, dated) for name in sorted(everything)]
    for wanted in [ranged, dated, *alone, *missing]:
        for fields in (wanted, wanted | {model.shorthand}):
            before = dict(filler.shown), dict(filler.linked)
            data = filler.fill(model, fields, deep=wanted in (ranged, dated))
            if is_valid(model, data):
                yield data
                break
            filler.shown, filler.linked = before


@cache
def all_variants(kind):
    filler = Filler()
    return filler, list(variants(filler, entry_of(kind)))


HEADER = spoken(CV) - {"sections", "profiles"}


def spoil(value, evil):
    """Add something evil to every word of a filler's, in keys as well."""
    match value:
        case dict():
            return {
                spoil(k, evil) if k.startswith("Q") else k: spoil(v, evil) for k, v in value.items()
            }
        case list():
            return [spoil(item, evil) for item in value]
        case str() if value.startswith("Q") and "@" not in value:
            return value + evil
    return value
