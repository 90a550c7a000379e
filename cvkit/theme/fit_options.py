"""Options that fitting may change: how far, and in which order. The ``[fit]`` of a manifest."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cvkit.document import Fit, Lever, PageLimit
from cvkit.errors import Problem, ThemeError, did_you_mean

from .css import Length, parse_length
from .options import Option, Value

__all__ = ["FitOption", "plan_fit", "read_fit_option"]

# Smaller or tighter text than this cannot be read without strain: it is for captions only.
SMALLEST_TEXT = 9.0
_TEXT_SIZE = "font_size"
_RULE = f"running text must be at least {SMALLEST_TEXT:g} pt"
_FLOORS = {
    _TEXT_SIZE: (Length(SMALLEST_TEXT, "pt"), _RULE),
    "line_height": (Length(1.1, ""), "lines must be at least 1.1 times their size apart"),
}
_ANY = (Length(0.0, ""), "it must not be below 0")
_EPSILON = 1e-6
# How far ``auto`` may tighten, as a share of what a number of pages may: nobody should notice it.
_UNNOTICED = 0.4


@dataclass(frozen=True)
class FitOption:
    """How far an option may be changed, in ``unit``; ``loosest`` is None if it only tightens.

    Options with a lower ``step`` are changed first.
    """

    option: str
    step: int
    tightest: float
    loosest: float | None
    unit: str


def read_fit_option(
    path: Path, name: str, given: Any, inherited: FitOption | None, options: Mapping[str, Option]
) -> FitOption | None:
    """Return an entry of ``[fit]``; a bare value is its tightest, ``false`` removes it.

    Raises :class:`ThemeError` if there is no such option, or its limits make text unreadable.
    """
    if given is False:
        return None
    table = given if isinstance(given, dict) else {"tightest": given}
    errors = list(_errors(name, table, inherited, options))
    if errors:
        raise ThemeError(
            Problem(str(path), f'[fit] "{name}": {message}', hint=hint) for message, hint in errors
        )
    tightest = _length(table["tightest"]) if "tightest" in table else _own(inherited)
    loosest = inherited.loosest if inherited else None
    if inherited and loosest is not None:
        loosest = Length(loosest, inherited.unit).to(tightest.unit)
    if "loosest" in table:
        loosest = _length(table["loosest"]).to(tightest.unit)
    step = table.get("step", inherited.step if inherited else 1)
    return FitOption(name, step, tightest.number, loosest, tightest.unit)


def _own(inherited: FitOption | None) -> Length:
    assert inherited is not None
    return Length(inherited.tightest, inherited.unit)


def _errors(
    name: str, table: Mapping[str, Any], inherited: FitOption | None, options: Mapping[str, Option]
) -> Iterator[tuple[str, str]]:
    if name not in options:
        yield "there is no such option", did_you_mean(name, options) or ", ".join(options)
        return
    if "tightest" not in table and inherited is None:
        yield '"tightest" is missing', ""
    kind = options[name].type
    if kind not in ("number", "length") or isinstance(options[name].default, int):
        yield "its value cannot be changed in steps", "only decimal numbers and lengths can"
        return
    for field in ("tightest", "loosest"):
        value = table.get(field)
        if value is None:
            continue
        try:
            length = _length(value)
        except ValueError:
            length = Length(0, "?")
        if length.unit == "?" or (length.unit == "") != (kind == "number"):
            wanted = "a number" if kind == "number" else "a length such as 12mm or 9pt"
            yield f"{field} must be {wanted}", ""
            continue
        floor, rule = _FLOORS.get(name, _ANY)
        least = floor.to(length.unit) if floor.absolute else floor.number
        if length.number < least - _EPSILON:
            yield f"{field} is {value}; {rule}", ""


def plan_fit(
    theme: str,
    fit_options: Mapping[str, FitOption],
    options: Mapping[str, Value],
    fixed: Collection[str],
    limit: PageLimit,
) -> Fit:
    """Return what the typesetter needs to keep to a page limit.

    Options in ``fixed`` are not changed. Without a number of pages, options are changed by a part
    of what is allowed, and those in other units not at all. With a number, raises
    :class:`ThemeError` if the text is too small already, or an option is not in a fixed unit.
    """
    if limit.pages is None:
        return _plan_auto(theme, fit_options, options, fixed)
    if _TEXT_SIZE in options:
        size = _natural(_TEXT_SIZE, options).to("pt")
        if size < SMALLEST_TEXT - _EPSILON:
            raise ThemeError(f"{_TEXT_SIZE} is {options[_TEXT_SIZE]}; with a page limit {_RULE}")
    levers = tuple(
        _lever(each, _natural(each.option, options).to(each.unit))
        for each in sorted(fit_options.values(), key=lambda each: each.step)
        if each.option not in fixed
    )
    return Fit(theme, limit.pages, levers, tuple(name for name in fit_options if name in fixed))


def _plan_auto(
    theme: str,
    fit_options: Mapping[str, FitOption],
    options: Mapping[str, Value],
    fixed: Collection[str],
) -> Fit:
    levers = []
    for each in sorted(fit_options.values(), key=lambda each: each.step):
        if each.option in fixed:
            continue
        with suppress(ThemeError):
            lever = _lever(each, _natural(each.option, options).to(each.unit))
            little = lever.natural + _UNNOTICED * (lever.tightest - lever.natural)
            levers.append(replace(lever, tightest=little))
    return Fit(theme, None, tuple(levers), tuple(name for name in fit_options if name in fixed))


def _lever(each: FitOption, natural: float) -> Lever:
    # A child theme may already be tighter than the limit of its parent: it stays as it is.
    tightest = min(each.tightest, natural)
    loosest = max(natural if each.loosest is None else each.loosest, natural)
    return Lever(each.option, each.step, natural, tightest, loosest, each.unit)


def _natural(name: str, options: Mapping[str, Value]) -> Length:
    try:
        return _length(options[name])
    except ValueError:
        raise ThemeError(
            f"{name} is {options[name]}; "
            "with a page limit it must be in mm, pt or another fixed unit"
        ) from None


def _length(value: Value) -> Length:
    """Return a number or a length in a physical unit; raise ``ValueError`` for anything else."""
    length = None if isinstance(value, bool) else parse_length(str(value))
    if length is None or not (length.absolute or length.unit == ""):
        raise ValueError(f"{value} is not an absolute length")
    return length
