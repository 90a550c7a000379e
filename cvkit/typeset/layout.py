"""The positions of things on the finished pages, read from WeasyPrint's boxes.

WeasyPrint is not imported for it: boxes are recognised by their attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cvkit.document import Layout, Page, Part

__all__ = ["read_layout"]

_MM = 25.4 / 96
_TITLE_LENGTH = 60
# The classes that docs/themes.md promises, with the classes of what names such a part.
_KINDS: dict[str, Literal["section", "entry"]] = {
    "section": "section",
    "group": "section",
    "entry": "entry",
    "position": "entry",
}
_NAMES = {"section": ("title",), "entry": ("what", "label"), "bullet": ()}
_UNNAMED = {"number", "badge", "icon", "highlights"}
_BREAK = "page-break"


@dataclass
class _Seen:
    """A part while its pages are still being found."""

    element: Any
    kind: Literal["section", "entry", "bullet"]
    depth: int
    begins: int = 0
    ends: int = 0


def read_layout(pages: Iterable[Any]) -> Layout:
    """Return the lines and the parts of a document with their pages.

    ``pages`` are WeasyPrint's, each with its tree of boxes.
    """
    seen: dict[int, _Seen] = {}
    pages = list(pages)
    found = [_page(page, number, seen) for number, page in enumerate(pages, start=1)]
    # Not by pages: columns that go on over several would be mixed.
    order = (seen.get(id(element)) for element in _root(pages[0]).element.iter())
    parts = [part for part in order if part and part.begins]
    asked = any(
        part.begins == len(found) and _BREAK in _classes(part.element)
        for part in parts
        if part.kind == "section"
    )
    return Layout(
        tuple(found),
        tuple(Part(p.kind, _title(p), p.depth, p.begins, p.ends) for p in parts),
        asked,
    )


def _root(page: Any) -> Any:
    """Return the box of the whole flow on a page; margin boxes and footnotes are beside it."""
    return page._page_box.children[0]  # noqa: SLF001 - the only way to the boxes


def _page(page: Any, number: int, seen: dict[int, _Seen]) -> Page:
    box = page._page_box  # noqa: SLF001
    top = box.content_box_y()
    edges = list(_lines(_root(page), number, seen, []))
    used = max((bottom for _, bottom in edges), default=top) - top
    paper = box.margin_width() * _MM, box.margin_height() * _MM
    return Page(box.height * _MM, max(used, 0.0) * _MM, _count(edges), paper)


def _lines(
    box: Any, number: int, seen: dict[int, _Seen], around: Sequence[_Seen]
) -> Iterator[tuple[float, float]]:
    """Yield the upper and lower edges of all lines, and note on which page each part has some."""
    if type(box).__name__ == "LineBox":
        if not box.height:
            return
        for part in around:
            part.begins = part.begins or number
            part.ends = number
        yield box.position_y, box.position_y + box.height
        return
    found = _part(box, seen, around)
    within = [*around, found] if found and found not in around else around
    for child in getattr(box, "children", ()):
        yield from _lines(child, number, seen, within)


def _part(box: Any, seen: dict[int, _Seen], around: Sequence[_Seen]) -> _Seen | None:
    element = getattr(box, "element", None)
    if element is None:
        return None
    if (known := seen.get(id(element))) is not None:
        return known
    kind: Literal["section", "entry", "bullet"] | None
    kind = next((_KINDS[name] for name in _classes(element) if name in _KINDS), None)
    if kind is None and around and box.element_tag == "li":
        kind = "bullet"
    return seen.setdefault(id(element), _Seen(element, kind, len(around))) if kind else None


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _count(edges: list[tuple[float, float]]) -> int:
    """Count lines from top to bottom: boxes at the same height are one line."""
    count, below = 0, float("-inf")
    for top, bottom in sorted(edges, key=lambda edge: edge[1]):
        if top >= below - 1:
            count, below = count + 1, bottom
    return count


def _title(part: _Seen) -> str:
    """Return the name of a part, or else the beginning of its text."""
    wanted = _NAMES[part.kind]
    named = (e for e in part.element.iter() if wanted and set(wanted) & set(_classes(e)))
    text = " ".join("".join(_texts(next(named, part.element))).split())
    if len(text) > _TITLE_LENGTH:
        text = text[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(".,;:") + "…"
    return text.strip(':"“”')


def _texts(element: Any) -> Iterator[str]:
    if str(element.tag).endswith("svg") or _UNNAMED & set(_classes(element)):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
