"""The one door to the terminal: everything that the command line prints passes through it.

File names, texts of CVs and themes, and messages that quote them come from strangers. Here
characters that would control the terminal, or the order in which it shows text, are escaped, and
texts are never parsed as markup.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import click

__all__ = [
    "Column",
    "Styled",
    "echo",
    "echo_data",
    "echo_lines",
    "page",
    "table",
    "track",
    "visible",
]

T = TypeVar("T")

# C0 and C1 controls but the tab, the separators of lines and paragraphs, direction controls
# (UAX #9, which also allow marks: these change nothing but their surroundings), and halves of
# surrogate pairs.
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Return a text for one line of a terminal, with control characters escaped.

    The escapes are those of Python (``\x1b``, ``\u202e``) and, above U+001F, also of JSON.
    """
    return _CONTROL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code > 0x1F:
        return f"\\u{code:04x}"
    return match[0].encode("unicode_escape").decode("ascii")


@dataclass(frozen=True)
class Styled:
    """A text with a colour of click's names, or in bold."""

    text: str
    color: str | None = None
    bold: bool | None = None


def echo(*parts: str | Styled, err: bool = False) -> None:
    """Print one line, to stderr with ``err``; without colours if NO_COLOR is set (no-color.org)."""
    click.echo("".join(map(_shown, parts)), err=err, color=_color())


def _shown(part: str | Styled) -> str:
    if isinstance(part, str):
        return visible(part)
    return click.style(visible(part.text), fg=part.color, bold=part.bold)


def _color() -> bool | None:
    return False if os.environ.get("NO_COLOR") else None


def echo_lines(text: str, *, err: bool = False) -> None:
    """Print a text of several lines."""
    for line in re.split(r"\r\n|\n", text.removesuffix("\n")):
        echo(line, err=err)


def echo_data(data: bytes) -> None:
    """Print the content of a file: exactly, unless stdout is a terminal."""
    if sys.stdout.isatty():
        echo_lines(data.decode("utf-8", "replace"))
    else:
        click.echo(data, nl=False)


def page(markdown: str) -> None:
    """Show a page of Markdown: in a pager on a terminal, otherwise as it is written."""
    if not sys.stdout.isatty():
        echo_lines(markdown)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(width=min(Console().width, 100))
    with console.capture() as capture:
        console.print(Markdown(markdown, hyperlinks=False))
    click.echo_via_pager(capture.get())


def track(items: Iterable[T], total: int, what: str) -> Iterator[T]:
    """Yield items while a bar shows how many are done, how fast, and how long the rest will take.

    What is printed meanwhile is above the bar.
    """
    from rich import progress  # 60 ms, for terminals only

    columns = (
        progress.TextColumn(what), progress.BarColumn(), progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"), progress.TimeRemainingColumn(),
    )  # fmt: skip
    start = time.monotonic()
    # Without a thread of its own: workers are forked while the bar is shown.
    with progress.Progress(*columns, transient=True, auto_refresh=False) as bar:
        task = bar.add_task("", total=total, rate="")
        bar.refresh()
        for number, item in enumerate(items, start=1):
            bar.stop()
            yield item
            bar.start()
            rate = number / (time.monotonic() - start)
            bar.update(task, completed=number, rate=f"{rate:.1f} per s")
            bar.refresh()


@dataclass(frozen=True)
class Column:
    """A column of a table; numbers are aligned at the right, and not broken into lines."""

    title: str
    number: bool = False


def table(columns: Iterable[Column], rows: Iterable[tuple[Sequence[str], str | None]]) -> None:
    """Print a table; each row is its cells and its colour, if any."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, padding=(0, 2, 0, 0))
    for column in columns:
        if column.number:
            made.add_column(column.title, justify="right")
        else:
            made.add_column(column.title, overflow="fold")
    for cells, color in rows:
        made.add_row(*(Text(visible(cell)) for cell in cells), style=color)
    Console(emoji=False, markup=False, highlight=False).print(made)
