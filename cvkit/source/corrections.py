"""Typical mistakes in YAML: how a line would have to be written to be read.

Each rule takes the lines of a file and the number of one of them, and yields corrections. A
correction is only a guess: the caller must parse the text with the line replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .characters import INVISIBLE, SPACES, named

__all__ = ["RULES", "Correction", "quoted"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A line that replaces a wrong one, with the place of the mistake and its explanation.

    Line and column count from 0.
    """

    line: int
    column: int
    text: str
    message: str
    hint: str


Rule = Callable[[Sequence[str], int], Iterator[Correction]]

# The start of a line up to its value: indentation, dashes, and the name of a field.
_VALUE = re.compile(r"(?P<lead>\s*(?:-\s+)*(?:[\w.-][\w .-]*:\s+)?)(?P<value>\S.*)")
_FIELD = re.compile(r"\s*(?:- +)*[A-Za-z_][\w-]*:(?:\s|$)|\s*-(?:\s|$)")
_OPENING = "“”„‟«»‹›‘’‚‛「」『』"
_BULLETS = "•‣◦▪●○·–—−*‐‑"
_SPECIAL = "*&!|>%@`?"
_DIRECTIVE = re.compile(r"%(YAML|TAG)\b")
_BLOCK = re.compile(r"(?:^|[\s:-])[>|][+-]?\d?\s*$")
_HINT_LENGTH = 60


def quoted(text: str) -> str:
    """Return a text in quotes, as YAML has to have it."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _write(text: str) -> str:
    """Return the hint to write a text; a long one is cut."""
    if len(text) > _HINT_LENGTH and text[0] in "\"'":
        text = f"{text[: _HINT_LENGTH - 3]} …{text[0]}"
    elif len(text) > _HINT_LENGTH:
        text = f"{text[: _HINT_LENGTH - 2]} …"
    return f"write {text}"


def _parts(line: str) -> tuple[str, str, str]:
    """Split a line into what precedes its value, the value, and a comment."""
    match = _VALUE.fullmatch(line)
    if match is None:
        return line, "", ""
    value, comment = match["value"], ""
    if found := re.search(r"\s+#\s.*$|\s+$", value):
        value, comment = value[: found.start()], found[0]
    return match["lead"], value, comment


def _odd_indentation(lines: Sequence[str], number: int) -> Iterator[Correction]:
    line = lines[number]
    match = re.match(rf" *([{SPACES}{INVISIBLE}])[ {SPACES}{INVISIBLE}]*", line)
    if match and number + len(match[0]):
        plain = re.sub(f"[{SPACES}]", " ", re.sub(f"[{INVISIBLE}]", "", match[0]))
        message = f"this line is indented with {named(match[1])}"
        hint = "YAML must be indented with plain spaces"
        yield Correction(number, match.start(1), plain + line[match.end() :], message, hint)


def _odd_colon(lines: Sequence[str], number: int) -> Iterator[Correction]:
    line = lines[number]
    if match := re.match(r"(\s*(?:- +)*)([\w -]+?)\s*([：﹕︓])\s*(.*)", line):
        message = f"{named(match[3])} is not the colon of YAML"
        fixed = f"{match[2]}: {match[4]}".rstrip()
        yield Correction(number, match.start(3), match[1] + fixed, message, _write(fixed))
    elif match := re.match(rf"(\s*(?:- +)*)([\w-]+):([{SPACES}])\s*(.*)", line):
        message = f"the character after the colon is {named(match[3])}"
        fixed = f"{match[2]}: {match[4]}".rstrip()
        yield Correction(number, match.start(3), match[1] + fixed, message, "write a plain space")
    elif match := re.match(rf"(\s*)-([{SPACES}])\s*(.*)", line):
        message = f"the character after the dash is {named(match[2])}"
        yield Correction(
            number, match.start(2), f"{match[1]}- {match[3]}", message, "write a plain space"
        )


def _odd_bullet(lines: Sequence[str], number: int) -> Iterator[Correction]:
    if match := re.fullmatch(rf"(\s*)([{_BULLETS}])\s+(.*)", lines[number]):
        message = f"{named(match[2])} does not begin an item of a list"
        fixed = f"- {match[3]}"
        yield Correction(number, match.start(2), match[1] + fixed, message, _write(fixed))


def _odd_quotes(lines: Sequence[str], number: int) -> Iterator[Correction]:
    lead, value, comment = _parts(lines[number])
    if value[:1] and value[0] in _OPENING:
        inner = value[1:-1] if value[-1] in _OPENING else value[1:]
        message = f"{named(value[0])} is not a quotation mark of YAML"
        fixed = quoted(inner.strip())
        hint = f"{_write(fixed)} with straight quotes"
        yield Correction(number, len(lead), lead + fixed + comment, message, hint)


def _no_space_after_colon(lines: Sequence[str], number: int) -> Iterator[Correction]:
    if match := re.match(r"(\s*(?:- +)*)([A-Za-z_][\w-]*):([^\s:/].*)", lines[number]):
        fixed = f"{match[2]}: {match[3]}"
        message = f'a space is missing after the colon of "{match[2]}"'
        yield Correction(number, match.start(3), match[1] + fixed, message, _write(fixed))


def _no_space_after_dash(lines: Sequence[str], number: int) -> Iterator[Correction]:
    if match := re.match(r"(\s*)-([^\s-].*)", lines[number]):
        fixed = f"- {match[2]}"
        message = "a space is missing after the dash"
        yield Correction(number, match.start(2), match[1] + fixed, message, _write(fixed))


def _special_start(lines: Sequence[str], number: int) -> Iterator[Correction]:
    lead, value, comment = _parts(lines[number])
    if value and value[0] in _SPECIAL and not _DIRECTIVE.match(value):
        fixed = quoted(value)
        message = f"a text that begins with {value[0]} needs quotes"
        yield Correction(number, len(lead), lead + fixed + comment, message, _write(fixed))


def _quotes_within(lines: Sequence[str], number: int) -> Iterator[Correction]:
    lead, value, comment = _parts(lines[number])
    if not value or value[0] not in "\"'" or value.count(value[0]) < 2:
        return
    quote, column = value[0], len(lead)
    if value[-1] == quote and quote in value[1:-1]:
        fixed = quoted(value[1:-1])
        what = "an apostrophe" if quote == "'" else "a quotation mark"
        message = f"{what} within {quote}…{quote} ends the text"
        yield Correction(number, column, lead + fixed + comment, message, _write(fixed))
    elif value[-1] != quote:
        fixed = quoted(value) if quote == '"' else f'"{value}"'
        message = f"a text that begins with {quote} needs quotes around all of it"
        yield Correction(number, column, lead + fixed + comment, message, _write(fixed))


def _unknown_escape(lines: Sequence[str], number: int) -> Iterator[Correction]:
    lead, value, comment = _parts(lines[number])
    if len(value) > 1 and value[0] == value[-1] == '"' and "\\" in value:
        inner = value[1:-1].replace("'", "''")
        escape = re.search(r"\\[^0abtnvfre \"/\\N_LPxuU]", value)
        if escape:
            message = f"{escape[0]} has no meaning in double quotes"
            fixed, column = f"'{inner}'", len(lead) + escape.start()
            hint = f"{_write(fixed)} in single quotes"
            yield Correction(number, column, lead + fixed + comment, message, hint)


def _unclosed(lines: Sequence[str], number: int) -> Iterator[Correction]:
    lead, value, comment = _parts(lines[number])
    if not value:
        return
    if value[0] in "\"'" and value.count(value[0]) == 1:
        message = "a quotation mark is opened, but not closed"
        hint = _write(value + value[0])
        yield Correction(number, len(lead), lead + value + value[0] + comment, message, hint)
    closing = {"[": "]", "{": "}"}.get(value[0], "")
    if closing and value.count(value[0]) > value.count(closing):
        message = "a bracket is opened, but not closed"
        fixed = value.rstrip(", ") + closing
        yield Correction(number, len(lead), lead + fixed + comment, message, _write(fixed))


def _bracket_start(lines: Sequence[str], number: int) -> Iterator[Correction]:
    lead, value, comment = _parts(lines[number])
    if value and value[0] in "[{" and value[-1] != {"[": "]", "{": "}"}[value[0]]:
        fixed = quoted(value)
        message = f"a text that begins with {value[0]} needs quotes"
        yield Correction(number, len(lead), lead + fixed + comment, message, _write(fixed))


def _items_in_brackets(lines: Sequence[str], number: int) -> Iterator[Correction]:
    lead, value, comment = _parts(lines[number])
    if not re.fullmatch(r"\[.*\]", value):
        return
    offset, column, message, hint, fixed = 1, 0, "", "", []
    for item in _items(value[1:-1]):
        text = item.strip()
        wrong = _wrong_item(text)
        if wrong and not message:
            column = len(lead) + offset + len(item) - len(item.lstrip())
            message, hint = wrong, _write(quoted(text))
        fixed.append(quoted(text) if wrong else text)
        offset += len(item) + 1
    if message:
        yield Correction(number, column, f"{lead}[{', '.join(fixed)}]{comment}", message, hint)


def _items(text: str) -> list[str]:
    """Split the inside of brackets at its commas, but not within quotes, braces or formulas."""
    item = r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|\$[^$,]*[{][^$]*\$|\{[^{}]*\}|\[[^\[\]]*\]|[^,])*"""
    return [match[0] for match in re.finditer(rf"(?:^|(?<=,)){item}", text)]


def _wrong_item(text: str) -> str:
    if not text or text[0] in "\"'":
        return ""
    if text[0] in _SPECIAL:
        return f"a text that begins with {text[0]} needs quotes"
    if re.search(r"[{}\[\]]", text):
        return "braces, brackets and commas within [ ] need quotes"
    return 'a text that contains ": " needs quotes' if ": " in text else ""


def _colon_in_text(lines: Sequence[str], number: int) -> Iterator[Correction]:
    line = lines[number]
    match = re.fullmatch(r"(\s*(?:- +)*[\w.-][\w .-]*:\s+)(.*?:(?:\s.*|))", line)
    if match and match[2][0] not in "\"'[{|>":
        fixed = quoted(match[2].rstrip())
        message = 'a text that contains ": " needs quotes'
        yield Correction(number, len(match[1]), match[1] + fixed, message, _write(fixed))
    elif not _FIELD.match(line) and (found := re.search(r"\S:(?=\s|$)", line)):
        message = 'a text that contains ": " needs quotes'
        hint = 'put the whole text in quotes, or below ">-"'
        text = re.sub(r":(?=\s|$)", ";", line)
        yield Correction(number, found.start() + 1, text, message, hint)


def _list_beside_field(lines: Sequence[str], number: int) -> Iterator[Correction]:
    if match := re.fullmatch(r"(\s*(?:- +)*[\w-]+:\s+)(-\s+.*)", lines[number]):
        message = "a list must begin on a line of its own"
        hint = f'write "{match[2]}" on the next line, or in quotes if it is a text'
        text = match[1] + quoted(match[2])
        yield Correction(number, len(match[1]), text, message, hint)


def _text_not_indented(lines: Sequence[str], number: int) -> Iterator[Correction]:
    """Find a line of a text below ``>-`` that is indented less than the others."""
    line = lines[number]
    above = next((n for n in range(number - 1, -1, -1) if _BLOCK.search(lines[n])), None)
    if above is None or above == number - 1 or _FIELD.match(line):
        return
    margins = {_indent(text) for text in lines[above + 1 : number] if text.strip()}
    if margins and min(margins) > _indent(lines[above]) and _indent(line) < min(margins):
        message = "this line must be indented like the text above it"
        hint = f"indent it by {_spaces(min(margins))}"
        text = " " * min(margins) + line.lstrip()
        yield Correction(number, _indent(line), text, message, hint)


def _no_colon(lines: Sequence[str], number: int) -> Iterator[Correction]:
    if match := re.fullmatch(r"(\s*(?:- +)*)([A-Za-z_]\w*)(\s*=\s*|\s+|$)(.*)", lines[number]):
        fixed = f"{match[2]}: {match[4]}".rstrip()
        message = f'a colon is missing after "{match[2]}"'
        yield Correction(number, match.end(2), match[1] + fixed, message, _write(fixed))


def _wrong_indentation(lines: Sequence[str], number: int) -> Iterator[Correction]:
    line = lines[number]
    indent = _indent(line)
    if not _FIELD.match(line) or not indent:
        return  # without indentation: the line before is wrong
    for expected in sorted(_margins(lines, number), key=lambda margin: _far(margin, indent)):
        if expected == indent:
            continue
        kind = "much" if indent > expected else "little"
        amount = _spaces(abs(indent - expected))
        message = f"this line is indented by {amount} too {kind}"
        hint = f"indent it by {_spaces(expected)}" if expected else "remove the indentation"
        yield Correction(number, indent, " " * expected + line.lstrip(), message, hint)


def _far(margin: int, indent: int) -> tuple[int, int]:
    return abs(margin - indent), -margin


def _margins(lines: Sequence[str], number: int) -> set[int]:
    """Return the columns in which fields or items around a line begin."""
    margins: set[int] = set()
    for other in (*lines[max(0, number - 60) : number], *lines[number + 1 : number + 2]):
        if other.strip() and not other.lstrip().startswith("#"):
            margins.add(_indent(other))
            if match := re.match(r"\s*(?:- +)+", other):
                margins.add(match.end())
    return margins


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaces(number: int) -> str:
    return f"{number} space{'' if number == 1 else 's'}"


RULES: tuple[Rule, ...] = (
    _odd_indentation,
    _odd_colon,
    _odd_quotes,
    _no_space_after_colon,
    _no_space_after_dash,
    _unclosed,
    _quotes_within,
    _unknown_escape,
    _odd_bullet,
    _items_in_brackets,
    _special_start,
    _bracket_start,
    _list_beside_field,
    _text_not_indented,
    _wrong_indentation,
    _colon_in_text,
    _no_colon,
)
"""The rules, those that are most certain first."""
