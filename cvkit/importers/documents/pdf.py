"""PDF: the text of a CV, with headings by font size."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from typing import Any

from cvkit.errors import InputError, Problem
from cvkit.importers.kit.draft import Draft, Importer, Note
from cvkit.importers.kit.urls import valid_url
from cvkit.markup.escaping import escape_inline

from .build import build
from .lines import SIGNS, Line, to_blocks

__all__ = ["IMPORTER", "without_running_lines"]

MAX_PAGES = 60
MAX_LETTERS = 500_000
_PAGE_NUMBER = re.compile(r"(?:\w+ )?\d{1,2}(?:\s?(?:/|of|von|de|di|sur|van)\s?\d{1,2})?")
_RUNNING = "lines at the edges of pages were not imported"
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)


def read(name: str, data: bytes) -> Draft:
    """Return the draft of a PDF; raise :class:`InputError` if it is broken or has no text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        message = "is protected by a password" if locked else "is not a valid PDF"
        raise InputError(Problem(name, message, hint="print it to a new PDF")) from None
    notes = [Note("the structure was guessed from the positions of the letters: check the result")]
    try:
        if len(document) > MAX_PAGES:
            raise InputError(Problem(name, f"has more than {MAX_PAGES} pages", hint="is it a CV?"))
        pages: list[list[Line]] = []
        for number in range(len(document)):
            start = sum(map(len, pages))
            pages.append(_Page(name, document[number], start, notes).lines())
        lines = without_running_lines(pages, notes)
    except pypdfium2.PdfiumError as error:
        hint = "print it to a new PDF"
        raise InputError(Problem(name, f"is a broken PDF: {error}", hint=hint)) from None
    finally:
        document.close()
    if not any(re.search(r"\w", line.words) for line in lines):
        hint = "if it is a scan, run text recognition (OCR) first"
        raise InputError(Problem(name, "contains no text", hint=hint))
    return build(name, to_blocks(lines), {}, notes)


def looks_like(_name: str, data: bytes) -> bool:
    """Whether this is a PDF."""
    return b"%PDF-" in data[:1024]


class _Page:
    """Reads the letters of one page, line by line."""

    def __init__(self, name: str, page: Any, start: int, notes: list[Note]) -> None:
        import pypdfium2.raw as pdfium

        self.name = name
        self.pdfium = pdfium
        self.page = page
        self.text = page.get_textpage()
        self.start = start
        self.notes = notes

    def lines(self) -> list[Line]:
        """Return the lines of the page; large gaps in them become tabs."""
        count = self.text.count_chars()
        if count > MAX_LETTERS:
            raise InputError(Problem(self.name, f"a page has more than {MAX_LETTERS} characters"))
        rows: list[list[int]] = [[]]
        for index in range(count):
            if self.letter(index) in "\r\n":
                rows.append([])
            else:
                rows[-1].append(index)
        rows = [row for row in rows if any(not self.letter(index).isspace() for index in row)]
        signs = [self.box(row[0]) for row in rows if self.is_sign(row)]
        rows = [row for row in rows if not self.is_sign(row)]
        widest = max((self.box(row[-1])[1] for row in rows), default=0.0)
        links = self.links()
        found: list[Line] = []
        depths: list[float] = []
        bottom: float | None = None
        for number, row in enumerate(rows, self.start + 1):
            size, bold = self.look(row)
            left, _, low, high = self.box(row[0])
            words = re.sub(" +", " ", self.words(row, size))
            sign = next((box for box in signs if box[2] < high and box[3] > low), None)
            if (sign or words[0] in SIGNS) and not (sign and sign[0] > left):
                bullet: int | None = _depth(depths, sign[0] if sign else left)
            else:
                bullet = None
                depths = depths if depths and left > depths[0] + 2 else []
            gap = bottom is None or bottom - high > 0.75 * size or high > bottom + size
            markup = _with_links("\t".join(map(escape_inline, words.split("\t"))), words, links)
            if bold and len(words) < 80 and "\t" not in words and "](" not in markup:
                markup = f"**{markup}**"
            full = self.box(row[-1])[1] > widest - 6 * size and "\t" not in words
            start = left if bullet is None or sign is None else sign[0]
            found.append(Line(markup, words, number, size, bold, 0, bullet, gap, full, start))
            bottom = low
        self.report_links(links, found)
        return found

    def is_sign(self, row: list[int]) -> bool:
        """Whether a row is only the sign of a bullet, drawn separately from its text."""
        words = "".join(self.letter(index) for index in row).strip()
        return len(words) == 1 and words in SIGNS

    def letter(self, index: int) -> str:
        code = self.pdfium.FPDFText_GetUnicode(self.text, index)
        if code in (0x02, 0xFFFE):
            return "\u00ad"  # a hyphen at the end of a line
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Return left, right, bottom and top of a letter, in pt."""
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        self.pdfium.FPDFText_GetCharBox(self.text, index, left, right, bottom, top)
        return left.value, right.value, bottom.value, top.value

    def look(self, row: list[int]) -> tuple[float, bool]:
        """Return the median font size of a row in pt, and whether all of it is bold."""
        letters = [index for index in row if not self.letter(index).isspace()]
        sizes = sorted(self.size(index) for index in letters)
        bold = all(self.is_bold(index) for index in letters[:: max(1, len(letters) // 8)])
        return sizes[len(sizes) // 2], bold

    def size(self, index: int) -> float:
        size = float(self.pdfium.FPDFText_GetFontSize(self.text, index))
        if size > 2:
            return round(size, 1)
        _, _, bottom, top = self.box(index)  # scaled by a matrix: measure the letter instead
        return round((top - bottom) * 1.4, 0)

    def is_bold(self, index: int) -> bool:
        buffer = ctypes.create_string_buffer(256)
        flags = ctypes.c_int()
        self.pdfium.FPDFText_GetFontInfo(self.text, index, buffer, 256, flags)
        named = _BOLD.search(buffer.value.decode("utf-8", "replace"))
        return bool(named) or self.pdfium.FPDFText_GetFontWeight(self.text, index) >= 600

    def words(self, row: list[int], size: float) -> str:
        parts: list[str] = []
        before: float | None = None
        for index in row:
            letter = self.letter(index)
            if letter == "\u00ad" and index != row[-1]:
                letter = "-"  # XeLaTeX writes hyphens in this way
            left, right, _, _ = self.box(index)
            if letter.isspace():
                parts.append(" ")
                continue
            if before is not None and left - before > 2.2 * size:
                parts.append("\t")
            parts.append(letter)
            before = right
        return re.sub(r" *\t *", "\t", "".join(parts)).strip()

    def links(self) -> dict[str, str]:
        """Return the words of each link with its URL."""
        found: dict[str, str] = {}
        position = ctypes.c_int(0)
        link = self.pdfium.FPDF_LINK()
        rectangle = self.pdfium.FS_RECTF()
        document = self.page.pdf
        while self.pdfium.FPDFLink_Enumerate(self.page, position, link):
            action = self.pdfium.FPDFLink_GetAction(link)
            buffer = ctypes.create_string_buffer(2048)
            length = self.pdfium.FPDFAction_GetURIPath(document, action, buffer, 2048)
            url = buffer.value.decode("utf-8", "replace") if 1 < length <= 2048 else ""
            if not url or not self.pdfium.FPDFLink_GetAnnotRect(link, rectangle):
                continue
            words = self.text.get_text_bounded(
                rectangle.left - 1, rectangle.bottom - 1, rectangle.right + 1, rectangle.top + 1
            )
            found.setdefault(" ".join(words.split()) or url, url)
        return found

    def report_links(self, links: dict[str, str], lines: list[Line]) -> None:
        everything = " ".join(line.text for line in lines)
        for words, url in links.items():
            bare = re.sub(r"^(mailto:|tel:|https?://(www\.)?)", "", url).rstrip("/")
            if bare not in everything:
                self.notes.append(
                    Note(f'link of "{words}" not imported: {url}', kind="links were not imported")
                )


def without_running_lines(pages: list[list[Line]], notes: list[Note]) -> list[Line]:
    """Leave out the numbers of pages, and first and last lines that several pages have."""
    edges = Counter(_bare(line) for page in pages for line in _edges(page))
    kept: list[Line] = []
    for number, page in enumerate(pages):
        running = [
            line for line in _edges(page)
            if _PAGE_NUMBER.fullmatch(line.words) or (edges[_bare(line)] > 1 and number)
            or (line is page[-1] and edges[_bare(line)] > 1)
        ]  # fmt: skip
        notes += [
            Note(f"not imported, at the edge of a page: {line.words}", kind=_RUNNING)
            for line in running
        ]
        kept += [line for line in page if not any(line is each for each in running)]
    return kept


def _edges(page: list[Line]) -> list[Line]:
    """Return the first and the last line of a page."""
    return page[:1] + page[1:][-1:]


def _bare(line: Line) -> str:
    """Return a line without the numbers that differ from page to page."""
    return re.sub(r"\d+", "#", line.words)


def _depth(lefts: list[float], left: float) -> int:
    """Return the depth of a bullet at ``left`` pt; ``lefts`` has the positions of outer bullets."""
    while lefts and left < lefts[-1] - 3:
        lefts.pop()
    if not lefts or left > lefts[-1] + 3:
        lefts.append(left)
    return len(lefts) - 1


def _with_links(markup: str, words: str, links: dict[str, str]) -> str:
    for label, url in links.items():
        known = label in words and escape_inline(label) in markup
        shown = re.sub(r"^(mailto:|tel:|https?://(www\.)?)", "", url).rstrip("/")
        if known and valid_url(url) and shown not in words and "[" not in label:
            escaped = escape_inline(label)
            markup = markup.replace(escaped, f"[{escaped}]({url})", 1)
    return markup


IMPORTER = Importer(read, looks_like, "PDF: its text, as a starting point")
