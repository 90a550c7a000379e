"""Variants: inheritance, and the texts that they replace in the CV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cvkit.model import CV, Section, Variant, VariantSection

__all__ = ["address", "lineage", "matching", "resolve"]

_ADDED = ("tags", "without", "omit")


def resolve(variants: Mapping[str, Variant], name: str) -> Variant:
    """Return a variant with what it inherits: lists are added up, other settings are overridden.

    The variants must not extend each other in a circle.
    """
    return _resolved(variants, name, {})


def _resolved(variants: Mapping[str, Variant], name: str, known: dict[str, Variant]) -> Variant:
    """Resolve a variant; ``known`` has those that were resolved before, such as shared parents."""
    if name in known:
        return known[name]
    own = variants[name]
    merged: dict[str, Any] = {}
    for variant in (*(_resolved(variants, parent, known) for parent in own.extends), own):
        for field in variant.model_fields_set - {"extends", "description"}:
            value = getattr(variant, field)
            if field in _ADDED:
                value = tuple(dict.fromkeys((*merged.get(field, ()), *value)))
            elif field == "options":
                value = {**merged.get(field, {}), **value}
            elif field == "sections":
                value = _merge_sections(merged.get(field, ()), value)
            merged[field] = value
    return known.setdefault(name, Variant.model_validate(merged))


def lineage(variants: Mapping[str, Variant], name: str) -> list[str]:
    """Return the names of a variant and of all that it extends, the nearest first."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in variants and current not in found:
            found[current] = None
            waiting += variants[current].extends
    return list(found)


def _merge_sections(
    inherited: Iterable[VariantSection], own: Iterable[VariantSection]
) -> tuple[VariantSection, ...]:
    """Return the inherited sections with their new settings, and new sections at the end.

    The inherited order is kept, unless all of them are named again.
    """
    changed = {section.section: section for section in own}
    before = {section.section: section for section in inherited}
    order = changed if changed.keys() >= before.keys() else {**before, **changed}
    return tuple(_merged(before.get(name), changed.get(name)) for name in order)


def _merged(before: VariantSection | None, own: VariantSection | None) -> VariantSection:
    if before is None or own is None:
        found = own or before
        assert found is not None
        return found
    return before.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def matching(variant: Variant, names: Iterable[str]) -> VariantSection | None:
    """Return the settings of a variant for a section with one of these names."""
    by_name = {each.section: each for each in variant.sections}
    return next((by_name[name] for name in names if name in by_name), None)


def address(cv: CV, name: str, variant: Variant) -> tuple[CV, dict[str, str]]:
    """Return the CV with the texts of a variant, and where these are in the file.

    The second is a mapping from paths in the CV to paths in the file.
    """
    update: dict[str, Any] = {}
    paths: dict[str, str] = {}
    if variant.headline:
        update["headline"] = variant.headline
        paths["headline"] = f"variants.{name}.headline"
    if variant.summary:
        update["sections"], number = _with_summary(cv, variant.summary)
        paths[f"sections[{number}].text"] = f"variants.{name}.summary"
    return cv.model_copy(update=update), paths


def _with_summary(cv: CV, text: str) -> tuple[tuple[Section, ...], int]:
    """Return the sections, and the index of the one with the text; a new one is the last."""
    from cvkit.model.sections import SummarySection

    sections = list(cv.sections)
    for number, section in enumerate(sections):
        if section.kind == "summary":
            sections[number] = section.model_copy(update={"text": text})
            return tuple(sections), number
    sections.append(SummarySection.model_validate({"kind": "summary", "text": text}))
    return tuple(sections), len(sections) - 1
