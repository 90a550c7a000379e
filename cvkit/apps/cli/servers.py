"""``cvkit lsp`` and ``cvkit mcp``: servers for editors and assistants, on stdin and stdout."""

from __future__ import annotations

from importlib.util import find_spec

import click

from cvkit.errors import Problem, UsageError

from .common import current_project

__all__ = ["lsp", "mcp"]


def _require(package: str, what: str, extra: str) -> None:
    """Raise :class:`UsageError` with the command that installs a package, if it is missing."""
    if find_spec(package) is None:
        hint = f"install it: python -m pip install 'cvkit[{extra}]'"
        raise UsageError(Problem("", f"{what}, which is not installed", hint=hint))


@click.command(
    epilog="""\b
Examples:
  cvkit lsp                       what an editor starts; it ends with the editor
"""
)
def lsp() -> None:
    """Serve an editor: problems with fixes, completion, explanations, outline, format.

    It speaks the Language Server Protocol on stdin and stdout, and is started by the editor:
    docs/editors.md says how to set up yours.
    """
    _require("pygls", "cvkit lsp needs pygls", "lsp")
    from cvkit.apps.lsp.server import serve

    serve()


@click.command(
    epilog="""\b
Examples:
  cvkit mcp                       what an assistant starts, in the folder of a project
"""
)
def mcp() -> None:
    """Serve an assistant: validate, render, check and edit the CVs of this project.

    It speaks the Model Context Protocol on stdin and stdout, and is started by the assistant:
    docs/assistants.md says how to set up yours. Files outside of the project are never read.
    """
    _require("mcp", "cvkit mcp needs mcp", "mcp")
    from cvkit.apps.mcp.server import serve

    serve(current_project())
