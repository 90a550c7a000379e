"""Findings, and the table of their codes."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cvkit.errors import Problem, UsageError, did_you_mean

__all__ = ["SEVERITIES", "Code", "Finding", "codes", "explain"]

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Code:
    """One kind of finding: its severity, why it matters, how to fix it, and the source."""

    code: str
    severity: str
    title: str
    why: str
    fix: str
    source: str

    @property
    def of_file(self) -> bool:
        """Whether the finding concerns the person's file only, whatever the theme."""
        return self.code.startswith(("CV0", "CV5"))


@dataclass(frozen=True)
class Finding:
    """One result of a check.

    ``line`` and ``column`` count from 1 and refer to the person's file; ``page`` counts from
    1, too; ``path`` is the place in the data; ``text`` is the text that the finding is about,
    which ``ignore`` rules match (empty if it concerns the document as a whole); ``reason`` is
    the reason given for ignoring it.
    """

    code: str
    message: str
    severity: str
    file: str = ""
    line: int | None = None
    column: int | None = None
    page: int | None = None
    hint: str = ""
    path: str = ""
    text: str = ""
    theme: str = ""
    reason: str = ""


@cache
def codes() -> Mapping[str, Code]:
    """Return all codes by name, in order."""
    file = resources.files("cvkit") / "check" / "codes.toml"
    table = tomllib.loads(file.read_text("utf-8"))
    return {
        name: Code(name, **{key: " ".join(text.split()) for key, text in fields.items()})
        for name, fields in table.items()
    }


def explain(name: str) -> str:
    """Return what a code means, why it matters and how to fix it.

    Raises :class:`UsageError` with the closest code if there is no code of that name.
    """
    code = codes().get(name.upper())
    if code is None:
        hint = did_you_mean(name, codes()) or f"codes: {', '.join(codes())}"
        raise UsageError(Problem("", f'unknown code "{name}"', hint=hint))
    parts = (f"{code.code} ({code.severity}): {code.title}", code.why,
             f"How to fix it: {code.fix}", code.source and f"Source: {code.source}")  # fmt: skip
    return "\n\n".join(textwrap.fill(part, 88) for part in parts if part)
