"""The command line as its users meet it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["cvkit", "files"]


def cvkit(*args: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run cvkit in a folder; ``env`` is added to the environment."""
    return subprocess.run(
        [sys.executable, "-m", "cvkit", *map(str, args)],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def files(folder: Path) -> list[str]:
    """Return the names of the files that a user sees in a folder."""
    names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted(name for name in names if not name.startswith("."))
