"""A strip of the years of a career: a bar for each position, drawn to the scale of an axis.

It repeats the dates that stand beside the entries. The elements are empty, and the years are
pictures, so that nothing is read twice: neither aloud, nor by programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from cvkit.model import CvDate, Entry

__all__ = ["career_strip"]

MAX_MARKS = 8
"""How many years the axis names at most."""
_INTERVALS = (1, 2, 5, 10, 20, 50)
_END = 0.07  # no year is named in this last part of the axis: it would be cut off

_STRIP = Markup('<div class="career" aria-hidden="true">{}<div class="axis">{}</div></div>')
_LANE = Markup('<div class="lane">{}</div>')
_STINT = Markup('<span class="stint{}" style="margin-inline-start:{:.2f}%;width:{:.2f}%"></span>')
_MARK = Markup(
    '<span class="tick" style="margin-inline-start:calc({:.2f}% - {})'
    ';background-image:url({})"></span>'
)
_WIDTH = "2.4em"  # of a mark, as in the style sheet
# The digits as lines, in a box of 4 × 6: signs that are not text.
_DIGITS = (
    "M2 0C.6 0 0 1.3 0 3s.6 3 2 3 2-1.3 2-3-.6-3-2-3z",
    "M.8 1.2 2.4 0v6",
    "M.2 1.5C.3.6 1 0 2 0c1.1 0 1.9.7 1.9 1.7C3.9 3.2.4 4.3.1 6H4",
    (
        "M.3.9C.7.3 1.3 0 2 0c1 0 1.7.6 1.7 1.5S3 2.9 2 2.9H1.6M2 2.9c1.2 0 2 .6 2 "
        "1.5S3.2 6 2 6C1.1 6 .4 5.6 0 4.9"
    ),
    "M3 6V0L0 4.2h4",
    "M3.6 0H.7L.4 2.7C.8 2.3 1.4 2.1 2 2.1c1.2 0 2 .8 2 1.9S3.2 6 2 6C1.1 6 .4 5.6 0 5",
    ("M3.5.7C3.1.2 2.6 0 2.1 0 .7 0 0 1.4 0 3.2 0 5 .8 6 2 6s2-.8 2-1.9-.8-1.9-1.9-1.9S0 3 0 4.1"),
    "M0 0h4C2.6 2 1.8 4 1.6 6",
    (
        "M2 2.8C1 2.8.4 2.2.4 1.4S1 0 2 0s1.6.6 1.6 1.4S3 2.8 2 2.8zM2 2.8c-1.2 0-2 .7-2 "
        "1.6S.8 6 2 6s2-.7 2-1.6-.8-1.6-2-1.6z"
    ),
    (
        "M.5 5.3C.9 5.8 1.4 6 1.9 6 3.3 6 4 4.6 4 2.8 4 1 3.2 0 2 0S0 .8 0 1.9s.8 1.9 "
        "1.9 1.9S4 3 4 1.9"
    ),
)
_PITCH = 5.4


class _Stint(NamedTuple):
    """A position from one month to another, counted from January of year 0."""

    start: int
    end: int
    lasts: bool


def career_strip(entries: Iterable[Entry], present: CvDate, color: str) -> Markup:
    """Return the strip of dated entries as HTML, or nothing if they span less than two years.

    Entries with positions have a bar for each of these. ``present`` is the date up to which
    ongoing entries have lasted; ``color`` is that of the years.
    """
    stints = sorted(stint for entry in entries for stint in _stints(entry, present))
    if len(stints) < 2:
        return Markup()
    first = stints[0].start // 12 * 12
    last = max(stint.end for stint in stints)
    if last - stints[0].start < 24:
        return Markup()
    span = last - first
    lanes = Markup().join(_lane(lane, first, span) for lane in _lanes(stints))
    return _STRIP.format(lanes, Markup().join(_marks(first, span, color)))


def _stints(entry: Entry, present: CvDate) -> Iterator[_Stint]:
    positions = [p for p in getattr(entry, "positions", ()) if p.start or p.date]
    for part in positions or [entry]:
        start = part.start or part.date
        if start is None or start.present:
            continue
        end = part.end or (part.date or CvDate(present=True))
        lasts = end.present
        months = (start.months[0] - 1, (present if lasts else end).months[1])
        if months[1] > months[0]:
            yield _Stint(*months, lasts)


def _lanes(stints: Iterable[_Stint]) -> list[list[_Stint]]:
    """Distribute stints in the order of their starts to lanes in which none overlaps another."""
    lanes: list[list[_Stint]] = []
    for stint in stints:
        for lane in lanes:
            # A month in which one job ends and the next begins belongs to both.
            if lane[-1].end <= stint.start + 1:
                lane.append(stint._replace(start=max(stint.start, lane[-1].end)))
                break
        else:
            lanes.append([stint])
    return lanes


def _lane(lane: Iterable[_Stint], first: int, span: int) -> Markup:
    done, pieces = first, []
    for stint in lane:
        gap, width = stint.start - done, stint.end - stint.start
        lasts = " lasts" if stint.lasts else ""
        pieces.append(_STINT.format(lasts, 100 * gap / span, 100 * width / span))
        done = stint.end
    return _LANE.format(Markup().join(pieces))


def _marks(first: int, span: int, color: str) -> Iterator[Markup]:
    years = range(first // 12, (first + span) // 12 + 1)
    interval = next((n for n in _INTERVALS if len(years) / n <= MAX_MARKS), _INTERVALS[-1])
    before, width = first, "0px"
    for year in years:
        month = 12 * year
        if year % interval or month > first + span * (1 - _END):
            continue
        share = 100 * (month - before) / span
        yield _MARK.format(share, width, _picture(year, color))
        before, width = month, _WIDTH


def _picture(year: int, color: str) -> str:
    """Return the digits of a year as an SVG in a ``data:`` URL."""
    digits = "".join(
        f'<path transform="translate({1 + _PITCH * place:g} 1)" d="{_DIGITS[int(digit)]}"/>'
        for place, digit in enumerate(str(year))
    )
    width = 2 + _PITCH * len(str(year)) - (_PITCH - 4)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} 8" fill="none" '
        f'stroke="{color}" stroke-width=".8" stroke-linecap="round" stroke-linejoin="round">'
        f"{digits}</svg>"
    )
    return f"data:image/svg+xml,{quote(svg)}"
