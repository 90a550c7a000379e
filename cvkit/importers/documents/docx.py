"""Word (DOCX): paragraphs, with headings by style or size, lists and links.

The names of elements are those of WordprocessingML (ECMA-376, part 1, section 17).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from cvkit.errors import InputError, Problem
from cvkit.importers.kit.decode import is_zip
from cvkit.importers.kit.draft import Draft, Importer, Note
from cvkit.importers.kit.urls import valid_url
from cvkit.importers.kit.zip_archive import Archive, open_archive, read_member

from .build import build
from .lines import Line, to_blocks
from .runs import Run, markup_of

__all__ = ["IMPORTER"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DOCUMENT = "word/document.xml"
_DEFAULT_SIZE = 11.0
MAX_BOXES = 100
MAX_LINES = 20_000
MAX_PART = 5_000_000
_HIDDEN = {f"{_W}del", f"{_W}instrText", f"{_W}delText", _FALLBACK}


@dataclass(frozen=True)
class _Style:
    level: int = 0
    size: float = 0.0
    bold: bool = False
    is_list: bool = False


def read(name: str, data: bytes) -> Draft:
    """Return the draft of a Word file; raise :class:`InputError` if it is broken or empty."""
    with open_archive(name, data) as archive:
        document = _Document(name, archive)
        lines = document.lines()
    if not any(re.search(r"\w", line.words) for line in lines):
        raise InputError(Problem(name, "contains no text"))
    notes = [Note("the structure was guessed from the formatting: check the result")]
    notes += document.notes
    if document.pictures:
        notes.append(Note(f"{document.pictures} images were not imported"))
    return build(name, to_blocks(lines), {}, notes)


def looks_like(_name: str, data: bytes) -> bool:
    """Whether this is a ZIP archive that contains a Word document."""
    if not is_zip(data):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _DOCUMENT in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


class _Document:
    def __init__(self, name: str, archive: Archive) -> None:
        self.name = name
        self.archive = archive
        self.members = set(archive.namelist())
        if _DOCUMENT not in self.members:
            raise InputError(Problem(name, "is not a Word document (DOCX)"))
        self.pictures = 0
        self.notes: list[Note] = []
        self.styles = self.read_styles()
        self.targets: dict[str, str] = {}
        self.number = 0

    def lines(self) -> list[Line]:
        """Return the lines of the page headers and those of the document."""
        heads = sorted(m for m in self.members if re.fullmatch(r"word/header\d*\.xml", m))
        found: list[Line] = []
        for member in [*heads, _DOCUMENT]:
            self.targets = self.read_targets(member)
            lines = list(self.part(self.xml(member)))
            known = {line.words for line in found}
            found += [line for line in lines if member == _DOCUMENT or line.words not in known]
        self.note_others()
        return found

    def note_others(self) -> None:
        """Add a note on each line outside the text, such as in the footer."""
        for member in sorted(self.members):
            if match := re.fullmatch(r"word/(footer|footnotes|endnotes|comments)\d*\.xml", member):
                for line in self.part(self.xml(member)):
                    self.notes.append(Note(f"not imported, from the {match[1]}: {line.words}"))

    def xml(self, member: str) -> ET.Element:
        """Parse a part; documents that define entities are rejected before parsing."""
        data = read_member(self.name, self.archive, member, MAX_PART)
        inside = f"{self.name}:{member}"
        if b"\0" in data or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise InputError(Problem(inside, "defines XML entities or is not UTF-8"))
        try:
            return ET.fromstring(data)  # noqa: S314  (no entities, see above; expat limits the rest)
        except ET.ParseError as error:
            line, column = error.position
            raise InputError(Problem(inside, f"is not XML: {error}", line, column + 1)) from None
        except (LookupError, ValueError) as error:  # encodings that expat does not support
            raise InputError(Problem(inside, f"is not XML in UTF-8: {error}")) from None

    def read_targets(self, member: str) -> dict[str, str]:
        folder, _, base = member.rpartition("/")
        relations = f"{folder}/_rels/{base}.rels"
        if relations not in self.members:
            return {}
        return {item.get("Id", ""): item.get("Target", "") for item in self.xml(relations)}

    def read_styles(self) -> dict[str, _Style]:
        if "word/styles.xml" not in self.members:
            return {}
        nodes = {
            n.get(f"{_W}styleId", ""): n for n in self.xml("word/styles.xml").iter(f"{_W}style")
        }
        styles: dict[str, _Style] = {}
        for key in nodes:
            chain: dict[str, None] = {}  # a circle ends where it begins
            base = key
            while base in nodes and base not in styles and base not in chain:
                chain[base] = None
                base = _value(nodes[base], "basedOn")
            style = styles.get(base, _Style())
            for inner in reversed(chain):
                style = styles[inner] = self.style(nodes[inner], style)
        return styles

    @staticmethod
    def style(node: ET.Element, base: _Style) -> _Style:
        """Return a style with what it inherits from ``base``."""
        name = _value(node, "name").lower()
        match = re.fullmatch(r"heading (\d)", name)
        level = 1 if name == "title" else int(match[1]) if match else base.level
        size = _value(node, "rPr/sz")
        return _Style(
            level,
            float(size) / 2 if size.isdigit() else base.size,
            node.find(f"{_W}rPr/{_W}b") is not None or base.bold,
            node.find(f"{_W}pPr/{_W}numPr") is not None or base.is_list,
        )

    def part(self, root: ET.Element) -> Iterator[Line]:
        gap = True
        for paragraph, cells in _paragraphs(root):
            texts = (
                [self.paragraph(cell) for cell in cells] if cells else [self.paragraph(paragraph)]
            )
            look = texts[0]
            joined = "\t".join(text.markup for text in texts if text.words.strip())
            words = "\t".join(text.words.strip() for text in texts if text.words.strip())
            if not words.strip():
                gap = True
                continue
            for markup, line in zip(joined.split("\n"), words.split("\n"), strict=False):
                if not line.strip():
                    continue
                self.number += 1
                if self.number > MAX_LINES:
                    message = f"has more than {MAX_LINES} lines"
                    raise InputError(Problem(self.name, message, hint="is it a CV?"))
                yield Line(markup.strip(), line.strip(), self.number, look.size, look.bold,
                           look.level, look.bullet, gap, full=False)  # fmt: skip
                gap = False
            gap = look.bullet is None

    def paragraph(self, node: ET.Element) -> _Paragraph:
        style = self.styles.get(_value(node, "pPr/pStyle"), _Style())
        runs = list(self.runs(node, "", 0))
        words = "".join(run.text for run in runs)
        shown = [run for run in runs if run.text.strip()]
        bold = bool(shown) and (style.bold or all(run.bold for run in shown))
        sizes = [run.size for run in shown if run.size]
        number = node.find(f"{_W}pPr/{_W}numPr")
        depth = _value(node, "pPr/numPr/ilvl")
        is_bullet = (number is not None or style.is_list) and not style.level
        return _Paragraph(
            markup_of(runs, all_bold=bold),
            words,
            max(sizes, default=style.size or _DEFAULT_SIZE),
            bold,
            style.level,
            (int(depth) if depth.isdigit() else 0) if is_bullet else None,
        )

    def runs(self, node: ET.Element, address: str, depth: int) -> Iterator[Run]:
        """Yield the runs of a paragraph; hyperlinks give theirs an address."""
        if depth > 50:
            raise InputError(Problem(self.name, "is nested too deeply"))
        for child in node:
            if child.tag in _HIDDEN or child.tag in (f"{_W}p", f"{_W}tbl"):
                continue
            if child.tag == f"{_W}r":
                yield from self.run(child, address)
            elif child.tag == f"{_W}hyperlink":
                target = self.targets.get(child.get(f"{_R}id", ""), "")
                yield from self.runs(child, target if valid_url(target) else "", depth + 1)
            else:
                yield from self.runs(child, address, depth + 1)

    def run(self, node: ET.Element, address: str) -> Iterator[Run]:
        parts = []
        for child in node:
            if child.tag == f"{_W}t":
                parts.append(child.text or "")
            elif child.tag in (f"{_W}tab", f"{_W}ptab"):
                parts.append("\t")
            elif child.tag in (f"{_W}br", f"{_W}cr"):
                parts.append("\n")
            elif child.tag == f"{_W}noBreakHyphen":
                parts.append("-")
            elif child.tag in (f"{_W}drawing", f"{_W}pict"):
                self.pictures += 1
        size = _value(node, "rPr/sz")
        yield Run(
            "".join(parts),
            _is_on(node, "b"),
            _is_on(node, "i"),
            float(size) / 2 if size.isdigit() else 0.0,
            address,
        )


@dataclass(frozen=True)
class _Paragraph:
    markup: str
    words: str
    size: float
    bold: bool
    level: int
    bullet: int | None


def _value(node: ET.Element, path: str) -> str:
    """Return the value of an element below a node, such as ``rPr/sz``."""
    found = node.find("/".join(f"{_W}{part}" for part in path.split("/")))
    return found.get(f"{_W}val", "") if found is not None else ""


def _is_on(run: ET.Element, name: str) -> bool:
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(f"{_W}val", "true") not in ("0", "false", "off")


def _paragraphs(root: ET.Element) -> Iterator[tuple[ET.Element, list[ET.Element]]]:
    """Yield the paragraphs in order, each with the cells beside it if it is in a table row."""
    stack = [iter(root)]
    seen: set[int] = set()  # nested text boxes are found more than once
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif node.tag == f"{_W}tr":
            cells = [list(cell.iter(f"{_W}p")) for cell in node.iter(f"{_W}tc")]
            filled = [cell for cell in cells if cell]
            if filled and all(len(cell) == 1 for cell in filled):
                yield filled[0][0], [cell[0] for cell in filled]
            else:
                for cell in filled:
                    yield from ((paragraph, []) for paragraph in cell)
        elif id(node) in seen:
            continue
        elif node.tag == f"{_W}p":
            seen.add(id(node))
            yield node, []
            stack.append(iter(_boxes(node)))
        elif node.tag not in _HIDDEN:
            stack.append(iter(node))


def _boxes(paragraph: ET.Element) -> list[ET.Element]:
    """Return the contents of the text boxes that are anchored to a paragraph."""
    hidden = {id(box) for old in paragraph.iter(_FALLBACK) for box in old.iter()}
    boxes = [box for box in paragraph.iter(f"{_W}txbxContent") if id(box) not in hidden]
    if len(boxes) > MAX_BOXES:
        raise InputError(Problem("", f"a paragraph contains more than {MAX_BOXES} text boxes"))
    return boxes


IMPORTER = Importer(read, looks_like, "Word (DOCX): its text, as a starting point")
