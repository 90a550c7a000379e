"""The forms of postal addresses: as a whole, their street with the number, and their postcode.

A town alone is not searched for, with or without its country: many people live there. The street
without its number, and a postcode of digits only, are doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .forms import Form, Rule, Secret
from .reading import letters_of, read
from .words import pairs, words

__all__ = ["forms_of_address"]

_SEPARATOR = re.compile(r"\s*(?:[,;|•،、]|\s[-–·/]\s|\n)\s*")
# Chinese and Japanese addresses go from the province to the house, without separators.
_DIVISION = re.compile(r"(?<=[省市区區县縣])(?=[\u3040-\u9fff])")
_FIRST = frozenset(words("streets_first"))
_LATER = frozenset(words("streets_later"))
_ENDINGS = words("street_endings")
_TOWNS = frozenset((word,) for word in words("towns"))
_SHORTENED = pairs("shortened")
_POSTCODE = re.compile(
    r"(?<![^\W_])(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4} ?[A-Z]{2}|"
    r"[A-Z]{1,2}-\d{4,5}|\d{5}-\d{3,4}|\d{3}-\d{4}|\d{2}-\d{3}|\d{5,6})(?![^\W_])"
)
_LEAST = 6
_TOWN_PARTS = 2
_MOST_PARTS = 8


def forms_of_address(secret: Secret) -> Iterator[Form]:
    """Yield an address, its parts that have a number or name a street, and its postcode."""
    shown = read(secret.text, "markup").text
    parts = [part for part in _SEPARATOR.split(shown) if part]
    parts = [each for part in parts for each in _DIVISION.split(part)]
    streets = [part for part in parts if _is_street(part)]
    telling = bool(streets or re.search(r"\d", shown) or len(parts) > _TOWN_PARTS)
    if telling:
        for letters in letters_of(shown):
            yield Form(letters)
        for part in parts:
            yield from _forms_of_part(part, street=part in streets)
        for run in _runs(parts):
            if any(part in streets for part in run) or re.search(r"\d", run[0] + run[-1]):
                yield from (Form(letters) for letters in letters_of(" ".join(run)))
    elif len(parts) == _TOWN_PARTS and _may_be_house(*parts):
        yield from (Form(letters, sure=False) for letters in letters_of(shown))
    for postcode in _POSTCODE.findall(shown):
        digits = postcode.isdigit()
        rule = Rule.NUMBER if digits else Rule.ANY
        for letters in letters_of(postcode):
            yield Form(letters, not digits, rule)


def _may_be_house(part: str, place: str) -> bool:
    """Whether it may be the name of a house: several words that do not begin like a town.

    The place after a town is often the short name of a country or a state.
    """
    first, *others = part.split()
    return bool(others) and letters_of(first)[:1] not in _TOWNS and len(place) > len("USA")


def _runs(parts: list[str]) -> Iterator[list[str]]:
    """Yield the parts that follow each other, from two on."""
    for first in range(min(len(parts), _MOST_PARTS)):
        for last in range(first + 2, min(len(parts), _MOST_PARTS) + 1):
            yield parts[first:last]


def _is_street(part: str) -> bool:
    names = [letters_of(word)[0] for word in re.findall(r"[^\W\d_]+", part)]
    return bool(names) and (
        names[0] in _FIRST
        or not _LATER.isdisjoint(names[1:])
        or any(name.endswith(_ENDINGS) for name in names)
    )


def _forms_of_part(part: str, *, street: bool) -> Iterator[Form]:
    numbers = re.findall(r"\d+\s?[A-Za-z]?(?![^\W_])", part)
    name = " ".join(re.sub(r"\b\d+\s?[A-Za-z]?(?![^\W_])", " ", part).split())
    for spelt in _abbreviated(name) if name else ():
        orders = [part] if spelt == name else []
        if len(numbers) == 1:
            orders += (f"{numbers[0]} {spelt}", f"{spelt} {numbers[0]}")
        if numbers:
            yield from _long_enough(orders, sure=True)
        if street:
            yield from _long_enough([spelt], sure=not numbers)


def _long_enough(texts: list[str], *, sure: bool) -> Iterator[Form]:
    for text in texts:
        long = (letters for letters in letters_of(text) if _weight(letters) >= _LEAST)
        yield from (Form(letters, sure) for letters in long)


def _weight(letters: str) -> int:
    """Return the number of letters; an ideograph says as much as two."""
    return sum(1 + (letter >= "\u2e80") for letter in letters)


def _abbreviated(name: str) -> Iterator[str]:
    """Yield the name of a street in full and abbreviated: ``Quill Street``, ``Quill St``."""
    yield name
    (first, *_) = letters_of(name) or ("",)
    for whole, short in _SHORTENED:
        for one, other in ((whole, short), (short, whole)):
            if first.endswith(one) and len(first) > len(one):
                yield first[: -len(one)] + other
            elif first.startswith(one) and len(first) > len(one):
                yield other + first[len(one) :]
