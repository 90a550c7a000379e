"""Redaction from the file to the finished files: what is removed, what is reported, and where."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
import unicodedata
import zipfile

import pytest
from command import cvkit
from jobs import make_job
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sampling import sampled

from cvkit.errors import CvkitError
from cvkit.export import EXPORTERS
from cvkit.load.load import load
from cvkit.pipeline.render import render
from cvkit.pipeline.work import carry_out
from cvkit.system.bare_pictures import without_metadata

PERSON = r"""
name: {en: Zoë Müller, de: Zoë Sybille Müller}
email: zoe_q@mail.example
phone: {text: "+44 (0)20 7946 0958 ext. 5", tags: [priv]}
url: https://lab77.example/me
location: 12 Quill Street, London N1 2AB
profiles:
  - {network: ORCID, username: 0000-0002-1825-0097}
  - {network: GitHub, username: zq}
headline: {en: Chief Contraptionist, de: Oberste Erfinderin}
extra: {Citizenship: Ruritanian}
photo: portrait.jpg
variants:
  short: {without: [priv], redact: public}
redactions:
  agency: {remove: [extra.Citizenship, education.score, headline]}
  picture: {remove: [phone]}
sections:
  - kind: summary
    text: >-
      Call +44 20 7946 0958 (020 7946 0958), write to zoe\_q@mail.example, visit
      12 Quill  St. or lab77.example/me. A Ruritanian engineer, an Oberste Erfinderin,
      the chief contraptionist. Zoe Mueller, Zoë Müller, github.com/zq,
      ORCID 0000-0002-1825-0097.
  - kind: education
    entries:
      - {institution: Zenda University, area: Engines, score: 3.9 of 4.0, summary: With 3.9 of 4.0}
"""
CSS = '/* Zoë Müller */ h1::before { content: "\\5a oë Müller, 020 7946 0958"; }\n'
SAID = {
    "public": ["2079460958", "zoeqmail", "12quill", "n12ab"],
    "blind": ["2079460958", "zoeqmail", "12quill", "muller", "mueller", "zoe", "lab77",
              "githubcomzq", "0000000218250097", "ruritan", "sybille"],
    "agency": ["ruritan", "oberste", "chiefcontrap"],
}  # fmt: skip
FORMATS = [name for name in EXPORTERS if name not in ("pdf", "png")]


def letters(text):
    """Return letters and digits only, without accents: a comparison of its own."""
    bare = unicodedata.normalize("NFKD", re.sub(r"base64,[\w+/=]+", "", text)).casefold()
    return "".join(c for c in bare if c.isascii() and c.isalnum())


@pytest.fixture
def person(tmp_path):
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "x.yaml").write_text(PERSON, "utf-8")
    (folder / "x.css").write_text(CSS, "utf-8")
    exif = Image.Exif()
    told = b"Zoe Quill-Mueller"
    exif[0x013B] = told.decode()
    Image.new("RGB", (30, 40), "navy").save(folder / "portrait.jpg", exif=exif, comment=told)
    return folder / "x.yaml"


def files_of(person, formats, **choice):
    outputs = [(name, person.parent / f"x{EXPORTERS[name].suffix}") for name in formats]
    return carry_out(make_job(person, "modern", outputs=outputs, **choice))


def content(data):
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(map(archive.read, archive.namelist()))
    return data.decode("utf-8", "replace")


@pytest.mark.parametrize("redaction", sampled(SAID, 1))
def test_no_written_form_survives_in_any_format(person, redaction):
    made = files_of(person, FORMATS, redact=redaction)
    for path, data in made.contents.items():
        shown = letters(content(data).replace(r"\_", "_"))
        assert [word for word in SAID[redaction] if word in shown] == [], path.name


def test_the_search_of_this_test_finds_what_is_not_redacted(person):
    made = files_of(person, ["html", "json"])
    for data in made.contents.values():
        shown = letters(content(data))
        assert all(word in shown for word in SAID["public"])


def test_what_tags_removed_first_is_removed_from_the_texts_as_well(person):
    (data,) = files_of(person, ["text"], variant="short").contents.values()
    assert "7946" not in data.decode()


def test_the_value_of_the_file_is_removed_where_another_is_given(person):
    given = ("--with", "email=other@post.example", "-o", "out")
    done = cvkit("render", "x.yaml", "-f", "text", "--redact", "public", *given, cwd=person.parent)
    assert done.returncode == 0, done.stderr
    text = (person.parent / "out" / "x-modern-public.txt").read_text("utf-8")
    assert "Ruritanian" in text
    assert "zoe_q" not in text


def pictures_in(form, data):
    if form == "docx":
        return zipfile.ZipFile(io.BytesIO(data)).read("word/media/photo.jpeg")
    found = re.findall(rb"image/jpeg;base64,([\w+/=]+)", data)
    return b"".join(map(base64.b64decode, found)) if form == "html" else data


@pytest.mark.parametrize("form", ["pdf", "html", "docx"])
def test_pictures_have_no_metadata_when_something_is_redacted(person, form):
    def said(**choice):
        made = files_of(person, [form], embed_source=form == "pdf", **choice)
        (data,) = made.contents.values()
        return pictures_in(form, data)

    assert b"Quill-Mueller" in said()
    bare = said(redact="picture")
    assert b"\xff\xd8\xff" in bare
    assert b"Quill-Mueller" not in bare


def test_a_bare_picture_looks_the_same_and_stands_upright():
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste((200, 0, 0), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Zoe"
    stream, png = io.BytesIO(), io.BytesIO()
    picture.save(stream, "JPEG", exif=exif, quality=95)
    bare = without_metadata(stream.getvalue())
    with Image.open(io.BytesIO(bare)) as turned:
        assert turned.size == (20, 40)
        assert turned.getpixel((10, 5))[1] < 60
        assert not turned.getexif()
    told = PngInfo()
    told.add_text("Author", "Zoe")
    picture.convert("RGBA").save(png, "PNG", pnginfo=told)
    assert b"Zoe" not in without_metadata(png.getvalue())


def test_a_bare_drawing_keeps_what_it_shows():
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="urn:ink" i:file="/home/zoe">'
        b"<title>Zoe</title><metadata>Zoe</metadata><!-- Zoe -->"
        b'<rect width="4" height="4"/><text>seen</text></svg>'
    )
    bare = without_metadata(drawing)
    assert b"oe" not in bare
    assert b"seen" in bare
    assert b"rect" in bare


DOUBTFUL = """
name: Ada Lovelace
email: ada@mail.example
sections:
  - kind: summary
    text: >-
      First line.
      Lovelaces Maschine, and ada+cv@mail.example.
"""


def test_what_is_doubtful_is_kept_and_reported_with_line_and_column(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(DOUBTFUL)
    (tmp_path / "x.css").write_text("p {}\n.lovelaceish { color: red }\n")
    made = files_of(path, ["html", "text"], redact="blind")
    assert "Lovelaces Maschine" in made.contents[tmp_path / "x.txt"].decode()
    places = {(p.code, p.line, p.column) for p in made.warnings if p.file == str(path)}
    assert ("doubtful-redaction", 8, 7) in places
    (styled,) = (p for p in made.warnings if p.file.endswith(".css"))
    assert (styled.code, styled.line, styled.column) == ("doubtful-redaction", 2, 2)


def test_the_record_beside_the_results_quotes_nothing_redacted(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(DOUBTFUL)
    args = ("render", path, "--redact", "blind", "-f", "text", "-o", tmp_path / "out")
    for _ in range(2):
        run = cvkit(*args, cwd=tmp_path)
        assert run.returncode == 0
        assert "Lovelaces" in run.stderr  # reported each time
    written = b"".join(each.read_bytes() for each in (tmp_path / "out").iterdir())
    assert b"Lovelaces" not in written.replace(
        (tmp_path / "out" / "x-modern-blind.txt").read_bytes(), b""
    )


def test_a_letter_is_redacted_and_reported_like_its_cv(tmp_path):
    path, letter = tmp_path / "x.yaml", tmp_path / "x.acme.yaml"
    path.write_text(DOUBTFUL)
    letter.write_text(
        "kind: letter\nsigned: Ada Lovelace\n"
        "body: |\n  Write to ada (at) mail.example.\n  A Lovelaceian machine.\n"
    )
    job = make_job(path, outputs=[("html", tmp_path / "x.html")], redact="blind", letter=letter)
    made = carry_out(job)
    (page,) = made.contents.values()
    shown = letters(re.sub(r"<style>.*?</style>", "", page.decode(), flags=re.DOTALL))
    assert "lovelaceian" in shown
    assert "adalovelace" not in shown
    assert "mailexample" not in shown
    places = {(p.file, p.line, p.column) for p in made.warnings}
    assert places == {(str(letter), 5, 5)}


def test_what_a_removed_section_says_is_searched_as_well(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "redactions: {lean: {remove: [awards]}}\nsections:\n"
        "  - kind: awards\n    entries:\n"
        "      - {title: Golden Quill, url: https://quill.example/1}\n"
        "      - The Great Medal of the Guild of Engravers\n"
        "  - kind: summary\n"
        "    text: >-\n      Golden Quill winner, see quill.example/1; the great medal of the guild"
        " of engravers.\n"
    )
    made = files_of(path, ["text"], redact="lean")
    text = made.contents[tmp_path / "x.txt"].decode()
    assert "quill.example" not in text
    assert "medal" not in text
    assert [(p.code, p.line, p.column) for p in made.warnings] == [("doubtful-redaction", 9, 7)]


def test_strict_writes_nothing_where_something_is_doubtful(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(DOUBTFUL)
    args = ("render", path, "--redact", "blind", "-f", "text", "-o", tmp_path / "out")
    strict = cvkit(*args, "--strict", cwd=tmp_path)
    assert strict.returncode == 1
    assert "Lovelaces" in strict.stderr
    assert not list((tmp_path / "out").glob("x*"))
    assert cvkit(*args, cwd=tmp_path).returncode == 0
    assert (tmp_path / "out" / "x-modern-blind.txt").exists()


def test_a_file_that_is_named_like_the_person_is_reported(tmp_path):
    path = tmp_path / "lovelace.yaml"
    path.write_text("name: Ada Lovelace\nsections: []\n")
    (result,) = render([make_job(path, outputs=[("text", tmp_path / "lovelace.txt")],
                                 redact="blind")])  # fmt: skip
    assert "redaction-in-file-name" in {problem.code for problem in result.warnings}


def test_a_cv_without_a_name_cannot_be_blind_without_a_warning(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("headline: Engineer\nsections: []\n")
    codes = [p.code for p in files_of(path, ["text"], redact="blind").warnings]
    assert codes == ["redaction-without-name"]
    assert files_of(path, ["text"], redact="public").warnings == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("variants:\n  public: {pages: 1}\n", "2:3"),
        ("variants:\n  Blind: {pages: 1}\n", "2:3"),
        ("redactions: {mine: {remove: [phone]}}\nvariants:\n  mine: {}\n", "3:3"),
        ("variants:\n  a: {pages: 1}\n  a-public: {pages: 2}\n", "3:3"),
    ],
)
def test_a_variant_cannot_be_named_like_a_redacted_file(tmp_path, text, place):
    path = tmp_path / "x.yaml"
    path.write_text(f"{text}name: Ada\n")
    with pytest.raises(CvkitError) as error:
        load(path)
    assert {(f"{p.line}:{p.column}", p.code) for p in error.value.problems} == {
        (place, "reserved-name")
    }


def test_without_a_redaction_nothing_of_it_is_imported(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("name: Ada\nemail: ada@mail.example\nsections: []\n")
    code = (
        "import sys; from cvkit.pipeline.work import carry_out; from jobs import make_job;"
        "from pathlib import Path; p = Path(sys.argv[1]);"
        "carry_out(make_job(p, outputs=[('html', p.with_suffix('.html'))]));"
        "print([m for m in sys.modules if 'phonenumbers' in m or 'cvkit.select.traces' in m"
        " or m in ('cvkit.select.redact', 'cvkit.pipeline.redaction')])"
    )
    run = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True, cwd="tests")
    assert done.stdout.strip() == "[]"
