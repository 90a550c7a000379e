r"""Reading: a text as people read it, however it was typed.

A text is brought into one normal form, in which a secret and the texts that may contain it are
compared. The rules, in this order:

1. **Decode** escapes of Markdown (``\_``), percent-encoding (RFC 3986), character references of
   HTML and the ``\u00fc`` of JSON, up to three times one within the other; in style sheets the
   escapes of CSS, in TeX its accents.
2. **Shape**: Unicode NFKC, with letters and their accents composed; invisible characters (soft
   hyphens, zero-width characters, direction marks) removed; every space is " ", every dash "-",
   every decimal digit of any script an ASCII digit.
3. **Letters**: only letters and digits, in lower case, in two spellings: without accents
   (``Müller`` is ``muller``), and transliterated as in passports and addresses (``mueller``;
   Greek and Cyrillic letters become Latin). What is between the letters does not count, so that
   spaces, hyphens, dots, emphasis and brackets make no difference.

Each character knows its place in the text as it was typed, so that what is found can be replaced.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape
from typing import Literal

from cvkit.model.names import TRANSLITERATED, fold

__all__ = ["TARGET", "Letters", "Reading", "Syntax", "is_letter", "letters_of", "read"]

Syntax = Literal["text", "markup", "css", "tex"]
"""What a text is written in; ``markup`` is ``text`` in which targets of links are not read."""

_ROUNDS = 3
_HEX = "[0-9A-Fa-f]"
_NEXT = f"%[89ABab]{_HEX}"
_PERCENT = (
    f"%(?:[0-7]{_HEX}|[CDcd]{_HEX}{_NEXT}|[Ee]{_HEX}(?:{_NEXT}){{2}}|[Ff][0-7](?:{_NEXT}){{3}})"
)
_REFERENCE = rf"&(?:#\d{{1,7}}|#[xX]{_HEX}{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});"
_CODE = rf"\\(?:u{_HEX}{{4}}|x{_HEX}{{2}}|U{_HEX}{{8}})"
_ESCAPE = r"\\[!-/:-@\[-`{-~]"
_TARGET = r"""\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"]*")?\)"""
TARGET = re.compile(_TARGET)
"""The target of a link in markup, with the brackets around it."""
_CSS_ESCAPE = rf"\\(?:{_HEX}{{1,6}}\s?|[^\n])"
_TEX_ACCENT = r"\\(?:[uvHcdbkrt](?=\s*\{|\s)|(?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j)(?![A-Za-z]))"


def _percent(found: str) -> str:
    return bytes.fromhex(found.replace("%", "")).decode("utf-8", "replace")


def _code(found: str) -> str:
    number = int(found.lstrip("\\uUx") or "0", 16)
    return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else ""


def _css(found: str) -> str:
    digits = found[1:].rstrip()
    return _code(f"\\{digits}") if re.fullmatch(f"{_HEX}+", digits) else found[1:]


_TEX_COMMAND = r"\\[A-Za-z]+\*? ?"
_TEX_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
                "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı", "j": "j"}  # fmt: skip
_DECODERS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "target": (_TARGET, lambda _found: ""),
    "accent": (_TEX_ACCENT, lambda found: _TEX_LETTERS.get(found[1:], "")),
    "command": (_TEX_COMMAND, lambda _found: ""),
    "css": (_CSS_ESCAPE, _css),
    "code": (_CODE, _code),
    "escape": (_ESCAPE, lambda found: found[1]),
    "percent": (_PERCENT, _percent),
    "reference": (_REFERENCE, unescape),
}
_COMMON = ("code", "escape", "percent", "reference")
_OF_SYNTAX: Mapping[Syntax, tuple[str, ...]] = {
    "text": _COMMON,
    "markup": ("target", *_COMMON),
    "css": ("css", "percent", "reference"),
    "tex": ("accent", "command", "escape", "percent", "reference"),
}
_PATTERNS = {
    syntax: re.compile("|".join(f"(?P<{name}>{_DECODERS[name][0]})" for name in names))
    for syntax, names in _OF_SYNTAX.items()
}


@dataclass(frozen=True)
class Letters:
    """The letters and digits of a text in one spelling, and where each is in the shaped text."""

    text: str
    places: Sequence[int]

    def span(self, start: int, length: int) -> tuple[int, int] | None:
        """Return the place of some letters in the shaped text.

        ``None`` if they begin or end within a character, such as the ``æ`` that is ``ae``.
        """
        end = start + length
        places = self.places
        if start and places[start - 1] == places[start]:
            return None
        if end < len(places) and places[end] == places[end - 1]:
            return None
        return places[start], places[end - 1] + 1

    def at(self, place: int) -> int:
        """Return the number of the first letter at or after a place in the shaped text."""
        return bisect_left(self.places, place)


@dataclass(frozen=True)
class Reading:
    """A text as it is read: ``text`` is decoded and shaped.

    ``starts`` and ``ends`` are the places of its characters in the text as it was typed.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @cached_property
    def spellings(self) -> tuple[Letters, ...]:
        """The letters without accents and, if that makes a difference, transliterated."""
        plain = _letters(self.text, fold_letter)
        if self.text.isascii() or not _TRANSLITERABLE.search(self.text):
            return (plain,)
        return plain, _letters(self.text, transliterate)

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Return the place of a part of the shaped text in the text as it was typed."""
        return self.starts[start], self.ends[end - 1]

    def is_edge(self, place: int) -> bool:
        """Whether a word can begin or end between two characters of the shaped text.

        It does beside anything but letters and digits, between letters and digits, at a capital
        after a small letter, and anywhere in scripts that are written without spaces.
        """
        if not 0 < place < len(self.text):
            return True
        before, after = self.text[place - 1], self.text[place]
        if not is_letter(before) or not is_letter(after):
            return True
        if before.isdigit() != after.isdigit() or (before.islower() and after.isupper()):
            return True
        return bool(_UNSPACED.match(before) or _UNSPACED.match(after))


def read(text: str, syntax: Syntax = "text") -> Reading:
    """Return a text in the form in which it is read."""
    starts: Sequence[int] = range(len(text))
    ends: Sequence[int] = range(1, len(text) + 1)
    for _ in range(_ROUNDS):
        pattern = _PATTERNS[syntax]
        if not _ENCODED.search(text) or not pattern.search(text):
            break
        text, starts, ends = _decode(text, starts, ends, pattern)
    if text.isascii():
        return Reading(text.translate(_ASCII_SPACES), starts, ends)
    return _shape(text, starts, ends)


def letters_of(text: str) -> tuple[str, ...]:
    """Return the letters and digits of a text in each of its spellings."""
    return tuple(dict.fromkeys(letters.text for letters in read(text).spellings))


_ENCODED = re.compile(r"[\\%&\]]")
_ASCII_SPACES = dict.fromkeys(range(0x20), " ")
# Scripts without spaces between words; the particles of Korean follow without one, too.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_TRANSLITERABLE = re.compile(f"[{''.join(TRANSLITERATED)}]", re.IGNORECASE)


def _decode(
    text: str, starts: Sequence[int], ends: Sequence[int], pattern: re.Pattern[str]
) -> tuple[str, list[int], list[int]]:
    parts: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    done = 0
    for match in pattern.finditer(text):
        begin, end = match.span()
        parts.append(text[done:begin])
        new_starts += starts[done:begin]
        new_ends += ends[done:begin]
        found = _DECODERS[match.lastgroup or ""][1](match[0])
        parts.append(found)
        new_starts += [starts[begin]] * len(found)
        new_ends += [ends[end - 1]] * len(found)
        done = end
    parts.append(text[done:])
    new_starts += starts[done:]
    new_ends += ends[done:]
    return "".join(parts), new_starts, new_ends


def _shape(text: str, starts: Sequence[int], ends: Sequence[int]) -> Reading:
    """Compose, remove what is invisible, and unify spaces, dashes and digits."""
    shaped: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    for index, character in enumerate(text):
        piece = _shaped(character)
        if shaped and piece and unicodedata.combining(piece[0]):
            composed = unicodedata.normalize("NFKC", shaped[-1] + piece)
            piece = composed[1:]
            shaped[-1] = composed[:1]
            new_ends[-1] = ends[index]
        shaped += piece
        new_starts += [starts[index]] * len(piece)
        new_ends += [ends[index]] * len(piece)
    return Reading("".join(shaped), new_starts, new_ends)


# Letters and marks that show nothing, beside those of the category Cf.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffe") | {
    chr(code) for code in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10))
}


@lru_cache(maxsize=8192)
def _shaped(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" or character in _BLANK or "\U000e0000" <= character <= "\U000e0fff":
        return ""
    if category[0] == "Z" or category == "Cc":
        return " "
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return unicodedata.normalize("NFKC", character)


def _letters(text: str, spell: Callable[[str], str]) -> Letters:
    parts: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        letters = spell(character)
        parts.append(letters)
        if len(letters) == 1:
            places.append(place)
        else:
            places += [place] * len(letters)
    return Letters("".join(parts), places)


def is_letter(character: str) -> bool:
    """Whether a character is a letter, a digit, or a mark that belongs to one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=8192)
def fold_letter(character: str) -> str:
    """Return a letter or digit in lower case without accents; nothing for all else."""
    return "".join(each for each in fold(character) if is_letter(each))


@lru_cache(maxsize=8192)
def transliterate(character: str) -> str:
    """Return a letter as passports and addresses spell it: ``ü`` is ``ue``, ``ж`` is ``zh``."""
    found = TRANSLITERATED.get(character.casefold())
    return fold_letter(character) if found is None else found
