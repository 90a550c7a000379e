"""The commands, each a few lines around the library. What is slow is imported inside them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import get_completion_class

from cvkit.errors import InputError, Problem, ThemeError, UsageError, did_you_mean
from cvkit.project import Project

from . import report
from .common import DEFAULT_THEME, complete_people, complete_themes, current_project, shown
from .importing import import_
from .themes import themes

if TYPE_CHECKING:
    from cvkit.pipeline import Job

__all__ = ["ALL"]


def _split(values: Iterable[str]) -> list[str]:
    """Take ``--theme a --theme b`` and ``--theme a,b`` alike."""
    words = (word.strip() for value in values for word in value.split(","))
    return list(dict.fromkeys(word for word in words if word))


_people = click.argument("people", nargs=-1, metavar="[PERSON|FILE.yaml]...",
                         shell_complete=complete_people)  # fmt: skip
_quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")


@click.command(
    epilog="""\b
Examples:
  cvkit render                              everybody in people/
  cvkit render ada --theme modern           one person
  cvkit render cv.yaml --output-dir .       any file, anywhere
  cvkit render ada --set accent=#a40000 --set page_size=Letter
"""
)
@_people
@click.option("-t", "--theme", "themes", multiple=True, default=(DEFAULT_THEME,),
              show_default=True, shell_complete=complete_themes,
              help="Theme, or several, or all.")  # fmt: skip
@click.option("-f", "--format", "formats", multiple=True, default=("pdf",), show_default=True,
              help="Format, or several.")  # fmt: skip
@click.option("-s", "--set", "options", multiple=True, metavar="OPTION=VALUE",
              help='Option of the theme; "cvkit themes NAME" lists them.')  # fmt: skip
@click.option("-o", "--output-dir", type=click.Path(file_okay=False, path_type=Path),
              help="Folder for the results.  [default: build]")  # fmt: skip
@_quiet
def render(
    people: tuple[str, ...],
    themes: tuple[str, ...],
    formats: tuple[str, ...],
    options: tuple[str, ...],
    output_dir: Path | None,
    quiet: bool,
) -> int:
    """Typeset CVs: nobody named means everybody in people/.

    Writes PERSON-THEME.pdf for each person and theme. A CV that fails does not stop the
    others; what it had before stays.
    """
    from cvkit.pipeline import render as render_jobs

    project = current_project()
    jobs = _jobs(project, people, themes, formats, options, output_dir)
    reporter = report.Reporter(len(jobs), quiet)
    reporter.take(render_jobs(jobs))
    return 1 if reporter.failed else 0


def _jobs(
    project: Project,
    people: tuple[str, ...],
    themes: tuple[str, ...],
    formats: tuple[str, ...],
    options: tuple[str, ...],
    output_dir: Path | None,
) -> list[Job]:
    from cvkit.export import EXPORTERS
    from cvkit.pipeline import Job

    folder = shown(output_dir or project.build_folder)
    sources = _sources(project, people)
    _check_formats(names := _split(formats))
    wanted = _themes(project, themes)
    pairs = tuple(_pair(option) for option in options)
    _check_options(project, wanted, pairs)
    return [
        Job(
            source,
            theme,
            project.theme_roots,
            pairs,
            tuple(
                (name, folder / f"{source.stem}-{theme}{EXPORTERS[name].suffix}") for name in names
            ),
        )
        for source, theme in product(sources, wanted)
    ]


def _sources(project: Project, people: tuple[str, ...]) -> list[Path]:
    sources = [project.file_of(name) for name in people] or list(project.people())
    if not sources:
        raise UsageError(
            Problem("", f"there is nobody in {project.people_folder}",
                    hint='"cvkit new NAME" writes a first file')
        )  # fmt: skip
    return list(dict.fromkeys(shown(source) for source in sources))


def _themes(project: Project, names: tuple[str, ...]) -> list[str]:
    from cvkit.theme import find_theme, list_themes

    wanted = _split(names)
    if "all" in wanted:
        wanted = list_themes(project.theme_roots)
        return [n for n in wanted if not find_theme(n, project.theme_roots).abstract]
    for name in wanted:
        find_theme(name, project.theme_roots)
    return wanted


def _check_formats(names: list[str]) -> None:
    from cvkit.export import EXPORTERS

    for name in names:
        if name not in EXPORTERS:
            hint = did_you_mean(name, EXPORTERS) or f"formats: {', '.join(EXPORTERS)}"
            raise UsageError(Problem("", f'there is no format "{name}"', hint=hint))


def _check_options(
    project: Project, themes: list[str], options: tuple[tuple[str, str], ...]
) -> None:
    from cvkit.theme import find_theme, set_options

    for theme in themes if options else ():
        try:
            set_options(find_theme(theme, project.theme_roots), {"--set": dict(options)})
        except ThemeError as error:
            raise UsageError(error.problems) from None


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
    from cvkit.load import load

    project = current_project()
    failed = 0
    for source in _sources(project, people):
        try:
            load(source)
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


ALL = (render, validate, themes, new, import_, schema, completion)
