"""Word and PDF files: their text as a starting point, and files that mean ill."""

import pytest
import word
from weasyprint import HTML
from word import NAMESPACES, link, paragraph, run, sample, table

from cvkit.errors import InputError
from cvkit.importers import detect
from cvkit.importers.documents import docx, pdf
from cvkit.importers.documents.lines import Line, to_blocks
from cvkit.importers.documents.pdf import without_running_lines
from cvkit.load.serialize import dump
from cvkit.model import CV

PAGE = """
<style>
  @page { size: A4; margin: 2cm }
  body { font: 10pt sans-serif } h1 { font-size: 22pt } h2 { font-size: 14pt }
  .row { display: flex; justify-content: space-between } p { margin: 0 }
</style>
<h1>Ada Example</h1>
<p>ada@example.org · <a href="https://github.com/ada-e">ada-e</a> · +44 20 7946 0000</p>
<h2>Experience</h2>
<div class="row"><b>Engine Works</b><span>Jan 2020 – Present</span></div>
<p>Lead Engineer</p>
<ul><li>Built an engine that runs on steam and on water, which goes on for more than the one line
that a bullet usually takes</li><li>Wrote A_1 * B</li></ul>
<h2>Skills</h2>
<p>Programming: Python, C#</p>
"""

LONG = (
    "Built an engine that runs on steam and on water, which goes on for more than the one line "
    "that a bullet usually takes"
)
EXPERIENCE = {
    "kind": "experience",
    "entries": [
        {"organization": "Engine Works", "position": "Lead Engineer", "start": "2020-01",
         "end": "present", "highlights": [
            LONG,
            "Wrote A_1 * B",
        ]},
    ],
}  # fmt: skip
SKILLS = {"kind": "skills", "entries": [{"name": "Programming", "keywords": ["Python", "C#"]}]}


def problem(importer, data):
    with pytest.raises(InputError) as caught:
        importer.read("cv.file", data)
    return caught.value.problems[0]


def of_word(*paragraphs, **members):
    found = docx.read("cv.docx", word.word(*paragraphs, **members))
    CV.model_validate(found.data)
    return found


# Word


def test_a_word_file_is_read():
    found = docx.read("cv.docx", sample())
    CV.model_validate(found.data)
    assert found.data == {
        "name": "Ada Example",
        "email": ["ada@example.org"],
        "phone": ["+44 20 7946 0000"],
        "url": "https://example.org/ada",
        "sections": [
            {
                "kind": "experience",
                "entries": [
                    {
                        "organization": "Engine Works",
                        "position": "Lead Engineer",
                        "start": "2020-01",
                        "end": "present",
                        "highlights": [
                            {"text": "Built **A_1** and *B**", "highlights": ["in detail"]}
                        ],
                    }
                ],
            },
            {
                "kind": "education",
                "entries": [
                    {
                        "institution": "University of Examples",
                        "degree": "BSc in Mathematics",
                        "start": "2012",
                        "end": "2016",
                        "location": "London, UK",
                    }
                ],
            },
            SKILLS,
        ],
    }
    assert "check the result" in found.notes[0].message


def test_headings_of_word_files_are_told_by_style_size_or_words():
    found = of_word(
        paragraph("Ada Example", style="Title"),
        paragraph("Education", style="H1"), paragraph("University of X"),
        paragraph(run("My Looms", size=18)), paragraph("I like them."),
        paragraph(run("PUBLICATIONS", "b")), paragraph("On Engines"),
    )  # fmt: skip
    titles = [(s["kind"], s.get("title")) for s in found.data["sections"]]
    assert titles == [("education", None), ("custom", "My Looms"), ("publications", None)]


def test_tables_boxes_and_headers_of_word_files_are_read():
    box = f"<w:pict><w:txbxContent>{paragraph('Boxed words')}</w:txbxContent></w:pict>"
    header = f"<w:hdr {NAMESPACES}>{paragraph('Ada Example')}</w:hdr>"
    found = of_word(
        paragraph("About", style="H1"),
        f"<w:p><w:r>{box}</w:r></w:p>",
        table(["left", "right"]),
        paragraph(link("my page")),
        header1=header,
    )
    assert found.data["name"] == "Ada Example"
    text = found.data["sections"][0]["text"]
    assert "Boxed words" in text
    assert "left" in text
    assert "[my page](https://example.org/ada)" in text


def test_what_stands_outside_of_the_text_of_a_word_file_is_named():
    footer = f"<w:ftr {NAMESPACES}>{paragraph('Page 1')}</w:ftr>"
    found = of_word(paragraph("About", style="H1"), paragraph("Words"), footer1=footer)
    assert found.notes[1].message == "not imported, from the footer: Page 1"


def test_deleted_words_of_word_files_are_gone():
    found = of_word(paragraph("About", style="H1"),
                    f"<w:p>{run('kept')}<w:del>{run('deleted')}</w:del></w:p>")  # fmt: skip
    assert "deleted" not in dump(found.data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (word.word(prolog='<!DOCTYPE x [<!ENTITY a "b">]>'), "defines XML entities"),
        (word.word("<w:p>"), "is not XML"),
        (word.word(), "contains no text"),
        (b"PK\x03\x04 broken", "is not a ZIP archive"),
        (word.word(paragraph("x" * 21_000_000)), "larger than 5 MB"),
    ],
    ids=["entities", "xml", "empty", "zip", "bomb"],
)
def test_broken_word_files_are_one_clear_message(data, message):
    assert message in problem(docx, data).message


def test_word_files_nested_without_end_are_refused():
    deep = "<w:ins>" * 5_000 + run("x") + "</w:ins>" * 5_000
    assert "nested too deep" in problem(docx, word.word(f"<w:p>{deep}</w:p>")).message


# PDF


def test_a_pdf_is_read():
    found = pdf.read("cv.pdf", HTML(string=PAGE).write_pdf())
    CV.model_validate(found.data)
    assert found.data == {
        "name": "Ada Example",
        "email": ["ada@example.org"],
        "phone": ["+44 20 7946 0000"],
        "profiles": [{"network": "GitHub", "username": "ada-e"}],
        "sections": [EXPERIENCE, SKILLS],
    }
    assert "check the result" in found.notes[0].message


def test_broken_pdfs_are_one_clear_message():
    assert "is not a valid PDF" in problem(pdf, b"%PDF-1.7 nothing").message
    picture = HTML(string="<div style='height: 5cm; background: red'></div>").write_pdf()
    assert "contains no text" in problem(pdf, picture).message
    long = HTML(string="<p style='break-after: page'>x</p>" * 61).write_pdf()
    assert "more than 60 pages" in problem(pdf, long).message


def test_the_formats_are_told_by_their_content():
    assert detect("x", sample()) == "docx"
    assert detect("x", b"%PDF-1.7\n") == "pdf"
    assert detect("x.md", b"# Ada\n\n## Skills\n") == "markdown"
    assert detect("x.txt", b"TY  - JOUR\nTI  - T\nER  - \n") == "ris"
    assert detect("x.json", b'[{"id": "a", "type": "book", "title": "T"}]') == "csl"


# Lines of a PDF


def line(words, number, **more):
    return Line(words, words, number, size=10, **more)


def test_a_line_that_begins_farther_in_than_the_sign_continues_the_bullet():
    lines = [
        line("• Ran the shift with", 1, bullet=0, left=50.0),
        line("ECMO (24 beds)", 2, left=58.0),
        line("Next Hospital", 3, left=50.0),
    ]
    blocks = to_blocks(lines)
    assert [block.text for block in blocks] == [
        "Ran the shift with ECMO (24 beds)",
        "Next Hospital",
    ]


def test_running_lines_and_page_numbers_are_no_jobs():
    pages = [
        [line("Ada Lovelace", 1), line("Acme, 2019", 2), line("Ada Lovelace – 1 of 2", 3)],
        [line("Bolt, 2018", 4), line("Ada Lovelace – 2 of 2", 5)],
        [line("Coda, 2017", 6), line("3", 7)],
    ]
    notes = []
    kept = without_running_lines(pages, notes)
    assert [each.words for each in kept] == [
        "Ada Lovelace",
        "Acme, 2019",
        "Bolt, 2018",
        "Coda, 2017",
    ]
    assert [note.message.rpartition(": ")[2] for note in notes] == [
        "Ada Lovelace – 1 of 2", "Ada Lovelace – 2 of 2", "3"]  # fmt: skip
