"""The command line: parses arguments, calls the library, reports, sets the exit code."""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from types import FrameType
from typing import NoReturn

import click

from cvkit import __version__
from cvkit.errors import CvkitError, internal_error
from cvkit.system.limits import limit_memory

from . import report
from .terminal import echo, echo_lines

__all__ = ["cli", "main", "program"]

MEGABYTES = 4096
"""The memory limit of the main process; workers have limits of their own."""

_UNWRITABLE = (errno.ENOSPC, errno.EIO, errno.EBADF, errno.EDQUOT)


# The module and the function of each command.
_COMMANDS = {
    "render": ("rendering", "render"),
    "watch": ("rendering", "watch"),
    "check": ("check", "check"),
    "match": ("matching", "match"),
    "validate": ("commands", "validate"),
    "format": ("commands", "format_"),
    "studio": ("studio", "studio"),
    "themes": ("themes", "themes"),
    "init": ("init", "init"),
    "new": ("commands", "new"),
    "import": ("importing", "import_"),
    "extract": ("tools", "extract"),
    "schema": ("tools", "schema"),
    "completion": ("tools", "completion"),
    "doctor": ("doctor", "doctor"),
    "docs": ("docs", "docs"),
    "lsp": ("servers", "lsp"),
    "mcp": ("servers", "mcp"),
}


class _Commands(Mapping[str, click.Command]):
    """The commands by name; each is imported when it is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        module, function = _COMMANDS[name]
        command = getattr(import_module(f".{module}", __name__), function)
        assert isinstance(command, click.Command)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)


@click.group(
    commands=_Commands(),
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog='Documentation: "cvkit docs" lists the pages.',
)
@click.version_option(__version__, "-V", "--version", prog_name="cvkit")
@click.option("--debug", is_flag=True, help="Show the tracebacks of errors, to report a bug.")
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """Typeset CVs: one YAML file per person, themes in HTML and CSS, PDFs of print quality."""
    if debug:
        report.show_tracebacks()
    if context.invoked_subcommand is None:
        echo_lines(context.get_help())  # to stdout, so that a pager shows it
        context.exit(2)


def program() -> NoReturn:
    """Run the command line as a process of its own.

    All that is left at the end is memory, which the system frees faster than Python.
    """
    try:
        main()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    atexit._run_exitfuncs()  # noqa: SLF001 - as multiprocessing ends its processes
    with suppress(OSError, ValueError):  # reported, or closed by the reader
        sys.stdout.flush()
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(status)


def main() -> NoReturn:
    """Run the command line; exit with 0 on success, 1 for invalid data, 2 for wrong usage."""
    # Most of a short run is imports, which leave nothing to collect; this saves 4 % of its time.
    gc.set_threshold(50_000, 20, 20)
    _prepare_process()
    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except CvkitError as error:
        report.print_error(error)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        _print_usage_error(error)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        echo("stopped", err=True)
        sys.exit(128 + signal.SIGINT)
    except BrokenPipeError:  # such as "| head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)
    except OSError as error:
        if error.errno not in _UNWRITABLE or error.filename:
            raise
        # What is left in the buffer must not be written when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        echo(f"the output cannot be written: {error.strerror}", err=True)
        sys.exit(1)
    except MemoryError:
        echo(f"out of memory: the limit is {MEGABYTES} MB", err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - a bug
        report.print_error(internal_error(error))
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)


def _print_usage_error(error: click.ClickException) -> None:
    """Print what is wrong with the command line, as click does."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context:
        echo_lines(context.get_usage(), err=True)
        echo(f"Try '{context.command_path} --help' for help.", err=True)
        echo(err=True)
    echo(f"Error: {error.format_message()}", err=True)


def _prepare_process() -> None:
    """Limit memory, end cleanly when terminated, and make the standard streams safe to use."""
    limit_memory(MEGABYTES)
    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGTERM, _end)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller
            # Otherwise a result could get its file number, and C code would write into it.
            os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, io.StringIO())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(128 + number)
