"""What cvkit's LaTeX needs of a TeX distribution, and what to install if a part is missing."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from cvkit.system.packages import DEBIAN, how_to_install

__all__ = ["DEBIAN_PACKAGES", "how_to_get", "missing_part"]

DEBIAN_PACKAGES = tuple(DEBIAN.latex.split())
"""The packages of Debian and Ubuntu for XeLaTeX, complete without those they recommend."""

# The packages of Debian 12 that have the files which our templates load, directly or not.
_DEBIAN_OWNERS: Mapping[str, tuple[str, ...]] = {
    "texlive-latex-extra": (
        "accsupp.sty", "enumitem.sty", "titlesec.sty", "moderncv.cls", "lastpage.sty",
        "fontawesome.sty",
    ),
    "texlive-latex-recommended": (
        "fontspec.sty", "unicode-math.sty", "microtype.sty", "ragged2e.sty", "xcolor.sty",
        "etoolbox.sty", "fancyhdr.sty",
    ),
    "texlive-fonts-extra": ("fontawesome5.sty", "academicons.sty", "marvosym.sty"),
    "texlive-fonts-recommended": ("pzdr", "phvr7t", "ptmr7t", "psyr"),
    "texlive-lang-chinese": ("xeCJK.sty", "ctexhook.sty"),
    "lmodern": ("lmodern.sty", "latinmodern-math.otf", "[lmroman10-regular]"),
}  # fmt: skip
_MISSING = (
    re.compile(r"File [`'](\S+\.(?:sty|cls|def|ini|cfg|clo|fd|ldf|tex))' not found"),
    re.compile(r"Font \S+?=(\S+?)(?: at [\d.]+pt)? not loadable: Metric"),
    re.compile(r'The font "([^"]+)" cannot be found'),
)


def missing_part(message: str) -> str:
    """Return the file or the font that TeX did not find, or an empty string."""
    matches = (pattern.search(message) for pattern in _MISSING)
    return next((match[1] for match in matches if match), "")


def how_to_get(part: str) -> str:
    """Return how to install a part of LaTeX that is missing."""
    owner = next((name for name, parts in _DEBIAN_OWNERS.items() if part in parts), "")
    if owner and sys.platform == "linux":
        return f"on Debian: {DEBIAN.command} {owner}"
    return how_to_install("latex")
