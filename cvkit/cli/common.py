"""What the commands share: the project at hand, paths as people type them, completion."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from cvkit.project import Project, find_project

__all__ = ["DEFAULT_THEME", "complete_people", "complete_themes", "current_project", "shown"]

DEFAULT_THEME = "modern"


def current_project() -> Project:
    """Return the project that the current folder lies in."""
    return find_project(Path.cwd())


def shown(path: Path) -> Path:
    """Return a path as people type it: from the current folder, where it lies below."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative)


def complete_people(_ctx: click.Context, _param: click.Parameter, word: str) -> list[Any]:
    """Complete the names of people, and files."""
    names = [path.stem for path in current_project().people() if path.stem.startswith(word)]
    return [*map(CompletionItem, names), CompletionItem(word, type="file")]


def complete_themes(_ctx: click.Context, _param: click.Parameter, word: str) -> list[Any]:
    """Complete the names of themes."""
    from cvkit.theme import list_themes

    names = list_themes(current_project().theme_roots)
    return [CompletionItem(name) for name in names if name.startswith(word)]
