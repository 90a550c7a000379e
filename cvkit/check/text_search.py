"""Search in the text of a PDF, ignoring case, accents, spaces, dashes and kinds of quotes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

__all__ = ["SHORT", "Searchable", "fold", "joined", "plainly"]

SHORT = 3
_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛`´ʼ", "'") | dict.fromkeys("“”„‟«»", '"'))
# PDFium's own characters for a hyphen at the end of a line, and characters of no width.
_NOTHING = set("\x02\u00ad\ufffe\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u2212\ufe0f")
# Dashes and tildes that readers take for each other in East Asian text.
_TILDES = str.maketrans(dict.fromkeys("〜～∼", "~"))
_PART = 4
_APART = "\x00"
_EMOJI = "\U0001f000"
_HANZI = "\U00020000"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
# PDFium takes digits and letters of one word apart where the line runs from right to left.
_RUN = re.compile(r"\d+|[^\W\d]+")


def _is_emoji(character: str) -> bool:
    return _EMOJI <= character < _HANZI


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    # Emoji are pictures: readers differ in what they copy.
    if character == _APART:
        return character
    if character in _NOTHING or _is_emoji(character):
        return ""
    character = character.translate(_TILDES)
    folded = unicodedata.normalize("NFKD", character).casefold().translate(_QUOTES)
    return "".join(c for c in folded if unicodedata.category(c) not in _DROPPED)


_WIDTHLESS = "\u200b\u200d\ufe0f"
# Scripts in which a line may end within a word.
_IDEOGRAPHS = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_DROPPED = {"Mn", "Me", "Zs", "Zl", "Zp", "Pd", "Cc", "Cf"}


def fold(text: str) -> str:
    """Return a text in the form used for comparison: letters, digits and symbols, no accents."""
    return "".join(map(_fold, text))


class Searchable:
    """The text of some pages; each page is a sequence of characters.

    With ``by_words`` texts are counted by their words, in either direction, since PDF readers
    differ in the order of right-to-left text.
    """

    def __init__(self, pages: Sequence[Sequence[str]], *, by_words: bool = False) -> None:
        self.by_words = by_words
        self.raw = "\n".join("".join(page) for page in pages).translate(_TILDES)
        self.starts: list[int] = []
        self.where: list[tuple[int, int]] = []
        self.breaks: set[int] = set()
        parts: list[str] = []
        for number, page in enumerate(pages):
            self.starts.append(len(self.where))
            for index, character in enumerate(page):
                folded = _fold(character)
                if character in "\r\n":
                    self.breaks.add(len(self.where))
                parts.append(folded)
                self.where += [(number, index)] * len(folded)
        self.text = "".join(parts)
        self.pages = [self.text[a:b] for a, b in pairwise([*self.starts, len(self.text)])]
        if self.breaks:
            self.breaks |= {*self.starts, len(self.text)}

    def count(self, text: str) -> int:
        """Return how often a text occurs; up to three characters must be a whole word."""
        folded = fold(text)
        if self.by_words or _RTL.search(text):
            return min(map(self._count_word, _RUN.findall(text)), default=0)
        if len(folded) <= SHORT:
            return len(_word(text).findall(self.raw)) if folded else 0
        whole = self.text.count(folded)
        return whole + sum(1 for _ in self._split(folded))

    def _count_word(self, word: str) -> int:
        forward = fold(word)
        backward = forward[::-1]
        times = self.text.count(forward)
        return times + self.text.count(backward) if forward != backward else times

    def find(self, folded: str, start: int = 0) -> tuple[int, int] | None:
        """Return start and end of the first occurrence of a folded text from ``start`` on.

        For a text that continues on the next page it is the end of the first part.
        """
        place = self.text.find(folded, start)
        if place >= 0:
            return place, place + len(folded)
        return next((span for span in self._split(folded) if span[0] >= start), None)

    def find_all(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of every occurrence of a folded text."""
        place = self.text.find(folded)
        while place >= 0:
            yield place, place + len(folded)
            place = self.text.find(folded, place + 1)
        yield from self._split(folded)

    def page_of(self, place: int) -> int:
        """Return the page, counted from 0, of an offset."""
        return bisect_right(self.starts, place) - 1

    def _split(self, folded: str) -> Iterator[tuple[int, int]]:
        """Yield the first part of a text that continues on the next page.

        The part ends a line, and the rest begins one on the next page; between them is other
        text, such as another column or the footer.
        """
        if len(folded) < 2 * _PART or len(self.pages) < 2 or folded in self.text:
            return
        for number, (here, there) in enumerate(pairwise(self.pages)):
            head = _longest(folded, here)
            tail = _longest(folded[::-1], there[::-1])
            for cut in range(max(len(folded) - tail, _PART), min(head, len(folded) - _PART) + 1):
                first = self._at_break(folded[:cut], number, after=True)
                rest = self._at_break(folded[cut:], number + 1, after=False)
                if first is not None and rest is not None:
                    yield first, first + cut
                    return

    def _at_break(self, part: str, number: int, *, after: bool) -> int | None:
        """Return the place of a part on a page, with a line break after or before it."""
        begin, end = self.starts[number], self.starts[number] + len(self.pages[number])
        place = self.text.find(part, begin, end)
        while place >= 0:
            if not self.breaks or (place + len(part) if after else place) in self.breaks:
                return place
            place = self.text.find(part, place + 1, end)
        return None


def _longest(text: str, page: str) -> int:
    """Return the length of the longest prefix of a text that is on a page."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in page else (low, middle - 1)
    return low


def plainly(text: str) -> str:
    """Return a text with spaces collapsed, hyphens at line ends joined, and without emoji."""
    text = "".join(c for c in text.translate(_TILDES) if not _is_emoji(c) and c not in _WIDTHLESS)
    text = re.sub(r"(?:[\x02\ufffe]|-(?=\s*[\r\n]))\s*", "-", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s+", " ", text).strip().casefold()


@lru_cache(maxsize=4096)
def _word(text: str) -> re.Pattern[str]:
    shown = "".join(c for c in text.translate(_TILDES) if not _is_emoji(c) and c not in _NOTHING)
    inner = _IDEOGRAPHS.sub(r"\g<0>\\s*", re.escape(re.sub(r"\s+", " ", shown.strip())))
    return re.compile(rf"(?<![A-Za-z0-9]){inner}(?![A-Za-z0-9])", re.IGNORECASE)


def joined(texts: Iterable[str], *, by_words: bool = False) -> Searchable:
    """Return texts as one searchable page, with a separator between them."""
    return Searchable([_APART.join(texts)], by_words=by_words)
