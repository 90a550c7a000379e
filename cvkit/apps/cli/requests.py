"""The options that say what to render, which several commands have, and the request they make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cvkit.export import EXPORTERS
from cvkit.pipeline.defaults import ALL, DEFAULT_ENGINE, DEFAULT_FORMAT, ENGINES
from cvkit.typeset.standards import DEFAULT_VARIANT, PDF_VARIANTS

from .common import shown
from .completion import complete_formats, complete_letters, complete_pages
from .options import (
    language_option,
    pair,
    people_argument,
    redact_option,
    set_option,
    sources,
    split,
    theme_option,
    variant_option,
)

if TYPE_CHECKING:
    from cvkit.document import PageLimit
    from cvkit.pipeline.project import Project
    from cvkit.pipeline.request import Request

__all__ = ["make_request", "request_options"]

F = TypeVar("F", bound=Callable[..., Any])


def _page_limit(_ctx: click.Context, _param: click.Parameter, value: str) -> PageLimit | None:
    if not value:
        return None
    from cvkit.pipeline.request import parse_limit

    return parse_limit(value)


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    people_argument,
    theme_option,
    click.option(
        "-f",
        "--format",
        "formats",
        multiple=True,
        shell_complete=complete_formats,
        help=f"Formats: {', '.join(EXPORTERS)}.  [default: the file's, else {DEFAULT_FORMAT}]",
    ),
    variant_option,
    language_option,
    redact_option,
    click.option(
        "--letter",
        "letters",
        multiple=True,
        metavar="NAME",
        shell_complete=complete_letters,
        help=f"Letters instead of the CV: NAME for PERSON.NAME.yaml, or {ALL}.",
    ),
    set_option,
    click.option(
        "--with",
        "fields",
        multiple=True,
        metavar="FIELD=VALUE",
        help="Another value of a field for this run, such as headline=Nurse or "
        "sections[0].title=Work.",
    ),
    click.option(
        "-p",
        "--pages",
        "limit",
        metavar="N|auto|any",
        callback=_page_limit,
        shell_complete=complete_pages,
        help="At most N pages; auto: small changes for a well filled last page; any: no "
        "changes.  [default: the variant's, else auto]",
    ),
    click.option(
        "--pdf-variant",
        "standard",
        type=click.Choice(list(PDF_VARIANTS)),
        default=DEFAULT_VARIANT,
        help=f"Standard that the PDF follows: PDF/UA or PDF/A.  [default: {DEFAULT_VARIANT}]",
    ),
    click.option(
        "--embed-source",
        is_flag=True,
        help='Attach the YAML of what is shown to the PDF; "cvkit extract" reads it.',
    ),
    click.option(
        "--engine",
        type=click.Choice(list(ENGINES)),
        default=DEFAULT_ENGINE,
        show_default=True,
        help="Program that makes the PDF; latex uses the installed LaTeX.",
    ),
    click.option(
        "-o",
        "--output-dir",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder for the results.  [default: build]",
    ),
    click.option(
        "--strict",
        is_flag=True,
        help="With a redaction: fail, and write nothing, if something may give away what it "
        "removes.",
    ),
)


def request_options(command: F) -> F:
    """Add the options that say what to render."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def make_request(
    project: Project,
    *,
    people: tuple[str, ...],
    themes: tuple[str, ...],
    formats: tuple[str, ...],
    variants: tuple[str, ...],
    languages: tuple[str, ...],
    redact: str,
    letters: tuple[str, ...],
    options: tuple[str, ...],
    fields: tuple[str, ...],
    limit: PageLimit | None,
    standard: str,
    embed_source: bool,
    engine: str,
    output_dir: Path | None,
    strict: bool,
) -> Request:
    """Return what the options ask for.

    Raises :class:`UsageError` for options without a value, and if there is no such person.
    """
    from cvkit.pipeline.request import PdfSettings, Request

    return Request(
        sources(project, people),
        shown(output_dir or project.build_folder),
        split(themes),
        split(formats),
        tuple(pair(option) for option in options),
        split(variants),
        split(languages),
        redact,
        split(letters),
        PdfSettings(limit, standard, embed_source, engine),
        everybody=not people,
        strict=strict,
        given=tuple(pair(field, "--with FIELD=VALUE") for field in fields),
    )
