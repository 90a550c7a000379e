"""The names and defaults of the command line. Nothing slow is imported: its help needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

__all__ = [
    "ALL",
    "DEFAULT_ENGINE",
    "DEFAULT_FORMAT",
    "DEFAULT_LANGUAGE",
    "DEFAULT_THEME",
    "DOUBTFUL",
    "ENGINES",
    "FULL",
    "IN_FILE_NAME",
    "IN_PICTURE",
    "QUOTES_SECRETS",
    "SCHEMA_NAME",
]

DEFAULT_THEME = "modern"
DEFAULT_FORMAT = "pdf"
DEFAULT_LANGUAGE = "en"
ALL = "all"
SCHEMA_NAME = "cv.schema.json"
"""The name of the JSON Schema in the folder of a project."""
FULL = "full"
"""The name of the complete CV, beside its variants."""


class Engine(NamedTuple):
    """A program that makes PDFs: the form of a CV that it typesets, and what it cannot do."""

    form: Literal["document", "tex"]
    unsupported: frozenset[str] = frozenset()


ENGINES: Mapping[str, Engine] = {
    "weasyprint": Engine("document"),
    "latex": Engine(
        "tex", frozenset({"letters", "page limits", "PDF standards", "embedded sources"})
    ),
}
DEFAULT_ENGINE = "weasyprint"

DOUBTFUL = "doubtful-redaction"
IN_FILE_NAME = "redaction-in-file-name"
IN_PICTURE = "redaction-in-picture"
QUOTES_SECRETS = frozenset({DOUBTFUL, IN_FILE_NAME, IN_PICTURE})
"""Codes of problems whose message quotes what a redaction removes."""
