"""Completion of values in a shell: people, themes, formats, options and what files define."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    add_completion_class,
)

from cvkit.errors import CvkitError
from cvkit.pipeline.defaults import ALL, DEFAULT_THEME, FULL
from cvkit.pipeline.project import Project, find_project
from cvkit.source import SUFFIXES

__all__ = [
    "complete_codes",
    "complete_formats",
    "complete_languages",
    "complete_letters",
    "complete_options",
    "complete_pages",
    "complete_people",
    "complete_redactions",
    "complete_themes",
    "complete_variants",
]

Complete = Callable[[click.Context, click.Parameter, str], list[Any]]


class _Bash(BashComplete):
    """Bash's script; no space follows a folder, or ``accent=``, where more is typed."""

    source_template = BashComplete.source_template.replace(
        "    return 0\n",
        '    [[ "${COMPREPLY[0]}" == *[=/] ]] && compopt -o nospace\n    return 0\n',
    )


class _Fish(FishComplete):
    """Fish's script; only the first comma of an answer separates, the others are in values."""

    source_template = FishComplete.source_template.replace(
        'string split ","', 'string split --max 1 ","'
    )


add_completion_class(_Bash, "bash")
add_completion_class(_Fish, "fish")


def _project() -> Project:
    return find_project(Path.cwd())


def _items(names: Iterable[str]) -> list[CompletionItem]:
    """Return completions; names that could steer the terminal or split an answer are left out."""
    return [CompletionItem(name) for name in names if name.isprintable()]


def _listed(names: Callable[[click.Context], Iterable[str]]) -> Complete:
    """Complete one name, or the last of several with commas between them."""

    def complete(ctx: click.Context, _param: click.Parameter, word: str) -> list[Any]:
        before, comma, last = word.rpartition(",")
        done = before.split(",")
        known = dict.fromkeys(name for name in names(ctx) if name not in done)
        found = (name for name in known if name.startswith(last))
        return _items(f"{before}{comma}{name}" for name in found)

    return complete


def complete_people(_ctx: click.Context, _param: click.Parameter, word: str) -> list[Any]:
    """Complete the names of people, and YAML files and folders.

    The files are listed here: bash drops the names if it is asked to complete files, too.
    """
    names = [path.stem for path in _project().people() if path.stem.startswith(word)]
    return _items((*names, *_files(word)))


def _files(word: str) -> list[str]:
    """Return the YAML files and the folders that a word may become."""
    folder = word[: word.rfind("/") + 1]
    try:
        entries = sorted(Path(folder or ".").expanduser().iterdir())
    except OSError:
        return []
    visible = [entry for entry in entries if not entry.name.startswith(".")]
    files = [f"{folder}{entry.name}" for entry in visible if entry.suffix in SUFFIXES]
    files += [f"{folder}{entry.name}/" for entry in visible if entry.is_dir()]
    return [file for file in files if word and file.startswith(word)]


def _theme_names(_ctx: click.Context) -> Iterable[str]:
    from cvkit.theme.theme import list_themes

    return list_themes(_project().theme_roots)


def _format_names(_ctx: click.Context) -> Iterable[str]:
    from cvkit.export import EXPORTERS

    return EXPORTERS


def _language_tags(_ctx: click.Context) -> Iterable[str]:
    from cvkit.language.locale import catalogues

    return catalogues()


def _variant_names(ctx: click.Context) -> Iterable[str]:
    return [*_declared(ctx, "variants"), ALL, FULL]


def _redaction_names(ctx: click.Context) -> Iterable[str]:
    from cvkit.model import REDACTIONS

    return [*REDACTIONS, *_declared(ctx, "redactions")]


def _letter_names(ctx: click.Context) -> Iterable[str]:
    project = _project()
    return [*(name for source in _sources(ctx) for name in project.letters(source)), ALL]


def _code_names(_ctx: click.Context) -> Iterable[str]:
    from cvkit.check import codes

    return codes()


def _sources(ctx: click.Context) -> list[Path]:
    """Return the files of the people named so far, or of everybody."""
    project = _project()
    try:
        named = [project.file_of(name) for name in ctx.params.get("people") or ()]
    except CvkitError:
        named = []
    return named or list(project.people())


def _declared(ctx: click.Context, field: str) -> list[str]:
    """Return the names of a mapping, such as ``variants``, in the files."""
    from cvkit.load.load import read_tree

    names: dict[str, None] = {}
    for source in _sources(ctx):
        try:
            declared = read_tree(source)[0].child(field)
        except CvkitError:
            continue
        if declared and isinstance(declared.value, dict):
            names |= dict.fromkeys(declared.value)
    return list(names)


def complete_options(ctx: click.Context, _param: click.Parameter, word: str) -> list[Any]:
    """Complete ``option=``, and then its value, for the themes named so far."""
    from cvkit.theme.theme import find_theme

    named = [name for value in ctx.params.get("themes") or () for name in value.split(",")]
    options: dict[str, Any] = {}
    for name in named or [DEFAULT_THEME]:
        try:
            options |= find_theme(name, _project().theme_roots).options
        except CvkitError:
            continue
    name, equals, typed = word.partition("=")
    if not equals:
        return _items(f"{known}=" for known in options if known.startswith(name))
    option = options.get(name)
    flags = ("true", "false") if option and option.type == "flag" else ()
    values = (*(option.choices if option else ()), *flags)
    return _items(f"{name}={value}" for value in values if value.startswith(typed))


complete_themes = _listed(lambda ctx: [*_theme_names(ctx), ALL])
complete_formats = _listed(_format_names)
complete_languages = _listed(_language_tags)
complete_variants = _listed(_variant_names)
complete_redactions = _listed(_redaction_names)
complete_letters = _listed(_letter_names)
complete_codes = _listed(_code_names)
complete_pages = _listed(lambda _ctx: ["1", "2", "3", "auto", "any"])
