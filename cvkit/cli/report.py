"""What the command line prints: problems to stderr, results to stdout."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import click

from cvkit.errors import CvkitError, Problem

if TYPE_CHECKING:
    from cvkit.document import Fitted
    from cvkit.pipeline.job import Job
    from cvkit.pipeline.render import Result

__all__ = ["Reporter", "compare", "count", "excerpt", "explain", "print_problems"]

_WIDTH = 96


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems as compilers do, each with its line and a caret."""
    for problem in map(_visible, problems):
        place = click.style(f"{problem.place}: ", bold=True) if problem.place else ""
        hint = f"; {problem.hint}" if problem.hint else ""
        message = click.style(problem.message, fg="red", bold=True)
        click.echo(f"{place}{message}{hint}", err=True)
        if shown := excerpt(problem):
            click.echo(shown, err=True)


_INVISIBLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]")


def _visible(problem: Problem) -> Problem:
    """Write control characters out: what a file holds must not steer the terminal."""
    return replace(
        problem,
        file=_INVISIBLE.sub(_code, problem.file),
        message=_INVISIBLE.sub(_code, problem.message),
        hint=_INVISIBLE.sub(_code, problem.hint),
        source=_INVISIBLE.sub(_code, problem.source),
    )


def _code(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape", "surrogatepass").decode("ascii")


def excerpt(problem: Problem) -> str:
    """Return the offending line with a caret below it, or nothing where there is no line."""
    if not problem.line or not problem.column or not problem.source.strip():
        return ""
    source, column = problem.source, problem.column - 1
    start = max(0, column - _WIDTH // 2) if len(source) > _WIDTH else 0
    shown = source[start : start + _WIDTH]
    margin = " " * len(str(problem.line))
    lead = "".join(_blank(character) for character in shown[: column - start])
    return f"  {problem.line} | {shown}\n  {margin} | {lead}^"


def _blank(character: str) -> str:
    """Return space as wide as a character: Chinese takes two columns, a tab stays a tab."""
    if character == "\t":
        return "\t"
    if unicodedata.combining(character):
        return ""
    return "  " if unicodedata.east_asian_width(character) in "WF" else " "


def count(number: int, noun: str) -> str:
    """Return ``1 page`` or ``3 pages``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def explain(jobs: Iterable[Job]) -> int:
    """List what jobs leave out and what they cannot translate; return the exit code."""
    from cvkit.load.load import read_tree
    from cvkit.pipeline.prepare import selected
    from cvkit.source.paths import find

    failed = False
    done: set[tuple[Path, str, str, str]] = set()
    for job in jobs:
        chosen_by = (job.source, job.variant, job.redact, job.locale)
        if chosen_by in done:
            continue
        done.add(chosen_by)
        try:
            chosen = selected(job)
        except CvkitError as error:
            failed = True
            print_problems(error.problems)
            continue
        parts = [part for part in (job.variant, job.redact, job.locale) if part]
        click.echo(click.style(f"{job.source}: {', '.join(parts) or 'the whole CV'}", bold=True))
        root, _ = read_tree(job.source)
        told_of = [(item.path, item.text, item.why) for item in chosen.removed]
        told_of += [(item.path, item.text, "not translated") for item in chosen.lacking]
        lines = sorted(
            (place.source.name, place.line + 1, text, why)
            for path, text, why in told_of
            if (place := find(root, path) or root.place)
        )
        for file, line, text, why in lines:
            click.echo(f"  {file}:{line}: {shorten(text, 60, placeholder=' …')} ({why})")
        if not lines:
            click.echo("  nothing is left out")
    return 1 if failed else 0


def compare(results: Iterable[Result], quiet: bool) -> int:
    """Say of each file whether it is what it should be; return the exit code."""
    failed = False
    for result in results:
        print_problems(result.error.problems if result.error else ())
        failed = failed or bool(result.error or result.stale)
        for path in result.files:
            stale = path in result.stale
            state = "up to date" if not stale else "out of date" if path.exists() else "missing"
            if stale or not quiet:
                click.echo(f"{path}  {state}")
    return 1 if failed else 0


class Reporter:
    """Reports results as they come: a bar and a table on a terminal, plain lines in a pipe."""

    def __init__(self, total: int, quiet: bool) -> None:
        self.total = total
        self.quiet = quiet
        self.fancy = sys.stdout.isatty() and not quiet
        self.done: list[Result] = []
        self.said: set[Problem] = set()
        self.failed = False

    def take(self, results: Iterable[Result]) -> None:
        """Report results until there are no more."""
        if not self.fancy:
            for result in results:
                self._take(result)
            return
        from rich.progress import Progress  # 60 ms, for terminals only

        # Without a thread of its own: the workers are forked while the bar stands.
        with Progress(transient=True, auto_refresh=False) as progress:
            task = progress.add_task("Typesetting", total=self.total)
            progress.refresh()
            for result in results:
                progress.stop()
                self._take(result)
                progress.start()
                progress.advance(task)
                progress.refresh()
        self._print_table()

    def _take(self, result: Result) -> None:
        if result.error:
            self.failed = True
            self._say(result.error.problems)
        self.done.append(result)
        self._say(result.warnings)
        self._say(() if self.quiet else result.notes)
        if not self.fancy and not self.quiet and not result.error:
            for row in _rows(result):
                path, pages, fitted, *rest = row
                cells = (path, f"{pages} ({fitted})" if fitted else pages, *rest)
                click.echo("  ".join(cell for cell in cells if cell))

    def _say(self, problems: Iterable[Problem]) -> None:
        """Print what was not said before: several jobs of one file have the same problems."""
        new = [problem for problem in problems if problem not in self.said]
        self.said.update(new)
        print_problems(new)

    def _print_table(self) -> None:
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, padding=(0, 2, 0, 0))
        table.add_column("File", overflow="fold")
        rows = [(result, row) for result in self.done for row in _rows(result)]
        any_fitted = any(row[_FITTED] for _, row in rows)
        table.add_column("Pages", justify="right")
        if any_fitted:
            table.add_column("", overflow="fold")
        for name in ("Size", "Time"):
            table.add_column(name, justify="right")
        for result, row in rows:
            cells = row if any_fitted else row[:_FITTED] + row[_FITTED + 1 :]
            table.add_row(*cells, style="red" if result.error else None)
        Console().print(table)


_FITTED = 2


def _rows(result: Result) -> Sequence[tuple[str, ...]]:
    """Return file, pages, what was fitted, size and time for each file of a result."""
    if result.error:
        return [(str(path), "failed", "", "", "") for _, path in result.job.outputs]
    done = result.typeset
    pages = count(done.pages, "page") if done else ""
    fitted = _fitted(done.fitted) if done else ""
    time = f"{done.seconds:.2f} s" if done else ""
    paged = _paged()
    rows = ((path, (pages, fitted) if path.suffix in paged else ("", "")) for path in result.files)
    return [(str(path), *of_pages, _size(path), time) for path, of_pages in rows]


def _paged() -> set[str]:
    """Return the endings of the formats that are made of the PDF, and so are fitted."""
    from cvkit.export import EXPORTERS

    return {exporter.suffix for exporter in EXPORTERS.values() if exporter.needs == "pdf"}


def _fitted(fitted: Fitted | None) -> str:
    """Say what fitting changed, and how often it had to lay the document out."""
    if fitted is None:
        return ""
    values = (f"{name} {value}" for name, value in fitted.values.items())
    changes = ", ".join(values) or "as it is"
    return f"fitted: {changes}, {count(fitted.renderings, 'rendering')}"


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1000:.0f} kB"
