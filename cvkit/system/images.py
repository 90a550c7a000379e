"""Check pictures and other files that a page may read: their type, size and content.

Everything is determined from the content, not the name, and before anything is decoded, since a
picture of a few bytes may decode to gigabytes of pixels.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from cvkit.errors import InvalidValueError

from .files import FileTooLargeError, read

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "SVG",
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
_NUMBER = re.compile(r"-?[\d.]+")
_GRADIENTS = {"lineargradient", "radialgradient", "stop"}
_UNDRAWN = _GRADIENTS | {"style", "defs", "title", "desc", "metadata", "marker", "mask",
                         "clippath", "pattern", "filter"}  # fmt: skip
MAX_APPLIED = 100
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


def check_resource(data: bytes) -> str:
    """Return the media type of a file that CSS or HTML refers to, whatever it is called.

    Raises :class:`InvalidValueError` if it is not a picture, font or style sheet. Any text that
    is not an SVG can be a style sheet.
    """
    if data.startswith(_FONTS):
        return "font/sfnt"
    if _is_style_sheet(data):
        return "text/css"
    return check_picture(data)


def _is_style_sheet(data: bytes) -> bool:
    """Whether data is text that is neither XML nor of a picture format that is written as text."""
    from PIL import Image, UnidentifiedImageError

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if "\0" in text or text.lstrip().startswith("<"):
        return False
    try:
        Image.open(io.BytesIO(data)).close()
    except UnidentifiedImageError:
        return True
    except Exception:  # noqa: BLE001 - a format that was recognized
        return False
    return False


def check_picture(data: bytes) -> str:
    """Return the media type of a picture.

    Raises :class:`InvalidValueError` if it is broken, too large, or refers to other files.
    """
    for magic, name, size_of in _RASTER:
        if data.startswith(magic):
            # The header first: decoders reserve memory for it, before they find it wrong.
            _check_size(*_header(data, size_of))
            _check_size(*_measure(data, name))
            return f"image/{name.lower()}"
    _check_svg(data)
    return SVG


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise InvalidValueError("is a broken picture", "save it again as PNG or JPEG")
    if width * height > MAX_PIXELS:
        limit = f"the limit is {MAX_PIXELS // 1_000_000} million pixels"
        raise InvalidValueError(f"has {width} × {height} pixels; {limit}", "scale it down")


def _header(data: bytes, size_of: Callable[[bytes], tuple[int, int]]) -> tuple[int, int]:
    try:
        return size_of(data)
    except (struct.error, IndexError):
        raise InvalidValueError("is a broken picture", "save it again as PNG or JPEG") from None


def _measure(data: bytes, name: str) -> tuple[int, int]:
    """Return width and height as the decoder reads them from the header; nothing is decoded.

    Raises :class:`InvalidValueError` if the picture is broken or has too many frames.
    """
    from PIL import Image

    broken = InvalidValueError("is a broken picture", "save it again as PNG or JPEG")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=(name,)) as picture:
                width, height = picture.size
    except Image.DecompressionBombError as error:
        raise InvalidValueError(
            f"is too large: {error}; the limit is {MAX_PIXELS // 1_000_000} million pixels",
            "scale it down",
        ) from None
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - Pillow raises anything for a broken picture
        raise broken from None
    frames_of = _FRAMES.get(name)
    if frames_of and frames_of(data) > MAX_FRAMES:
        raise InvalidValueError(f"has more than {MAX_FRAMES} frames", "save one of them")
    return width, height


def _png(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
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


def _gif_frames(data: bytes) -> int:
    """Count the images of a GIF by its blocks (GIF89a, sections 18 to 25)."""
    position, frames = 13 + _palette(data, 10), 0
    while position < len(data) and data[position] in (0x21, 0x2C) and frames <= MAX_FRAMES:
        if data[position] == 0x2C:
            frames += 1
            position += 10 + _palette(data, position + 9) + 1
        else:
            position += 2
        while position < len(data) and data[position]:
            position += data[position] + 1
        position += 1
    return frames


def _palette(data: bytes, offset: int) -> int:
    """Return the size of the colour table that the flags at an offset announce."""
    flags = data[offset] if offset < len(data) else 0
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _png_frames(data: bytes) -> int:
    return data.count(b"fcTL")  # a chunk before each frame but the first (PNG, third edition)


def _webp_frames(data: bytes) -> int:
    return data.count(b"ANMF")  # a chunk for each frame (RFC 9649)


SVG = "image/svg+xml"
_RASTER: tuple[tuple[bytes, str, Callable[[bytes], tuple[int, int]]], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG", _png),
    (b"\xff\xd8\xff", "JPEG", _jpeg),
    (b"GIF87a", "GIF", _gif),
    (b"GIF89a", "GIF", _gif),
    (b"RIFF", "WEBP", _webp),
)
_FRAMES: Mapping[str, Callable[[bytes], int]] = {
    "GIF": _gif_frames,
    "PNG": _png_frames,
    "WEBP": _webp_frames,
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
    """Count the elements that are drawn, with those that others refer to as often as they do."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    applied = dict.fromkeys(_applied(root))
    if len(applied) > MAX_APPLIED:
        return MAX_SVG_ELEMENTS + 1
    known: dict[int, int] = {}

    def weight(element: ElementTree.Element, depth: int) -> int:
        if depth > MAX_SVG_DEPTH:
            return MAX_SVG_ELEMENTS + 1
        if id(element) not in known:
            known[id(element)] = MAX_SVG_ELEMENTS + 1  # while counting, so that loops exceed it
            total = 1 + sum(weight(child, depth + 1) for child in element)
            for name in [*_references(element), *applied]:
                target = named.get(name)
                if (
                    target is not None
                    and _tag(target) not in _GRADIENTS
                    and (name not in applied or _is_shape(element))
                ):
                    total += weight(target, depth + 1) * _repeats(element, target)
            known[id(element)] = min(total, MAX_SVG_ELEMENTS + 1)
        return known[id(element)]

    return weight(root, 0)


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _references(element: ElementTree.Element) -> Iterator[str]:
    """Yield the names of the elements that an element draws or applies."""
    for name, value in element.attrib.items():
        if name in _LINKS and _tag(element) != "a":
            yield value.strip().removeprefix("#")
        for match in _URL.finditer(value):
            yield (match[1] or "").removeprefix("#")


def _applied(root: ElementTree.Element) -> Iterator[str]:
    """Yield the names that rules of style sheets refer to: these may apply to every shape."""
    for element in root.iter():
        if _tag(element) == "style":
            for match in _URL.finditer(element.text or ""):
                yield (match[1] or "").removeprefix("#")


def _is_shape(element: ElementTree.Element) -> bool:
    return _tag(element) not in _UNDRAWN


def _repeats(element: ElementTree.Element, target: ElementTree.Element) -> int:
    """Return how often a target is drawn at most: a marker, once for each vertex."""
    if _tag(target) != "marker":
        return 1
    data = (each.get(name, "") for each in element.iter() for name in ("d", "points"))
    return 2 + sum(len(_NUMBER.findall(text)) for text in data) // 2
