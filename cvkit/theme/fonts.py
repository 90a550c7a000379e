"""The fonts that are installed with cvkit, so that a PDF is the same on every machine.

They are Python packages. The typesetter gets a font configuration with their folders, those
of the themes and, of the fonts of the machine, only the families that a theme declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from cvkit.document import Fonts
from cvkit.errors import Problem, ThemeError
from cvkit.system.stamps import FileStamp, file_stamp

__all__ = ["find_fonts"]

# Packages with the folder of their fonts. DejaVu Sans, for signs that no other face has, is
# ziafont's; a folder with {} holds one of its own for each family.
_PACKAGES = (
    ("font_source_sans_pro", "files"),
    ("font_source_serif_pro", "files"),
    ("font_hanken_grotesk", "files"),
    ("rendercv_fonts", "Noto Sans"),
    ("rendercv_fonts", "{}"),
    ("fontpkg_almarai", "files"),
    ("fontpkg_amiri", "files"),
    ("justmytype_intl_rtl", "fonts/ofl/notosansarabic"),
    ("justmytype_intl_rtl", "fonts/ofl/notosanshebrew"),
    ("ziafont", "fonts"),
)


def find_fonts(
    theme_folders: Iterable[Path], families: Iterable[str], system_families: tuple[str, ...]
) -> Fonts:
    """Return the folders of the families that a theme and its parents declare.

    Raises :class:`ThemeError` if one is not found: another font would be used instead of it.
    """
    families = tuple(dict.fromkeys(families))
    own = [folder / "fonts" for folder in theme_folders if _is_own(folder / "fonts", folder)]
    folders = [*own, *_package_folders(families)]
    found = tuple(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))
    stamps = tuple(map(file_stamp, found))
    for family in families:
        if family not in system_families and not _has(family, found, stamps):
            hint = "put its files into the theme's fonts/, or install cvkit again"
            raise ThemeError(Problem("", f'the font "{family}" is not found', hint=hint))
    return Fonts(found, system_families)


def _is_own(fonts: Path, theme: Path) -> bool:
    """Whether a folder of fonts is in the theme: a link could make us search the whole disk."""
    return fonts.resolve().is_relative_to(theme.resolve())


@lru_cache(maxsize=256)
def _has(family: str, folders: tuple[Path, ...], _stamps: tuple[FileStamp, ...]) -> bool:
    """Whether there is such a family, judging by the names of files, or else by their content."""
    start = re.sub(r"\W", "", family).lower()
    files = [file for folder in folders for file in sorted(folder.iterdir())]
    if any(re.sub(r"\W", "", file.stem).lower().startswith(start) for file in files):
        return True
    return any(family in _families(file) for file in files if file.suffix in (".ttf", ".otf"))


@lru_cache(maxsize=512)
def _families(file: Path) -> frozenset[str | None]:
    from fontTools.ttLib import TTFont, TTLibError  # for fonts whose files are called otherwise

    try:
        with file.open("rb") as stream, TTFont(stream, lazy=True) as font:
            return frozenset(font["name"].getDebugName(number) for number in (1, 16))
    except (TTLibError, KeyError, OSError):
        return frozenset()


def _package_folders(families: tuple[str, ...]) -> Iterable[Path]:
    for package, folder in _PACKAGES:
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            continue
        root = Path(spec.submodule_search_locations[0])
        names = families if "{}" in folder else ("",)
        yield from (root / folder.format(name) for name in names)
