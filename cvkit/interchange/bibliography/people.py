"""Names of persons: ``von Last, Jr, First`` and ``First von Last Jr``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cvkit.model.names import split_marks

__all__ = ["PersonName", "natural", "parse_name", "split_names"]

_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV|VI{0,3}", re.IGNORECASE)
_PARTICLE = re.compile(r"[a-zà-ÿ’'`.]+-?")
# Words that no person is called by: the name is a body's.
_COLLECTIVE = re.compile(
    r"\b(?:team|group|consortium|collaboration|organi[sz]ation|association|institute|university|"
    r"committee|council|society|foundation|project|network|agency|ministry|department|laborator"
    r"(?:y|ies)|labs?|inc|ltd|llc|gmbh|corporation|company|contributors|authors|developers|"
    r"initiative|commission|centre|center|union|office|bureau|federation|alliance|for|the)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PersonName:
    """The parts of a name; a body has a ``literal`` name only."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    marks: str = ""


def split_names(source: str) -> list[str]:
    """Split a list of names at each ``and`` outside of braces."""
    names: list[str] = []
    start = depth = seen = 0
    for match in _AND.finditer(source):
        depth += _depth(source[seen : match.start()])
        seen = match.start()
        if depth == 0 and match.start() >= start:
            names.append(source[start : match.start()].strip())
            start = match.end()
    return [name for name in [*names, source[start:].strip()] if name]


def _depth(text: str) -> int:
    return text.count("{") - text.count("}")


def split_commas(source: str) -> list[str]:
    """Split a name at each comma outside of braces."""
    parts = [""]
    depth = 0
    for sign in source:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def natural(parts: list[str]) -> str:
    """Return a name as it is spoken, from the parts between its commas."""
    match parts:
        case [family, given]:
            ordered = [given, family]
        case [family, suffix, given]:
            ordered = [given, family, suffix]
        case _:
            ordered = [", ".join(parts)]
    return " ".join(part for part in ordered if part)


def parse_name(printed: str) -> PersonName:
    """Take a name apart that is written as it is printed: ``Ludwig van Beethoven*``."""
    name, marks = split_marks(printed.strip())
    if "," in name:
        parts = split_commas(name)
        if len(parts) == 2 and _SUFFIX.fullmatch(parts[1]):
            person = parse_name(parts[0])
            return PersonName(person.family, person.given, person.particle, parts[1], "", marks)
        family, *rest = parts
        suffix = rest[0] if len(rest) > 1 else ""
        return PersonName(family, rest[-1], suffix=suffix, marks=marks)
    words = name.split()
    if len(words) < 2 or _COLLECTIVE.search(name):
        return PersonName(literal=name, marks=marks)
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    first = next(
        (i for i, word in enumerate(words[1:-1], start=1) if _PARTICLE.fullmatch(word)), None
    )
    if first is None:
        return PersonName(words[-1], " ".join(words[:-1]), "", suffix, "", marks)
    last = max(i for i in range(first, len(words) - 1) if _PARTICLE.fullmatch(words[i]))
    return PersonName(
        " ".join(words[last + 1 :]),
        " ".join(words[:first]),
        " ".join(words[first : last + 1]),
        suffix,
        "",
        marks,
    )
