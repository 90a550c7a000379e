"""The syntax of BibTeX: from text to entries with their positions.

Parsed as BibTeX does, with two extensions: a comma may be missing between fields, and lines may
be commented out with a percent sign. Every broken entry is reported once; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from cvkit.errors import Problem
from cvkit.importers.kit.draft import Note
from cvkit.model.dates import MONTHS
from cvkit.source.text import Source

__all__ = ["BibEntry", "BibField", "Library", "parse"]

MAX_VALUE = 100_000
MAX_PROBLEMS = 50

_COMMAND = re.compile(r"@[ \t]*([A-Za-z]+)\s*([{(])")
_NEXT = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]", re.MULTILINE)
_BARE_COMMAND = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]+)", re.MULTILINE)
_KEY = re.compile(r"\s*([^\s,={}\"#()]*(?:[ \t]+[^\s,={}\"#()]+)*)\s*(?=[,})]|$)")
_NAME = re.compile(r"[^\s=,{}()\"#%'@]+")
_SKIP = re.compile(r"(?:[\s,]+|%[^\n]*(?:\n|$))*")
_BLANK = re.compile(r"\s*")
_WORD = re.compile(r"[^\s=,{}()\"#%']+")


@dataclass(frozen=True)
class BibField:
    """A field: its name as spelled, its TeX with macros replaced, and its offset."""

    name: str
    value: str
    offset: int


@dataclass(frozen=True)
class BibEntry:
    """An entry; ``type`` and the keys of ``fields`` are in lowercase."""

    type: str
    key: str
    offset: int
    fields: dict[str, BibField] = field(default_factory=dict)


@dataclass
class Library:
    """The valid entries of a file, notes on them, and the problems of the others."""

    entries: list[BibEntry] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    """A line: its start and end, its first word, and its first percent sign or -1."""

    start: int
    end: int
    word: int
    comment: int


class _BrokenError(Exception):
    def __init__(self, offset: int, message: str, hint: str = "") -> None:
        self.offset, self.message, self.hint = offset, message, hint
        super().__init__(message)


def parse(source: Source) -> Library:
    """Return the entries of a text, with notes and problems."""
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.pos = 0
        self.library = Library()
        self.line = _Line(0, -1, -1, -1)
        # The macros of BibTeX's styles: jan, feb, …
        self.macros = {name[:3].lower(): name for name in MONTHS}

    def run(self) -> Library:
        while (start := self.text.find("@", self.pos)) >= 0:
            line = self.line_at(start)
            if 0 <= line.comment < start:
                self.note(start, "this line begins with % and was skipped as a comment")
                self.pos = self.end_of_line(start)
                continue
            match = _COMMAND.match(self.text, start)
            if match is None:
                self.stray(start, is_first=line.word == start)
                continue
            self.pos = match.end()
            try:
                self.command(match, start)
            except _BrokenError as error:
                self.report(error)
                self.recover(start)
            if len(self.library.problems) >= MAX_PROBLEMS:
                break
        return self.library

    def report(self, error: _BrokenError) -> None:
        problem = self.source.problem_at(error.offset, error.message, hint=error.hint)
        self.library.problems.append(problem)

    def note(self, offset: int, message: str) -> None:
        self.library.notes.append(Note.at(self.source, offset, message))

    def stray(self, start: int, *, is_first: bool) -> None:
        """Skip an @ that begins no entry, as in an email address, unless it begins a line."""
        match = _BARE_COMMAND.match(self.text, start)
        self.pos = start + 1
        if match and is_first and match[1].lower() != "comment":
            hint = "write @article{key, …}"
            self.report(_BrokenError(start, f'"@{match[1]}" is not followed by a brace', hint))

    def recover(self, start: int) -> None:
        following = _BARE_COMMAND.search(self.text, max(self.end_of_line(start), start + 1))
        self.pos = following.start() if following else len(self.text)

    def end_of_line(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end + 1

    def command(self, match: re.Match[str], start: int) -> None:
        kind, closing = match[1].lower(), "}" if match[2] == "{" else ")"
        if kind == "comment":
            self.comment(match.end() - 1)
        elif kind == "preamble":
            self.note(start, "@preamble was skipped")
            self.value()
            self.expect(closing, start, "@preamble")
        elif kind == "string":
            name = self.name()
            self.macros[name.lower()] = self.value()
            self.expect(closing, start, f'@string "{name}"')
        else:
            self.entry(kind, closing, start)

    def comment(self, opening: int) -> None:
        """Skip a comment: its group if that is closed, as JabRef writes it, else its line."""
        try:
            self.pos = opening
            self.braces()
        except _BrokenError:
            self.pos = self.end_of_line(opening)

    def entry(self, kind: str, closing: str, start: int) -> None:
        match = _KEY.match(self.text, self.pos)
        key = match[1] if match else ""
        if match:
            self.pos = match.end()
        else:
            self.note(start, f"@{kind} has no key")
        entry = BibEntry(kind, key, start)
        label = f'the entry "{key}"' if key else f"the @{kind}"
        while True:
            comma = self.skip()
            if self.pos >= len(self.text) or _NEXT.match(self.text, self.line_start()):
                hint = f"a }} is missing in one of its fields, or the {closing} at its end"
                raise _BrokenError(start, f"{label} is not closed", hint)
            if self.text[self.pos] == closing:
                self.pos += 1
                break
            if entry.fields and not comma:
                self.note(self.pos, f"missing comma before this field of {label}")
            self.field(entry, label)
        self.library.entries.append(entry)

    def line_start(self) -> int:
        """Return the start of the line if only spaces precede the position; else the position."""
        line = self.line_at(self.pos)
        return line.start if line.word >= self.pos else self.pos

    def line_at(self, offset: int) -> _Line:
        """Return the line of an offset; the last one is kept, for a line may be the whole file."""
        if not self.line.start <= offset <= self.line.end:
            start = self.text.rfind("\n", 0, offset) + 1
            end = self.text.find("\n", offset)
            end = len(self.text) if end < 0 else end
            match = _BLANK.match(self.text, start, end)
            word = match.end() if match else start
            self.line = _Line(start, end, word, self.text.find("%", start, end))
        return self.line

    def skip(self) -> bool:
        """Skip blanks, commas and comments; return whether there was a comma."""
        match = _SKIP.match(self.text, self.pos)
        assert match is not None
        skipped = match[0]
        for comment in re.finditer(r"%[^\n]*", skipped):
            if "=" in comment[0]:
                self.note(
                    self.pos + comment.start(), "this field is commented out with % and was skipped"
                )
        self.pos = match.end()
        return "," in re.sub(r"%[^\n]*", "", skipped)

    def field(self, entry: BibEntry, label: str) -> None:
        start = self.pos
        name = self.name(label)
        value = self.value(name)
        known = entry.fields.get(name.lower())
        if known and known.value.strip() != value.strip():
            self.note(start, f'{label} has "{name}" twice; the second was skipped: "{value}"')
        elif not known:
            entry.fields[name.lower()] = BibField(name, value, start)

    def name(self, label: str = "") -> str:
        start = self.blank()
        match = _NAME.match(self.text, start)
        if match is None:
            found = self.text[start : start + 1]
            where = f" in {label}" if label else ""
            hint = "a brace or a quote may be closed too early" if found in '{}")' else ""
            raise _BrokenError(start, f'expected a field{where}, found "{found}"', hint)
        self.pos = match.end()
        equals = self.blank()
        if self.text[equals : equals + 1] != "=":
            where = f" of {label}" if label else ""
            hint = f"write {match[0]} = {{…}}; a brace or a quote may be closed too early"
            raise _BrokenError(start, f'missing "=" after the field "{match[0]}"{where}', hint)
        self.pos = equals + 1
        return match[0]

    def blank(self) -> int:
        match = _BLANK.match(self.text, self.pos)
        assert match is not None
        self.pos = match.end()
        return self.pos

    def expect(self, closing: str, start: int, label: str) -> None:
        if self.text[self.blank() : self.pos + 1] != closing:
            raise _BrokenError(start, f"{label} is not closed", f"add a {closing} at its end")
        self.pos += 1

    def value(self, name: str = "") -> str:
        """Read a value: parts joined with #, with macros replaced."""
        start = self.blank()
        value = self.part(name)
        while self.text[self.blank() : self.pos + 1] == "#":
            self.pos += 1
            self.blank()
            value += self.part(name)
            self.check_length(value, start)
        self.check_length(value, start)
        return value

    def check_length(self, value: str, start: int) -> None:
        if len(value) > MAX_VALUE:
            hint = "do macros refer to each other, or is a brace missing?"
            raise _BrokenError(start, f"the value has more than {MAX_VALUE} characters", hint)

    def part(self, name: str) -> str:
        start, sign = self.pos, self.text[self.pos : self.pos + 1]
        if sign == "{":
            return self.braces()
        if sign == '"':
            return self.quotes()
        match = _WORD.match(self.text, self.pos)
        if match is None:
            raise _BrokenError(
                start, f'the field "{name}" has no value', "write {…} around its value"
            )
        self.pos = match.end()
        if match[0].isdigit():
            return match[0]
        if match[0].lower() not in self.macros:
            self.note(start, f'"{match[0]}" is not an @string of this file; used as text')
        return self.macros.get(match[0].lower(), match[0])

    def braces(self) -> str:
        start = self.pos
        if start in self.closing:
            self.pos = self.closing[start] + 1
            return self.text[start + 1 : self.closing[start]]
        raise _BrokenError(start, "the brace is not closed", "add a } at the end of the value")

    @cached_property
    def closing(self) -> dict[int, int]:
        """The offset of the brace that closes each opening one, for those that are closed."""
        found: dict[int, int] = {}
        opened: list[int] = []
        for match in _BRACE.finditer(self.text):
            if match[0] == "{":
                opened.append(match.start())
            elif opened:
                found[opened.pop()] = match.start()
        return found

    def quotes(self) -> str:
        start, depth = self.pos, 0
        for match in _BRACE_OR_QUOTE.finditer(self.text, start + 1):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth < 0:
                break
            if not depth and match[0] == '"':
                self.pos = match.end()
                return self.text[start + 1 : match.start()]
        raise _BrokenError(start, "the quote is not closed", 'add a " at the end of the value')


_BRACE = re.compile(r"[{}]")
_BRACE_OR_QUOTE = re.compile(r'[{}"]')
