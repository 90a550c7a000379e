"""Colours of CSS beyond sRGB, converted to it: every format and every reader shows the same then.

The conversions are those of CSS Color 4, sections 10 and 16. A colour that sRGB does not have
keeps its lightness and hue, and gets the largest chroma that fits (section 13, without its
last step of clipping).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import copysign

__all__ = ["SPACES", "to_srgb"]

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

_XYZ_TO_LINEAR: Matrix = (
    (3.2409699419045226, -1.537383177570094, -0.4986107602930034),
    (-0.9692436362808796, 1.8759675015077202, 0.04155505740717559),
    (0.05563007969699366, -0.20397695888897652, 1.0569715142428786),
)
_LINEAR_TO_XYZ: Matrix = (
    (0.41239079926595934, 0.357584339383878, 0.1804807884018343),
    (0.21263900587151027, 0.715168678767756, 0.07219231536073371),
    (0.01933081871559182, 0.11919477979462598, 0.9505321522496607),
)
_P3_TO_XYZ: Matrix = (
    (0.4865709486482162, 0.26566769316909306, 0.1982172852343625),
    (0.2289745640697488, 0.6917385218365064, 0.079286914093745),
    (0.0, 0.04511338185890264, 1.043944368900976),
)
_D50_TO_D65: Matrix = (
    (0.9554734527042182, -0.023098536874261423, 0.0632593086610217),
    (-0.028369706963208136, 1.0099954580058226, 0.021041398966943008),
    (0.012314001688319899, -0.020507696433477912, 1.3303659366080753),
)
_XYZ_TO_LMS: Matrix = (
    (0.8190224379967030, 0.3619062600528904, -0.1288737815209879),
    (0.0329836539323885, 0.9292868615863434, 0.0361446663506424),
    (0.0481771893596242, 0.2642395317527308, 0.6335478284694309),
)
_LMS_TO_OKLAB: Matrix = (
    (0.2104542683093140, 0.7936177747023054, -0.0040720430116193),
    (1.9779985324311684, -2.4285922420485799, 0.4505937096174110),
    (0.0259040424655478, 0.7827717124575296, -0.8086757549230774),
)
_OKLAB_TO_LMS: Matrix = (
    (1.0, 0.3963377773761749, 0.2158037573099136),
    (1.0, -0.1055613458156586, -0.0638541728258133),
    (1.0, -0.0894841775298119, -1.2914855480194092),
)
_LMS_TO_XYZ: Matrix = (
    (1.2268798758459243, -0.5578149944602171, 0.2813910456659647),
    (-0.0405757452148008, 1.1122868032803170, -0.0717110580655164),
    (-0.0763729366746601, -0.4214933324022432, 1.5869240198367816),
)

SPACES = ("srgb", "srgb-linear", "display-p3", "xyz-d50", "xyz-d65")
"""The spaces that colours are converted from, by the names of CSS."""


def to_srgb(space: str, coordinates: Sequence[float]) -> Vector:
    """Return red, green and blue from 0 to 1 for a colour of one of :data:`SPACES`."""
    first, second, third = coordinates
    color = (first, second, third)
    if space == "srgb":
        return _clipped(color)
    if space == "srgb-linear":
        xyz = _times(_LINEAR_TO_XYZ, color)
    elif space == "display-p3":  # with the transfer function of sRGB
        xyz = _times(_P3_TO_XYZ, _linear(color))
    else:
        xyz = _times(_D50_TO_D65, color) if space == "xyz-d50" else color
    return _mapped(xyz)


def _mapped(xyz: Vector) -> Vector:
    """Return a colour in sRGB, with less chroma if it has too much."""
    found = _encoded(_times(_XYZ_TO_LINEAR, xyz))
    if _fits(found):
        return _clipped(found)
    lightness, a, b = _times(_LMS_TO_OKLAB, _cube_roots(_times(_XYZ_TO_LMS, xyz)))
    lightness = min(max(lightness, 0.0), 1.0)
    least, most = 0.0, 1.0
    for _ in range(20):
        chroma = (least + most) / 2
        if _fits(_from_oklab((lightness, a * chroma, b * chroma))):
            least = chroma
        else:
            most = chroma
    return _clipped(_from_oklab((lightness, a * least, b * least)))


def _from_oklab(color: Vector) -> Vector:
    first, second, third = _times(_OKLAB_TO_LMS, color)
    return _encoded(_times(_XYZ_TO_LINEAR, _times(_LMS_TO_XYZ, (first**3, second**3, third**3))))


def _fits(color: Vector) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in color)


def _clipped(color: Vector) -> Vector:
    red, green, blue = (min(max(channel, 0.0), 1.0) for channel in color)
    return red, green, blue


def _times(matrix: Matrix, vector: Vector) -> Vector:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _cube_roots(color: Vector) -> Vector:
    first, second, third = (copysign(abs(value) ** (1 / 3), value) for value in color)
    return first, second, third


def _linear(color: Vector) -> Vector:
    red, green, blue = (
        copysign(abs(c) / 12.92 if abs(c) <= 0.04045 else ((abs(c) + 0.055) / 1.055) ** 2.4, c)
        for c in color
    )
    return red, green, blue


def _encoded(color: Vector) -> Vector:
    red, green, blue = (
        copysign(12.92 * abs(c) if abs(c) <= 0.0031308 else 1.055 * abs(c) ** (1 / 2.4) - 0.055, c)
        for c in color
    )
    return red, green, blue
