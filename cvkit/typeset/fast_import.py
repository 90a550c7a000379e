"""Faster import of WeasyPrint: slow parts that are rarely needed are imported later."""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import importlib
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

__all__ = ["make_lazy", "with_declarations", "without_fonttools", "without_lookups"]


@contextmanager
def without_lookups() -> Iterator[None]:
    """Make ``find_library`` return None: it starts a compiler for every library.

    WeasyPrint then uses its own list of file names.
    """
    find_library = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = find_library


@contextmanager
def with_declarations() -> Iterator[None]:
    """Declare the functions of Pango from a table, instead of parsing their declarations in C.

    The table belongs to one version of WeasyPrint; any other is left to cffi's parser.
    """
    if "cffi" in sys.modules:
        yield
        return
    cffi = ModuleType("cffi")
    vars(cffi)["FFI"] = _Functions
    sys.modules["cffi"] = cffi
    try:
        yield
    finally:
        if sys.modules.get("cffi") is cffi:
            del sys.modules["cffi"]


class _Functions:
    """What ``cffi.FFI`` is for WeasyPrint."""

    _ffi: Any

    def cdef(self, text: str) -> None:
        from . import declarations

        if hashlib.sha256(text.encode()).hexdigest() == declarations.digest:
            self._ffi = declarations.ffi
        else:
            del sys.modules["cffi"]
            self._ffi = _imported("cffi").FFI()
            self._ffi.cdef(text)

    def dlopen(self, name: str, flags: int) -> Any:
        """Open a library for good: at the end of Python, objects are freed by its functions."""
        library = self._ffi.dlopen(name, flags)
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))
        return library

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._ffi, name)
        setattr(self, name, value)
        return value


@contextmanager
def without_fonttools() -> Iterator[None]:
    """Postpone the import of two slow parts of fontTools, which few documents need.

    HarfBuzz subsets fonts; fontTools' subsetter is used only if that fails, and the instancer
    only for variable fonts.
    """
    subset, instancer = ModuleType("fontTools.subset"), ModuleType("fontTools.varLib.instancer")
    deferred = {module.__name__: module for module in (subset, instancer)}
    if deferred.keys() & sys.modules.keys():
        yield
        return
    vars(subset)["__getattr__"] = lambda name: getattr(_imported(subset.__name__), name)
    vars(instancer)["instantiateVariableFont"] = lambda *args, **options: _imported(
        instancer.__name__
    ).instantiateVariableFont(*args, **options)
    sys.modules.update(deferred)
    try:
        yield
    finally:
        for name in deferred:
            sys.modules.pop(name, None)


@cache
def make_lazy() -> None:
    """Postpone the work of two libraries that WeasyPrint uses to what a document needs.

    Of the selectors of all style sheets, few are ever compared with an element; of the patterns
    of a language's hyphens, few occur in its words.
    """
    import pyphen
    from cssselect2 import compiler

    class Hyphens(pyphen.HyphDict):  # type: ignore[misc]
        def __init__(self, path: Path) -> None:
            if patterns := _patterns(path):
                self.patterns = patterns
                self.maxlen = max(map(len, patterns))
                self.cache: dict[str, list[int]] = {}
            else:
                super().__init__(path)

    pyphen.HyphDict = Hyphens
    compiler.eval = _evaluated_later


def _evaluated_later(source: str, names: dict[str, Any], _: object) -> Callable[[Any], Any]:
    """Return the function of a lambda expression, which is compiled when it is first called."""
    function: Callable[[Any], Any] | None = None

    def call(element: Any) -> Any:
        nonlocal function
        if function is None:
            function = eval(source, names)  # noqa: S307 - what cssselect2 does itself
        return function(element)

    return call


class _Patterns(dict[str, Any]):
    """Patterns of hyphens by their letters; the numbers are read when a pattern is used."""

    def get(self, letters: str, default: object = None) -> Any:
        """Return where the numbers of a pattern begin and these, as pyphen stores them."""
        pattern = super().get(letters)
        if isinstance(pattern, str):
            values = [int(number or "0") for number, _ in _PIECES.findall(pattern)]
            while not values[-1]:
                values.pop()
            start = next(place for place, value in enumerate(values) if value)
            pattern = self[letters] = (start, tuple(values[start:]))
        return pattern or default


_PIECES = re.compile(r"(\d?)(\D?)")
_DIGITS = re.compile("[0-9]")
# Hyphens that change letters, and bytes as numbers, are left to pyphen.
_SPECIAL = re.compile(r"=|\^\^")


def _patterns(path: Path) -> _Patterns | None:
    """Return the patterns of a file, or None if it needs all that pyphen can do."""
    encoding, _, data = path.read_bytes().partition(b"\n")
    try:
        text = data.decode(encoding.decode("ascii").strip())
    except (LookupError, UnicodeError):
        return None
    if _SPECIAL.search(text):
        return None
    from pyphen import ignored

    lines = [line for line in map(str.strip, text.split("\n")) if line]
    lines = [line for line in lines if not line.startswith(ignored)]
    letters = _DIGITS.sub("", "\n".join(lines)).split("\n")
    return _Patterns({of: line for of, line in zip(letters, lines, strict=True) if of != line})


def _imported(name: str) -> Any:
    return importlib.import_module(name)
