"""The fonts that are installed with cvkit, so that a PDF is the same on every machine.

They are Python packages. The typesetter gets a font configuration with their folders, those
of the themes and, of the fonts of the machine, only the families that a theme declares.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from cvkit.document import Fonts
from cvkit.errors import Problem, ThemeError
from cvkit.system.files import open_regular
from cvkit.system.stamps import FileStamp, file_stamp

__all__ = ["find_fonts"]

# Packages with the folder of their fonts. DejaVu Sans, for signs that no other face has, is
# ziafont's.
EACH = "a folder for each family"
_PACKAGES = (
    ("font_source_sans_pro", "files"),
    ("font_source_serif_pro", "files"),
    ("font_hanken_grotesk", "files"),
    ("rendercv_fonts", "Noto Sans"),
    ("rendercv_fonts", EACH),
    ("fontpkg_almarai", "files"),
    ("fontpkg_amiri", "files"),
    ("justmytype_intl_rtl", "fonts/ofl/notosansarabic"),
    ("justmytype_intl_rtl", "fonts/ofl/notosanshebrew"),
    ("ziafont", "fonts"),
)


MAX_FILES = 1_000
# A family may become part of a pattern of file names, so it has none of its signs.
_FAMILY = re.compile(r"\w[\w .,&+'()-]{0,99}")


def find_fonts(
    theme_folders: Iterable[Path], families: Iterable[str], system_families: tuple[str, ...]
) -> Fonts:
    """Return the folders of the families that a theme and its parents declare.

    Raises :class:`ThemeError` if one is not found: another font would be used instead of it.
    """
    families = tuple(dict.fromkeys(families))
    for family in (*families, *system_families):
        if not _FAMILY.fullmatch(family):
            hint = "use letters, digits, spaces and hyphens"
            raise ThemeError(Problem("", f'"{family[:80]}" cannot be a font family', hint=hint))
    own = [folder / "fonts" for folder in theme_folders if (folder / "fonts").is_dir()]
    for fonts in own:
        _check_folder(fonts)
    folders = [*own, *_package_folders(families)]
    found = tuple(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))
    stamps = tuple(map(file_stamp, found))
    for family in families:
        if family not in system_families and not _has(family, found, stamps):
            hint = "put its files into the theme's fonts/, or install cvkit again"
            raise ThemeError(Problem("", f'the font "{family}" is not found', hint=hint))
    return Fonts(found, system_families)


def _check_folder(fonts: Path) -> None:
    """Raise :class:`ThemeError` if a theme's folder of fonts has anything but files and folders.

    Libraries search it with all folders in it, follow links, and would wait for a pipe.
    """
    theme = fonts.parent.resolve()
    for count, path in enumerate(_inside(fonts)):
        if count > MAX_FILES:
            raise ThemeError(Problem(str(fonts), f"contains more than {MAX_FILES} files"))
        if not path.resolve().is_relative_to(theme):
            raise ThemeError(Problem(str(path), "is a link to outside the theme"))
        if path.is_symlink() and path.is_dir():
            raise ThemeError(Problem(str(path), "is a link to a folder"))
        if not path.is_dir() and not path.is_file():
            raise ThemeError(Problem(str(path), "is not a regular file"))


def _inside(folder: Path) -> Iterator[Path]:
    """Yield a folder and everything in it; links to folders are not followed."""
    yield folder
    for parent, folders, files in os.walk(folder):
        yield from (Path(parent, name) for name in (*folders, *files))


@lru_cache(maxsize=256)
def _has(family: str, folders: tuple[Path, ...], _stamps: tuple[FileStamp, ...]) -> bool:
    """Whether there is such a family, judging by the names of files, or else by their content."""
    start = re.sub(r"\W", "", family).lower()
    files = [file for folder in folders for file in sorted(folder.iterdir())]
    if start and any(re.sub(r"\W", "", file.stem).lower().startswith(start) for file in files):
        return True
    return any(family in _families(file) for file in files if file.suffix in (".ttf", ".otf"))


@lru_cache(maxsize=512)
def _families(file: Path) -> frozenset[str | None]:
    from fontTools.ttLib import TTFont  # for fonts whose files are called otherwise

    try:
        with open_regular(file) as stream, TTFont(stream, lazy=True) as font:
            return frozenset(font["name"].getDebugName(number) for number in (1, 16))
    except Exception:  # noqa: BLE001 - fontTools raises anything for a broken font
        return frozenset()


def _package_folders(families: tuple[str, ...]) -> Iterable[Path]:
    for package, folder in _PACKAGES:
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            continue
        root = Path(spec.submodule_search_locations[0])
        if folder == EACH:
            yield from (root / name for name in families if name in _names(root))
        else:
            yield root / folder


@cache
def _names(root: Path) -> frozenset[str]:
    return frozenset(folder.name for folder in root.iterdir())
