"""Forms: the ways in which a secret is written, as letters to search for.

Each kind of secret has a function that returns its forms. What a form needs apart from its
letters is its :class:`Rule`; whether finding it is certain, or must be judged by a person, is
``sure``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from .reading import letters_of, read

__all__ = ["Form", "Rule", "Secret", "of_text"]


class Rule(Enum):
    """What must hold where the letters of a form are found.

    All but ``INSIDE`` begin where a word begins, and all but ``STEM`` and ``INSIDE`` end where
    one ends.
    """

    ANY = "the letters are enough"
    CAPITAL = "it begins with a capital, or in a script that has none"
    INITIALS = "every word begins with a capital, or it is one word"
    NUMBER = "between the digits there are only the separators of numbers"
    STEM = "a capitalized word that goes on with a few more letters, such as a case ending"
    INSIDE = "anywhere, also within a word"


@dataclass(frozen=True)
class Secret:
    """Something that is redacted.

    ``kind`` is one of :data:`cvkit.select.traces.KINDS`; ``context`` is the network of a user
    name; ``field`` is where it is from, for messages.
    """

    kind: str
    text: str
    context: str = ""
    field: str = ""


@dataclass(frozen=True)
class Form:
    """Letters to search for, as :func:`letters_of` makes them."""

    letters: str
    sure: bool = True
    rule: Rule = Rule.ANY
    field: str = ""


_SHORT = 4  # letters: a shorter text is not telling
_LONG = 6
_PHRASE = 2  # words


def of_text(text: str, *, sure: bool = True) -> Iterator[Form]:
    """Yield the forms of a text that is compared as a whole.

    A phrase is certain; one word is, if it is ``sure``. Numbers and short words occur by chance.
    """
    words = [word for word in read(text, "markup").text.split() if any(map(str.isalnum, word))]
    for letters in letters_of_markup(text):
        is_number = not any(map(str.isalpha, letters))
        if len(letters) < _SHORT or (is_number and len(letters) < _LONG):
            if len(letters) > 1:
                yield Form(letters, sure=False, rule=Rule.NUMBER if is_number else Rule.CAPITAL)
            continue
        certain = len(words) >= _PHRASE or (sure and len(letters) > _SHORT)
        yield Form(letters, sure=certain and not is_number)
        if len(words) == 1 and len(letters) >= _LONG and not is_number:
            yield Form(letters, sure=False, rule=Rule.STEM)


def letters_of_markup(text: str) -> tuple[str, ...]:
    """Return the letters of a text with its links read as their labels."""
    return tuple(dict.fromkeys(letters.text for letters in read(text, "markup").spellings))


def letters_of_words(words: list[str]) -> tuple[str, ...]:
    """Return the letters of words that follow each other."""
    return letters_of(" ".join(words))
