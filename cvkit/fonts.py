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
    """Return where the families that a theme's chain declares are found."""
    own = [folder / "fonts" for folder in theme_folders]
    folders = [*own, *_package_folders(tuple(families))]
    found = dict.fromkeys(folder.resolve() for folder in folders if folder.is_dir())
    return Fonts(tuple(found), system_families)


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
