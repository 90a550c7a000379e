"""PyYAML's syntax errors as problems, with a hint."""

from __future__ import annotations

import re

import yaml

from cvkit.errors import Problem

from .text import Source

__all__ = ["syntax_problem"]


_SYNTAX_HINTS = (
    (r"mapping values are not allowed", 'put a text that contains ": " in quotes'),
    (r"unexpected end of stream|quoted scalar", "a quotation mark is opened, but not closed"),
    (r"cannot start any token", "put a text that begins with this character in quotes"),
    (r"expected <?block end|did not find expected ('-' indicator|key)|expected <document start>",
     "check the indentation, and put a text that begins with a quote or a bracket in quotes"),
    (r"did not find expected (',' or|node content)|flow", "a bracket is opened, but not closed"),
    (r"simple key|expected ':'", 'write "name: value", with a space after the colon'),
)  # fmt: skip
_CODE = "yaml-syntax"


def syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """Return the problem for an error of the parser."""
    mark = error.problem_mark or error.context_mark
    message = " ".join(part for part in (error.context, error.problem) if part)
    if mark is None:
        return Problem(source.name, f"is not valid YAML: {message}", code=_CODE)
    line = min(mark.line, len(source.lines) - 1)
    if "\t" in re.match(r"\s*", source.lines[line])[0]:  # type: ignore[index]
        column = source.lines[line].index("\t")
        return source.problem(
            "this line is indented with a tab",
            line,
            column,
            hint="YAML must be indented with spaces",
            code=_CODE,
        )
    if error.context_mark and "end of stream" in message:
        mark, line = error.context_mark, error.context_mark.line
    hint = next((hint for pattern, hint in _SYNTAX_HINTS if re.search(pattern, message)), "")
    return source.problem(f"is not valid YAML: {message}", line, mark.column, hint=hint, code=_CODE)
