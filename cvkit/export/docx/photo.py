"""The photograph of a document, at the right edge, with text wrapped around it."""

from __future__ import annotations

import io
from pathlib import Path
from xml.sax.saxutils import quoteattr

from cvkit.errors import InvalidValueError, Problem, RenderError
from cvkit.system.files import read
from cvkit.system.images import MAX_BYTES

__all__ = ["PHOTO", "drawing", "read_photo"]

PHOTO = "photo"  # the name of the relationship
_EMU = 12700  # of a point
_HEIGHT = 82  # points
_ORIENTATION = 0x0112  # the tag of Exif 3.0, 4.6.5
_QUALITY = 92
_KINDS = {"PNG": "png", "JPEG": "jpeg"}


def read_photo(path: Path, *, bare: bool = False) -> tuple[bytes, str, float]:
    """Return a picture in a format of word processors, its kind, and its aspect ratio.

    What is neither PNG nor JPEG becomes PNG. A picture that only its Exif data turns upright
    is turned: word processors ignore that. A ``bare`` picture has no metadata. Raises
    :class:`RenderError` if it is no picture.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        data = read(path, MAX_BYTES)
        if bare:
            from cvkit.system.bare_pictures import without_metadata  # few runs need it

            data = without_metadata(data)
        with Image.open(io.BytesIO(data)) as picture:
            turned = ImageOps.exif_transpose(picture)
            ratio = turned.width / turned.height
            kind = picture.format or ""
            if kind in _KINDS and picture.getexif().get(_ORIENTATION, 1) == 1:
                return data, _KINDS[kind], ratio
            stream = io.BytesIO()
            if kind in _KINDS:
                quality = {"quality": _QUALITY} if kind == "JPEG" else {}
                turned.save(stream, kind, icc_profile=picture.info.get("icc_profile"), **quality)
                return stream.getvalue(), _KINDS[kind], ratio
            turned.convert("RGBA").save(stream, "PNG")
            return stream.getvalue(), "png", ratio
    except (
        OSError, UnidentifiedImageError, Image.DecompressionBombError, InvalidValueError
    ) as error:  # fmt: skip
        hint = "use a PNG or JPEG, or --set photo=false"
        raise RenderError(
            Problem(str(path), f"is not a picture that DOCX supports: {error}", hint=hint)
        ) from None


def drawing(ratio: float, title: str, rtl: bool) -> str:
    """Return a run with the picture, anchored to its paragraph, at the far edge of the text."""
    width, height = round(_HEIGHT * ratio * _EMU), _HEIGHT * _EMU
    extent = f'cx="{width}" cy="{height}"'
    name = quoteattr(title)
    gap = 9 * _EMU
    return (
        f'<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="{gap}" distR="{gap}" '
        'simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" '
        'allowOverlap="0"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin">'
        f"<wp:align>{'left' if rtl else 'right'}</wp:align></wp:positionH>"
        '<wp:positionV relativeFrom="margin"><wp:align>top</wp:align></wp:positionV>'
        f'<wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        '<wp:wrapSquare wrapText="bothSides"/>'
        f'<wp:docPr id="1" name="Photo" descr={name}/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="Photo" descr={name}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{PHOTO}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )
