"""The second road to paper: a selected CV to a PDF through LaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cvkit.compose.latex.source import photo_name
from cvkit.document import Typeset
from cvkit.errors import Problem, RenderError
from cvkit.model import CV
from cvkit.theme.options import Value
from cvkit.theme.stylesheets import fonts
from cvkit.theme.theme import Theme
from cvkit.typeset.tex import compile_tex

__all__ = ["typeset_tex"]


def typeset_tex(
    source: str,
    cv: CV,
    theme: Theme,
    options: Mapping[str, Value],
    folder: Path,
    seconds: float = 120.0,
) -> Typeset:
    """Return the PDF that LaTeX makes of the source of a CV.

    ``options`` holds a value for every option of the theme; ``folder`` is the person's, below
    which the photograph lies; ``seconds`` is the time that LaTeX may take. Raises
    :class:`CvkitError` where the source cannot be compiled.
    """
    pictures = _pictures(cv, folder) if options.get("photo") else {}
    return compile_tex(source, fonts(theme, options), pictures, seconds)


def _pictures(cv: CV, folder: Path) -> dict[str, Path]:
    """Return where the photograph lies by the name that it has in the source."""
    if not cv.photo:
        return {}
    name = photo_name(cv)
    if not name:
        hint = "give it as PNG, JPEG or PDF, or use the other engine"
        raise RenderError(Problem("", f"LaTeX cannot show the photo {cv.photo}", hint=hint))
    path = (folder / cv.photo).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise RenderError(Problem("", f"the photo {cv.photo} is outside the person's folder"))
    return {name: path}
