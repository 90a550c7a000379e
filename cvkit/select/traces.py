"""Traces: find redacted data in other texts, in any spelling, and hide it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cvkit.model.names import fold

__all__ = ["HIDDEN", "Traces"]

HIDDEN = "[…]"
"""Replaces what is hidden; the same in all languages."""

_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>)\]]+|(?<![\w.+-])[\w.+-]+@[\w.-]+\.\w+|(?<!\w)@[\w-]+"
)
_NETWORKS = ("https", "http", "www", "com", "org", "net", "edu", "github", "gitlab", "linkedin")
_SEPARATOR = r"[\W_]*"
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Traces:
    """The secrets of a CV: ``secrets`` maps the names of fields to their redacted texts."""

    def __init__(self, secrets: Mapping[str, Iterable[str]]) -> None:
        names = [*secrets.get("name", ()), *secrets.get("name_variants", ())]
        literal: list[str] = []
        for field in ("email", "phone", "url", "profiles", "location", "photo", "pronouns"):
            literal += [text for text in secrets.get(field, ()) if _is_telling(field, text)]
        patterns = [*map(_literal, sorted(set(literal), key=len, reverse=True))]
        patterns += [pattern for name in names for pattern in _name_patterns(name)]
        self._pattern = re.compile("|".join(patterns) or r"(?!)")
        joined = ["".join(_words(name)) for name in names]
        parts = [word for name in names for word in _words(name) if len(word) > 2]
        # An account has a telling name; a mailbox is only hidden if the person must not be known.
        telling = ("url", "profiles", *(("email",) if names else ()))
        own = [text for field in telling for text in secrets.get(field, ())]
        handles = [
            handle for text in own if _is_telling("profiles", text) for handle in _handles(text)
        ]
        self._parts = {fold(part) for part in (*joined, *parts, *handles) if part}
        self._literal = {fold(text) for text in literal}

    def hide(self, text: str) -> str:
        """Return a text in which every trace is hidden."""
        text = _LINK.sub(lambda m: m[1] if self.is_in_url(m[2]) else m[0], text)
        text = _ADDRESS.sub(lambda m: HIDDEN if self.is_in_url(m[0]) else m[0], text)
        hidden = self._pattern.sub(HIDDEN, text)
        twice = re.escape(HIDDEN)
        return re.sub(rf"{twice}(?:[\s.,-]*{twice})+", HIDDEN, hidden)

    def is_in_url(self, url: str) -> bool:
        """Whether an address contains something redacted."""
        folded = fold(url)
        if any(text in folded for text in self._literal):
            return True
        words = set(re.findall(r"[^\W_]+", folded))
        return any(part in words or (len(part) > 4 and part in folded) for part in self._parts)


def _is_telling(field: str, text: str) -> bool:
    """Whether a value identifies the person wherever it occurs.

    A place does if it is an address with a number; many people live in a town.
    """
    if field == "location":
        return bool(re.search(r"\d", text)) or text.count(",") > 1
    if field == "profiles":
        return text.lower() not in _NETWORKS and len(text) > 3
    return field != "pronouns" and len(text) > 3


def _literal(text: str) -> str:
    """Match a value with any separators: ``+1 (415) 555`` is ``+1-415-555``."""
    if re.fullmatch(r"[+\d\s().\-/]+", text):
        return r"\+?\(?" + _SEPARATOR.join(re.findall(r"\d", text))
    return rf"(?i:{re.escape(text)})"


def _handles(text: str) -> Iterator[str]:
    """Yield the identifying parts of an address, such as a user name."""
    if "@" in text:
        yield text.partition("@")[0]
    elif re.search(r"[./]", text):
        rest = re.sub(r"^https?://(www\.)?", "", text).strip("/")
        host, _, path = rest.partition("/")
        known = path.rpartition("/")[2].lstrip("@~") if path else host.split(".")[0]
        if known not in _NETWORKS and len(known) > 2:
            yield known
    else:
        yield text


def _name_patterns(name: str) -> Iterator[str]:
    """Yield patterns of the forms in which a name is written, the longest first.

    The whole name counts in any case, its parts where they are capitalized: ``May`` is a name,
    ``may`` a word.
    """
    words = _words(name)
    if len(words) > 1:
        for order in (words, words[::-1]):
            whole = _SEPARATOR.join(map(_letters, order))
            yield rf"(?i:(?<![^\W_]){whole}(?![^\W_]))"
        initials = "".join(sorted({word[0] for word in words[:-1]}))
        given = rf"(?<![^\W_])(?:[{re.escape(initials)}]\.?[\s-]*)+"
        yield rf"{given}{_letters(words[-1])}(?![^\W_])"
        yield rf"(?<![^\W_]){_letters(words[-1])},?\s(?:[{re.escape(initials)}](?:\.|\b)[\s-]?)+"
    for word in words:
        if _CJK.search(word):
            yield re.escape(word)
        elif len(word) > 1:
            forms = {word, word.capitalize(), word.upper()} - {word.lower()}
            for form in sorted(forms):
                yield rf"(?<![^\W_]){_letters(form)}(?![^\W_])"


def _words(name: str) -> list[str]:
    family, comma, given = name.partition(",")
    return re.findall(r"[^\W\d_]+", f"{given} {family}" if comma else name)


def _letters(word: str) -> str:
    """Match a word with and without its accents."""
    forms = [
        (letter, fold(letter).upper() if letter.isupper() else fold(letter)) for letter in word
    ]
    return "".join(
        re.escape(letter) if letter == bare else f"(?:{re.escape(letter)}|{re.escape(bare)})"
        for letter, bare in forms
    )
