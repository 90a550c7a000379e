"""The fonts that an option can choose, so that a browser shows each in its own face."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from cvkit.errors import CvkitError
from cvkit.theme.fonts import find_fonts
from cvkit.theme.options import FONT
from cvkit.theme.theme import Theme

__all__ = ["Faces"]

_SUFFIXES = (".ttf", ".otf")


class Faces:
    """The files of the regular faces of all families that the themes let choose."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self._themes = tuple(themes)

    @cached_property
    def files(self) -> dict[str, Path]:
        """The file of each family."""
        found: dict[str, Path] = {}
        for theme in self._themes:
            for option in theme.options.values():
                for family in option.choices if option.type == FONT else ():
                    if family not in found and (file := _regular(theme, family)):
                        found[family] = file
        return found

    def css(self) -> str:
        """Return the rules that give the families to a page; they are loaded when shown."""
        return "\n".join(
            f"@font-face {{ font-family: '{family}'; src: url('/face/{number}'); }}"
            for number, family in enumerate(self.files)
        )

    def file(self, number: int) -> Path | None:
        """Return the file with a number in the rules."""
        files = list(self.files.values())
        return files[number] if 0 <= number < len(files) else None


def _regular(theme: Theme, family: str) -> Path | None:
    try:
        folders = find_fonts(theme.folders, [family], ()).folders
    except CvkitError:
        return None  # reported when it is chosen
    start = _letters(family)
    files = [
        file
        for folder in folders
        for file in sorted(folder.iterdir())
        if file.suffix.lower() in _SUFFIXES and _letters(file.stem).startswith(start)
    ]
    plain = [file for file in files if _letters(file.stem) in (start, f"{start}regular")]
    return next(iter((*plain, *files)), None)


def _letters(name: str) -> str:
    return re.sub(r"\W|_", "", name).lower()
