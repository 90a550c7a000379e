"""What is installed: packages, C libraries and fonts. Nothing slow is imported to find out."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from .trace import MISSING, Key, Seen, digest, note

__all__ = ["note_fonts", "see_fonts", "see_library", "see_packages", "tool_keys"]

_LIBRARIES = {
    "pango": ("pango_version", ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")),
    "harfbuzz": (
        "hb_version_string",
        ("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll"),
    ),
}
_MAPS = Path("/proc/self/maps")


def tool_keys() -> tuple[Key, ...]:
    """Return the names of what every result depends on, whatever it is made from."""
    package = str(Path(__file__).parents[1])
    return ("tree", package), ("packages", "weasyprint"), *_library_keys()


def _library_keys() -> Iterator[Key]:
    """Yield the files of the libraries: to look at them is faster than to load the libraries.

    Where the system does not tell the files, yield the names of the libraries.
    """
    versions = {name: see_library(name) for name in _LIBRARIES}  # which loads them
    try:
        maps = _MAPS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        maps = []
    for name, seen in versions.items():
        lines = (line.split(maxsplit=5) for line in maps if f"/lib{name}" in line)
        found = {
            line[5] for line in lines if re.match(rf"lib{name}(-1\.0)?\.so", Path(line[5]).name)
        }
        if seen != MISSING and found:
            yield from (("file", file) for file in sorted(found))
        else:
            yield "library", name


def see_packages(name: str) -> Seen:
    """Return the names and versions of all packages that are installed beside a package.

    Python's own version is part of it.
    """
    spec = PathFinder.find_spec(name)
    if spec is None or spec.origin is None:
        return MISSING
    names = os.listdir(Path(spec.origin).parents[1])  # noqa: PTH208 - faster
    packages = sorted(each for each in names if each.endswith((".dist-info", ".egg-info")))
    return Seen("", digest("\n".join((sys.version, *packages)).encode()))


def see_library(name: str) -> Seen:
    """Return the version of a C library."""
    import ctypes

    function, files = _LIBRARIES[name]
    for file in files:
        try:
            version = getattr(ctypes.CDLL(file), function)
        except (OSError, AttributeError):
            continue
        if function.endswith("string"):
            version.restype = ctypes.c_char_p
            return Seen("", version().decode())
        return Seen("", str(version()))
    return MISSING


def note_fonts(folder: Path) -> None:
    """Note a folder of fonts, as it was when this process first asked."""
    note("fonts", folder, _fonts_at_start(str(folder)))


@cache
def _fonts_at_start(name: str) -> Seen:
    return see_fonts(name)


def see_fonts(name: str) -> Seen:
    """Return the names, sizes and times of all files below a folder of fonts."""
    found = []
    for parent, below, files in os.walk(name):
        below.sort()
        for file in sorted(files):
            try:
                status = os.stat(f"{parent}{os.sep}{file}")  # noqa: PTH116 - faster
            except OSError:
                continue
            found.append(f"{parent}/{file} {status.st_size} {status.st_mtime_ns}")
    return Seen("", digest("\n".join(found).encode("utf-8", "surrogateescape")))
