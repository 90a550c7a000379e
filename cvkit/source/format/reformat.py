"""Rewrite a file in the standard layout, with its comments."""

from __future__ import annotations

from cvkit.errors import InputError, Problem
from cvkit.source.nodes import parse
from cvkit.source.text import Source

from .comments import read_tree
from .emitter import emit, part_sections

__all__ = ["reformat"]


def reformat(source: Source) -> str:
    """Return the text of a file in the standard layout: indentation, quotes, line width.

    Comments, the order of fields, anchors and brackets are kept. Raises :class:`InputError` if
    the file is not valid YAML, or if the new text would differ in content or comments.
    """
    root, problems = parse(source)
    if problems:
        raise InputError(problems)
    tree, comments = read_tree(source)
    part_sections(tree)
    text = emit(tree)
    formatted = Source(source.name, text)
    try:
        again, problems = parse(formatted)
        _, kept = read_tree(formatted)
    except InputError:
        raise InputError(_not_kept(source)) from None
    if problems or again.plain() != root.plain() or kept != comments:
        raise InputError(_not_kept(source))
    return text


def _not_kept(source: Source) -> Problem:
    message = "cannot be formatted without changing its content; the file is left unchanged"
    hint = "look for comments inside brackets, or after | and >"
    return Problem(source.name, message, hint=hint)
