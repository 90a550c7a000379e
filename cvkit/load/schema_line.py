"""The line by which editors find the JSON Schema of a file."""

from __future__ import annotations

import os
import re
from pathlib import Path

__all__ = ["schema_line", "with_schema_line"]

_LINE = re.compile(r"^\ufeff?#[ \t]*yaml-language-server:[ \t]*\$schema=(\S*)", re.MULTILINE)
_MARK = "\ufeff"


def schema_line(file: Path, schema: Path) -> str:
    """Return the line for a file: the path of the schema starts at the file's folder."""
    path = Path(os.path.relpath(schema.absolute(), file.parent.absolute())).as_posix()
    return f"# yaml-language-server: $schema={path}"


def with_schema_line(text: str, line: str) -> str:
    """Return the text of a file with the line at its top; a schema of another name is kept."""
    found = _LINE.search(text)
    if found and found[1].rpartition("/")[2] != line.rpartition("/")[2].rpartition("=")[2]:
        return text
    if found:
        start = found.start() + found[0].startswith(_MARK)
        return text[:start] + line + text[found.end() :]
    mark = _MARK if text.startswith(_MARK) else ""
    end = "\r\n" if "\r\n" in text else "\n"
    return f"{mark}{line}{end}{text.removeprefix(mark)}"
