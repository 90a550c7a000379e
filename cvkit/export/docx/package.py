"""The package of a document: its parts and how they refer to each other, in one archive."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

__all__ = ["pack", "relationships"]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/numbering.xml": f"{_WORD}.numbering+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "/word/footer-first.xml": f"{_WORD}.footer+xml",
    "/word/footer.xml": f"{_WORD}.footer+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
# Characters that XML cannot contain, not even escaped (XML 1.0, section 2.2).
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest date of the format


def pack(parts: Mapping[str, str], media: Mapping[str, bytes], title: str, author: str,
         language: str) -> bytes:  # fmt: skip
    """Return the archive of a document.

    ``parts`` are XML by path and ``media`` pictures by path. The same parts make the same
    bytes: nothing is dated.
    """
    root = [("document", f"{_OFFICE}/officeDocument", "word/document.xml", False),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml",
             False)]  # fmt: skip
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(root),
        "docProps/core.xml": _core(title, author, language),
        **parts,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, xml in files.items():
            archive.writestr(_entry(path), (_HEAD + _FORBIDDEN.sub("", xml)).encode())
        for path, data in media.items():
            archive.writestr(_entry(path), data)
    return stream.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, _LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3  # the same on every system
    return info


def relationships(links: Mapping[str, str], picture: str = "") -> str:
    """Return what the document refers to: its parts, the targets of its links, a picture."""
    found = [
        ("styles", f"{_OFFICE}/styles", "styles.xml", False),
        ("numbering", f"{_OFFICE}/numbering", "numbering.xml", False),
        ("settings", f"{_OFFICE}/settings", "settings.xml", False),
        ("fonts", f"{_OFFICE}/fontTable", "fontTable.xml", False),
        ("footerFirst", f"{_OFFICE}/footer", "footer-first.xml", False),
        ("footer", f"{_OFFICE}/footer", "footer.xml", False),
    ]
    found += [("photo", f"{_OFFICE}/image", picture, False)] if picture else []
    found += [(name, f"{_OFFICE}/hyperlink", url, True) for url, name in links.items()]
    return _relationships(found)


def _relationships(found: list[tuple[str, str, str, bool]]) -> str:
    modes = {True: ' TargetMode="External"', False: ""}
    items = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target={quoteattr(target)}{modes[outside]}/>'
        for name, kind, target, outside in found
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _content_types() -> str:
    endings = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "png": "image/png",
        "jpeg": "image/jpeg",
    }
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in endings.items()
    )
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _TYPES.items()
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _core(title: str, author: str, language: str) -> str:
    creator = f"<dc:creator>{escape(author)}</dc:creator>" if author else ""
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title>{creator}"
        f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>"
    )
