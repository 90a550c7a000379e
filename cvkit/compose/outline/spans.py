"""Spans as a medium of wording, and the pieces of lines that only outlines have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cvkit.language.wording import Medium, Role
from cvkit.markup import Span, Style, spans

from .blocks import Spans

__all__ = ["SpanMedium", "styled"]

_STYLES: Mapping[Role, Style] = {
    "badge": "badge",
    "label": "bold",
    "mark": "sup",
    "self": "bold",
    "tools": "italic",
    "venue": "italic",
}


class SpanMedium(Medium[Spans]):
    """Texts as spans, for formats that have no templates."""

    def __init__(self, emphasis: tuple[str, ...] = ()) -> None:
        self.emphasis = emphasis

    def plain(self, text: str | Spans) -> Spans:
        """Return text without markup as one span."""
        return (Span(text),) if isinstance(text, str) else text

    def rich(self, text: str) -> Spans:
        """Return a text with its inline markup as styles."""
        return spans(text, self.emphasis)

    def concat(self, parts: Iterable[Spans]) -> Spans:
        """Return the spans of all parts, with neighbours of the same look as one."""
        found: list[Span] = []
        for span in (span for part in parts for span in part):
            if found and _is_one_text(found[-1], span):
                found[-1] = replace(span, text=found[-1].text + span.text)
            else:
                found.append(span)
        return tuple(found)

    def link(self, text: Spans, url: str) -> Spans:
        """Link what is not yet a link of its own."""
        return tuple(span if span.url else replace(span, url=url) for span in text)

    def styled(self, text: Spans, role: Role) -> Spans:
        """Add the style of a role, if spans have one for it."""
        return styled(text, _STYLES[role]) if role in _STYLES else text


def _is_one_text(first: Span, second: Span) -> bool:
    same = first.styles == second.styles and first.url == second.url
    return same and not first.styles & {"math", "code", "badge"}


def styled(text: Spans, style: Style) -> Spans:
    """Add a style to every span."""
    return tuple(replace(span, styles=span.styles | {style}) for span in text)
