"""Pictures without metadata: no Exif, XMP, comments, profiles, thumbnails or titles."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from cvkit.errors import InvalidValueError

from .images import check_picture

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["svg_texts", "without_metadata"]

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_TOLD = ("title", "desc", "metadata")
_QUALITY = 95


def without_metadata(data: bytes) -> bytes:
    """Return a picture with nothing but what it shows, encoded anew, upright and in sRGB.

    A JPEG stays one; other pictures become PNGs, of which only the first frame is kept. Of an SVG,
    titles, descriptions, metadata, comments and the data of editors are left out. Raises
    :class:`InvalidValueError` if it is not a picture.
    """
    kind = check_picture(data)
    return _bare_svg(data) if kind == "image/svg+xml" else _bare_raster(data)


def _bare_raster(data: bytes) -> bytes:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as picture:
            is_jpeg = picture.format == "JPEG"
            turned = _in_srgb(ImageOps.exif_transpose(picture), picture.info.get("icc_profile"))
            transparent = turned.mode in ("LA", "PA", "RGBA") or "transparency" in turned.info
            mode = "RGBA" if transparent and not is_jpeg else "RGB"
            bare = Image.new(mode, turned.size)
            bare.paste(turned.convert(mode))
            stream = io.BytesIO()
            if is_jpeg:
                bare.save(stream, "JPEG", quality=_QUALITY, subsampling=0)
            else:
                bare.save(stream, "PNG")
            return stream.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise InvalidValueError("is a broken picture", "save it again as PNG or JPEG") from None


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in sRGB, which is assumed where there is no profile."""
    from PIL import ImageCms

    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError):
        return picture


def _bare_svg(data: bytes) -> bytes:
    root = ElementTree.fromstring(data)  # noqa: S314 - checked: it has no entities
    own = str(root.tag).removesuffix("svg")  # the namespace, if there is one
    told = {own + name for name in _TOLD}
    for parent in root.iter():
        shown = (c for c in parent if c.tag not in told and str(c.tag).startswith(own))
        parent[:] = list(shown)
        for name in list(parent.attrib):
            if name.startswith("{") and not name.startswith(f"{{{_XLINK}}}"):
                del parent.attrib[name]
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def svg_texts(data: bytes) -> list[str]:
    """Return the texts and attributes of an SVG; nothing for other pictures."""
    if check_picture(data) != "image/svg+xml":
        return []
    root = ElementTree.fromstring(data)  # noqa: S314 - checked: it has no entities
    texts = ["".join(part.itertext()) for part in root.iter() if str(part.tag).endswith("text")]
    return [*texts, *(value for part in root.iter() for value in part.attrib.values())]
