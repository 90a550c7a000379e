"""From a file as somebody wrote it to the same file in canonical layout."""

from __future__ import annotations

from cvkit.errors import InputError, Problem
from cvkit.source.nodes import parse
from cvkit.source.text import Source

from .comments import read_tree
from .emitter import emit, part_sections

__all__ = ["reformat"]


def reformat(source: Source) -> str:
    """Return the text of a file in canonical layout: indentation, quotes, line width.

    Comments and the order of fields stay, as do anchors and brackets. Raises
    :class:`InputError` where the file is not sound YAML, or holds something that the layout
    could not keep.
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
    message = "cannot be formatted without a change of what it says, and is left as it is"
    hint = "look for comments inside brackets or behind | and >"
    return Problem(source.name, message, hint=hint)
