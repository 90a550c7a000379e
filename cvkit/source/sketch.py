"""The structure of YAML text while it is typed: fields and items by their indentation.

Unlike the parser, this reads text that is not valid YAML, such as a line with half a word, and
never fails. It is meant for editors, not for data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Cursor", "Part", "find_cursor", "read_sketch"]

_LINE = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +|-$)*)(?P<rest>.*)")
_FIELD = re.compile(r"""(?P<key>\w[\w .+-]*|"[^"]*"|'[^']*')\s*:(?P<space>\s+|$)(?P<value>.*)""")
_BLOCK = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?")
_FLOW = re.compile(
    r"""(?P<sign>[][{},])|(?P<key>[\w.+-]+|"[^"]*"|'[^']*')\s*:(?=\s|$)|"[^"]*"|'[^']*'"""
)
_QUOTED = re.compile(r"""(?<![^\s\[{:,])(?:"[^"]*"|'[^']*')""")


@dataclass(slots=True)
class Part:
    """A field (``name`` is a string), an item of a list (its number), or the file itself.

    ``value`` is the text beside it. Lines and columns count from 0.
    """

    name: str | int
    line: int
    column: int
    value: str = ""
    value_column: int = 0
    parts: list[Part] = field(default_factory=list)

    def child(self, name: str | int) -> Part | None:
        """Return the field or the item with a name, or ``None``."""
        return next((part for part in self.parts if part.name == name), None)

    def field(self, name: str) -> str:
        """Return the text beside a field, without quotes and comments, or an empty string."""
        part = self.child(name)
        return bare(part.value) if part else ""

    def walk(self) -> Iterator[Part]:
        """Yield this part and all parts below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is around a place in the text.

    ``chain`` are the parts that contain it, the file first; ``word`` is what is typed from
    ``start`` up to the place. In a value (``in_value``) the last part of the chain has that
    value, otherwise the word is the name of a new field or item of the last part.
    """

    chain: tuple[Part, ...]
    word: str
    start: int
    in_value: bool


def bare(text: str) -> str:
    """Return a value on one line without a comment and quotes."""
    text = re.sub(r"(?:^|\s)#.*", "", text) if text[:1] not in "\"'" else text
    match = re.match(r"""\s*(?:"([^"]*)"|'([^']*)'|(.*\S)?)""", text)
    return next((group for group in match.groups() if group), "") if match else ""


def read_sketch(text: str) -> Part:
    """Return the structure of a text as a tree of parts."""
    return _read(text.splitlines())[0]


def _read(lines: list[str], until: int | None = None) -> tuple[Part, list[Part]]:
    """Return the file with its parts, and the parts that are open after the last line."""
    root = Part("", 0, -1)
    stack = [root]
    below: int | None = None  # the column of a field whose value is a block of text
    for number, line in enumerate(lines[:until]):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if not stripped or stripped.startswith("#") or stripped in ("---", "..."):
            continue
        if below is not None and indent > below:
            continue
        below = None
        for part, is_block in _parts(line, number, stack):
            below = part.column if is_block else below
    return root, stack


def _parts(line: str, number: int, stack: list[Part]) -> Iterator[tuple[Part, bool]]:
    """Add the parts that begin on a line, and yield each and whether a block of text follows."""
    match = _LINE.match(line)
    assert match is not None
    for dash in re.finditer("-", match["dashes"]):
        column = match.start("dashes") + dash.start()
        _close(stack, column, is_item=True)
        count = sum(isinstance(part.name, int) for part in stack[-1].parts)
        yield _add(stack, Part(count, number, column)), False
    column, rest = match.start("rest"), match["rest"]
    if found := _FIELD.match(rest):
        _close(stack, column, is_item=False)
        part = Part(found["key"].strip("\"' "), number, column, found["value"])
        part.value_column = column + found.start("value")
        yield _add(stack, part), bool(_BLOCK.fullmatch(part.value))
    elif match["dashes"] and rest:
        stack[-1].value, stack[-1].value_column = rest, column
        yield stack[-1], bool(_BLOCK.fullmatch(rest))


def _close(stack: list[Part], column: int, *, is_item: bool) -> None:
    """Close the parts that cannot contain one that begins in a column."""
    while len(stack) > 1:
        part = stack[-1]
        at_field = is_item and isinstance(part.name, str) and part.column == column
        if part.column < column or at_field:  # items may be in the column of their field
            return
        stack.pop()


def _add(stack: list[Part], part: Part) -> Part:
    stack[-1].parts.append(part)
    stack.append(part)
    return part


def find_cursor(text: str, line: int, column: int) -> Cursor | None:
    """Return what is around a place, or ``None`` within a comment or a block of text.

    Line and column count from 0.
    """
    lines = text.splitlines()
    typed = lines[line][:column] if line < len(lines) else ""
    if re.search(r"(?:^|\s)#", _QUOTED.sub("", typed)):
        return None
    before = _read(lines, line)[1]
    if _in_block(before[-1], lines[line] if line < len(lines) else ""):
        return None
    # The parts with all their fields, those below the line as well.
    known = {(part.line, part.column): part for part in read_sketch(text).walk()}
    chain = [known.get((part.line, part.column), part) for part in before]
    return _at(chain, known, line, typed)


def _in_block(last: Part, line: str) -> bool:
    is_text = bool(_BLOCK.fullmatch(last.value))
    return is_text and len(line) - len(line.lstrip(" ")) > last.column


def _at(chain: list[Part], known: dict[tuple[int, int], Part], line: int, typed: str) -> Cursor:
    """Follow what is typed before the cursor on its line."""
    match = _LINE.match(typed)
    assert match is not None
    for dash in re.finditer("-", match["dashes"]):
        column = match.start("dashes") + dash.start()
        _close(chain, column, is_item=True)
        count = sum(isinstance(part.name, int) for part in chain[-1].parts)
        chain.append(known.get((line, column)) or Part(count, line, column))
    column, rest = match.start("rest"), match["rest"]
    found = _FIELD.match(rest)
    if found is None and not match["dashes"]:
        _close(chain, column, is_item=False)
    if found is None:
        return _in_flow(chain, rest, line, column, in_value=False)
    _close(chain, column, is_item=False)
    key = found["key"].strip("\"' ")
    chain.append(known.get((line, column)) or Part(key, line, column))
    return _in_flow(chain, found["value"], line, column + found.start("value"), in_value=True)


def _in_flow(chain: list[Part], value: str, line: int, column: int, *, in_value: bool) -> Cursor:
    """Follow a value with brackets or braces, such as ``{accent: navy, font``."""
    opened: list[tuple[str, int]] = []  # each bracket, and how many parts are outside of it
    start = 0
    for token in _FLOW.finditer(value) if value[:1] in ("[", "{") else ():
        sign, key = token["sign"], token["key"]
        chain[-1].value = chain[-1].value or value[start : token.start()].strip()
        if sign and sign in "[{":
            opened.append((sign, len(chain)))
            if sign == "[":
                chain.append(Part(0, line, column + token.end()))
        elif sign and opened:
            bracket, outside = opened.pop() if sign in "]}" else opened[-1]
            del chain[outside + (sign == "," and bracket == "[") :]
        elif key and opened and opened[-1][0] == "{":
            part = Part(key.strip("\"'"), line, column + token.start())
            chain[-1].parts.append(part)
            chain.append(part)
        else:
            continue
        start = token.end()
    if opened:
        bracket, outside = opened[-1]
        in_value = bracket == "[" or len(chain) > outside
    word = value[start:].lstrip()
    return Cursor(tuple(chain), word, column + len(value) - len(word), in_value)
