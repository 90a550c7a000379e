"""From what is wished for to jobs: whom to render, in which variants, themes and formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.document import DEFAULT_VARIANT
from cvkit.errors import CvkitError, InputError, Problem, UsageError, did_you_mean
from cvkit.system.clock import source_date
from cvkit.typeset.standards import PDF_VARIANTS

from .job import ENGINES, LATEX, Job
from .project import Project

if TYPE_CHECKING:
    from cvkit.model import Variant

__all__ = ["ALL", "DEFAULT_FORMAT", "DEFAULT_THEME", "FULL", "Wish", "plan"]

DEFAULT_THEME = "modern"
DEFAULT_FORMAT = "pdf"
ALL = "all"
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
    letters: Sequence[str] = ()
    pages: str = ""
    pdf_variant: str = DEFAULT_VARIANT
    embed_source: bool = False
    engine: str = ENGINES[0]
    everybody: bool = False


def plan(project: Project, wish: Wish) -> list[Job]:
    """Return the jobs of a wish.

    A variant is made of whoever has it; that it is somebody's is what is asked where nobody is
    named. Raises :class:`UsageError` where a theme, a format, an option or a variant does not
    exist, two jobs would write the same file, or ``SOURCE_DATE_EPOCH`` is invalid.
    """
    source_date()  # one error instead of one for each job
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
        wanted = wish.formats or (variant.formats if variant else ()) or (DEFAULT_FORMAT,)
        formats = _formats(wanted, letters=bool(wish.letters))
        own_themes = variant.theme if variant else ()
        own_pages = variant.pages if variant and not wish.letters else None
        for letter in _letters(project, wish, source):
            for theme in _themes(project, wish.themes or _theme_of(letter) or own_themes):
                for locale in wish.locales or ("",):
                    job = Job(
                        source,
                        theme,
                        project.theme_roots,
                        wish.options,
                        outputs=(),
                        variant=name,
                        locale=locale,
                        redact=wish.redact,
                        letter=letter,
                        pages=wish.pages or own_pages or "",
                        pdf_variant=wish.pdf_variant,
                        embed_source=wish.embed_source,
                        engine=wish.engine,
                    )
                    yield replace(job, outputs=tuple(_outputs(job, wish.folder, formats)))


def _outputs(job: Job, folder: Path, formats: Iterable[str]) -> Iterator[tuple[str, Path]]:
    from cvkit.export import EXPORTERS

    letter = job.letter.stem.removeprefix(f"{job.source.stem}.") if job.letter else ""
    named = f"letter-{letter}" if letter else ""
    parts = (job.source.stem, job.theme, job.variant, job.redact, named, job.locale)
    stem = "-".join(part for part in parts if part)
    for name in formats:
        yield name, folder / f"{stem}{EXPORTERS[name].suffix}"


def _letters(project: Project, wish: Wish, source: Path) -> list[Path | None]:
    """Return the letters of a person that are wished for; none stands for the CV."""
    if not wish.letters:
        return [None]
    if ALL in wish.letters:
        return list(project.letters(source).values())
    return [project.letter_of(source, name) for name in wish.letters]


def _theme_of(letter: Path | None) -> tuple[str, ...]:
    from .prepare import letter_cached

    try:
        return letter_cached(letter).theme if letter else ()
    except InputError:
        return ()  # what is wrong is told with the job


def _variants(wish: Wish, source: Path) -> Iterator[tuple[str, Variant | None]]:
    """Yield the variants of a person that are wished for, each with all that it builds on."""
    if not wish.variants:
        yield "", None
        return
    from cvkit.select import variant_of

    from .prepare import load_cached

    try:
        cv = load_cached(source)
    except InputError:
        yield "", None  # what is wrong is told with the job
        return
    wished = list(wish.variants)
    if ALL in wished:
        wished = list(dict.fromkeys([*(n for n in wished if n != ALL), *cv.variants]))
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
    from cvkit.model import REDACTIONS

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
    from cvkit.theme.theme import find_theme, set_options

    _formats(wish.formats)
    _check_archive(wish)
    _check_engine(wish)
    _check_locales(wish.locales)
    for theme in _themes(project, wish.themes):
        try:
            set_options(find_theme(theme, project.theme_roots), {"--set": dict(wish.options)})
        except CvkitError as error:
            raise UsageError(error.problems) from None


def _check_locales(tags: Iterable[str]) -> None:
    if not tags:
        return
    from cvkit.language.locale import catalogues, is_known

    for tag in tags:
        if not is_known(tag):
            hint = did_you_mean(tag, catalogues()) or "write a BCP 47 tag, such as de, zh or pt-BR"
            raise UsageError(Problem("", f'there is no language "{tag}"', hint=hint))


def _check_engine(wish: Wish) -> None:
    """Refuse what LaTeX does not do, instead of leaving it undone."""
    asked = {
        "--letter": wish.letters,
        "--pages": wish.pages,
        "--pdf-variant": wish.pdf_variant != DEFAULT_VARIANT,
        "--embed-source": wish.embed_source,
    }
    refused = [option for option, value in asked.items() if value]
    if wish.engine == LATEX and refused:
        message = f"--engine latex does not know {', '.join(refused)}"
        raise UsageError(Problem("", message, hint="leave it out, or take --engine weasyprint"))


def _check_archive(wish: Wish) -> None:
    variant = PDF_VARIANTS[wish.pdf_variant]
    if variant.needs_attachment and not wish.embed_source:
        message = f"{variant.name} is for PDFs that carry a file"
        raise UsageError(Problem("", message, hint="add --embed-source"))
    if wish.embed_source and not variant.takes_attachment:
        fitting = ", ".join(n for n, v in PDF_VARIANTS.items() if v.takes_attachment)
        message = f"{variant.name} allows no file within it"
        raise UsageError(Problem("", message, hint=f"one of {fitting} does"))
    if wish.embed_source and wish.letters:
        raise UsageError(Problem("", "letters do not carry their source"))


def _themes(project: Project, names: Iterable[str]) -> list[str]:
    from cvkit.theme.theme import find_theme, list_themes

    wanted = list(names) or [DEFAULT_THEME]
    if "all" in wanted:
        wanted = list_themes(project.theme_roots)
        return [n for n in wanted if not find_theme(n, project.theme_roots).abstract]
    for name in wanted:
        find_theme(name, project.theme_roots)
    return wanted


def _formats(names: Iterable[str], *, letters: bool = False) -> list[str]:
    """Return formats by their own names, each once."""
    from cvkit.export import ALIASES, EXPORTERS

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
    seen: set[Path] = set()
    for _, path in (output for job in jobs for output in job.outputs):
        if path in seen:
            hint = "render them into different folders"
            raise UsageError(Problem("", f"{path} would be written twice", hint=hint))
        seen.add(path)
