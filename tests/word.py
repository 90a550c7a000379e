"""Word files made of a few paragraphs."""

import io
import zipfile
from html import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
STYLES = f"""<w:styles {NAMESPACES}>
<w:style w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="H1"/></w:style>
<w:style w:styleId="List"><w:name w:val="List Bullet"/><w:pPr><w:numPr/></w:pPr></w:style>
</w:styles>"""
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="https://example.org/ada" TargetMode="External"/></Relationships>"""


def run(text, *marks, size=0):
    inner = "".join(f"<w:{mark}/>" for mark in marks)
    inner += f'<w:sz w:val="{size * 2}"/>' if size else ""
    body = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t")
    )
    return f"<w:r><w:rPr>{inner}</w:rPr>{body}</w:r>"


def paragraph(*runs, style="", depth=None):
    number = "" if depth is None else f'<w:numPr><w:ilvl w:val="{depth}"/></w:numPr>'
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(item if item.startswith("<") else run(item) for item in runs)
    return f"<w:p><w:pPr>{look}{number}</w:pPr>{inner}</w:p>"


def link(text):
    return f'<w:hyperlink r:id="r1">{run(text)}</w:hyperlink>'


def table(*rows):
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def word(*paragraphs, prolog="", **members):
    document = (
        f"{prolog}<w:document {NAMESPACES}><w:body>{''.join(paragraphs)}</w:body></w:document>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        archive.writestr("word/styles.xml", STYLES)
        archive.writestr("word/_rels/document.xml.rels", RELATIONS)
        for name, text in members.items():
            archive.writestr(f"word/{name}.xml", text)
    return stream.getvalue()


def sample():
    return word(
        paragraph("Ada Example", style="Title"),
        paragraph("ada@example.org | +44 20 7946 0000 | ", link("my page")),
        paragraph("Experience", style="Own"),
        paragraph(run("Engine Works", "b"), "\tJan 2020 – Present"),
        paragraph("Lead Engineer"),
        paragraph("Built ", run("A_1", "b"), " and ", run("B*", "i"), style="List"),
        paragraph("in detail", style="List", depth=1),
        paragraph("Education", style="H1"),
        table(["University of Examples", "2012–2016"], ["BSc in Mathematics", "London, UK"]),
        paragraph(run("SKILLS", size=16)),
        paragraph("Programming: Python, C#"),
    )
