"""A CV in a theme as a LaTeX document: the source with its fonts and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cvkit.document import TexDocument
from cvkit.errors import Problem, RenderError
from cvkit.model import CV, CvDate
from cvkit.theme.options import Value
from cvkit.theme.stylesheets import fonts
from cvkit.theme.theme import Theme

from .source import photo_name, to_tex

__all__ = ["compose"]


def compose(
    cv: CV,
    theme: Theme,
    options: Mapping[str, Value],
    folder: Path,
    present: CvDate | None = None,
) -> TexDocument:
    """Return the LaTeX document of a CV.

    ``options`` holds a value for every option of the theme. ``folder`` is the person's, which
    has the photo. ``present`` is the date up to which ongoing entries have lasted. Raises
    :class:`ThemeError` if a template fails, and :class:`RenderError` if LaTeX cannot show a
    formula or the photo.
    """
    pictures = tuple(_pictures(cv, folder).items()) if options.get("photo") else ()
    return TexDocument(to_tex(cv, theme, options, present), fonts(theme, options), pictures)


def _pictures(cv: CV, folder: Path) -> dict[str, Path]:
    """Return the file of the photo by the name that it has in the source."""
    if not cv.photo:
        return {}
    name = photo_name(cv)
    if not name:
        hint = "use a PNG, JPEG or PDF file, or the other engine"
        raise RenderError(Problem("", f"LaTeX cannot show the photo {cv.photo}", hint=hint))
    path = (folder / cv.photo).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise RenderError(Problem("", f"the photo {cv.photo} is outside the person's folder"))
    return {name: path}
