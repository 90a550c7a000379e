"""RenderCV in: every type of entry in its place, every word kept."""

from __future__ import annotations

import pytest
from foreign import FOLDER, imported, lost, read_as_others_do
from jobs import make_job

from cvkit.importers import IMPORTERS
from cvkit.importers.kit.repair import repair
from cvkit.load.serialize import dump, to_full, to_plain
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render

SAMPLE = FOLDER / "rendercv.yaml"


@pytest.fixture(scope="module")
def sample():
    return to_plain(imported(SAMPLE)[0])


def read(text):
    """Import the text of a file; return the plain CV and the notes."""
    draft = IMPORTERS["rendercv"].read("x.yaml", text.encode())
    cv, changes = repair(draft.data)
    return to_plain(cv), [note.message for note in (*draft.notes, *changes)]


def section(entries, title="Things"):
    """Return what becomes of one section; its entries are given as lines of YAML."""
    lines = "".join(f"      {line}\n" for line in entries.splitlines())
    return read(f"cv:\n  sections:\n    {title}:\n{lines}")[0]["sections"][0]


def test_every_word_is_on_the_page_or_told(page_of):
    cv, notes = imported(SAMPLE)
    content = read_as_others_do(SAMPLE)["cv"]
    # The network stands there as its icon.
    assert set(lost(content, page_of(to_full(cv)), notes)) <= {"social_networks[1].network"}


def test_the_sample_can_be_typeset(tmp_path):
    source = tmp_path / "cv.yaml"
    source.write_text(dump(to_plain(imported(SAMPLE)[0])), "utf-8")
    output = ("pdf", tmp_path / "cv.pdf")
    (result,) = render([make_job(source, "modern", (bundled_themes(),), (), (output,))])
    assert result.error is None
    assert result.typeset.warnings == ()


def test_the_head(sample):
    assert (sample["name"], sample["headline"]) == ("Noor van Dijk", "Marine engineer")
    assert sample["email"] == ["noor@example.org", "noor@work.example"]
    assert (sample["phone"], sample["url"]) == ("+31-10-123-4567", "https://noor.example")
    assert sample["profiles"] == [
        {"network": "LinkedIn", "username": "noorvandijk"},
        {"network": "Google Scholar", "username": "ABC123"},
        {"network": "Book a call", "url": "https://cal.example/noor"},
    ]
    assert sample["language"] == "nl"
    assert sample["extra"] == {"pronouns_line": "she/her"}


def test_the_sections_and_their_titles(sample):
    assert [(s["kind"], s.get("title")) for s in sample["sections"]] == [
        ("summary", None), ("experience", None), ("education", "Academic Education"),
        ("publications", None), ("projects", None), ("skills", None), ("languages", None),
        ("awards", "Selected Honors"), ("interests", "Hobbies"), ("patents", None),
        ("talks", "Invited Talks"),
    ]  # fmt: skip


def test_the_entries(sample):
    by_title = {s.get("title", s["kind"]): s for s in sample["sections"]}
    assert by_title["experience"]["entries"] == [
        {"organization": "Damen", "position": "Lead engineer", "start": "2019-03",
         "location": "Gorinchem", "summary": "Noise and vibration.", "highlights": [
             "Cut noise by 6 dB",
             {"text": "Led trials", "highlights": ["at sea", "in the basin"]}]},
        {"organization": "TU Delft", "position": "Researcher", "status": "Winter term of 2018",
         "extra": {"ship": "Hr. Ms. Proef"}},
    ]  # fmt: skip
    assert by_title["Academic Education"]["entries"] == [
        {"institution": "TU Delft", "degree": "MSc", "area": "Marine Technology", "start": "2012",
         "end": "2018-06-30", "highlights": ["GPA: 8.4/10"]},
    ]  # fmt: skip
    assert by_title["publications"]["entries"] == [
        {"title": "Quiet blades", "venue": "Ocean Noise", "doi": "10.1000/quiet.2020",
         "date": "2020-05", "authors": [
             "Noor van Dijk", "A. Visser", {"name": "N. Dijkstra", "self": "true"}]},
    ]  # fmt: skip
    assert by_title["skills"]["entries"] == [{"name": "Programming", "text": "Python, *Julia*"}]
    assert by_title["languages"]["entries"] == [{"language": "Dutch", "fluency": "native"}]
    assert by_title["Selected Honors"]["entries"] == ["Young Engineer 2020"]
    assert by_title["Hobbies"]["entries"] == ["Rowing", "Chess at 1e3 rating"]
    assert by_title["patents"]["entries"] == ["Folding blade (NL 123)", "Bubble curtain (NL 456)"]
    assert by_title["Invited Talks"]["entries"] == ["Noise at sea", "Noise in ports"]


def test_the_look_is_kept_and_told():
    cv, notes = imported(SAMPLE)
    (kept,) = cv.origin["rendercv"]
    assert "rgb(0, 79, 144)" in kept
    assert sum("kept under origin" in note for note in notes) == 3


@pytest.mark.parametrize(
    ("dates", "read_as"),
    [
        ("date: 2021-09", {"date": "2021-09"}),
        ("date: Fall 2021", {"date": "2021 autumn"}),
        ("date: since ever", {"status": "since ever"}),
        ("start_date: 2020\n  end_date: present", {"start": "2020"}),
        ("end_date: 2020-07", {"end": "2020-07"}),
        ("start_date: 2018\n  end_date: thesis", {"date": "2018", "status": "– thesis"}),
        ("date:\n  start_date: 2020-01-01", {"start": "2020-01-01"}),
        ("date: 2021\n  start_date: 2020", {"date": "2021", "extra": {"start_date": "2020"}}),
    ],
)
def test_dates(dates, read_as):
    entry = section(f"- name: A\n  {dates}", "projects")["entries"][0]
    assert entry == {"name": "A", **read_as}


@pytest.mark.parametrize(
    ("title", "entry", "kind", "read_as"),
    [
        ("Volunteering", "- company: A\n  position: B", "volunteering",
         {"organization": "A", "position": "B"}),
        ("awards", "- name: A\n  summary: B", "awards", {"title": "A", "summary": "B"}),
        ("Anything", "- name: A\n  summary: B", "custom", {"title": "A", "summary": "B"}),
        ("Tools", "- label: A\n  details: B", "skills", {"name": "A", "text": "B"}),
        ("Talks", "- bullet: A", "talks", "A"),
        ("Work", "- company: A", "experience", "A"),
        ("Mixed", "- company: A\n- plain text", "experience", "A"),
    ],
)  # fmt: skip
def test_what_an_entry_is_decides_with_the_title_what_it_becomes(title, entry, kind, read_as):
    found = section(entry, title)
    assert (found["kind"], found["entries"][0]) == (kind, read_as)


def test_a_comment_that_ate_a_word_is_told():
    _, notes = read("cv:\n  name: A #b\n")
    assert any('"#b" would be lost' in note for note in notes)
