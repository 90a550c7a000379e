"""Files made to be slow, huge or broken: an import ends in time, with a message."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from contextlib import suppress

import pikepdf
import pytest
from click.testing import CliRunner
from sampling import sampled

from cvkit import importers
from cvkit.apps.cli import cli
from cvkit.errors import InputError, UsageError
from cvkit.importers import import_file, import_isolated
from cvkit.importers.kit import zip_archive
from cvkit.importers.kit.repair import repair
from cvkit.importers.references.bibtex_parser import parse as parse_bibtex
from cvkit.source.text import Source
from cvkit.system.limits import deadline

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LIMIT = 30  # seconds; the quadratic readers took minutes and hours


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(**parts):
    document = f"<w:document {NAMESPACE}><w:body>{paragraph('Ada Lovelace')}</w:body></w:document>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"document": document, **parts}.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def chain(length, end):
    styles = "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(length)
    )
    return (
        f'<w:styles {NAMESPACE}>{styles}<w:style w:styleId="s{length}">{end}</w:style></w:styles>'
    )


FLOODS = {
    "tabs.md": b"# A\n\n" + b"\t" * 500_000 + b"x",
    "blanks.md": b"# A\n\n" + b" " * 500_000 + b"x",
    "short-blanks.md": b"# A\n\n" + (b" " * 90 + b"x") * 5_000,
    "pictures.md": b"# A\n\n" + b"![" * 200_000,
    "tags.md": b"# A\n\n" + b"<b>" * 100_000,
    "open-tags.md": b"# A\n\n" + b"<b " * 100_000,
    "headings.md": b"# A\n\n" + b"<h1>" * 100_000,
    "comments.md": b"# A\n\n" + b"<!-- a -->\n" * 30_000,
    "images.md": b"# A\n\n" + b"data:image/png;base64,AA\n" * 20_000,
    "ats.bib": b"@" * 1_000_000,
    "names.bib": b"@article{a, title={x}}\n" + b"@a " * 300_000,
    "commented.bib": b"@article{a, title={x}}\n" + b"%@\n" * 100_000,
    "open.bib": b"@article{a, title={x}}\n" + b"@comment{\n" * 100_000,
    "line.bib": b"@article{a, " + b"b={c}, " * 150_000 + b"title={x}}",
    "chain.docx": docx(styles=chain(60_000, "")),
    "circle.docx": docx(styles=chain(20_000, '<w:basedOn w:val="s0"/>')),
    "work.json": json.dumps({"basics": {"name": "A"}, "work": [{}] * 60_000}).encode(),
}


@pytest.mark.parametrize("name", sampled(FLOODS, 5))
def test_a_file_made_to_be_slow_is_read_in_time(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(FLOODS[name])
    with deadline(LIMIT, "importing"), suppress(InputError):
        draft = import_file(path, "bibtex" if name.endswith("bib") else None)
        repair(draft.data, tmp_path)


def test_very_many_errors_are_repaired_in_time():
    entries = [{"position": "x", f"k{n}": "y"} for n in range(5_000)]
    with deadline(LIMIT, "repairing"):
        cv, notes = repair({"sections": [{"kind": "experience", "entries": entries}]})
    assert len(cv.sections[0].entries) == len(notes) == 5_000


def test_braces_and_comments_are_found_as_before():
    text = "@comment{ @article{no, title={x}} }\n% @article{no2, title={x}}\n@string{a = {{b} c}}\n"
    text += '  @article{yes, title = {A {B} C} # a, note = "q {"} r",\n % x = {y},\n year = 1843}\n'
    (entry,) = parse_bibtex(Source("a.bib", text)).entries
    assert {name: field.value for name, field in entry.fields.items()} == {
        "title": "A {B} C{b} c", "note": 'q {"} r', "year": "1843",
    }  # fmt: skip


def test_styles_inherit_along_a_chain_of_any_length(tmp_path):
    styles = chain(40, '<w:name w:val="heading 1"/>')
    body = '<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>Education</w:t></w:r></w:p>'
    inner = f"{paragraph('Ada')}{body}{paragraph('Studies of numbers')}"
    path = tmp_path / "a.docx"
    document = f"<w:document {NAMESPACE}><w:body>{inner}</w:body></w:document>"
    path.write_bytes(docx(styles=styles, document=document))
    assert [s["kind"] for s in import_file(path).data["sections"]] == ["education"]


@pytest.mark.parametrize("part", ["comments", "header", "footer"])
def test_many_parts_of_a_document_are_too_many(part, tmp_path):
    content = f"<w:x {NAMESPACE}>{paragraph('x') * 3_000}</w:x>"
    path = tmp_path / "a.docx"
    path.write_bytes(docx(**{f"{part}{n}": content for n in range(100)}))
    with deadline(LIMIT, "importing"), pytest.raises(InputError, match="more than 20000 lines"):
        import_file(path)


def test_all_parts_of_an_archive_together_have_a_limit(tmp_path):
    content = f"<w:x {NAMESPACE}>{' ' * 4_900_000}</w:x>"
    path = tmp_path / "a.docx"
    path.write_bytes(docx(**{f"comments{n}": content for n in range(12)}))
    with pytest.raises(InputError, match=f"{zip_archive.MAX_TOTAL // 10**6} MB unpacked"):
        import_file(path)


@pytest.mark.parametrize("encoding", ["utf-7", "none-such", "utf-16", "idna"])
def test_an_odd_encoding_in_a_document_is_refused(encoding, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(docx(styles=f'<?xml version="1.0" encoding="{encoding}"?><a/>'))
    with pytest.raises(InputError, match="is not XML"):
        import_file(path)


def circular_pages():
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pages = pdf.Root.Pages
    pages.Kids = pikepdf.Array([pages, pages])
    pages.Count = 4
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def circular_form():
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    form = pdf.make_stream(b"/F Do " * 40, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    form.BBox = [0, 0, 9, 9]
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.Resources = form.Resources
    page.Contents = pdf.make_stream(b"/F Do")
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("make", [circular_pages, circular_form])
def test_a_pdf_in_circles_ends_with_a_message(make, tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(make())
    monkeypatch.setattr(importers, "SECONDS", 3.0)
    with pytest.raises(InputError) as caught:
        import_isolated(path)
    assert caught.value.problems[0].file == str(path)


@pytest.mark.parametrize(
    ("reader", "message"), [("_end", "ended the process"), ("_hang", "took longer")]
)
def test_a_reader_that_ends_or_hangs_is_an_error(reader, message, tmp_path, monkeypatch):
    monkeypatch.setattr(importers, "import_file", globals()[reader])
    monkeypatch.setattr(importers, "SECONDS", 0.5 if reader == "_hang" else 30.0)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["import", "a.md"])
    assert message in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def _end(*_):
    os._exit(3)


def _hang(*_):
    time.sleep(60)


def test_errors_and_drafts_come_back_from_the_process(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# Ada\n\n## Education\n\nNumbers\n")
    assert import_isolated(path) == import_file(path)
    with pytest.raises(UsageError, match="unknown import format"):
        import_isolated(path, "nonsense")
    with pytest.raises(InputError, match="no such file"):
        import_isolated(tmp_path / "none.md")
