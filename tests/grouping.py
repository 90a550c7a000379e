"""The text of a PDF in lines and pieces, as résumé parsers group it.

Such parsers take runs of one face in the order of the file, begin a line where the height changes,
and join what stands no further apart than an average letter of the running text is wide, without
the space that belongs to neither run. What is left are pieces: a parser looks for the name, an
employer or a date among these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from ctypes import c_double
from dataclasses import dataclass, replace

import pypdfium2
from pdf import font_name
from pypdfium2 import raw


@dataclass
class Run:
    """Text from one edge to another, by what the letters take up and not by their ink."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str


def lines(pdf: bytes) -> list[list[str]]:
    """Return the pieces of every line of a document, in the order of the file."""
    return [line for page in pypdfium2.PdfDocument(pdf) for line in _page(page)]


def _page(page: pypdfium2.PdfPage) -> list[list[str]]:
    runs = _runs(page.get_textpage())
    near = _letter_width(runs)
    grouped: list[list[Run]] = []
    for run in runs:
        last = grouped[-1][-1] if grouped else None
        if last is None or abs(last.base - run.base) > min(last.size, run.size) / 2:
            grouped.append([run])
        elif run.left - last.right <= near:
            grouped[-1][-1] = replace(last, text=last.text + run.text, right=run.right)
        else:
            grouped[-1].append(run)
    return [[run.text for run in line] for line in grouped]


def _runs(page: pypdfium2.PdfTextPage) -> list[Run]:
    """Return what is set in one face and without a gap; the space between runs is in none."""
    runs: list[Run] = []
    for letter in _letters(page):
        last = runs[-1] if runs else None
        if last and _goes_on(last, letter):
            runs[-1] = replace(last, text=last.text + letter.text, right=letter.right)
        else:
            runs.append(letter)
    return [replace(run, text=run.text.strip()) for run in runs if run.text.strip()]


def _goes_on(run: Run, letter: Run) -> bool:
    same = (run.font, run.base, run.size) == (letter.font, letter.base, letter.size)
    return same and letter.left - run.right < run.size / 10


def _letters(page: pypdfium2.PdfTextPage) -> Iterator[Run]:
    x, y, box = c_double(), c_double(), raw.FS_RECTF()
    for index in range(page.count_chars()):
        if raw.FPDFText_IsGenerated(page, index) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(page, index, box)
        raw.FPDFText_GetCharOrigin(page, index, x, y)
        size = round(raw.FPDFText_GetFontSize(page, index), 1)
        text = chr(raw.FPDFText_GetUnicode(page, index))
        yield Run(text, box.left, box.right, round(y.value, 1), size, font_name(page, index))


def _letter_width(runs: list[Run]) -> float:
    """Return the width of an average letter of the commonest size."""
    sizes = Counter(run.size for run in runs for _ in run.text)
    usual = [run for run in runs if run.size == sizes.most_common(1)[0][0]]
    return sum(run.right - run.left for run in usual) / sum(len(run.text) for run in usual)
