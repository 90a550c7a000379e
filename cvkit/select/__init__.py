"""Select: reduce a CV to what is shown.

After this step there are no variants, tags, other languages or redacted fields, and the sections
are in the requested order. The names are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .choice import Choice
    from .prune import Lacking, Removal
    from .scrub import Doubt
    from .selection import (
        Selected,
        choose,
        choose_letter,
        redaction_traces,
        select,
        variant_of,
    )
    from .traces import Traces
    from .variants import lineage

__all__ = [
    "Choice",
    "Doubt",
    "Lacking",
    "Removal",
    "Selected",
    "Traces",
    "choose",
    "choose_letter",
    "lineage",
    "redaction_traces",
    "select",
    "variant_of",
]

_HOMES = {
    "Choice": "choice",
    "Doubt": "scrub",
    "Lacking": "prune",
    "Removal": "prune",
    "Traces": "traces",
    "lineage": "variants",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES.get(name, "selection")
    return getattr(import_module(f".{home}", __name__), name)
