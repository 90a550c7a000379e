"""What the commands share: the current project, paths as people type them, completion."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from cvkit.errors import CvkitError
from cvkit.pipeline.project import Project, find_project

__all__ = [
    "complete_people",
    "complete_themes",
    "complete_variants",
    "current_project",
    "shown",
]


def current_project() -> Project:
    """Return the project that the current folder is in."""
    return find_project(Path.cwd())


def shown(path: Path) -> Path:
    """Return a path as people type it: relative, if it is below the current folder."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative)


def complete_people(_ctx: click.Context, _param: click.Parameter, word: str) -> list[Any]:
    """Complete the names of people, and files."""
    names = [path.stem for path in current_project().people() if path.stem.startswith(word)]
    return [*map(CompletionItem, names), CompletionItem(word, type="file")]


def complete_themes(_ctx: click.Context, _param: click.Parameter, word: str) -> list[Any]:
    """Complete the names of themes."""
    from cvkit.theme.theme import list_themes

    names = list_themes(current_project().theme_roots)
    return [CompletionItem(name) for name in names if name.startswith(word)]


def complete_variants(ctx: click.Context, _param: click.Parameter, word: str) -> list[Any]:
    """Complete the names of the variants of the people named so far, or of all."""
    from cvkit.load.load import read_tree

    project = current_project()
    sources = [project.file_of(name) for name in ctx.params.get("people") or ()]
    names: dict[str, None] = {}
    for source in sources or project.people():
        try:
            fields = read_tree(source)[0].value
        except CvkitError:
            continue
        declared = fields.get("variants") if isinstance(fields, dict) else None
        if declared and isinstance(declared.value, dict):
            names |= dict.fromkeys(declared.value)
    return [CompletionItem(name) for name in names if name.startswith(word)]
