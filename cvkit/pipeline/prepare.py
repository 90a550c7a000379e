"""The first half of the line: load and select, and find the theme and its options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from cvkit.errors import CvkitError, InputError, Problem, ThemeError
from cvkit.export.context import Material
from cvkit.load.load import load, load_letter, locate, read_tree
from cvkit.model import CV, Letter
from cvkit.select import Choice, Selected, choose, choose_letter, lineage
from cvkit.source.paths import find
from cvkit.system.limits import TooLongError, deadline
from cvkit.system.stamps import FileStamp, Stamp, file_stamp, theme_stamp
from cvkit.theme.theme import Theme, find_theme, set_options

from .job import Job

__all__ = ["letter_cached", "load_cached", "material", "notes", "selected", "theme_cached"]

SECONDS = 20.0
"""How long reading one file may take."""
_SHOWN = 60


def selected(job: Job) -> Selected:
    """Return the CV of a job as it is to be shown; raise :class:`CvkitError` with every problem."""
    cv = load_cached(job.source)
    try:
        return choose(cv, _choice(job))
    except CvkitError as error:
        raise type(error)(_at_home(error.problems, job, ("",))) from None


def _choice(job: Job) -> Choice:
    if job.letter is None:
        return Choice(job.variant, job.locale, job.redact)
    letter = letter_cached(job.letter)
    variant, language = job.variant or letter.variant or "", job.locale or letter.language or ""
    return Choice(variant, language, job.redact)


def material(job: Job, chosen: Selected) -> Material:
    """Return what the exporters of a job work from; raise :class:`ThemeError` for its options."""
    theme = theme_cached(job.theme, job.theme_roots)
    cv, letter = chosen.cv, None
    given = {str(job.source): cv.options}
    if job.letter:
        letter = choose_letter(letter_cached(job.letter), load_cached(job.source), _choice(job))
        given[str(job.letter)] = letter.options
        cv = cv.model_copy(update={"sections": (), "updated": None})
    given["--set"] = dict(job.options)
    try:
        options = set_options(theme, given)
    except ThemeError as error:
        whole = load_cached(job.source)
        places = [f"variants.{name}." for name in lineage(whole.variants, job.variant)]
        raise ThemeError(_at_home(error.problems, job, (*places, ""))) from None
    cv = _in_order(cv, str(options.get("section_order", "")))
    folder = job.source.parent.resolve()
    return Material(cv, theme, options, folder, chosen.data, chosen.whole, letter=letter)


def _in_order(cv: CV, kinds: str) -> CV:
    """Return the CV with the sections of the kinds that ``kinds`` names first, in its order."""
    first = {kind.strip(): place for place, kind in reversed([*enumerate(kinds.split(","))])}
    sections = sorted(cv.sections, key=lambda section: first.get(section.kind, len(first)))
    return cv.model_copy(update={"sections": tuple(sections)})


def _at_home(problems: Iterable[Problem], job: Job, prefixes: Iterable[str]) -> Iterator[Problem]:
    """Yield problems with their lines in the person's file, where they have one there."""
    prefixes = list(prefixes)
    for problem in problems:
        if problem.file not in ("", str(job.source)):
            yield locate(problem, job.letter) if job.letter else problem
            continue
        named = replace(problem, file=str(job.source))
        if not problem.path:
            yield named
            continue
        places = (locate(replace(named, path=p + problem.path), job.source) for p in prefixes)
        yield next((place for place in places if place.line), named)


def notes(job: Job, chosen: Selected) -> Iterator[Problem]:
    """Yield what is to be said of texts that are not in the language that was asked for."""
    if job.letter or not chosen.lacking:
        return
    root, _ = read_tree(job.source)
    language = chosen.cv.language
    places = [(lacking, find(root, lacking.path)) for lacking in chosen.lacking]
    for lacking, place in sorted(places, key=lambda pair: pair[1].line if pair[1] else 0):
        if lacking.translated and place:
            message = f'no text in "{language}" here; "{_cut(lacking.text)}" stands in for it'
            yield place.problem(f"note: {message}", path=lacking.path)
    if rest := sum(not lacking.translated for lacking in chosen.lacking):
        message = f'note: {rest} texts are not translated into "{language}"'
        yield Problem(str(job.source), message, hint="--explain lists them")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def load_cached(source: Path) -> CV:
    """Return the CV of a file, which several jobs may need; it is read anew when it changes."""
    return _load(source, file_stamp(source))


def letter_cached(source: Path) -> Letter:
    """Return the letter of a file, as :func:`load_cached` does a CV."""
    return _load_letter(source, file_stamp(source))


@lru_cache(maxsize=64)
def _load(source: Path, _stamp: FileStamp) -> CV:
    with _in_time(source):
        return load(source)


@lru_cache(maxsize=64)
def _load_letter(source: Path, _stamp: FileStamp) -> Letter:
    with _in_time(source):
        return load_letter(source)


@contextmanager
def _in_time(source: Path) -> Iterator[None]:
    try:
        with deadline(SECONDS, "reading"):
            yield
    except TooLongError as error:
        raise InputError(Problem(str(source), str(error), hint="is it a CV?")) from None


_THEMES: dict[tuple[str, tuple[Path, ...]], tuple[Theme, Stamp]] = {}
MAX_THEMES = 64


def theme_cached(name: str, roots: tuple[Path, ...]) -> Theme:
    """Return a theme, which several jobs may need; it is read again when a file of it changes.

    What is derived from a theme, such as its compiled templates, is cached by the object, and so
    made again as well.
    """
    theme, stamp = _THEMES.get((name, roots), (None, None))
    if theme is None or stamp != theme_stamp(theme.names, roots):
        theme = find_theme(name, roots)
        while len(_THEMES) >= MAX_THEMES:
            _THEMES.pop(next(iter(_THEMES)))
        _THEMES[name, roots] = theme, theme_stamp(theme.names, roots)
    return theme
