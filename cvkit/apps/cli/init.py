"""``cvkit init``: a project for CVs, with all that a repository needs."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from cvkit import __version__
from cvkit.errors import Problem, UsageError

from .common import shown
from .terminal import echo
from .themes import theme_files

__all__ = ["init"]

_THEME = "mine"
_PARENT = "modern"
_TEMPLATES = {
    "Makefile": "Makefile",
    "README.md": "README.md",
    ".gitignore": "gitignore",
    ".github/workflows/cvs.yml": "workflow.yml",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
}
"""The project's files, each with the template in cvkit/apps/cli/project/ that it is made from."""


@click.command(
    epilog="""\b
Examples:
  cvkit init                                 in the current folder
  cvkit init cvs --person grace-hopper       in a new folder
  cvkit init cvs --requirement "cvkit @ git+https://example.org/cvkit.git"
"""
)
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--person", default="ada-lovelace", show_default=True,
              help="Name of the first person's file.")  # fmt: skip
@click.option("--requirement", default=f"cvkit=={__version__}", show_default=True,
              help="What pip installs, for requirements.txt.")  # fmt: skip
def init(folder: Path, person: str, requirement: str) -> None:
    """Create a project: a first CV, a theme, a Makefile, and a workflow for GitHub.

    The workflow renders and checks every CV, and publishes PDFs and a web page. Files that
    exist are kept.
    """
    from cvkit.system.files import write

    if not _is_file_name(person):
        hint = "use letters, digits and hyphens, such as ada-lovelace"
        raise UsageError(Problem("", f"{person!r} cannot name a file", hint=hint))
    for name, text in _files(folder, person, requirement).items():
        path = shown(folder / name)
        if path.exists():
            echo(f"{path} exists; kept")
        else:
            write(path, text.encode())
            echo(f"{path} written")
    echo(f"now: {_enter(folder)}cvkit render --theme {_THEME}")


def _is_file_name(person: str) -> bool:
    return person.isprintable() and person == Path(person).name and bool(person.strip("._ "))


def _files(folder: Path, person: str, requirement: str) -> dict[str, str]:
    """Return the text of each file by its path in the project."""
    from cvkit.load.starter import starter
    from cvkit.system.packages import DEBIAN

    project = resources.files("cvkit.apps.cli") / "project"
    files = {name: (project / source).read_text("utf-8") for name, source in _TEMPLATES.items()}
    workflow = ".github/workflows/cvs.yml"
    packages = f"{DEBIAN.pango} {DEBIAN.harfbuzz} {DEBIAN.emoji}"
    files[workflow] = files[workflow].replace("PACKAGES", packages)
    files["requirements.txt"] = f"{requirement}\n"
    for name, text in theme_files(_THEME, _PARENT).items():
        files[f"themes/{_THEME}/{name}"] = text
    if not any((folder / "people").glob("*.y*ml")):
        files[f"people/{person}.yaml"] = starter(person)
    return files


def _enter(folder: Path) -> str:
    from shlex import quote

    return "" if folder.resolve() == Path.cwd() else f"cd {quote(str(folder))} && "
