"""The second reader: pdfminer, for the text a second time, and for the objects of the file."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from .reading import Annotation, Box, Font, Tag

__all__ = ["BROKEN", "Mine"]

# Exceptions that pdfminer raises for broken files.
BROKEN = (PSException, LookupError, TypeError, ValueError, AttributeError, RecursionError)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FILES = ("FontFile", "FontFile2", "FontFile3")
_MAX_DEPTH = 200


class Mine:
    """The objects of a PDF; raises one of :data:`BROKEN` if it cannot be read."""

    def __init__(self, data: bytes) -> None:
        logging.getLogger("pdfminer").setLevel(logging.ERROR)
        self.document = PDFDocument(PDFParser(io.BytesIO(data)))
        self.pages = list(PDFPage.create_pages(self.document))
        self.catalog = _dict(self.document.catalog)
        self.numbers = {page.pageid: number for number, page in enumerate(self.pages)}

    def texts(self) -> Iterator[str]:
        """Yield the text of each page in painting order."""
        manager = PDFResourceManager()
        for page in self.pages:
            device = _Device(manager)
            # A broken page can raise anything; its missing text is reported by the checks.
            with suppress(*BROKEN):
                PDFPageInterpreter(manager, device).process_page(page)
            yield "".join(device.text)

    def facts(self) -> dict[str, str]:
        """Return entries of the catalogue and the metadata, under their names in PDF."""
        marks = _dict(self.catalog.get("MarkInfo"))
        view = _dict(self.catalog.get("ViewerPreferences"))
        info = _dict(self.document.info[0]) if self.document.info else {}
        xmp = resolve1(self.catalog.get("Metadata"))
        return {
            "Marked": _words(marks.get("Marked")),
            "Suspects": _words(marks.get("Suspects")),
            "Lang": _words(self.catalog.get("Lang")),
            "DisplayDocTitle": _words(view.get("DisplayDocTitle")),
            "Title": _words(info.get("Title")),
            "XMP": xmp.get_data().decode("utf-8", "replace") if _is_stream(xmp) else "",
        }

    def tabs(self) -> tuple[bool, ...]:
        """Return for each page with annotations whether the tab order follows the tags."""
        return tuple(_words(page.attrs.get("Tabs")) == "S" for page in self.pages if page.annots)

    def annotations(self) -> Iterator[Annotation]:
        """Yield the links to the web on all pages."""
        for number, page in enumerate(self.pages):
            for item in _list(page.annots):
                annotation = _dict(item)
                action = _dict(annotation.get("A"))
                if _words(annotation.get("Subtype")) == "Link" and "URI" in action:
                    yield Annotation(
                        number,
                        _words(action["URI"]),
                        _words(annotation.get("Contents")),
                        "StructParent" in annotation,
                        _box(annotation, page),
                        _is_framed(annotation),
                    )

    def fonts(self) -> Iterator[Font]:
        """Yield every font used by a page or a form on it, once."""
        seen: set[int] = set()
        for page in self.pages:
            for reference in _fonts(page.resources, set()):
                key = reference.objid if isinstance(reference, PDFObjRef) else id(reference)
                if key not in seen:
                    seen.add(key)
                    yield _font(_dict(reference))

    def tags(self) -> Tag | None:
        """Return the structure tree, or ``None`` if there is none."""
        root = _dict(self.catalog.get("StructTreeRoot"))
        if not root:
            return None
        self.roles = {name: _words(role) for name, role in _dict(root.get("RoleMap")).items()}
        return self._tag(root, -1, 0)

    def _tag(self, element: dict[str, Any], page: int, depth: int) -> Tag:
        """Read an element and its descendants; the page is inherited from the parent."""
        page = self._page(element, page)
        children, marks, links = [], [], 0
        order: list[tuple[str, int]] = []
        for kid in _list(element.get("K")) if depth < _MAX_DEPTH else ():
            fields = _dict(kid)
            if isinstance(kid, int):
                marks.append((page, kid))
                order.append(("mark", len(marks) - 1))
            elif "MCID" in fields:
                marks.append((self._page(fields, page), int(fields["MCID"])))
                order.append(("mark", len(marks) - 1))
            elif "Obj" in fields:
                links += 1
            elif "S" in fields:
                children.append(self._tag(fields, page, depth + 1))
                order.append(("child", len(children) - 1))
        spoken = element.get("Alt") or element.get("ActualText")
        name = _words(element.get("S"))
        return Tag(
            self.roles.get(name, name), _words(spoken),
            tuple(children), tuple(marks), links, tuple(order),
        )  # fmt: skip

    def _page(self, element: dict[str, Any], page: int) -> int:
        reference = element.get("Pg")
        return self.numbers.get(getattr(reference, "objid", None), page)


class _Device(PDFTextDevice):
    """Collects characters in painting order."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.text: list[str] = []
        self.replaced: list[bool] = []

    def render_char(
        self, _matrix: Any, font: Any, fontsize: Any, scaling: Any, _rise: Any, cid: Any,
        _space: Any, _state: Any,
    ) -> float:  # fmt: skip
        if any(self.replaced):
            return float(font.char_width(cid) * fontsize * scaling)
        try:
            self.text.append(_as_painted(font.to_unichr(cid)))
        except (PSException, KeyError, LookupError):
            self.text.append("\N{REPLACEMENT CHARACTER}")
        return float(font.char_width(cid) * fontsize * scaling)

    def begin_tag(self, tag: Any, props: Any = None) -> None:  # noqa: ARG002
        """Take the text that stands in for the characters of marked content, if there is one."""
        spoken = _dict(props).get("ActualText")
        if spoken and not any(self.replaced):
            self.text.append(_words(spoken))
        self.replaced.append(bool(spoken))

    def end_tag(self) -> None:
        """Take characters as they are again."""
        if self.replaced:
            self.replaced.pop()

    def do_tag(self, tag: Any, props: Any = None) -> None:
        """Take no notice of marked content."""


def _as_painted(text: str) -> str:
    """Return the letters of a glyph from left to right, which is the order of all others."""
    letters = unicodedata.normalize("NFKC", text)
    is_rtl = len(letters) > 1 and unicodedata.bidirectional(letters[0]) in ("R", "AL")
    return letters[::-1] if is_rtl else text


def _box(annotation: dict[str, Any], page: PDFPage) -> Box:
    """Return the rectangle of an annotation from the corner of the visible page."""
    left, bottom, *_ = page.cropbox
    numbers = [float(resolve1(number)) for number in _list(annotation.get("Rect"))]
    if len(numbers) != 4:
        return Box(0, 0, 0, 0)
    (x1, x2), (y1, y2) = sorted(numbers[::2]), sorted(numbers[1::2])
    return Box(x1 - left, y1 - bottom, x2 - left, y2 - bottom)


def _is_framed(annotation: dict[str, Any]) -> bool:
    """Whether a frame is drawn: it is 1 point wide by default (ISO 32000-1, 12.5.4)."""
    style, border = _dict(annotation.get("BS")), _list(annotation.get("Border"))
    width = style.get("W", 1) if style else border[2] if len(border) > 2 else 1
    return bool(float(resolve1(width)))


def _fonts(resources: Any, seen: set[int]) -> Iterator[Any]:
    """Yield the fonts of resources, and of forms within them."""
    resources = _dict(resources)
    yield from _dict(resources.get("Font")).values()
    for reference in _dict(resources.get("XObject")).values():
        form = resolve1(reference)
        if _is_stream(form) and id(form) not in seen:
            seen.add(id(form))
            yield from _fonts(form.attrs.get("Resources"), seen)


def _font(item: dict[str, Any]) -> Font:
    leaf = _dict((_list(item.get("DescendantFonts")) or [item])[0])
    descriptor = _dict(leaf.get("FontDescriptor"))
    name = _words(item.get("BaseFont")) or _words(item.get("Name"))
    kind = _words(item.get("Subtype"))
    mapping = resolve1(item.get("ToUnicode"))
    return Font(
        _SUBSET.sub("", name),
        kind,
        kind == "Type3" or any(key in descriptor for key in _FILES),
        bool(_SUBSET.match(name)),
        _is_stream(mapping) or (kind != "Type0" and "Encoding" in item),
        tuple(_missing(resolve1(item.get("Encoding")), mapping)),
    )


_MAP_TO_NONE = re.compile(rb"<([0-9A-Fa-f]{4})>\s+0\b")
_MAP_TO_TEXT = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")


def _missing(encoding: Any, mapping: Any) -> Iterator[str]:
    """Yield the characters that are mapped to the glyph for missing characters."""
    if not (_is_stream(encoding) and _is_stream(mapping)):
        return
    texts = dict(_MAP_TO_TEXT.findall(mapping.get_data()))
    for code in _MAP_TO_NONE.findall(encoding.get_data()):
        if code in texts:
            yield bytes.fromhex(texts[code].decode()).decode("utf-16-be", "replace")


def _is_stream(value: Any) -> bool:
    return isinstance(value, PDFStream)


def _dict(value: Any) -> dict[str, Any]:
    value = resolve1(value)
    value = value.attrs if isinstance(value, PDFStream) else value
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    value = resolve1(value)
    if value is None:
        return []
    return [resolve1(item) for item in value] if isinstance(value, list) else [value]


def _words(value: Any) -> str:
    """Return a PDF name, string or boolean as text, and a missing value as an empty string."""
    value = resolve1(value)
    if isinstance(value, PSLiteral):
        return str(value.name)
    if isinstance(value, bytes):
        return decode_text(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
