"""Finished files are searched for what a redaction removes, wherever it is in them."""

from __future__ import annotations

import base64
import io
import json
import zipfile

import pikepdf
import pytest
from command import cvkit
from PIL import Image

from cvkit.check.finished import pieces
from cvkit.check.redacted import check_redacted, findings_in
from cvkit.errors import RenderError
from cvkit.select.traces import Secret, Traces

TRACES = Traces(
    [
        Secret("name", "Zoë Müller"),
        Secret("phone", "+44 20 7946 0958"),
        Secret("profile", "zq", "X"),
    ]
)
DRAWING = base64.b64encode(b"<svg><text>Zoe Mueller</text></svg>")
CORE = b'<?xml version="1.0"?><p xmlns:dc="urn:d"><dc:creator>Zoe M\xc3\xbcller</dc:creator></p>'
SPLIT = (
    b'<w:d xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>'
    b"<w:r><w:t>call 020 79</w:t></w:r><w:r><w:t>46 0958</w:t></w:r></w:p></w:d>"
)


def archive(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, data in members.items():
            file.writestr(name.replace("__", "."), data)
    return stream.getvalue()


def jpeg():
    exif, stream = Image.Exif(), io.BytesIO()
    exif[0x013B] = "Zoe Mueller"
    Image.new("RGB", (9, 9)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def pdf(change):
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()


def titled(document):
    document.docinfo["/Title"] = pikepdf.String("CV of Zoë Müller")


def linked(document):
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=b"https://x.com/zq")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action,
                              Rect=[0, 0, 9, 9])  # fmt: skip
    document.pages[0].Annots = document.make_indirect(pikepdf.Array([note]))


def attached(document):
    file = pikepdf.AttachedFileSpec(document, b"name: Zoe Mueller\n", filename="cv.yaml")
    document.attachments["cv.yaml"] = file


def spoken(document):
    text = "Zoë Müller".encode("utf-16-be").hex()
    stream = f"/Span <</ActualText <FEFF{text}>>> BDC EMC".encode()
    document.pages[0].Contents = document.make_stream(stream)


def pictured(document):
    picture = pikepdf.Stream(document, jpeg())
    picture.update({"/Subtype": pikepdf.Name.Image, "/Filter": pikepdf.Name.DCTDecode})
    document.pages[0].Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(I=document.make_indirect(picture))
    )


HIDING = [
    ("x.pdf", pdf(titled)),
    ("x.pdf", pdf(linked)),
    ("x.pdf", pdf(attached)),
    ("x.pdf", pdf(spoken)),
    ("x.pdf", pdf(pictured)),
    ("x.html", b"<!doctype html><p>fine</p><!-- Zo&euml; M\xc3\xbcller -->"),
    ("x.html", b"<!doctype html><p>Zo<b>e</b> Mu<i>el</i>ler</p>"),
    ("x.html", b'<!doctype html><a href="https://x.com/z%71">there</a>'),
    ("x.html", b'<!doctype html><img alt="portrait of Zoe" src="data:,">'),
    ("x.html", b'<!doctype html><style>p::before { content: "\\5a oe" }</style>'),
    ("x.html", b'<!doctype html><img src="data:image/svg+xml;base64,%s">' % DRAWING),
    ("x.docx", archive(core__xml=CORE)),
    ("x.docx", archive(document__xml=SPLIT)),
    ("x.docx", archive(photo__jpeg=jpeg())),
    ("x.txt", b"Call\n020\n7946\n0958"),
    ("x.md", b"[me](https://x.com/zq)"),
    ("x.tex", rb'\name{Zo\"e M\"uller}'),
    ("x.bib", rb"author = {M{\"u}ller, Zo{\"e}}"),
    ("x.json", json.dumps({"name": "Zoë Müller"}).encode()),
    ("x.json", json.dumps({"a": "call 020\n7946 0958"}).encode()),
    ("x.yaml", b'a: "Zo\\xEB"\n'),
    ("x.yaml", b"a: >-\n  020\n  7946 0958\n"),
    ("x.jpg", jpeg()),
]  # fmt: skip


def codes_in(name, data):
    return {finding.code for finding in check_redacted(name, pieces(name, data), TRACES)}


@pytest.mark.parametrize(("name", "data"), HIDING)
def test_a_secret_is_found_wherever_a_file_has_it(name, data):
    assert "CV601" in codes_in(name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.pdf", pdf(lambda _: None)),
        ("x.html", b"<!doctype html><p>Anyone</p>"),
        ("x.docx", archive(core__xml=CORE.replace(b"Zoe M\xc3\xbcller", b"Anyone"))),
        ("x.txt", b"Anyone, 020 7946 0959"),
    ],
)
def test_nothing_is_found_in_a_file_without_secrets(name, data):
    assert codes_in(name, data) == set()


def test_a_picture_of_a_page_cannot_be_searched():
    stream = io.BytesIO()
    Image.new("RGB", (9, 9)).save(stream, "PNG")
    assert codes_in("x.png", stream.getvalue()) == {"CV603"}
    assert codes_in("x.bin", b"\x80\x81") == {"CV603"}


def test_a_doubtful_text_and_a_file_name_are_warnings_with_a_place():
    (found,) = check_redacted("a.txt", pieces("a.txt", b"one\ntwo M\xc3\xbcllers"), TRACES)
    assert (found.code, found.severity, found.line, found.column) == ("CV602", "warning", 2, 5)
    assert {f.code for f in check_redacted("a", pieces("Zoe-Mueller.txt", b""), TRACES)} == {
        "CV601"
    }


def test_broken_files_are_errors():
    for name, data in (("x.pdf", b"%PDF-1.7 broken"), ("x.docx", b"PK\x03\x04 broken")):
        with pytest.raises(RenderError):
            list(pieces(name, data))


CV = """
name: Ada Lovelace
phone: +44 20 7946 0958
sections:
  - kind: summary
    text: Of the Lovelaces.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "x.yaml").write_text(CV)
    (tmp_path / "good.txt").write_text("[…] builds engines")
    (tmp_path / "bad.txt").write_text("Ada, 020 7946 0958")
    return tmp_path


def test_the_command_proves_finished_files(folder):
    def check(*args):
        return cvkit("check", "x.yaml", *args, cwd=folder)

    good = check("--redact", "blind", "--file", "good.txt", "--strict")
    assert good.returncode == 0
    assert "nothing that is redacted" in good.stdout
    bad = check("--redact", "blind", "--file", "good.txt", "--file", "bad.txt")
    assert bad.returncode == 1
    assert "bad.txt:1:1: error CV601" in bad.stdout
    assert "bad.txt:1:6: error CV601" in bad.stdout
    without = check("--file", "good.txt")
    assert without.returncode == 2
    assert "--redact" in without.stderr
    missing = check("--redact", "blind", "--file", "none.txt")
    assert missing.returncode == 1
    assert "none.txt" in missing.stderr


def test_a_rendered_pdf_is_searched_with_the_other_checks(folder):
    done = cvkit("check", "x.yaml", "--redact", "blind", "-f", "json", cwd=folder)
    found = json.loads(done.stdout)["findings"]
    assert [f["text"] for f in found if f["code"] == "CV602"] == ["Lovelaces"]
    assert not [f for f in found if f["code"] == "CV601"]


def test_a_finding_in_a_pdf_is_about_the_file_it_was_made_from(tmp_path):
    (found,) = findings_in(tmp_path / "x.yaml", pdf(titled), TRACES)
    assert (found.code, found.file) == ("CV601", str(tmp_path / "x.yaml"))
