"""What is served to the browser: pictures of pages, sharp at its zoom, and web pages."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict

from cvkit.export.png import page_to_png

__all__ = ["Pictures", "WebPages"]

_PDFS = 48
_PICTURES = 160
_WEB_PAGES = 16
_WIDEST = 3600  # pixels


class Pictures:
    """PDFs by keys that cannot be guessed, and the pictures drawn of them."""

    def __init__(self) -> None:
        self._pdfs: OrderedDict[str, bytes] = OrderedDict()
        self._drawn: OrderedDict[tuple[str, int, int], bytes] = OrderedDict()
        self._lock = threading.Lock()  # PDFium is not safe in several threads
        self._draw = threading.Lock()

    def add(self, pdf: bytes) -> str:
        """Keep a PDF, and return its key; the oldest ones are forgotten."""
        key = secrets.token_urlsafe(12)
        with self._lock:
            self._pdfs[key] = pdf
            while len(self._pdfs) > _PDFS:
                self._drop(next(iter(self._pdfs)))
        return key

    def forget(self, key: str) -> None:
        """Forget a PDF and its pictures."""
        with self._lock:
            self._drop(key)

    def pdf(self, key: str) -> bytes | None:
        """Return a PDF, if it is still kept."""
        return self._pdfs.get(key)

    def png(self, key: str, page: int, width: int) -> bytes | None:
        """Return the picture of a page, counted from 1, at a width in pixels."""
        width = max(40, min(width, _WIDEST))
        with self._lock:
            pdf = self._pdfs.get(key)
            if (found := self._drawn.get((key, page, width))) is not None:
                return found
        if pdf is None:
            return None
        with self._draw:
            drawn = page_to_png(pdf, page, width)
        with self._lock:
            if drawn is not None and key in self._pdfs:
                self._drawn[key, page, width] = drawn
                while len(self._drawn) > _PICTURES:
                    self._drawn.popitem(last=False)
        return drawn

    def _drop(self, key: str) -> None:
        self._pdfs.pop(key, None)
        for drawn in [each for each in self._drawn if each[0] == key]:
            del self._drawn[drawn]


class WebPages:
    """HTML pages by keys that cannot be guessed."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, bytes] = OrderedDict()

    def add(self, content: bytes) -> str:
        """Keep a page, and return its key; the oldest ones are forgotten."""
        key = secrets.token_urlsafe(12)
        self._pages[key] = content
        while len(self._pages) > _WEB_PAGES:
            self._pages.popitem(last=False)
        return key

    def get(self, key: str) -> bytes | None:
        """Return a page, if it is still kept."""
        return self._pages.get(key)
