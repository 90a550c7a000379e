"""The first steps of a job: load, select, resolve the options, compose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from cvkit.document import Attachment, Document, Fit, TexDocument
from cvkit.errors import CvkitError, InputError, Problem, ThemeError
from cvkit.export.context import Material
from cvkit.load.load import locate
from cvkit.model import CV, Letter
from cvkit.model.walk import logos_of
from cvkit.select import Choice, Selected, choose, choose_letter, lineage
from cvkit.source.paths import find
from cvkit.system.files import is_file, read, resolve
from cvkit.theme.theme import set_options

from .job import Job
from .sources import (
    cached_cv,
    cached_letter,
    cached_settings,
    cached_tree,
    numbered_cv,
    numbered_letter,
)

__all__ = ["build", "compose", "doubts", "notes", "prepare", "selected"]

_SHOWN = 60


def build(job: Job) -> Document:
    """Load, select and compose: return the HTML of a job and all that typesetting it needs.

    Raises :class:`CvkitError` with every problem.
    """
    return _html(job, prepare(job, selected(job)))


def selected(job: Job) -> Selected:
    """Load the CV of a job and return what is shown of it.

    Raises :class:`CvkitError` with every problem of the file, and of what is asked of it.
    """
    if job.refused:
        raise InputError(job.refused)
    try:
        as_typed = cached_cv(job.source) if job.given and job.cv is None else None
        return choose(_cv(job), _choice(job), as_typed)
    except CvkitError as error:
        raise type(error)(_at_home(error.problems, job, ("",))) from None


def _cv(job: Job) -> CV:
    if job.with_spots and not job.letter:
        cv = numbered_cv(job.source)[0]
    else:
        cv = job.cv or cached_cv(job.source, job.given)
    words = cached_settings(job.settings).words if job.settings else {}
    return cv.model_copy(update={"words": {**words, **cv.words}}) if words else cv


def _letter(job: Job, path: Path) -> Letter:
    return numbered_letter(path)[0] if job.with_spots else cached_letter(path)


def _paths(job: Job) -> tuple[str, ...]:
    """Return the paths of numbered texts: those of the letter, or else of the CV."""
    if not job.with_spots:
        return ()
    return numbered_letter(job.letter)[1] if job.letter else numbered_cv(job.source)[1]


def _choice(job: Job) -> Choice:
    """Return what is to be shown: a letter may say it where the job does not."""
    if job.letter is None:
        return job.choice
    letter = cached_letter(job.letter)
    return replace(
        job.choice,
        variant=job.choice.variant or letter.variant or "",
        language=job.choice.language or letter.language or "",
    )


def prepare(job: Job, chosen: Selected) -> Material:
    """Return what the formats of a job are made from, with every option of the theme resolved.

    Raises :class:`ThemeError` for options of the files that the theme does not have or accept.
    """
    cv, letter = chosen.cv, None
    given = {str(job.source): cv.options}
    if job.letter:
        letter, _ = choose_letter(_letter(job, job.letter), _cv(job), _choice(job), chosen.traces)
        given[str(job.letter)] = letter.options
        cv = cv.model_copy(update={"sections": (), "updated": None})
    try:
        options = set_options(job.theme, given, job.options)
    except ThemeError as error:
        places = [f"variants.{name}." for name in lineage(_cv(job).variants, job.choice.variant)]
        raise ThemeError(_at_home(error.problems, job, (*places, ""))) from None
    cv = _in_order(cv, str(options.get("section_order", "")))
    folder = resolve(job.source.parent)
    material = Material(cv, job.theme, options, folder, chosen.data, chosen.whole, letter=letter)
    if chosen.traces:
        from .redaction import redacted_css  # few runs need it

        material = replace(material, cleaned_css=partial(redacted_css, traces=chosen.traces))
    return material


def compose(job: Job, material: Material) -> Material:
    """Return the material with the documents that the formats of a job are made from.

    Raises :class:`ThemeError` where a template is wrong or a font is missing.
    """
    composed: dict[str, Any] = {form: _COMPOSERS[form](job, material) for form in job.forms}
    return replace(material, **composed)


def _html(job: Job, material: Material) -> Document:
    from cvkit.compose.html import compose as to_html  # while it is imported, the workers warm up

    cv, options = material.cv, material.options
    own_css = _own_css(job)
    if material.cleaned_css:
        own_css = material.cleaned_css(own_css)
    document = to_html(
        cv, material.theme, options, material.folder, own_css, material.letter, material.present
    )
    return replace(
        document,
        fit=_fit(job, material),
        pdf_variant=job.pdf.standard,
        attachments=tuple(_attachments(material)) if job.pdf.embed_source else (),
        bare_pictures=material.bare_pictures,
        paths=_paths(job),
    )


def _tex(_job: Job, material: Material) -> TexDocument:
    from cvkit.compose.latex.document import compose as to_tex

    document = to_tex(
        material.cv, material.theme, material.options, material.folder, material.present
    )
    return replace(document, bare_pictures=material.bare_pictures)


_COMPOSERS: Mapping[str, Callable[[Job, Material], Document | TexDocument]] = {
    "document": _html,
    "tex": _tex,
}


def _attachments(material: Material) -> Iterator[Attachment]:
    """Yield the source that is attached to a PDF: the YAML of what it shows, and its pictures."""
    from cvkit.export.attachments import SOURCE_NAME, logo_name
    from cvkit.load.serialize import dump, to_plain

    text = dump(to_plain(material.data))
    yield Attachment(SOURCE_NAME, text.encode(), "The source of this CV, for cvkit")
    if material.cv.photo:
        photo = material.folder / material.cv.photo
        yield Attachment(photo.name, _picture(photo, material), "The photograph of this CV")
    for logo in dict.fromkeys(logo for _, logo in logos_of(material.cv.sections)):
        data = _picture(material.folder / logo, material)
        yield Attachment(logo_name(logo), data, "A logo of this CV")


def _picture(path: Path, material: Material) -> bytes:
    from cvkit.system.images import MAX_BYTES

    data = read(path, MAX_BYTES)
    if material.bare_pictures:
        from cvkit.system.bare_pictures import without_metadata  # few runs need it

        data = without_metadata(data)
    return data


def _fit(job: Job, material: Material) -> Fit | None:
    limit = job.pdf.limit
    if limit is None or limit.any:
        return None
    from cvkit.theme.fit_options import plan_fit

    theme = material.theme
    letters = material.letter.options if material.letter else {}
    given = (*material.cv.options, *letters, *job.options)
    fixed = {name.replace("-", "_") for name in given}
    fit = plan_fit(theme.name, theme.fit_options, material.options, fixed, limit)
    # A short letter is short on purpose.
    return replace(fit, fills_short=material.letter is None)


def _own_css(job: Job) -> str:
    """Return the style sheet beside a person's file, ``ada.css`` beside ``ada.yaml``."""
    from cvkit.theme.manifest import read_text

    if job.cv is not None:
        return ""
    path = job.source.with_suffix(".css")
    return read_text(path, path.parent) if is_file(path) else ""


def _in_order(cv: CV, kinds: str) -> CV:
    """Return the CV with the sections of the kinds that ``kinds`` names first, in its order."""
    first = {kind.strip(): place for place, kind in reversed([*enumerate(kinds.split(","))])}
    sections = sorted(cv.sections, key=lambda section: first.get(section.kind, len(first)))
    return cv.model_copy(update={"sections": tuple(sections)})


def _at_home(problems: Iterable[Problem], job: Job, prefixes: Iterable[str]) -> Iterator[Problem]:
    """Yield problems with their lines in the person's files, as far as they have one there."""
    prefixes = list(prefixes)
    for problem in problems:
        if job.cv is not None:
            yield replace(problem, file=problem.file or str(job.source))
        elif job.letter and problem.file == str(job.letter):
            yield locate(problem, cached_tree(job.letter, letter=True))
        elif problem.file not in ("", str(job.source)):
            yield problem
        else:
            yield _in_source(replace(problem, file=str(job.source)), job, prefixes)


def _in_source(problem: Problem, job: Job, prefixes: Iterable[str]) -> Problem:
    if not problem.path:
        return problem
    tree = cached_tree(job.source, job.given)
    places = (locate(replace(problem, path=start + problem.path), tree) for start in prefixes)
    return next((place for place in places if place.line), problem)


def doubts(job: Job, chosen: Selected) -> tuple[Problem, ...]:
    """Return what may give away what the redaction of a job removes, and is kept."""
    if chosen.traces is None:
        return ()
    from .redaction import doubtful  # few runs need it

    own_css = _own_css(job) if "document" in job.forms else ""
    return tuple(dict.fromkeys(doubtful(job, chosen, _choice(job), own_css)))


def notes(job: Job, chosen: Selected) -> Iterator[Problem]:
    """Yield a note for texts that are not in the language that was asked for."""
    if job.letter or job.cv or not chosen.lacking:
        return
    tree = cached_tree(job.source, job.given)
    language = chosen.cv.language
    places = [(lacking, find(tree, lacking.path)) for lacking in chosen.lacking]
    for lacking, place in sorted(places, key=lambda pair: pair[1].line if pair[1] else 0):
        if lacking.translated and place:
            message = f'no text in "{language}" here; "{_cut(lacking.text)}" is used instead'
            yield place.problem(f"note: {message}", path=lacking.path)
    if rest := sum(not lacking.translated for lacking in chosen.lacking):
        message = f'note: {rest} texts are not translated into "{language}"'
        yield Problem(str(job.source), message, hint="--explain lists them")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
