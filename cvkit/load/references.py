"""Check references within a file: tags, sections, variants and redactions must exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cvkit.document import PageLimit
from cvkit.errors import InvalidValueError, Problem, Suggestion, did_you_mean
from cvkit.language.catalogue import check_word
from cvkit.language.tags import check_language
from cvkit.model import CV, KINDS, REDACTIONS, Item, RichText, Section, Variant
from cvkit.model.walk import leaves, models_of
from cvkit.source.nodes import Node
from cvkit.source.paths import find
from cvkit.system.files import caseless

__all__ = ["Reported", "language_problems", "reference_problems", "word_problems"]

_REMOVABLE = (
    "name a field of the file, such as phone; a kind of section, such as references; or a field of "
    "its entries, such as references.email"
)
_NAME = re.compile(r"\w[\w-]*")
# Fields that select versions and are not part of one.
_NOT_SHOWN = {"variants", "redactions"}
MAX_VARIANTS = 100
_STAYING = {"sections", "language", "theme", "formats", "output", "options", "words", *_NOT_SHOWN}
_RESERVED = ("all", "full")
Reported = tuple[str, str, str, str]  # a code, the path of a field, a message and a hint


def reference_problems(cv: CV, root: Node) -> Iterator[Problem]:
    """Yield a problem for each tag, section, variant or redaction that does not exist."""
    languages = {"language": cv.language}
    languages |= {f"variants.{name}.language": v.language or "" for name, v in cv.variants.items()}
    found = (
        *language_problems(languages),
        *_variants(cv),
        *_redactions(cv),
        *_ids(cv.sections),
        *word_problems(cv.words),
    )
    for code, path, message, hint in found:
        place = find(root, path) or root.place
        yield place.problem(message, path=path, hint=hint, code=code)


def language_problems(tags: Mapping[str, str]) -> Iterator[Reported]:
    """Yield a problem for each tag, by the path of its field, of a language that does not exist."""
    for path, tag in tags.items():
        try:
            if tag:
                check_language(tag)
        except InvalidValueError as error:
            yield error.code, path, error.message, error.hint


def word_problems(words: Mapping[str, str]) -> Iterator[Reported]:
    """Yield what is wrong with words that a file overrides."""
    for name, text in words.items():
        texts = text.languages.values() if isinstance(text, RichText) else ()
        try:
            for each in texts or (text,):
                check_word(name, each)
        except InvalidValueError as error:
            yield error.code, f"words.{name}", error.message, error.hint


def _variants(cv: CV) -> Iterator[Reported]:
    tags = sorted(_tags(cv))
    redactions = (*REDACTIONS, *cv.redactions)
    sections = _section_names(cv)
    if len(cv.variants) > MAX_VARIANTS:
        yield "too-many", "variants", f"more than {MAX_VARIANTS} variants", ""
        return
    yield from _alike("variants", cv.variants)
    for name, variant in cv.variants.items():
        path = f"variants.{name}"
        yield from _name(path, name, "variant")
        yield from _not_a_redaction(path, name, cv.variants, redactions)
        yield from _unknown(f"{path}.tags", variant.tags, tags, "tag")
        yield from _unknown(f"{path}.without", variant.without, tags, "tag")
        yield from _unknown(f"{path}.extends", variant.extends, cv.variants, "variant")
        yield from _circle(f"{path}.extends", name, cv.variants, "variants")
        yield from _unknown(f"{path}.omit", variant.omit, sections, "section")
        named = [section.section for section in variant.sections]
        yield from _unknown(f"{path}.sections", named, sections, "section", ".section")
        if variant.redact:
            yield from _unknown(f"{path}.redact", [variant.redact], redactions, "redaction")
        yield from _pages(f"{path}.pages", variant)


def _not_a_redaction(
    path: str, name: str, variants: Iterable[str], redactions: Iterable[str]
) -> Iterator[Reported]:
    """Report a variant whose files would have the names of redacted ones."""
    known = [each for each in variants if each != name]
    for redaction in redactions:
        taken = (redaction, *(f"{variant}-{redaction}" for variant in known))
        if caseless(name) in map(caseless, taken):
            message = f'a variant cannot be named "{name}", like a file redacted as "{redaction}"'
            yield "reserved-name", path, message, "choose another name"


def _pages(path: str, variant: Variant) -> Iterator[Reported]:
    try:
        PageLimit.parse(variant.pages or "auto")
    except InvalidValueError as error:
        yield error.code, path, error.message, error.hint


def _redactions(cv: CV) -> Iterator[Reported]:
    known = _removable(cv)
    if len(cv.redactions) > MAX_VARIANTS:
        yield "too-many", "redactions", f"more than {MAX_VARIANTS} redactions", ""
        return
    yield from _alike("redactions", (*REDACTIONS, *cv.redactions))
    for name, redaction in cv.redactions.items():
        path = f"redactions.{name}"
        yield from _name(path, name, "redaction")
        if name in REDACTIONS:
            message = f'the redaction "{name}" is built in'
            yield "reserved-name", path, message, "choose another name"
        others = (*REDACTIONS, *cv.redactions)
        yield from _unknown(f"{path}.extends", redaction.extends, others, "redaction")
        yield from _circle(f"{path}.extends", name, cv.redactions, "redactions")
        removed = _unknown(f"{path}.remove", redaction.remove, known, "field")
        for code, place, message, hint in removed:  # there are too many fields to list them
            yield code, place, message, hint if isinstance(hint, Suggestion) else _REMOVABLE


def _name(path: str, name: str, what: str) -> Iterator[Reported]:
    message = f'"{name}" is not a valid name for a {what}'
    if not _NAME.fullmatch(name):
        hint = "use letters, digits, hyphens and underscores: it becomes part of a file name"
        yield "invalid-name", path, message, hint
    elif name in _RESERVED:
        yield "reserved-name", path, message, f'"{name}" is reserved'


def _alike(field: str, names: Iterable[str]) -> Iterator[Reported]:
    """Report names that would be the same in the name of a file, where disks ignore case."""
    known: dict[str, str] = {}
    for name in names:
        other = known.setdefault(caseless(name), name)
        if other != name:
            message = f'"{name}" and "{other}" differ only in case or in the form of accents'
            yield "duplicate-name", f"{field}.{name}", message, "rename one of them"


def _unknown(
    path: str, names: Iterable[str], known: Iterable[str], what: str, suffix: str = ""
) -> Iterator[Reported]:
    known = list(known)
    for number, name in enumerate(names):
        if name not in known:
            listed = f"known {what}s: {', '.join(known)}" if known else f"the file has no {what}s"
            hint = did_you_mean(name, known) or listed
            place = f"{path}[{number}]{suffix}"
            yield f"unknown-{what}", place, f'unknown {what} "{name}"', hint


def _circle(path: str, name: str, known: Mapping[str, Any], what: str) -> Iterator[Reported]:
    chain, nexts = [name], list(known[name].extends)
    seen = set(nexts)
    while nexts:
        current = nexts.pop()
        if current == name:
            yield "circle", path, f'the {what} extend each other in a circle: "{name}"', ""
            return
        chain.append(current)
        more = [n for n in (known[current].extends if current in known else ()) if n not in seen]
        seen.update(more)
        nexts += more


def _ids(sections: Iterable[Section]) -> Iterator[Reported]:
    known: set[str] = set()
    for number, section in enumerate(sections):
        if section.id and section.id in known:
            message = f'duplicate id "{section.id}"'
            yield "duplicate-id", f"sections[{number}].id", message, ""
        known.add(section.id or "")


def _section_names(cv: CV) -> list[str]:
    """Return every name by which variants may refer to a section."""
    names: dict[str, None] = {}
    for section in cv.sections:
        names |= dict.fromkeys(section.names)
    return list(names)


def _removable(cv: CV) -> list[str]:
    fields = [name for name in CV.model_fields if name not in _STAYING]
    fields += [f"extra.{label}" for label in cv.extra]
    for name, kind in KINDS.items():
        fields.append(name)
        known = kind.entry.model_fields.items() if kind.entry else ()
        fields += [f"{name}.{field}" for field, info in known if not info.is_required()]
    return fields


def _tags(cv: CV) -> set[str]:
    """Return all tags of what a CV shows."""
    shown = [getattr(cv, name) for name in cv.model_fields_set - _NOT_SHOWN]
    tagged = (*leaves(shown), *(model for model, _ in models_of(shown)))
    return {tag for part in tagged if isinstance(part, RichText | Item) for tag in part.tags}
