"""A finished PDF read back as data: what people see, copy, click and hear of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from ctypes import c_int, create_string_buffer
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from pypdfium2 import raw

POINTS = {"mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72, "pt": 1}
# pdfium's own signs for a hyphen at the end of a line.
LINE_END_HYPHENS = "\x02\ufffe"
LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
_DASHES = re.compile(rf"[\s\-\u2010-\u2015\u2212\u00ad{LINE_END_HYPHENS}]+")
_QUOTES = str.maketrans("‘’‚‛“”„‟", "''''\"\"\"\"")


def normalise(text: str) -> str:
    """Return the text as facts are compared: without case, kinds of quotes, dashes and space."""
    return _DASHES.sub("", text.casefold().translate(_QUOTES))


def points(length: str) -> float:
    """Return a CSS length such as ``18mm`` in points."""
    return float(length[:-2]) * POINTS[length[-2:]]


class Box(NamedTuple):
    """A rectangle on the page; y grows upwards, as PDF has it."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Char:
    text: str
    box: Box | None  # pdfium makes up spaces and line ends; these stand where the one before did
    font: str


@dataclass(frozen=True)
class Line:
    """A line as the eye sees it: all characters of one height, from left to right."""

    text: str
    top: float


@dataclass(frozen=True)
class Heading:
    level: int
    title: str
    page: int
    top: float


@dataclass(frozen=True)
class Font:
    name: str
    subtype: str
    embedded: bool


@dataclass(frozen=True)
class Tag:
    name: str
    attributes: dict[str, str]
    children: tuple[Tag, ...]

    def walk(self) -> Iterator[Tag]:
        yield self
        for child in self.children:
            yield from child.walk()


class Pdf:
    """A PDF; ``foot`` and ``head`` are the heights of the margins with running lines."""

    def __init__(self, data: bytes, foot: float = points("18mm"), head: float = 0) -> None:
        self.foot = foot
        self.head = head
        self.document = pypdfium2.PdfDocument(data)
        self.objects = pikepdf.open(BytesIO(data))

    def __len__(self) -> int:
        return len(self.document)

    @property
    def sizes(self) -> list[tuple[float, float]]:
        return [page.get_size() for page in self.document]

    @cached_property
    def chars(self) -> list[list[Char]]:
        """The characters of every page in the order in which they are copied."""
        return [list(_chars(page.get_textpage())) for page in self.document]

    @cached_property
    def bodies(self) -> list[str]:
        """The text of every page without what runs in its foot and its head."""
        return [
            "".join(c.text for c in page if not self._in_foot(c) and not self._in_head(c, height))
            for page, (_, height) in zip(self.chars, self.sizes, strict=True)
        ]

    @cached_property
    def feet(self) -> list[str]:
        """What runs in the foot of every page."""
        feet = ("".join(c.text for c in page if self._in_foot(c)) for page in self.chars)
        return [" ".join(foot.split()) for foot in feet]

    @cached_property
    def text(self) -> str:
        return "\n".join(self.bodies)

    @cached_property
    def normalised(self) -> str:
        return normalise(self.text)

    @cached_property
    def bold(self) -> str:
        """The normalised text that is set in a bold face; a bar stands for what is not."""
        marked = "".join(
            c.text if "Bold" in c.font else "|" for page in self.chars for c in page if c.font
        )
        return normalise(marked)

    def count(self, phrase: str) -> int:
        """Return how often a phrase is found; up to three characters, as a whole word."""
        phrase = phrase.strip()
        if len(phrase) > 3:
            return self.normalised.count(normalise(phrase))
        word = rf"(?<!\w){re.escape(phrase.casefold())}(?!\w)"
        return len(re.findall(word, self.text.casefold()))

    def lines(self, page: int) -> list[Line]:
        """Return the lines of a page's body as they are seen, from above."""
        lines: list[list[Char]] = []
        seen = (c for c in self.chars[page] if c.box and not self._in_foot(c) and c.text.strip())
        for char in sorted(seen, key=lambda c: -_middle(c)):
            if lines and _middle(lines[-1][0]) - _middle(char) < 6:
                lines[-1].append(char)
            else:
                lines.append([char])
        return [_line(line) for line in lines]

    def boxes(self, page: int) -> Iterator[Box]:
        """Yield the boxes of all that is printed on a page: text, rules, pictures.

        A gradient is as large as the page, and what is seen of it is clipped.
        """
        for item in self.document[page].get_objects(max_depth=6):
            if item.type not in (raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_SHADING):
                yield Box(*item.get_bounds())

    @cached_property
    def outline(self) -> list[Heading]:
        headings = []
        for item in self.document.get_toc():
            target = item.get_dest()
            top = target.get_view()[1][1]
            headings.append(Heading(item.level, item.get_title(), target.get_index(), top))
        return headings

    @cached_property
    def links(self) -> list[str]:
        return [
            str(annotation.A.URI)
            for page in self.objects.pages
            for annotation in page.get("/Annots", [])
            if "/A" in annotation and "/URI" in annotation.A
        ]

    @cached_property
    def fonts(self) -> list[Font]:
        return [_font(item) for item in self._dictionaries("/Font") if "/BaseFont" in item]

    @cached_property
    def font_types(self) -> set[str]:
        return {str(item.Subtype) for item in self._dictionaries("/Font")}

    @cached_property
    def mapped(self) -> set[str]:
        """All characters that the fonts' own tables give for glyphs, ligatures included."""
        return {
            character
            for item in self._dictionaries("/Font")
            if "/ToUnicode" in item
            for character in _mapped(item.ToUnicode.read_bytes().decode("ascii"))
        }

    @cached_property
    def tags(self) -> Tag:
        return _tag(self.objects.Root.StructTreeRoot)

    @cached_property
    def xmp(self) -> str:
        return self.objects.Root.Metadata.read_bytes().decode()

    @property
    def info(self) -> dict[str, str]:
        return {str(key)[1:]: str(value) for key, value in self.objects.docinfo.items()}

    def _in_foot(self, char: Char) -> bool:
        return char.box is not None and _middle(char) < self.foot

    def _in_head(self, char: Char, height: float) -> bool:
        return char.box is not None and _middle(char) > height - self.head

    def _dictionaries(self, kind: str) -> Iterator[Any]:
        for item in self.objects.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == kind:
                yield item


def _chars(page: pypdfium2.PdfTextPage) -> Iterator[Char]:
    box = None
    for index in range(page.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(page, index))
        left, bottom, right, top = page.get_charbox(index)
        if raw.FPDFText_IsGenerated(page, index) != 1 and right > left and top > bottom:
            box = Box(left, bottom, right, top)
        yield Char(character, box, font_name(page, index))


def font_name(page: pypdfium2.PdfTextPage, index: int) -> str:
    name, flags = create_string_buffer(128), c_int()
    length = raw.FPDFText_GetFontInfo(page, index, name, len(name), flags)
    return name.raw[: max(length - 1, 0)].decode()


def _middle(char: Char) -> float:
    assert char.box
    return (char.box.bottom + char.box.top) / 2


def _line(chars: list[Char]) -> Line:
    ordered = sorted(chars, key=lambda c: c.box.left)  # type: ignore[union-attr]
    return Line("".join(c.text for c in ordered), max(c.box.top for c in chars))  # type: ignore[union-attr]


def _font(item: Any) -> Font:
    leaf = item.DescendantFonts[0] if "/DescendantFonts" in item else item
    descriptor = leaf.get("/FontDescriptor", {})
    embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return Font(str(item.BaseFont)[1:].partition("+")[2], str(item.Subtype), embedded)


def _mapped(cmap: str) -> Iterator[str]:
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code in re.findall(r"<\w+>\s*<(\w*)>", block):
            yield from bytes.fromhex(code).decode("utf-16-be")
    assert "beginbfrange" not in cmap, "ranges are not read"


def _tag(item: Any) -> Tag:
    kids = item.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    names = [key for key in ("/Alt", "/ActualText", "/Lang") if key in item]
    return Tag(
        str(item.get("/S", "/Root"))[1:],
        {key[1:]: str(item[key]) for key in names},
        tuple(_tag(kid) for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid),
    )


def is_private(character: str) -> bool:
    """Whether a character means nothing outside its font."""
    return unicodedata.category(character) in ("Co", "Cn", "Cs") or character == "\ufffd"
