"""The second tab of the preview: the HTML output at the width of a phone or a desktop."""

from __future__ import annotations

import secrets
from collections import OrderedDict

__all__ = ["WebPages"]

_KEPT = 16


class WebPages:
    """HTML pages by keys that cannot be guessed."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, bytes] = OrderedDict()

    def add(self, content: bytes) -> str:
        """Keep a page, and return its key; the oldest ones are forgotten."""
        key = secrets.token_urlsafe(12)
        self._pages[key] = content
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        return key

    def get(self, key: str) -> bytes | None:
        """Return a page, if it is still kept."""
        return self._pages.get(key)
