"""Carry out one job, in any process: load, select, compose, typeset, export. Nothing is written."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cvkit.document import Document, PageLimit, TexDocument, Typeset
from cvkit.errors import CvkitError, InputError, Problem, RenderError, contained, located
from cvkit.export import EXPORTERS
from cvkit.system.files import overlaid
from cvkit.system.fresh import note_tree
from cvkit.system.limits import TooLongError, deadline
from cvkit.system.trace import Trace, note_all, tracing
from cvkit.typeset.pool import Here, Limits, Task
from cvkit.typeset.pool import warm_up as warm_up_typesetter

from .defaults import ENGINES
from .job import Job
from .pages import page_files

if TYPE_CHECKING:
    from cvkit.export.context import Material

__all__ = [
    "Begun",
    "Outcome",
    "Typesetter",
    "begin",
    "carry_out",
    "finish",
    "guarded",
    "located_at",
    "warm_up",
]


@dataclass(frozen=True)
class Outcome:
    """What a job makes: the content of its files, what was typeset, notes, and warnings.

    ``files`` are those of each output, of which a format may make several. ``trace`` is what the
    job depended on. The value can be pickled.
    """

    contents: Mapping[Path, bytes]
    files: Mapping[Path, tuple[Path, ...]]
    typeset: Typeset | None = None
    notes: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    trace: Trace = field(default_factory=dict)


class Typesetter(Protocol):
    """What typesets documents: a pool of workers, or this process."""

    @property
    def limits(self) -> Limits | None:
        """What one document may take."""
        ...

    def typeset(self, document: Document | TexDocument) -> Task[Typeset]:
        """Begin to typeset a document."""
        ...


def carry_out(
    job: Job, limits: Limits | None = None, texts: Mapping[Path, bytes] | None = None
) -> Outcome:
    """Carry out a job in this process; without ``limits`` it may take any time.

    ``texts`` are used instead of the contents of the files that they are given for. Raises
    :class:`CvkitError`, which names the person's file.
    """
    with overlaid(texts) if texts else nullcontext():
        return finish(begin(job, Here(limits)), limits)


def warm_up(whole: bool, job: Job | None, limits: Limits) -> None:
    """Import and open in this process what typesetting needs and, for ``whole`` jobs, all else.

    With a ``job``, a sample in its theme is typeset. Errors are ignored: they are reported with
    the first job.
    """
    if whole:
        from cvkit.compose import html  # noqa: F401

        from . import prepare  # noqa: F401
    warm_up_typesetter(_sample_of(job) if job else None, limits)
    gc.collect()
    gc.freeze()  # what is loaded now stays: never look through it again


def _sample_of(job: Job) -> Document | None:
    """Return a small document in the theme of a job, or nothing if it cannot be made."""
    from cvkit.compose.sample import sample

    try:
        return sample(job.theme, job.options)
    except Exception:  # noqa: BLE001 - reported with the job itself
        return None


@dataclass(frozen=True)
class Begun:
    """A job that has been composed, or why not, and its PDF, which may still be in the making."""

    job: Job
    made: Material | CvkitError
    task: Task[Typeset] | None = None
    notes: tuple[Problem, ...] = ()
    trace: Trace = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    def result(self) -> Material:
        """Wait for the PDF, and return what the formats are made from.

        Raises :class:`CvkitError`, which names the person's file.
        """
        if isinstance(self.made, CvkitError):
            raise self.made
        if self.task is None:
            return self.made
        with located_at(self.job):
            return replace(self.made, typeset=self.task.result())


def begin(job: Job, typesetter: Typesetter) -> Begun:
    """Load, select and compose a CV, and begin to typeset it if one of its formats needs that."""
    from .prepare import compose, doubts, notes, prepare, selected

    limits = typesetter.limits
    seconds = limits.compose_seconds if limits else None
    try:
        with tracing() as trace:
            for place in job.theme.places:
                note_tree(place)
            with guarded(job, seconds, "reading and composing", limits):
                chosen = selected(job)
                material = compose(job, prepare(job, chosen))
                noted = tuple(notes(job, chosen))
                doubtful = doubts(job, chosen)
            if job.strict and doubtful:
                raise InputError(doubtful)
        with located_at(job):
            return Begun(
                job, material, _typeset(job, material, typesetter), noted, trace, _marked(doubtful)
            )
    except CvkitError as error:
        return Begun(job, error)


def _typeset(job: Job, material: Material, typesetter: Typesetter) -> Task[Typeset] | None:
    if not job.needs_pdf:
        return None
    document = getattr(material, ENGINES[job.pdf.engine].form)
    return typesetter.typeset(document)


def finish(begun: Begun, limits: Limits | None) -> Outcome:
    """Wait for what is typeset, and export it.

    Raises :class:`CvkitError`, which names the person's file.
    """
    job = begun.job
    with tracing() as trace:
        note_all(begun.trace)
        material = begun.result()
        with guarded(job, limits.seconds if limits else None, "writing the formats", limits):
            made = {path: list(_export(material, name, path)) for name, path in job.outputs}
    contents = {file: content for pairs in made.values() for file, content in pairs}
    files = {path: tuple(file for file, _ in pairs) for path, pairs in made.items()}
    warnings = tuple(_warnings(job, material.typeset)) if material.typeset else ()
    warned = (*begun.warnings, *warnings)
    return Outcome(contents, files, material.typeset, begun.notes, warned, trace)


def _marked(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(replace(each, message=f"warning: {each.message}") for each in problems)


def _export(material: Material, name: str, path: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield the files of a format with their content; those of several pages are numbered."""
    contents = EXPORTERS[name].run(material)
    yield from zip(page_files(path, len(contents)), contents, strict=True)


def _warnings(job: Job, typeset: Typeset) -> Iterator[Problem]:
    """Yield the warnings of the typesetter, and one for a last page that is left nearly empty."""
    source = str(job.source)
    for warning in typeset.warnings:
        yield Problem(source, f"warning: {warning}")
    layout = typeset.layout
    if layout.nearly_empty:
        lines = layout.pages[-1].lines
        message = (
            f"warning: in {job.theme.name} the last of {len(layout.pages)} pages has "
            f"only {lines} {'line' if lines == 1 else 'lines'}"
        )
        yield Problem(source, message, hint=_HINTS[job.pdf.limit == PageLimit()])


_HINTS = {
    False: "--pages auto fixes it if small changes are enough",
    True: "small changes are not enough: remove a few lines, or set a number of pages with --pages",
}


@contextmanager
def guarded(job: Job, seconds: float | None, what: str, limits: Limits | None) -> Iterator[None]:
    """Raise :class:`RenderError` if the body takes too long, or too much memory.

    Errors of the body name the person's file afterwards.
    """
    with located_at(job):
        try:
            if seconds is None or limits is None:
                yield
            else:
                with deadline(seconds, what, or_die=limits.own_process):
                    yield
        except TooLongError as error:
            raise RenderError(Problem("", str(error), hint="is it a CV?")) from None
        except MemoryError:
            raise RenderError(Problem("", f"{what} needed too much memory")) from None


@contextmanager
def located_at(job: Job) -> Iterator[None]:
    """Name the person's file in problems that name none, and contain all other exceptions."""
    try:
        with contained():
            yield
    except CvkitError as error:
        raise located(error, job.source) from error
