"""Plain text: for forms, e-mail, and programs that read nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import singledispatchmethod
from itertools import groupby

from cvkit.compose.outline import AnyBlock, Contact, Entry, Heading, Item, Outline, Paragraph, Spans
from cvkit.markup import Span, Style, readable

from .columns import fill, spread, width

__all__ = ["to_text"]

COLUMNS = 80

_SCRIPTS: Mapping[Style, Mapping[str, str]] = {
    "sup": dict(zip("0123456789+-−=()ni.,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ.,", strict=True)),
    "sub": dict(zip("0123456789+-−=().,", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎.,", strict=True)),
}
_SIGNS: Mapping[Style, str] = {"sup": "^", "sub": "_"}
_SPACES = str.maketrans("\u00a0\u202f\u2005\u2003", "    ", "\u2009")


def to_text(outline: Outline) -> bytes:
    """Return a CV as plain text in lines of 80 columns, with dates at their right edge."""
    writer = _Writer(outline.comma)
    pronouns = f" ({outline.pronouns})" if outline.pronouns else ""
    title = outline.name or plain(outline.headline)
    writer.write(fill(title + pronouns, COLUMNS) if title or pronouns else [])
    if outline.name and outline.headline:
        writer.write(fill(plain(outline.headline), COLUMNS))
    writer.lines += [""] if outline.contacts else []
    for contact in outline.contacts:
        writer.write(_contact(contact))
    for block in outline.blocks:
        writer.add(block)
    writer.lines += ["", outline.updated.translate(_SPACES)] if outline.updated else []
    return ("\n".join(line.rstrip() for line in writer.lines).strip("\n") + "\n").encode()


def plain(spans: Iterable[Span]) -> str:
    """Return spans as one readable text: links written out, scripts in Unicode."""
    found = []
    for url, run in groupby(spans, key=lambda span: span.url):
        text = "".join(_plain(span) for span in run)
        found.append(_with_address(text, url) if url else text)
    return "".join(found).translate(_SPACES)


def _plain(span: Span) -> str:
    if "math" in span.styles:
        # A script may be of several styles, as in H_{c2}: it is written as a whole.
        runs = groupby(readable([span]), key=_scripts)
        return "".join(
            _script("".join(part.text for part in run), scripts, formula=True)
            for scripts, run in runs
        )
    if "badge" in span.styles:
        return f"[{span.text}]"
    return _script(span.text, _scripts(span), formula=False)


def _scripts(span: Span) -> frozenset[Style]:
    return span.styles & _SCRIPTS.keys()


def _script(text: str, scripts: Iterable[Style], *, formula: bool) -> str:
    """Write a script in Unicode characters; in formulas others follow ``^`` or ``_``."""
    for style in scripts:
        if set(text) <= _SCRIPTS[style].keys():
            return "".join(_SCRIPTS[style][character] for character in text)
        return f"{_SIGNS[style]}{text}" if formula else text
    return text


def _with_address(text: str, url: str) -> str:
    """Write the address of a link after its text, unless the text is the address."""
    scheme, _, address = url.partition(":")
    address = address.removeprefix("//").rstrip("/")
    shown = text.strip()
    if scheme in ("mailto", "tel") or shown.partition(":")[0] in ("doi", "arXiv"):
        return text
    return url if shown.rstrip("/") in (address, url) else f"{text} <{url}>"


def _contact(contact: Contact) -> list[str]:
    label = contact.label.translate(_SPACES)
    return fill(f"{label} {plain(contact.text)}", COLUMNS, "", "  ")


class _Writer:
    """Writes blocks one below the other."""

    def __init__(self, comma: str) -> None:
        self.comma = comma
        self.lines: list[str] = []
        self.last: AnyBlock | None = None
        self.base = 0

    def write(self, lines: Iterable[str]) -> None:
        """Write lines as they are."""
        self.lines += lines

    def add(self, block: AnyBlock) -> None:
        """Write a block, with an empty line before it where a new part begins."""
        if not self._belongs(block):
            self.lines.append("")
        if not isinstance(block, Item):
            # Items of a row begin at the left edge, like the row itself.
            self.base = 1 if isinstance(block, Entry) and block.layout == "row" else 0
        self._write(block)
        self.last = block

    def _belongs(self, block: AnyBlock) -> bool:
        if isinstance(block, Item):
            return not isinstance(self.last, Paragraph) or self.last.role != "text"
        if isinstance(block, Paragraph):
            return block.role != "text" or isinstance(self.last, Heading | Entry)
        is_row = isinstance(block, Entry) and block.layout == "row"
        return isinstance(self.last, Heading) or (is_row and _is_entry(self.last, "row"))

    @singledispatchmethod
    def _write(self, block: AnyBlock) -> None:
        raise TypeError(block)

    @_write.register
    def _(self, block: Heading) -> None:
        if block.level == 2 and self.lines[-2:-1] != [""]:
            self.lines.append("")
        title = fill(plain(block.text), COLUMNS)
        sign = "=" if block.level == 2 else "-"
        self.lines += [*title, sign * max(map(width, title))]

    @_write.register
    def _(self, block: Paragraph) -> None:
        if block.role == "code":
            self.lines += [f"    {line}" for line in plain(block.text).split("\n")]
            return
        indent = "  " if block.role == "quote" else ""
        for line in plain(block.text).split("\n"):
            self.lines += fill(line, COLUMNS, indent, indent)

    @_write.register
    def _(self, block: Item) -> None:
        sign = "- " if block.number is None else f"{block.number}. "
        indent = "  " * (block.level - self.base - (0 if block.follows else 1))
        hang = indent if block.follows else indent + " " * len(sign)
        first = indent if block.follows else indent + sign
        for line in plain(block.text).split("\n"):
            self.lines += fill(line, COLUMNS, first, hang)
            first = hang

    @_write.register
    def _(self, block: Entry) -> None:
        if block.layout == "citation":
            self._cite(block)
            return
        if block.layout == "row":
            line = self.comma.join(filter(None, (plain(block.title), plain(block.rest))))
            self.lines += spread(line, plain(block.period), COLUMNS)
            return
        self.lines += spread(plain(block.title), plain(block.period), COLUMNS)
        self.lines += _second(block.rest, block.place)

    def _cite(self, block: Entry) -> None:
        first = f"{block.number}. " if block.number else "- "
        for part in (block.title, block.authors, block.rest):
            if part:
                self.lines += fill(plain(part), COLUMNS, first, "  ")
                first = "  "


def _second(rest: Spans, place: Spans) -> list[str]:
    return spread(plain(rest), plain(place), COLUMNS) if rest or place else []


def _is_entry(block: AnyBlock | None, layout: str) -> bool:
    return isinstance(block, Entry) and block.layout == layout
