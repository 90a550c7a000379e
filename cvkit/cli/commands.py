"""The commands, each a few lines around the library. What is slow is imported inside them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from cvkit.archive import DEFAULT_VARIANT, PDF_VARIANTS
from cvkit.errors import InputError, Problem, UsageError
from cvkit.export import EXPORTERS
from cvkit.job import ENGINES
from cvkit.plan import ALL, DEFAULT_FORMAT, DEFAULT_THEME, FULL
from cvkit.project import Project

from . import report
from .common import complete_people, complete_themes, complete_variants, current_project, shown
from .importing import import_
from .themes import themes
from .tools import completion, extract, schema

__all__ = ["COMMANDS"]


def _split(values: Iterable[str]) -> list[str]:
    """Take ``--theme a --theme b`` and ``--theme a,b`` alike."""
    words = (word.strip() for value in values for word in value.split(","))
    return list(dict.fromkeys(word for word in words if word))


_people = click.argument("people", nargs=-1, metavar="[PERSON|FILE.yaml]...",
                         shell_complete=complete_people)  # fmt: skip


def _checked_pages(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    if value:
        from cvkit.levers import parse_pages

        parse_pages(value)
    return value


_quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")


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
@_people
@click.option(
    "-t",
    "--theme",
    "themes",
    multiple=True,
    shell_complete=complete_themes,
    help=f"Theme, or several, or all.  [default: the variant's, else {DEFAULT_THEME}]",
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    help=f"Format, or several: {', '.join(EXPORTERS)}.  "
    f"[default: the variant's, else {DEFAULT_FORMAT}]",
)
@click.option(
    "-V",
    "--variant",
    "variants",
    multiple=True,
    shell_complete=complete_variants,
    help=f"Variant, or several, or {ALL}; {FULL} is the whole CV.",
)
@click.option(
    "-l",
    "--locale",
    "locales",
    multiple=True,
    metavar="TAG",
    help="Language, or several, as BCP 47 tags: en, de-CH, zh.",
)
@click.option("--redact", default="", metavar="NAME",
              help="Redaction: public, blind, or one of the file's own.")  # fmt: skip
@click.option("--letter", "letters", multiple=True, metavar="NAME",
              help=f"Letter PERSON.NAME.yaml instead of the CV, or several, or {ALL}.")  # fmt: skip
@click.option("-s", "--set", "options", multiple=True, metavar="OPTION=VALUE",
              help='Option of the theme; "cvkit themes NAME" lists them.')  # fmt: skip
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
@_quiet
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
    from cvkit.pipeline import render as render_jobs
    from cvkit.plan import Wish, plan

    project = current_project()
    wish = Wish(
        _sources(project, people),
        shown(output_dir or project.build_folder),
        _split(themes),
        _split(formats),
        tuple(_pair(option) for option in options),
        _split(variants),
        _split(locales),
        redact,
        _split(letters),
        pages,
        pdf_variant,
        embed_source,
        engine,
        everybody=not people,
    )
    jobs = plan(project, wish)
    if explain:
        return report.explain(jobs)
    if check:
        return report.compare(render_jobs(jobs, compare=True), quiet)
    reporter = report.Reporter(len(jobs), quiet)
    reporter.take(render_jobs(jobs))
    return 1 if reporter.failed else 0


def _sources(project: Project, people: tuple[str, ...]) -> list[Path]:
    sources = [project.file_of(name) for name in people] or list(project.people())
    if not sources:
        raise UsageError(
            Problem("", f"there is nobody in {project.people_folder}",
                    hint='"cvkit new NAME" writes a first file')
        )  # fmt: skip
    return list(dict.fromkeys(shown(source) for source in sources))


def _pair(option: str) -> tuple[str, str]:
    name, equals, value = option.partition("=")
    if not equals:
        raise UsageError(Problem("", f'--set "{option}"', hint="write --set option=value"))
    return name.strip(), value.strip()


@click.command(
    epilog="""\b
Examples:
  cvkit validate                everybody in people/
  cvkit validate ada cv.yaml    a person and a file
"""
)
@_people
@_quiet
def validate(people: tuple[str, ...], quiet: bool) -> int:
    """Check files without typesetting them, letters too: every problem of every file at once."""
    from cvkit.load import load, load_letter

    project = current_project()
    failed = False
    for source in _sources(project, people):
        letters = project.letters(source).values()
        for path, reader in ((source, load), *((letter, load_letter) for letter in letters)):
            try:
                reader(path)
            except InputError as error:
                failed = True
                report.print_problems(error.problems)
            else:
                if not quiet:
                    click.echo(f"{path}: valid")
    return 1 if failed else 0


@click.command(
    "format",
    epilog="""\b
Examples:
  cvkit format              everybody in people/
  cvkit format ada cv.yaml  a person and a file
  cvkit format --check      change nothing; exit with 1 if something is to be changed
""",
)
@_people
@click.option("--check", is_flag=True, help="Only say which files would change.")
@_quiet
def format_(people: tuple[str, ...], check: bool, quiet: bool) -> int:
    """Lay files out anew: indentation, quotes, line width, empty lines between sections.

    Comments and the order of fields stay, and a file says the same as before, or is left alone.
    """
    from cvkit.canonical import reformat
    from cvkit.load import read_source
    from cvkit.output import write

    failed = changed = 0
    for path in _sources(current_project(), people):
        try:
            source = read_source(path)
            text = reformat(source)
        except InputError as error:
            failed += 1
            report.print_problems(error.problems)
            continue
        if text == source.text:
            continue
        changed += 1
        if not check:
            write(path, text.encode())
        if not quiet:
            click.echo(f"{path}: {'would be ' if check else ''}formatted")
    return 1 if failed or (check and changed) else 0


@click.command(
    epilog="""\b
Examples:
  cvkit new ada                 writes people/ada.yaml
  cvkit new ada --force         writes it anew
  cvkit new cv/ada.yaml         writes that file
"""
)
@click.argument("person")
@click.option("--force", is_flag=True, help="Replace a file that exists.")
def new(person: str, force: bool) -> None:
    """Write a short, commented file to begin one's own CV with."""
    from cvkit.output import write
    from cvkit.starter import starter

    named = Path(person)
    is_path = named.suffix in (".yaml", ".yml") or len(named.parts) > 1
    path = shown(named if is_path else current_project().people_folder / f"{person}.yaml")
    if path.exists() and not force:
        raise InputError(Problem(str(path), "exists already", hint="--force replaces it"))
    write(path, starter(path.stem).encode())
    click.echo(f"{path} written; now: cvkit render {path.stem if not is_path else path}")


COMMANDS = (render, validate, format_, themes, new, import_, extract, schema, completion)
