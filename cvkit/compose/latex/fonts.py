"""The files of font families in TeX distributions, where a source should look first.

A family that is not listed, such as a theme's own, is looked up by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Face", "cjk_faces", "face", "math_faces", "script_faces", "symbol_faces"]


@dataclass(frozen=True)
class Face:
    """A family, its files without the ending, and their common ending.

    Without files it is known by its name only. ``sign`` is the file that no other set of the
    family's files has: where it is, the others are.
    """

    family: str
    extension: str = ""
    regular: str = ""
    italic: str = ""
    bold: str = ""
    bold_italic: str = ""
    sign: str = ""


# The bold is the semibold where there is one, as in the themes' style sheets.
_FACES = {
    face.family: face
    for face in (
        Face("Source Sans Pro", ".otf", "SourceSansPro-Regular", "SourceSansPro-RegularIt",
             "SourceSansPro-Semibold", "SourceSansPro-SemiboldIt",
             sign="SourceSansPro-RegularIt"),
        Face("Source Serif Pro", ".otf", "SourceSerifPro-Regular", "SourceSerifPro-RegularIt",
             "SourceSerifPro-Semibold", "SourceSerifPro-SemiboldIt",
             sign="SourceSerifPro-RegularIt"),
        Face("EB Garamond", ".otf", "EBGaramond-Regular", "EBGaramond-Italic",
             "EBGaramond-SemiBold", "EBGaramond-SemiBoldItalic"),
        Face("Lato", ".ttf", "Lato-Regular", "Lato-Italic", "Lato-Bold", "Lato-BoldItalic"),
        Face("Open Sans", ".ttf", "OpenSans-Regular", "OpenSans-Italic", "OpenSans-SemiBold",
             "OpenSans-SemiBoldItalic", sign="OpenSans-SemiBold"),
        Face("Raleway", ".otf", "Raleway-Regular", "Raleway-Regular-Italic",
             "Raleway-SemiBold", "Raleway-SemiBold-Italic"),
        Face("Roboto", ".otf", "Roboto-Regular", "Roboto-Italic", "Roboto-Bold",
             "Roboto-BoldItalic"),
        Face("XCharter", ".otf", "XCharter-Roman", "XCharter-Italic", "XCharter-Bold",
             "XCharter-BoldItalic"),
    )
}  # fmt: skip
# Names and files, in order of preference: Noto, as in the HTML, then the fonts that TeX
# distributions include.
_CJK = {
    "zh": (
        "chinese-simplified",
        ("Noto Sans SC", "Noto Sans CJK SC", "FandolHei-Regular.otf"),
    ),
    "ja": ("japanese", ("Noto Sans JP", "Noto Sans CJK JP", "HaranoAjiGothic-Regular.otf")),
    "ko": ("korean", ("Noto Sans KR", "Noto Sans CJK KR", "UnDotum.ttf", "NanumGothic")),
}
_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "Hebrew": ("Noto Sans Hebrew", "DejaVu Sans", "DejaVuSans.ttf"),
    "Arabic": ("Noto Naskh Arabic", "Noto Sans Arabic", "Amiri-Regular.ttf", "DejaVu Sans",
               "DejaVuSans.ttf"),
    "Devanagari": ("Noto Sans Devanagari", "Shobhika-Regular.otf"),
    "Bengali": ("Noto Sans Bengali", "Lohit Bengali"),
    "Tamil": ("Noto Sans Tamil", "Lohit Tamil"),
    "Thai": ("Noto Sans Thai", "Garuda", "Loma"),
}  # fmt: skip
# Fonts for mathematics that match each family; the last is in every TeX distribution.
_MATH = {
    "XCharter": ("XCharter-Math.otf", "STIXTwoMath-Regular.otf"),
    "EB Garamond": ("Garamond-Math.otf", "STIXTwoMath-Regular.otf"),
    "Source Serif Pro": ("STIXTwoMath-Regular.otf",),
    "Gentium Book Plus": ("STIXTwoMath-Regular.otf",),
}
_SANS_MATH = ("FiraMath-Regular.otf",)
_SYMBOLS = ("DejaVu Sans", "DejaVuSans.ttf", "Symbola")


def face(family: str) -> Face:
    """Return a family with its files, as far as they are known."""
    return _FACES.get(family, Face(family))


def cjk_faces(languages: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return, for each of ``zh``, ``ja`` and ``ko``, babel's name and the fonts to look for."""
    return [_CJK[language] for language in languages]


def math_faces(family: str) -> tuple[str, ...]:
    """Return the mathematical fonts to look for with a family."""
    return (*_MATH.get(family, _SANS_MATH), "latinmodern-math.otf")


def script_faces(script: str) -> tuple[str, ...]:
    """Return the fonts to look for in which a script such as ``Arabic`` is set."""
    return _SCRIPTS[script]


def symbol_faces() -> tuple[str, ...]:
    """Return the fonts to look for with arrows, check marks and the like."""
    return _SYMBOLS
