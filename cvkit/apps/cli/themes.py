"""``cvkit themes``: list themes and their options, start a new theme, copy templates."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cvkit.errors import CvkitError, Problem, ThemeError, UsageError, did_you_mean
from cvkit.pipeline.defaults import DEFAULT_THEME

from .common import current_project, shown
from .completion import complete_themes
from .report import print_problems
from .terminal import echo

if TYPE_CHECKING:
    from cvkit.theme.theme import Theme

__all__ = ["theme_files", "themes"]


class _Themes(click.Group):
    """A group whose unknown commands are names of themes: ``cvkit themes modern``."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None:
            return "show", _show, args
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        names = complete_themes(ctx, self.params[0] if self.params else _NO_PARAMETER, incomplete)
        return [*super().shell_complete(ctx, incomplete), *names]


_NO_PARAMETER = click.Argument(["name"])


@click.group(
    cls=_Themes,
    invoke_without_command=True,
    subcommand_metavar="[THEME | COMMAND ...]",
    epilog="""\b
Examples:
  cvkit themes                                      all themes, one per line
  cvkit themes modern                               the options of a theme
  cvkit themes new mine --inherit modern            start a new theme
  cvkit themes eject modern sections/news.html.j2   copy a template, to change it
""",
)
@click.pass_context
def themes(context: click.Context) -> None:
    """List the themes, or the options of one; start a new theme."""
    if context.invoked_subcommand is not None:
        return
    from cvkit.theme.theme import misnamed_themes

    roots = current_project().theme_roots
    found, problems = _readable(roots)
    for folder in misnamed_themes(roots):
        hint = "use lower-case letters, digits and hyphens, such as my-theme"
        problems.append(Problem(str(folder), "cannot be the name of a theme", hint=hint))
    listed = [theme for theme in found if not theme.abstract]
    width = max((len(theme.name) for theme in listed), default=0)
    for theme in listed:
        note = "" if theme.parsers else _UNSAFE
        echo(f"{theme.name:<{width}}  {theme.description}{note}")
    if problems:
        print_problems(problems)
        context.exit(1)


# Behind the description of a theme in the list.
_UNSAFE = " (not for résumé parsers)"


def _readable(roots: Iterable[Path]) -> tuple[list[Theme], list[Problem]]:
    """Return the themes that can be read, and what is wrong with the others."""
    from cvkit.theme.theme import find_theme, list_themes

    found: list[Theme] = []
    problems: list[Problem] = []
    for name in list_themes(roots):
        try:
            found.append(find_theme(name, roots))
        except CvkitError as error:
            problems += error.problems
    return found, problems


@click.command()
@click.argument("name")
def _show(name: str) -> None:
    from cvkit.theme.theme import find_theme

    theme = find_theme(name, current_project().theme_roots)
    chain = f" (inherits {', '.join(theme.names[1:])})" if len(theme.names) > 1 else ""
    echo(f"{theme.name}: {theme.description}{chain}")
    echo(f"Résumé parsers that group text into lines: {'yes' if theme.parsers else 'no'}")
    echo()
    width = max((len(option) for option in theme.options), default=0)
    for option in theme.options.values():
        default = str(option.default).lower() if option.type == "flag" else option.default
        kind = " | ".join(option.choices) or option.type
        echo(f"  {option.name:<{width}}  {default}  ({kind})")
        echo(f"  {'':<{width}}  {option.description}")
    fitting = sorted(theme.fit_options.values(), key=lambda each: each.step)
    if fitting:
        limits = ", ".join(f"{each.option} to {each.tightest:g}{each.unit}" for each in fitting)
        echo()
        echo(f"--pages tightens, in this order: {limits}.")


_MANIFEST = """\
# "cvkit themes {name}" lists all options; see docs/themes.md.

[theme]
inherit = "{parent}"
description = "My own"

[options]
accent = "#7a1f3d"
"""

_STYLE = """\
/* Your rules win over those of "{parent}". Options are custom properties: var(--accent). */

.section > .title {{ letter-spacing: .02em; }}
"""


def theme_files(name: str, parent: str) -> dict[str, str]:
    """Return the text of each file of a new theme, by file name."""
    return {
        "theme.toml": _MANIFEST.format(name=name, parent=parent),
        "style.css": _STYLE.format(parent=parent),
    }


@themes.command(
    epilog="""\b
Examples:
  cvkit themes new mine
  cvkit themes new mine --inherit classic
"""
)
@click.argument("name")
@click.option("--inherit", "parent", default=DEFAULT_THEME, show_default=True,
              shell_complete=complete_themes, help="Theme to start from.")  # fmt: skip
def new(name: str, parent: str) -> None:
    """Write a new theme of two short files into themes/, ready to render."""
    from cvkit.system.files import write
    from cvkit.theme.theme import find_theme, is_theme_name

    project = current_project()
    if not is_theme_name(name):
        hint = "use lower-case letters, digits and hyphens, such as my-theme"
        raise UsageError(Problem("", f'"{name}" is not a valid name of a theme', hint=hint))
    find_theme(parent, project.theme_roots)
    folder = shown(project.root / "themes" / name)
    if folder.exists():
        raise ThemeError(Problem(str(folder), "already exists", hint="choose another name"))
    for file, text in theme_files(name, parent).items():
        write(folder / file, text.encode())
    echo(f"{folder} written; now: cvkit render --theme {name}")


@themes.command(
    epilog="""\b
Examples:
  cvkit themes eject modern                              list the templates
  cvkit themes eject modern sections/publications.html.j2
"""
)
@click.argument("name", shell_complete=complete_themes)
@click.argument("template", required=False)
def eject(name: str, template: str | None) -> None:
    """Copy a template of a theme, or of its parents, into the project, to change it there.

    Files in the project's themes/NAME/ are used before the theme's own, even a bundled theme's.
    """
    from cvkit.system.files import write
    from cvkit.theme.manifest import read_text
    from cvkit.theme.theme import find_theme

    project = current_project()
    theme = find_theme(name, project.theme_roots)
    if template is None:
        for known in theme.templates():
            echo(known)
        return
    source = theme.file(template) if template in theme.templates() else None
    if source is None:
        hint = (
            did_you_mean(template, theme.templates()) or f'"cvkit themes eject {name}" lists them'
        )
        raise UsageError(Problem("", f'{name} has no template "{template}"', hint=hint))
    folder = project.root / "themes" / name
    target = shown(folder / template)
    if target.exists():
        raise ThemeError(Problem(str(target), "already exists", hint="delete it first"))
    write(target, read_text(source, source.parent).encode())
    echo(f"{target} written")
