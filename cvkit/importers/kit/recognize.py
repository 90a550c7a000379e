"""What a text file is that is not a CV: a file of cvkit, YAML, TOML, JSON, LaTeX or source code."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from cvkit.model import CV

from .decode import head, what_it_is

__all__ = ["fields_of_json", "is_structured", "kind_of_file"]

_FIELDS = frozenset(field.alias or name for name, field in CV.model_fields.items()) | {"include"}
_FIELD = re.compile(r"""(?:[\w$-][\w $./-]*|"[^"]*"|'[^']*')\s*:(?:\s|$)""")
# Lines that are common in source code, and hardly ever in a CV.
_CODE = re.compile(
    r"\s*(?:(?:from \S+ )?import [\w.{*]|#include\b|#!|(?:async )?def \w+\(|class \w+[:({ ]"
    r"|(?:export |pub )?(?:function|func|fn|const|let|var) \w|package [\w.]+;?$|use \w+::"
    r"|(?:public|private|protected|static) \w|if __name__|return\b.*;?$|print\(|console\.|echo "
    r"|\w+(?:\.\w+)*\(.*\);?$|[}\])]+[;,]?$|.*[{;]$)"
)
_SHARE_OF_CODE = 0.3


def kind_of_file(data: bytes) -> str:
    """Say what a file is that no importer reads, or return an empty text."""
    if words := what_it_is(data):
        return words
    text = head(data, 200_000)
    if text.lstrip().startswith("{"):
        names = [f'"{name}"' for name in fields_of_json(data)]
        listed = f": its fields are {', '.join(names[:5])}" if names else ""
        return f"it is JSON, but no résumé in a known format{listed}"
    if re.search(r"^\s*\\documentclass", text, re.MULTILINE):
        return "it is LaTeX: make a PDF of it, and import that"
    return _structured(text)


def is_structured(text: str) -> bool:
    """Whether a text is data or a program, which may have lines that look like Markdown."""
    return bool(_structured(text))


def fields_of_json(data: bytes) -> dict[str, Any]:
    """Return the fields of a JSON object; none if it is broken, or no object."""
    try:
        value: Any = json.loads(head(data, len(data)))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _structured(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return ""
    if fields := _fields_of_yaml(lines):
        is_ours = fields <= _FIELDS and fields & {"sections", "name", "include"}
        return "it seems to be a cvkit file already" if is_ours else "it is YAML"
    if _is_toml(text):
        return "it is TOML"
    code = sum(bool(_CODE.match(line)) for line in lines)
    if lines[0].startswith("#!") or (code >= 2 and code >= _SHARE_OF_CODE * len(lines)):
        return "it is source code"
    return ""


def _fields_of_yaml(lines: list[str]) -> set[str]:
    """Return the fields of a text in which every line that is not indented begins with one."""
    outer = [line for line in lines if not re.match(r"\s|#|---|- ", line)]
    if not all(_FIELD.match(line) for line in outer):
        return set()
    return {line.partition(":")[0].strip().strip("\"'") for line in outer}


def _is_toml(text: str) -> bool:
    try:
        return bool(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError):
        return False
