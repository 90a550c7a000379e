"""PyYAML's syntax errors as problems: the line that is wrong, and how to write it.

The parser stops where it cannot go on, which is often a line later than the mistake, and its
messages name the tokens of the grammar. So typical mistakes are tried on the lines around: the
one whose correction lets the parser go further is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from cvkit.errors import Problem, Suggestion

from .corrections import RULES, Correction
from .text import Source

__all__ = ["LOADER", "syntax_problems"]

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The parser whose events are read: libyaml, where it is installed."""

# What remains if no typical mistake explains an error.
_HINTS = (
    (r"mapping values are not allowed", 'put a text that contains ": " in quotes'),
    (r"unexpected end of stream|quoted scalar", "a quotation mark is opened, but not closed"),
    (r"cannot start any token", "put a text that begins with this character in quotes"),
    (r"expected <?block end|did not find expected ('-' indicator|key)|expected <document start>",
     "check the indentation, and put a text that begins with a quote or a bracket in quotes"),
    (r"did not find expected (',' or|node content)|flow", "a bracket is opened, but not closed"),
    (r"simple key|expected ':'", 'write "name: value", with a space after the colon'),
)  # fmt: skip
_CODE = "yaml-syntax"
_MAX_LINES = 5000
_MAX_PROBLEMS = 20
_LINES_BEFORE = 3
_Position = tuple[int, int]


def syntax_problems(source: Source, error: yaml.MarkedYAMLError) -> list[Problem]:
    """Return the problem for an error of the parser, and those that follow when it is fixed."""
    lines = list(source.lines)
    problems: list[Problem] = []
    found: yaml.MarkedYAMLError | None = error
    while found and len(problems) < _MAX_PROBLEMS:
        if (tab := _tab(source, found)) and not problems:
            return [tab]
        correction = _correction(lines, found) if len(lines) <= _MAX_LINES else None
        if correction is None:
            break
        problems.append(
            source.problem(
                correction.message,
                correction.line,
                correction.column,
                hint=Suggestion(correction.hint, correction.text),
                code=_CODE,
            )
        )
        lines[correction.line] = correction.text
        found = _error(lines)
    return problems or [_general(source, error)]


def _correction(lines: Sequence[str], error: yaml.MarkedYAMLError) -> Correction | None:
    """Return the first correction that lets the parser go further."""
    before = _position(error)
    for rule in RULES:
        for number in _suspects(lines, error):
            for correction in rule(lines, number):
                after = _error([*lines[:number], correction.text, *lines[number + 1 :]])
                if after is None or _position(after) > (max(before[0], number), 10**6):
                    return correction
    return None


def _suspects(lines: Sequence[str], error: yaml.MarkedYAMLError) -> Iterator[int]:
    """Yield the lines that may be wrong: where the parser stopped, and those before."""
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark]
    last = min(marks[0], len(lines) - 1) if marks else 0
    before = [n for n in range(last - 1, -1, -1) if lines[n].strip()][:_LINES_BEFORE]
    yield from dict.fromkeys([last, *(n for n in marks[1:] if n < len(lines)), *before])


def _error(lines: Sequence[str]) -> yaml.MarkedYAMLError | None:
    try:
        for _ in yaml.parse("\n".join(lines), Loader=LOADER):
            pass
    except yaml.MarkedYAMLError as error:
        return error
    return None


def _position(error: yaml.MarkedYAMLError) -> _Position:
    mark = error.problem_mark or error.context_mark
    return (mark.line, mark.column) if mark else (0, 0)


def _tab(source: Source, error: yaml.MarkedYAMLError) -> Problem | None:
    line = min(_position(error)[0], len(source.lines) - 1)
    indentation = re.match(r"\s*", source.lines[line])
    if indentation is None or "\t" not in indentation[0]:
        return None
    return source.problem(
        "this line is indented with a tab",
        line,
        source.lines[line].index("\t"),
        hint="YAML must be indented with spaces",
        code=_CODE,
    )


def _general(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    """Return the problem with the parser's own words."""
    mark = error.problem_mark or error.context_mark
    message = " ".join(part for part in (error.context, error.problem) if part)
    if mark is None:
        return Problem(source.name, f"is not valid YAML: {message}", code=_CODE)
    line = min(mark.line, len(source.lines) - 1)
    if error.context_mark and "end of stream" in message:
        mark, line = error.context_mark, error.context_mark.line
    hint = next((hint for pattern, hint in _HINTS if re.search(pattern, message)), "")
    return source.problem(f"is not valid YAML: {message}", line, mark.column, hint=hint, code=_CODE)
