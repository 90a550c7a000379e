"""Fit: the loosest setting of a document that keeps to a number of pages.

One parameter, the tightness, moves all levers: 0 is the theme as it is, 1 the tightest that it
allows, below 0 looser, down to -1. The levers move one step after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

from cvkit.document import Document, Fit, Fitted, Layout, Lever, Part
from cvkit.errors import Problem, RenderError

__all__ = ["fit"]

MOST_RENDERINGS = 7
# Good enough: about a line of a page is left, or the tightness is known to a fiftieth.
_SPARE = 0.02
_FINE = 0.02
_NAMED = 8
_HALF_A_DIGIT = 0.005


class _HasLayout(Protocol):
    @property
    def layout(self) -> Layout: ...


Laid = TypeVar("Laid", bound=_HasLayout)


def fit(
    document: Document, wanted: Fit, lay_out: Callable[[Document], Laid]
) -> tuple[Laid, Fitted]:
    """Return the document laid out as it is asked for, and what was changed for it.

    ``lay_out`` is called as rarely as can be: once where the document fits as it is. Raises
    :class:`RenderError` if it does not fit even at its tightest, with what is beyond the limit.
    """
    search = _Search(document, wanted, lay_out)
    tightness = search.fill() if wanted.pages is None else search.tighten(wanted.pages)
    if tightness is None:
        raise RenderError(_too_long(wanted, search.at(1).layout))
    return search.at(tightness), Fitted(search.values(tightness), tightness, search.renderings)


class _Search(Generic[Laid]):
    """Lays a document out at points of tightness, each once."""

    def __init__(
        self, document: Document, wanted: Fit, lay_out: Callable[[Document], Laid]
    ) -> None:
        self.document = document
        self.levers = wanted.levers
        self.lay_out = lay_out
        self.laid: dict[tuple[tuple[str, str], ...], Laid] = {}
        self.renderings = 0

    def values(self, tightness: float) -> dict[str, str]:
        """Return the options that differ from the theme's at a tightness."""
        return dict(_values(self.levers, tightness))

    def at(self, tightness: float) -> Laid:
        """Lay out at a tightness, unless that was done."""
        values = self.values(tightness)
        key = tuple(values.items())
        if key not in self.laid:
            self.renderings += 1
            self.laid[key] = self.lay_out(self.document.with_options(values))
        return self.laid[key]

    def tighten(self, pages: int) -> float | None:
        """Return the least tightness that keeps to the pages, or None if none does."""
        loose, tight = 0.0, 1.0
        over = _overflow(self.at(loose).layout, pages)
        if over <= 0:
            return loose
        under = _overflow(self.at(tight).layout, pages)
        if under > 0:
            return None
        # Regula falsi, aimed at a page that is just not full; an end that stays put a second
        # time loses half its weight (Illinois).
        aim = _SPARE / 2
        heavy, light, kept = over + aim, under + aim, ""
        while self.renderings < MOST_RENDERINGS and tight - loose > _FINE and under < -_SPARE:
            share = min(max(heavy / (heavy - light), 0.1), 0.9)
            middle = loose + share * (tight - loose)
            found = _overflow(self.at(middle).layout, pages)
            if found > 0:
                loose, heavy, light = middle, found + aim, light / (1 + (kept == "tight"))
                kept = "tight"
            else:
                tight, under, light, heavy = (
                    middle,
                    found,
                    found + aim,
                    heavy / (1 + (kept == "loose")),
                )
                kept = "loose"
        return tight

    def fill(self) -> float:
        """Return the tightness nearest to 0 that leaves no last page nearly empty.

        Tightening goes before loosening. Where neither helps the document stays as it is.
        """
        layout = self.at(0).layout
        if not layout.nearly_empty:
            return 0.0
        tightness = self.tighten(len(layout.pages) - 1)
        if tightness is not None and not self.at(tightness).layout.nearly_empty:
            return tightness
        return self._loosen(len(layout.pages))

    def _loosen(self, pages: int) -> float:
        close, far, best = 0.0, -1.0, 0.0
        if self.at(far).layout.nearly_empty and len(self.at(far).layout.pages) <= pages:
            return best
        for tightness in (far, -0.5, -0.25, -0.75):
            if not far <= tightness < close:
                continue
            layout = self.at(tightness).layout
            if layout.nearly_empty and len(layout.pages) <= pages:
                close = tightness
                continue
            far = tightness
            if len(layout.pages) == pages and not layout.nearly_empty:
                best = tightness
        return best


def _values(levers: tuple[Lever, ...], tightness: float) -> Iterator[tuple[str, str]]:
    """Yield the levers that have moved with their values, as CSS."""
    if tightness < 0:
        for lever in levers:
            yield from _moved(lever, lever.loosest, -tightness)
        return
    steps = sorted({lever.step for lever in levers if lever.tightest < lever.natural})
    for lever in levers:
        if lever.step in steps:
            done = tightness * len(steps) - steps.index(lever.step)
            yield from _moved(lever, lever.tightest, min(max(done, 0.0), 1.0))


def _moved(lever: Lever, limit: float, share: float) -> Iterator[tuple[str, str]]:
    # To two decimals, as they are reported: setting these by hand gives the same pages.
    value = round(lever.natural + share * (limit - lever.natural), 2)
    low, high = sorted((lever.natural, limit))
    value = min(max(value, low), high)
    if abs(value - lever.natural) >= _HALF_A_DIGIT:
        yield lever.option, f"{value:g}{lever.unit}"


def _overflow(layout: Layout, pages: int) -> float:
    """Return by how much of a page the limit is exceeded; below 0, how much is left."""
    last = layout.pages[-1]
    used = last.used / last.height if last.height else 1.0  # the margins may leave no height
    return len(layout.pages) - pages - 1 + used


def _too_long(wanted: Fit, layout: Layout) -> Problem:
    """Describe by how much a document is too long, and what would have to go."""
    pages = wanted.pages or 0
    beyond = layout.pages[pages:]
    lines, height = sum(page.lines for page in beyond), sum(page.used for page in beyond)
    fixed = f" (with {', '.join(wanted.fixed)} as given)" if wanted.fixed else ""
    names = list(_beyond(layout.parts, pages))
    more = f", and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    message = (
        f"does not fit on {_count(pages, 'page')} in {wanted.theme}: even at its tightest{fixed} "
        f"it takes {len(layout.pages)}; beyond page {pages} are {_count(lines, 'line')}, "
        f"{height:.0f} mm: {', '.join(names[:_NAMED])}{more}"
    )
    hint = f"remove some of it, or allow {len(layout.pages)} pages"
    return Problem("", message, hint=hint)


def _beyond(parts: tuple[Part, ...], pages: int) -> Iterator[str]:
    """Yield the outermost parts that begin beyond a page, and what runs on to the next one."""
    around: list[Part] = []
    for index, part in enumerate(parts):
        before = parts[index - 1] if index else part
        del around[part.depth :]
        around.append(part)
        if any(outer.begins > pages for outer in around[:-1]):
            continue
        within = list(_within(parts, index))
        if part.kind == "bullet" and part.begins > pages:
            # The bullets behind it go, too: of these the first is named.
            if not (before.depth >= part.depth and before.ends > pages):
                yield f"{_quoted(around[-2])} from {_quoted(part)} on"
        elif part.begins > pages:
            entries = sum(inner.kind == "entry" for inner in within)
            yield _quoted(part) + (f" ({_count(entries, 'entry')})" if entries else "")
        elif part.ends > pages and not any(inner.ends > pages for inner in within):
            yield f"the end of {_quoted(part)}"


def _within(parts: tuple[Part, ...], index: int) -> Iterator[Part]:
    for part in parts[index + 1 :]:
        if part.depth <= parts[index].depth:
            return
        yield part


def _quoted(part: Part) -> str:
    return f"\u201c{part.title}\u201d"


def _count(number: int, noun: str) -> str:
    several = noun if number == 1 else noun.replace("entry", "entrie") + "s"
    return f"{number} {several}"
