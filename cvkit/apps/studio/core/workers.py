"""Two warm processes: one for what is being typed, and one for everything that can wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from cvkit.errors import contained
from cvkit.typeset.pool import Limits, Pool

from .work import lower_priority

__all__ = ["Workers"]

T = TypeVar("T")


class Workers:
    """Make them before any thread is started; see :class:`cvkit.typeset.pool.Pool`."""

    def __init__(self) -> None:
        self._front = Pool(1, Limits())
        self._back = Pool(1, Limits())
        self._back.submit("starting", lower_priority)

    async def now(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function in the process for what is being typed.

        Raises :class:`CvkitError` if it takes too long or ends its process.
        """
        return await _result(self._front, function, arguments)

    async def later(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function in the process for everything else."""
        return await _result(self._back, function, arguments)

    def close(self) -> None:
        """End both processes at once."""
        for pool in (self._front, self._back):
            pool.__exit__(KeyboardInterrupt, None, None)


async def _result(pool: Pool, function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    with contained():
        task = pool.submit("rendering", function, *arguments)
        return await asyncio.to_thread(task.result)
