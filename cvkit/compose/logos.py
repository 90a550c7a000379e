"""Logos of organizations: a picture before the name, grey unless its colours are wanted."""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

from cvkit.errors import InvalidValueError, Problem, RenderError
from cvkit.system.bare_pictures import without_metadata
from cvkit.system.images import SVG, read_picture
from cvkit.system.stamps import FileStamp, file_stamp
from cvkit.theme.css import Color, parse_color

__all__ = ["source"]

GREY = "grey"
MAX_SIZE = 600
"""The largest width and height of a grey logo, in pixels: for 12 mm at 1200 dpi."""

_SVG_NAMESPACE = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_COLORED = ("fill", "stroke", "stop-color", "flood-color", "lighting-color", "color")
_DECLARATION = re.compile(rf"((?:^|[;{{\s])(?:{'|'.join(_COLORED)})\s*:\s*)([^;}}!]+)")


def source(folder: Path, name: str, look: str) -> str:
    """Return the address of a logo: of its file, or of its greys as a ``data:`` URL.

    ``folder`` is the person's, ``name`` a path from there, ``look`` ``grey`` or ``colour``. Raises
    :class:`RenderError` if the logo cannot be read or converted.
    """
    path = folder / name
    return _grey(path, file_stamp(path)) if look == GREY else quote(name)


@lru_cache(maxsize=64)
def _grey(path: Path, _stamp: FileStamp) -> str:
    """Return a logo in greys as a ``data:`` URL."""
    try:
        data, kind = read_picture(path)
        data = without_metadata(data)
        data, kind = (_grey_svg(data), kind) if kind == SVG else (_grey_pixels(data), "image/png")
    except (InvalidValueError, OSError) as error:
        raise RenderError(Problem(str(path), f"the logo cannot be converted: {error}")) from None
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _grey_pixels(data: bytes) -> bytes:
    """Return a picture of pixels as a grey PNG of limited size; transparency is kept."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        grey = picture.convert("RGBA").convert("LA")
    grey.thumbnail((MAX_SIZE, MAX_SIZE))
    written = io.BytesIO()
    grey.save(written, "PNG", optimize=True)
    return written.getvalue()


def _grey_svg(data: bytes) -> bytes:
    """Return an SVG with its colours as greys; ``read_picture`` has checked it."""
    ElementTree.register_namespace("", _SVG_NAMESPACE)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(data)  # noqa: S314 - it has no entities
    for element in root.iter():
        for name, value in element.attrib.items():
            if name in _COLORED:
                element.set(name, _grey_color(value))
            elif name == "style":
                element.set(name, _grey_css(value))
            elif name in ("href", f"{{{_XLINK}}}href") and value.strip().startswith("data:"):
                element.set(name, _grey_embedded(value))
        if str(element.tag).endswith("}style") and element.text:
            element.text = _grey_css(element.text)
    return ElementTree.tostring(root)


def _grey_css(css: str) -> str:
    return _DECLARATION.sub(lambda match: match[1] + _grey_color(match[2]), css)


def _grey_color(text: str) -> str:
    color = parse_color(text.strip())
    return text if color is None or not color.alpha else _as_grey(color)


def _as_grey(color: Color) -> str:
    """Return the grey of the same luma (ITU-R BT.601, as for pixels); its opacity is kept."""
    level = round(0.299 * color.red + 0.587 * color.green + 0.114 * color.blue)
    if color.alpha == 1:
        return f"#{level:02x}{level:02x}{level:02x}"
    return f"rgba({level}, {level}, {level}, {color.alpha:g})"


def _grey_embedded(url: str) -> str:
    head, _, data = url.strip().partition(",")
    if not head.endswith(";base64"):
        return url
    grey = _grey_pixels(base64.b64decode(data))
    return f"data:image/png;base64,{base64.b64encode(grey).decode()}"
