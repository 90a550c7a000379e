"""The small commands: the source in a PDF, the schema for editors, completion for shells."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from cvkit.errors import InputError, Problem

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
  cvkit schema > cv.schema.json
\b
For editors with the YAML language server, put this into the first line of a file
in people/; the path starts at the folder of the file:
  # yaml-language-server: $schema=../cv.schema.json
"""
)
def schema() -> None:
    """Print the JSON Schema of a person's file, for editors."""
    from cvkit.model.reference import json_schema

    echo_lines(json.dumps(json_schema(), indent=2, ensure_ascii=False))


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
