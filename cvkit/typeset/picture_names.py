"""Name pictures in a PDF by their content.

WeasyPrint 70 names them by their address, so that the bytes of a PDF would depend on the folder
in which the photograph is.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Any

__all__ = ["name_by_content"]


@cache
def name_by_content() -> None:
    """Make WeasyPrint name pictures so."""
    from weasyprint import images

    class RasterImage(images.RasterImage):  # type: ignore[misc]
        def __init__(self, picture: Any, _name: str, data: bytes, *given: Any) -> None:
            _, _, orientation, *_ = given
            name = sha256(data + repr(orientation).encode()).hexdigest()[:32]
            super().__init__(picture, name, data, *given)

    images.RasterImage = RasterImage
