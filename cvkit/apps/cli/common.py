"""What the commands share: the current project, and paths as people type them."""

from __future__ import annotations

import os
from pathlib import Path

from cvkit.pipeline.project import Project, find_project

__all__ = ["current_project", "shown"]


def current_project() -> Project:
    """Return the project that the current folder is in."""
    return find_project(Path.cwd())


def shown(path: Path) -> Path:
    """Return a path as people type it: relative, if it is below the current folder."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative)
