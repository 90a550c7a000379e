"""The import: formats told by content, files whole or not at all, nothing dropped."""

from __future__ import annotations

import json
import re
import sys

import pytest
import yaml
from foreign import FOLDER, imported
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from word import paragraph, word

from cvkit.apps.cli import main
from cvkit.errors import InputError, UsageError
from cvkit.export.jsonresume import to_json
from cvkit.importers import IMPORTERS, detect, import_file
from cvkit.importers.kit.decode import MAX_BYTES, MAX_TEXT_BYTES, decode
from cvkit.importers.kit.fields import Fields, Report
from cvkit.importers.kit.json_tree import node_of, parse_json, value_of
from cvkit.importers.kit.repair import PLACEHOLDER, repair
from cvkit.importers.kit.text_fields import from_markdown, from_plain
from cvkit.language.read_dates import read_date
from cvkit.load.load import load
from cvkit.load.serialize import to_plain
from cvkit.markup import inline, plain, prose
from cvkit.model import CV
from cvkit.source.text import Source
from cvkit.system.files import write

SAMPLES = {
    "jsonresume": ("resume.json", "legacy.json"),
    "fresh": ("fresh.json",),
    "rendercv": ("rendercv.yaml",),
    "yamlresume": ("yamlresume.yml",),
}


@pytest.fixture
def cvkit(tmp_path, monkeypatch, capsys):
    """Run a command in an empty project; return its exit code, its output and its errors."""
    (tmp_path / "people").mkdir()
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["cvkit", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capsys.readouterr()
        return int(end.value.code or 0), out, err

    return run


def people(folder):
    return sorted(path.name for path in (folder / "people").iterdir())


# The command


def test_a_person_is_named_after_their_name(cvkit, tmp_path):
    code, out, _ = cvkit("import", FOLDER / "legacy.json")
    assert (code, people(tmp_path)) == (0, ["tomas-ribeiro.yaml"])
    assert out.startswith("people/tomas-ribeiro.yaml written (8 sections, ")
    assert out.endswith("now: cvkit render tomas-ribeiro\n")
    load(tmp_path / "people" / "tomas-ribeiro.yaml")


def test_without_a_name_the_file_gives_it(cvkit, tmp_path):
    (tmp_path / "cv.json").write_text('{"basics": {}, "work": [{"name": "Acme"}]}')
    assert cvkit("import", "cv.json")[0] == 0
    assert people(tmp_path) == ["cv.yaml"]


def test_every_note_is_told_with_its_place(cvkit):
    _, _, err = cvkit("import", FOLDER / "legacy.json", "--verbose")
    lines = err.splitlines()
    assert f'{FOLDER / "legacy.json"}:8:5: "email" is not an email address: ' in err
    assert all(re.match(r".*legacy\.json(:\d+:\d+)?: .+\(.+\)$", line) for line in lines)


def test_a_file_that_exists_is_replaced_by_force_alone(cvkit, tmp_path):
    (tmp_path / "ada.yaml").write_text("name: Ada\n")
    code, _, err = cvkit("import", FOLDER / "resume.json", "-o", "ada.yaml")
    assert (code, (tmp_path / "ada.yaml").read_text()) == (1, "name: Ada\n")
    assert "ada.yaml: already exists; --force replaces it" in err
    assert cvkit("import", FOLDER / "resume.json", "-o", "ada.yaml", "--force")[0] == 0
    assert load(tmp_path / "ada.yaml").name == "Ingrid Solberg"


def test_an_unknown_format_is_wrong_usage(cvkit):
    code, _, err = cvkit("import", FOLDER / "resume.json", "--from", "jsonresum")
    assert (code, "did you mean" in err) == (2, True)
    with pytest.raises(UsageError):
        import_file(FOLDER / "resume.json", "word")


def test_a_picture_that_is_not_there_is_told_and_left_out(cvkit, tmp_path):
    resume = {"basics": {"name": "Ada", "image": "me.png"}}
    (tmp_path / "resume.json").write_text(json.dumps(resume))
    code, _, err = cvkit("import", "resume.json", "-o", "a.yaml")
    assert (code, 'the photo "me.png" is not in' in err) == (0, True)
    assert load(tmp_path / "a.yaml").photo is None
    Image.new("RGB", (2, 2)).save(tmp_path / "me.png")
    assert cvkit("import", "resume.json", "-o", "b.yaml") == (
        0, "b.yaml written (0 sections, 0 notes); now: cvkit render b.yaml\n", "")  # fmt: skip
    assert load(tmp_path / "b.yaml").photo == "me.png"


def test_notes_of_one_kind_are_one_line_unless_all_are_wanted(cvkit, tmp_path):
    jobs = [{"name": "Acme", "teamSize": 7}, {"name": "Bolt", "mood": "x", "endDate": "soon"}]
    (tmp_path / "resume.json").write_text(json.dumps({"work": jobs}, indent=1))
    _, out, err = cvkit("import", "resume.json", "-o", "a.yaml")
    assert "3 notes" in out
    kept, status, hint = err.splitlines()
    assert kept.startswith("resume.json:5:4: values without a field here were kept under extra")
    assert kept.endswith("(2: teamSize, mood)")
    assert status.startswith('resume.json:10:4: "endDate" is not a date')
    assert hint == "resume.json: --verbose lists all 3 notes"
    _, _, err = cvkit("import", "resume.json", "-o", "a.yaml", "--force", "--verbose")
    assert [line.partition(" ")[0] for line in err.splitlines()] == [
        "resume.json:5:4:", "resume.json:10:4:", "resume.json:9:4:"]  # fmt: skip


def test_what_was_changed_at_the_end_has_its_line_too(cvkit, tmp_path):
    document = {"basics": {"image": "me.png"}, "awards": [{"awarder": "Crown"}]}
    (tmp_path / "resume.json").write_text(json.dumps(document, indent=1))
    _, _, err = cvkit("import", "resume.json", "-o", "a.yaml")
    assert "resume.json:3:12: the photo" in err
    assert "resume.json:7:15: title is missing" in err


# Which format


@pytest.mark.parametrize(
    ("format_", "name"), [(f, name) for f, names in SAMPLES.items() for name in names]
)
def test_the_content_tells_the_format_and_not_the_name(format_, name):
    assert detect("whatever", (FOLDER / name).read_bytes()) == format_


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_files_with_a_byte_order_mark_are_read(encoding):
    data = '{"basics": {"name": "Ærø"}}'.encode(encoding)
    draft = IMPORTERS[detect("x", data)].read("x", data)
    assert draft.data["name"] == "Ærø"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sections:\n  - kind: summary\n    text: x\n", "a cvkit file already"),
        ("# Your CV\nname: Ada\nsections: []\n", "a cvkit file already"),
        ("name: Ada\nsections:\n  - kind: [x\n", "a cvkit file already"),
        ("# Services and experience\nservices:\n  web:\n    image: x\n", "it is YAML"),
        ("# Education\n[tool]\nname = 'x'\n", "it is TOML"),
        ("# Experience\nimport os\n\ndef f():\n    return 1\n", "it is source code"),
        ("#!/bin/sh\n# Skills\nexit\n", "it is source code"),
        ("# Shopping list\n\nmilk\n", "unrecognized file format"),
        ("% Ada\n\\documentclass{moderncv}\n", "it is LaTeX"),
        ('{"version": 1, "items": []}', 'its fields are "version", "items"'),
        ('{"education": {"level": "school"}}', "no résumé in a known format"),
    ],
)
def test_a_file_that_is_not_a_cv_is_named_for_what_it_is(text, words):
    with pytest.raises(InputError, match=re.escape(words)):
        detect("file", text.encode())


@pytest.mark.parametrize(
    ("name", "text", "format_"),
    [
        ("cv", "# Ada\n\n## Berufserfahrung\n\n- Acme\n", "markdown"),
        ("cv", "# Ada\n\nada@example.org\n\n# Where I was\n\nAcme, 2019\n", "markdown"),
        ("README.md", "# Ada\n", "markdown"),
        ("cv.txt", "Ada\n\nEXPERIENCE\n\nAcme 2019\n", "markdown"),
        ("r.json", '{"projects": [{"name": "x"}]}', "jsonresume"),
        ("r.json", '{"languages": [{"language": "English"}]}', "jsonresume"),
    ],
)
def test_a_cv_is_recognized_by_what_it_has(name, text, format_):
    assert detect(name, text.encode()) == format_


def test_a_doubled_field_is_not_an_error_of_the_format():
    with pytest.raises(InputError) as caught:
        parse_json(Source("x", '{"a": 1,\n"a": 2}'))
    (problem,) = caught.value.problems
    assert (problem.message, problem.line) == ('duplicate field "a"', 2)


def test_fresh_is_read_as_the_relative_of_json_resume_that_it_is():
    cv, notes = imported(FOLDER / "fresh.json")
    data = to_plain(cv)
    assert (data["headline"], data["email"], data["location"]) == (
        "Network Engineer", "noor@example.org", "3511 Utrecht, Utrecht, NL")  # fmt: skip
    assert data["profiles"][0]["username"] == "noorh"
    sections = {section.get("title", section["kind"]): section for section in data["sections"]}
    assert sections["experience"]["entries"][1] == {
        "organization": "Kanaal", "position": "Intern", "start": "2014-06", "end": "2014-09",
    }  # fmt: skip
    assert sections["education"]["entries"][0]["courses"] == ["Signals", "Graphs"]
    assert sections["skills"]["entries"][0]["keywords"] == ["BGP", "OSPF"]
    assert sections["publications"]["entries"][0]["date"] == "2019-05"
    assert "FRESH@1.0.0" in data["origin"]["fresh"]
    told = " ".join(notes)
    assert all(word in told for word in ('"class"', '"years"', '"level"'))


# Its language


@pytest.mark.parametrize(
    ("summary", "language", "words"),
    [
        ("Leitung eines Teams für die Analyse von Daten bei der Bank.", "de", "is German"),
        ("負責資料平台的開發與維護，帶領五人團隊。", "zh-Hant", "is Chinese (Traditional)"),
        ("Led a team of five for the analysis of data at the bank.", None, ""),
        ("Utvikling i Python, Kubernetes, Kafka, Terraform, PostgreSQL, AWS og Azure.", None,
         "not certain"),
    ],
)  # fmt: skip
def test_the_language_is_that_of_the_text(tmp_path, summary, language, words):
    path = tmp_path / "resume.json"
    document = {"basics": {"name": "Ada", "summary": summary}}
    path.write_text(json.dumps(document))
    draft = import_file(path)
    assert draft.data.get("language") == language
    notes = [note.message for note in draft.notes]
    assert all(words in note for note in notes) if words else notes == []
    again = json.loads(to_json(repair(draft.data)[0]))
    assert again == document


def test_the_language_of_an_exported_cv_is_not_guessed(tmp_path):
    text = "Leitung eines Teams für die Analyse bei der Bank."
    section = {"kind": "summary", "text": text, "note": "x"}
    cv = CV.model_validate({"name": "Ada", "sections": [section]})
    path = tmp_path / "resume.json"
    path.write_bytes(to_json(cv))
    assert "language" not in import_file(path).data


# Broken files

BROKEN = {
    "empty": (b"", None, "empty"),
    "blank": (b" \n\n", None, "empty"),
    "list": (b'[{"a": 1}]', (1, 1), "unrecognized file format"),
    "number": (b"12", (1, 1), "unrecognized file format"),
    "page": (b"<!DOCTYPE html>\n<p>work:</p>", (1, 1), "HTML page"),
    "binary": (bytes(range(256)), (1, 1), "not a text file"),
    "picture": (b"\x89PNG\r\n\x1a\n", (1, 1), "an image"),
    "truncated": (b'{"basics": {"name": "Ada", "lab', (1, 28), "unterminated text"),
    "unclosed": (b'{"work": [{}\n', (2, 1), 'the "[" in line 1, column 10 is not closed'),
    "two": (b'{"basics": {}}\n{"work": []}', (2, 1), "after the end"),
    "comma": (b'{"basics": {"name": "A",}}', (1, 25), "delete the comma"),
    "no comma": (b'{"basics": {}\n "work": []}', (2, 2), 'missing ","'),
    "no colon": (b'{"basics" {}}', (1, 11), 'missing ":"'),
    "no value": (b'{"basics": }', (1, 12), "missing value"),
    "quotes": (b"{'basics': 1}", (1, 2), "double quotes"),
    "name": (b'{basics: 1, "work": []}', (1, 2), "double quotes"),
    "comment": (b'{"work": [] // none\n}', (1, 13), "unexpected comment"),
    "backslash": (b'{"basics": {"name": "a\\qb"}}', (1, 23), "a backslash"),
    "surrogate": (b'{"basics": {"name": "\\ud83d"}}', (1, 21), "surrogate"),
    "twice": (b'{"basics": {"name": "A",\n "name": "B"}}', (2, 2), "duplicate field"),
    "nan": (b'{"basics": {"name": NaN}}', (1, 21), '"NaN"'),
    "huge": (b'{"basics": {"phone": 1e999}}', (1, 22), "too large"),
    "long": (b'{"basics": {"phone": ' + b"9" * 5000 + b"}}", (1, 22), "too large"),
    "zero": (b'{"basics": {"phone": 007}}', (1, 22), "invalid number"),
    "deep": (b'{"work": ' + b"[" * 100_000, (1, 73), "nested more than"),
    "work": (b'{"basics": {},\n "work": "no"}', (2, 10), '"work" must be a list'),
    "item": (b'{"work": [[1]]}', (1, 11), "must be an object"),
    "basics": (b'{"basics": [1]}', (1, 12), '"basics" must be an object'),
    "latin": ('{"basics": {"name": "Ærø"}}'.encode("latin-1"), (1, 22), "not valid UTF-8"),
    "cv": (b"cv: [1]\n", (1, 5), 'under "cv"'),
    "sections": (b"cv:\n  sections: [1]\n", (2, 13), "titles"),
    "section": (b"cv:\n  sections:\n    Work: text\n", (3, 11), "must be a list"),
    "content": (b"content:\n  basics: x\n", (2, 11), '"basics" must be an object'),
    "tab": (b"cv:\n\tname: A\n", (2, 1), "a tab"),
    "yaml": (b"cv:\n  name: 'A\n", (2, 9), "a quotation mark is opened"),
    "key": (b"cv:\n  name: A\n  name: B\n", (3, 3), "duplicate field"),
    "bomb": (b"cv: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" + b"".join(
        b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in range(99, 110)),
        (5, 4), "aliases"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_gives_one_clear_message_and_nothing_is_written(cvkit, tmp_path, case):
    data, place, words = BROKEN[case]
    (tmp_path / "cv").write_bytes(data)
    code, out, err = cvkit("import", "cv")
    where = f"cv:{place[0]}:{place[1]}: " if place else "cv: "
    assert (code, out, people(tmp_path)) == (1, "", [])
    assert words in err
    assert err.startswith(where)
    assert len(re.findall(r"^cv:", err, re.MULTILINE)) == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("size", "limit"), [(MAX_BYTES + 1, "20 MB"), (MAX_TEXT_BYTES + 1, "2 MB")]
)
def test_a_file_that_is_too_large_is_refused(tmp_path, size, limit):
    path = tmp_path / "cv.json"
    write(path, b'{"basics": {}}' + b" " * size)
    with pytest.raises(InputError, match=f"larger than {limit}"):
        import_file(path, "jsonresume")


@pytest.mark.parametrize("name", ["nothing.json", "."])
def test_what_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(InputError):
        import_file(tmp_path / name)


# JSON


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=30,
)  # fmt: skip


@given(JSON, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_json_is_read_as_python_reads_it(value, indent, ascii_):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_)
    node, found = parse_json(Source("x", text))
    assert json.dumps(found) == json.dumps(value)
    assert value_of(node) == value_of(node_of(value))


def test_the_tree_knows_the_places_of_names_and_values():
    node, _ = parse_json(Source("x", '{\n  "a": [1,\n   "b"]}'))
    place = node.keys["a"]
    assert (place.line, place.column) == (1, 2)
    assert [(item.line, item.column, item.value) for item in node.value["a"].value] == [
        (1, 8, "1"), (2, 3, "b")]  # fmt: skip


def test_decoding_tells_the_place_of_a_control_character():
    with pytest.raises(InputError) as caught:
        decode("x", b"a\nb\x01")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (2, 2)


# Texts


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(
    lambda text: text.strip() and not re.search(r"[<&]|\\[a-z]+\{", text)))  # fmt: skip
def test_a_plain_text_is_printed_as_it_is_read(text):
    markup = from_plain(text)
    assert plain(markup) == re.sub(r"[^\S\xa0]+", " ", text.replace("\ufeff", "")).strip()
    assert set(re.findall(r"<(\w+)", inline(markup))) <= {"a"}


@pytest.mark.parametrize(
    "text",
    ["C* algebra", "a_b_c", "__init__", "*x*", "[1](2.no)", "[x](https://e.org)", "$x^2$", "H~2~O",
     "`code`", r"\LaTeX", r"a\*b", "x < y & z", "1^st^", "snake_case_name", r"C:\dir"],
)  # fmt: skip
def test_what_looks_like_markup_is_escaped(text):
    assert plain(from_plain(text)) == text


@pytest.mark.parametrize(
    "text", ["C#", "a * b", "$5", "R&D", "5 > 4", "https://e.org/a_b_c", "(x)"]
)
def test_what_is_no_markup_is_not_escaped(text):
    assert from_plain(text) == text


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        ("<b>x</b>", "**x**"), ("<strong> x </strong>y", "** x **y"), ("<i>x</i>", "*x*"),
        ("R&amp;D", "R&D"), ("&eacute;t&#233;", "été"), ("a<br>b", "a b"), ("a<br/>b", "a b"),
        ('<a href="https://e.org">x</a>', "[x](https://e.org)"), ("<span class='y'>x</span>", "x"),
        (r"\textbf{x} \emph{y}", "**x** *y*"), (r"\href{https://e.org}{x}", "[x](https://e.org)"),
        ("List<String>", "List<String>"), ("a < b > c", "a < b > c"), ("<unknown>x", "<unknown>x"),
    ],
)  # fmt: skip
def test_html_and_latex_become_markup(foreign, ours):
    assert from_plain(foreign) == ours or plain(from_plain(foreign)) == ours


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        ("a<br>b", "a\\\nb"), ("a<br><br>b", "a\n\nb"), ("<br>a<br>", "a"),
        ("<p>a</p><p>b</p>", "a\n\nb"), ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("a\n\n- b\n- *c*", "a\n\n- b\n- *c*"), ("one<br>- two", "one\n- two"),
        (r"$\nosuch$ is no formula", r"\$\nosuch\$ is no formula"),
    ],
)  # fmt: skip
def test_paragraphs_lists_and_breaks_become_markdown(foreign, ours):
    assert from_markdown(foreign) == ours
    prose(ours)


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        ("2014-06-29T10:00:00Z", "2014-06-29"), ("2014-00-00", "2014"), ("2014-06-00", "2014-06"),
        ("Sep 1, 2016", "2016-09-01"), ("1 September 2016", "2016-09-01"), ("Oct 2016", "2016-10"),
        ("Jun. 2014", "2014-06"), ("10/2016", "2016-10"), ("2016/3", "2016-03"),
        ("Present", "present"), ("ongoing", "present"), ("Fall 2019", "2019 autumn"),
        ("July 25th, 2019 ", "2019-07-25"), ("2016-13", ""), ("Feb 30, 2020", ""), ("soon", ""),
        ("12", ""), ("", ""),
    ],
)  # fmt: skip
def test_dates_are_understood_in_the_ways_that_tools_write_them(foreign, ours):
    assert read_date(foreign) == ours


def test_what_does_not_fit_is_left_and_kept():
    report = Report()
    fields = Fields(
        node_of({"start": "soon", "n": 5, "d": {"a": [1, None], "b": ""}}), "x[0]", report
    )
    fields.put("start", "date", "start")
    fields.put("summary", "prose", "n")
    assert fields.keep_rest() == {"summary": "5", "extra": {"start": ["soon"], "d": ["a: 1"]}}
    assert [(note.message, note.path) for note in report] == [
        ('"start" is not a date: kept under extra', "x[0].start"),
        ('"d" has no field here: kept under extra', "x[0].d"),
    ]


# Mending


@pytest.mark.parametrize(
    ("section", "mended"),
    [
        ({"kind": "awards", "entries": [{"title": "A", "date": "never"}]},
         [{"title": "A", "extra": {"date": "never"}}]),
        ({"kind": "awards", "entries": [{"awarder": "B"}]},
         [{"title": PLACEHOLDER, "awarder": "B"}]),
        ({"kind": "experience", "entries": [{"location": "Oslo"}]},
         [{"organization": PLACEHOLDER, "location": "Oslo"}]),
        ({"kind": "awards", "entries": [{"title": "A", "date": "2014", "start": "2013"}]},
         [{"title": "A", "start": "2013", "extra": {"date": "2014"}}]),
        ({"kind": "awards", "entries": [{"title": "A", "url": "no url"}]},
         [{"title": "A", "extra": {"url": "no url"}}]),
        ({"kind": "awards", "entries": [{"title": "A", "colour": "red"}]},
         [{"title": "A", "extra": {"colour": "red"}}]),
        ({"kind": "awards", "entries": [{"name": "A"}]}, ["A"]),
        ({"kind": "awards", "entries": [{"title": "A", "summary": ""}]}, ["A"]),
        ({"kind": "awards", "entries": [{"title": ["A", "B"]}]},
         [{"title": PLACEHOLDER, "extra": {"title": ["A", "B"]}}]),
        ({"kind": "awards", "entries": [{"title": "A", "links": [
            {"label": "x", "url": "bad url"}, {"label": "y", "url": "y.example"}]}]},
         [{"title": "A", "links": [{"label": "y", "url": "y.example"}],
           "extra": {"links": ["x", "bad url"]}}]),
        ({"kind": "experience", "entries": [
            {"organization": "A", "positions": [{"position": "P", "start": "never"}]}]},
         [{"organization": "A", "positions": [{"position": "P", "extra": {"start": "never"}}]}]),
        ({"kind": "awards", "entries": [{"title": "A", "highlights": [{"text": ""}, "b"]}]},
         [{"title": "A", "highlights": ["b"]}]),
    ],
    ids=lambda value: "",
)  # fmt: skip
def test_what_the_model_refuses_is_moved_and_told(section, mended):
    cv, notes = repair({"name": "Ada", "sections": [section]})
    assert to_plain(cv)["sections"][0]["entries"] == mended
    quiet = mended in (["A"], [{"title": "A", "highlights": ["b"]}])
    assert bool(notes) != quiet


def test_the_head_is_mended_too():
    cv, notes = repair({"name": "Ada", "url": "no url", "profiles": [{"url": "a b"}], "shoe": "43",
                      "email": ["x", "a@example.org"], "language": "Klingon!"})  # fmt: skip
    assert cv.extra == {"url": ("no url",), "profiles": ("a b",), "shoe": ("43",), "email": ("x",),
                        "language": ("Klingon!",)}  # fmt: skip
    assert cv.email == ("a@example.org",)
    assert len(notes) == 5


@given(st.recursive(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["name", "sections", "kind", "entries", "title", "extra", "profiles", "url", "email",
         "highlights", "text", "start", "date", "positions", "position"]), inner, max_size=4),
    max_leaves=12,
).filter(lambda tree: isinstance(tree, dict) and "sections" not in tree))  # fmt: skip
def test_mending_drops_no_text(tree):
    cv, notes = repair(tree)
    kept = yaml.safe_dump(cv.model_dump(mode="json"), allow_unicode=True)
    kept = json.dumps(yaml.safe_load(kept), ensure_ascii=False)
    for text in _texts(tree):
        if bare := re.sub(r"[\W_]", "", text):
            assert bare in re.sub(r"[\W_]", "", kept + str(notes))


def _texts(value):
    if isinstance(value, str):
        yield value
    else:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


CONTROLS = "\u202a+44 20 7946 0958\u202c"


@pytest.mark.parametrize("name", ["word", "json", "yaml", "bibtex"])
def test_invisible_controls_are_removed_with_a_note(cvkit, tmp_path, name):
    """Windows puts them around copied telephone numbers."""
    key = f"Pho\u202ene{CONTROLS}"
    contents = {
        "word": word(paragraph("Ada Example", style="Title"), paragraph(f"Phone: {CONTROLS}")),
        "json": json.dumps({"basics": {"name": "Ada", "phone": CONTROLS}, key: "x"}).encode(),
        "yaml": f"cv:\n  name: Ada\n  sections:\n    Text:\n      - {CONTROLS}\n".encode(),
        "bibtex": f"@article{{a, title={{{CONTROLS}}}, author={{Ada}}, year={{2020}}}}".encode(),
    }
    (tmp_path / "in").write_bytes(contents[name])
    code, _, errors = cvkit("import", "in", "-o", "out.yaml")
    assert code == 0, errors
    assert errors.count("removed control characters") == 1
    assert "U+202A, U+202C" in errors
    written = (tmp_path / "out.yaml").read_text("utf-8")
    assert "+44 20 7946 0958" in written
    assert not re.search("[\u202a-\u202e]", written)
    load(tmp_path / "out.yaml")


def test_an_ordinary_import_has_no_such_note(cvkit, tmp_path):
    (tmp_path / "in").write_text('{"basics": {"name": "A\\u0042 \\u05d0\\u200f"}}')
    code, _, errors = cvkit("import", "in", "-o", "out.yaml")
    assert (code, "control" in errors) == (0, False)
