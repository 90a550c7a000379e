"""Faster import of WeasyPrint: slow parts that are rarely needed are imported later."""

from __future__ import annotations

import ctypes.util
import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

__all__ = ["without_fonttools", "without_lookups"]


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


def _imported(name: str) -> Any:
    return importlib.import_module(name)
