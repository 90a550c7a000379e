"""Which texts the model accepts as URLs."""

from __future__ import annotations

from functools import cache

from pydantic import TypeAdapter, ValidationError

from cvkit.model.text import Url

__all__ = ["valid_url"]


@cache
def _url_adapter() -> TypeAdapter[str]:
    return TypeAdapter(Url)


def valid_url(text: str) -> bool:
    """Whether the model accepts a text as a URL."""
    try:
        _url_adapter().validate_python(text)
    except ValidationError:
        return False
    return True
