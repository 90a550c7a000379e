"""Render what is being typed: the latest text wins, and earlier pages stay until it has pages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property

from cvkit.errors import CvkitError, Problem, contained

from .look import Look, Target
from .places import PageMap
from .work import Rendering

__all__ = ["Preview", "Render", "State"]

Render = Callable[[Target, Look, str], Awaitable[Rendering]]
"""Makes the pages of a file with a text."""


@dataclass(frozen=True)
class State:
    """What is shown: the last pages that could be made, and whether they are up to date.

    ``number`` counts the renderings with pages, so that addresses of pictures differ.
    """

    shown: Rendering | None = None
    number: int = 0
    busy: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def outdated(self) -> bool:
        """Whether the pages are not those of the latest text."""
        return self.busy or bool(self.problems)

    @cached_property
    def page_map(self) -> PageMap | None:
        """The map between these pages and the file that they were made from."""
        if self.shown is None or self.shown.root is None:
            return None
        return PageMap(self.shown.spots, self.shown.root)


class Preview:
    """Renders on request, one at a time; of several requests in between only the last counts.

    ``changed`` is called with each new state.
    """

    def __init__(self, render: Render, changed: Callable[[State], None]) -> None:
        self._render = render
        self._changed = changed
        self._wanted: tuple[Target, Look, str] | None = None
        self._task: asyncio.Task[None] | None = None
        self.state = State()

    def request(self, target: Target, look: Look, text: str) -> None:
        """Have a file rendered with a text."""
        self._wanted = target, look, text
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def finished(self) -> None:
        """Wait until everything requested so far has been rendered."""
        while self._task is not None and not self._task.done():
            await asyncio.shield(self._task)

    def close(self) -> None:
        """Forget what is wanted; a rendering that runs is not shown."""
        self._wanted = None
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        self._set(State(self.state.shown, self.state.number, True, self.state.problems))
        while self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            made = await self._made(*wanted)
            shown, number = self.state.shown, self.state.number
            if not made.problems:
                shown, number = made, number + 1
            self._set(State(shown, number, self._wanted is not None, made.problems))

    async def _made(self, target: Target, look: Look, text: str) -> Rendering:
        try:
            with contained():
                return await self._render(target, look, text)
        except CvkitError as error:
            return Rendering(problems=error.problems)

    def _set(self, state: State) -> None:
        self.state = state
        self._changed(state)
