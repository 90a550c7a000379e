"""JSON Resume in: every field in its place, every word kept, the same document out again."""

from __future__ import annotations

import json

import pytest
from cvs import texts
from foreign import FOLDER, imported, lost, read_as_others_do
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jobs import make_job

from cvkit.export.jsonresume import to_json
from cvkit.importers import IMPORTERS
from cvkit.importers.kit.repair import repair
from cvkit.importers.resumes.jsonresume import normal
from cvkit.interchange.jsonresume import SHAPES
from cvkit.load.load import load
from cvkit.load.serialize import dump, to_full, to_plain
from cvkit.model import CV
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.select import choose
from cvkit.source.nodes import parse
from cvkit.source.text import Source

SAMPLES = ["resume.json", "legacy.json"]


def read(document):
    """Import a document that is given as data; return the plain CV and the notes."""
    draft = IMPORTERS["jsonresume"].read("resume.json", json.dumps(document).encode())
    cv, changes = repair(draft.data)
    return to_plain(cv), [note.message for note in (*draft.notes, *changes)]


def through_yaml(document):
    """Import a document, write and load its YAML, and export that."""
    data = json.dumps(document, ensure_ascii=False).encode()
    cv, _ = repair(IMPORTERS["jsonresume"].read("resume.json", data).data)
    root, problems = parse(Source("x.yaml", dump(to_plain(cv))))
    assert problems == []
    loaded = CV.model_validate(root.plain())
    assert normal(loaded) == normal(cv)
    chosen = choose(loaded)
    return json.loads(to_json(chosen.whole))


# Samples


@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_is_on_the_page_or_told(name, page_of):
    cv, notes = imported(FOLDER / name)
    document = read_as_others_do(FOLDER / name)
    shown = {key: value for key, value in document.items() if key not in ("$schema", "meta")}
    missing = lost(shown, page_of(to_full(cv)), notes)
    assert set(missing) <= {"work[0].id"}  # which the notes name, and origin keeps


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_comes_back_as_the_same_document(name):
    document = read_as_others_do(FOLDER / name)
    assert json.dumps(through_yaml(document)) == json.dumps(document)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_can_be_typeset(name, tmp_path):
    cv, _ = imported(FOLDER / name)
    source = tmp_path / "cv.yaml"
    source.write_text(dump(to_plain(cv)), "utf-8")
    output = ("pdf", tmp_path / "cv.pdf")
    (result,) = render([make_job(source, "modern", (bundled_themes(),), (), (output,))])
    assert result.error is None
    assert result.typeset.warnings == ()
    assert (tmp_path / "cv.pdf").read_bytes().startswith(b"%PDF")


def test_the_sample_reads_like_a_cv():
    cv, _ = imported(FOLDER / "resume.json")
    data = to_plain(cv)
    assert (data["name"], data["headline"], data["pronouns"]) == (
        "Ingrid Solberg", "C# & F# developer", "she/her")  # fmt: skip
    assert data["location"] == "Fjordgata 12, 7010 Trondheim, Trøndelag, NO"
    assert data["extra"] == {"Mastodon verified": "true", "driversLicence": "B, BE"} or data[
        "extra"]["driversLicence"] == "B, BE"  # fmt: skip
    assert [section["kind"] for section in data["sections"]] == [
        "summary", "experience", "volunteering", "education", "awards", "certificates",
        "publications", "skills", "languages", "interests", "references", "projects", "custom",
    ]  # fmt: skip
    lead, developer = data["sections"][1]["entries"]
    assert lead == {
        "organization": "Nordlys AS", "position": "Lead Developer", "start": "2019-08",
        "location": "Trondheim", "url": "https://nordlys.example",
        "tagline": "Power grid monitoring", "summary": "Owns the event pipeline.",
        "keywords": ["F#", "Kafka"], "extra": {"teamSize": "7"},
        "highlights": [
            "Cut latency by 40 %", "Wrote the [handbook](https://nordlys.example/handbook)"],
    }  # fmt: skip
    assert developer["position"] == "Developer_II"  # a job of its own: nothing is guessed
    assert data["sections"][-1]["title"] == "sideQuests"


def test_html_and_the_names_of_earlier_versions_are_understood():
    cv, _ = imported(FOLDER / "legacy.json")
    data = to_plain(cv)
    assert (data["name"], data["url"]) == ("Tomás Ribeiro", "tomas.example.com")
    summary, _, work, *_ = data["sections"]
    assert summary["text"] == "Cooks & writes.\n\n- Bread\n- **Fish**"
    chef, baker = work["entries"]
    assert chef["organization"] == "Mar *Alto*"
    assert (chef["date"], chef["status"]) == ("2014-06", "– some day")
    assert chef["highlights"][1:] == [
        "See [the guide](https://guide.example/mar)",
        {"text": "Sauces", "highlights": ["red", "green"]},
    ]
    assert (baker["start"], baker["end"], baker["summary"]) == (
        "2010-01-01", "2012", "**Night** shifts")  # fmt: skip


# Rules


@pytest.mark.parametrize(
    ("end", "fields"),
    [
        ("Dez 2019", {"start": "2018-01", "end": "2019-12"}),
        ("по настоящее время", {"start": "2018-01"}),
        ("when the project ends", {"date": "2018-01", "status": "– when the project ends"}),
        ("2019-13-01", {"date": "2018-01", "status": "– 2019-13-01"}),
        ("Expected May 2026", {"start": "2018-01", "end": "2026-05", "status": "expected"}),
    ],
)
def test_an_end_that_cannot_be_read_is_never_the_present(end, fields):
    cv, notes = read({"work": [{"name": "Acme", "startDate": "2018-01", "endDate": end}]})
    (job,) = cv["sections"][0]["entries"]
    assert job == {"organization": "Acme", **fields}
    assert any("endDate" in note for note in notes) == ("date" in fields)


@pytest.mark.parametrize(
    ("job", "fields"),
    [
        ({"startDate": "2018 - 2020"}, {"start": "2018", "end": "2020"}),
        ({"startDate": "seit 03/2019"}, {"start": "2019-03"}),
        ({"date": "2019年3月 - 至今"}, {"start": "2019-03"}),
        ({"date": "Summer 2014"}, {"date": "2014 summer"}),
        ({"startDate": "2018 - 2020", "endDate": "2021"},
         {"end": "2021", "extra": {"startDate": "2018 - 2020"}}),
    ],
)  # fmt: skip
def test_a_period_in_a_single_field_is_read(job, fields):
    cv, _ = read({"work": [{"name": "Acme", **job}]})
    assert cv["sections"][0]["entries"] == [{"organization": "Acme", **fields}]


def test_nothing_is_made_of_nothing():
    cv, notes = read({"basics": None, "work": [], "skills": [None, {}], "volunteer": None})
    assert (list(cv), notes) == (["origin"], [])


def test_a_field_that_has_no_place_is_kept_and_told():
    cv, notes = read({"basics": {"name": "Ada", "shoe": {"size": 43, "wide": True}}, "work": [
        {"name": "Acme", "team": ["A", {"b": [1, 2]}], "_id": 5}]})  # fmt: skip
    assert cv["extra"] == {"shoe": "size: 43; wide: true"}
    assert cv["sections"][0]["entries"] == [
        {"organization": "Acme", "extra": {"team": ["A", "b: 1, 2"]}}]  # fmt: skip
    assert notes == [
        '"shoe" has no field here: kept under extra',
        '"_id" is never printed: kept under origin, here and in other places',
        '"team" has no field here: kept under extra',
    ]


@pytest.mark.parametrize(
    ("value", "section"),
    [
        ("plain_text", {"text": "plain_text"}),
        ({"a": "b"}, {"entries": [{"extra": {"a": "b"}}]}),
        ([["a", "b"]], {"entries": ["a, b"]}),
        ([{"title": "T", "date": "2014"}], {"entries": [{"title": "T", "date": "2014"}]}),
    ],
    ids=["text", "object", "lists", "objects"],
)
def test_what_json_resume_does_not_know_becomes_a_section(value, section):
    cv, _ = read({"work": [], "sideQuests": value})
    assert cv["sections"] == [{"kind": "custom", "title": "sideQuests", **section}]


@pytest.mark.parametrize(
    ("key", "kind", "item", "entry"),
    [
        ("certifications", "certificates", {"name": "CKA", "issuer": "CNCF"},
         {"name": "CKA", "issuer": "CNCF"}),
        ("patents", "patents", {"title": "Loom", "office": "EPO"},
         {"title": "Loom", "office": "EPO"}),
        ("invitedTalks", "talks", {"title": "Looms", "event": "Expo"},
         {"title": "Looms", "event": "Expo"}),
        ("hobbies", "interests", "Chess", "Chess"),
    ],
)  # fmt: skip
def test_lists_with_the_name_of_a_kind_become_that(key, kind, item, entry):
    document = {"basics": {"name": "Ada"}, key: [item]}
    cv, _ = read(document)
    assert cv["sections"] == [{"kind": kind, "id": key, "entries": [entry]}]
    assert through_yaml(document) == document


@pytest.mark.parametrize(
    ("job", "fields"),
    [
        ({"summary": "- One\n- Two\n  - Three"},
         {"highlights": ["One", {"text": "Two", "highlights": ["Three"]}]}),
        ({"summary": "<ul><li>One</li><li>Two</li></ul>", "highlights": ["Four"]},
         {"highlights": ["One", "Two", "Four"]}),
        ({"summary": "First.\n\n- One"}, {"summary": "First.\n\n- One"}),
        ({"highlights": ["One", ["Two", ["Three"]]]},
         {"highlights": [
             {"text": "One", "highlights": [{"text": "Two", "highlights": ["Three"]}]}]}),
        ({"highlights": "- One\n- Two"}, {"highlights": ["One", "Two"]}),
    ],
    ids=["markdown", "html", "prose", "nested", "text"],
)  # fmt: skip
def test_lists_become_bullets(job, fields):
    document = {"work": [{"company": "Acme", **job}]}
    cv, _ = read(document)
    assert cv["sections"][0]["entries"] == [{"organization": "Acme", **fields}]
    assert through_yaml(document) == document


def test_an_edited_bullet_of_a_summary_is_exported_as_a_bullet():
    def edit(cv):
        cv["sections"][0]["entries"][0]["highlights"] = ["One", "Drei"]

    result = edited({"work": [{"company": "Acme", "id": 7, "summary": "- One\n- Two"}]}, edit)
    assert result["work"] == [{"company": "Acme", "id": 7, "highlights": ["One", "Drei"]}]


def test_the_type_of_a_project_is_below_its_name():
    document = {"projects": [{"name": "Loom", "type": "application"}]}
    assert read(document)[0]["sections"][0]["entries"] == [
        {"name": "Loom", "tagline": "application"}]  # fmt: skip
    assert through_yaml(document) == document


def test_sections_keep_the_order_of_the_document():
    cv, _ = read({"skills": ["x"], "work": ["y"], "basics": {"summary": "z"}})
    assert [s["kind"] for s in cv["sections"]] == ["summary", "skills", "experience"]


def test_a_resume_in_yaml_is_read_as_well(tmp_path):
    path = tmp_path / "resume.yaml"
    path.write_text("basics:\n  name: Ada\nwork:\n  - name: no\n    startDate: 2014-06\n")
    cv, _ = imported(path)
    assert to_plain(cv)["sections"][0]["entries"] == [{"organization": "no", "start": "2014-06"}]


# Round trips

NAMES = sorted(
    {name for shape in SHAPES.values() for field in shape.fields
     for name in (field.name, *field.legacy)} | {"id", "foo", "__x__"}
)  # fmt: skip
DATES = st.sampled_from(
    ["2014", "2014-06-29", "Present", "2014-06-01T00:00:00Z", "Sep 2014", "2014-00-00", "soon", ""]
)
HTML = st.sampled_from(
    [
        "<b>x</b> y",
        "a<br>b",
        "<ul><li>a</li></ul>",
        "&amp;",
        "\\textbf{x}",
        "a\n- b",
        " x ",
        "a.org",
    ]
)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LEAVES = texts | ANY | HTML | DATES | st.none() | st.booleans() | st.integers() | st.floats(
    allow_nan=False, allow_infinity=False)  # fmt: skip
VALUES = LEAVES | st.lists(LEAVES, max_size=3) | st.dictionaries(ANY, LEAVES, max_size=2)
ITEMS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)
BASICS = st.dictionaries(
    st.sampled_from(["name", "label", "image", "picture", "email", "phone", "url", "website",
                     "summary", "bio", "location", "profiles", "pronouns", "foo"]),
    VALUES, max_size=6,
)  # fmt: skip
RESUMES = st.fixed_dictionaries({}, optional={
    "basics": BASICS | st.none(), "meta": VALUES, "$schema": LEAVES, "foo": VALUES, "a b": VALUES,
    **{shape.key: st.lists(ITEMS | ANY | st.none(), max_size=3) for shape in SHAPES.values()},
}).flatmap(lambda found: st.permutations(list(found)).map(
    lambda keys: {key: found[key] for key in keys}))  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(RESUMES)
def test_any_document_comes_back_as_it_was(document):
    assume(document)
    assert json.dumps(through_yaml(document)) == json.dumps(document)


def edited(document, change):
    """Export what is made of a document where somebody changed the YAML in between."""
    cv, _ = read(document)
    change(cv)
    cv = CV.model_validate(cv)
    return json.loads(to_json(cv))


def test_what_is_deleted_in_the_yaml_does_not_come_back():
    document = read_as_others_do(FOLDER / "resume.json")

    def delete(cv):
        for field in ("location", "phone", "extra"):
            del cv[field]
        del cv["sections"][1]["entries"][0]
        del cv["sections"][-1]

    out = json.dumps(edited(document, delete))
    for word in ("Fjordgata", "7010", "+47", "0b7c9f1e", "Lead Developer", "Beekeeping", "B, BE"):
        assert word not in out
    assert "lastModified" in out


def test_what_is_edited_in_the_yaml_wins_and_the_rest_stays():
    document = read_as_others_do(FOLDER / "resume.json")

    def edit(cv):
        cv["sections"][1]["entries"][0]["end"] = "2024"
        cv["sections"][1]["entries"].insert(0, "New Ltd")

    result = edited(document, edit)
    assert result["work"][0] == {"name": "New Ltd"}
    assert result["work"][1] == {**document["work"][0], "endDate": "2024"}
    assert result["meta"]["theme"] == "even"


def test_older_names_stay_older_names():
    document = {"work": [{"company": "Acme", "website": "https://a.example"}]}

    def edit(cv):
        cv["sections"][0]["entries"] = [
            {"organization": "Acme", "url": "https://b.example", "end": "2020"}
        ]

    job = {"company": "Acme", "website": "https://b.example", "endDate": "2020"}
    assert edited(document, edit) == {"work": [job]}


def test_broken_lines_of_origin_are_passed_over(write_cv):
    cv = load(write_cv("name: Ada\norigin:\n  jsonresume: ['{', 5, '[]', '{\"at\": 1}']\n"))
    assert json.loads(to_json(cv))["basics"] == {"name": "Ada"}
