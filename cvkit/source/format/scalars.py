"""Write a text as a YAML scalar: plain if that is safe, else quoted or as a block."""

from __future__ import annotations

import re

__all__ = ["WIDTH", "is_plain", "quoted", "scalar"]

WIDTH = 96

# YAML 1.1, chapter 5: characters that must be escaped, and line breaks of older parsers.
_ESCAPED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|\t"
)
_PLAIN = re.compile(
    r"""(?:[^\s\-?:,\[\]{}\#&*!|>'"%@`]|[-?:](?=\S))
        (?:(?<=\S)\#|:(?=\S)|[^:\#])*""",
    re.VERBOSE,
)
_FLOW = re.compile(r"^[-:]|[,\[\]{}?]")
# Other parsers read these as null.
_NULL = {"null", "Null", "NULL", "~"}
_NAMED = {"\n": r"\n", "\t": r"\t", '"': r"\"", "\\": r"\\"}
# Not before a dash: a line that begins with one would look like a bullet.
_BREAK = re.compile(r"(?<=\S) (?=\S)(?![-*•] )")


def is_plain(text: str, *, flow: bool = False) -> bool:
    """Whether a text needs no quotes; ``flow`` means inside of ``[…]``."""
    if not text or text in _NULL or text != text.strip() or "\n" in text:
        return False
    if _ESCAPED.search(text) or not _PLAIN.fullmatch(text) or re.search(r"\s#", text):
        return False
    return not (flow and _FLOW.search(text))


def quoted(text: str) -> str:
    """Return a text in quotes, on one line."""
    if ('"' in text or "\\" in text) and not (_ESCAPED.search(text) or "\n" in text):
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    escaped = "".join(_escape(character) for character in text)
    return f'"{escaped}"'


def _escape(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    if not _ESCAPED.match(character):
        return character
    code = ord(character)
    return f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}"


def scalar(text: str, indent: int, used: int, note: str = "") -> str:
    """Return a text as a YAML value.

    Lines after the first are indented by ``indent`` spaces; ``used`` columns of the first line
    are already taken. The comment ``note`` is put at the end of the first line.
    """
    tail = f"  {note}" if note else ""
    if "\n" in text:
        return _block(text, indent, tail) or quoted(text) + tail
    short = used + len(text) <= WIDTH or not _BREAK.search(text)
    if short:
        return (text if is_plain(text) else quoted(text)) + tail
    if text != text.strip() or _ESCAPED.search(text):
        return quoted(text) + tail
    return f">-{tail}\n" + _folded(text, indent)


def _block(text: str, indent: int, tail: str) -> str:
    """Return a text of several lines as a block, or nothing if a block would change it."""
    lines = text.split("\n")
    if _ESCAPED.search(text) or any(line != line.rstrip() for line in lines):
        return ""
    if text != text.lstrip() or text.endswith("\n\n") or not text.strip():
        return ""
    pad = " " * indent
    paragraphs = text.split("\n\n")
    # The loader reads an empty line in a folded block as the end of a paragraph.
    is_prose = all(p and p == p.strip() and "\n" not in p for p in paragraphs)
    if is_prose and any(indent + len(p) > WIDTH for p in paragraphs):
        return f">-{tail}\n" + "\n\n".join(_folded(p, indent) for p in paragraphs)
    sign = "|" if lines[-1] == "" else "|-"
    written = [pad + line if line else "" for line in (lines[:-1] if sign == "|" else lines)]
    return f"{sign}{tail}\n" + "\n".join(written)


def _folded(text: str, indent: int) -> str:
    """Break a text at single spaces, which are restored when it is read."""
    pad, lines = " " * indent, [""]
    for word in _BREAK.split(text):
        line = f"{lines[-1]} {word}" if lines[-1] else word
        if indent + len(line) > WIDTH and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = line
    return "\n".join(pad + line for line in lines)
