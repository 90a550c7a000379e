"""The command line. It parses words, calls the library, reports, and sets the exit code."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

import click

from cvkit import __version__
from cvkit.errors import CvkitError

from . import commands, report
from .check import check

__all__ = ["cli", "main"]


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Documentation: docs/ in the project's repository, beginning with README.md.",
)
@click.version_option(__version__, prog_name="cvkit")
def cli() -> None:
    """Typeset CVs: one YAML file per person, themes in HTML and CSS, PDFs of print quality."""


for _command in (*commands.ALL, check):
    cli.add_command(_command)


def main() -> NoReturn:
    """Run the command line; exit with 0 when done, 1 for wrong data, 2 for wrong usage."""
    # Most of a short run is imports, which leave nothing to collect: 4 % of its time.
    gc.set_threshold(50_000, 20, 20)
    try:
        status = cli.main(standalone_mode=False)
    except CvkitError as error:
        report.print_problems(error.problems)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    sys.exit(status if isinstance(status, int) else 0)
