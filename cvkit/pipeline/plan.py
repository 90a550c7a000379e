"""From a request to jobs: which people, in which variants, themes, languages and formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.document import PageLimit
from cvkit.errors import (
    CvkitError,
    InputError,
    InvalidValueError,
    Problem,
    UsageError,
    did_you_mean,
)
from cvkit.export import ALIASES, EXPORTERS
from cvkit.select.choice import Choice
from cvkit.source.text import Place
from cvkit.system.clock import source_date, today
from cvkit.system.files import caseless
from cvkit.theme.options import Value
from cvkit.theme.theme import Theme, cached_theme, list_themes, parse_options

from .declared import Said, declared, said_in
from .defaults import ALL, DEFAULT_FORMAT, DEFAULT_LANGUAGE, DEFAULT_THEME, ENGINES, FULL
from .job import Job
from .output import fill, parse_output
from .pages import is_numbered
from .project import Project
from .request import PdfSettings, Request

if TYPE_CHECKING:
    from cvkit.model import CV, Variant
    from cvkit.source.given import Given
    from cvkit.source.nodes import Node

__all__ = ["check_languages", "format_names", "plan"]


def plan(project: Project, request: Request) -> list[Job]:
    """Return the jobs of a request, with their themes found and their options parsed.

    Variants are rendered for the people who define them. If nobody is named, at least one
    person must define each variant. Raises :class:`UsageError` if a theme, a format, an option
    or a variant does not exist, the settings of the PDF do not go together, two jobs would
    write the same file, or ``SOURCE_DATE_EPOCH`` is invalid.
    """
    source_date()  # one error instead of one for each job
    request.pdf.check(letter=bool(request.letters))
    format_names(request.formats)
    check_languages(request.languages)
    planner = _Planner(project, request)
    planner.themes(request.themes)
    jobs = [job for source in request.sources for job in planner.jobs(source)]
    if request.variants and not jobs:
        names = ", ".join(request.variants)
        hint = _known_variants(request)
        raise UsageError(Problem("", f'no file defines the variant "{names}"', hint=hint))
    _refuse_collisions(jobs)
    return jobs


@dataclass
class _Planner:
    """Makes the jobs of each person; a theme is looked up once for all of them."""

    project: Project
    request: Request
    found: dict[str, tuple[Theme, Mapping[str, Value]]] = field(default_factory=dict)

    def jobs(self, source: Path) -> Iterator[Job]:
        """Yield the jobs of a person."""
        _check_redaction(self.request, source)
        for name, variant in _variants(self.request, source):
            for letter in self._letters(source):
                try:
                    yield from self._versions(source, name, variant, letter)
                except InputError as error:  # the other people are rendered
                    theme = cached_theme(DEFAULT_THEME, self.project.theme_roots)
                    choice = Choice(name, redact=self.request.redact)
                    yield Job(source, theme, (), {}, choice, letter, refused=error.problems)

    def _versions(
        self, source: Path, name: str, variant: Variant | None, letter: Path | None
    ) -> Iterator[Job]:
        """Yield the jobs of one variant or letter, in all themes and languages."""
        request = self.request
        said = self._said(source, name, variant, letter)
        own = [each for each in _checked(said("formats"), _format) if not letter or _fits(each)]
        formats = format_names(request.formats or own or [DEFAULT_FORMAT], letters=bool(letter))
        themes = self.themes(request.themes or _checked(said("theme"), self._theme))
        pdf = _pdf_settings(request, name, variant, source)
        found = self.project.existing_settings
        for theme, language in product(themes, request.languages or ("",)):
            choice = Choice(name, language, request.redact)
            options = self._find(theme)[1]
            job = Job(
                source, self._find(theme)[0], (), options, choice, letter, pdf,
                strict=request.strict, settings=found, given=request.given,
            )  # fmt: skip
            stem = self._stem(job, variant, said("output"))
            outputs = ((each, add_suffix(request.folder / stem, each)) for each in formats)
            yield replace(job, outputs=tuple(outputs))

    def _said(
        self, source: Path, name: str, variant: Variant | None, letter: Path | None
    ) -> Callable[[str], Said]:
        """Return what a field is set to: by the letter, the variant, the file or the project."""
        given = self.request.given

        def said(field: str) -> Said:
            if letter and (own := declared(letter).said(field)):
                return own
            if variant and (own := _said_by_variant(source, given, name, field)):
                return own
            if letter and field == "output":  # the name of the CV's file
                return Said()
            own = declared(source, given).said(field)
            return own or declared(self.project.settings_file).said(field)

        return said

    def _stem(self, job: Job, variant: Variant | None, said: Said) -> str:
        """Return the path of the results in the output folder, without a suffix."""
        if not said:
            return _usual_stem(job)
        pattern = _checked(said, parse_output)[0]
        fields = declared(job.source, job.given, all_fields=True)
        language = job.choice.language or (variant and variant.language) or fields.text("language")
        hides = job.choice.redact or (variant and variant.redact)
        values = {
            "name": ("" if hides else fields.text("name", language)) or job.source.stem,
            "file": job.source.stem,
            "theme": job.theme.name,
            "variant": job.choice.variant,
            "redaction": job.choice.redact,
            "locale": language or DEFAULT_LANGUAGE,
            "date": fields.text("updated") or today().isoformat(),
        }
        # The version with everything must not be overwritten by one for the public.
        needed = "" if "{redaction}" in pattern else "-{redaction}"
        return fill(parse_output(pattern) + needed, values)

    def themes(self, names: Iterable[str]) -> list[str]:
        """Return the names of themes, the default or all; each is found and can be rendered."""
        wanted = list(names) or [DEFAULT_THEME]
        if ALL in wanted:
            wanted = [
                name
                for name in list_themes(self.project.theme_roots)
                if not cached_theme(name, self.project.theme_roots).abstract
            ]
        for name in wanted:
            self._find(name)
        return wanted

    def _theme(self, name: str) -> None:
        if name != ALL:
            cached_theme(name, self.project.theme_roots)

    def _find(self, name: str) -> tuple[Theme, Mapping[str, Value]]:
        """Return a theme, and the values of the options of the request in it."""
        if name not in self.found:
            theme = cached_theme(name, self.project.theme_roots)
            try:
                options = parse_options(theme, {"--set": dict(self.request.options)})
            except CvkitError as error:
                raise UsageError(error.problems) from None
            self.found[name] = theme, options
        return self.found[name]

    def _letters(self, source: Path) -> list[Path | None]:
        """Return the letters of a person that are requested; None stands for the CV."""
        wanted = self.request.letters
        if not wanted:
            return [None]
        if ALL in wanted:
            return list(self.project.letters(source).values())
        return [self.project.letter_of(source, name) for name in wanted]


def _with_limit(settings: PdfSettings) -> PdfSettings:
    """Return settings with the default page limit, where the engine supports one."""
    if settings.limit or "page limits" in ENGINES[settings.engine].unsupported:
        return settings
    return replace(settings, limit=PageLimit())


def _pdf_settings(
    request: Request, name: str, variant: Variant | None, source: Path
) -> PdfSettings:
    """Return the settings of a request with the page limit of a variant, which CVs may have."""
    if request.pdf.limit or request.letters or not (variant and variant.pages):
        return _with_limit(request.pdf)
    settings = replace(request.pdf, limit=PageLimit.parse(variant.pages))
    try:
        settings.check()
    except UsageError as error:
        where = f'in the variant "{name}" of {source}'
        raise UsageError(
            replace(problem, message=f"{problem.message} {where}") for problem in error.problems
        ) from None
    return settings


def _usual_stem(job: Job) -> str:
    """Return the name of the results of a file that gives no pattern."""
    letter = job.letter.stem.removeprefix(f"{job.source.stem}.") if job.letter else ""
    named = f"letter-{letter}" if letter else ""
    choice = job.choice
    parts = (
        job.source.stem, job.theme.name, choice.variant, choice.redact, named, choice.language
    )  # fmt: skip
    return "-".join(part for part in parts if part)


def add_suffix(path: Path, format_name: str) -> Path:
    """Return a path with the suffix of a format after its name."""
    return path.with_name(path.name + EXPORTERS[format_name].suffix)


def _format(name: str) -> None:
    format_names([name])


def _fits(name: str) -> bool:
    """Whether letters can have a format."""
    return EXPORTERS[format_names([name])[0]].needs != "cv"


def _checked(said: Said, check: Callable[[str], object]) -> tuple[str, ...]:
    """Return values that pass a check; raise :class:`InputError` for the others, with places."""
    problems: list[Problem] = []
    for value, place in zip(said.values, said.places, strict=True):
        try:
            check(value)
        except CvkitError as error:
            problems += [_at(place, problem) for problem in error.problems]
        except InvalidValueError as error:
            found = Problem("", f'"{value}" {error.message}', hint=error.hint, code=error.code)
            problems.append(_at(place, found))
    if problems:
        raise InputError(problems)
    return said.values


def _at(place: Place | None, problem: Problem) -> Problem:
    if place is None or problem.file:
        return problem
    return place.problem(problem.message, hint=problem.hint, code=problem.code)


def _said_by_variant(source: Path, given: Given, variant: str, name: str) -> Said:
    """Return the values of a field of a variant, its own or inherited ones."""
    from cvkit.select import lineage

    from .sources import cached_cv, cached_tree

    for each in lineage(cached_cv(source, given).variants, variant):
        node: Node | None = cached_tree(source, given)
        for part in ("variants", each, name):
            node = node.child(part) if node else None
        if found := said_in(node):
            return found
    return Said()


def _cv(source: Path, given: Given) -> CV | None:
    """Return the CV of a file, or None if the file is invalid, which is reported with its job."""
    from .sources import cached_cv

    try:
        return cached_cv(source, given)
    except InputError:
        return None


def _variants(request: Request, source: Path) -> Iterator[tuple[str, Variant | None]]:
    """Yield the variants of a person that are requested, each with all that it extends."""
    cv = _cv(source, request.given) if request.variants else None
    if cv is None:
        yield "", None
        return
    from cvkit.select import variant_of

    wanted = list(request.variants)
    if ALL in wanted:
        wanted = list(dict.fromkeys([*(n for n in wanted if n != ALL), *cv.variants]))
    for name in wanted:
        if name == FULL:
            yield "", None
        elif name in cv.variants or not request.everybody:
            try:
                yield name, variant_of(cv, name)
            except UsageError as error:
                raise UsageError(
                    replace(p, message=f"{p.message} in {source}") for p in error.problems
                ) from None


def _check_redaction(request: Request, source: Path) -> None:
    if not request.redact:
        return
    from cvkit.model import REDACTIONS

    cv = None if request.redact in REDACTIONS else _cv(source, request.given)
    if cv is None:
        return
    known = (*REDACTIONS, *cv.redactions)
    if request.redact not in known:
        hint = did_you_mean(request.redact, known) or f"redactions: {', '.join(known)}"
        message = f'there is no redaction "{request.redact}" in {source}'
        raise UsageError(Problem("", message, hint=hint))


def _known_variants(request: Request) -> str:
    """Return a hint at the variants that exist."""
    names: dict[str, None] = {}
    for source in request.sources:
        if cv := _cv(source, request.given):
            names |= dict.fromkeys(cv.variants)
    hints = (did_you_mean(name, names) for name in request.variants)
    listed = f"variants: {', '.join(names)}" if names else "no file defines a variant"
    return next(filter(None, hints), listed)


def check_languages(tags: Iterable[str]) -> None:
    """Raise :class:`UsageError` for a language that does not exist."""
    if not tags:
        return
    from cvkit.language.tags import check_language

    for tag in tags:
        try:
            check_language(tag)
        except InvalidValueError as error:
            raise UsageError(Problem("", error.message, hint=error.hint, code=error.code)) from None


def format_names(names: Iterable[str], *, letters: bool = False) -> list[str]:
    """Return formats by their own names, each once.

    Raises :class:`UsageError` for unknown formats, and for those that letters cannot have.
    """
    found = list(dict.fromkeys(ALIASES.get(name, name) for name in names))
    for name in found:
        if name not in EXPORTERS:
            hint = did_you_mean(name, EXPORTERS) or f"formats: {', '.join(EXPORTERS)}"
            message = f'there is no format "{name}"'
            raise UsageError(Problem("", message, hint=hint, code="unknown-format"))
        if letters and EXPORTERS[name].needs == "cv":
            fitting = ", ".join(n for n, e in EXPORTERS.items() if e.needs != "cv")
            raise UsageError(
                Problem("", f"letters cannot be written as {name}", hint=f"formats: {fitting}")
            )
    return found


def _refuse_collisions(jobs: Iterable[Job]) -> None:
    """Raise :class:`UsageError` if results share a file, also on disks that ignore case."""
    seen: dict[str, Path] = {}
    hint = "render them into different folders"
    for name, path in (output for job in jobs for output in job.outputs):
        key = caseless(str(path))
        if path == seen.get(key):
            raise UsageError(Problem("", f"{path} would be written twice", hint=hint))
        if key in seen:
            message = f"{seen[key]} and {path} are the same file on disks that ignore case"
            raise UsageError(Problem("", message, hint=f"rename one, or {hint}"))
        seen[key] = path
        if EXPORTERS[name].per_page and is_numbered(path.stem):
            message = f"{path} could be a page of another letter"
            raise UsageError(Problem("", message, hint="rename the letter"))
