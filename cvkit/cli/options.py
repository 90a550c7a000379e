"""Options and arguments that several commands take, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from cvkit.errors import Problem, UsageError
from cvkit.pipeline.plan import ALL, DEFAULT_THEME, FULL
from cvkit.pipeline.project import Project

from .common import complete_people, complete_themes, complete_variants, shown

__all__ = [
    "locale_option",
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
    help=f"Theme, or several, or all.  [default: the variant's, else {DEFAULT_THEME}]",
)
variant_option = click.option(
    "-V",
    "--variant",
    "variants",
    multiple=True,
    shell_complete=complete_variants,
    help=f"Variant, or several, or {ALL}; {FULL} is the whole CV.",
)
locale_option = click.option(
    "-l",
    "--locale",
    "locales",
    multiple=True,
    metavar="TAG",
    help="Language, or several, as BCP 47 tags: en, de-CH, zh.",
)
redact_option = click.option(
    "--redact",
    default="",
    metavar="NAME",
    help="Redaction: public, blind, or one of the file's own.",
)
set_option = click.option(
    "-s",
    "--set",
    "options",
    multiple=True,
    metavar="OPTION=VALUE",
    help='Option of the theme; "cvkit themes NAME" lists them.',
)


def split(values: Iterable[str]) -> list[str]:
    """Take ``--theme a --theme b`` and ``--theme a,b`` alike."""
    words = (word.strip() for value in values for word in value.split(","))
    return list(dict.fromkeys(word for word in words if word))


def sources(project: Project, people: tuple[str, ...]) -> list[Path]:
    """Return the files of the people named, or of everybody.

    Raises :class:`UsageError` where there is nobody.
    """
    found = [project.file_of(name) for name in people] or list(project.people())
    if not found:
        raise UsageError(
            Problem("", f"there is nobody in {project.people_folder}",
                    hint='"cvkit new NAME" writes a first file')
        )  # fmt: skip
    return list(dict.fromkeys(shown(source) for source in found))


def pair(option: str) -> tuple[str, str]:
    """Return the name and the value of ``--set name=value``."""
    name, equals, value = option.partition("=")
    if not equals:
        raise UsageError(Problem("", f'--set "{option}"', hint="write --set option=value"))
    return name.strip(), value.strip()
