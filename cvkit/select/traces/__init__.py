"""Traces: find redacted data in other texts, however it is written, and hide it.

:class:`Traces` holds the secrets of a CV. What it finds for certain is hidden; what may be
something else is reported. Redaction and ``cvkit check`` use the same one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from .contacts import forms_of_email, forms_of_phone, forms_of_profile, forms_of_url, handles
from .forms import Form, Secret, of_text
from .matcher import Match, Matcher, apart
from .people import forms_of_name, forms_of_other_name, telling_parts
from .places import forms_of_address
from .reading import TARGET, Reading, Syntax, letters_of, read

__all__ = ["HIDDEN", "KINDS", "Match", "Secret", "Syntax", "Traces"]

HIDDEN = "[…]"
"""Replaces what is hidden; the same in all languages."""


def _forms_of_fact(secret: Secret) -> Iterator[Form]:
    """Yield the forms of a fact about the person, which may be contact data."""
    text = read(secret.text).text
    yield from of_text(secret.text)
    if "@" in text:
        yield from forms_of_email(secret)
    if len(re.findall(r"\d", text)) > _YEAR and not re.search(r"[^\W\d_]{4}", text):
        yield from forms_of_phone(secret)
    if re.fullmatch(r"\S+\.\S+", text):
        yield from forms_of_url(secret)


def _forms_of_words(secret: Secret) -> Iterator[Form]:
    yield from of_text(secret.text, sure=False)


def _forms_of_remark(secret: Secret) -> Iterator[Form]:
    """Yield the forms of a text of a removed part: long ones are certain, words do not count."""
    count = len(secret.text.split())
    for form in of_text(secret.text, sure=False) if count > 1 else ():
        yield replace(form, sure=form.sure and count >= _SENTENCE)


_YEAR = 8  # digits of a date
_SENTENCE = 4  # words

KINDS: Mapping[str, Callable[[Secret], Iterator[Form]]] = {
    "name": forms_of_name,
    "person": forms_of_other_name,
    "email": forms_of_email,
    "phone": forms_of_phone,
    "url": forms_of_url,
    "profile": forms_of_profile,
    "address": forms_of_address,
    "fact": _forms_of_fact,
    "words": _forms_of_words,
    "remark": _forms_of_remark,
}
"""The kinds of secrets: ``person`` is the name of somebody else, ``fact`` a field of the person's
own, ``words`` another text that is removed, and ``remark`` a text within a removed part."""

_LINK = re.compile(
    r"\[((?:\\.|[^\[\]\\])*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(\s+\"[^\"]*\")?\)"
)
_TOKEN = re.compile(r"[^\s<>\"()\[\]{}|…\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+")
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#].*)?", re.DOTALL)
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]{0,20}://|www\.|mailto:|tel:|sms:)", re.IGNORECASE)
_TAG = re.compile(r"\+[^+@]*(?=@)")  # of a mailbox: zoe+work@mail.example
_JOINER = "\u2060"  # before a bracket, which would begin the target of a link
_AFTER = ".,;:!?'’*_~`"
_LETTERS = re.compile(r"[^\W_]+")
_ROUNDS = 3
_PART = 5  # letters: shorter parts of an address must be whole words
_TELLING_ACCOUNTS = ("url", "profile")


class Traces:
    """The secrets of a CV, ready to be searched for in any text."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        secrets = list(secrets)
        self._matcher = Matcher(
            replace(form, field=secret.field or secret.kind)
            for secret in secrets
            for form in KINDS[secret.kind](secret)
        )
        # An account has a telling name; a mailbox only if the person must not be known.
        is_blind = any(secret.kind == "name" for secret in secrets)
        telling = (*_TELLING_ACCOUNTS, *(("email",) if is_blind else ()))
        parts = {
            part
            for secret in secrets
            for part in (
                telling_parts(secret.text)
                if secret.kind == "name"
                else handles(secret.kind, secret.text)
                if secret.kind in telling
                else ()
            )
            if part
        }
        self._words = frozenset(parts)
        self._parts = tuple(part for part in parts if len(part) >= _PART)

    def find(self, text: str, syntax: Syntax = "text") -> list[Match]:
        """Return every place where a secret is found, in order and without overlaps."""
        reading = read(text, syntax)
        found = apart([*self._matcher.find(reading), *self._in_addresses(reading)])
        return [
            replace(match, start=place[0], end=place[1])
            for match in found
            for place in (reading.typed(match.start, match.end),)
        ]

    def hide(self, text: str) -> str:
        """Return the markup of a text in which every certain trace is hidden."""
        if "](" in text:
            text = _LINK.sub(self._unlinked, text)
            text = TARGET.sub(lambda match: "]" if self._tells(match[0]) else match[0], text)
        sure = self._sure(text)
        for _ in range(_ROUNDS):
            opened = _without_crossed_links(text, sure)
            if opened == text:
                break
            text, sure = opened, self._sure(opened)
        return _collapsed(_replaced(text, sure)) if sure else text

    def _sure(self, text: str) -> list[Match]:
        return [match for match in self.find(text, "markup") if match.sure]

    def is_in_url(self, url: str) -> bool:
        """Whether an address certainly contains something redacted."""
        reading = read(url)
        return self._is_telling(reading) or any(
            match.sure for match in self._matcher.find(reading, any_case=True)
        )

    def doubts(self, text: str) -> list[Match]:
        """Return the doubtful places of the markup of a text, also in the targets of its links."""
        found = [match for match in self.find(text, "markup") if not match.sure]
        for target in TARGET.finditer(text) if "](" in text else ():
            place = target.start()
            found += (
                replace(match, start=match.start + place, end=match.end + place)
                for match in self.find(target[0])
                if not match.sure
            )
        return sorted(found)

    def _unlinked(self, link: re.Match[str]) -> str:
        return link[1] if self._tells(link[2]) or self._tells(link[3] or "") else link[0]

    def _tells(self, target: str) -> bool:
        return self.is_in_url(target.strip("](<>) ")) or bool(self._sure(target))

    def _in_addresses(self, reading: Reading) -> Iterator[Match]:
        """Yield addresses and user names in a text that contain something redacted."""
        for token in _TOKEN.finditer(reading.text):
            word = token[0].rstrip(_AFTER)
            start = token.start() + len(word) - len(word := word.lstrip("*_~`'’"))
            if not word or not _is_address(word):
                continue
            if self.is_in_url(word):
                yield Match(start, start + len(word), True, "address")
            elif _TAG.search(word) and self.is_in_url(_TAG.sub("", word)):
                yield Match(start, start + len(word), False, "email")

    def _is_telling(self, reading: Reading) -> bool:
        """Whether a word of an address is part of a name or an account, or contains a long one."""
        if not self._words:
            return False
        words = {each for word in _LETTERS.findall(reading.text) for each in letters_of(word)}
        return not self._words.isdisjoint(words) or any(
            part in word for word in words for part in self._parts
        )


def _is_address(word: str) -> bool:
    return bool("@" in word or _SCHEME.match(word) or _HOST.fullmatch(word))


def _without_crossed_links(text: str, sure: list[Match]) -> str:
    """Return a text without the links of which only a part is hidden, but with their labels."""
    parts: list[str] = []
    done = 0
    for link in _LINK.finditer(text) if sure and "](" in text else ():
        first = bisect_right(sure, link.start(), key=lambda match: match.end)
        last = bisect_left(sure, link.end(), key=lambda match: match.start)
        if all(link.start(1) <= m.start and m.end <= link.end(1) for m in sure[first:last]):
            continue
        parts += (text[done : link.start()], link[1])
        done = link.end()
    return "".join((*parts, text[done:]))


def _replaced(text: str, sure: list[Match]) -> str:
    parts: list[str] = []
    done = 0
    for match in sure:
        joint = _JOINER if text[match.end : match.end + 1] == "(" else ""
        inside = _emphasis(text[match.start : match.end])
        parts += (text[done : match.start], HIDDEN, inside, joint)
        done = match.end
    return "".join((*parts, text[done:]))


def _emphasis(hidden: str) -> str:
    """Return the signs of emphasis that begin or end within what is hidden."""
    signs = re.findall(r"(?<!\\)\*+", hidden)
    open_signs: list[str] = []
    for sign in signs:
        if open_signs and open_signs[-1] == sign:
            open_signs.pop()
        else:
            open_signs.append(sign)
    return "".join(open_signs)


def _collapsed(text: str) -> str:
    twice = re.escape(HIDDEN)
    return re.sub(rf"{twice}(?:[\s.,-]*{twice})+", HIDDEN, text)
