"""Texts that are read instead of the content of files, such as those of an editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType

from cvkit.source.text import Source, decode_source, read_source

__all__ = ["source_of", "unsaved", "unsaved_text"]

_NONE: Mapping[Path, str] = MappingProxyType({})
_TEXTS: ContextVar[Mapping[Path, str]] = ContextVar("_TEXTS", default=_NONE)


@contextmanager
def unsaved(texts: Mapping[Path, str]) -> Iterator[None]:
    """Read texts instead of the content of files within the block."""
    token = _TEXTS.set({**_TEXTS.get(), **texts})
    try:
        yield
    finally:
        _TEXTS.reset(token)


def unsaved_text(path: Path) -> str | None:
    """Return the text that is read instead of a file, if there is one."""
    return _TEXTS.get().get(path)


def source_of(path: Path) -> Source:
    """Return the text of a file; raise :class:`InputError` if it cannot be read."""
    text = unsaved_text(path)
    if text is None:
        return read_source(path)
    return decode_source(str(path), text.encode(errors="surrogatepass"))
