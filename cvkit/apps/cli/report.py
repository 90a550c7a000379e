"""What the command line prints: problems to stderr, results to stdout."""

from __future__ import annotations

import sys
import traceback
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from cvkit.errors import CvkitError, Problem, contained, located
from cvkit.system.limits import TooLongError, deadline

from .terminal import Column, Styled, echo, echo_lines, table, track, visible

if TYPE_CHECKING:
    from cvkit.document import Fitted, PageLimit
    from cvkit.pipeline.job import Job
    from cvkit.pipeline.record import Kept
    from cvkit.pipeline.result import Result

__all__ = [
    "Reporter",
    "compare",
    "count",
    "explain",
    "print_error",
    "print_problems",
    "print_traceback",
    "print_warnings",
    "show_tracebacks",
]

_WIDTH = 96
_EXPLAIN_SECONDS = 30.0
_tracebacks = False


def show_tracebacks() -> None:
    """Print the tracebacks of errors as well, from now on."""
    global _tracebacks  # noqa: PLW0603 - one setting of the process
    _tracebacks = True


def print_error(error: CvkitError) -> None:
    """Print the problems of an error, and its traceback if these are shown."""
    print_problems(error.problems)
    print_traceback(error)


def print_traceback(error: CvkitError) -> None:
    """Print the traceback of what caused an error, if tracebacks are shown."""
    if _tracebacks and error.__cause__:
        echo_lines("".join(traceback.format_exception(error)), err=True)


def print_warnings(problems: Iterable[Problem]) -> None:
    """Print problems as warnings."""
    marked = (replace(each, message=f"warning: {each.message}") for each in problems)
    print_problems(marked, "yellow")


def print_problems(problems: Iterable[Problem], color: str = "red") -> None:
    """Print problems as compilers do, each with its line and a caret."""
    for problem in problems:
        place = Styled(f"{problem.place}: " if problem.place else "", bold=True)
        hint = f"; {problem.hint}" if problem.hint else ""
        echo(place, Styled(problem.message, color, bold=True), hint, err=True)
        for line in excerpt(problem):
            echo(line, err=True)


def excerpt(problem: Problem) -> Sequence[str]:
    """Return the line of the problem and one with a caret, or nothing if it has no line."""
    if not problem.line or not problem.column or not problem.source.strip():
        return ()
    source, column = problem.source, problem.column - 1
    start = max(0, column - _WIDTH // 2) if len(source) > _WIDTH else 0
    shown = source[start : start + _WIDTH]
    margin = " " * len(str(problem.line))
    lead = "".join(_blank(character) for character in visible(shown[: column - start]))
    return f"  {problem.line} | {shown}", f"  {margin} | {lead}^"


def _blank(character: str) -> str:
    """Return space as wide as a character: Chinese takes two columns, a tab is kept."""
    if character == "\t":
        return "\t"
    if unicodedata.combining(character):
        return ""
    return "  " if unicodedata.east_asian_width(character) in "WF" else " "


def count(number: int, noun: str) -> str:
    """Return ``1 page`` or ``3 pages``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def explain(jobs: Iterable[Job]) -> int:
    """List what jobs leave out and what is not translated; return the exit code."""
    from cvkit.pipeline.prepare import selected
    from cvkit.pipeline.sources import cached_tree
    from cvkit.source.paths import find

    failed = False
    done: set[tuple[Path, object]] = set()
    for job in jobs:
        if (job.source, job.choice) in done:
            continue
        done.add((job.source, job.choice))
        try:
            with contained(), deadline(_EXPLAIN_SECONDS, "explaining"):
                chosen = selected(job)
        except TooLongError as error:
            failed = True
            print_problems([Problem(str(job.source), str(error), hint="is it a CV?")])
            continue
        except CvkitError as error:
            failed = True
            print_error(located(error, job.source))
            continue
        choice = job.choice
        parts = [part for part in (choice.variant, choice.redact, choice.language) if part]
        echo(Styled(f"{job.source}: {', '.join(parts) or 'the complete CV'}", bold=True))
        root = cached_tree(job.source, job.given)
        items = [(item.path, item.text, item.why) for item in chosen.removed]
        items += [(item.path, item.text, "not translated") for item in chosen.lacking]
        lines = sorted(
            (place.source.name, place.line + 1, text, why)
            for path, text, why in items
            if (place := find(root, path) or root.place)
        )
        for file, line, text, why in lines:
            echo(f"  {file}:{line}: {shorten(text, 60, placeholder=' …')} ({why})")
        if not lines:
            echo("  nothing is left out")
    return 1 if failed else 0


def compare(results: Iterable[Result], quiet: bool) -> int:
    """Report of each file whether it is up to date; return the exit code."""
    failed = False
    for result in results:
        if result.error:
            print_error(result.error)
        failed = failed or bool(result.error or result.stale)
        for path in result.files:
            stale = path in result.stale
            state = "up to date" if not stale else "out of date" if path.exists() else "missing"
            if stale or not quiet:
                echo(f"{path}  {state}")
    return 1 if failed else 0


def kept(results: Iterable[Kept], quiet: bool) -> int:
    """Report results that are all up to date; return the exit code."""
    for result in results:
        print_problems(result.warnings)
        if not quiet:
            print_problems(result.notes)
            for path in result.files:
                echo(f"{path}  up to date")
    return 0


class Reporter:
    """Reports results as they come: a bar and a table on a terminal, plain lines in a pipe."""

    def __init__(self, total: int, quiet: bool) -> None:
        self.total = total
        self.quiet = quiet
        self.fancy = sys.stdout.isatty() and not quiet and total > 0
        self.rows: list[tuple[bool, tuple[str, ...]]] = []  # a result may be large, and many
        self.printed: set[Problem] = set()
        self.failed = False

    def take(self, results: Iterable[Result]) -> None:
        """Report all results."""
        if not self.fancy:
            for result in results:
                self._take(result)
            return
        for result in track(results, self.total, "Rendering"):
            self._take(result)
        self._print_table()

    def _take(self, result: Result) -> None:
        if result.error:
            self.failed = True
            self._print(result.error.problems)
            print_traceback(result.error)
        self._print(result.warnings)
        self._print(() if self.quiet else result.notes)
        if self.fancy:
            self.rows += ((result.error is not None, row) for row in _rows(result))
        elif not self.quiet and not result.error:
            for row in _rows(result):
                path, pages, fitted, *rest = row
                cells = (path, f"{pages} ({fitted})" if fitted else pages, *rest)
                echo("  ".join(cell for cell in cells if cell))

    def _print(self, problems: Iterable[Problem]) -> None:
        """Print what was not printed before: several jobs of a file have the same problems."""
        new = [problem for problem in problems if problem not in self.printed]
        self.printed.update(new)
        print_problems(new)

    def _print_table(self) -> None:
        any_fitted = any(row[_FITTED] for _, row in self.rows)
        shown = [column for column in _COLUMNS if column.title or any_fitted]
        cells = (
            (row if any_fitted else row[:_FITTED] + row[_FITTED + 1 :], "red" if failed else None)
            for failed, row in self.rows
        )
        table(shown, cells)


_COLUMNS = (
    Column("File"),
    Column("Pages", number=True),
    Column(""),
    Column("Size", number=True),
    Column("Time", number=True),
)
_FITTED = 2


def _rows(result: Result) -> Sequence[tuple[str, ...]]:
    """Return file, pages, what fitting changed, size and time for each file of a result."""
    if result.error:
        return [(str(path), "failed", "", "", "") for _, path in result.job.outputs]
    done = result.typeset
    pages = count(done.pages, "page") if done else ""
    fitted = _fitted(done.fitted, result.job.pdf.limit) if done else ""
    time = f"{done.seconds:.2f} s" if done else ""
    paged = _paged()
    made = [path for path in result.files if path not in result.kept]
    rows = ((path, (pages, fitted) if path.suffix in paged else ("", "")) for path in made)
    return [
        *((str(path), "up to date", "", _size(path), "") for path in result.kept),
        *((str(path), *of_pages, _size(path), time) for path, of_pages in rows),
    ]


def _paged() -> set[str]:
    """Return the suffixes of the formats that are made from the PDF, and so are fitted."""
    from cvkit.export import EXPORTERS

    return {exporter.suffix for exporter in EXPORTERS.values() if exporter.needs == "pdf"}


def _fitted(fitted: Fitted | None, limit: PageLimit | None) -> str:
    """Describe what fitting changed, and how often the document was laid out.

    If no number of pages was requested, one word is enough.
    """
    if fitted is None:
        return ""
    if limit is None or limit.pages is None:
        return "tightened" if fitted.tightness > 0 else "loosened"
    values = (f"{name} {value}" for name, value in fitted.values.items())
    changes = ", ".join(values) or "unchanged"
    return f"fitted: {changes}, {count(fitted.renderings, 'rendering')}"


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1000:.0f} kB"
