"""Compare the words of a job advertisement with those of a CV: no model, no network, no score.

Words are compared as they are written, without their endings: what means the same in other words
is not found, and what is found may mean something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from tomllib import loads

from cvkit.markup import plain
from cvkit.model import CV
from cvkit.model.walk import leaves, models_of
from cvkit.pipeline.sources import cached_cv, cached_tree
from cvkit.select import Choice, choose
from cvkit.source.nodes import Node

__all__ = ["Match", "Term", "as_text", "match"]

_WORD = re.compile(r"[^\W_](?:[\w+#./&'’-]*[\w+#])?")
_TECHNICAL = re.compile(r"[\d+#]|.[A-Z]|^[A-Z]{2,}$")
_ENDINGS = ("'s", "’s", "ings", "ing", "ies", "ied", "ers", "ed", "es", "en", "s", "e")
_SHORTEST = 4
# Fields that steer, and whose values are not texts of the CV.
_SILENT = {
    "kind", "tags", "without", "id", "icon", "theme", "options", "variants", "redactions", "sort",
    "language", "output", "formats", "ignore", "origin", "photo", "logo", "group_by", "page_break",
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """A word of the advertisement, with its lines there and in the CV, counted from 1."""

    word: str
    ad: tuple[int, ...]
    cv: tuple[int, ...] = ()


@dataclass(frozen=True)
class Match:
    """The words of an advertisement that a CV has and lacks, and those of each variant."""

    source: Path
    job: Path
    found: tuple[Term, ...] = ()
    missing: tuple[Term, ...] = ()
    phrases: tuple[Term, ...] = ()
    variants: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many words the advertisement has that may matter."""
        return len(self.found) + len(self.missing)


def match(source: Path, job: Path, text: str, language: str = "") -> Match:
    """Compare the text of an advertisement with the CV of a file, and with its variants.

    ``language`` chooses the language of the CV. Raises :class:`InputError` for an invalid file.
    """
    cv = cached_cv(source)
    wanted = _terms(text)
    whole = choose(cv, Choice(language=language)).cv
    words = _words_of(whole)
    lines = _lines(cached_tree(source), wanted.keys() & words)
    terms = [Term(term.word, term.ad, tuple(lines.get(stem, ()))) for stem, term in wanted.items()]
    ordered = sorted(terms, key=lambda term: (not _TECHNICAL.search(term.word), -len(term.ad)))
    versions = {"full": words} | {
        name: _words_of(choose(cv, Choice(name, language)).cv) for name in cv.variants
    }
    counts = {name: len(wanted.keys() & each) for name, each in versions.items()}
    return Match(
        source,
        job,
        tuple(term for term in ordered if _stem(term.word) in words),
        tuple(term for term in ordered if _stem(term.word) not in words),
        tuple(_phrases(whole, text)),
        dict(sorted(counts.items(), key=lambda pair: -pair[1])),
    )


def _terms(text: str) -> dict[str, Term]:
    """Return the words of an advertisement that may matter, by their stems."""
    found: dict[str, Term] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for word in _WORD.findall(line):
            stem = _stem(word)
            if stem in _common() or (len(word) < 2 and word not in ("C", "R")) or word.isdigit():
                continue
            known = found.get(stem, Term(word, ()))
            found[stem] = Term(known.word, tuple(dict.fromkeys((*known.ad, number))))
    return found


@cache
def _common() -> frozenset[str]:
    table = loads((resources.files("cvkit.check") / "match_words.toml").read_text("utf-8"))
    return frozenset(_stem(word) for words in table.values() for word in words.split())


def _stem(word: str) -> str:
    """Return a word in small letters without its ending; names such as C++ are kept."""
    if _TECHNICAL.search(word):
        return word.casefold()
    bare = word.casefold()
    ending = next((end for end in _ENDINGS if bare.endswith(end)), "")
    return bare.removesuffix(ending) if len(bare) - len(ending) >= _SHORTEST else bare


def _words_of(cv: CV) -> set[str]:
    """Return the stems of the words that a CV shows."""
    shown = [getattr(cv, name) for name in CV.model_fields if name not in _SILENT]
    texts = (leaf for leaf in leaves(shown) if isinstance(leaf, str))
    return {_stem(word) for text in texts for word in _WORD.findall(plain(text))}


def _lines(root: Node, stems: Iterable[str]) -> dict[str, list[int]]:
    """Return the lines of a file on which words are, by their stems."""
    wanted = set(stems)
    found: dict[str, dict[int, None]] = {stem: {} for stem in wanted}
    for node in _texts(root):
        if node.place.source is not root.place.source:
            continue  # in an included file
        lines = node.place.source.lines
        for stem in {_stem(word) for word in _WORD.findall(str(node.value))} & wanted:
            found[stem][_line_of(stem, node.line, node.column, lines)] = None
    return {stem: sorted(lines) for stem, lines in found.items()}


def _line_of(stem: str, first: int, column: int, lines: Sequence[str]) -> int:
    """Return the line, from 1, on which a text that begins on a line has a word."""
    for number in range(first, min(first + 100, len(lines))):
        line = lines[number][column:] if number == first else lines[number]
        if stem in map(_stem, _WORD.findall(line)):
            return number + 1
    return first + 1


def _texts(node: Node) -> Iterator[Node]:
    if isinstance(node.value, dict):
        for name, child in node.value.items():
            if name not in _SILENT:
                yield from _texts(child)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from _texts(child)
    elif node.value:
        yield node


def _phrases(cv: CV, text: str) -> Iterator[Term]:
    """Yield the skills and keywords of a CV of several words that an advertisement names."""
    lines = [[_stem(word) for word in _WORD.findall(line)] for line in text.splitlines()]
    for phrase in dict.fromkeys(_keywords(cv)):
        stems = [_stem(word) for word in _WORD.findall(plain(phrase))]
        places = tuple(
            number
            for number, line in enumerate(lines, start=1)
            if len(stems) > 1 and _contains(line, stems)
        )
        if places:
            yield Term(plain(phrase), places)


def _keywords(cv: CV) -> Iterator[str]:
    for model, _ in models_of(cv):
        yield from getattr(model, "keywords", ())
    for section in cv.sections:
        if section.kind == "skills":
            yield from (str(name) for entry in section.entries if (name := _name(entry)))


def _name(entry: object) -> str:
    return getattr(entry, "name", None) or ""


def _contains(line: Sequence[str], stems: Sequence[str]) -> bool:
    size = len(stems)
    return any(list(line[start : start + size]) == list(stems) for start in range(len(line)))


def as_text(found: Match) -> Iterator[str]:
    """Yield the lines of a report."""
    yield f"{found.source} and {found.job}: {len(found.found)} of {found.total} words"
    for title, terms in (("In both", found.found), ("Not in the CV", found.missing)):
        if terms:
            yield f"\n{title}:"
            width = min(max(len(term.word) for term in terms), 30)
            yield from (_row(term, width) for term in terms)
    if found.phrases:
        yield "\nYour skills that the advertisement names:"
        yield from (f"  {term.word}  (line {_numbers(term.ad)})" for term in found.phrases)
    if len(found.variants) > 1:
        counts = ", ".join(f"{name} {count}" for name, count in found.variants.items())
        yield f"\nWords in each variant: {counts}"
    yield _LIMITS


_LIMITS = """
Words are compared as written, without their endings. Other words for the same thing are not found,
and no program of a company necessarily counts like this. Add only what is true."""


def _row(term: Term, width: int) -> str:
    cv = f"   CV line {_numbers(term.cv)}" if term.cv else ""
    return f"  {term.word:<{width}}  line {_numbers(term.ad)}{cv}"


def _numbers(lines: Sequence[int]) -> str:
    shown = ", ".join(map(str, lines[:6]))
    return f"{shown} …" if len(lines) > 6 else shown
