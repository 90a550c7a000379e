"""Typeset: a document to PDF. The only module that knows WeasyPrint.

It runs in worker processes (see :mod:`cvkit.typeset.pool`); for debugging, and for those
who use cvkit as a library, the same function runs in the calling process.
"""

from __future__ import annotations

import atexit
import hashlib
import io
import logging
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from warnings import catch_warnings
from weakref import WeakSet

from cvkit.document import Attachment, Document, Fonts, Layout, Spot, Typeset
from cvkit.errors import Problem, RenderError
from cvkit.system import clock
from cvkit.system.cache import cache_folder
from cvkit.system.files import resolve
from cvkit.system.fresh import remembered
from cvkit.system.images import check_resource, read_limited
from cvkit.system.installed import note_fonts
from cvkit.system.packages import how_to_install

from .copied_text import make_copyable
from .fast_import import make_lazy, with_declarations, without_fonttools, without_lookups
from .fit import fit
from .fontconfig import fontconfig, system_folders
from .layout import read_layout
from .picture_names import name_by_content
from .spots import Marks, take_marks
from .standards import DEFAULT_VARIANT, PDF_VARIANTS, add_accessibility

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

__all__ = ["libraries", "typeset", "warm_up"]


def warm_up(sample: Document | None = None) -> None:
    """Import WeasyPrint, which takes most of a short run, and set a sample.

    A first document takes three times as long as a second: fonts are opened, style sheets
    parsed, C functions bound. A sample in the same fonts and styles takes that on itself
    while the parent is still reading the CV.
    """
    try:
        make_lazy()
        with with_declarations(), without_lookups(), without_fonttools():
            import weasyprint  # noqa: F401

            make_copyable()
            name_by_content()
    except OSError as error:
        problem = Problem(
            "",
            f"Pango, which WeasyPrint needs, is not installed ({error})",
            hint=f'{how_to_install("pango")}; "cvkit doctor" checks everything',
        )
        raise RenderError(problem) from None
    if sample:
        typeset(sample)


def libraries() -> tuple[str, bool]:
    """Return the version of Pango, and whether HarfBuzz can make subsets of fonts.

    Raises :class:`RenderError` where Pango is not installed.
    """
    with catch_warnings(action="ignore"), redirect_stdout(io.StringIO()):
        warm_up()
    from weasyprint.text import ffi

    number = ffi.pango.pango_version()
    version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return version, ffi.harfbuzz_subset is not None


@contextmanager
def _environment(fonts: Fonts) -> Iterator[None]:
    """Set the variables that libraries read while they typeset, and restore them afterwards.

    fontconfig gets the fonts. Fonts that are rewritten, such as emoji, get the date of the
    build instead of the clock's. fontconfig would write this date into its cache, too, where it
    makes every entry invalid: it reads the fonts without it.
    """
    build_time = str(int(clock.build_time().timestamp()))
    with _variables({"FONTCONFIG_FILE": str(_fontconfig_file(fonts)), clock.VARIABLE: None}):
        _font_configuration(fonts)
        with _variables({clock.VARIABLE: build_time}):
            yield


@contextmanager
def _variables(values: Mapping[str, str | None]) -> Iterator[None]:
    """Set or, where the value is None, remove environment variables; restore them afterwards."""
    before = {name: os.environ.get(name) for name in values}
    _set_variables(values)
    try:
        yield
    finally:
        _set_variables(before)


def _set_variables(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def typeset(
    document: Document, watch: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Typeset:
    """Return the PDF of a document: tagged, PDF/UA-1, without a date of its own.

    A document with a ``fit`` is laid out several times; each time, and the writing, is done
    within a context from ``watch``. The environment variables and the logging of the calling
    process are as they were afterwards. Raises :class:`RenderError` where WeasyPrint fails, or
    where the document does not fit, and :class:`UsageError` where ``SOURCE_DATE_EPOCH`` is
    invalid.
    """
    start = time.monotonic()
    warm_up()
    for folder in system_folders() if document.fonts.families else ():
        note_fonts(folder)
    with _environment(document.fonts):
        if document.fit is None:
            with watch():
                laid, fitted = _lay_out(document), None
                pdf = laid.write(document)
        else:
            laid, fitted = fit(document, document.fit, lambda changed: _watched(changed, watch))
            if document.fit.pages is None and not fitted.values:
                fitted = None  # nobody asked, and nothing was done
            with watch():
                pdf = laid.write(document)
    seconds = time.monotonic() - start
    warnings = tuple(dict.fromkeys(laid.warnings))
    pages = len(laid.rendered.pages)
    return Typeset(pdf, pages, warnings, seconds, laid.layout, fitted, laid.spots())


@dataclass(frozen=True)
class _Laid:
    """A document on its pages, not yet written."""

    rendered: Any
    layout: Layout
    warnings: list[str]
    marks: Marks | None = None

    def spots(self) -> tuple[Spot, ...]:
        """Return where the numbered texts are printed."""
        return tuple(self.marks.spots(self.rendered.pages)) if self.marks else ()

    def write(self, document: Document) -> bytes:
        variant = PDF_VARIANTS[document.pdf_variant or DEFAULT_VARIANT]
        metadata = self.rendered.metadata
        metadata.attachments = [_attached(each) for each in document.attachments]
        if variant.accessible:
            plain = metadata.generate_rdf_metadata
            metadata.generate_rdf_metadata = lambda *given: add_accessibility(plain(*given))
        with _failures(), _collected(self.warnings):
            pdf = self.rendered.write_pdf(pdf_variant=variant.name, pdf_tags=True)
        assert isinstance(pdf, bytes)
        return pdf


def _attached(attachment: Attachment) -> Any:
    """Return an attachment for WeasyPrint, with a date that is the same each time."""
    from weasyprint import Attachment as Attached

    date = clock.time_set()
    return Attached(
        file_obj=io.BytesIO(attachment.content),
        name=attachment.name,
        description=attachment.description,
        created=date,
        modified=date,
        relationship="Source",
    )


def _watched(document: Document, watch: Callable[[], AbstractContextManager[None]]) -> _Laid:
    with watch():
        return _lay_out(document)


def _lay_out(document: Document) -> _Laid:
    from weasyprint import HTML

    warnings: list[str] = []
    with _failures(), _collected(warnings):
        page = HTML(
            string=document.html,
            base_url=document.base.as_uri() + "/",
            url_fetcher=_fetcher(document.roots, document.bare_pictures),
        )
        marks = take_marks(page.etree_element, document.paths) if document.paths else None
        rendered = page.render(
            font_config=_font_configuration(document.fonts),
            stylesheets=[
                _stylesheet(css, document.fonts, *_places(css, document), document.bare_pictures)
                for css in document.stylesheets
            ],
        )
        return _Laid(rendered, read_layout(rendered.pages), warnings, marks)


@contextmanager
def _failures() -> Iterator[None]:
    """Raise errors of WeasyPrint as :class:`RenderError`."""
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except MemoryError:
        raise
    except (FatalURLFetchingError, Exception) as error:
        name = type(error).__name__
        raise RenderError(f"WeasyPrint failed: {name}: {error}") from error


@lru_cache(maxsize=8)
def _font_configuration(fonts: Fonts) -> FontConfiguration:  # noqa: ARG001
    """Return the configuration of these fonts; every theme needs one of its own.

    It is read from the file that the environment names.
    """
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    _configurations.add(configuration)
    return configuration


_configurations: WeakSet[FontConfiguration] = WeakSet()


@atexit.register
def _release_fonts() -> None:
    """Remove the fonts' folders before Python ends: WeasyPrint's finalizer may be too late.

    It calls functions of the standard library, which may be gone by then.
    """
    for configuration in list(_configurations):
        configuration.__del__()
        configuration._folder = None  # noqa: SLF001  (its finalizer must do nothing then)


@lru_cache(maxsize=8)
def _fontconfig_file(fonts: Fonts) -> Path:
    """Return the configuration of fontconfig for these fonts, a file in the cache."""
    folder = cache_folder()
    text = fontconfig(fonts, folder)
    file = folder / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    try:
        if not file.is_file() or file.read_bytes() != text.encode():
            _write(file, text.encode())
    except OSError as error:
        hint = f"set XDG_CACHE_HOME to another folder than {folder.parent}"
        message = f"the cache cannot be written: {error.strerror}"
        raise RenderError(Problem(str(file), message, hint=hint)) from None
    return file


def _write(file: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(file)
    finally:
        Path(temporary).unlink(missing_ok=True)


_NAMES_FILES = re.compile(r"url|@import|\\", re.IGNORECASE)


def _places(css: str, document: Document) -> tuple[Path, tuple[Path, ...]]:
    """Return where the files that a style sheet names are, which make it one of this document.

    Any other is the same for all documents, so that it is parsed once.
    """
    if _NAMES_FILES.search(css):
        return document.base, document.roots
    return Path("/"), ()


@remembered(16)  # it may import others
def _stylesheet(
    css: str, fonts: Fonts, base: Path, roots: tuple[Path, ...], bare: bool = False
) -> CSS:
    from weasyprint import CSS

    return CSS(
        string=css,
        font_config=_font_configuration(fonts),
        base_url=base.as_uri() + "/",
        url_fetcher=_fetcher(roots, bare),
    )


def _kind_of(data: bytes, path: Path) -> str:
    """Return the media type of a file; text is a style sheet only if it is called so.

    Otherwise a template could read the text files of the folder.
    """
    kind = check_resource(data)
    if kind == "text/css" and path.suffix.lower() != ".css":
        raise ValueError("is not a supported picture, font or style sheet")
    return kind


def _fetcher(roots: tuple[Path, ...], bare: bool = False) -> URLFetcher:
    """Return a fetcher of ``data:`` URLs and of files below the allowed folders; nothing else.

    Of either kind, pictures, fonts and style sheets only: a template could attach anything else
    to the PDF. ``bare`` pictures have no metadata.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    allowed = tuple(root.resolve() for root in roots)

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "data":
                response = super().fetch(url, headers)
                data = response.read()
                return respond(url, data, check_resource(data))
            if parts.scheme != "file" or parts.netloc:
                raise ValueError(
                    f"{url}: only files in the folders of the CV and its theme are read"
                )
            path = resolve(Path(unquote(parts.path)))
            if not any(path.is_relative_to(root) for root in allowed):
                raise ValueError(f"{path}: is outside the folders of the CV and its theme")
            try:
                data = read_limited(path)
                kind = _kind_of(data, path)
            except ValueError as error:
                raise ValueError(f"{path}: {error}") from None
            return respond(url, data, kind)

    def respond(url: str, data: bytes, kind: str) -> Any:
        if bare and kind.startswith("image/"):
            from cvkit.system.bare_pictures import without_metadata  # few runs need it

            data = without_metadata(data)
            kind = check_resource(data)
            url = "data:,"  # what has the address of a file is read from it once more
        return URLFetcherResponse(url, data, {"Content-Type": kind})

    return Fetcher(allowed_protocols={"data", "file"}, allow_redirects=False)


@contextmanager
def _collected(messages: list[str]) -> Iterator[None]:
    """Collect the warnings and errors that WeasyPrint logs, however the caller handles logs."""
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(_short(record.getMessage()))  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    before = {name: getattr(logger, name) for name in ("handlers", "propagate", "disabled")}
    level = logger.level
    vars(logger).update(handlers=[handler], propagate=False, disabled=False)
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        vars(logger).update(before)
        logger.setLevel(level)


_CSS_PLACE = re.compile(r" at \d+:\d+(?=[,.:;]|$)")


def _short(message: str) -> str:
    """Leave out places in style sheets, which are generated, and data URLs, which may be large."""
    message = _CSS_PLACE.sub("", message)
    return re.sub(r"data:[^\s'\",]*,[^\s'\")]{20,}", "data:…", message)[:500]
