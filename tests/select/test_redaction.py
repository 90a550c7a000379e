"""Redaction: what is taken out cannot be found again, in whatever form it was written."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest
from jobs import make_job
from sampling import sampled

from cvkit.export import EXPORTERS
from cvkit.load.load import load
from cvkit.model import CV
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.select import Choice, choose, select
from cvkit.select.traces import HIDDEN, Secret, Traces

CONTENT = """\
name: Zoë Quillfeather
name_variants: [Zoe M. Quillfeather, 羽毛佐伊]
headline: Contraptionist
pronouns: she/her
email: [zoe@quillfeather.example, "zq@mail.example"]
phone: +44 (20) 7946-0958
location: 12 Quill Street, London
url: https://quillfeather.example
photo: photo.png
profiles:
  - {network: GitHub, username: zquill}
  - https://www.linkedin.com/in/zoe-quillfeather-77
extra: {Citizenship: Ruritanian}
origin: {jsonresume: ['{"at": ["basics"], "set": {"postalCode": ["E1 6AN"]}}']}
redactions:
  agency: {extends: public, remove: [headline, experience.location, extra.Citizenship]}
sections:
  - kind: summary
    text: >-
      Zoë builds engines. Write to zoe@quillfeather.example or zq@mail.example, call
      +442079460958, or see [her page](https://quillfeather.example/x), https://github.com/zquill/engine
      and @zquill.
  - kind: experience
    entries:
      - organization: Quillfeather & Sons
        position: Engineer
        location: Strelsau
        highlights: ["Known as ZOË QUILLFEATHER, Quillfeather Z., Z. M. Quillfeather and 羽毛佐伊"]
        links:
          - {label: code, url: https://github.com/zquill/engine}
          - {label: paper, url: https://paper.example/1}
  - kind: publications
    entries:
      - title: The Quillfeather engine
        url: https://zoequillfeather.example/paper
        authors: [A. Other, "Z. Quillfeather*", "Quillfeather, Zoe M."]
      - {title: Another, authors: [{name: Someone Else, self: true}]}
  - kind: references
    entries:
      - {name: Rudolf Rassendyll, email: rudolf@rassendyll.example, phone: "555 0100"}
"""
PRIVATE = {
    "public": ["zoe@", "zq@mail", "7946", "79460958", "Quill Street", "photo.png", "rudolf@",
               "555 0100", "5550100", "E1 6AN"],
    "blind": ["zoe", "zoë", "quillfeather", "zquill", "羽毛", "7946", "zq@", "Quill Street",
              "photo.png", "she/her", "rassendyll", "ruritan", "linkedin",
              "E1 6AN"],
    "agency": ["zoe@", "7946", "Quill Street", "contraptionist", "Strelsau", "ruritan",
               "E1 6AN"],
}  # fmt: skip


@pytest.fixture(scope="module")
def person(tmp_path_factory):
    from PIL import Image

    folder = tmp_path_factory.mktemp("people")
    Image.new("RGB", (20, 20), "navy").save(folder / "photo.png")
    path = folder / "somebody.yaml"
    path.write_text(CONTENT, "utf-8")
    return path


def insides(data):
    """Return all that a PDF says, its streams decompressed, in its strings and its text."""
    import pypdfium2

    with pikepdf.open(io.BytesIO(data)) as pdf:
        parts = [repr(pdf.docinfo), repr(pdf.Root)]
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                parts.append(each.read_bytes().decode("utf-8", "replace"))
            parts.append(_strings(each))
    pages = pypdfium2.PdfDocument(data)
    parts += [page.get_textpage().get_text_range() for page in pages]
    pages.close()
    return "\n".join(parts)


def _strings(value):
    if isinstance(value, pikepdf.String):
        return str(value)
    if isinstance(value, pikepdf.Array):
        return "\n".join(map(_strings, value))
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        shallow = (v for k, v in value.items() if not isinstance(v, pikepdf.Dictionary))
        return "\n".join(_strings(v) for v in shallow if not isinstance(v, pikepdf.Array))
    return ""


@pytest.mark.parametrize("redaction", sampled(PRIVATE, 1))
@pytest.mark.parametrize("theme", sampled(["modern", "sidebar"]))
def test_nothing_redacted_is_in_any_file(person, tmp_path, redaction, theme):
    outputs = tuple(
        (name, tmp_path / f"x{exporter.suffix}") for name, exporter in EXPORTERS.items()
    )
    job = make_job(person, theme, (bundled_themes(),), (), outputs, redact=redaction)
    (result,) = render([job])
    assert result.error is None
    assert len(result.files) >= len(outputs)
    for path in result.files:
        data = path.read_bytes()
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as archive:
                data = b"\n".join(map(archive.read, archive.namelist()))
        text = insides(data) if path.suffix == ".pdf" else data.decode("utf-8", "replace")
        text = re.sub(r"base64,[\w+/=]+", "", text).casefold()
        assert [word for word in PRIVATE[redaction] if word.casefold() in text] == [], path.name


def test_the_whole_cv_has_all_of_it(person, tmp_path):
    job = make_job(person, "modern", (bundled_themes(),), (), (("pdf", tmp_path / "x.pdf"),))
    (result,) = render([job])
    text = insides(result.files[0].read_bytes())
    for word in ("Zoë Quillfeather", "zoe@quillfeather.example", "7946-0958", "Quill Street"):
        assert word in text


def test_what_is_not_redacted_stays(person):
    cv = select(load(person), Choice(redact="blind"))
    _, experience, publications = cv.sections
    assert experience.entries[0].location == "Strelsau"
    assert [link.label for link in experience.entries[0].links] == ["paper"]
    assert publications.entries[0].title == f"The {HIDDEN} engine"
    authors = publications.entries[0].authors
    assert [author.name for author in authors] == ["A. Other", f"{HIDDEN}*", HIDDEN]
    assert publications.entries[1].authors[0].name == HIDDEN
    assert "builds engines" in cv.sections[0].text


def test_a_redaction_says_what_it_takes(person):
    removed = choose(load(person), Choice(redact="public")).removed
    assert {each.path for each in removed} == {"email", "location", "phone", "photo"}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "May Long",
            "In May 2020, may runs be long",
            f"In {HIDDEN} 2020, may runs be long",
        ),
        ("Li Wu", "Li Wu and L. Wu met Lily Wurst", f"{HIDDEN} and {HIDDEN} met Lily Wurst"),
        ("Jean-Luc Picard", "jean luc picard; J.-L. Picard", f"{HIDDEN}; {HIDDEN}"),
        ("Łukasz Żak", "Lukasz Zak, ŁUKASZ ŻAK", f"{HIDDEN}"),
        ("李雅达", "由李雅达完成", f"由{HIDDEN}完成"),
        ("Ada", "Adam and Ada", f"Adam and {HIDDEN}"),
        ("Lian, Xiangru", "xiangrulian @ Italian, Lian X.", f"{HIDDEN} @ Italian, {HIDDEN}"),
    ],
)
def test_a_name_is_found_in_all_its_forms_and_nothing_else(name, text, expected):
    assert Traces([Secret("name", name)]).hide(text) == expected


@pytest.mark.parametrize(
    ("phone", "text"),
    [
        ("+1 415 555 0100", "+1-415-555-0100"),
        ("+1 415 555 0100", "(1) 415.555.0100"),
        ("555-0100", "5550100"),
    ],
)
def test_a_number_is_found_however_it_is_written(phone, text):
    assert not re.search(r"\d", Traces([Secret("phone", phone)]).hide(f"call {text} now"))


def test_a_town_is_not_hidden_where_others_live_there_too():
    cv = CV.model_validate(
        {
            "name": "Ada",
            "location": "London",
            "sections": [{"kind": "talks", "entries": [{"title": "T", "location": "London"}]}],
        }
    )
    shown = select(cv, Choice(redact="public"))
    assert (shown.location, shown.sections[0].entries[0].location) == (None, "London")
