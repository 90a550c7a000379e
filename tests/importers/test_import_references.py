"""CSL-JSON and RIS: what becomes of their fields, and broken files."""

import json
from pathlib import Path

import pytest

from cvkit.errors import InputError
from cvkit.importers.references import csl, ris
from cvkit.model import CV

DATA = Path(__file__).parents[1] / "data" / "import"


def item(**fields):
    found = csl.read("x.json", json.dumps([{"title": "T", **fields}]).encode())
    CV.model_validate(found.data)
    return found.data["sections"][0]["entries"][0], [note.message for note in found.notes]


def problem(importer, text):
    with pytest.raises(InputError) as caught:
        importer.read("x", text.encode())
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"type": "article-journal", "container-title": "J", "volume": 3, "issue": "2",
          "page": "1-9"},
         {"type": "article", "venue": "J", "volume": "3", "issue": "2", "pages": "1–9"}),
        ({"author": [{"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
                     {"literal": "The Team"}, {"literal": "others"}]},
         {"authors": ["Ludwig van Beethoven", "The Team", "et al."]}),
        ({"issued": {"date-parts": [[2020, 5, 1]]}}, {"date": "2020-05-01"}),
        ({"issued": {"date-parts": [["2020"]], "season": "2"}}, {"date": "2020 summer"}),
        ({"issued": {"raw": "2020-05"}}, {"date": "2020-05"}),
        ({"issued": {"literal": "forthcoming"}}, {"status": "forthcoming"}),
        ({"DOI": "https://doi.org/10.1/A", "URL": "http://dx.doi.org/10.1/a"}, {"doi": "10.1/A"}),
        ({"type": "thesis", "genre": "PhD thesis", "publisher": "U"},
         {"type": "thesis", "remarks": ["PhD thesis"], "publisher": "U"}),
        ({"translator": [{"family": "B", "given": "A"}]}, {"extra": {"translator": "A B"}}),
        ({"title": "An <i>E. coli</i> a_b*c*"}, {"title": r"An *E. coli* a\_b\*c\*"}),
    ],
)  # fmt: skip
def test_fields_of_csl_find_their_place(fields, expected):
    entry, _ = item(**fields)
    assert {key: entry.get(key) for key in expected} == expected


def test_fields_of_csl_that_serve_programs_are_named():
    entry, notes = item(abstract="A", ISSN="1", accessed={"date-parts": [[2020]]})
    assert entry == {"title": "T"}
    assert notes == ["not imported, used by programs only: abstract, ISSN, accessed"]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ('[\n {"title": "T",}\n]', "is not JSON", 2),
        ('[{"title": "A"},\n\n {"type": "book"}]', "item 2: the item has no title", 3),
        ('{"a": [1]', "is not JSON", 1),
        ("[]", "contains 0 items", None),
        ("[1]", "is not a list of CSL-JSON items", None),
        ('[{"title": "T", "author": 3}]', "item 1", 1),
        ("[" * 200_000, "nested too deep", None),
    ],
)
def test_broken_csl_is_one_message_with_its_place(text, message, line):
    found = problem(csl, text)
    assert message in found.message
    assert found.line == line


def test_ris_is_read():
    found = ris.read("library.ris", (DATA / "library.ris").read_bytes())
    CV.model_validate(found.data)
    assert found.data["sections"][0]["entries"] == [
        {
            "title": r"On rings & a\_b\*c\*",
            "authors": ["Emmy Noether", "Martin Luther King Jr."],
            "type": "article",
            "venue": "Journal of Examples",
            "publisher": "Example Press",
            "volume": "5",
            "issue": "2",
            "pages": "12–34",
            "date": "2021-07-03",
            "doi": "10.1000/abc",
            "url": "https://example.org/p",
            "keywords": ["rings", "fields"],
            "extra": {"M3": "Research article"},
        },
        {"title": "A thesis", "authors": ["Ada Example"], "type": "thesis", "status": "in press",
         "note": "Defended"},
    ]  # fmt: skip
    assert [(note.line, note.message) for note in found.notes] == [
        (19, '"M3" has no field here; kept under extra: Research article'),
        (1, "not imported, used by programs only: SN, AB"),
    ]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("TY  - JOUR\nTI  - T\n", "the record has no end", 1),
        ("TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \n", "the record has no end", 1),
        ("\nTY  - JOUR\nAU  - A\nER  - \n", "the record has no title", 2),
        ("nothing", "contains no bibliography entries", None),
    ],
)
def test_broken_ris_is_one_message_with_its_line(text, message, line):
    found = problem(ris, text)
    assert message in found.message
    assert found.line == line
