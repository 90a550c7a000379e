"""Archivable PDFs, the source within them, and whether results are up to date."""

from __future__ import annotations

import re

import pikepdf
import pytest
from jobs import make_job

from cvkit.apps.cli import cli
from cvkit.errors import InputError, UsageError
from cvkit.export.attachments import extract
from cvkit.load.load import load
from cvkit.pipeline.plan import plan
from cvkit.pipeline.project import Project, bundled_themes
from cvkit.pipeline.render import render
from cvkit.pipeline.request import PdfSettings, Request
from cvkit.select import Choice, choose
from cvkit.typeset.standards import PDF_VARIANTS

CONTENT = """\
name: Ada Lovelace
phone: +44 20 7946 0958
photo: ada.png
variants:
  short: {without: [long]}
sections:
  - kind: awards
    group_by: year
    entries:
      - {title: Qfirst, date: 1842}
      - {title: Qsecond, date: 1843, tags: long}
"""


@pytest.fixture
def person(tmp_path):
    from PIL import Image

    Image.new("RGB", (20, 20), "navy").save(tmp_path / "ada.png")
    path = tmp_path / "ada.yaml"
    path.write_text(CONTENT)
    return path


def made(person, **fields):
    path = person.with_suffix(".pdf")
    job = make_job(person, "modern", (bundled_themes(),), (), (("pdf", path),), **fields)
    (result,) = render([job])
    assert result.error is None, result.error
    assert result.typeset.warnings == ()
    return path


def xmp(pdf):
    return pdf.Root.Metadata.read_bytes().decode()


def declared(text, name):
    found = re.search(rf'{name}[=>]"?([^"<]+)', text)
    return found[1] if found else None


@pytest.mark.parametrize("variant", PDF_VARIANTS)
def test_a_pdf_follows_the_standard_that_it_declares(person, variant):
    """What ISO 19005 and 14289 ask for and what can be seen from outside; no validator's word."""
    embedded = PDF_VARIANTS[variant].needs_attachment
    path = made(person, standard=variant, embed_source=embedded)
    with pikepdf.open(path) as pdf:
        text = xmp(pdf)
        archive = re.fullmatch(r"a-(\d)(\w)", variant)
        if archive:
            assert declared(text, "pdfaid:part") == archive[1]
            assert declared(text, "pdfaid:conformance") == archive[2].upper()
            (intent,) = pdf.Root.OutputIntents
            assert intent.S == "/GTS_PDFA1"
            assert intent.DestOutputProfile.N == 3
            assert pdf.trailer.get("/ID") is not None
        accessible = variant == "ua-1" or PDF_VARIANTS[variant].accessible
        assert declared(text, "pdfuaid:part") == ("1" if accessible else None)
        assert ("pdfaSchema:prefix" in text) == PDF_VARIANTS[variant].accessible
        assert text.count("<rdf:RDF") == text.count("</rdf:RDF>") == 1
        assert "/Encrypt" not in pdf.trailer
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en"
        assert str(pdf.pdf_version) == ("2.0" if variant == "a-4f" else "1.7")
        fonts = [each for each in pdf.objects if _type(each) == "/FontDescriptor"]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(each.keys()) for each in fonts)
        for each in pdf.objects:
            if _type(each) == "/Annot" and archive:
                assert int(each.F) & 4
            assert _type(each) != "/Action" or each.S not in ("/JavaScript", "/Launch")


def _type(each):
    return each.get("/Type") if isinstance(each, pikepdf.Dictionary | pikepdf.Stream) else None


def test_the_xmp_of_both_standards_is_well_formed(person):
    from xml.etree import ElementTree

    with pikepdf.open(made(person, standard="a-3a")) as pdf:
        packet = re.sub(r"<\?xpacket.*?\?>", "", xmp(pdf))
        root = ElementTree.fromstring(packet)
        part = "{http://www.aiim.org/pdfua/ns/id/}part"
        assert [each.get(part) for each in root.iter() if each.get(part)] == ["1"]


@pytest.mark.parametrize("fields", [{"standard": "a-3a", "embed_source": True}, {}])
def test_the_same_input_gives_the_same_bytes(person, fields, monkeypatch):
    first = made(person, **fields).read_bytes()
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert made(person, **fields).read_bytes() == first


def test_a_time_that_is_none_is_told(person, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    outputs = (("pdf", person.with_suffix(".pdf")),)
    job = make_job(person, "modern", (bundled_themes(),), (), outputs, embed_source=True)
    (result,) = render([job])
    assert 'SOURCE_DATE_EPOCH is "soon", which is not a time' in str(result.error)


def test_the_source_comes_back_as_it_was_shown(person):
    path = made(person, variant="short", redact="public", embed_source=True)
    source, *others = extract(path)
    text = source.content.decode()
    assert "Qfirst" in text
    assert not re.search(r"Qsecond|7946|variants|redactions|tags|photo", text)
    assert others == []
    again = person.with_name("again.yaml")
    again.write_bytes(source.content)
    shown = choose(load(person), Choice("short", redact="public")).cv
    assert choose(load(again)).cv.sections == shown.sections


def test_a_photograph_comes_along(person):
    source, photo = extract(made(person, embed_source=True))
    assert (source.name, photo.name) == ("cv.yaml", "ada.png")
    assert photo.content == (person.parent / "ada.png").read_bytes()
    with pikepdf.open(person.with_suffix(".pdf")) as pdf:
        assert {str(f.AFRelationship) for f in pdf.Root.get("/AF", [])} <= {"/Source"}


def test_a_blind_pdf_carries_a_blind_source(person):
    path = made(person, redact="blind", embed_source=True)
    for each in extract(path):
        assert b"Lovelace" not in each.content
        assert "ada" not in each.name


def test_the_command_writes_what_it_extracts_but_over_nothing(person, tmp_path, capsys):
    pdf = made(person, embed_source=True)
    out = tmp_path / "out"
    out.mkdir()
    cli.main(["extract", str(pdf), "-o", str(out / "cv.yaml")], standalone_mode=False)
    assert load(out / "cv.yaml").name == "Ada Lovelace"
    assert (out / "ada.png").is_file()
    with pytest.raises(InputError, match="already exists; --force replaces it"):
        cli.main(["extract", str(pdf), "-o", str(out / "cv.yaml")], standalone_mode=False)
    capsys.readouterr()
    cli.main(["extract", str(pdf)], standalone_mode=False)
    assert capsys.readouterr().out.startswith("name: Ada Lovelace\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7 no", "is not a readable PDF"),
        (b"", "is not a readable PDF"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_pdf_is_told(tmp_path, content, message):
    path = tmp_path / "x.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        extract(path)


def test_a_pdf_without_a_source_is_told(person):
    with pytest.raises(InputError, match=r"has no embedded CV source; cvkit render --embed-source"):
        extract(made(person))


@pytest.mark.parametrize(
    ("pdf", "letters", "message"),
    [
        (PdfSettings(standard="a-4f"), [], "is for PDFs with an attached file; add --embed-source"),
        (PdfSettings(standard="a-2a", embed_source=True), [], "does not allow .* use one of ua-1"),
        (PdfSettings(embed_source=True), ["x"], "the source cannot be embedded into letters"),
    ],
)
def test_what_a_standard_forbids_is_reported_at_once(person, pdf, letters, message):
    with pytest.raises(UsageError, match=message):
        plan(Project(person.parent), Request([person], person.parent, letters=letters, pdf=pdf))


def test_checking_writes_nothing_and_says_what_is_out_of_date(person, tmp_path, capsys):
    build = tmp_path / "out"

    def check(*options):
        arguments = [str(person), "-o", str(build), "-f", "html,pdf", *options]
        code = cli.main(["render", *arguments], standalone_mode=False)
        return code, capsys.readouterr().out

    code, said = check("--check")
    assert (code, build.exists()) == (1, False)
    assert said.count("missing") == 2
    assert check()[0] == 0
    before = {path: path.stat().st_mtime_ns for path in build.iterdir()}
    assert check("--check") == (
        0, f"{build}/ada-modern.html  up to date\n{build}/ada-modern.pdf  up to date\n",
    )  # fmt: skip
    person.write_text(CONTENT.replace("Qfirst", "Qother"))
    code, said = check("--check", "--quiet")
    assert (code, said.count("out of date")) == (1, 2)
    assert {path: path.stat().st_mtime_ns for path in build.iterdir()} == before
