"""Markdown: as GitHub shows it, and as the generators of static sites take it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import singledispatchmethod

from cvkit.compose.outline import AnyBlock, Contact, Entry, Heading, Item, Outline, Paragraph, Spans
from cvkit.markup import Span
from cvkit.theme.options import Value

from .markdown_spans import escape_start, to_line

__all__ = ["to_markdown", "to_site"]

# The theme's icons for sections, as far as there are signs for them.
_SIGNS = {
    "book": "📖", "briefcase": "💼", "education": "🎓", "medal": "🏅", "necktie": "👔",
    "profile": "👤", "star": "⭐", "tools": "🛠️",
}  # fmt: skip
_LABELLED = ("profile", "extra")


def to_markdown(outline: Outline, options: Mapping[str, Value]) -> bytes:
    """Return a CV as GitHub-flavoured Markdown, with its name as the first heading."""
    pronouns = f" ({outline.pronouns})" if outline.pronouns else ""
    parts = []
    if outline.name:
        parts.append(f"# {to_line((Span(outline.name + pronouns),))}")
        parts += [to_line(outline.headline)] if outline.headline else []
    elif outline.headline:
        parts.append(f"# {to_line((*outline.headline, Span(pronouns)))}")
    return _text(outline, options, parts)


def to_site(outline: Outline, options: Mapping[str, Value]) -> bytes:
    """Return a page for Jekyll, Hugo and the like: front matter, and Markdown without a title.

    The title and the description are the layout's affair, which takes them from the front
    matter. ``permalink`` makes the page the home page.
    """
    description = "".join(span.text for span in outline.headline)
    fields = {
        "layout": "default",
        "title": outline.title or outline.curriculum_vitae,
        "pronouns": outline.pronouns,
        "description": description,
        "lang": outline.language,
        "permalink": "/",
    }
    # JSON's texts are YAML's, whatever a reader would make of "no" or 2014.
    lines = [f"{key}: {json.dumps(v, ensure_ascii=False)}" for key, v in fields.items() if v]
    return _text(outline, options, ["\n".join(["---", *lines, "---"])])


def _text(outline: Outline, options: Mapping[str, Value], parts: list[str]) -> bytes:
    parts += [" · ".join(map(_contact, outline.contacts))] if outline.contacts else []
    writer = _Writer(bool(options.get("icons", True)), outline.comma)
    for block in outline.blocks:
        writer.add(block)
    parts += ["\n".join(writer.lines).strip("\n")] if writer.lines else []
    parts += [f"_{to_line((Span(outline.updated),))}_"] if outline.updated else []
    return ("\n\n".join(parts) + "\n").encode()


def _contact(contact: Contact) -> str:
    label = (Span(f"{contact.label} "),) if contact.kind in _LABELLED else ()
    return to_line((*label, *contact.text))


class _Writer:
    """Writes blocks one below the other, and knows how far the open lists are indented."""

    def __init__(self, icons: bool, comma: str) -> None:
        self.comma = comma
        self.icons = icons
        self.lines: list[str] = []
        self.signs: list[int] = []
        self.last: AnyBlock | None = None

    def add(self, block: AnyBlock) -> None:
        """Write one block, with an empty line before it where Markdown needs one."""
        if not self._is_tight(block):
            self.lines.append("")
        if not isinstance(block, Item):
            self.signs = []
        self.lines += self._lines(block)
        self.last = block

    def _is_tight(self, block: AnyBlock) -> bool:
        if isinstance(block, Item) and not block.follows:
            return isinstance(self.last, Item) or _is_row(self.last)
        return _is_row(block) and (_is_row(self.last) or _is_part(self.last))

    @singledispatchmethod
    def _lines(self, block: AnyBlock) -> Iterator[str]:
        raise TypeError(block)

    @_lines.register
    def _(self, block: Heading) -> Iterator[str]:
        sign = f"{_SIGNS[block.icon]} " if self.icons and block.icon in _SIGNS else ""
        yield f"{'#' * block.level} {sign}{to_line(block.text)}"

    @_lines.register
    def _(self, block: Paragraph) -> Iterator[str]:
        if block.role == "code":
            text = "".join(span.text for span in block.text)
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
            yield from (fence, *text.split("\n"), fence)
            return
        line = escape_start(to_line(_italic(block.text) if block.role == "note" else block.text))
        yield f"> {line}" if block.role == "quote" else line

    @_lines.register
    def _(self, block: Item) -> Iterator[str]:
        if block.follows:
            del self.signs[block.level :]
            yield self._indented(to_line(block.text), " " * sum(self.signs))
            return
        del self.signs[block.level - 1 :]
        sign = "- " if block.number is None else f"{block.number}. "
        indent = " " * sum(self.signs)
        self.signs.append(len(sign))
        yield self._indented(to_line(block.text), indent, sign)

    @_lines.register
    def _(self, block: Entry) -> Iterator[str]:
        if block.layout == "head":
            yield from self._head(block)
            return
        self.signs = [2]
        title = _bold(block.title) if block.rest or block.layout == "citation" else block.title
        number = f"{block.number}\\. " if block.number else ""
        if block.layout == "row":
            line = self.comma.join(filter(None, (to_line(title), to_line(block.rest))))
            lines = [" · ".join(filter(None, (line, to_line(block.period))))]
        else:
            lines = [to_line(part) for part in (title, block.authors, block.rest) if part]
        yield self._indented("  \n".join([number + lines[0], *lines[1:]]), "", "- ")

    def _head(self, block: Entry) -> Iterator[str]:
        title = f"{'#' * block.level} {to_line(block.title)}"
        below = [to_line(part) for part in (_italic(block.rest), block.place, block.period) if part]
        if block.title:
            yield title
        if block.title and below:
            yield ""
        if below:
            yield escape_start(" · ".join(below))

    def _indented(self, text: str, indent: str, sign: str = "") -> str:
        first, *more = text.split("\n")
        lines = [indent + sign + escape_start(first)]
        lines += [indent + " " * len(sign) + line for line in more]
        return "\n".join(lines).rstrip()


def _is_row(block: AnyBlock | None) -> bool:
    return isinstance(block, Entry) and block.layout == "row"


def _is_part(block: AnyBlock | None) -> bool:
    return isinstance(block, Item) and not block.follows and block.level > 1


def _bold(text: Spans) -> Spans:
    return tuple(
        span
        if span.styles & {"math", "badge"}
        else Span(span.text, span.styles | {"bold"}, span.url)
        for span in text
    )


def _italic(text: Spans) -> Spans:
    return tuple(
        span if "math" in span.styles else Span(span.text, span.styles | {"italic"}, span.url)
        for span in text
    )
