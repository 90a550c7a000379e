"""The files of a format with one for each page: their names, and those that an earlier run left.

Pages are numbered behind a dot (``ada-modern.2.png``), which occurs nowhere else in the names of
results: themes, variants, redactions and languages have none. So no page replaces another result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from cvkit.system.files import open_regular

__all__ = ["is_numbered", "left_over", "page_files"]

_NUMBERED = re.compile(r".*\.[1-9][0-9]*")


def is_numbered(stem: str) -> bool:
    """Whether a name without its suffix ends like that of a page."""
    return bool(_NUMBERED.fullmatch(stem))


def page_files(path: Path, count: int) -> list[Path]:
    """Return the files of a number of pages: ``path`` itself for one, otherwise numbered."""
    if count == 1:
        return [path]
    return [path.with_name(f"{path.stem}.{page}{path.suffix}") for page in range(1, count + 1)]


def left_over(path: Path, current: Iterable[Path]) -> list[Path]:
    """Return the files of other pages that an earlier run wrote for the same result.

    ``path`` is the result's, ``current`` are the files that it has now.
    Only files that carry the mark of cvkit's pictures count; links, and files that others made
    or saved again, do not.
    """
    name = re.compile(re.escape(path.stem) + r"(\.[1-9][0-9]*)?" + re.escape(path.suffix))
    kept = {file.name for file in current}
    try:
        files = sorted(path.parent.iterdir())
    except OSError:
        return []
    return [
        file
        for file in files
        if name.fullmatch(file.name) and file.name not in kept and _is_ours(file)
    ]


def _is_ours(path: Path) -> bool:
    from cvkit.export.png import MARK  # few runs find such a file

    if path.is_symlink():
        return False
    try:
        with open_regular(path) as file:
            return MARK in file.read(100)
    except OSError:
        return False
