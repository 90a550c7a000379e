"""Markdown: for GitHub, and for generators of static sites.

Text is escaped, so that nothing typed in a field becomes markup, nor a command of the generator:
Jekyll runs Liquid (``{{ }}``, ``{% %}``) on a page before it reads the Markdown, Hugo runs its
shortcodes (``{{< >}}``), and kramdown sets attributes with ``{: }``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import singledispatchmethod
from itertools import groupby
from urllib.parse import quote

from cvkit.compose.outline import AnyBlock, Contact, Entry, Heading, Item, Outline, Paragraph, Spans
from cvkit.markup import Span, Style
from cvkit.theme.options import Value

__all__ = ["to_markdown", "to_site"]

# Emoji for the icons of sections that have one.
_SIGNS = {
    "book": "📖", "briefcase": "💼", "education": "🎓", "medal": "🏅", "necktie": "👔",
    "profile": "👤", "star": "⭐", "tools": "🛠️",
}  # fmt: skip
_LABELLED = ("profile", "extra")
# Marks from the outside in; formulas and code have no marks within them.
_ORDER: tuple[Style, ...] = ("badge", "bold", "italic", "sub", "sup")
_TAGS: dict[Style, str] = {
    "badge": "kbd",
    "bold": "strong",
    "italic": "em",
    "sub": "sub",
    "sup": "sup",
}
_DELIMITERS: dict[Style, tuple[str, ...]] = {"bold": ("**",), "italic": ("*", "_")}
_COMMAND = re.compile(r"\{(?=[{%:])")
_SPECIAL = re.compile(r"[\\`*\[\]<~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")


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

    The site's layout prints the title and the description from the front matter. ``permalink``
    makes the page the home page.
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
    # Strings of JSON are strings in YAML, even "no" or 2014.
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
    """Writes blocks one below the other, and keeps the indentation of open lists."""

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
            if _COMMAND.search(text):
                yield from f"<pre><code>{_entities(text)}</code></pre>".split("\n")
                return
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


# Spans


def to_line(spans: Iterable[Span]) -> str:
    """Return spans as one line of Markdown; a line break in them is a hard one."""
    return _nested(_tidy(spans), "", "").replace("\n", "  \n")


def escape_start(line: str) -> str:
    """Escape what would turn a line into a heading, a list, a quotation or a rule."""
    number = re.match(r"\d{1,9}(?=[.)](?:\s|$))", line)
    if number:
        return f"{number[0]}\\{line[number.end() :]}"
    return f"\\{line}" if line[:1] in {"#", ">", "+", "=", "-", "|", ":"} else line


def _tidy(spans: Iterable[Span]) -> list[Span]:
    """Join neighbours of the same look, and replace no-break spaces by spaces."""
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
    """Return spans within the marks of those styles that have not been written yet."""
    if not order:
        return "".join(_leaf(span) for span in spans)
    style, rest = order[0], order[1:]

    def render(group: Sequence[Span], marked: str, b: str, a: str) -> str:
        return _marked(group, style, rest, b, a) if marked else _styled(group, rest, b, a)

    written = set(_ORDER) - set(order)
    bare = [replace(span, styles=span.styles - written) for span in spans]
    return _grouped(bare, lambda s: style if style in s.styles else "", before, after, render)


def _grouped(
    spans: Sequence[Span],
    key: Callable[[Span], str],
    before: str,
    after: str,
    render: Callable[[Sequence[Span], str, str, str], str],
) -> str:
    """Render runs of spans that share a key, each with the characters around it."""
    groups = [(name, list(run)) for name, run in groupby(spans, key=key)]
    heads = [_head(run[0]) for _, run in groups[1:]] + [after]
    text = ""
    for (name, run), following in zip(groups, heads, strict=False):
        part = render(run, name, text[-1:] or before, following)
        if part.startswith("[") and text.endswith("!"):  # not a picture
            text = f"{text[:-1]}\\!"
        text += part
    return text


def _head(span: Span) -> str:
    """Return the character that a span begins with, ``*`` for any mark."""
    return "*" if span.styles or span.url else span.text[:1]


def _marked(
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
    """Whether a delimiter between these characters is read as a mark.

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
    """Strip white space from both ends, across the borders of spans."""
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
        return f"${_COMMAND.sub('{ ', span.text)}$"
    if "code" in span.styles and span.text.strip():
        return _code(span.text.replace("\n", " "))
    return _escape(span.text)


def _code(text: str) -> str:
    if _COMMAND.search(text):  # entities have no meaning between backticks
        return f"<code>{_entities(text)}</code>"
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _escape(text: str) -> str:
    first, *more = (_SPECIAL.sub(r"\\\g<0>", line) for line in text.split("\n"))
    return _COMMAND.sub("&#123;", "\n".join([first, *map(escape_start, more)]))


def _entities(text: str) -> str:
    """Return a text for an HTML element whose content may or may not be read as Markdown."""
    return re.sub(r"[!-/:-@\[-`{-~]", lambda sign: f"&#{ord(sign[0])};", text)
