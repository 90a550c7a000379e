"""Markdown CVs: what is recognized, and that no line is lost whatever it holds."""

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvkit.errors import InputError
from cvkit.importers.documents import markdown
from cvkit.load.serialize import dump
from cvkit.model import CV
from cvkit.system.limits import deadline

DATA = Path(__file__).parents[1] / "data" / "import"


def draft(text):
    found = markdown.read("cv.md", text.encode())
    CV.model_validate(found.data)
    return found


def entries(text):
    (section,) = draft(text).data["sections"]
    return section["entries"]


def notes(found):
    return [(note.line, note.message) for note in found.notes[1:]]


def test_a_cv_is_read():
    found = draft((DATA / "cv.md").read_text("utf-8"))
    assert found.data == {
        "name": "Ada Example",
        "headline": "Engineer of engines",
        "email": ["ada@example.org"],
        "phone": ["+44 20 7946 0000"],
        "location": "London, UK",
        "profiles": [{"network": "GitHub", "username": "ada-e"}],
        "sections": [
            {
                "kind": "experience",
                "title": "Work Experience",
                "entries": [
                    {
                        "organization": "Engine Works",
                        "position": "Lead Engineer",
                        "start": "2020-01",
                        "end": "present",
                        "highlights": [
                            {
                                "text": "Built the **engine**, with $O(n)$ steps",
                                "highlights": ["and its parts"],
                            },
                            "Paid $5 and $6 chart",
                        ],
                    },
                    {
                        "organization": "Mill Ltd.",
                        "position": "Apprentice",
                        "location": "Leeds",
                        "start": "2015",
                        "end": "2019",
                        "highlights": ["Fitted"],
                    },
                ],
            },
            {
                "kind": "education",
                "entries": [
                    {
                        "institution": "University of Examples",
                        "degree": "BSc in Mathematics",
                        "start": "2011",
                        "end": "2014",
                    },
                    {
                        "institution": "University of Examples",
                        "degree": "PhD",
                        "start": "2014",
                        "end": "2018-05",
                        "status": "expected",
                    },
                ],
            },
            {
                "kind": "publications",
                "title": "Selected Publications",
                "entries": [
                    {
                        "title": "A Study of Looms",
                        "authors": ["Example A.", "Other B"],
                        "venue": "Journal of Looms",
                        "date": "2019",
                    },
                    {
                        "title": "On Engines",
                        "authors": ["Ada Example", "Bob Other"],
                        "venue": "CONF",
                        "date": "2021",
                        "links": [{"label": "paper", "url": "https://example.org/p"}],
                    },
                ],
            },
            {
                "kind": "skills",
                "entries": [
                    {"name": "Programming", "keywords": ["Python", "C#"]},
                    {"name": "Typesetting"},
                ],
            },
            {
                "kind": "languages",
                "entries": [
                    {"language": "English", "fluency": "native"},
                    {"language": "German", "fluency": "C1"},
                ],
            },
            {
                "kind": "awards",
                "entries": [
                    {"title": "Engine Prize", "date": "2019"},
                    {"title": "Loom Medal", "date": "2018"},
                ],
            },
            {"kind": "custom", "title": "Beyond work", "text": "I like looms."},
        ],
    }
    assert notes(found) == [
        (2, "not imported, from the front matter: layout: resume"),
        (11, "comment not imported: the short version"),
        (20, "image not imported: chart.png"),
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("## Work Experience", "experience"),
        ("**Berufserfahrung**", "experience"),
        ("EMPLOYMENT", "experience"),
        ("Education\n---------", "education"),
        ("<h2>Formation</h2>", "education"),
        ("## 教育背景", "education"),
        ("## Honors & Awards", "awards"),
        ("## Research & Industry Experience", "experience"),
        ("## Teaching Experience", "teaching"),
        ("## Peer-Reviewed Papers", "publications"),
        ("## IV. Idiomas:", "languages"),
        ("## Something of My Own", "custom"),
    ],
)
def test_headings_say_what_a_section_is(heading, kind):
    found = draft(f"# Ada Example\n\n## Skills\n\n- Python\n\n{heading}\n\n- Entry\n")
    assert [section["kind"] for section in found.data["sections"]] == ["skills", kind]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("### Engineer @ Acme\nJan 2020 – Present",
         {"organization": "Acme", "position": "Engineer", "start": "2020-01", "end": "present"}),
        ("**Embedded Engineer @ Acme (_June 2021 - May 2022_)**",
         {"organization": "Acme", "position": "Embedded Engineer", "start": "2021-06",
          "end": "2022-05"}),
        ("### 2023–2025 | Acme – Senior Manager",
         {"organization": "Acme", "position": "Senior Manager", "start": "2023", "end": "2025"}),
        ("`Sep. 2017 - Dec. 2019`\n__Engineer, *Acme Inc*__, Fremont, CA",
         {"organization": "Acme Inc", "position": "Engineer", "location": "Fremont, CA",
          "start": "2017-09", "end": "2019-12"}),
        ("### Software Engineer at Acme\n*2019*",
         {"organization": "Acme", "position": "Software Engineer", "date": "2019"}),
        ("### Acme\n#### Director\n2020 - 2021\n#### Engineer\n2018 - 2020",
         {"organization": "Acme", "positions": [
             {"position": "Director", "start": "2020", "end": "2021"},
             {"position": "Engineer", "start": "2018", "end": "2020"}]}),
        ("Acme\n\n- 2019.08 - 2022.01: Researcher\n- 2018.05 - 2018.08: Intern",
         {"organization": "Acme", "positions": [
             {"position": "Researcher", "start": "2019-08", "end": "2022-01"},
             {"position": "Intern", "start": "2018-05", "end": "2018-08"}]}),
    ],
)  # fmt: skip
def test_heads_of_jobs(head, expected):
    assert entries(f"# A B\n\n## Experience\n\n{head}\n") == [expected]


def test_addresses_under_a_heading_of_their_own_go_to_the_head():
    data = draft(
        "# Lebenslauf\n\n## Persönliche Daten\n- Name: Erika Beispiel\n- Telefon: +49 30 1234567\n"
        "- E-Mail: erika@example.org\n\n## Sprachen\n- Deutsch\n"
    ).data
    assert data["name"] == "Erika Beispiel"
    assert data["phone"] == ["+49 30 1234567"]
    assert data["email"] == ["erika@example.org"]


def test_lists_of_definitions_and_tables():
    assert entries("# A\n\n## Awards\n\n2012\n: First prize\n2009\n: Second prize\n") == [
        {"title": "First prize", "date": "2012"}, {"title": "Second prize", "date": "2009"}
    ]  # fmt: skip
    text = "# A\n\n## Awards\n\n| Year | Prize |\n|---|---|\n| 2012 | First |\n"
    assert "First" in dump(draft(text).data)


def test_links_by_reference_and_html_links():
    text = '# A\n\n## About\n\nSee [this][1] and <a href="https://b.org">that</a>.\n\n[1]: https://a.org\n'
    assert draft(text).data["sections"][0]["text"] == (
        "See [this](https://a.org) and [that](https://b.org)."
    )


def test_dollars_that_are_no_formula_are_money():
    (section,) = draft("# A B\n\n## About\n\nFrom $\\foo{ to }$ it\n\n- $\\nonsense{x}$\n").data[
        "sections"
    ]
    assert r"\$" in section["text"]


WORDS = ["Engineer", "Acme", "2019", "Jan 2020 - Present", "**bold**", "*it*", "University", "$x",
         "`c`", "[a](https://b.org)", "Experience", "Education", "PhD", "London, UK", "a@b.org",
         "Ünïcode", "中文", "|", "–", "\\*", "1)", "_", "!"]  # fmt: skip
STARTS = ["# ", "## ", "### ", "- ", "  - ", "* ", "1. ", "", "", "> ", "\t", "**", "<b>", ": "]
LINES = st.tuples(
    st.sampled_from(STARTS), st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
).map("".join)


@given(st.lists(LINES | st.just(""), min_size=1, max_size=25).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_no_word_of_any_document_is_lost(text):
    try:
        found = draft(text)
    except InputError:
        assert not re.search(r"\w{2}", text)
        return
    held = f"{dump(found.data)} {' '.join(note.message for note in found.notes)}".casefold()
    for word in ("engineer", "acme", "university", "bold", "b.org", "ünïcode", "中文", "london"):
        if word in text.casefold():
            assert word in held


def test_an_empty_file_is_an_error():
    for text in ("", "   \n", "---\nlayout: x\n---\n"):
        with pytest.raises(InputError):
            draft(text)


def test_broken_front_matter_is_an_error_with_its_line():
    with pytest.raises(InputError) as caught:
        draft("---\nname: 'Ada\nother: x\n---\n# A\n")
    (problem,) = caught.value.problems
    assert problem.line == 2
    assert "front matter" in problem.message


@pytest.mark.parametrize(
    "text",
    ["<!--" * 100_000, "<h1>" * 100_000, "<a href='x'>" * 50_000, "[" * 9_000, "<b>" * 3_000,
     " " * 9_000 + "x", "**" * 4_500, "- " * 4_500, "$" * 9_000, "2019 " * 1_800, "`" * 9_000,
     "> " * 4_500, "|" * 9_000, "A, " * 3_000, "(" * 9_000],
    ids=lambda text: text[:5],
)  # fmt: skip
def test_a_text_that_means_ill_is_read_soon(text):
    with contextlib.suppress(InputError), deadline(60, "reading"):
        draft(f"# A B\n\n## Experience\n\n{text}\n")


def test_pictures_in_the_text_are_left_out_with_a_note():
    found = draft(
        f"# A B\n\n## About\n\nWords ![x][1]\n\n[1]: <data:image/png;base64,{'A' * 50_000}>\n"
    )
    assert any("embedded image not imported: image/png" in note.message for note in found.notes)


def test_a_line_longer_than_any_of_a_cv_is_refused():
    with pytest.raises(InputError, match="more than 10000 characters"):
        draft(f"# A B\n\n## About\n\n{'word ' * 2_500}\n")


# Decided for the whole document


def jobs_of(text):
    draft = markdown.IMPORTER.read("cv.md", text.encode())
    (section,) = draft.data["sections"]
    return [
        {name: entry.get(name) for name in ("organization", "position", "location")}
        for entry in section["entries"]
    ]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["Engineer | Acme", "Wizard | Beta"], [("Acme", "Engineer"), ("Beta", "Wizard")]),
        (["Acme | Engineer", "Beta | Wizard"], [("Acme", "Engineer"), ("Beta", "Wizard")]),
        (["Acme | Wizard", "Beta | Sage"], [("Acme", "Wizard"), ("Beta", "Sage")]),
    ],
)
def test_heads_without_a_known_profession_are_read_like_the_others(heads, expected):
    entries = (f"### {head}, 201{n} - 202{n}\n\n- Did things" for n, head in enumerate(heads))
    body = "\n\n".join(entries)
    found = jobs_of(f"# Ada Lovelace\n\n## Experience\n\n{body}\n")
    assert [(job["organization"], job["position"]) for job in found] == expected


def test_a_place_in_a_head_without_a_known_profession_is_the_place():
    head = "**Casa Alba** | Zaragoza | 2019 - 2021\nEnfermera de noche"
    (job,) = jobs_of(f"# Ada Lovelace\n\n## Experience\n\n{head}\n\n- Did things\n")
    assert job == {
        "organization": "Casa Alba", "position": "Enfermera de noche", "location": "Zaragoza",
    }  # fmt: skip


def test_the_headline_beside_the_name_is_the_headline():
    text = "# Ada Lovelace | Analyst\n\n## Experience\n\n### Acme\n\n- x\n"
    data = markdown.IMPORTER.read("cv.md", text.encode()).data
    assert (data["name"], data["headline"]) == ("Ada Lovelace", "Analyst")


def test_a_line_of_keywords_belongs_to_the_entry_above_it():
    text = (
        "# Ada Lovelace\n\n## Experience\n\n**Acme**, Engineer, 2019 - 2021\n\n- Looms\n\n"
        "Keywords: Rust, Go\n\n**Beta**, Engineer, 2017 - 2019\n\n- Mills\n"
    )
    data = markdown.IMPORTER.read("cv.md", text.encode()).data
    acme, beta = data["sections"][0]["entries"]
    assert (acme["organization"], acme["keywords"]) == ("Acme", ["Rust", "Go"])
    assert beta["organization"] == "Beta"
