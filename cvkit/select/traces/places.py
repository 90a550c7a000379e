"""The forms of postal addresses: as a whole, their street with the number, and their postcode.

A town alone is not searched for: many people live there. The street without its number, and a
postcode of digits only, are doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .forms import Form, Rule, Secret
from .reading import letters_of, read

__all__ = ["forms_of_address"]

_SEPARATOR = re.compile(r"\s*(?:[,;|•]|\s[-–·/]\s|\n)\s*")
# Chinese and Japanese addresses go from the province to the house, without separators.
_DIVISION = re.compile(r"(?<=[省市区區县縣])(?=[\u3040-\u9fff])")
# A part that begins with one of these, or has one of the others after its first word, is a street
# or a building, with or without a number.
_FIRST = frozenset(
    "apartment apt avenida avda avenue block boulevard building bulevar calle carrer carretera chemin "
    "corso cours flat osiedle paseo passage piazza place placa plac plaza praca quai residence route "
    "rua rue sokak strada suite travessa ulica ulice ul via viale villa улица ул проспект просп пр "
    "переулок пер шоссе бульвар οδος شارع רחוב मार्ग".split()
)
_LATER = frozenset(
    "alle allee apartments avenue ave av block boulevard blvd building bldg close court crescent ct "
    "dorm drive floor gade gasse gate gata gatan hall house katu lane ln laan mansion mews place pl "
    "platz plaza quay residence residences ring road rd row square sq strasse street str st straat "
    "terrace tower towers utca vag vagen vej vei way weg wharf улица проспект переулок шоссе "
    "бульвар मार्ग".split()
)
_ENDINGS = ("strasse", "gasse", "weg", "platz", "allee", "gatan", "vagen", "gade", "gata", "veien",
            "straat", "laan", "plein", "gracht", "katu", "kuja", "路", "街", "大道", "巷", "丁目",
            "番地")  # fmt: skip
_SHORTENED = (
    ("street", "st"), ("road", "rd"), ("avenue", "ave"), ("avenue", "av"), ("boulevard", "blvd"),
    ("boulevard", "bd"), ("lane", "ln"), ("drive", "dr"), ("square", "sq"), ("court", "ct"),
    ("apartment", "apt"), ("strasse", "str"), ("platz", "pl"), ("avenida", "avda"), ("calle", "c"),
    ("ulica", "ul"), ("улица", "ул"), ("проспект", "пр"), ("place", "pl"), ("terrace", "ter"),
)  # fmt: skip
_POSTCODE = re.compile(
    r"(?<![^\W_])(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4} ?[A-Z]{2}|"
    r"[A-Z]{1,2}-\d{4,5}|\d{5}-\d{3,4}|\d{3}-\d{4}|\d{2}-\d{3}|\d{5,6})(?![^\W_])"
)
_LEAST = 6
_LEAST_NAME = 6
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
    elif len(parts) == _TOWN_PARTS and len(parts[1]) > len("USA"):
        yield from (Form(letters, sure=False) for letters in letters_of(shown))
    for postcode in _POSTCODE.findall(shown):
        digits = postcode.isdigit()
        rule = Rule.NUMBER if digits else Rule.ANY
        for letters in letters_of(postcode):
            yield Form(letters, not digits, rule)


def _runs(parts: list[str]) -> Iterator[list[str]]:
    """Yield the parts that follow each other, from two on."""
    for first in range(min(len(parts), _MOST_PARTS)):
        for last in range(first + 2, min(len(parts), _MOST_PARTS) + 1):
            yield parts[first:last]


def _is_street(part: str) -> bool:
    words = [letters_of(word)[0] for word in re.findall(r"[^\W\d_]+", part)]
    return bool(
        words
        and (
            words[0] in _FIRST
            or not _LATER.isdisjoint(words[1:])
            or any(word.endswith(_ENDINGS) for word in words)
        )
    )


def _forms_of_part(part: str, *, street: bool) -> Iterator[Form]:
    numbers = re.findall(r"\d+\s?[A-Za-z]?(?![^\W_])", part)
    words = " ".join(re.sub(r"\b\d+\s?[A-Za-z]?(?![^\W_])", " ", part).split())
    number = numbers[0] if numbers else ""
    for spelt in _abbreviated(words) if words else ():
        orders = (part,) if spelt == words else ()
        orders += (f"{number} {spelt}", f"{spelt} {number}") if len(numbers) == 1 else ()
        for order in orders if numbers else ():
            for letters in letters_of(order):
                if len(letters) >= _LEAST:
                    yield Form(letters)
        if street:
            for letters in letters_of(spelt):
                if len(letters) >= _LEAST_NAME:
                    yield Form(letters, sure=not numbers)


def _abbreviated(words: str) -> Iterator[str]:
    """Yield the name of a street in full and abbreviated: ``Quill Street``, ``Quill St``."""
    yield words
    (first, *_) = letters_of(words) or ("",)
    for whole, short in _SHORTENED:
        for one, other in ((whole, short), (short, whole)):
            if first.endswith(one) and len(first) > len(one):
                yield first[: -len(one)] + other
            elif first.startswith(one) and len(first) > len(one):
                yield other + first[len(one) :]
