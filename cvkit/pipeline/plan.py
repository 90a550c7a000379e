"""From a request to jobs: which people, in which variants, themes, languages and formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.document import PageLimit
from cvkit.errors import CvkitError, InputError, Problem, UsageError, did_you_mean
from cvkit.export import ALIASES, EXPORTERS
from cvkit.select.choice import Choice
from cvkit.system.clock import source_date
from cvkit.system.files import caseless
from cvkit.theme.options import Value
from cvkit.theme.theme import Theme, cached_theme, list_themes, parse_options

from .defaults import ALL, DEFAULT_FORMAT, DEFAULT_THEME, ENGINES, FULL
from .job import Job
from .pages import is_numbered
from .project import Project
from .request import PdfSettings, Request

if TYPE_CHECKING:
    from cvkit.model import CV, Variant

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
        request = self.request
        _check_redaction(request, source)
        for name, variant in _variants(request, source):
            wanted = request.formats or (variant.formats if variant else ()) or (DEFAULT_FORMAT,)
            formats = format_names(wanted, letters=bool(request.letters))
            pdf = _pdf_settings(request, name, variant, source)
            for letter in self._letters(source):
                own = _theme_of(letter) or (variant.theme if variant else ())
                themes = self.themes(request.themes or own)
                for theme, language in product(themes, request.languages or ("",)):
                    choice = Choice(name, language, request.redact)
                    options = self._find(theme)[1]
                    job = Job(
                        source, self._find(theme)[0], (), options, choice, letter, pdf,
                        strict=request.strict,
                    )  # fmt: skip
                    yield replace(job, outputs=tuple(_outputs(job, request.folder, formats)))

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


def _outputs(job: Job, folder: Path, formats: Iterable[str]) -> Iterator[tuple[str, Path]]:
    letter = job.letter.stem.removeprefix(f"{job.source.stem}.") if job.letter else ""
    named = f"letter-{letter}" if letter else ""
    choice = job.choice
    parts = (
        job.source.stem, job.theme.name, choice.variant, choice.redact, named, choice.language
    )  # fmt: skip
    stem = "-".join(part for part in parts if part)
    for name in formats:
        yield name, folder / f"{stem}{EXPORTERS[name].suffix}"


def _theme_of(letter: Path | None) -> tuple[str, ...]:
    if letter is None:
        return ()
    from .sources import cached_letter

    try:
        return cached_letter(letter).theme
    except InputError:
        return ()  # reported with the job


def _cv(source: Path) -> CV | None:
    """Return the CV of a file, or None if the file is invalid, which is reported with its job."""
    from .sources import cached_cv

    try:
        return cached_cv(source)
    except InputError:
        return None


def _variants(request: Request, source: Path) -> Iterator[tuple[str, Variant | None]]:
    """Yield the variants of a person that are requested, each with all that it extends."""
    cv = _cv(source) if request.variants else None
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

    cv = None if request.redact in REDACTIONS else _cv(source)
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
        if cv := _cv(source):
            names |= dict.fromkeys(cv.variants)
    hints = (did_you_mean(name, names) for name in request.variants)
    listed = f"variants: {', '.join(names)}" if names else "no file defines a variant"
    return next(filter(None, hints), listed)


def check_languages(tags: Iterable[str]) -> None:
    """Raise :class:`UsageError` for a language without a catalogue."""
    if not tags:
        return
    from cvkit.language.locale import catalogues, is_known

    for tag in tags:
        if not is_known(tag):
            hint = did_you_mean(tag, catalogues()) or "use a BCP 47 tag such as de, zh or pt-BR"
            raise UsageError(Problem("", f'there is no language "{tag}"', hint=hint))


def format_names(names: Iterable[str], *, letters: bool = False) -> list[str]:
    """Return formats by their own names, each once.

    Raises :class:`UsageError` for unknown formats, and for those that letters cannot have.
    """
    found = list(dict.fromkeys(ALIASES.get(name, name) for name in names))
    for name in found:
        if name not in EXPORTERS:
            hint = did_you_mean(name, EXPORTERS) or f"formats: {', '.join(EXPORTERS)}"
            raise UsageError(Problem("", f'there is no format "{name}"', hint=hint))
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
