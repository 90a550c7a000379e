"""``cvkit doctor``: whether the machine has what cvkit needs, and how to get what is missing."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass

import click

from cvkit.errors import CvkitError, RenderError

from .common import current_project, shown
from .terminal import Styled, echo

__all__ = ["doctor"]

_OLDEST = (3, 11)
_EMOJI = ("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", "seguiemj")


@dataclass(frozen=True)
class _Finding:
    """What was found of a part; where ``fix`` is given, it is missing.

    ``required`` is false for what only some output needs.
    """

    text: str
    fix: str = ""
    required: bool = True

    @property
    def state(self) -> str:
        if not self.fix:
            return "ok"
        return "missing" if self.required else "optional"


def _python() -> _Finding:
    found = platform.python_version()
    oldest = ".".join(map(str, _OLDEST))
    fix = "" if sys.version_info >= _OLDEST else f"install Python {oldest} or newer"
    return _Finding(f"{found} ({sys.executable})", fix)


def _pango() -> _Finding:
    from cvkit.system.packages import how_to_install
    from cvkit.typeset.weasyprint import libraries

    try:
        return _Finding(libraries()[0])
    except RenderError:
        return _Finding("not found; nothing can be typeset", how_to_install("pango"))


def _harfbuzz() -> _Finding:
    from cvkit.system.packages import how_to_install
    from cvkit.typeset.weasyprint import libraries

    try:
        found = libraries()[1]
    except RenderError:
        found = False
    if found:
        return _Finding("found")
    fix = how_to_install("harfbuzz")
    return _Finding("not found; embedding fonts takes up to eight times as long", fix, False)


def _fonts() -> _Finding:
    from cvkit.pipeline.defaults import DEFAULT_THEME
    from cvkit.pipeline.project import bundled_themes
    from cvkit.theme.stylesheets import fonts
    from cvkit.theme.theme import find_theme, set_options

    try:
        theme = find_theme(DEFAULT_THEME, (bundled_themes(),))
        found = fonts(theme, set_options(theme, {}))
    except CvkitError as error:
        return _Finding(error.problems[0].message, "pip install --force-reinstall cvkit")
    return _Finding(f"{len(theme.fonts)} families in {len(found.folders)} folders")


def _emoji() -> _Finding:
    from cvkit.system.packages import how_to_install
    from cvkit.typeset.fontconfig import installed_font

    found = installed_font(_EMOJI)
    if found:
        return _Finding(str(found))
    return _Finding("no font; emoji are not printed", how_to_install("emoji"), required=False)


def _latex() -> _Finding:
    from cvkit.system.packages import how_to_install
    from cvkit.typeset.tex import installed_engine

    if engine := installed_engine():
        return _Finding(engine)
    missing = 'no engine; only "--engine latex" needs one'
    return _Finding(missing, how_to_install("latex"), required=False)


def _cache() -> _Finding:
    from cvkit.system.cache import cache_folder, is_kept

    folder = cache_folder()
    if is_kept(folder):
        return _Finding(str(folder))
    missing = f"{folder} is not kept; every run takes longer"
    return _Finding(missing, "set XDG_CACHE_HOME to a folder that you can write", required=False)


def _results() -> _Finding:
    folder = current_project().build_folder
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
        return _Finding(f"{shown(folder)} can be written")
    fix = f"make {existing} writable, or render with --output-dir"
    return _Finding(f"{shown(folder)} cannot be written", fix)


_CHECKS: tuple[tuple[str, Callable[[], _Finding]], ...] = (
    ("Python", _python),
    ("Pango", _pango),
    ("HarfBuzz subset", _harfbuzz),
    ("Fonts", _fonts),
    ("Emoji", _emoji),
    ("LaTeX", _latex),
    ("Cache", _cache),
    ("Results", _results),
)
_COLORS = {"ok": "green", "optional": "yellow", "missing": "red"}


@click.command(
    epilog="""\b
Examples:
  cvkit doctor
"""
)
def doctor() -> int:
    """Check that this machine has what cvkit needs; print the command that installs the rest.

    Exits with 1 if something required is missing. What is optional, such as LaTeX, is listed
    and changes nothing.
    """
    failed = False
    width = max(len(name) for name, _ in _CHECKS)
    for name, check in _CHECKS:
        found = check()
        failed = failed or found.state == "missing"
        state = Styled(f"{found.state:<8}", _COLORS[found.state])
        echo(state, f"  {name:<{width}}  {found.text}")
        if found.fix:
            echo(f"{'':<{width + 10}}  fix: {found.fix}")
    return 1 if failed else 0
