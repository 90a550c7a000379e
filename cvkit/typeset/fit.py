"""Fit: the loosest setting of a document that keeps to a number of pages, or fills them well.

One parameter, the tightness, moves all levers: 0 is the theme as it is, 1 the tightest that it
allows, below 0 looser, down to -1. Tightening moves the levers one step after the other. Lines
move to another page by whole entries, so that some of it may turn out not to be needed: that much
is given back, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, Protocol, TypeVar

from cvkit.document import SHORT, Document, Fit, Fitted, Layout, Lever, Part
from cvkit.errors import Problem, RenderError

__all__ = ["fit"]

MOST_RENDERINGS = 7
MOST_GIVING_BACK = 4
# Good enough: about a line of a page is left, or the tightness is known to a fiftieth.
_SPARE = 0.02
_FINE = 0.02
_COARSE = 0.1
# A short page is filled up to this; more would look like a page that is full by chance.
_FILLED = 0.85
# How far several pages may be loosened to carry more onto the last, of the way for a short one.
_LITTLE_LOOSER = 0.5
_NAMED = 8
_HALF_A_DIGIT = 0.005


class _HasLayout(Protocol):
    @property
    def layout(self) -> Layout: ...


# How much of its way each step of levers goes, in their order; all below 0 for looser.
Shares = tuple[float, ...]
Laid = TypeVar("Laid", bound=_HasLayout)


def fit(
    document: Document, wanted: Fit, lay_out: Callable[[Document], Laid]
) -> tuple[Laid, Fitted]:
    """Return the document laid out as it is asked for, and what was changed for it.

    ``lay_out`` is called as rarely as can be: once where the document fits as it is. Raises
    :class:`RenderError` if it does not fit even at its tightest, with what is beyond the limit.
    """
    search = _Search(document, wanted, lay_out)
    if wanted.pages is None:
        shares = search.fill()
    elif (tightness := search.tighten(wanted.pages)) is None:
        raise RenderError(_too_long(wanted, search.at(1).layout))
    else:
        shares = search.give_back(search.shares(tightness), wanted.pages)
    tightness = search.tightness(shares)
    return search.laid_out(shares), Fitted(search.values(shares), tightness, search.renderings)


class _Search(Generic[Laid]):
    """Lays a document out at points of tightness, each once."""

    def __init__(
        self, document: Document, wanted: Fit, lay_out: Callable[[Document], Laid]
    ) -> None:
        self.document = document
        self.wanted = wanted
        self.levers = wanted.levers
        movable = {lever.step for lever in self.levers if lever.tightest < lever.natural}
        self.steps = tuple(sorted(movable or {lever.step for lever in self.levers}))
        self.lay_out = lay_out
        self.laid: dict[tuple[tuple[str, str], ...], Laid] = {}
        self.renderings = 0

    def shares(self, tightness: float) -> Shares:
        """Return how much of its way each step of levers goes at a tightness."""
        if tightness < 0:
            return tuple(tightness for _ in self.steps)
        moved = (tightness * len(self.steps) - index for index in range(len(self.steps)))
        return tuple(min(max(share, 0.0), 1.0) for share in moved)

    def tightness(self, shares: Shares) -> float:
        """Return the tightness that comes to the same."""
        return sum(shares) / max(len(shares), 1)

    def values(self, shares: Shares) -> dict[str, str]:
        """Return the options that differ from the theme's."""
        share_of = dict(zip(self.steps, shares, strict=True))
        return dict(_values(self.levers, share_of))

    def at(self, tightness: float) -> Laid:
        """Lay out at a tightness, unless that was done."""
        return self.laid_out(self.shares(tightness))

    def laid_out(self, shares: Shares) -> Laid:
        """Lay out with a share of each step, unless that was done."""
        values = self.values(shares)
        key = tuple(values.items())
        if key not in self.laid:
            self.renderings += 1
            self.laid[key] = self.lay_out(self.document.with_options(values))
        return self.laid[key]

    def give_back(self, shares: Shares, pages: int) -> Shares:
        """Return shares of which as much is taken back as the pages allow, step by step."""
        most = self.renderings + MOST_GIVING_BACK
        for step, share in enumerate(shares):
            needed, enough, tried = 0.0, share, 0.0
            while (
                enough - needed > _COARSE
                and self.renderings < most
                and _overflow(self.laid_out(shares).layout, pages) < -_SPARE
            ):
                less = (*shares[:step], tried, *shares[step + 1 :])
                if _overflow(self.laid_out(less).layout, pages) > 0:
                    needed = tried
                else:
                    enough, shares = tried, less
                tried = (needed + enough) / 2
        return shares

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

    def fill(self) -> Shares:
        """Return shares that leave no last page nearly empty, and no single page half empty.

        Tightening goes before loosening. Where neither helps the document stays as it is.
        """
        layout = self.at(0).layout
        if self.wanted.fills_short and layout.is_short:
            return self.shares(self._loosen_short())
        if not layout.nearly_empty:
            return self.shares(0)
        pages = len(layout.pages) - 1
        tightness = self.tighten(pages)
        if tightness is not None and not self.at(tightness).layout.nearly_empty:
            return self.give_back(self.shares(tightness), pages)
        return self.shares(self._loosen(len(layout.pages)))

    def _loosen_short(self) -> float:
        """Return the tightness, from -1, at which a single page is filled, if it can be."""
        far, close = -1.0, 0.0
        for tightness in (-1.0, -0.5, -0.75, -0.25):
            if not far <= tightness <= close:
                continue
            layout = self.at(tightness).layout
            if len(layout.pages) > 1 or layout.pages[0].filled > _FILLED:
                far = tightness
            elif tightness == -1.0 or layout.pages[0].filled > SHORT:
                return tightness
            else:
                close = tightness
        return close

    def _loosen(self, pages: int) -> float:
        close, far, best = 0.0, -_LITTLE_LOOSER, 0.0
        if self.at(far).layout.nearly_empty and len(self.at(far).layout.pages) <= pages:
            return best
        for tightness in (far, far / 2, far / 4, far * 3 / 4):
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


def _values(levers: tuple[Lever, ...], share_of: Mapping[int, float]) -> Iterator[tuple[str, str]]:
    """Yield the levers that have moved with their values, as CSS."""
    looser = min(share_of.values(), default=0.0)
    for lever in levers:
        if looser < 0:
            yield from _moved(lever, lever.loosest, -looser)
        elif lever.step in share_of:
            yield from _moved(lever, lever.tightest, share_of[lever.step])


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
