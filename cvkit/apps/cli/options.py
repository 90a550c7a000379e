"""Options and arguments that several commands share, and how they are parsed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from cvkit.errors import Problem, UsageError
from cvkit.pipeline.defaults import ALL, DEFAULT_THEME, FULL
from cvkit.pipeline.project import Project

from .common import shown
from .completion import (
    complete_languages,
    complete_options,
    complete_people,
    complete_redactions,
    complete_themes,
    complete_variants,
)

__all__ = [
    "language_option",
    "pair",
    "people_argument",
    "quiet_option",
    "redact_option",
    "set_option",
    "sources",
    "split",
    "theme_option",
    "variant_option",
]

people_argument = click.argument(
    "people", nargs=-1, metavar="[PERSON|FILE.yaml]...", shell_complete=complete_people
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
theme_option = click.option(
    "-t",
    "--theme",
    "themes",
    multiple=True,
    shell_complete=complete_themes,
    help=f"Themes, or {ALL}.  [default: the file's, else {DEFAULT_THEME}]",
)
variant_option = click.option(
    "-V",
    "--variant",
    "variants",
    multiple=True,
    shell_complete=complete_variants,
    help=f"Variants, or {ALL}; {FULL} is the complete CV.",
)
language_option = click.option(
    "-l",
    "--language",
    "--locale",
    "languages",
    multiple=True,
    metavar="TAG",
    shell_complete=complete_languages,
    help="Languages as BCP 47 tags: en, de-CH, zh.",
)
redact_option = click.option(
    "--redact",
    default="",
    metavar="NAME",
    shell_complete=complete_redactions,
    help="Redaction: public, blind, or one defined in the file.",
)
set_option = click.option(
    "-s",
    "--set",
    "options",
    multiple=True,
    metavar="OPTION=VALUE",
    shell_complete=complete_options,
    help='Option of the theme; "cvkit themes NAME" lists them.',
)


def split(values: Iterable[str]) -> list[str]:
    """Return the words of ``--theme a --theme b`` or ``--theme a,b``, each once."""
    words = (word.strip() for value in values for word in value.split(","))
    return list(dict.fromkeys(word for word in words if word))


def sources(project: Project, people: tuple[str, ...]) -> list[Path]:
    """Return the files of the people named, or of everybody.

    Raises :class:`UsageError` if there are none.
    """
    found = [project.file_of(name) for name in people] or list(project.people())
    if not found:
        raise UsageError(
            Problem("", f"no files found in {project.people_folder}",
                    hint='"cvkit new NAME" writes the first one')
        )  # fmt: skip
    return list(dict.fromkeys(shown(source) for source in found))


def pair(option: str, usage: str = "--set OPTION=VALUE") -> tuple[str, str]:
    """Return the name and the value of ``--set name=value``, or of an option used like it."""
    name, equals, value = option.partition("=")
    if not (equals and name.strip()):
        flag = usage.partition(" ")[0]
        message = f'{flag} "{option}" has no {"value" if name.strip() else "name"}'
        raise UsageError(Problem("", message, hint=f"use {usage}"))
    return name.strip(), value.strip()
