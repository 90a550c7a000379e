"""Spans as GitHub-flavoured Markdown: escaped, so that nothing typed becomes markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from urllib.parse import quote

from cvkit.markup import Span, Style

__all__ = ["escape_start", "to_line"]

# Marks come from the outside in; what stands within a formula or code is not looked at.
_ORDER: tuple[Style, ...] = ("badge", "bold", "italic", "sub", "sup")
_TAGS: dict[Style, str] = {
    "badge": "kbd",
    "bold": "strong",
    "italic": "em",
    "sub": "sub",
    "sup": "sup",
}
_DELIMITERS: dict[Style, tuple[str, ...]] = {"bold": ("**",), "italic": ("*", "_")}
_SPECIAL = re.compile(r"[\\`*\[\]<~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")


def to_line(spans: Iterable[Span]) -> str:
    """Return spans as one line of Markdown; a line break in them is a hard one."""
    return _nested(_tidy(spans), "", "").replace("\n", "  \n")


def escape_start(line: str) -> str:
    """Escape what would make a heading, a list, a quotation or a rule of a line."""
    number = re.match(r"\d{1,9}(?=[.)](?:\s|$))", line)
    if number:
        return f"{number[0]}\\{line[number.end() :]}"
    return f"\\{line}" if line[:1] in {"#", ">", "+", "=", "-", "|", ":"} else line


def _tidy(spans: Iterable[Span]) -> list[Span]:
    """Run pieces of one look together; no-break spaces are the typesetter's affair."""
    tidied = (replace(s, text=re.sub(r"[\u00a0\u202f\t\r ]+", " ", s.text)) for s in spans)
    alike = groupby(tidied, key=lambda s: (s.styles, s.url))
    return [Span("".join(s.text for s in same), *look) for look, same in alike]


def _nested(spans: Sequence[Span], before: str, after: str) -> str:
    """Return spans within the marks of their links and styles.

    ``before`` and ``after`` are the characters around them.
    """

    def render(group: Sequence[Span], url: str, b: str, a: str) -> str:
        return _link(group, url) if url else _styled(group, _ORDER, b, a)

    return _grouped(spans, lambda span: span.url, before, after, render)


def _styled(spans: Sequence[Span], order: tuple[Style, ...], before: str, after: str) -> str:
    """Return spans within the marks of those styles that are still to be told."""
    if not order:
        return "".join(_leaf(span) for span in spans)
    style, rest = order[0], order[1:]

    def render(group: Sequence[Span], marked: str, b: str, a: str) -> str:
        return _mark(group, style, rest, b, a) if marked else _styled(group, rest, b, a)

    said = set(_ORDER) - set(order)
    bare = [replace(span, styles=span.styles - said) for span in spans]
    return _grouped(bare, lambda s: style if style in s.styles else "", before, after, render)


def _grouped(
    spans: Sequence[Span],
    key: Callable[[Span], str],
    before: str,
    after: str,
    render: Callable[[Sequence[Span], str, str, str], str],
) -> str:
    """Render runs of spans that share a key, each with the characters beside it."""
    groups = [(name, list(run)) for name, run in groupby(spans, key=key)]
    heads = [_head(run[0]) for _, run in groups[1:]] + [after]
    text = ""
    for (name, run), following in zip(groups, heads, strict=False):
        text += render(run, name, text[-1:] or before, following)
    return text


def _head(span: Span) -> str:
    """Return the character that a span begins with; a star stands for any mark."""
    return "*" if span.styles or span.url else span.text[:1]


def _mark(
    spans: Sequence[Span], style: Style, order: tuple[Style, ...], before: str, after: str
) -> str:
    """Put a mark around spans, leaving white space at the edges outside."""
    text = "".join(span.text for span in spans)
    if not text.strip():
        return text
    left, right = _edges(spans)
    spans = _strip(spans)
    for delimiter in _DELIMITERS.get(style, ()):
        inner = _styled(spans, order, delimiter[0], delimiter[0])
        if _opens(left[-1:] or before, inner, delimiter) and _opens(
            right[:1] or after, inner[::-1], delimiter
        ):
            return f"{left}{delimiter}{inner}{delimiter}{right}"
    inner = _styled(spans, order, ">", "<")
    return f"{left}<{_TAGS[style]}>{inner}</{_TAGS[style]}>{right}"


def _opens(outside: str, inner: str, delimiter: str) -> bool:
    """Whether a delimiter may stand between these, so that both sides see a mark there.

    CommonMark, section 6.2: flanked by a sign, it must have white space or a sign outside.
    """
    inside = inner[:1]
    if delimiter[0] in (inside, outside):
        return False
    loose = not outside or outside.isspace() or _is_sign(outside)
    return loose if _is_sign(inside) or delimiter == "_" else True


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _edges(spans: Sequence[Span]) -> tuple[str, str]:
    text = "".join(span.text for span in spans)
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _strip(spans: Sequence[Span]) -> list[Span]:
    """Strip the white space from both ends, over the borders of spans."""
    kept = list(spans)
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return kept


def _link(spans: Sequence[Span], url: str) -> str:
    target = quote(url, safe="/:?#@!$&'*+,;=%~[]-._")
    target = re.sub(r"[\[\]]", lambda m: f"%{ord(m[0]):X}", target)
    text = "".join(span.text for span in spans)
    if text == target and re.match(r"https?://", url) and not any(s.styles for s in spans):
        return f"<{target}>"
    bare = [replace(span, url="") for span in spans]
    return f"[{_styled(bare, _ORDER, '[', ']')}]({target})"


def _leaf(span: Span) -> str:
    if "math" in span.styles:
        return f"${span.text}$"
    if "code" in span.styles and span.text.strip():
        return _code(span.text.replace("\n", " "))
    return _escape(span.text)


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _escape(text: str) -> str:
    first, *more = (_SPECIAL.sub(r"\\\g<0>", line) for line in text.split("\n"))
    return "\n".join([first, *map(escape_start, more)])
