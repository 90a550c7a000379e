"""Validate files with all that they define: whatever rendering would refuse, before it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ParamSpec

from cvkit.errors import CvkitError, InputError, InvalidValueError, Problem, did_you_mean
from cvkit.language.tags import name_without_words
from cvkit.model import CV, Entry, Letter, Settings, Variant
from cvkit.model.dates import is_reversed
from cvkit.model.networks import NETWORKS, find_network
from cvkit.model.walk import models_of
from cvkit.select import Choice, variant_of
from cvkit.source.nodes import Node
from cvkit.source.paths import find
from cvkit.theme.theme import Theme, cached_theme, list_themes, parse_options

from .defaults import ALL, DEFAULT_THEME, FULL
from .job import Job
from .output import parse_output
from .plan import format_names
from .prepare import prepare, selected
from .project import Project
from .sources import cached_cv, cached_letter, cached_settings, cached_tree, settings_tree

__all__ = ["Validated", "validate", "validate_settings"]

P = ParamSpec("P")
_UNKNOWN_OPTION = "unknown-option"


@dataclass(frozen=True)
class Validated:
    """A file with its errors, and with warnings about what may be a mistake."""

    path: Path
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def validate(project: Project, source: Path) -> Iterator[Validated]:
    """Yield the result for a person's file, and for each letter beside it."""
    checker: _Checker | None = None
    reported: tuple[Problem, ...] = ()
    try:
        checker = _Checker(project, source, cached_cv(source), cached_tree(source))
    except InputError as error:
        yield Validated(source, error.problems)
    else:
        result = checker.result()
        reported = (*result.errors, *result.warnings)
        yield result
    for path in project.letters(source).values():
        try:
            letter = cached_letter(path)
        except InputError as error:
            yield Validated(path, error.problems)
            continue
        found = checker.letter(path, letter) if checker else ()
        yield Validated(path, tuple(p for p in dict.fromkeys(found) if p not in reported))


def validate_settings(project: Project, path: Path | None = None) -> Iterator[Validated]:
    """Yield the result for the settings of a project, if it has a file of them."""
    path = path or project.existing_settings
    if path is None:
        return
    try:
        settings, tree = cached_settings(path), settings_tree(path)
    except InputError as error:
        yield Validated(path, error.problems)
        return
    checker = _Checker(project, path, CV.model_construct(), tree)
    yield Validated(path, tuple(checker.declared("", settings)))


@dataclass(frozen=True)
class _Checker:
    """Prepares every version that the file of a person defines, as for rendering."""

    project: Project
    source: Path
    cv: CV
    tree: Node

    def result(self) -> Validated:
        """Return the result for the file of the CV."""
        errors = (*self.versions(), *_reversed_dates(self.cv, self.tree))
        kept, warnings = self.sorted_out(sorted(errors, key=lambda problem: problem.line or 0))
        return Validated(self.source, kept, (*warnings, *_warnings(self.cv, self.tree)))

    def versions(self) -> Iterator[Problem]:
        """Yield the errors of the CV, of each variant and of each redaction of its own."""
        yield from self.declared("", self.cv)
        yield from self._prepared(self._themes(self.cv.theme), Choice())
        for name in self.cv.redactions:
            yield from self._prepared([], Choice(redact=name))
        for name, variant in self.cv.variants.items():
            path = f"variants.{name}"
            themes = list(self._themes(variant_of(self.cv, name).theme or self.cv.theme))
            yield from self.declared(f"{path}.", variant)
            yield from self._prepared(themes, Choice(variant=name))

    def letter(self, path: Path, letter: Letter) -> Iterator[Problem]:
        """Yield the errors of a letter beside the CV."""
        tree = cached_tree(path, letter=True)
        known = (FULL, *self.cv.variants)
        if letter.variant and letter.variant not in known:
            hint = did_you_mean(letter.variant, known) or f"variants: {', '.join(known)}"
            message = f'{self.source} has no variant "{letter.variant}"'
            yield _at(tree, "variant", Problem("", message, hint=hint, code="unknown-variant"))
            return
        yield from self.declared("", letter, tree)
        variant = letter.variant or ""
        own = variant_of(self.cv, variant).theme if variant in self.cv.variants else ()
        themes = list(self._themes(letter.theme or own or self.cv.theme))
        choice = Choice(variant="" if variant == FULL else variant)
        yield from self._prepared(themes, choice, path)

    def declared(
        self, prefix: str, part: CV | Variant | Letter | Settings, tree: Node | None = None
    ) -> Iterator[Problem]:
        """Yield the errors in what a part of a file says about its rendering."""
        yield from self._refused(f"{prefix}theme", part.theme, self._theme, tree)
        yield from self._refused(f"{prefix}formats", part.formats, _format, tree)
        yield from self._refused(f"{prefix}output", part.output or (), _output, tree)

    def sorted_out(
        self, errors: Iterable[Problem]
    ) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
        """Split errors from warnings: an option of the file may be for another theme."""
        kept, warnings = [], []
        for problem in dict.fromkeys(errors):
            name = problem.path.removeprefix("options.")
            themes = self._accepting(name) if problem.code == _UNKNOWN_OPTION else []
            if themes and problem.path.startswith("options."):
                listed = ", ".join(themes)
                message = f'the option "{name}" exists only in {listed}'
                hint = f"other themes refuse it: put it into a variant with theme: {themes[0]}"
                warnings.append(replace(problem, message=message, hint=hint))
            else:
                kept.append(problem)
        return tuple(kept), tuple(warnings)

    def _accepting(self, option: str) -> list[str]:
        """Return the themes that accept an option of the file with its value."""
        given = {"": {option: self.cv.options.get(option, "")}}
        names = list_themes(self.project.theme_roots)
        return [name for name in names if not _errors(self._parse, name, given)]

    def _parse(self, theme: str, given: Mapping[str, Mapping[str, str]]) -> None:
        parse_options(self._theme(theme), given)

    def _theme(self, name: str) -> Theme:
        return cached_theme(DEFAULT_THEME if name == ALL else name, self.project.theme_roots)

    def _themes(self, names: Iterable[str]) -> Iterator[str]:
        """Yield the names of themes that exist, or the default."""
        for name in tuple(names) or (DEFAULT_THEME,):
            if not _errors(self._theme, name):
                yield DEFAULT_THEME if name == ALL else name

    def _prepared(
        self, themes: Iterable[str], choice: Choice, letter: Path | None = None
    ) -> Iterator[Problem]:
        """Yield what is refused when a version is selected, and prepared in some themes."""
        job = Job(self.source, self._theme(DEFAULT_THEME), choice=choice, letter=letter)
        found = _errors(selected, job)
        yield from found
        for name in themes if not found else ():
            themed = replace(job, theme=self._theme(name))
            yield from _errors(prepare, themed, selected(themed))

    def _refused(
        self,
        path: str,
        values: str | Iterable[str],
        check: Callable[[str], object],
        tree: Node | None = None,
    ) -> Iterator[Problem]:
        """Yield an error at the place of each value of a field that a check refuses."""
        named = (
            {path: values}
            if isinstance(values, str)
            else {f"{path}[{number}]": value for number, value in enumerate(values)}
        )
        for place, value in named.items():
            for problem in _errors(check, value):
                yield problem if problem.file else _at(tree or self.tree, place, problem)


def _errors(action: Callable[P, object], *args: P.args, **more: P.kwargs) -> tuple[Problem, ...]:
    """Return the problems that a call raises."""
    try:
        action(*args, **more)
    except CvkitError as error:
        return error.problems
    return ()


def _at(tree: Node, path: str, problem: Problem) -> Problem:
    place = find(tree, path) or tree.place
    return place.problem(problem.message, path=path, hint=problem.hint, code=problem.code)


def _format(name: str) -> None:
    format_names([name])


def _output(pattern: str) -> None:
    try:
        parse_output(pattern)
    except InvalidValueError as error:
        message = f'"{pattern}" {error.message}'
        raise InputError(Problem("", message, hint=error.hint, code=error.code)) from None


def _reversed_dates(cv: CV, tree: Node) -> Iterator[Problem]:
    for model, path in models_of(cv):
        start, end = getattr(model, "start", None), getattr(model, "end", None)
        if isinstance(model, Entry) and start and end and is_reversed(start, end):
            message = f"the end ({end}) is before the start ({start})"
            problem = Problem("", message, hint="exchange or correct them", code="reversed-dates")
            yield _at(tree, f"{path}.end", problem)


def _warnings(cv: CV, tree: Node) -> Iterator[Problem]:
    if not (cv.name or cv.headline):
        hint = 'write "name: …" at the top'
        message = "the CV has neither a name nor a headline"
        yield tree.place.problem(message, hint=hint, code="no-name")
    if name := name_without_words(cv.language):
        message = f"cvkit has no words in {name}: headings and labels are printed in English"
        hint = 'give the sections titles, and other words under "words:"'
        problem = Problem("", message, hint=hint, code="no-catalogue")
        yield _at(tree, "language", problem)
    for number, profile in enumerate(cv.profiles):
        if not profile.url and find_network(profile.network or "") is None:
            names = [network.name for network in NETWORKS.values()]
            suggestion = did_you_mean(profile.network or "", names)
            hint = f'{suggestion} Otherwise add "url: …"' if suggestion else 'add "url: …"'
            message = f'no link is made for the unknown network "{profile.network}"'
            problem = Problem("", message, hint=hint, code="unknown-network")
            yield _at(tree, f"profiles[{number}].network", problem)
