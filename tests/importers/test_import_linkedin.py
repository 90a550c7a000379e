"""LinkedIn's data export: what is read of it, what is not, and archives that mean ill."""

import io
import zipfile

import pytest
from linkedin_export import export

from cvkit.errors import InputError
from cvkit.importers.resumes import linkedin
from cvkit.model import CV


def draft(data=None, **files):
    found = linkedin.read("export.zip", data or export(files or None))
    CV.model_validate(found.data)
    return found


def section(found, kind):
    (only,) = [section for section in found.data["sections"] if section["kind"] == kind]
    return only


def one(stem, header, row):
    return draft(**{f"{stem}.csv": f"{header}\n{row}\n"}).data["sections"][0]["entries"][0]


def test_the_header_is_read():
    data = draft().data
    assert data["name"] == "Ada Example"
    assert data["headline"] == r"Engineer of \*engines\*"
    assert data["email"] == "ada@example.org"
    assert data["phone"] == ["+44 20 7946 0000"]
    assert data["url"] == "https://ada.example.org"
    assert data["location"] == "London, United Kingdom"
    assert data["profiles"] == [
        {"network": "X", "username": "ada_e"},
        {"network": "Blog", "url": "https://blog.example.org"},
    ]


def test_the_sections_come_in_the_order_of_a_cv():
    kinds = [section["kind"] for section in draft().data["sections"]]
    assert kinds == ["summary", "experience", "education", "projects", "skills", "publications",
                     "certificates", "awards", "languages", "volunteering", "custom",
                     "references"]  # fmt: skip


def test_positions_at_one_employer_that_follow_each_other_are_one_entry():
    entries = section(draft(), "experience")["entries"]
    assert [entry["organization"] for entry in entries] == [
        "Engine Works",
        "Mill Ltd.",
        "Engine Works",
    ]
    assert entries[0] == {
        "organization": "Engine Works",
        "location": "London, UK",
        "positions": [
            {"position": "Lead Engineer", "summary": "Leads.",
             "highlights": ["Built A_1 * B", "Ran it"], "start": "2021-01"},
            {"position": "Engineer", "start": "2018-06", "end": "2020-12"},
        ],
    }  # fmt: skip
    assert entries[1]["highlights"] == ["One.", "Two."]


def test_the_other_files_become_entries():
    found = draft()
    assert section(found, "education")["entries"] == [
        {"institution": "University of Examples", "start": "2008", "end": "2012",
         "degree": "BSc, Mathematics", "extra": {"Activities": "Chess club"}}
    ]  # fmt: skip
    assert section(found, "skills")["entries"] == [{"keywords": ["C#", "Python"]}]
    assert section(found, "certificates")["entries"][0]["date"] == "2020-02"
    assert section(found, "publications")["entries"][0]["date"] == "2020-09-12"
    assert section(found, "references")["entries"] == [
        {"name": "Bob Other", "organization": "Mill Ltd.", "position": "Owner",
         "reference": r"She is \*good\*."}
    ]  # fmt: skip


def test_what_is_of_others_is_never_opened():
    found = draft()
    everything = f"{found.data} {found.notes}"
    for secret in ("Mallory", "private words", "Secret Employer", "Secret praise"):
        assert secret not in everything
    listed = found.notes[-1].message
    assert listed == (
        "not part of a CV, not opened: Connections.csv, Jobs/Job Applications.csv, messages.csv"
    )


def test_what_is_private_is_named_and_not_copied():
    found = draft()
    assert "Engine Lane" not in f"{found.data} {found.notes}"
    said = [note.message for note in found.notes if "private" in note.message]
    assert [message.split(": ")[1].split(" is ")[0] for message in said] == [
        "Maiden Name", "Address", "Birth Date", "Zip Code"
    ]  # fmt: skip


def test_notes_name_the_file_and_the_line():
    (note,) = [note for note in draft().notes if "hidden" in note.message]
    assert note.message.startswith("Recommendations_Received.csv: ")
    assert note.line == 3


@pytest.mark.parametrize(
    ("stem", "header", "row", "expected"),
    [
        ("Education", "School Name,Start Date,End Date,Degree Name", "U,Sep 2010,Jun 2014,BSc",
         {"institution": "U", "start": "2010-09", "end": "2014-06", "degree": "BSc"}),
        ("Honors", "Title,Description,Issued On", "Prize,,2019",
         {"title": "Prize", "date": "2019"}),
        ("Certifications", "Name,Authority,Time Period", "C,A,2023",
         {"name": "C", "issuer": "A", "date": "2023"}),
        ("Languages", "Name,Proficiency", "Latin,", {"language": "Latin"}),
        ("Projects", "Title,Started On,Shoe Size", "P,some day,44",
         {"name": "P", "extra": {"Started On": "some day", "Shoe Size": "44"}}),
        ("Positions", "Company Name,Title,Started On", "X,Y,2020-03-01",
         {"organization": "X", "position": "Y", "start": "2020-03-01"}),
        ("Positions", "Company Name,Title,Finished On,Started On", "X,Y,this winter,2020",
         {"organization": "X", "position": "Y", "date": "2020", "status": "– this winter"}),
    ],
)  # fmt: skip
def test_columns_of_other_years(stem, header, row, expected):
    assert one(stem, header, row) == expected


def test_an_export_may_lie_in_a_folder_and_carry_the_members_number():
    found = draft(**{"Basic_Export/Skills_123.csv": "Name\nPython\n"})
    assert section(found, "skills")["entries"] == [{"keywords": ["Python"]}]


def problem(data):
    with pytest.raises(InputError) as caught:
        linkedin.read("export.zip", data)
    return caught.value.problems[0]


def test_broken_archives_are_one_clear_message():
    assert "is not a ZIP archive" in problem(b"PK\x03\x04 no").message
    assert "none of the files" in problem(export({"readme.txt": "x"})).message
    assert "none of the known columns" in problem(export({"Positions.csv": "a,b\n1,2\n"})).message
    broken = bytearray(export({"Skills.csv": "Name\n" + "Python\n" * 50}))
    broken[40] ^= 0xFF
    assert problem(bytes(broken)).file.startswith("export.zip:Skills.csv")


def test_a_bomb_is_not_unpacked():
    assert "larger than" in problem(export({"Skills.csv": "Name\n" + "a" * 25_000_000})).message
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(5_001):
            archive.writestr(f"{number}.csv", "")
    assert "more than 5000 files" in problem(many.getvalue()).message


def test_an_export_is_recognized():
    assert linkedin.looks_like("x.zip", export())
    assert not linkedin.looks_like("x.docx", export({"word/document.xml": ""}))
    assert not linkedin.looks_like("x.zip", b"PK\x03\x04")
