"""Carry out jobs on a cluster of Dask distributed, whose workers share no disk with this machine.

Each job travels with the files that it needs, and its results return; this process writes them.
Themes and large files are sent once, and kept by the scheduler as long as jobs need them. Within a
worker, jobs run in a process of their own, with the limits of every other run: a CV that kills
this process is tried once more, alone, and then fails; if a worker is lost, its jobs are done
again by others.
"""

from __future__ import annotations

import logging
import multiprocessing
import pkgutil
import re
import threading
from asyncio import CancelledError
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError as CancelledFutureError
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from cvkit import __version__
from cvkit.errors import CvkitError, Problem, RenderError, UsageError
from cvkit.system.fresh import note_tree
from cvkit.system.limits import Limits
from cvkit.system.trace import digest, tracing
from cvkit.typeset.pool import Pool

from .job import Job
from .parcel import Order, Parcel, Reply, carry_out_order, pack, pack_all
from .work import Outcome

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Cluster"]

T = TypeVar("T")
K = TypeVar("K")

_CONNECT_SECONDS = 20
_WORKER_SECONDS = 120
_AHEAD = 1000  # jobs that are under way at once: enough for hundreds of cores
_LARGE = 65_536  # bytes; such files are sent apart
_SHARED = 256  # large files that later jobs can refer to; the others are freed after their jobs
_TRIES = 3  # of a job whose workers are lost, each time as often as the scheduler allows
_ROUNDS = 20  # of files that a worker asks for
_LOCAL = re.compile(r"local:([1-9][0-9]{0,3})")
# Names of files in the text of a CV: what is not found in this way, a worker asks for.
_NAMED = re.compile(rb"[^\s\"',:\[\]{}#|>]+\.[A-Za-z]{2,4}\b")


class Cluster:
    """A connection to a scheduler, ``tcp://host:8786``, or workers of this machine, ``local:8``.

    Raises :class:`UsageError` where Dask is not installed, and :class:`RenderError` where no
    scheduler answers, or the workers have another version of cvkit.
    """

    def __init__(self, address: str, limits: Limits) -> None:
        self.address = address
        self.limits = limits
        self.lost: RenderError | None = None
        self._stack = ExitStack()
        try:
            self._client = self._connect()
            self._check_versions()
        except BaseException:
            self._stack.close()
            raise
        self._themes: dict[tuple[Path, ...], Future[Any]] = {}
        self._large: dict[str, Future[Any]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._themes.clear()
        self._large.clear()
        self._stack.close()

    def ahead(self, started: Iterable[T]) -> Iterator[T]:
        """Yield items in order, with the next ones started."""
        waiting: deque[T] = deque()
        for item in started:
            waiting.append(item)
            if len(waiting) > _AHEAD:
                yield waiting.popleft()
        yield from waiting

    def start(self, job: Job) -> Callable[[], Outcome]:
        """Send a job to the cluster; return what waits for its outcome.

        That raises :class:`CvkitError` if the job fails. If the connection is lost, it also sets
        ``lost``, since no other job can be done either.
        """
        try:
            with tracing() as trace:
                for place in job.theme.places:
                    note_tree(place)
            order = Order(__version__, _without_places(job), _people(job), self.limits)
            sent = self._send(order)
        except CvkitError as error:
            failed = error
            return lambda: _raise(failed)
        return lambda: self._outcome(order, sent, trace)

    def _outcome(self, order: Order, sent: Future[Any], trace: Mapping[Any, Any]) -> Outcome:
        for _ in range(_ROUNDS):
            reply = self._wait(order, sent)
            people = tuple(_completed(reply, order.people))
            if people == order.people:
                break
            order = Order(order.version, order.job, people, order.limits)
            sent = self._send(order)
        if reply.outcome is None:
            raise reply.error or RenderError("a worker returned nothing")
        reply.outcome.trace.update(trace)
        return reply.outcome

    def _wait(self, order: Order, sent: Future[Any]) -> Reply:
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        for _ in range(_TRIES):
            try:
                reply = sent.result()
                assert isinstance(reply, Reply)
            except KilledWorker:
                sent = self._send(order)
            except (CancelledError, CancelledFutureError, CommClosedError, TimeoutError):
                break
            else:
                return reply
        else:
            raise RenderError(f"the workers of the cluster died {_TRIES} times with this CV")
        hint = "what is finished is kept: start the scheduler, and render again"
        message = f"the connection to the scheduler at {self.address} was lost"
        self.lost = RenderError(Problem("", message, hint=hint))
        raise self.lost

    def _send(self, order: Order) -> Future[Any]:
        """Send an order, and what is not yet there of its theme and its large files."""
        people = []
        apart: dict[tuple[int, str], str] = {}
        large: dict[str, Future[Any]] = {}
        for number, parcel in enumerate(order.people):
            small = {name: data for name, data in parcel.files.items() if len(data) < _LARGE}
            people.append(Parcel(parcel.place, small))
            for name in parcel.files.keys() - small.keys():
                key = apart[number, name] = digest(parcel.files[name])
                large[key] = self._kept(self._large, key, parcel.files[name])
        folders = order.job.theme.folders
        if folders not in self._themes:
            self._kept(self._themes, folders, tuple(map(pack_all, folders)))
        slim = Order(order.version, order.job, tuple(people), order.limits, apart)
        return self._client.submit(
            carry_out_in_worker, slim, self._themes[folders], large, pure=False
        )

    def _kept(self, kept: dict[K, Future[Any]], key: K, value: Any) -> Future[Any]:
        """Return a value that workers get from each other; it is a task, so none can lose it."""
        if key not in kept:
            kept[key] = self._client.submit(_itself, value, pure=True)
        while len(kept) > _SHARED:
            kept.pop(next(iter(kept)))
        return kept[key]

    def _connect(self) -> Client:
        try:
            import distributed
        except ImportError:
            hint = "install it: python -m pip install 'cvkit[cluster]'"
            raise UsageError(Problem("", "--cluster needs Dask distributed", hint=hint)) from None
        _silence()
        address: Any = self.address
        if address.startswith("local:"):
            local = _LOCAL.fullmatch(address)
            if local is None:
                message = f'"{address}" is not a number of workers'
                raise UsageError(Problem("", message, hint="write it like local:4"))
            address = self._stack.enter_context(
                distributed.LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=int(local[1]),
                    threads_per_worker=1,
                    memory_limit=0,  # each job has a limit of its own
                    dashboard_address=None,
                    silence_logs=logging.CRITICAL,
                )
            )
        try:
            client = distributed.Client(  # type: ignore[no-untyped-call]
                address, timeout=_CONNECT_SECONDS, set_as_default=False
            )
            self._stack.enter_context(client)
            client.wait_for_workers(1, timeout=_WORKER_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            message = f"there is no cluster at {self.address}: {error}"
            hint = "give the address of a running scheduler, such as tcp://host:8786, or local:4"
            raise RenderError(Problem("", message, hint=hint)) from None
        return client

    def _check_versions(self) -> None:
        """Compare the versions: another one could set another page."""
        found = self._client.run(pkgutil.resolve_name, "cvkit:__version__", on_error="return")
        wrong = {
            worker: version if isinstance(version, str) else "no cvkit"
            for worker, version in found.items()
            if version != __version__
        }
        for worker, version in wrong.items():
            message = f"cvkit {__version__} runs here, but {len(wrong)} of {len(found)} workers "
            message += f"have another version ({worker}: {version})"
            hint = f"install it there: python -m pip install cvkit=={__version__}"
            raise RenderError(Problem("", message, hint=hint))


def _silence() -> None:
    """Keep Dask from logging what is reported anyway."""
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _raise(error: CvkitError) -> Outcome:
    raise error


def _itself(value: T) -> T:
    return value


def _without_places(job: Job) -> Job:
    """Return a job without what only this machine knows."""
    return replace(job, theme=replace(job.theme, places=()))


def _people(job: Job) -> tuple[Parcel, ...]:
    """Return the files of a CV, and of its letter, as far as their texts name them."""
    return tuple(_person(file) for file in (job.source, job.letter) if file)


def _person(file: Path) -> Parcel:
    own = pack(file.parent, [file.name])
    named = [
        name.decode("utf-8", "replace") for name in _NAMED.findall(own.files.get(file.name, b""))
    ]
    more = pack(file.parent, [file.with_suffix(".css").name, *named])
    return Parcel(own.place, {**more.files, **own.files})


def _completed(reply: Reply, people: tuple[Parcel, ...]) -> Iterator[Parcel]:
    """Yield parcels with the files that were lacking, as far as they exist."""
    for number, parcel in enumerate(people):
        names = {name for its, name in reply.lacking if its == number} - parcel.files.keys()
        more = pack(Path(parcel.place), names).files
        yield Parcel(parcel.place, {**parcel.files, **more}) if more else parcel


# In a worker


def carry_out_in_worker(
    order: Order, theme: tuple[Parcel, ...], large: Mapping[str, bytes]
) -> Reply:
    """Carry out an order in a process of its own, which this process watches."""
    from distributed import get_worker

    if order.version != __version__:
        message = f"a worker has cvkit {__version__} instead of {order.version}"
        return Reply(error=RenderError(Problem("", message)))
    worker = get_worker()
    pool = _pool(worker.state.nthreads, order.limits)
    task = pool.hand_over("rendering", carry_out_order, order, theme, large, worker.local_directory)
    try:
        return task.result()
    except CvkitError as error:
        return Reply(error=error)


_starting = threading.Lock()


def _pool(processes: int, limits: Limits) -> Pool:
    """Return the processes of this worker, which are started with the first job."""
    with _starting:
        return _made_pool(processes, limits)


@cache
def _made_pool(processes: int, limits: Limits) -> Pool:
    # Dask marks its processes as daemons, which must not have children: theirs could be left
    # behind. Ours end with their parent.
    multiprocessing.current_process()._config.pop("daemon", None)  # type: ignore[attr-defined]  # noqa: SLF001
    pool = Pool(processes, limits)
    # At the end, Python waits for children before it ends executors: these wait for work.
    Finalize(None, pool.__exit__, (KeyboardInterrupt,), exitpriority=0)
    return pool
