"""External YAML as a tree of nodes with their positions."""

from __future__ import annotations

from cvkit.errors import InputError
from cvkit.source.nodes import COMMENT_IN_TEXT, SWALLOWED_BULLET, Node, parse

from .decode import decode
from .draft import Note
from .fields import Report

__all__ = ["parse_yaml"]

# What is an error in a CV of our own, and allowed in other files.
_ALLOWED = {COMMENT_IN_TEXT, SWALLOWED_BULLET}


def parse_yaml(name: str, data: bytes, report: Report) -> Node:
    """Return the tree of an external YAML file; allowed deviations are added to ``report``.

    Raises :class:`InputError` if the file is broken.
    """
    root, problems = parse(decode(name, data))
    broken = [problem for problem in problems if problem.code not in _ALLOWED]
    if broken:
        raise InputError(broken)
    # Other tools join bullets, too, or make them nested ones: their importers do as they do.
    told = (problem for problem in problems if problem.code != SWALLOWED_BULLET)
    report += [Note(p.message, p.line, p.column) for p in told]
    return root
