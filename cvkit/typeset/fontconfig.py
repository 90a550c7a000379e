"""The configuration that fontconfig gets: the fonts of a document, and no others."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from cvkit.document import Fonts

__all__ = ["fontconfig", "installed_font", "system_folders"]

# The same faces are installed in two formats: use one. Three italics claim to be upright.
_REJECTED = (
    "*/font_source_*/files/*.otf",
    "*/HankenGrotesk-LightItalic.otf",
    "*/HankenGrotesk-MediumItalic.otf",
    "*/HankenGrotesk-SemiBoldItalic.otf",
    "*.woff",
    "*.woff2",
)


def system_folders() -> list[Path]:
    """Return the folders of the machine's own fonts."""
    home = Path.home()
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local/share"))
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts"]


def installed_font(families: Iterable[str]) -> Path | None:
    """Return a font file of the machine that belongs to one of these families, if there is one."""
    wanted = [family.replace(" ", "").lower() for family in families]
    for folder in system_folders():
        for file in folder.rglob("*.tt[fc]"):
            if file.name.lower().translate(_PUNCTUATION).startswith(tuple(wanted)):
                return file
    return None


_PUNCTUATION = str.maketrans("", "", " -_")


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
    system = system_folders()
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
