"""CV5xx: the content, as a careful reader would question it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from cvkit.markup.leftover import leftovers
from cvkit.model import Entry
from cvkit.model.names import is_et_al, is_same_person
from cvkit.model.walk import models_of

from .context import Subject
from .expected import Atom
from .findings import Finding
from .text_search import fold

__all__ = ["check_content"]

_CODE = re.compile(
    r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)|https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/\S*|\S+@\S+|www\.\S+"
)
# Brackets that need no partner: "1)" and smileys.
_LOOSE = re.compile(r"(^|\s)(\d{1,2}|[a-zA-Z])\)|[:;]-?[()]")
_WORD = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE)
_SKIPPED = {"email", "phone", "url", "username", "doi", "arxiv", "isbn", "start", "end", "date"}
_TLD = re.compile(r"[^\W\d_]{2,63}|xn--[a-z0-9-]+", re.IGNORECASE)
_EXAMPLE = "uses a domain reserved for examples"


@cache
def _data() -> dict[str, Any]:
    file = resources.files("cvkit") / "check" / "content.toml"
    return tomllib.loads(file.read_text("utf-8"))


def check_content(subject: Subject) -> Iterator[Finding]:
    """Yield findings about the content of the CV, apart from its dates."""
    for atom in _texts(subject):
        yield from _text(subject, atom)
    yield from _addresses(subject)
    yield from _twins(subject)
    yield from _authors(subject)


def _texts(subject: Subject) -> Iterator[Atom]:
    """Yield every typed text once, even if it has several paragraphs."""
    seen = set()
    for atom in subject.expected.atoms:
        if atom.path not in seen and atom.field not in _SKIPPED:
            seen.add(atom.path)
            yield atom


def _text(subject: Subject, atom: Atom) -> Iterator[Finding]:
    data = _data()
    for pattern in data["placeholders"]:
        if match := re.search(pattern, atom.typed):
            message = f'"{match[0]}" looks like a placeholder'
            yield subject.at("CV509", message, atom, text=match[0])
            break
    words = _CODE.sub(" ", atom.typed)
    yield from _spelling(subject, atom, words)
    language = subject.locale.language.partition("-")[0]
    for match in _DOUBLED.finditer(words) if language not in data["reduplicating"] else ():
        if match[1].casefold() not in data["doubled"] and not match[1][0].isupper():
            yield subject.at("CV510", f'"{match[0]}" repeats a word', atom, text=match[0])
    if match := re.search(r"(?<=\S) {2,}(?=\S)", atom.typed):
        yield subject.at("CV511", "two spaces between words", atom)
    yield from _pairs(subject, atom)
    for left in leftovers(atom.typed):
        message = f'"{left}" is printed as typed, not as markup'
        yield subject.at("CV514", message, atom, text=left)


def _pairs(subject: Subject, atom: Atom) -> Iterator[Finding]:
    """Find unpaired brackets and quotation marks."""
    plain = atom.forms[0]
    german = "„" in plain
    for opening, closing in ("()", "[]", "„“" if german else "“”"):
        loose = _LOOSE.sub(" ", plain) if closing == ")" else plain
        if all(text.count(opening) != text.count(closing) for text in (plain, loose)):
            message = f"unpaired {opening} or {closing}"
            yield subject.at("CV512", message, atom)
    if plain.count('"') % 2 and not re.search(r"\d\"", plain):
        yield subject.at("CV512", 'unpaired quotation mark (")', atom)


def _spelling(subject: Subject, atom: Atom, words: str) -> Iterator[Finding]:
    known = {name.casefold(): name for name in _data()["names"]}
    tolerated = set(_data()["tolerated"])
    for word in dict.fromkeys(_WORD.findall(words)):
        right = known.get(word.casefold())
        if right and word not in (right, *tolerated) and not _is_shouted(word, atom.typed):
            message = f'"{word}" is usually written "{right}"'
            yield subject.at("CV508", message, atom, text=word)


def _is_shouted(word: str, text: str) -> bool:
    """Whether a word is in capitals because the whole text is."""
    return word.isupper() and text.isupper()


def _addresses(subject: Subject) -> Iterator[Finding]:
    """Check each address of the file once."""
    reported = set()
    for link in subject.expected.links:
        error = _address_error(link.target)
        if error and (link.path, link.target) not in reported:
            reported.add((link.path, link.target))
            message = f'"{link.target.removeprefix("mailto:")}" {error}'
            code = "CV513" if error == _EXAMPLE else "CV506"
            yield subject.at(code, message, link, text=link.target)


def _address_error(target: str) -> str:
    """Return what is wrong with an address, or an empty string."""
    scheme, _, rest = target.partition(":")
    check = {"tel": _phone_error, "mailto": _mail_error}.get(scheme, _url_error)
    return check(rest)


def _phone_error(number: str) -> str:
    # ITU-T E.164 allows 15 digits; numbers of fewer than five are internal.
    digits = len(re.sub(r"\D", "", number.partition(";")[0]))
    return "" if 5 <= digits <= 15 else "must have 5 to 15 digits to be a telephone number"


def _mail_error(address: str) -> str:
    user, _, domain = address.partition("?")[0].rpartition("@")
    if not user or ".." in user or user.startswith(".") or user.endswith("."):
        return "is not a valid e-mail address"
    return _domain_error(domain)


def _url_error(rest: str) -> str:
    """Check an address without its scheme."""
    if re.match(r"/*https?(:|$|/)", rest, re.IGNORECASE):
        return "has two schemes"
    if re.search(r"\s|%20$", rest):
        return "contains a space"
    try:
        host = urlsplit(rest).hostname or ""
    except ValueError:
        return "has no valid host"
    return _domain_error(host)


def _domain_error(host: str) -> str:
    data = _data()
    if re.fullmatch(r"[\d.]+|[\da-f:]+", host):
        return ""
    labels = host.casefold().split(".")
    if len(labels) < 2 or not _TLD.fullmatch(labels[-1]):
        return "has no top-level domain"
    if not all(labels):
        return "has an empty part between dots"
    if ".".join(labels[-2:]) in data["example_domains"] or labels[-1] in data["example_endings"]:
        return _EXAMPLE
    return ""


def _twins(subject: Subject) -> Iterator[Finding]:
    """Find entries of a list that are identical."""
    lists: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for model, path in models_of(subject.whole):
        if not isinstance(model, Entry):
            continue
        content = fold(model.model_dump_json(exclude_defaults=True))
        parent = path.rpartition("[")[0]
        if first := lists[parent].get(content):
            line = subject.places.find(first)[1]
            message = f"this entry is identical to the one in line {line}"
            yield subject.at_path("CV505", message, path, text=_main_text(model))
        lists[parent].setdefault(content, path)


def _main_text(entry: Entry) -> str:
    return str(getattr(entry, entry.shorthand or "", None) or "")


def _authors(subject: Subject) -> Iterator[Finding]:
    """Find lists of authors that do not include the person."""
    own = [name for name in (subject.whole.name, *subject.whole.name_variants) if name]
    for model, path in models_of(subject.whole) if own else ():
        for field in ("authors", "inventors"):
            people = getattr(model, field, ())
            if not people or any(author.self_ or is_et_al(author.name) for author in people):
                continue
            if not any(is_same_person(author.name, own) for author in people):
                message = f"{own[0]} is not among the {field}"
                yield subject.at_path("CV507", message, f"{path}.{field}", text=own[0])
