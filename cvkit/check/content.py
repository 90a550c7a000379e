"""CV5xx: what a careful reader would ask about."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

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
# Brackets that stand alone by right: "1)" and faces.
_LOOSE = re.compile(r"(^|\s)(\d{1,2}|[a-zA-Z])\)|[:;]-?[()]")
_WORD = re.compile(r"[^\W\d_]+(?:[.-][^\W\d_]+)*")
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE)
_SKIPPED = {"email", "phone", "url", "username", "doi", "arxiv", "isbn", "start", "end", "date"}
_TLD = re.compile(r"[^\W\d_]{2,63}|xn--[a-z0-9-]+", re.IGNORECASE)
_EXAMPLE = "is an address from an example"


@cache
def _data() -> dict[str, Any]:
    file = resources.files("cvkit") / "check" / "content.toml"
    return tomllib.loads(file.read_text("utf-8"))


def check_content(subject: Subject) -> Iterator[Finding]:
    """Yield what is doubtful in what the CV says, apart from its dates."""
    for atom in _texts(subject):
        yield from _text(subject, atom)
    yield from _addresses(subject)
    yield from _twins(subject)
    yield from _authors(subject)


def _texts(subject: Subject) -> Iterator[Atom]:
    """Yield every typed text once, though its paragraphs are printed apart."""
    told = set()
    for atom in subject.expected.atoms:
        if atom.path not in told and atom.field not in _SKIPPED:
            told.add(atom.path)
            yield atom


def _text(subject: Subject, atom: Atom) -> Iterator[Finding]:
    data = _data()
    for pattern in data["placeholders"]:
        if match := re.search(pattern, atom.typed):
            message = f'"{match[0]}" waits to be filled in'
            yield subject.at("CV509", message, atom, text=match[0])
            break
    words = _CODE.sub(" ", atom.typed)
    yield from _spelling(subject, atom, words)
    for match in _DOUBLED.finditer(words):
        if match[1].casefold() not in data["doubled"] and not match[1][0].isupper():
            yield subject.at("CV510", f'"{match[0]}" says a word twice', atom, text=match[0])
    if match := re.search(r"(?<=\S) {2,}(?=\S)", atom.typed):
        yield subject.at("CV511", "two spaces stand between words", atom)
    yield from _pairs(subject, atom)


def _pairs(subject: Subject, atom: Atom) -> Iterator[Finding]:
    """Look for brackets and quotation marks without a partner."""
    plain = atom.forms[0]
    german = "„" in plain
    for opening, closing in ("()", "[]", "„“" if german else "“”"):
        loose = _LOOSE.sub(" ", plain) if closing == ")" else plain
        if all(text.count(opening) != text.count(closing) for text in (plain, loose)):
            message = f"{opening} and {closing} do not come in pairs"
            yield subject.at("CV512", message, atom)
    if plain.count('"') % 2 and not re.search(r"\d\"", plain):
        yield subject.at("CV512", 'a quotation mark (") has no partner', atom)


def _spelling(subject: Subject, atom: Atom, words: str) -> Iterator[Finding]:
    known = {name.casefold(): name for name in _data()["names"]}
    tolerated = set(_data()["tolerated"])
    for word in dict.fromkeys(_WORD.findall(words)):
        right = known.get(word.casefold())
        if right and word not in (right, *tolerated) and not _is_shouted(word, atom.typed):
            message = f'"{word}" is written "{right}"'
            yield subject.at("CV508", message, atom, text=word)


def _is_shouted(word: str, text: str) -> bool:
    """Whether a word is in capitals since all of its text is."""
    return word.isupper() and text.isupper()


def _addresses(subject: Subject) -> Iterator[Finding]:
    """Look at each address of the file once."""
    told = set()
    for link in subject.expected.links:
        fault = _fault(link.target)
        if fault and (link.path, link.target) not in told:
            told.add((link.path, link.target))
            message = f'"{link.target.removeprefix("mailto:")}" {fault}'
            code = "CV513" if fault == _EXAMPLE else "CV506"
            yield subject.at(code, message, link, text=link.target)


def _fault(target: str) -> str:
    """Say why an address cannot be right, or nothing."""
    scheme, _, rest = target.partition(":")
    check = {"tel": _phone_fault, "mailto": _mail_fault}.get(scheme, _url_fault)
    return check(rest)


def _phone_fault(number: str) -> str:
    digits = len(re.sub(r"\D", "", number.partition(";")[0]))
    return "" if 5 <= digits <= 15 else "has not the number of digits of a telephone number"


def _mail_fault(address: str) -> str:
    user, _, domain = address.partition("?")[0].rpartition("@")
    if not user or ".." in user or user.startswith(".") or user.endswith("."):
        return "is no e-mail address"
    return _domain_fault(domain)


def _url_fault(rest: str) -> str:
    """Look at an address without its scheme."""
    if re.match(r"/*https?(:|$|/)", rest, re.IGNORECASE):
        return "begins twice"
    if re.search(r"\s|%20$", rest):
        return "holds a space"
    try:
        host = urlsplit(rest).hostname or ""
    except ValueError:
        return "names no host"
    return _domain_fault(host)


def _domain_fault(host: str) -> str:
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
    """Look for entries of one list that say the same."""
    lists: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for model, path in models_of(subject.whole):
        if not isinstance(model, Entry):
            continue
        said = fold(model.model_dump_json(exclude_defaults=True))
        parent = path.rpartition("[")[0]
        if first := lists[parent].get(said):
            line = subject.places.find(first)[1]
            message = f"this entry says the same as the one in line {line}"
            yield subject.at_path("CV505", message, path)
        lists[parent].setdefault(said, path)


def _authors(subject: Subject) -> Iterator[Finding]:
    """Look for the person in the lists of authors of their works."""
    own = [name for name in (subject.whole.name, *subject.whole.name_variants) if name]
    for model, path in models_of(subject.whole) if own else ():
        for field in ("authors", "inventors"):
            people = getattr(model, field, ())
            if not people or any(author.self_ or is_et_al(author.name) for author in people):
                continue
            if not any(is_same_person(author.name, own) for author in people):
                message = f"{own[0]} is not among the {field}"
                yield subject.at_path("CV507", message, f"{path}.{field}", text=own[0])
