"""Spans: marked-up text as pieces with styles, for formats other than HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Block", "Span", "Style", "blocks_of", "formula_spans", "spans_of"]

Style = Literal["bold", "italic", "code", "sub", "sup", "math", "badge"]

_STYLES: dict[str, Style] = {
    "strong": "bold",
    "em": "italic",
    "b": "bold",
    "i": "italic",
    "sub": "sub",
    "sup": "sup",
}
_LITERAL: dict[str, Style] = {"code_inline": "code", "math": "math"}


@dataclass(frozen=True)
class Span:
    r"""A piece of text with its styles; ``url`` is the target of the link around it.

    The text of a formula (``math``) is its TeX source. A line break is ``\n``. The style
    ``badge`` does not come from markup: it is used for the badges of entries.
    """

    text: str
    styles: frozenset[Style] = frozenset()
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, a list item (``level`` from 1, with a ``number`` if ordered), or code.

    Further paragraphs of an item have its level and ``follows``, and get no bullet.
    """

    spans: tuple[Span, ...]
    level: int = 0
    number: int | None = None
    follows: bool = False
    is_code: bool = False


def spans_of(tokens: Sequence[Token]) -> Iterator[Span]:
    """Yield the spans of inline tokens."""
    open_styles: list[Style] = []
    url = ""
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting and name == "link":
            url = str(token.attrs.get("href", "")) if token.nesting > 0 else ""
        elif token.nesting:
            style = _STYLES[name]
            if token.nesting > 0:
                open_styles.append(style)
            else:
                del open_styles[open_styles.index(style)]
        else:
            text = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
            own = {_LITERAL[token.type]} if token.type in _LITERAL else set()
            if text:
                yield Span(text, frozenset({*open_styles, *own}), url)


def blocks_of(tokens: Sequence[Token]) -> Iterator[Block]:
    """Yield the paragraphs, list items and code of block tokens."""
    lists: list[int | None] = []
    fresh = False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            start = int(token.attrs.get("start", 1))
            lists.append(start - 1 if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            number = lists[-1]
            lists[-1] = None if number is None else number + 1
            if fresh:  # the item begins with a nested list
                yield Block((), len(lists) - 1, lists[-2])
            fresh = True
        elif token.type == "list_item_close":
            if fresh:
                yield Block((), len(lists), lists[-1])
            fresh = False
        elif token.type in ("inline", "fence"):
            is_code = token.type == "fence"
            code = (Span(token.content.rstrip("\n"), frozenset({"code"})),)
            spans = code if is_code else tuple(spans_of(token.children or ()))
            number = lists[-1] if lists else None
            yield Block(spans, len(lists), number, bool(lists) and not fresh, is_code)
            fresh = False


class _Formula(HTMLParser):
    """Splits the HTML of a formula into spans."""

    def __init__(self) -> None:
        super().__init__()
        self.spans: list[Span] = []
        self.styles: list[Style] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _STYLES:
            self.styles.append(_STYLES[tag])
        elif tag == "img":  # set as a picture: use its source
            self.handle_data(dict(attrs)["alt"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _STYLES:
            del self.styles[self.styles.index(_STYLES[tag])]

    def handle_data(self, data: str) -> None:
        self.spans.append(Span(str(data), frozenset(self.styles)))


def formula_spans(html: str, span: Span) -> Iterator[Span]:
    """Yield the text of a formula, given its HTML, with the styles of the surrounding span."""
    parser = _Formula()
    parser.feed(html)
    parser.close()
    for part in parser.spans:
        yield replace(part, styles=part.styles | (span.styles - {"math"}), url=span.url)
