"""Errors as data: what is wrong, where, and how to fix it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import reduce
from pathlib import Path
from typing import Self

__all__ = [
    "CvkitError",
    "InputError",
    "InternalError",
    "InvalidValueError",
    "Problem",
    "RenderError",
    "Suggestion",
    "ThemeError",
    "UsageError",
    "child_path",
    "contained",
    "did_you_mean",
    "internal_error",
    "located",
    "meant",
    "path_parts",
    "path_text",
]

_PATH_PART = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


class Suggestion(str):
    """A hint that says what to write, so that an editor can do it.

    ``replacement`` replaces ``wrong``, which begins at the place of the problem or follows it
    on its line; without ``wrong`` it replaces the whole line.
    """

    __slots__ = ("replacement", "wrong")
    replacement: str
    wrong: str

    def __new__(cls, hint: str, replacement: str = "", wrong: str = "") -> Self:
        """Return the hint as people read it, with the correction."""
        self = super().__new__(cls, hint)
        self.replacement, self.wrong = replacement, wrong
        return self


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place in one file.

    ``line`` and ``column`` count from 1 and are ``None`` if the problem concerns the whole
    file; ``path`` is the place in the data, such as ``sections[2].entries[0].start``;
    ``source`` is the offending line; ``hint`` says how to fix it; ``code`` is a short name for
    the kind of problem, such as ``unknown-field``. The wording may change, the codes do not:
    programs must test the code, never the message.
    """

    file: str
    message: str
    line: int | None = None
    column: int | None = None
    path: str = ""
    hint: str = ""
    source: str = ""
    code: str = ""

    @property
    def place(self) -> str:
        """``file:line:column``, without the parts that are not known."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    def __str__(self) -> str:
        message = f"{self.place}: {self.message}" if self.place else self.message
        return f"{message}; {self.hint}" if self.hint else message


class CvkitError(Exception):
    """An error that the user can fix. The command line prints it without a traceback.

    ``problems`` holds every problem found; ``exit_code`` is the exit status of the command
    line.
    """

    exit_code = 1

    def __init__(self, problems: Problem | Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = Problem("", problems)
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[CvkitError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class InputError(CvkitError):
    """A person's file cannot be read, or does not match the model."""


class ThemeError(CvkitError):
    """A theme is missing or broken, or got an invalid option."""


class RenderError(CvkitError):
    """A document could not be typeset or written."""


class InternalError(CvkitError):
    """A bug in cvkit or in a library that it uses; its cause is the original exception."""


@contextmanager
def contained() -> Iterator[None]:
    """Raise any exception of the body that is not a :class:`CvkitError` as an internal error.

    One file that meets a bug must not end the run for the others.
    """
    try:
        yield
    except CvkitError:
        raise
    except Exception as error:
        raise internal_error(error) from error


def located(error: CvkitError, path: Path) -> CvkitError:
    """Return an error whose problems name the file, as far as they name none."""
    found = type(error)(
        problem if problem.file else replace(problem, file=str(path)) for problem in error.problems
    )
    found.__cause__ = error
    return found


def internal_error(error: Exception) -> InternalError:
    """Return the error to report for an exception that nobody expected."""
    message = f"internal error: {type(error).__name__}: {error}"[:300]
    hint = "this is a bug, please report it with the output of cvkit --debug"
    found = InternalError(Problem("", message, hint=hint, code="internal-error"))
    found.__cause__ = error
    return found


class InvalidValueError(ValueError):
    """An invalid value, raised by code that does not know which file it comes from.

    ``message``, ``hint`` and ``code`` are those of the :class:`Problem` to report.
    """

    def __init__(self, message: str, hint: str = "", code: str = "") -> None:
        self.message, self.hint, self.code = message, hint, code
        super().__init__(message, hint, code)

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UsageError(CvkitError):
    """The command line is wrong, for example it names something that does not exist."""

    exit_code = 2


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean "…"?`` with the closest known word, or an empty string."""
    lowered = {name.lower(): name for name in known}
    letters = sorted(word.lower())  # difflib rates transposed letters too low
    transposed = [name for name in lowered if sorted(name) == letters]
    # A third of a short word may be wrong, but not of a long one: it would be another word.
    cutoff = 0.6 if len(word) <= 5 else 0.7
    matches = transposed or get_close_matches(word.lower(), lowered, n=1, cutoff=cutoff)
    return meant(lowered[matches[0]], word) if matches else ""


def meant(word: str, wrong: str) -> Suggestion:
    """Return ``did you mean "…"?`` with a word that replaces a wrong one."""
    return Suggestion(f'did you mean "{word}"?', word, wrong)


def child_path(path: str, part: int | str) -> str:
    """Return the path of an item of a list (a number) or of a field (its name) within a value."""
    if isinstance(part, int):
        return f"{path}[{part}]"
    return f"{path}.{part}" if path else part


def path_text(parts: Iterable[int | str]) -> str:
    """Return a path as people read it, such as ``sections[2].entries[0].start``."""
    return reduce(child_path, parts, "")


def path_parts(path: str) -> Iterator[int | str]:
    """Yield the numbers and names that a path consists of."""
    for number, name in _PATH_PART.findall(path):
        yield int(number) if number else name
