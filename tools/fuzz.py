"""Apply small random changes to people's files, as typing errors do, and check the result.

Every mutation must either be accepted, with every text of the file on the page, or be reported
with its line. Other exceptions, long waits and lost texts are failures.

    python tools/fuzz.py --seconds 60 --seed 1
"""

from __future__ import annotations

import argparse
import html
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cvkit.compose.html import compose
from cvkit.document import Document
from cvkit.errors import CvkitError
from cvkit.load.load import load, read_tree
from cvkit.markup import plain, prose
from cvkit.model import CV
from cvkit.model.rich import is_languages
from cvkit.pipeline.project import bundled_themes
from cvkit.select import Choice, choose
from cvkit.source.nodes import Node
from cvkit.theme.theme import find_theme, set_options

ROOT = Path(__file__).parents[1]
SOURCES = [*sorted((ROOT / "people").glob("*.yaml")), ROOT / "docs/example/mira-halvorsen.yaml"]
MAX_SECONDS = 2.0
# Fields that are not printed, or are printed in another form.
SILENT = {
    "kind", "type", "icon", "language", "group_by", "sort", "page_break", "options", "tags",
    "name_variants", "self", "variants", "redactions", "ignore", "origin", "id", "photo",
    "network", "include",
    "start", "end", "date", "updated", "columns", "numbering", "layout",
}  # fmt: skip
ODD = [*"\t\0\x1b#:-?&*!|>%@`'\"{}[](),$\\~^_<=/ \n", "\u00a0", "\u202e", "\u200b", "é", "李", "😀",
       "\\u0000", "$x$", "**", "{{", "<b>", ": ", " #", "- ", "\u0301", "\ufeff"]  # fmt: skip

Mutator = Callable[[list[str], int, random.Random], None]


def _drop(lines: list[str], at: int, _chance: random.Random) -> None:
    del lines[at]


def _swap(lines: list[str], at: int, _chance: random.Random) -> None:
    other = min(at + 1, len(lines) - 1)
    lines[at], lines[other] = lines[other], lines[at]


def _duplicate(lines: list[str], at: int, _chance: random.Random) -> None:
    lines.insert(at, lines[at])


def _mistype(lines: list[str], at: int, chance: random.Random) -> None:
    """Change a letter of the key in a line, or of its first word where it has none."""
    match = re.match(r"[\s-]*(\w+)", lines[at])
    if match:
        position = chance.randrange(match.start(1), match.end(1))
        letter = chance.choice("abcdefghijklmnopqrstuvwxyz_")
        lines[at] = lines[at][:position] + letter + lines[at][position + 1 :]


def _indent(lines: list[str], at: int, chance: random.Random) -> None:
    change = chance.choice([-2, -1, 1, 2])
    lines[at] = " " * change + lines[at] if change > 0 else lines[at][-change:]


def _delete(lines: list[str], at: int, chance: random.Random) -> None:
    position = chance.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:position] + lines[at][position + 1 :]


def _insert(lines: list[str], at: int, chance: random.Random) -> None:
    position = chance.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:position] + chance.choice(ODD) + lines[at][position:]


def _exchange(lines: list[str], at: int, chance: random.Random) -> None:
    if len(lines[at]) > 1:
        position = chance.randrange(len(lines[at]) - 1)
        one, two = lines[at][position : position + 2]
        lines[at] = lines[at][:position] + two + one + lines[at][position + 2 :]


MUTATORS: tuple[Mutator, ...] = (
    _drop, _swap, _duplicate, _mistype, _indent, _delete, _insert, _exchange,
)  # fmt: skip


@dataclass
class Tally:
    """What became of the mutations."""

    accepted: int = 0
    reported: int = 0
    typeset: int = 0
    slowest: float = 0.0
    distances: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    mutators: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        near = Counter(min(distance, 4) for distance in self.distances)
        total = max(len(self.distances), 1)
        shares = ", ".join(
            f"{100 * near[n] / total:.1f} % {words}"
            for n, words in enumerate(
                ["in the line", "1 line off", "2 lines off", "3 lines off", "farther"]
            )
        )
        median = statistics.median(self.distances) if self.distances else 0
        return (
            f"{self.accepted + self.reported} mutations: {self.accepted} accepted and on the page "
            f"({self.typeset} of them typeset), {self.reported} reported; slowest "
            f"{self.slowest:.2f} s; {len(self.faults)} faults\n"
            f"reported lines: median {median:g} off; {shares}"
        )


def mutate(text: str, chance: random.Random) -> tuple[str, int, str]:
    """Return a changed text, the line of the change from 1, and the name of the change."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    mutator = chance.choice(MUTATORS)
    mutator(lines, at, chance)
    return "\n".join(lines), at + 1, mutator.__name__[1:]


def leaves(node: Node, name: str = "") -> Iterator[str]:
    """Yield the texts of a tree that are to be on the page."""
    if name in SILENT or node.value is None:
        return
    if isinstance(node.value, list):
        for child in node.value:
            yield from leaves(child)
    elif isinstance(node.value, dict):
        if is_languages(node.value):  # one of them is shown
            yield from leaves(node.value.get("en") or next(iter(node.value.values())))
            return
        for key, child in node.value.items():
            yield from leaves(child, key)
            if name == "extra":
                yield key
    else:
        yield node.value


def squeezed(text: str) -> str:
    """Return the letters and digits of a text, however they are set."""
    text = unicodedata.normalize("NFKC", html.unescape(text)).casefold()
    return "".join(c for c in text if c.isalnum())


def read_page(page: str) -> str:
    """Return what can be read on a page, and where its links lead."""
    body = page.partition("<body")[2]
    body = re.sub(r"<svg.*?</svg>|<script.*?</script>", "", body, flags=re.DOTALL)
    attributes = " ".join(re.findall(r'(?:href|alt)="([^"]*)"', body))
    return re.sub(r"<[^>]*>", "", body) + " " + attributes


def lost(cv_texts: Iterator[str], page: str) -> list[str]:
    """Return the texts that are not on the page, neither as typed nor as markup makes them."""
    read = read_page(page)
    whole = squeezed(read)
    words = set(re.findall(r"\w+", html.unescape(read).casefold()))
    missing = []
    for text in cv_texts:
        forms = (text, plain(text), re.sub(r"<[^>]*>", "", str(prose(text))))
        if not any(squeezed(form) in whole for form in forms) and not (
            set(re.findall(r"\w+", plain(text).casefold())) <= words
        ):
            missing.append(text)
    return missing


@cache
def _theme(name: str = "modern") -> tuple:
    theme = find_theme(name, [bundled_themes()])
    return theme, set_options(theme, {})


def document(cv: CV, folder: Path) -> Document:
    """Compose a CV as a run does."""
    theme, options = _theme()
    return compose(choose(cv).cv, theme, options, folder)


class Fuzzer:
    """Tries one mutation after the other in a folder of its own."""

    def __init__(self, folder: Path, seed: int, pdf_every: int = 0) -> None:
        self.folder = folder
        self.pdf_every = pdf_every
        self.chance = random.Random(seed)  # noqa: S311 - no secrets
        self.tally = Tally()
        self.seconds = 0.0
        self.texts = {path: path.read_text("utf-8") for path in SOURCES}
        for path in SOURCES:
            for beside in path.parent.iterdir():
                if beside.suffix in (".png", ".jpg", ".svg", ".webp"):
                    shutil.copy(beside, folder)
        _theme()

    def step(self) -> None:
        """Try one mutation."""
        source = self.chance.choice(SOURCES)
        text, line, kind = mutate(self.texts[source], self.chance)
        path = self.folder / source.name
        path.write_text(text, "utf-8")
        self.seconds = 0.0
        try:
            self._try(path, line)
        except Exception as error:  # noqa: BLE001 - this is what it looks for
            self._fault(f"{type(error).__name__}: {error}"[:300], source, line, kind, text)
        self.tally.mutators[kind] += 1
        self.tally.slowest = max(self.tally.slowest, self.seconds)
        if self.seconds > MAX_SECONDS:
            self._fault(f"took {self.seconds:.1f} s", source, line, kind, text)

    def _try(self, path: Path, line: int) -> None:
        begun = time.process_time()  # however busy the machine is
        try:
            cv = load(path)
            made = document(cv, path.parent)
            for name in cv.variants:
                choose(cv, Choice(name))
        except CvkitError as error:
            self.seconds = time.process_time() - begun
            self.tally.reported += 1
            lines = [p.line for p in error.problems if p.line]
            if not lines:
                raise AssertionError(f"reported without a line: {error}") from None
            self.tally.distances.append(min(abs(line - each) for each in lines))
            return
        self.seconds = time.process_time() - begun
        if missing := lost(leaves(read_tree(path)[0]), made.html):
            raise AssertionError(f"accepted and not on the page: {missing[:3]}")
        self.tally.accepted += 1
        if self.pdf_every and not self.tally.accepted % self.pdf_every:
            self._typeset(made)

    def _typeset(self, made: Document) -> None:
        from cvkit.typeset.weasyprint import typeset

        assert typeset(made).pdf.startswith(b"%PDF")
        self.tally.typeset += 1

    def _fault(self, message: str, source: Path, line: int, kind: str, text: str) -> None:
        changed = text.split("\n")
        around = " | ".join(changed[max(0, line - 2) : line + 1])
        self.tally.faults.append(f"{source.name}:{line} ({kind}): {message}\n    {around[:300]}")


def main() -> int:
    """Run for a time or a number of mutations; return 1 where something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--count", type=int, default=0, help="stop after so many")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--pdf-every", type=int, default=0, help="typeset each so many accepted")
    arguments = parser.parse_args()
    end = time.monotonic() + arguments.seconds
    with tempfile.TemporaryDirectory() as folder:
        fuzzer = Fuzzer(Path(folder), arguments.seed, arguments.pdf_every)
        done = 0
        while time.monotonic() < end and (not arguments.count or done < arguments.count):
            fuzzer.step()
            done += 1
    print(f"seed {arguments.seed}: {fuzzer.tally}")
    for fault in fuzzer.tally.faults[:40]:
        print(f"  {fault}")
    return 1 if fuzzer.tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
