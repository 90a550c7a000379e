"""From what is wished for to jobs: whom to render, in which variants, themes and formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import CvkitError, InputError, Problem, UsageError, did_you_mean
from .project import Project

if TYPE_CHECKING:
    from .job import Job
    from .model import Variant

__all__ = ["ALL_VARIANTS", "DEFAULT_FORMAT", "DEFAULT_THEME", "FULL", "Wish", "plan"]

DEFAULT_THEME = "modern"
DEFAULT_FORMAT = "pdf"
ALL_VARIANTS = "all"
FULL = "full"
"""The name of the CV of which nothing is left out, beside its variants."""


@dataclass(frozen=True)
class Wish:
    """What is wished for; what is left empty, the variants and the defaults decide."""

    sources: Sequence[Path]
    folder: Path
    themes: Sequence[str] = ()
    formats: Sequence[str] = ()
    options: tuple[tuple[str, str], ...] = ()
    variants: Sequence[str] = ()
    locales: Sequence[str] = ()
    redact: str = ""
    everybody: bool = False


def plan(project: Project, wish: Wish) -> list[Job]:
    """Return the jobs of a wish.

    A variant is made of whoever has it; that it is somebody's is what is asked where nobody is
    named. Raises :class:`UsageError` where a theme, a format, an option or a variant does not
    exist, or two jobs would write the same file.
    """
    _check(project, wish)
    jobs = [job for source in wish.sources for job in _of_person(project, wish, source)]
    if wish.variants and not jobs:
        names = ", ".join(wish.variants)
        raise UsageError(Problem("", f'nobody has a variant "{names}"', hint=_whose(wish)))
    _refuse_collisions(jobs)
    return jobs


def _of_person(project: Project, wish: Wish, source: Path) -> Iterator[Job]:
    _check_redaction(wish, source)
    for name, variant in _variants(wish, source):
        themes = _themes(project, wish.themes or (variant.theme if variant else ()))
        formats = _formats(
            wish.formats or (variant.formats if variant else ()) or (DEFAULT_FORMAT,)
        )
        for theme in themes:
            for locale in wish.locales or ("",):
                yield _job(project, wish, source, theme, formats, name, locale)


def _job(
    project: Project,
    wish: Wish,
    source: Path,
    theme: str,
    formats: list[str],
    variant: str,
    locale: str,
) -> Job:
    from .export import EXPORTERS
    from .job import Job

    parts = (source.stem, theme, variant, wish.redact, locale)
    stem = "-".join(part for part in parts if part)
    outputs = tuple((name, wish.folder / f"{stem}{EXPORTERS[name].suffix}") for name in formats)
    job = Job(source, theme, project.theme_roots, wish.options, outputs)
    return replace(job, variant=variant, locale=locale, redact=wish.redact)


def _variants(wish: Wish, source: Path) -> Iterator[tuple[str, Variant | None]]:
    """Yield the variants of a person that are wished for, each with all that it builds on."""
    if not wish.variants:
        yield "", None
        return
    from .prepare import load_cached
    from .select import variant_of

    try:
        cv = load_cached(source)
    except InputError:
        yield "", None  # what is wrong is told with the job
        return
    wished = list(wish.variants)
    if ALL_VARIANTS in wished:
        wished = list(dict.fromkeys([*(n for n in wished if n != ALL_VARIANTS), *cv.variants]))
    for name in wished:
        if name == FULL:
            yield "", None
        elif name in cv.variants or not wish.everybody:
            try:
                yield name, variant_of(cv, name)
            except UsageError as error:
                raise UsageError(
                    replace(p, message=f"{p.message} in {source}") for p in error.problems
                ) from None


def _check_redaction(wish: Wish, source: Path) -> None:
    from .model import REDACTIONS
    from .prepare import load_cached

    if wish.redact in ("", *REDACTIONS):
        return
    try:
        known = (*REDACTIONS, *load_cached(source).redactions)
    except InputError:
        return  # what is wrong is told with the job
    if wish.redact not in known:
        hint = did_you_mean(wish.redact, known) or f"redactions: {', '.join(known)}"
        message = f'there is no redaction "{wish.redact}" in {source}'
        raise UsageError(Problem("", message, hint=hint))


def _whose(wish: Wish) -> str:
    """Return which variants there are."""
    from .prepare import load_cached

    names: dict[str, None] = {}
    for source in wish.sources:
        try:
            names |= dict.fromkeys(load_cached(source).variants)
        except CvkitError:
            continue
    hints = (did_you_mean(name, names) for name in wish.variants)
    listed = f"variants: {', '.join(names)}" if names else "no file declares any"
    return next(filter(None, hints), listed)


def _check(project: Project, wish: Wish) -> None:
    from .theme import find_theme, set_options

    _formats(wish.formats)
    for theme in _themes(project, wish.themes):
        try:
            set_options(find_theme(theme, project.theme_roots), {"--set": dict(wish.options)})
        except CvkitError as error:
            raise UsageError(error.problems) from None


def _themes(project: Project, names: Iterable[str]) -> list[str]:
    from .theme import find_theme, list_themes

    wanted = list(names) or [DEFAULT_THEME]
    if "all" in wanted:
        wanted = list_themes(project.theme_roots)
        return [n for n in wanted if not find_theme(n, project.theme_roots).abstract]
    for name in wanted:
        find_theme(name, project.theme_roots)
    return wanted


def _formats(names: Iterable[str]) -> list[str]:
    """Return formats by their own names, each once."""
    from .export import ALIASES, EXPORTERS

    found = list(dict.fromkeys(ALIASES.get(name, name) for name in names))
    for name in found:
        if name not in EXPORTERS:
            hint = did_you_mean(name, EXPORTERS) or f"formats: {', '.join(EXPORTERS)}"
            raise UsageError(Problem("", f'there is no format "{name}"', hint=hint))
    return found


def _refuse_collisions(jobs: Iterable[Job]) -> None:
    seen: set[Path] = set()
    for _, path in (output for job in jobs for output in job.outputs):
        if path in seen:
            hint = "render them into different folders"
            raise UsageError(Problem("", f"{path} would be written twice", hint=hint))
        seen.add(path)
