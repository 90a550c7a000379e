"""Help at the cursor: completions, explanations and corrections, as a browser needs them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from cvkit.errors import Problem
from cvkit.load.assist import Fix, Names, complete, fixes, hover
from cvkit.markup import plain
from cvkit.pipeline.assist import names_of
from cvkit.pipeline.project import Project

__all__ = ["Helper", "fixed"]

_MOST = 200


class Helper:
    """Knows the names of a project, which it looks up when they are first needed."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def prepare(self) -> None:
        """Look the names up in advance, which takes a second."""
        _ = self._names

    @cached_property
    def _names(self) -> Names:
        return names_of(self._project)

    def completions(self, text: str, line: int, column: int) -> list[dict[str, object]]:
        """Return what may be written at a place."""
        return [
            {
                "label": each.label,
                "insert": each.insert,
                "kind": each.kind,
                "start": each.start,
                "detail": each.detail,
                "info": plain(each.documentation),
            }
            for each in complete(text, line, column, self._names)[:_MOST]
        ]

    def explanation(self, text: str, line: int, column: int) -> Mapping[str, object] | None:
        """Return the explanation of what is at a place."""
        found = hover(text, line, column, self._names)
        if found is None:
            return None
        words = "\n\n".join(plain(part) for part in found.text.split("\n\n"))
        return {"text": words, "line": found.line, "start": found.start, "end": found.end}


def fixed(text: str, problem: Problem) -> tuple[Fix, str] | None:
    """Return the best correction of a problem, and the text with it; ``None`` if there is none."""
    lines = text.split("\n")
    for fix in fixes(problem):
        if fix.line < len(lines):
            line = lines[fix.line]
            lines[fix.line] = line[: fix.start] + fix.text + line[fix.end :]
            return fix, "\n".join(lines)
    return None
