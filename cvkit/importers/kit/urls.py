"""Which texts the model takes as addresses."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter, ValidationError

from cvkit.model.text import Url

__all__ = ["valid_url"]


@cache
def _url_adapter() -> TypeAdapter[str]:
    return TypeAdapter(Url)


def valid_url(text: str) -> bool:
    """Whether the model takes this for an address."""
    try:
        _url_adapter().validate_python(text)
    except ValidationError:
        return False
    return True
