"""cvkit: one YAML file per person, typeset in themes to CVs of print quality.

Three lines give the bytes of a PDF::

    from cvkit import render

    pdf = render("people/ada.yaml", theme="modern")

docs/python.md describes all names. They are imported when they are first used, so that
``import cvkit`` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .document import Typeset
    from .errors import CvkitError, InputError, Problem, RenderError, ThemeError, UsageError
    from .model import CV
    from .pipeline.api import Project, load, render, select
    from .pipeline.result import Result
    from .theme.theme import Theme

__version__ = "0.1.0"

__all__ = [
    "CV",
    "CvkitError",
    "InputError",
    "Problem",
    "Project",
    "RenderError",
    "Result",
    "Theme",
    "ThemeError",
    "Typeset",
    "UsageError",
    "load",
    "render",
    "select",
]

_HOMES = {
    **dict.fromkeys(("Project", "load", "render", "select"), ".pipeline.api"),
    "CV": ".model",
    "Result": ".pipeline.result",
    "Theme": ".theme.theme",
    "Typeset": ".document",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES.get(name, ".errors"), __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """Keeps ``cvkit.load`` and ``cvkit.select`` functions.

    Python sets a package's attribute to each submodule that is imported; two of these have the
    names of functions. They are still imported as usual: ``from cvkit.load.load import …``.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
