"""The command that renders."""

from __future__ import annotations

from pathlib import Path

import click

from cvkit.document import DEFAULT_VARIANT
from cvkit.export import EXPORTERS
from cvkit.pipeline.job import ENGINES
from cvkit.pipeline.plan import ALL, DEFAULT_FORMAT
from cvkit.typeset.standards import PDF_VARIANTS

from . import report
from .common import current_project, shown
from .options import (
    locale_option,
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


def _checked_pages(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    if value:
        from cvkit.theme.levers import parse_pages

        parse_pages(value)
    return value


@click.command(
    epilog="""\b
Examples:
  cvkit render                              everybody in people/
  cvkit render ada --theme modern           one person
  cvkit render cv.yaml --output-dir .       any file, anywhere
  cvkit render ada --set accent=#a40000 --set page_size=Letter
  cvkit render ada --format pdf,docx,text   in several formats
  cvkit render ada --format tex             LaTeX to take over
  cvkit render ada --engine latex           a PDF by LaTeX
  cvkit render ada --variant industry       one of the versions that the file declares
  cvkit render ada --locale en,zh           in two languages
  cvkit render ada --redact blind           without name and contacts, for reviewers
  cvkit render ada --letter acme            the letter in ada.acme.yaml
  cvkit render ada --pages 1                tightened, but never below 9 pt, to one page
  cvkit render ada --pdf-variant a-3a --embed-source   for archives
  cvkit render --check                      are all results up to date?
  cvkit render ada --variant all --explain  what each version leaves out
"""
)
@people_argument
@theme_option
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    help=f"Format, or several: {', '.join(EXPORTERS)}.  "
    f"[default: the variant's, else {DEFAULT_FORMAT}]",
)
@variant_option
@locale_option
@redact_option
@click.option("--letter", "letters", multiple=True, metavar="NAME",
              help=f"Letter PERSON.NAME.yaml instead of the CV, or several, or {ALL}.")  # fmt: skip
@set_option
@click.option("-p", "--pages", metavar="N|auto", default="", callback=_checked_pages,
              help="At most N pages; auto: no last page left nearly empty.")  # fmt: skip
@click.option(
    "--pdf-variant",
    type=click.Choice(list(PDF_VARIANTS)),
    default=DEFAULT_VARIANT,
    help=f"Standard that the PDF follows: PDF/UA or PDF/A.  [default: {DEFAULT_VARIANT}]",
)
@click.option(
    "--embed-source",
    is_flag=True,
    help='Put the YAML of what is shown into the PDF; "cvkit extract" gives it back.',
)
@click.option("--engine", type=click.Choice(ENGINES), default=ENGINES[0],
              show_default=True,
              help="What makes the PDF; latex is what the machine has of it.")  # fmt: skip
@click.option("-o", "--output-dir", type=click.Path(file_okay=False, path_type=Path),
              help="Folder for the results.  [default: build]")  # fmt: skip
@click.option("--check", is_flag=True,
              help="Write nothing; say whether the results are there and up to date.")  # fmt: skip
@click.option(
    "--explain",
    is_flag=True,
    help="List what would be left out, and what is not translated; render nothing.",
)
@quiet_option
def render(
    people: tuple[str, ...],
    themes: tuple[str, ...],
    formats: tuple[str, ...],
    variants: tuple[str, ...],
    locales: tuple[str, ...],
    redact: str,
    letters: tuple[str, ...],
    options: tuple[str, ...],
    pages: str,
    pdf_variant: str,
    embed_source: bool,
    engine: str,
    output_dir: Path | None,
    check: bool,
    explain: bool,
    quiet: bool,
) -> int:
    """Typeset CVs: nobody named means everybody in people/.

    Writes PERSON-THEME[-VARIANT][-REDACTION][-LOCALE].pdf for each combination. A CV that fails
    does not stop the others; what it had before stays.
    """
    from cvkit.pipeline.plan import Wish, plan
    from cvkit.pipeline.render import render as render_jobs
    from cvkit.typeset.pool import Limits

    project = current_project()
    wish = Wish(
        sources(project, people),
        shown(output_dir or project.build_folder),
        split(themes),
        split(formats),
        tuple(pair(option) for option in options),
        split(variants),
        split(locales),
        redact,
        split(letters),
        pages,
        pdf_variant,
        embed_source,
        engine,
        everybody=not people,
    )
    jobs = plan(project, wish)
    limits = Limits(own_process=True)
    if explain:
        return report.explain(jobs)
    if check:
        return report.compare(render_jobs(jobs, limits, compare=True), quiet)
    reporter = report.Reporter(len(jobs), quiet)
    reporter.take(render_jobs(jobs, limits))
    return 1 if reporter.failed else 0
