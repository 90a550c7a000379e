"""``cvkit extract`` on PDFs of strangers: the YAML and its photograph, and nothing else."""

from __future__ import annotations

import io
import os
import time
import zlib

import pikepdf
import pytest
from click.testing import CliRunner
from PIL import Image

from cvkit.apps.cli import cli
from cvkit.errors import InputError
from cvkit.export import attachments
from cvkit.export.attachments import extract


def png():
    stream = io.BytesIO()
    Image.new("RGB", (9, 9), "navy").save(stream, "PNG")
    return stream.getvalue()


SOURCE = b"name: Ada\nphoto: ada.png\n"


@pytest.fixture
def pdf_with(tmp_path):
    """Write a PDF with attachments; return its path."""

    def write(files):
        pdf = pikepdf.new()
        pdf.add_blank_page()
        for name, content in files.items():
            pdf.attachments[name] = content
        path = tmp_path / "in" / "x.pdf"
        path.parent.mkdir(exist_ok=True)
        pdf.save(path)
        return path

    return write


@pytest.fixture
def out(tmp_path, monkeypatch):
    """An empty folder, which is the current one."""
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*arguments):
    return CliRunner().invoke(cli, ["extract", *map(str, arguments)])


def listed(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_only_the_source_and_its_photograph_are_written(pdf_with, out):
    others = [".bashrc", "Makefile", "out.css", "out.yaml", "../up.txt", "other.png", "a" * 300]
    pdf = pdf_with({"cv.yaml": SOURCE, "ada.png": png(), **dict.fromkeys(others, b"x")})
    result = run(pdf, "-o", "out.yaml")
    assert result.exit_code == 0, result.output
    assert listed(out) == ["ada.png", "out.yaml"]
    assert (out / "out.yaml").read_bytes() == SOURCE
    assert listed(pdf.parent) == ["x.pdf"]


def test_a_photograph_in_a_folder_is_written_there(pdf_with, out):
    pdf = pdf_with({"cv.yaml": b"name: Ada\nphoto: pictures/ada.png\n", "ada.png": png()})
    assert run(pdf, "-o", "ada.yaml").exit_code == 0
    assert listed(out) == ["ada.yaml", "pictures", "pictures/ada.png"]


def test_logos_are_written_where_the_source_names_them(pdf_with, out):
    entry = "{organization: A, logo: marks/a.png, projects: [{name: B, logo: b.png}]}"
    source = f"name: Ada\nsections:\n  - {{kind: experience, entries: [{entry}]}}\n"
    pdf = pdf_with({
        "cv.yaml": source.encode(), "logo-marks-a.png": png(), "logo-b.png": png(), "c.png": png(),
    })  # fmt: skip
    assert run(pdf, "-o", "ada.yaml").exit_code == 0
    assert listed(out) == ["ada.yaml", "b.png", "marks", "marks/a.png"]


@pytest.mark.parametrize(
    ("photo", "content"),
    [
        (".profile", png()),
        (".ssh/ada.png", png()),
        ("../ada.png", png()),
        ("/srv/ada.png", png()),
        ("Makefile", png()),
        ("ada.css", png()),
        ("x" * 250 + ".png", png()),
        ("ada.png", b"#!/bin/sh"),
        ("ada.svg", b"<svg><script/></svg>"),
    ],
)
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_photograph_that_is_none_stops_everything(photo, content, force, pdf_with, out):
    name = photo.rpartition("/")[2]
    pdf = pdf_with({"cv.yaml": f"name: Ada\nphoto: {photo}\n".encode(), name: content})
    result = run(pdf, "-o", "out.yaml", *force)
    assert isinstance(result.exception, InputError)
    assert listed(out.parent) == ["in", "in/x.pdf", "out"]


@pytest.mark.parametrize("kind", ["file", "link", "dangling"])
def test_nothing_that_exists_is_replaced(kind, pdf_with, out):
    pdf = pdf_with({"cv.yaml": SOURCE, "ada.png": png()})
    target = out / "ada.png"
    if kind == "file":
        target.write_bytes(b"mine")
    else:
        target.symlink_to(pdf if kind == "link" else "nowhere")
    result = run(pdf, "-o", "out.yaml")
    assert isinstance(result.exception, InputError)
    assert "already exists" in str(result.exception) or "leads out" in str(result.exception)
    assert not (out / "out.yaml").exists()


def test_force_replaces_the_photograph(pdf_with, out):
    pdf = pdf_with({"cv.yaml": SOURCE, "ada.png": png()})
    (out / "ada.png").write_bytes(b"mine")
    assert run(pdf, "-o", "out.yaml", "--force").exit_code == 0
    assert (out / "ada.png").read_bytes() == png()


def test_a_folder_that_leads_out_is_not_followed(pdf_with, out, tmp_path):
    (out / "pictures").symlink_to(tmp_path)
    pdf = pdf_with({"cv.yaml": b"name: Ada\nphoto: pictures/ada.png\n", "ada.png": png()})
    result = run(pdf, "-o", "ada.yaml", "--force")
    assert "leads out" in str(result.exception)
    assert not (tmp_path / "ada.png").exists()


def bomb(megabytes):
    """Return a PDF whose source is zeros, compressed to a thousandth."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    stream = pikepdf.Stream(pdf, b"")
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    file = pikepdf.Dictionary(F=pdf.make_indirect(stream))
    spec = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="cv.yaml", UF="cv.yaml", EF=file)
    names = pikepdf.Array([pikepdf.String("cv.yaml"), pdf.make_indirect(spec)])
    pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
    return pdf


@pytest.mark.parametrize("megabytes", [10, pytest.param(2500, marks=pytest.mark.slow)])
def test_a_bomb_ends_with_a_message(megabytes, tmp_path):
    path = tmp_path / "x.pdf"
    bomb(megabytes).save(path)
    with pytest.raises(InputError, match=r"larger than|ended the process|memory|took longer"):
        extract(path)


@pytest.mark.parametrize(
    "source", [b"name: \x1b]0;x\x07\n", b"\xff\xfe\xfa", b"name: [", b"name: \xe2\x80\xae\n"]
)
def test_a_source_that_is_no_text_is_refused(source, pdf_with, out):
    result = run(pdf_with({"cv.yaml": source}))
    assert isinstance(result.exception, InputError)
    assert result.output == ""


def test_too_many_attachments_are_refused(pdf_with):
    many = {f"{number}.txt": b"x" for number in range(attachments.MAX_ATTACHMENTS)}
    with pytest.raises(InputError, match="more than 100 attached files"):
        extract(pdf_with({"cv.yaml": SOURCE, **many}))


@pytest.mark.parametrize(("ends", "message"), [(True, "ended the process"), (False, "took longer")])
def test_a_process_that_ends_or_hangs_is_an_error(ends, message, pdf_with, monkeypatch):
    path = pdf_with({"cv.yaml": SOURCE})
    monkeypatch.setattr(attachments, "SECONDS", 30 if ends else 0.5)
    monkeypatch.setattr(attachments, "_extract", _abort if ends else _sleep)
    with pytest.raises(InputError, match=message):
        extract(path)


def _abort(*_):
    os._exit(3)


def _sleep(*_):
    time.sleep(60)
