"""One open file in one tab: its text, what is shown of it, its problems, and when what is done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from cvkit.errors import CvkitError, Problem
from cvkit.pipeline.project import Project
from cvkit.source.format.reformat import reformat
from cvkit.source.text import Source

from .controls import with_options
from .document import Document, Event
from .look import Look, Target, target_of
from .preview import Preview, State
from .work import Rendering, is_current, render, validate_file

__all__ = ["Changed", "Runner", "Session"]

PAUSE = 0.15
"""Seconds without a key after which the pages are made anew."""
SAVE_PAUSE = 0.4
"""Seconds without a key after which the text is saved."""
LONGEST = 2.0
"""Seconds after which a text is saved while keys are still being pressed."""

T = TypeVar("T")


class Runner(Protocol):
    """Runs functions in other processes."""

    async def now(self, function: Callable[..., T], *arguments: object) -> T:
        """Run what somebody is waiting for."""
        ...

    async def later(self, function: Callable[..., T], *arguments: object) -> T:
        """Run what can wait."""
        ...


@dataclass(frozen=True)
class Changed:
    """What has changed, for those who show it."""

    text: bool = False
    pages: bool = False
    problems: bool = False
    file: bool = False
    look: bool = False


class Session:
    """A file that is edited; ``changed`` is called in the event loop after every change."""

    def __init__(
        self, project: Project, runner: Runner, changed: Callable[[Changed], None]
    ) -> None:
        self.project = project
        self.runner = runner
        self._changed = changed
        self.document: Document | None = None
        self.target: Target | None = None
        self.look = Look()
        self.event = Event.NOTHING
        self.preview = Preview(self._render, self._previewed)
        self._validated: tuple[Problem, ...] = ()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._first_edit = 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    # The file

    def open(self, file: Path) -> None:
        """Open another file, after the text of the present one has been saved.

        Raises :class:`InputError` if it cannot be read.
        """
        document = Document(file)
        self.save()
        self.preview.close()
        self.preview = Preview(self._render, self._previewed)
        self.document, self.target = document, target_of(self.project, file)
        self.look, self.event, self._validated = Look(), Event.NOTHING, ()
        self._changed(Changed(text=True, pages=True, problems=True, file=True, look=True))
        self.refresh()

    def edit(self, text: str) -> None:
        """Take what was typed; it is shown and saved after a pause."""
        if self.document is None or text == self.document.text:
            return
        now = asyncio.get_running_loop().time()
        if not self._timers.get("save"):
            self._first_edit = now
        self.document.edit(text)
        self._after("preview", PAUSE, self._show)
        longest = max(self._first_edit + LONGEST - now, 0.0)
        self._after("save", min(SAVE_PAUSE, longest), self.save)
        self._changed(Changed(file=True))

    def save(self) -> None:
        """Save the text now."""
        self._cancel("save")
        if self.document is not None:
            self._happened(self.document.save())

    def poll(self) -> None:
        """Look for changes by other programs."""
        if self.document is not None and "save" not in self._timers:
            self._happened(self.document.compare())

    def resolve(self, text: str) -> Path:
        """End a conflict with a text; return where the other version is kept."""
        assert self.document is not None
        kept = self.document.resolve(text)
        self._replaced()
        return kept

    def recover(self, *, take: bool) -> None:
        """Take or discard the text that an earlier studio could not save."""
        assert self.document is not None
        found = self.document.recovered
        self.document.discard_recovered()
        if take and found:
            self.replace(found.text)
        else:
            self._changed(Changed(file=True))

    def replace(self, text: str) -> None:
        """Replace the text, as if it had been typed."""
        assert self.document is not None
        self.document.edit(text)
        self.save()
        self._replaced()

    async def poll_dependencies(self) -> None:
        """Make the pages anew if a picture, an included file or the theme has changed."""
        shown, state = self.state.shown, self.state
        if shown is None or state.busy or self.document is None or not self.document.is_saved:
            return
        current = await self.runner.later(is_current, shown.trace)
        if not current and state is self.state and not self._timers:
            self.refresh()

    def close(self) -> None:
        """Save the text, and stop."""
        for name in list(self._timers):
            self._cancel(name)
        if self.document is not None:
            self.document.save()
        self.preview.close()

    # The look

    def display(self, look: Look) -> None:
        """Show the file with other settings; nothing is written."""
        self.look = look
        self._changed(Changed(look=True))
        self.refresh()

    def keep(self) -> None:
        """Write the theme and the options that are tried into the file.

        Raises :class:`InputError` if the file cannot be edited safely.
        """
        assert self.document is not None
        source = Source(str(self.document.path), self.document.text)
        text = with_options(source, dict(self.look.options), self.look.theme)
        self.look = replace(self.look, theme="", options=())
        self.replace(text)
        self._changed(Changed(look=True))

    def format(self) -> None:
        """Format the source, as ``cvkit format`` does.

        Raises :class:`InputError` if it is not valid YAML, or would lose something.
        """
        assert self.document is not None
        self.replace(reformat(Source(str(self.document.path), self.document.text)))

    # Pages and problems

    @property
    def state(self) -> State:
        """What is shown of the pages."""
        return self.preview.state

    @property
    def problems(self) -> list[Problem]:
        """All errors and warnings, by their lines; those of this file first."""
        found = dict.fromkeys((*self.state.problems, *self._validated))
        seen: set[tuple[str, int | None, str]] = set()
        problems = []
        for problem in found:
            key = problem.file, problem.line, problem.message
            if key not in seen:
                seen.add(key)
                problems.append(problem)
        return sorted(problems, key=self._place)

    def is_own(self, problem: Problem) -> bool:
        """Whether a problem is in the file that is open."""
        return self.document is not None and problem.file in ("", str(self.document.path))

    def refresh(self) -> None:
        """Make the pages anew."""
        if self.target is not None and self.document is not None:
            self.preview.request(self.target, self.look, self.document.text)

    def _place(self, problem: Problem) -> tuple[bool, str, int, int]:
        return not self.is_own(problem), problem.file, problem.line or 0, problem.column or 0

    def _show(self) -> None:
        self._timers.pop("preview", None)
        self.refresh()

    async def _render(self, target: Target, look: Look, text: str) -> Rendering:
        return await self.runner.now(render, target, look, text)

    def _previewed(self, state: State) -> None:
        self._changed(Changed(pages=True, problems=True))
        if not state.busy:
            task = asyncio.create_task(self._validate())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _validate(self) -> None:
        target, state = self.target, self.state
        if target is None or self.document is None:
            return
        try:
            errors, warnings = await self.runner.now(validate_file, target, self.document.text)
        except CvkitError as error:
            errors, warnings = error.problems, ()
        if target == self.target and state is self.state:
            self._validated = (*errors, *warnings)
            self._changed(Changed(problems=True))

    # When

    def _happened(self, event: Event) -> None:
        before, self.event = self.event, event
        if event is Event.CHANGED:
            self._replaced()
        elif event is not before or event is Event.SAVED:
            self._changed(Changed(file=True))

    def _replaced(self) -> None:
        self._changed(Changed(text=True, file=True))
        self.refresh()

    def _after(self, name: str, seconds: float, action: Callable[[], None]) -> None:
        self._cancel(name)
        self._timers[name] = asyncio.get_running_loop().call_later(seconds, action)

    def _cancel(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()
