"""What cvkit needs of the machine, and the command that installs it on each system.

``tools/install-system`` and docs/install.md name the same packages; a test compares them.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass

__all__ = ["DEBIAN", "SYSTEMS", "System", "how_to_install"]


@dataclass(frozen=True)
class System:
    """A system with a package manager, and its packages for each part that cvkit needs.

    ``program`` is the package manager's name on PATH; ``command`` installs packages by it.
    """

    name: str
    program: str
    command: str
    pango: str
    harfbuzz: str
    emoji: str
    latex: str


DEBIAN = System(
    "Debian, Ubuntu",
    "apt-get",
    "apt-get install",
    pango="libpango-1.0-0 libpangoft2-1.0-0",
    harfbuzz="libharfbuzz-subset0",
    emoji="fonts-noto-color-emoji",
    latex="texlive-xetex texlive-latex-extra texlive-fonts-extra texlive-fonts-recommended "
    "texlive-lang-chinese lmodern",
)
SYSTEMS = (
    DEBIAN,
    System(
        "Fedora",
        "dnf",
        "dnf install",
        pango="pango",
        harfbuzz="harfbuzz",
        emoji="google-noto-color-emoji-fonts",
        latex="texlive-scheme-medium texlive-moderncv",
    ),
    System(
        "Arch",
        "pacman",
        "pacman -S",
        pango="pango",
        harfbuzz="harfbuzz",
        emoji="noto-fonts-emoji",
        latex="texlive-xetex texlive-latexextra texlive-fontsextra texlive-langchinese",
    ),
    System(
        "macOS",
        "brew",
        "brew install",
        pango="pango",
        harfbuzz="harfbuzz",
        emoji="",
        latex="tectonic",
    ),
    System(
        "Windows",
        "",  # MSYS2's pacman, in a shell of its own
        "pacman -S",
        pango="mingw-w64-ucrt-x86_64-pango",
        harfbuzz="mingw-w64-ucrt-x86_64-harfbuzz",
        emoji="",
        latex="",
    ),
)


def how_to_install(part: str) -> str:
    """Return the command that installs a part on this machine, or what to install.

    ``part`` is the name of one of the fields: pango, harfbuzz, emoji or latex.
    """
    for system in SYSTEMS:
        packages: str = getattr(system, part)
        if packages and _is_here(system):
            return f"{system.command} {packages}"
    return f"install {_NAMES[part]} with the system's package manager"


_NAMES = {
    "pango": "Pango",
    "harfbuzz": "HarfBuzz with its subset library",
    "emoji": "Noto Color Emoji",
    "latex": "TeX Live or Tectonic",
}


def _is_here(system: System) -> bool:
    if sys.platform == "win32":
        return not system.program
    return bool(system.program) and shutil.which(system.program) is not None
