"""QR codes (ISO/IEC 18004) of addresses, as vector pictures."""

from __future__ import annotations

from functools import lru_cache

import segno

__all__ = ["qr_code"]


@lru_cache(maxsize=16)
def qr_code(address: str) -> str:
    """Return the code of an address as an SVG in a ``data:`` URL, black without a margin.

    Up to 15 % of it may be hidden or damaged (error correction level M or better).
    """
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(border=0, omitsize=True, encode_minimal=True))
