"""The commands, each a few lines around the library. What is slow is imported inside them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from cvkit.errors import InputError, Problem, UsageError
from cvkit.plan import ALL, DEFAULT_FORMAT, DEFAULT_THEME, FULL
from cvkit.project import Project

from . import report
from .common import complete_people, complete_themes, complete_variants, current_project, shown
from .themes import themes

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
  cvkit render ada --variant industry       one of the versions that the file declares
  cvkit render ada --locale en,zh           in two languages
  cvkit render ada --redact blind           without name and contacts, for reviewers
  cvkit render ada --letter acme            the letter in ada.acme.yaml
  cvkit render ada --variant all --explain  what each version leaves out
  cvkit render ada --pages 1                tightened, but never below 9 pt, to one page
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
    help=f"Format, or several.  [default: the variant's, else {DEFAULT_FORMAT}]",
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
@click.option("-o", "--output-dir", type=click.Path(file_okay=False, path_type=Path),
              help="Folder for the results.  [default: build]")  # fmt: skip
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
    output_dir: Path | None,
    explain: bool,
    quiet: bool,
) -> int:
    """Typeset CVs: nobody named means everybody in people/.

    Writes PERSON-THEME[-VARIANT][-REDACTION][-LOCALE].pdf for each combination. A CV that fails
    does not stop the others; what it had before stays.
    """
    from cvkit.pipeline import render as render_jobs
    from cvkit.plan import Wish, plan
    from cvkit.workers import Limits

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
        everybody=not people,
    )
    jobs = plan(project, wish)
    if explain:
        return report.explain(jobs)
    reporter = report.Reporter(len(jobs), quiet)
    reporter.take(render_jobs(jobs, Limits(own_process=True)))
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
    """Check files without typesetting them: every problem of every file in one run."""
    from cvkit.prepare import load_cached

    project = current_project()
    failed = 0
    for source in _sources(project, people):
        try:
            load_cached(source)
        except InputError as error:
            failed += 1
            report.print_problems(error.problems)
        else:
            if not quiet:
                click.echo(f"{source}: valid")
    return 1 if failed else 0


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

    if not person.isprintable() or not Path(person).stem.strip("."):
        raise UsageError(Problem("", f"{person!r} cannot name a file", hint="take letters"))
    named = Path(person)
    is_path = named.suffix in (".yaml", ".yml") or len(named.parts) > 1
    path = shown(named if is_path else current_project().people_folder / f"{person}.yaml")
    if path.exists() and not force:
        raise InputError(Problem(str(path), "exists already", hint="--force replaces it"))
    write(path, starter(path.stem).encode())
    click.echo(f"{path} written; now: cvkit render {path.stem if not is_path else path}")


@click.command(
    epilog="""\b
Examples:
  cvkit schema > cv.schema.json
\b
In an editor with the YAML language server, put this in the first line of a file:
  # yaml-language-server: $schema=cv.schema.json
"""
)
def schema() -> None:
    """Print the JSON Schema of a person's file, for editors."""
    import json

    from cvkit.reference import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@click.command(
    epilog="""\b
Examples:
  cvkit completion bash >> ~/.bashrc
  cvkit completion zsh >> ~/.zshrc
  cvkit completion fish > ~/.config/fish/completions/cvkit.fish
"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands, people and themes in a shell."""
    kind = get_completion_class(shell)
    assert kind is not None
    cli = context.find_root().command
    click.echo(kind(cli, {}, "cvkit", "_CVKIT_COMPLETE").source())


COMMANDS = (render, validate, themes, new, schema, completion)
