"""Levers: options that a theme lets fitting move, how far, and which of them first."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cvkit.document import Fit, Lever
from cvkit.errors import Problem, ThemeError, UsageError, did_you_mean

from .options import Option, Value

__all__ = ["SMALLEST_TEXT", "Reach", "parse_pages", "plan_fit", "read_reach"]

# What can be read without strain: smaller print, or lines closer together, is for captions.
SMALLEST_TEXT = 9.0
_TEXT_SIZE = "font_size"
_RULE = f"running text is not set below {SMALLEST_TEXT:g} pt"
_FLOORS = {
    _TEXT_SIZE: (SMALLEST_TEXT, "pt", _RULE),
    "line_height": (1.1, "", "lines are not set closer than 1.1 times their size"),
}
_ANY = (0.0, "", "it is not to be below 0")
_EPSILON = 1e-6
_MOST_PAGES = 99
_MM = {"mm": 1.0, "cm": 10.0, "q": 0.25, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6,
       "px": 25.4 / 96, "": 1.0}  # fmt: skip
_LENGTH = re.compile(r"(-?\d*\.?\d+)([a-z%]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Reach:
    """How far a lever goes, in ``unit``; ``loosest`` is None where it only tightens."""

    option: str
    step: int
    tightest: float
    loosest: float | None
    unit: str


def read_reach(
    path: Path, name: str, given: Any, inherited: Reach | None, options: Mapping[str, Option]
) -> Reach | None:
    """Return a lever of a checked manifest; a bare value is its tightest, ``false`` holds it still.

    Raises :class:`ThemeError` where it names no option, or leaves what can be read.
    """
    if given is False:
        return None
    table = given if isinstance(given, dict) else {"tightest": given}
    faults = list(_faults(name, table, inherited, options))
    if faults:
        raise ThemeError(
            Problem(str(path), f'lever "{name}": {message}', hint=hint) for message, hint in faults
        )
    tightest, unit = _split(table["tightest"]) if "tightest" in table else _own(inherited)
    loosest = inherited.loosest if inherited else None
    if inherited and loosest is not None:
        loosest *= _MM[inherited.unit] / _MM[unit]
    if "loosest" in table:
        loosest = _in(unit, table["loosest"])
    step = table.get("step", inherited.step if inherited else 1)
    return Reach(name, step, tightest, loosest, unit)


def _own(reach: Reach | None) -> tuple[float, str]:
    assert reach is not None
    return reach.tightest, reach.unit


def _faults(
    name: str, table: Mapping[str, Any], inherited: Reach | None, options: Mapping[str, Option]
) -> Iterator[tuple[str, str]]:
    if name not in options:
        yield "there is no such option", did_you_mean(name, options) or ", ".join(options)
        return
    if "tightest" not in table and inherited is None:
        yield "needs its tightest value", ""
    kind = options[name].type
    if kind not in ("number", "length") or isinstance(options[name].default, int):
        yield "it cannot be tightened bit by bit", "levers are decimal numbers and lengths"
        return
    for field in ("tightest", "loosest"):
        value = table.get(field)
        if value is None:
            continue
        try:
            number, unit = _split(value)
        except ValueError:
            number, unit = 0, "?"
        if unit not in _MM or (unit == "") != (kind == "number"):
            wanted = "a number" if kind == "number" else "a length such as 12mm or 9pt"
            yield f"{field} is to be {wanted}", ""
            continue
        floor, floor_unit, rule = _FLOORS.get(name, _ANY)
        if number * _MM[unit] < floor * _MM[floor_unit] - _EPSILON:
            yield f"{field} is {value}; {rule}", ""


def plan_fit(
    theme: str,
    reaches: Mapping[str, Reach],
    options: Mapping[str, Value],
    fixed: Collection[str],
    pages: str,
) -> Fit:
    """Return what is to be done for a number of pages, given as text, or for ``auto``.

    Options in ``fixed`` are not moved. Raises :class:`UsageError` where ``pages`` means nothing,
    and :class:`ThemeError` where the text is too small already or an option cannot be measured.
    """
    wanted = parse_pages(pages)
    if _TEXT_SIZE in options and _natural(_TEXT_SIZE, "pt", options) < SMALLEST_TEXT - _EPSILON:
        size = options[_TEXT_SIZE]
        raise ThemeError(f"{_TEXT_SIZE} is {size}; with a limit of pages {_RULE}")
    levers = tuple(
        _lever(reach, _natural(reach.option, reach.unit, options))
        for reach in sorted(reaches.values(), key=lambda reach: reach.step)
        if reach.option not in fixed
    )
    return Fit(theme, wanted, levers, tuple(name for name in reaches if name in fixed))


def _lever(reach: Reach, natural: float) -> Lever:
    # A child theme may be tighter than its parent allows to become: it stays as it is.
    tightest = min(reach.tightest, natural)
    loosest = max(natural if reach.loosest is None else reach.loosest, natural)
    return Lever(reach.option, reach.step, natural, tightest, loosest, reach.unit)


def _natural(name: str, unit: str, options: Mapping[str, Value]) -> float:
    try:
        return _in(unit, options[name])
    except ValueError:
        value = f"{name} is {options[name]}"
        raise ThemeError(
            f"{value}; with a limit of pages it is to be in mm, pt or another fixed unit"
        ) from None


def _in(unit: str, value: Value) -> float:
    number, own = _split(value)
    return number * _MM[own] / _MM[unit]


def _split(value: Value) -> tuple[float, str]:
    """Return the number and the unit of a value; raise ``ValueError`` if it is not absolute."""
    match = _LENGTH.fullmatch(str(value))
    if isinstance(value, bool) or match is None or match[2].lower() not in _MM:
        raise ValueError(f"{value} is not an absolute length")
    return float(match[1]), match[2].lower()


def parse_pages(text: str) -> int | None:
    """Return a number of pages, or None for ``auto``; raise :class:`UsageError` for all else."""
    if text == "auto":
        return None
    if text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST_PAGES:
        return int(text)
    hint = did_you_mean(text, ("auto",)) or (
        f"give a number from 1 to {_MOST_PAGES}, or auto for no last page left nearly empty"
    )
    raise UsageError(Problem("", f'"{text}" is no number of pages', hint=hint))
