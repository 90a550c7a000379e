"""What editors propose for a file of a project: themes, their options, formats, languages."""

from __future__ import annotations

from cvkit.errors import CvkitError
from cvkit.export import EXPORTERS
from cvkit.language.locale import catalogues
from cvkit.load.assist import Names, Setting
from cvkit.theme.css import color_names
from cvkit.theme.options import Option
from cvkit.theme.theme import Theme, cached_theme, list_themes

from .project import Project

__all__ = ["names_of", "themes_of"]

_FLAG = ("true", "false")


def names_of(project: Project) -> Names:
    """Return the names for :func:`cvkit.load.assist.complete` that a project knows."""
    themes = themes_of(project)
    options: dict[str, Setting] = {}
    for theme in themes.values():
        for option in theme.options.values():
            options.setdefault(option.name, _setting(option))
    return Names(tuple(themes), tuple(EXPORTERS), tuple(catalogues()), options)


def themes_of(project: Project) -> dict[str, Theme]:
    """Return the themes of a project that can be rendered, by name."""
    return {name: theme for name in list_themes(project.theme_roots)
            if (theme := _theme(project, name)) and not theme.abstract}  # fmt: skip


def _theme(project: Project, name: str) -> Theme | None:
    try:
        theme = cached_theme(name, project.theme_roots)
        _ = theme.options
    except CvkitError:  # reported where it is used
        return None
    return theme


def _setting(option: Option) -> Setting:
    values = {"flag": _FLAG, "color": tuple(color_names())}.get(option.type, option.choices)
    return Setting(option.name, option.type, option.description, values)
