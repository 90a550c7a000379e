"""The small commands: the source in a PDF, the schema for editors, completion for shells."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from cvkit.errors import CvkitError, InputError, Problem, located
from cvkit.pipeline.defaults import SCHEMA_NAME

from . import report
from .common import current_project, shown
from .terminal import echo, echo_data, echo_lines

__all__ = ["completion", "extract", "schema"]


@click.command(
    epilog="""\b
Examples:
  cvkit extract ada.pdf                   print the YAML
  cvkit extract ada.pdf -o people/ada.yaml
"""
)
@click.argument("pdf", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
              help="File to write; a photo is written beside it.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace existing files.")
def extract(pdf: Path, output: Path | None, force: bool) -> None:
    """Print or write the YAML that "render --embed-source" attached to a PDF.

    With --output, the photo that the YAML names is written as well; other attachments never are.
    """
    from cvkit.export.attachments import extract as extract_files
    from cvkit.system.files import write

    source, *others = extract_files(pdf)
    if output is None:
        echo_data(source.content)
        return
    targets = {output: source, **{output.parent / other.name: other for other in others}}
    folder = output.parent.resolve()
    for path in targets:
        if path != output and not path.resolve().is_relative_to(folder):
            raise InputError(Problem(str(path), f"leads out of {output.parent}"))
        if not force and os.path.lexists(path):
            raise InputError(Problem(str(path), "already exists", hint="--force replaces it"))
    for path, attachment in targets.items():
        write(path, attachment.content)
        echo(f"{path} written")


@click.command(
    epilog="""\b
Examples:
  cvkit schema --write           into the project, and its name into the files in people/
  cvkit schema > cv.schema.json
\b
Editors with the YAML language server find the schema by the first line of a file in people/;
the path starts at the folder of the file:
  # yaml-language-server: $schema=../cv.schema.json
"""
)
@click.option("--write", "write_it", is_flag=True,
              help=f"Write {SCHEMA_NAME} into the project, and the line that names it into the "
              "files of all people.")  # fmt: skip
def schema(write_it: bool) -> int:
    """Print the JSON Schema of a person's file, for editors.

    It has the themes of the project and their options.
    """
    from cvkit.pipeline.schema import project_schema

    project = current_project()
    text = json.dumps(project_schema(project), indent=1, ensure_ascii=False)
    if not write_it:
        echo_lines(text)
        return 0
    from cvkit.system.files import write

    path = shown(project.root / SCHEMA_NAME)
    write(path, f"{text}\n".encode())
    echo(f"{path} written")
    people = list(project.people())
    letters = [letter for person in people for letter in project.letters(person).values()]
    return 1 if sum(not _name_schema(shown(file), path) for file in (*people, *letters)) else 0


def _name_schema(file: Path, path: Path) -> bool:
    """Write the line with the schema into a file; return whether this was possible."""
    from cvkit.load.schema_line import schema_line, with_schema_line
    from cvkit.source.text import MAX_BYTES
    from cvkit.system.files import edit, read

    try:
        old = read(file, MAX_BYTES).decode("utf-8")
        new = with_schema_line(old, schema_line(file, path))
        if new != old:
            edit(file, new.encode())
            echo(f"{file}: names the schema")
    except CvkitError as error:
        report.print_error(located(error, file))
        return False
    except (OSError, UnicodeDecodeError):
        report.print_error(InputError(Problem(str(file), "cannot be read", code="unreadable-file")))
        return False
    return True


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
    """Print the script for completion of commands, people, themes and options in a shell."""
    kind = get_completion_class(shell)
    assert kind is not None
    cli = context.find_root().command
    echo_lines(kind(cli, {}, "cvkit", "_CVKIT_COMPLETE").source())
