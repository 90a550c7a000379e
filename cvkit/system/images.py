"""Check pictures and other files that a page may read: their type, size and content.

Everything is determined from the content, not the name, and before anything is decoded, since a
picture of a few bytes may decode to gigabytes of pixels.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from cvkit.errors import InvalidValueError

from .files import FileTooLargeError, read

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "check_picture",
    "check_resource",
    "read_limited",
    "read_picture",
]

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
MAX_FRAMES = 100
MAX_SVG_BYTES = 2_000_000
MAX_SVG_ELEMENTS = 20_000
MAX_SVG_DEPTH = 100
FORMATS = "PNG, JPEG, GIF, WebP or SVG"

_FONTS = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")
_LINKS = ("href", "{http://www.w3.org/1999/xlink}href", "src")
_URL = re.compile(r"url\(\s*['\"]?\s*([^)'\"\s]*)|@import", re.IGNORECASE)
_EMBEDDED = re.compile(r"data:image/(png|jpeg|gif|webp)[;,]", re.IGNORECASE)


def read_picture(path: Path) -> tuple[bytes, str]:
    """Return a picture's content and media type.

    Raises :class:`InvalidValueError` as :func:`check_picture` does, or if it is too large.
    """
    data = read_limited(path)
    return data, check_picture(data)


def read_limited(path: Path) -> bytes:
    """Return the content of a regular file.

    Raises :class:`InvalidValueError` if it is not one, or is too large.
    """
    try:
        return read(path, MAX_BYTES)
    except FileTooLargeError as error:
        raise InvalidValueError(error.strerror) from None
    except OSError as error:
        raise InvalidValueError(f"is not a file that can be read: {error.strerror}") from None


def check_resource(data: bytes, name: str) -> str:
    """Return the media type of a file that CSS or HTML refers to.

    Raises :class:`InvalidValueError` if it is not a picture, font or style sheet. Style sheets
    are recognized by their name, since any text can be one.
    """
    if name.lower().endswith(".css"):
        return "text/css"
    return "font/sfnt" if data.startswith(_FONTS) else check_picture(data)


def check_picture(data: bytes) -> str:
    """Return the media type of a picture.

    Raises :class:`InvalidValueError` if it is broken, too large, or refers to other files.
    """
    kind, size_of = next(
        (found for magic, found in _RASTER.items() if data.startswith(magic)), (_SVG, None)
    )
    if size_of is None:
        _check_svg(data)
        return kind
    try:
        width, height = size_of(data)
    except (struct.error, IndexError, StopIteration):
        raise InvalidValueError("is a broken picture", "save it again as PNG or JPEG") from None
    if not width or not height:
        raise InvalidValueError("is a broken picture", "save it again as PNG or JPEG")
    if width * height > MAX_PIXELS:
        limit = f"the limit is {MAX_PIXELS // 1_000_000} million pixels"
        raise InvalidValueError(f"has {width} × {height} pixels; {limit}", "scale it down")
    return kind


def _png(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    if data.count(b"\x21\xf9\x04") > MAX_FRAMES:
        raise InvalidValueError(f"has more than {MAX_FRAMES} frames", "save one of them")
    return width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    """Find the frame header among the segments (ITU-T T.81, annex B)."""
    position = 2
    while True:
        if data[position] != 0xFF:
            raise IndexError
        marker = data[position + 1]
        if marker == 0xFF:  # padding
            position += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, position + 5)
            return width, height
        if marker in (0xD9, 0xDA):
            raise IndexError
        position += 2 + int(struct.unpack_from(">H", data, position + 2)[0])


def _webp(data: bytes) -> tuple[int, int]:
    """Read the header of any of the three WebP formats (RFC 9649)."""
    kind = data[12:16]
    if data[8:12] != b"WEBP":
        raise IndexError
    if kind == b"VP8X":
        return _int24(data, 24) + 1, _int24(data, 27) + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise IndexError


def _int24(data: bytes, offset: int) -> int:
    return int.from_bytes(data[offset : offset + 3], "little")


_SVG = "image/svg+xml"
_RASTER: Mapping[bytes, tuple[str, Callable[[bytes], tuple[int, int]]]] = {
    b"\x89PNG\r\n\x1a\n": ("image/png", _png),
    b"\xff\xd8\xff": ("image/jpeg", _jpeg),
    b"GIF87a": ("image/gif", _gif),
    b"GIF89a": ("image/gif", _gif),
    b"RIFF": ("image/webp", _webp),
}


def _check_svg(data: bytes) -> None:
    """Raise :class:`InvalidValueError` if it is not an SVG, or has scripts or references."""
    if b"<svg" not in data and b":svg" not in data:
        raise InvalidValueError(f"is not a supported picture: {FORMATS}")
    if len(data) > MAX_SVG_BYTES:
        raise InvalidValueError(
            f"is an SVG larger than {MAX_SVG_BYTES // 1_000_000} MB", "simplify it"
        )
    if b"\0" in data or re.search(rb"<!ENTITY|<!DOCTYPE[^>]*\[", data, re.IGNORECASE):
        raise InvalidValueError("is an SVG that defines entities", "save it again as plain SVG")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - it has no entities
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise InvalidValueError(f"is a broken SVG: {error}") from None
    for element in root.iter():
        for found in _svg_errors(element):
            raise InvalidValueError(f"is an SVG {found}", "save it again as plain SVG")
    if _svg_weight(root) > MAX_SVG_ELEMENTS:
        limit = f"more than {MAX_SVG_ELEMENTS} elements"
        raise InvalidValueError(
            f"is an SVG that expands to {limit}", "simplify it, or save it as PNG"
        )


def _svg_errors(element: ElementTree.Element) -> Iterator[str]:
    tag = str(element.tag).rpartition("}")[2].lower()
    if tag in ("script", "foreignobject", "iframe", "handler", "set", "animate"):
        yield f"that contains <{tag}>"
    for name, value in element.attrib.items():
        bare = name.rpartition("}")[2].lower()
        if bare.startswith("on"):
            yield "that contains a script"
        if name.lower() in _LINKS and tag != "a" and not _is_inside(value):
            yield f'that refers to another file, "{value[:80]}"'
        yield from _url_errors(value)
    if tag == "style":
        yield from _url_errors(element.text or "")


def _url_errors(text: str) -> Iterator[str]:
    for match in _URL.finditer(text):
        target = match[1] or ""
        if not _is_inside(target):
            yield f'that refers to another file, "{target[:80] or match[0]}"'


def _is_inside(target: str) -> bool:
    target = target.strip()
    return target.startswith("#") or bool(_EMBEDDED.match(target))


def _svg_weight(root: ElementTree.Element) -> int:
    """Count the elements that are drawn, with those repeated by ``use``."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[int, int] = {}

    def weight(element: ElementTree.Element, depth: int) -> int:
        if depth > MAX_SVG_DEPTH:
            return MAX_SVG_ELEMENTS + 1
        if id(element) not in known:
            known[id(element)] = MAX_SVG_ELEMENTS + 1  # while counting, so that loops exceed it
            total = 1 + sum(weight(child, depth + 1) for child in element)
            for link in _LINKS:
                target = named.get(element.get(link, "").strip().removeprefix("#"))
                if target is not None and str(element.tag).endswith("use"):
                    total += weight(target, depth + 1)
            known[id(element)] = min(total, MAX_SVG_ELEMENTS + 1)
        return known[id(element)]

    return weight(root, 0)
