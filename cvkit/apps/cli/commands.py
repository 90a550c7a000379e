"""The commands on files. Slow modules are imported inside them."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from cvkit.errors import CvkitError, InputError, Problem, UsageError, contained, located
from cvkit.pipeline.defaults import SCHEMA_NAME
from cvkit.pipeline.project import Project

from . import report
from .common import current_project, shown
from .completion import complete_languages, complete_themes
from .options import people_argument, quiet_option, sources
from .terminal import echo

__all__ = ["format_", "new", "validate"]


@click.command(
    epilog="""\b
Examples:
  cvkit validate                everybody in people/
  cvkit validate ada cv.yaml    a person and a file
"""
)
@people_argument
@quiet_option
def validate(people: tuple[str, ...], quiet: bool) -> int:
    """Validate files, with their letters, without rendering: report all problems at once."""
    from cvkit.pipeline.validate import validate as results
    from cvkit.pipeline.validate import validate_settings

    project = current_project()
    failed = False
    for source in (*sources(project, people), None):
        try:
            with contained():
                found = list(results(project, source) if source else validate_settings(project))
        except CvkitError as error:
            failed = True
            report.print_error(located(error, source or project.settings_file))
            continue
        for result in found:
            failed |= bool(result.errors)
            report.print_problems(result.errors)
            report.print_warnings(result.warnings)
            if not (quiet or result.errors):
                echo(f"{result.path}: valid")
    return 1 if failed else 0


@click.command(
    "format",
    epilog="""\b
Examples:
  cvkit format              everybody in people/
  cvkit format ada cv.yaml  a person and a file
  cvkit format --check      change nothing; exit with 1 if a file would change
""",
)
@people_argument
@click.option("--check", is_flag=True, help="Only report which files would change.")
@quiet_option
def format_(people: tuple[str, ...], check: bool, quiet: bool) -> int:
    """Format files: indentation, quotes, line width, empty lines between sections.

    Comments and the order of fields are kept. A file whose content would change is left as it is.
    """
    from cvkit.source.format.reformat import reformat
    from cvkit.source.text import read_source
    from cvkit.system.files import edit

    failed = changed = 0
    for path in sources(current_project(), people):
        try:
            with contained():
                source = read_source(path)
                text = reformat(source)
        except CvkitError as error:
            failed += 1
            report.print_error(located(error, path))
            continue
        if text == source.text:
            continue
        changed += 1
        if not check:
            edit(path, text.encode())
        if not quiet:
            echo(f"{path}: {'would be ' if check else ''}formatted")
    return 1 if failed or (check and changed) else 0


@click.command(
    epilog="""\b
Examples:
  cvkit new ada                          write people/ada.yaml
  cvkit new ada --locale es --theme swiss    in Spanish, and in another theme
  cvkit new ada --force                  replace it
  cvkit new cv/ada.yaml                  write that file
"""
)
@click.argument("person")
@click.option("-t", "--theme", default="", metavar="NAME", shell_complete=complete_themes,
              help="Theme that the file names.")  # fmt: skip
@click.option("-l", "--locale", "--language", "language", default="en", metavar="TAG",
              shell_complete=complete_languages,
              help="Language of the file, as a BCP 47 tag.  [default: en]")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace an existing file.")
def new(person: str, theme: str, language: str, force: bool) -> None:
    """Write a short, commented file to start a CV from, in your language.

    If the project has a JSON Schema ("cvkit schema --write"), the file names it.
    """
    from cvkit.load.schema_line import schema_line
    from cvkit.load.starter import starter
    from cvkit.system.files import edit

    if not person.isprintable() or not Path(person).stem.strip("."):
        raise UsageError(Problem("", f"{person!r} is not a valid file name", hint="use letters"))
    project = current_project()
    named = Path(person)
    is_path = named.suffix in (".yaml", ".yml") or len(named.parts) > 1
    path = shown(named if is_path else project.people_folder / f"{person}.yaml")
    if path.exists() and not force:
        raise InputError(Problem(str(path), "already exists", hint="--force replaces it"))
    _check_starter(project, theme, language)
    schema = project.root / SCHEMA_NAME
    line = schema_line(path, schema) if schema.is_file() else ""
    edit(path, starter(path.stem, language, theme, line).encode())
    named_as = str(path) if is_path else path.stem
    echo(f"{path} written; now: cvkit render {shlex.quote(named_as)}")


def _check_starter(project: Project, theme: str, language: str) -> None:
    """Raise :class:`UsageError` for a theme or a language that does not exist."""
    if theme:
        from cvkit.theme.theme import cached_theme

        cached_theme(theme, project.theme_roots)
    if language != "en":
        from cvkit.pipeline.plan import check_languages

        check_languages([language])
