"""The fonts that cvkit brings along, so that a PDF is the same on every machine.

They come as Python packages; the typesetter is given a font configuration that
knows their folders, the themes' own, and of the machine's fonts only the families
a theme declares.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from .document import Fonts

__all__ = ["find_fonts", "fontconfig"]

# Package and the folder in it. DejaVu Sans, for signs that no other face has, is ziafont's.
_PACKAGES = (
    ("font_source_sans_pro", "files"),
    ("font_source_serif_pro", "files"),
    ("rendercv_fonts", "Noto Sans"),
    ("ziafont", "fonts"),
)
# The same faces stand beside each other in two formats: take one.
_REJECTED = ("*/font_source_*/files/*.otf", "*.woff", "*.woff2")


def find_fonts(theme_folders: Iterable[Path], families: tuple[str, ...]) -> Fonts:
    """Return the font folders of cvkit and of a theme's chain, with the families it declares."""
    own = [folder / "fonts" for folder in theme_folders]
    folders = [*(folder for folder in own if folder.is_dir()), *_package_folders()]
    return Fonts(tuple(folder.resolve() for folder in folders), families)


def _package_folders() -> Iterable[Path]:
    for package, folder in _PACKAGES:
        spec = find_spec(package)
        if spec and spec.submodule_search_locations:
            yield Path(spec.submodule_search_locations[0]) / folder


def _system_folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local/share"))
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts"]


def fontconfig(fonts: Fonts, cache: Path) -> str:
    """Return a fontconfig file for these fonts, with a cache folder that can be written."""
    system = _system_folders()
    dirs = "".join(f"<dir>{escape(str(path))}</dir>" for path in (*fonts.folders, *system))
    rejected = "".join(
        f"<glob>{escape(glob)}</glob>" for glob in (*_REJECTED, *(f"{path}/*" for path in system))
    )
    accepted = "".join(
        f'<pattern><patelt name="family"><string>{escape(family)}</string></patelt></pattern>'
        for family in fonts.families
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
        f"<fontconfig>{dirs}<cachedir>{escape(str(cache))}</cachedir>"
        f"<selectfont><rejectfont>{rejected}</rejectfont>"
        f"<acceptfont>{accepted}</acceptfont></selectfont></fontconfig>"
    )
