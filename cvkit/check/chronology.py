"""CV501 to CV504: impossible dates, gaps and overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cvkit.language.durations import present_date
from cvkit.model import CvDate, Entry, Section
from cvkit.model.dates import is_reversed
from cvkit.model.walk import models_of

from .context import Subject
from .findings import Finding

__all__ = ["check_chronology"]

_GAP = 6  # months
_WORKING = ("experience",)


@dataclass(frozen=True)
class _Stay:
    """A period of employment: first and last month, counted from year 0, and its place."""

    first: int
    last: int
    path: str
    exact: bool
    name: str


def check_chronology(subject: Subject) -> Iterator[Finding]:
    """Yield findings about the dates of a CV."""
    _, now = present_date(subject.whole.updated).months
    for model, path in models_of(subject.whole):
        if isinstance(model, Entry):
            yield from _backwards(subject, model, path)
            yield from _future(subject, model, path, now)
    for section, path in models_of(subject.whole.sections, "sections"):
        if isinstance(section, Section) and section.kind in _WORKING:
            stays = sorted(_stays(section, path, now), key=lambda stay: stay.first)
            yield from _gaps(subject, stays)
            yield from _overlaps(subject, stays)


def _months(day: CvDate, now: int) -> tuple[int, int]:
    """Return the first and the last month that a date can mean."""
    return (now, now) if day.present else day.months


def _backwards(subject: Subject, entry: Entry, path: str) -> Iterator[Finding]:
    start, end = entry.start, entry.end
    if not (start and end and is_reversed(start, end)):
        return
    if start.present:
        message = f"start is present, but end is {end}"
        yield subject.at_path("CV501", message, f"{path}.start", str(start))
    else:
        message = f"end ({end}) is before start ({start})"
        yield subject.at_path("CV501", message, f"{path}.end", str(end))


def _future(subject: Subject, entry: Entry, path: str, now: int) -> Iterator[Finding]:
    """Find future dates of entries without a status such as "expected" or "in press"."""
    if entry.status:
        return
    for name in ("date", "start", "end"):
        day: CvDate | None = getattr(entry, name)
        if day and not day.present and _months(day, now)[0] > now:
            message = f"{day} is in the future"
            yield subject.at_path("CV502", message, f"{path}.{name}", str(day))


def _stays(section: Section, path: str, now: int) -> Iterator[_Stay]:
    """Yield the periods of an employment section, with all positions at an employer as one."""
    for number, entry in enumerate(section.entries):
        dated = [entry, *getattr(entry, "positions", ())]
        bounds = [found for item in dated if (found := _bounds(item, now))]
        months = [month for both in bounds for month in both]
        if not months:
            continue
        exact = all(
            day.month or day.present
            for item in dated
            for day in (item.start, item.end, item.date)
            if day
        )
        name = getattr(entry, "organization", None) or getattr(entry, "position", None) or ""
        where = f"{path}.entries[{number}]"
        if all(first <= last for first, last in bounds):  # otherwise CV501 reports it
            yield _Stay(min(months), max(months), where, exact, name)


def _bounds(entry: Entry, now: int) -> tuple[int, int] | None:
    if entry.date:
        return _months(entry.date, now)
    if not (entry.start or entry.end):
        return None
    first = (
        _months(entry.start, now)[0]
        if entry.start
        else _months(entry.end or CvDate(present=True), now)[0]
    )
    last = _months(entry.end, now)[1] if entry.end else now
    return (first, last)


def _gaps(subject: Subject, stays: Sequence[_Stay]) -> Iterator[Finding]:
    reached = None
    for stay in stays:
        if reached and stay.first - reached.last - 1 > _GAP:
            months = stay.first - reached.last - 1
            message = f'gap of {months} months between "{reached.name}" and "{stay.name}"'
            text = f"{reached.name}, {stay.name}"
            yield subject.at_path("CV503", message, stay.path, text=text)
        if reached is None or stay.last > reached.last:
            reached = stay


def _overlaps(subject: Subject, stays: Sequence[_Stay]) -> Iterator[Finding]:
    """Report for each period the first earlier one that it overlaps by more than a month."""
    for number, stay in enumerate(stays):
        for earlier in stays[:number]:
            both = min(stay.last, earlier.last) - max(stay.first, earlier.first) + 1
            if both > 1 and stay.exact and earlier.exact:
                message = f'"{stay.name}" and "{earlier.name}" overlap by {both} months'
                text = f"{earlier.name}, {stay.name}"
                yield subject.at_path("CV504", message, stay.path, text=text)
                break
