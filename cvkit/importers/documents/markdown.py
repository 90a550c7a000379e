"""Markdown, with the HTML that people mix into it."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import unquote

from cvkit.errors import InputError, Problem
from cvkit.importers.kit.decode import decode_leniently, head
from cvkit.importers.kit.draft import Draft, Importer, Note
from cvkit.importers.kit.headings import bare_heading, kind_of_heading
from cvkit.importers.kit.recognize import is_structured
from cvkit.language.read_dates import find_period
from cvkit.source.nodes import parse as parse_yaml
from cvkit.source.text import Source

from .blocks import BULLET, HEADING, TEXT, Block
from .build import build

__all__ = ["IMPORTER"]

_HEADING = re.compile(r"^ {0,3}(#(?= )|#{2,6})\s*(\S.*?)\s*#*\s*$")
_BULLET = re.compile(r"^(\s*)(?:[-+*•·–▪◦‣]|\d{1,3}[.)])(?:\s+|$)(.*)$")
_RULE = re.compile(r"^\s*(?:(?:-\s*){3,}|(?:_\s*){3,}|(?:\*\s*){3,}|={3,})$")
_UNDERLINE = re.compile(r"^\s{0,3}(?:=+|-{2,})\s*$")
_BOLD_LINE = re.compile(r"^\s*(?:\*\*|__)([^*_]+?)(?:\*\*|__)\s*:?\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_REFERENCE = re.compile(r"^ {0,3}\[([^\]]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
_IMAGE = re.compile(r"!\[([^\]]{0,500})\]\(([^()\s]{0,2000})[^)]{0,500}\)")
_BADGE = re.compile(
    r"https?://img\.shields\.io/badge/(?:([^/?]*?)-)?([^/?-]+(?:--[^/?-]+)*)-[\w]+(?:[/?.].*)?$"
)
_DATA = re.compile(r"data:([\w/+.-]{1,40});base64,[A-Za-z0-9+/=]*")
_HTML_HEADING = re.compile(r"<h([1-6])[^>]{0,500}>(.{0,1000}?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
_ANCHOR = re.compile(
    r"<a\s[^>]{0,500}?href\s*=\s*[\"']([^\"'\s]{0,2000})[\"'][^>]{0,500}>(.{0,1000}?)</a\s*>",
    re.IGNORECASE | re.DOTALL,
)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
_MARK = re.compile(r"<(b|strong|i|em|code)(?:\s[^>]{0,500})?>(.{0,1000}?)</\1\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]{0,2000})?/?>")
_LONG_BLANK = re.compile(r"[^\S\n]{100,}")
_IMAGES = "images were not imported"
MAX_TITLE = 60
MAX_BYTES = 1_000_000
_FRONT = {
    "name": "name", "author": "name", "email": "email", "mail": "email", "phone": "phone",
    "tel": "phone", "mobile": "phone", "website": "url", "homepage": "url", "url": "url",
    "location": "location", "address": "location", "headline": "headline", "position": "headline",
    "tagline": "headline", "lang": "language", "language": "language",
}  # fmt: skip


def read(name: str, data: bytes) -> Draft:
    """Return the draft of a Markdown file; raise :class:`InputError` if it is empty or not text."""
    source, first = decode_leniently(name, data, MAX_BYTES)
    if not source.text.strip():
        raise InputError(Problem(name, "the file is empty"))
    notes = [*first, Note("the structure was guessed from the formatting: check the result")]
    header: dict[str, Any] = {}
    lines = _Cleaner(source, notes).lines(_front_matter(source, header, notes))
    blocks = _blocks(lines)
    if not blocks:
        raise InputError(Problem(name, "contains no text"))
    return build(name, blocks, header, notes)


def looks_like(name: str, data: bytes) -> bool:
    """Whether this is a CV in Markdown: by its name, or by what a CV has, unless it is data."""
    if name.lower().endswith((".md", ".markdown", ".mdown", ".mkd")):
        return True
    text = head(data)
    if "\0" in text:
        return False
    is_plain = name.lower().endswith(".txt")
    return _is_of_a_cv(text, is_plain=is_plain) and (is_plain or not is_structured(text))


def _is_of_a_cv(text: str, *, is_plain: bool) -> bool:
    """Whether a text has a heading of a CV, or any heading, an e-mail address and a date."""
    lines = text.splitlines()
    headings = [line for line in lines if re.match(r"#{1,6} \S|\*\*[^*]+\*\*$", line)]
    if any(kind_of_heading(line) for line in headings):
        return True
    if is_plain and any(kind_of_heading(line, whole=True) for line in lines):
        return True
    has_address = re.search(r"[\w.+-]+@[\w-]+\.\w", text)
    return bool((headings or is_plain) and has_address and any(map(find_period, lines)))


def _front_matter(source: Source, header: dict[str, Any], notes: list[Note]) -> int:
    """Read the front matter, if there is one; return the index of the first line of the text."""
    lines = source.lines
    if lines[0].strip() != "---":
        return 0
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), 0)
    inner = "\n".join(lines[1:end])
    if not end or not re.search(r"^\w[\w -]*:", inner, re.MULTILINE):
        return 0
    try:
        root, _ = parse_yaml(Source(source.name, inner))
    except InputError as error:
        first = error.problems[0]
        line = first.line + 1 if first.line else None
        problem = Problem(source.name, f"front matter: {first.message}", line, first.column,
                          hint=first.hint, code=first.code)  # fmt: skip
        raise InputError(problem) from None
    fields = root.value if isinstance(root.value, dict) else {}
    for key, node in fields.items():
        line = root.keys[key].line + 2
        value = node.plain()
        target = _FRONT.get(key.lower(), "")
        if isinstance(value, str) and value and target and target not in header:
            header[target] = [value] if target in ("email", "phone") else value
        elif value:
            notes.append(Note(f"not imported, from the front matter: {key}: {value}", line))
    return end + 1


class _Cleaner:
    """Converts HTML within Markdown, line by line."""

    def __init__(self, source: Source, notes: list[Note]) -> None:
        self.source = source
        self.notes = notes

    def lines(self, start: int) -> list[tuple[int, str]]:
        """Return the lines with their numbers, without comments, tags and images."""
        text = "\n".join(self.source.lines[start:])
        text = _LONG_BLANK.sub("\t", text)  # several patterns try every start within blanks
        text = self.without_comments(text, start)
        whole = Source("", text)
        text = _DATA.sub(lambda match: self.data(match, whole, start), text)
        text = _HTML_HEADING.sub(self.heading, text)
        text = _ANCHOR.sub(self.anchor, text)
        numbered = list(enumerate(text.split("\n"), start + 1))
        references = self.references(numbered)
        return [
            (number, part)
            for number, line in numbered
            if not _REFERENCE.match(line)
            for part in self.parts(number, line, references)
        ]

    def without_comments(self, text: str, start: int) -> str:
        """Remove comments but not their line breaks."""
        parts, end = [], 0
        whole = Source("", text)
        while (begin := text.find("<!--", end)) >= 0:
            close = text.find("-->", begin)
            if close < 0:
                break
            parts.append(text[end:begin])
            inner = text[begin + 4 : close]
            parts.append("\n" * inner.count("\n"))
            if words := " ".join(inner.split()):
                line = start + whole.position(begin)[0] + 1
                self.notes.append(
                    Note(f"comment not imported: {words}", line, kind="comments were not imported")
                )
            end = close + 3
        return "".join([*parts, text[end:]])

    def data(self, match: re.Match[str], whole: Source, start: int) -> str:
        line = start + whole.position(match.start())[0] + 1
        self.notes.append(Note(f"embedded image not imported: {match[1]}", line, kind=_IMAGES))
        return ""

    @staticmethod
    def heading(match: re.Match[str]) -> str:
        inner = " ".join(match[2].split())
        return f"\n{'#' * int(match[1])} {inner}\n" if "\n" in match[0] else (
            f"{'#' * int(match[1])} {inner}"
        )  # fmt: skip

    @staticmethod
    def anchor(match: re.Match[str]) -> str:
        lines = "\n" * match[0].count("\n")
        words = " ".join(match[2].split())
        return f"[{words}]({match[1]}){lines}" if match[1] and words else f"{words}{lines}"

    @staticmethod
    def references(lines: list[tuple[int, str]]) -> dict[str, str]:
        found = (match for _, line in lines if (match := _REFERENCE.match(line)))
        return {match[1].casefold(): match[2] for match in found}

    def parts(self, number: int, line: str, references: dict[str, str]) -> list[str]:
        """Return the lines that a line consists of: HTML breaks and list items split it."""
        line = re.sub(r"<br\s*/?>|</(?:p|div|li|ul|ol|tr)\s*>", "\n", line, flags=re.IGNORECASE)
        line = re.sub(r"<li[^>]*>\s*", "\n- ", line, flags=re.IGNORECASE)
        line = re.sub(r"</?t[dh][^>]*>", "\t", line, flags=re.IGNORECASE)
        line = _MARK.sub(_marked, line)
        line = html.unescape(_TAG.sub("", line))
        line = _IMAGE.sub(lambda match: self.picture(match, number), line)
        line = re.sub(
            r"\[([^\[\]]+)\]\[([^\[\]]*)\]", lambda match: _resolved(match, references), line
        )
        line = re.sub(r"\{[:.#][^{}]*\}\s*$", "", line)  # attributes of kramdown
        line = re.sub(r"(?<=\S)\s+(?=•\s)|^\s*(?=•)", "\n", line) if line.count("•") > 1 else line
        parts = line.split("\n")
        return parts if len(parts) == 1 else [part for part in parts if part.strip()]

    def picture(self, match: re.Match[str], number: int) -> str:
        badge = _BADGE.match(match[2])
        if badge:
            label = unquote(": ".join(part for part in badge.groups() if part))
            return f" | {label.replace('__', chr(0)).replace('_', ' ').replace(chr(0), '_')}"
        self.notes.append(Note(f"image not imported: {match[2]}", number, kind=_IMAGES))
        return match[1]


def _marked(match: re.Match[str]) -> str:
    """Return words between tags of HTML with marks; spaces at their edges stay outside."""
    mark, words = _MARKS[match[1].lower()], match[2].strip()
    return match[2].replace(words, f"{mark}{words}{mark}", 1) if words else match[2]


def _resolved(match: re.Match[str], references: dict[str, str]) -> str:
    address = references.get((match[2] or match[1]).casefold())
    return f"[{match[1]}]({address})" if address else match[0]


def _blocks(lines: list[tuple[int, str]]) -> list[Block]:
    """Return the blocks of the lines; bullets take in the lines that go on below them."""
    blocks: list[Block] = []
    gap = True
    fenced = False
    for index, (number, line) in enumerate(lines):
        following = lines[index + 1][1] if index + 1 < len(lines) else ""
        stripped = line.strip()
        if stripped.startswith(("```", "~~~")):
            fenced = not fenced
        elif not stripped or _is_noise(line, blocks, gap=gap) or _TABLE_RULE.match(line):
            gap = True
        else:
            block = _block(line, number, following, gap=gap)
            last = blocks[-1] if blocks else None
            if last and _continues(block, last, line):
                term = line.startswith(":")
                joined = (
                    f"{last.text}\t{block.text[1:].strip()}"
                    if term
                    else (f"{last.text} {block.text}")
                )
                blocks[-1] = Block(last.kind, joined, last.line, last.level, last.gap)
            elif re.search(r"\w", block.text):
                blocks.append(block)
            gap = False
    return blocks


def _is_noise(line: str, blocks: list[Block], *, gap: bool) -> bool:
    """Whether a line is a horizontal rule or the underline of a heading."""
    if _UNDERLINE.match(line) and not gap and blocks and blocks[-1].kind == HEADING:
        return True
    return bool(_RULE.match(line))


def _block(line: str, number: int, following: str, *, gap: bool) -> Block:
    text = line.strip().lstrip("> ") if line.lstrip().startswith(">") else line.strip()
    if heading := _HEADING.match(line):
        return Block(HEADING, heading[2], number, len(heading[1]), gap)
    if _UNDERLINE.match(following) and gap and len(text) < 80 and not _BULLET.match(line):
        return Block(HEADING, text, number, 1 if "=" in following else 2, gap)
    if title := _unmarked_heading(line, alone=gap and not following.strip()):
        return Block(HEADING, title, number, 2, gap)
    if bullet := _BULLET.match(line):
        indent = len(bullet[1].expandtabs(4))
        inner = re.sub(r"^`\s*-?\s*`\s*", "", bullet[2])
        if nested := _HEADING.match(inner):
            return Block(HEADING, nested[2], number, len(nested[1]) + 1, gap)
        return Block(BULLET, inner.strip(), number, indent, gap)
    if text.startswith("|") or text.endswith("|"):
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        text = "\t".join(cell for cell in cells if cell)
    return Block(TEXT, text, number, 0, gap)


def _unmarked_heading(line: str, *, alone: bool) -> str:
    """Return the title if a line is bold or between blank lines, and known; else an empty text."""
    bold = _BOLD_LINE.match(line)
    bare = bold[1] if bold else line.strip()
    if not (bold or alone) or len(bare) > MAX_TITLE:
        return ""
    known = kind_of_heading(bare, whole=True) or (bare.isupper() and kind_of_heading(bare))
    return bare_heading(bare) if known else ""


def _continues(block: Block, last: Block, line: str) -> bool:
    """Whether a line of text continues the bullet or the paragraph before it."""
    if block.kind != TEXT:
        return False
    if line.startswith(":") and last.kind == TEXT:
        return True  # the definition of a term in a definition list
    if last.kind == BULLET:
        return not block.gap or line.startswith(("  ", "\t"))
    return last.kind == TEXT and not block.gap and _is_wrapped(last.text, block.text)


def _is_wrapped(before: str, text: str) -> bool:
    """Whether a long line was broken, rather than ended."""
    return len(before) > 60 and not before.endswith("  ") and text[0].islower()


IMPORTER = Importer(read, looks_like, "Markdown: its text, as a starting point")
