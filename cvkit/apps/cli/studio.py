"""``cvkit studio``: edit a CV in the browser."""

from __future__ import annotations

from importlib.util import find_spec

import click

from cvkit.errors import Problem, UsageError

from .common import current_project
from .completion import complete_people
from .terminal import echo

__all__ = ["studio"]


@click.command(
    epilog="""\b
Examples:
  cvkit studio                    the people of this project
  cvkit studio ada                one person
  cvkit studio cv.yaml            any file
  cvkit studio --port 8580 --no-browser
"""
)
@click.argument("person", metavar="[PERSON|FILE.yaml]", required=False,
                shell_complete=complete_people)  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N",
              help="Port of the page.  [default: any that is free]")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Address to listen at; 0.0.0.0 lets other machines in.")  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Only print the address; do not open it.")
def studio(person: str | None, port: int, host: str, no_browser: bool) -> None:
    """Edit CVs in the browser: the source on the left, the real pages on the right.

    Every change is shown within a moment and saved to the file. Nothing leaves this machine.
    """
    if find_spec("nicegui") is None:
        hint = "install it: python -m pip install 'cvkit[studio]'"
        raise UsageError(Problem("", "the studio needs NiceGUI, which is not installed", hint=hint))
    project = current_project()
    file = project.file_of(person) if person else None
    if file is not None and not file.is_file():
        raise UsageError(Problem(str(file), "file not found", hint='"cvkit new" writes one'))
    from cvkit.apps.studio.security import is_loopback
    from cvkit.apps.studio.server import serve

    if not is_loopback(host):
        for line in _RISK.splitlines():
            echo(line, err=True)
    serve(
        project,
        file.absolute() if file else None,
        host=host,
        port=port,
        browser=not no_browser,
        announce=_announce,
    )


_RISK = """\
Warning: other machines can reach the studio at this address. Whoever has the link below can read
and change the files of this project. The connection is not encrypted: use it in networks that you
trust only, or through an SSH tunnel (ssh -L)."""


def _announce(url: str) -> None:
    echo(f"cvkit studio: {url}")
    echo("Stop it with Ctrl-C.")
