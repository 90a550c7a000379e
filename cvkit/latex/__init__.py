"""LaTeX: a CV in a theme to a source that can be taken over, and this to a PDF."""

from .engine import typeset_tex
from .source import to_tex

__all__ = ["to_tex", "typeset_tex"]
