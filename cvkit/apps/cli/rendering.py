"""The command that renders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cvkit.export import EXPORTERS
from cvkit.pipeline.defaults import ALL, DEFAULT_ENGINE, DEFAULT_FORMAT, ENGINES
from cvkit.typeset.standards import DEFAULT_VARIANT, PDF_VARIANTS

from . import report
from .common import current_project, shown
from .completion import complete_formats, complete_letters, complete_pages
from .options import (
    language_option,
    pair,
    people_argument,
    quiet_option,
    redact_option,
    set_option,
    sources,
    split,
    theme_option,
    variant_option,
)

__all__ = ["render"]

if TYPE_CHECKING:
    from cvkit.document import PageLimit


def _page_limit(_ctx: click.Context, _param: click.Parameter, value: str) -> PageLimit | None:
    if not value:
        return None
    from cvkit.pipeline.request import parse_limit

    return parse_limit(value)


@click.command(
    epilog="""\b
Examples:
  cvkit render                              everybody in people/
  cvkit render ada --theme modern           one person
  cvkit render cv.yaml --output-dir .       any file, into the current folder
  cvkit render ada --set accent=#a40000 --set page_size=Letter
  cvkit render ada --with headline="Nurse" --with "phone="
  cvkit render ada --format pdf,docx,text   in several formats
  cvkit render ada --format tex             LaTeX source, to edit by hand
  cvkit render ada --engine latex           a PDF made by LaTeX
  cvkit render ada --variant industry       one of the variants defined in the file
  cvkit render ada --language en,zh         in two languages
  cvkit render ada --redact blind           without name and contact details
  cvkit render ada --redact blind --strict  the same, or nothing if that is not certain
  cvkit render ada --letter acme            the letter in ada.acme.yaml
  cvkit render ada --pages 1                tightened to one page, but not below 9 pt
  cvkit render ada --pdf-variant a-3a --embed-source   for archiving
  cvkit render --force                      also what is up to date
  cvkit render --check                      are all results up to date?
  cvkit render ada --variant all --explain  what each variant leaves out
"""
)
@people_argument
@theme_option
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    shell_complete=complete_formats,
    help=f"Formats: {', '.join(EXPORTERS)}.  [default: the file's, else {DEFAULT_FORMAT}]",
)
@variant_option
@language_option
@redact_option
@click.option("--letter", "letters", multiple=True, metavar="NAME",
              shell_complete=complete_letters,
              help=f"Letters instead of the CV: NAME for PERSON.NAME.yaml, or {ALL}.")  # fmt: skip
@set_option
@click.option("--with", "fields", multiple=True, metavar="FIELD=VALUE",
              help="Another value of a field for this run, such as headline=Nurse or "
              "sections[0].title=Work.")  # fmt: skip
@click.option("-p", "--pages", "limit", metavar="N|auto|any", callback=_page_limit,
              shell_complete=complete_pages,
              help="At most N pages; auto: small changes for a well filled last page; any: no "
              "changes.  [default: the variant's, else auto]")  # fmt: skip
@click.option(
    "--pdf-variant",
    "standard",
    type=click.Choice(list(PDF_VARIANTS)),
    default=DEFAULT_VARIANT,
    help=f"Standard that the PDF follows: PDF/UA or PDF/A.  [default: {DEFAULT_VARIANT}]",
)
@click.option(
    "--embed-source",
    is_flag=True,
    help='Attach the YAML of what is shown to the PDF; "cvkit extract" reads it.',
)
@click.option("--engine", type=click.Choice(list(ENGINES)), default=DEFAULT_ENGINE,
              show_default=True,
              help="Program that makes the PDF; latex uses the installed LaTeX.")  # fmt: skip
@click.option("-o", "--output-dir", type=click.Path(file_okay=False, path_type=Path),
              help="Folder for the results.  [default: build]")  # fmt: skip
@click.option("--cluster", metavar="ADDRESS",
              help="Dask scheduler whose workers render, such as tcp://host:8786; local:N starts "
              "N workers here. Needs cvkit[cluster].")  # fmt: skip
@click.option("--force", is_flag=True, help="Render also what is up to date.")
@click.option("--check", is_flag=True,
              help="Write nothing; report which results are missing or out of date.")  # fmt: skip
@click.option(
    "--explain",
    is_flag=True,
    help="Render nothing; list what is left out and what is not translated.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="With a redaction: fail, and write nothing, if something may give away what it removes.",
)
@quiet_option
def render(
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
    cluster: str | None,
    force: bool,
    check: bool,
    explain: bool,
    strict: bool,
    quiet: bool,
) -> int:
    """Render CVs: those of the people named, or of everybody in people/.

    Writes PERSON-THEME[-VARIANT][-REDACTION][-LANGUAGE].pdf for each combination, or what the
    file says under "output". Results that are up to date are not rendered again. If a CV fails,
    the others are still rendered, and its earlier results are kept.
    """
    from cvkit.pipeline.build import Build
    from cvkit.pipeline.request import PdfSettings, Request
    from cvkit.system.limits import Limits

    project = current_project()
    request = Request(
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
    build = Build(project, request, force=force, compare=check)
    if explain:
        return report.explain(build.jobs)
    if build.kept:
        build.save()
        return report.kept(build.kept, quiet)
    results = build.run(Limits(own_process=True), cluster or "")
    if check:
        return report.compare(results, quiet)
    reporter = report.Reporter(len(build.jobs) if build.left else 0, quiet)
    reporter.take(results)
    return 1 if reporter.failed else 0
