"""The names of results: patterns such as ``{name} {variant}``, and what is put into them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from cvkit.errors import InvalidValueError, did_you_mean
from cvkit.export import EXPORTERS

__all__ = ["FIELDS", "fill", "parse_output"]

FIELDS = ("name", "file", "theme", "variant", "redaction", "locale", "date")
"""What may stand in braces."""

_PLACE = re.compile(r"\{([^{}]*)\}")
# Not allowed in the names of files on Windows (Microsoft, "Naming Files, Paths, and Namespaces").
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_EMPTY = "\x00"
_CODE = "invalid-output"


def parse_output(text: str) -> str:
    """Return a pattern without the suffix of a format, which is added to each result.

    Raises :class:`InvalidValueError` if it has unknown fields, or does not name a file inside
    of the output folder.
    """
    pattern = _without_suffix(text.strip())
    for name in _PLACE.findall(pattern):
        if name not in FIELDS:
            hint = did_you_mean(name, FIELDS) or f"known: {', '.join(FIELDS)}"
            raise InvalidValueError(f'has the unknown field "{{{name}}}"', hint, _CODE)
    fixed = _PLACE.sub("x", pattern)
    if "{" in fixed or "}" in fixed:
        raise InvalidValueError(
            "has a brace that is not closed", 'write it like "{name} {theme}"', _CODE
        )
    path = PurePosixPath(fixed)
    if path.is_absolute() or ".." in path.parts or fixed.startswith("~"):
        hint = "remove the folder, or name one with --output-dir"
        raise InvalidValueError("must be inside of the output folder", hint, _CODE)
    if found := _FORBIDDEN.search(fixed):
        message = f"contains {found[0]!r}, which is not allowed in the name of a file"
        raise InvalidValueError(message, "use letters, digits, spaces and hyphens", _CODE)
    if any(not part.strip(" .") for part in fixed.split("/")):
        raise InvalidValueError("is not the name of a file", "add a name, such as {name}", _CODE)
    return pattern


def _without_suffix(text: str) -> str:
    suffixes = sorted({exporter.suffix for exporter in EXPORTERS.values()}, key=len, reverse=True)
    found = next((suffix for suffix in suffixes if text.endswith(suffix)), "")
    return text.removesuffix(found)


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """Return a pattern with its fields filled in, as a relative path without a suffix.

    An empty field is left out with the signs before it; signs in values that cannot be in the
    name of a file become hyphens.
    """
    filled = _PLACE.sub(lambda match: _safe(values[match[1]]) or _EMPTY, pattern)
    filled = re.sub(rf"[(\[]{_EMPTY}[)\]]", _EMPTY, filled)
    filled = re.sub(rf"(?:^|(?<=/)){_EMPTY}[-_. ,]*|[-_. ,]*{_EMPTY}", "", filled)
    parts = (part.strip(" ") for part in filled.split("/"))
    return "/".join(part if part.strip(". ") else values["file"] for part in parts)


def _safe(value: str) -> str:
    value = re.sub(rf"(?:{_FORBIDDEN.pattern}|/)+", "-", value)
    return " ".join(value.split()).strip(" .")
