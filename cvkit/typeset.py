"""Typeset: a document to PDF. The only module that knows WeasyPrint.

It runs in worker processes (see :mod:`cvkit.workers`); for debugging, and for those
who use cvkit as a library, the same function runs in the calling process.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from .document import Document, Fonts, Typeset
from .errors import RenderError
from .fonts import fontconfig

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

__all__ = ["typeset", "warm_up"]

MAX_RESOURCE_BYTES = 20_000_000


def warm_up() -> None:
    """Import WeasyPrint, which takes most of a short run, without its slow look-ups.

    ``find_library`` starts a compiler and other programs for every library; with no
    answer from it WeasyPrint falls back on its own list of file names, which serves.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    find_library = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        raise RenderError(
            "Pango, which sets the type, is not installed; install it with "
            '"apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", '
            f'"dnf install pango" or "brew install pango" ({error})'
        ) from None
    finally:
        ctypes.util.find_library = find_library


def typeset(document: Document) -> Typeset:
    """Return the PDF of a document: tagged, PDF/UA-1, without a date of its own.

    Raises :class:`RenderError` where WeasyPrint fails.
    """
    warm_up()
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    start = time.monotonic()
    configuration = _font_configuration(document.fonts)
    with _complaints() as warnings:
        try:
            rendered = HTML(
                string=document.html,
                base_url=document.base.as_uri() + "/",
                url_fetcher=_fetcher(document.roots),
            ).render(
                font_config=configuration,
                stylesheets=[
                    _stylesheet(css, document.fonts, document.base, document.roots)
                    for css in document.stylesheets
                ],
            )
            pdf = rendered.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
        except (FatalURLFetchingError, RecursionError, ArithmeticError) as error:
            raise RenderError(f"the typesetter gave up: {error}") from error
    assert isinstance(pdf, bytes)
    seconds = time.monotonic() - start
    return Typeset(pdf, len(rendered.pages), tuple(dict.fromkeys(warnings)), seconds)


@lru_cache(maxsize=8)
def _font_configuration(fonts: Fonts) -> FontConfiguration:
    """Return the configuration of these fonts; every theme needs one of its own."""
    from weasyprint.text.fonts import FontConfiguration

    cache = _cache_folder()
    text = fontconfig(fonts, cache)
    file = cache / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    if not file.is_file():
        handle, temporary = tempfile.mkstemp(dir=cache)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(temporary).replace(file)
    os.environ["FONTCONFIG_FILE"] = str(file)
    return FontConfiguration()


def _cache_folder() -> Path:
    """Return a folder for fontconfig's cache; a cache that cannot be kept doubles the time."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for folder in (root / "cvkit", Path(tempfile.gettempdir()) / f"cvkit-{os.getuid()}"):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="cvkit-"))


@lru_cache(maxsize=16)
def _stylesheet(css: str, fonts: Fonts, base: Path, roots: tuple[Path, ...]) -> CSS:
    from weasyprint import CSS

    return CSS(
        string=css,
        font_config=_font_configuration(fonts),
        base_url=base.as_uri() + "/",
        url_fetcher=_fetcher(roots),
    )


def _fetcher(roots: tuple[Path, ...]) -> URLFetcher:
    """Return a fetcher of ``data:`` URLs and of files below the allowed folders; nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    allowed = tuple(root.resolve() for root in roots)

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "data":
                return super().fetch(url, headers)
            if parts.scheme != "file" or parts.netloc:
                raise ValueError(f"{url}: only files beside the CV and in its theme are read")
            path = Path(unquote(parts.path)).resolve()
            if not any(path.is_relative_to(root) for root in allowed):
                raise ValueError(f"{path}: lies outside the folders of the CV and its theme")
            if path.stat().st_size > MAX_RESOURCE_BYTES:
                raise ValueError(f"{path}: is larger than {MAX_RESOURCE_BYTES // 1_000_000} MB")
            return URLFetcherResponse(url, path.read_bytes())

    return Fetcher(allowed_protocols={"data", "file"}, allow_redirects=False)


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint logs as a warning or worse."""
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    propagate, logger.propagate = logger.propagate, False
    others, logger.handlers = logger.handlers, [handler]
    try:
        yield messages
    finally:
        logger.handlers, logger.propagate = others, propagate
