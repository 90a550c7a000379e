"""Templates: Jinja in its sandbox, on the files of a theme."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import jinja2

from cvkit.errors import Problem
from cvkit.system.stamps import file_stamp

from .manifest import read_text
from .sandbox import Sandbox, bytecode_cache
from .theme import Theme

__all__ = ["Environment", "make_environment", "template_problem"]

Environment = Sandbox


def make_environment(
    theme: Theme, kind: type[Environment] = Environment, **settings: Any
) -> Environment:
    """Return an environment whose templates are the theme's, nearest first.

    ``settings`` are Jinja's own, such as ``autoescape``.
    """
    return kind(
        loader=jinja2.FunctionLoader(lambda name: _source(theme, name)),
        bytecode_cache=bytecode_cache(),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **settings,
    )


def _source(theme: Theme, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    path = theme.file(name)
    if path is None:
        return None
    stamp = file_stamp(path)
    return read_text(path, path.parent), str(path), lambda: file_stamp(path) == stamp


def template_problem(error: Exception, theme: Theme) -> Problem:
    """Say which template is wrong, and in which line."""
    message = str(error) or type(error).__name__
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Problem(error.filename or "", str(error.message), line=error.lineno)
    if isinstance(error, jinja2.TemplateNotFound):
        message = f'the template "{error.message}" does not exist'
    file, line = str(theme.folders[0]), None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".j2"):
            file, line = frame.filename, frame.lineno
    return Problem(file, message, line=line)
