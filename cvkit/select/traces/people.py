"""The forms of names: their order, initials, transliterations, endings and user names.

The whole name counts in any case. A part of it counts where it is capitalized: ``May`` is a name,
``may`` a word. Written small it is doubtful, unless it is a common word; so is a word that begins
with a part of the name, such as an inflected form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, product

from .forms import Form, Rule, Secret, letters_of_words
from .reading import letters_of, read
from .words import words

__all__ = ["forms_of_name", "forms_of_other_name", "telling_parts"]

_PARTICLES = frozenset(words("particles"))
_TITLES = frozenset(words("titles"))
# Names that are ordinary words as well; written small they are those.
_ORDINARY = frozenset(words("ordinary"))
_MOST_GIVEN = 4
_MOST_FORMS = 400
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{3,4}")
_SHORT = 3  # letters: a shorter word is a name only with a capital
_JOINED = 5  # letters: a user name such as "zquill"
_INSIDE = 6
_INSIDE_ELSEWHERE = 4  # in scripts whose articles and prepositions are joined to the word


def _split_name(name: str) -> tuple[list[str], list[str]]:
    """Return the given names and the words of the family name."""
    shown = re.sub(r"\([^)]*\)|[*†‡§¶#]", " ", read(name).text)
    found = [_split(part) for part in shown.split(",")]
    found = [part for part in found if part]
    if len(found) > 1:
        return found[1], found[0]
    parts = [word for part in found for word in part]
    first = next((n for n, word in enumerate(parts) if n and _is_particle(word)), len(parts) - 1)
    return parts[:first], parts[first:]


def _split(text: str) -> list[str]:
    parts = (word.strip("-.,;:'’\"") for word in re.split(r"[\s.·・]+", text))
    named = (word for word in parts if any(map(str.isalpha, word)))
    return [word for word in named if word.casefold() not in _TITLES]


def _is_particle(word: str) -> bool:
    return word.casefold() in _PARTICLES


def _naming(given: list[str], family: list[str]) -> list[str]:
    """Return the words of a name, and the parts of double names, that name a person."""
    ends = (*given[:1], *family[-1:])
    kept = [word for word in (*given, *family) if word in ends or not _is_particle(word)]
    parts = [part for part in _parts(kept) if not _is_particle(part)]
    return list(dict.fromkeys((*kept, *parts)))


def forms_of_name(secret: Secret) -> Iterator[Form]:
    """Yield the forms of the person's own name."""
    given, family = _split_name(secret.text)
    yield from islice(_wholes(given, family), _MOST_FORMS)
    for word in _naming(given, family):
        yield from _forms_of_word(word)
    if _HAN.fullmatch(secret.text.strip()):  # the family name is the first character, or two
        bare = secret.text.strip()
        yield Form(bare[1 if len(bare) == len("李雅达") else 2 :], sure=False)


def forms_of_other_name(secret: Secret) -> Iterator[Form]:
    """Yield the forms of somebody else's name: only as a whole, which may be legitimate."""
    given, family = _split_name(secret.text)
    for order in ([*given, *family], [*family, *given]) if given else ():
        for letters in letters_of_words(order):
            yield Form(letters, sure=False)


def telling_parts(name: str) -> Iterator[str]:
    """Yield the parts of a name by which addresses are recognized."""
    given, family = _split_name(name)
    for order in ([*given, *family], [*family, *given]):
        yield from letters_of("".join(order))
    for word in _naming(given, family):
        if len(word) >= _SHORT:
            yield from letters_of(word)


def _wholes(given: list[str], family: list[str]) -> Iterator[Form]:
    """Yield a name in either order, with given names in full, as initials, or left out."""
    bare = [_without_article(word) for word in family if not _is_particle(word)] or family
    first = given[:_MOST_GIVEN]
    choices = [(*dict.fromkeys((word, word[0], _initials(word))), "") for word in first]
    for chosen in product(*choices):
        shown = [word for word in chosen if word]
        if not shown:
            continue
        abbreviated = any(word not in first for word in shown)
        for surname in (family, bare) if bare != family else (family,):
            for order in ([*shown, *surname], [*surname, *shown]):
                for letters in letters_of_words(order):
                    rule = Rule.INITIALS if abbreviated else Rule.ANY
                    yield Form(letters, rule=rule)
    if first and bare:
        for letters in letters_of_words([first[0], bare[-1][0]]):
            if len(letters) >= _JOINED:
                yield Form(letters, sure=False, rule=Rule.INITIALS)


def _without_article(word: str) -> str:
    """Return ``Hadid`` for ``al-Hadid``."""
    article, hyphen, rest = word.partition("-")
    return rest if hyphen and _is_particle(article) else word


def _initials(word: str) -> str:
    """Return ``JL`` for ``Jean-Luc``."""
    return "".join(part[0] for part in re.findall(r"[^\W\d_]+", word))


def _parts(names: list[str]) -> Iterator[str]:
    """Yield the parts of double names; of ``O'Neill`` and ``Jean-Luc``."""
    for word in names:
        parts = re.findall(r"[^\W\d_]+", word)
        yield from (part for part in parts if len(part) > 1 and len(parts) > 1)


def _forms_of_word(word: str) -> Iterator[Form]:
    if len(word) == 1:
        return
    small = word.casefold()
    for letters in letters_of(word):
        yield Form(letters, rule=Rule.CAPITAL)
        if len(small) >= _SHORT and small not in _ORDINARY:
            yield Form(letters, sure=False)
        yield from _inflected(letters)
        least = _INSIDE if _is_latin(word) else _INSIDE_ELSEWHERE
        if len(letters) >= least:
            yield Form(letters, sure=False, rule=Rule.INSIDE)


def _inflected(letters: str) -> Iterator[Form]:
    """Yield the stem to which endings are joined, in place of one or two letters at the end.

    ``Lovelace``: Lovelaces; ``Кузнецова``: Кузнецовой; ``Virtanen``: Virtasen; ``Anna``: Annalle.
    """
    latin = _is_latin(letters)
    if letters.endswith("nen") and len(letters) > len("nen") + 2:
        yield Form(letters[:-3], sure=False, rule=Rule.STEM)
    cut = 2 if len(letters) >= _INSIDE else int(letters[-1:] in "aeiouyаяыйоіα" or not latin)
    least = 4 if latin else 3
    stem = letters[: max(least, len(letters) - cut)]
    if len(stem) >= least:
        yield Form(stem, sure=False, rule=Rule.STEM)


def _is_latin(word: str) -> bool:
    return unicodedata.name(word[0], "").startswith("LATIN")
