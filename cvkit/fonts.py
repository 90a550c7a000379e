"""The fonts that cvkit brings along, so that a PDF is the same on every machine.

They come as Python packages; the typesetter is given a font configuration that
knows their folders, the themes' own, and of the machine's fonts only the families
a theme declares.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from .document import Fonts
from .errors import Problem, ThemeError
from .stamps import FileStamp, file_stamp

__all__ = ["find_fonts", "fontconfig"]

# Packages with the folder of their fonts. DejaVu Sans, for signs that no other face has, is
# ziafont's; a folder with {} holds one of its own for each family.
_PACKAGES = (
    ("font_source_sans_pro", "files"),
    ("font_source_serif_pro", "files"),
    ("font_hanken_grotesk", "files"),
    ("rendercv_fonts", "Noto Sans"),
    ("rendercv_fonts", "{}"),
    ("justmytype_intl_rtl", "fonts/ofl/notosansarabic"),
    ("justmytype_intl_rtl", "fonts/ofl/notosanshebrew"),
    ("ziafont", "fonts"),
)
# The same faces stand beside each other in two formats: take one. Three italics say that they
# are upright.
_REJECTED = (
    "*/font_source_*/files/*.otf",
    "*/HankenGrotesk-LightItalic.otf",
    "*/HankenGrotesk-MediumItalic.otf",
    "*/HankenGrotesk-SemiBoldItalic.otf",
    "*.woff",
    "*.woff2",
)


def find_fonts(
    theme_folders: Iterable[Path], families: Iterable[str], system_families: tuple[str, ...]
) -> Fonts:
    """Return where the families that a theme's chain declares are found.

    Raises :class:`ThemeError` where one of them is nowhere: another face would stand in for it.
    """
    families = tuple(dict.fromkeys(families))
    own = [folder / "fonts" for folder in theme_folders if _is_own(folder / "fonts", folder)]
    folders = [*own, *_package_folders(families)]
    found = tuple(dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir()))
    stamps = tuple(map(file_stamp, found))
    for family in families:
        if family not in system_families and not _has(family, found, stamps):
            hint = "put its files into the theme's fonts/, or install cvkit again"
            raise ThemeError(Problem("", f'the font "{family}" is found nowhere', hint=hint))
    return Fonts(found, system_families)


def _is_own(fonts: Path, theme: Path) -> bool:
    """Whether a folder of fonts is in the theme: a link could have the whole disk searched."""
    return fonts.resolve().is_relative_to(theme.resolve())


@lru_cache(maxsize=256)
def _has(family: str, folders: tuple[Path, ...], _stamps: tuple[FileStamp, ...]) -> bool:
    """Whether there is such a family, told by the names of files or else by what is in them."""
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


def _system_folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local/share"))
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts"]


# Pictures of letters, as emoji fonts have, come in one size. What is asked for is reached by a
# matrix, which fontconfig's own settings would give them, did these settings not replace them.
_SCALED = """\
<match target="font">
<test name="outline" compare="eq"><bool>false</bool></test>
<test name="scalable" compare="eq"><bool>true</bool></test>
<edit name="cvkitscale" mode="assign"><divide>
<name target="pattern">pixelsize</name><name target="font">pixelsize</name>
</divide></edit>
<edit name="matrix" mode="assign"><times><name>matrix</name><matrix>
<name>cvkitscale</name><double>0</double><double>0</double><name>cvkitscale</name>
</matrix></times></edit>
<edit name="size" mode="assign"><divide><name>size</name><name>cvkitscale</name></divide></edit>
</match>"""


def fontconfig(fonts: Fonts, cache: Path) -> str:
    """Return a fontconfig file for these fonts, with a cache folder that can be written."""
    system = _system_folders()
    dirs = "".join(f"<dir>{escape(str(path))}</dir>" for path in (*fonts.folders, *system))
    rejected = "".join(
        f"<glob>{escape(glob)}</glob>" for glob in (*_REJECTED, *(f"{path}/*.*" for path in system))
    )
    # By the names of their files: a pattern cannot let in what a glob has shut out.
    accepted = "".join(
        f"<glob>*/{escape(family.replace(' ', '*'))}*</glob>" for family in fonts.families
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{dirs}<cachedir>{escape(str(cache))}</cachedir>"
        f"<selectfont><rejectfont>{rejected}</rejectfont>"
        f"<acceptfont>{accepted}</acceptfont></selectfont>{_SCALED}</fontconfig>"
    )
