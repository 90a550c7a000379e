"""The source: the editor, and the list of its problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from nicegui import ui

from cvkit.apps.studio.core.helper import fixed
from cvkit.errors import Problem

from .elements import EditorBridge, button

__all__ = ["EditorPane"]


Complete = Callable[[str, int, int], Sequence[Mapping[str, object]]]
Explain = Callable[[str, int, int], Mapping[str, object] | None]


class EditorPane:
    """The editor with its problems.

    ``on_edit`` is called with every new text, ``on_cursor`` with the line and column of the
    cursor, counted from 0, ``on_save`` when the user asks for it, ``on_problem`` with a problem
    to go to, and ``on_fix`` with a corrected text.
    """

    def __init__(
        self,
        *,
        on_edit: Callable[[str], None],
        on_cursor: Callable[[int, int], None],
        on_save: Callable[[], None],
        on_problem: Callable[[Problem], None],
        on_fix: Callable[[str], None],
    ) -> None:
        self._on_cursor = on_cursor
        self._on_problem = on_problem
        self._on_fix = on_fix
        self._problems: list[Problem] = []
        self._composing = False
        self._cursor = (0, 0)
        self.complete: Complete | None = None
        self.explain: Explain | None = None
        self.editor = ui.codemirror(
            language="YAML",
            theme="githubLight",
            indent="  ",
            line_wrapping=True,
            on_change=lambda event: on_edit(event.value or ""),
            keymap={
                "Mod-s": on_save,
                "F8": lambda: self.next_problem(1),
                "Shift-F8": lambda: self.next_problem(-1),
            },
        ).classes("source")
        self.bridge = EditorBridge(
            self.editor,
            "YAML source",
            cursor=self._moved,
            composing=self._composed,
            complete=self._complete,
            explain=self._explain,
        )
        self.list = ui.element("div").classes("problems")
        self.list.props.update({"role": "region", "aria-label": "Problems", "tabindex": "0"})

    @property
    def cursor(self) -> tuple[int, int]:
        """The line and the column of the cursor, counted from 0."""
        return self._cursor

    @property
    def text(self) -> str:
        """The text in the editor."""
        return self.editor.value or ""

    def set_text(self, text: str) -> None:
        """Replace the text, keeping the cursor and the undo history."""
        if text != self.editor.value:
            self.editor.value = text

    def set_dark(self, dark: bool) -> None:
        """Use the dark or the light colours."""
        self.editor.theme = "githubDark" if dark else "githubLight"

    def goto(self, line: int, column: int) -> None:
        """Move the cursor to a place, counted from 0."""
        self.bridge.goto(line, column)

    def display(self, problems: Iterable[Problem], own: Callable[[Problem], bool]) -> None:
        """Underline problems, and list them."""
        self._problems = list(problems)
        if self._composing:
            return  # an input method is at work: its text must not be touched
        here = [problem for problem in self._problems if own(problem) and problem.line]
        lines = self.text.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        marks = [_mark(problem, lines, starts) for problem in here]
        found = [mark for mark in marks if mark is not None]
        if found != self.editor.decorations:
            self.editor.decorations = found
        tooltips = _tooltips(here, len(lines))
        if tooltips != self.editor.line_tooltips:
            self.editor.line_tooltips = tooltips
        self._fill()

    def next_problem(self, step: int) -> None:
        """Move the cursor to the next problem after it, or the previous one with -1."""
        placed = [problem for problem in self._problems if problem.line]
        if not placed:
            return
        here = self._cursor
        places = [((p.line or 1) - 1, (p.column or 1) - 1) for p in placed]
        order = list(zip(places, placed, strict=True))
        if step > 0:
            chosen = next((pair for pair in order if pair[0] > here), order[0])
        else:
            chosen = next((pair for pair in reversed(order) if pair[0] < here), order[-1])
        self._on_problem(chosen[1])

    def _fill(self) -> None:
        self.list.clear()
        self.list.set_visibility(bool(self._problems))
        with self.list:
            for problem in self._problems[:100]:
                self._row(problem)

    def _row(self, problem: Problem) -> None:
        kind = "warning" if is_warning(problem) else "error"
        fix = fixed(self.text, problem)
        with ui.element("div").classes(f"problem-row is-{kind}"):
            row = ui.element("button").classes("problem").props('type="button"')
            row.on("click", lambda: self._on_problem(problem))
            with row:
                ui.label(str(problem.line or "")).classes("problem-line")
                with ui.element("span").classes("problem-text"):
                    ui.label(problem.message).classes("problem-message")
                    if problem.hint:
                        ui.label(problem.hint).classes("problem-hint")
            if fix:
                button("Fix", lambda: self._fix(problem), label=fix[0].title)

    def _fix(self, problem: Problem) -> None:
        """Apply the correction of a problem to the text as it is now."""
        if found := fixed(self.text, problem):
            self._on_fix(found[1])

    def _moved(self, place: Mapping[str, Any]) -> None:
        self._cursor = int(place["line"]), int(place["column"])
        self._on_cursor(*self._cursor)

    def _composed(self, state: Mapping[str, Any]) -> None:
        self._composing = bool(state["active"])

    def _complete(self, asked: Mapping[str, Any]) -> None:
        place = int(asked["line"]), int(asked["column"])
        found = self.complete(self.text, *place) if self.complete else []
        start = found[0]["start"] if found else 0
        self.bridge.answer(int(asked["number"]), {"options": list(found), "start": start})

    def _explain(self, asked: Mapping[str, Any]) -> None:
        place = int(asked["line"]), int(asked["column"])
        found = self.explain(self.text, *place) if self.explain else None
        self.bridge.answer(int(asked["number"]), found)


WARNINGS = frozenset(("no-name", "unknown-network"))


def is_warning(problem: Problem) -> bool:
    """Whether a problem does not prevent rendering."""
    return problem.code in WARNINGS


def _mark(problem: Problem, lines: list[str], starts: list[int]) -> dict[str, object] | None:
    """Return the underline of a problem: from its column to the end of the word or value."""
    line = (problem.line or 1) - 1
    if line >= len(lines):
        return None
    text = lines[line]
    column = min((problem.column or 1) - 1, max(len(text) - 1, 0))
    rest = text[column:]
    name = rest.partition(":")[0]
    length = len(name) if name != rest and name.strip() else len(rest.rstrip())
    if not length:
        column, length = len(text) - len(text.lstrip()), len(text.strip())
    if not length:
        return None
    start = starts[line] + column
    kind = "warning" if is_warning(problem) else "error"
    return {"kind": "mark", "from": start, "to": start + length, "class": f"mark-{kind}"}


def _tooltips(problems: Iterable[Problem], count: int) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for problem in problems:
        if problem.line and problem.line <= count:
            hint = f"\n→ {problem.hint}" if problem.hint else ""
            found.setdefault(problem.line, []).append(f"{problem.message}{hint}")
    return {line: "\n\n".join(texts) for line, texts in found.items()}
