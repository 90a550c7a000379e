"""Archivable PDFs: the standards that one may follow, and what the XMP must say of two at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["DEFAULT_VARIANT", "PDF_VARIANTS", "add_accessibility"]


@dataclass(frozen=True)
class PdfVariant:
    """A standard: its name in WeasyPrint, what it is for, and what it asks for.

    ``accessible`` says that the file declares PDF/UA-1 besides, and ``needs_attachment`` that
    the standard is for files with other files in them.
    """

    name: str
    description: str
    accessible: bool = False
    needs_attachment: bool = False
    takes_attachment: bool = True


PDF_VARIANTS: Mapping[str, PdfVariant] = {
    "ua-1": PdfVariant("pdf/ua-1", "tagged, for assistive technology (ISO 14289-1)"),
    "a-2a": PdfVariant(
        "pdf/a-2a",
        "archive, tagged, nothing attached (ISO 19005-2)",
        accessible=True,
        takes_attachment=False,
    ),
    "a-3a": PdfVariant("pdf/a-3a", "archive, tagged (ISO 19005-3)", accessible=True),
    "a-3u": PdfVariant("pdf/a-3u", "archive, text as Unicode (ISO 19005-3)"),
    "a-4f": PdfVariant(
        "pdf/a-4f", "archive, PDF 2.0, with the source attached (ISO 19005-4)",
        needs_attachment=True,
    ),
}  # fmt: skip
DEFAULT_VARIANT = "ua-1"
"""The standard that PDFs follow unless another is requested."""

# PDF/A knows no property of PDF/UA's: a file that has one must describe it (ISO 19005-2, 6.6.2.3).
_ACCESSIBILITY = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def add_accessibility(rdf: bytes) -> bytes:
    """Return the RDF of an XMP packet with the declaration of PDF/UA-1 in a PDF/A file."""
    head, end, tail = rdf.rpartition(b"</rdf:RDF>")
    return head + _ACCESSIBILITY + end + tail
