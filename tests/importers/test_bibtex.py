"""Reading BibTeX: TeX to text, the syntax with its faults, and what becomes of each field."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvkit.errors import InputError
from cvkit.importers.references import bibtex
from cvkit.interchange.bibliography.from_tex import from_tex, verbatim
from cvkit.interchange.bibliography.people import natural, parse_name, split_commas, split_names
from cvkit.model import CV

DATA = Path(__file__).parents[1] / "data" / "import"


def draft(text):
    return bibtex.read("refs.bib", text.encode())


def entries(text):
    data = draft(text).data
    CV.model_validate(data)
    return [entry for section in data["sections"] for entry in section["entries"]]


def only(fields, kind="article"):
    (entry,) = entries(f"@{kind}{{k, title={{T}}, {fields}}}")
    return entry


def problems(text):
    with pytest.raises(InputError) as caught:
        draft(text)
    return caught.value.problems


# TeX


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"G{\"o}del", "Gödel"),
        (r"{\'E}mile, Fran\c{c}ois, Fran{\c c}ois", "Émile, François, François"),
        (r"{\L}ukasz \o re {\ss} {\aa} \AE{}on", "Łukasz øre ß å Æon"),
        (r"na\"{\i}ve, \'\i, {\'{\i}}", "naïve, í, í"),
        (r"\v{C}ech \v s \H{o} \u{g} \k{a} \=a \.z \r{u} \d{d}", "Čech š ő ğ ą ā ż ů ḍ"),
        ("``quoted'' -- and --- `so'", "“quoted” – and — ‘so’"),
        (r"{DNS} {\&} {\_} 100\% C\#", "DNS & _ 100% C#"),
        (r"\emph{one} {\em two} \textbf{three} {\it four}", "*one* *two* **three** *four*"),
        (r"\textit{\textbf{both}}", "***both***"),
        (r"$O(n \log n)$ and $\alpha$-stable", r"$O(n \log n)$ and $\alpha$-stable"),
        (r"D$^2$, H\textsubscript{2}O, 1\textsuperscript{st}", "D^2^, H~2~O, 1^st^"),
        ("$k$NN", "*k*NN"),
        (r"\LaTeX{} and \TeX\ rock", r"\LaTeX and \TeX rock"),
        (r"\url{http://a.b/c_d} \href{http://x.y}{a link}", "http://a.b/c_d [a link](http://x.y)"),
        (r"a_b*c*", r"a\_b\*c\*"),
        (r"\$5 and \$6", "$5 and $6"),
        (r"\texttt{a*b}", "`a*b`"),
        (r"{\noopsort{1973a}}1973", "1973"),
        (r"a\\b \mbox{c}~d", "a b c\u00a0d"),
        ("} unbalanced {", "unbalanced"),
    ],
)
def test_tex_becomes_text_of_ours(tex, text):
    assert from_tex(tex).markup == text


def test_unknown_commands_give_their_words_and_are_named():
    decoded = from_tex(r"\foo{bar} and $\nonsense{x}$")
    assert decoded.plain == r"bar and $\nonsense{x}$"
    assert decoded.unknown == (r"\foo", r"$\nonsense{x}$")


def test_groups_without_end_are_refused():
    with pytest.raises(ValueError, match="deeper"):
        from_tex("{" * 10_000)


def test_addresses_lose_the_signs_that_tex_needs():
    assert verbatim(r"10.1007/978-3{\_}4\_5\%6") == "10.1007/978-3_4_5%6"


# Names


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Emmy Noether", "Emmy Noether"),
        ("Noether, Emmy", "Emmy Noether"),
        ("van der Berg, Ludwig", "Ludwig van der Berg"),
        ("King, Jr., Martin Luther", "Martin Luther King Jr."),
        ("{Barnes, Inc.}", "{Barnes, Inc.}"),
        ("Plato", "Plato"),
    ],
)
def test_names_are_put_in_the_order_of_speech(source, name):
    assert natural(split_commas(source)) == name


def test_names_are_split_outside_of_braces_only():
    assert split_names("A B and {C and D} AND E,\n F and others") == [
        "A B", "{C and D}", "E,\n F", "others"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Emmy Noether*", ("Noether", "Emmy", "", "", "", "*")),
        ("Ludwig van der Berg", ("Berg", "Ludwig", "van der", "", "", "")),
        ("Martin Luther King Jr.", ("King", "Martin Luther", "", "Jr.", "", "")),
        ("Martin King, Jr.", ("King", "Martin", "", "Jr.", "", "")),
        ("Noether, Emmy", ("Noether", "Emmy", "", "", "", "")),
        ("World Health Organization", ("", "", "", "", "World Health Organization", "")),
        ("李明", ("", "", "", "", "李明", "")),
    ],
)
def test_printed_names_are_taken_apart(printed, parts):
    name = parse_name(printed)
    found = (name.family, name.given, name.particle, name.suffix, name.literal, name.marks)
    assert found == parts


# A whole file


def test_a_library_becomes_publications_and_patents():
    found = bibtex.read("library.bib", (DATA / "library.bib").read_bytes())
    CV.model_validate(found.data)
    papers, patents = found.data["sections"]
    assert found.partial == "publications"
    assert papers["entries"] == [
        {
            "title": r"Asynchronous SGD with $O(1/\sqrt{n})$ rates: *naïve* proofs",
            "authors": ["Emmy Noether*", "B. L. van der Waerden*", "World Health Organization",
                        "Martin King Jr.", "et al."],
            "type": "paper",
            "venue": "International Conference on Examples",
            "editors": ["José García", "Łukasz Żak"],
            "publisher": "Example Press",
            "volume": "80",
            "pages": "3049–3058",
            "date": "2018-07-10",
            "doi": "10.1000/a_b",
            "links": [{"label": "code", "url": "https://example.org/a_b"}],
            "note": "Long talk",
            "extra": {"rating5": "bar & baz"},
        },
        {
            "title": "Über formal unentscheidbare Sätze",
            "authors": ["K. Gödel"],
            "type": "article",
            "venue": "Journal of Examples B",
            "volume": "38",
            "issue": "1",
            "pages": "173–198",
            "date": "1931",
        },
        {"title": "Scholarly", "type": "preprint", "date": "2019", "arxiv": "1912.13515"},
        {"title": "Electronic", "type": "preprint", "date": "2020-09",
         "arxiv": "2001.00001 [stat.ML]"},
        {"title": "Thesis", "type": "thesis", "publisher": "University of Évora",
         "status": "in press", "remarks": ["Master’s thesis"]},
        {"title": "Parens", "type": "article", "venue": "J", "date": "2020-03-01",
         "url": "https://example.org/z_a"},
    ]  # fmt: skip
    assert patents["entries"] == [
        {"title": "Method", "inventors": ["Ada Example"], "number": "US 1,234,567", "date": "2021"}
    ]


def test_what_is_changed_or_left_out_is_said_with_its_line():
    found = bibtex.read("library.bib", (DATA / "library.bib").read_bytes())
    said = [(note.line, note.message) for note in found.notes]
    assert said == [
        (3, "@preamble was skipped"),
        (9, '"noether18": not imported, used by programs only: abstract, file'),
        (13, 'missing comma before this field of the entry "noether18"'),
        (18, '"noether18": "rating5" has no field here; kept under extra: bar & baz'),
        (24, '"vol" was used only as the volume of other entries'),
        (43, "this line begins with % and was skipped as a comment"),
    ]


def test_every_broken_entry_is_named_with_its_place_and_nothing_is_imported():
    found = [(p.line, p.column) for p in problems((DATA / "broken.bib").read_text("utf-8"))]
    assert found == [
        (1, 1),
        (6, 26),
        (7, 21),
        (8, 1),
        (9, 35),
        (10, 1),
        (12, 24),
        (13, 24),
        (14, 1),
    ]


def test_a_problem_says_what_and_how_to_mend_it():
    (problem,) = problems("@article{k,\n  title = {T},\n  year 2020\n}\n")
    assert str(problem).startswith(
        'refs.bib:3:3: missing "=" after the field "year" of the entry "k"'
    )
    assert problem.source == "  year 2020"


@pytest.mark.parametrize("text", ["", "Just a text.", "@comment{x}", "@string{a = {b}}"])
def test_a_file_without_entries_is_an_error(text):
    (problem,) = problems(text)
    assert "no bibliography entries" in problem.message


# Fields


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year={2020}, month=mar, day=4", {"date": "2020-03-04"}),
        ("year=2020, month={March 4--6}", {"date": "2020-03-04"}),
        ("year=2020, month={summer}", {"date": "2020 summer"}),
        ("year=2020, month=2, day=31", {"date": "2020-02"}),
        ("date={2020-05}", {"date": "2020-05"}),
        ("year={forthcoming}", {"status": "forthcoming"}),
        ("pages={e12}", {"pages": "e12"}),
        ("pages={1 -- 3}", {"pages": "1–3"}),
        ("doi={doi:10.1/X}", {"doi": "10.1/X"}),
        ("url={https://doi.org/10.1/X}", {"doi": "10.1/X"}),
        ("doi={10.1/x}, url={https://doi.org/10.1/X}", {"doi": "10.1/x"}),
        ("keywords={a, b; c}", {"keywords": ["a", "b", "c"]}),
        ("subtitle={S}", {"title": "T: S"}),
        ("chapter=3, edition={2nd}", {"extra": {"chapter": "3", "edition": "2nd"}}),
        ("journal={J}, booktitle={B}", {"venue": "J", "extra": {"booktitle": "B"}}),
        ("editor={A B and others}", {"editors": ["A B", "et al."]}),
        ("author={family=Berg, given=Ludwig, prefix=van}", {"authors": ["Ludwig van Berg"]}),
        ("howpublished={\\url{https://a.org/x_y}}", {"url": "https://a.org/x_y"}),
        ("url={not an address}", {"extra": {"url": "not an address"}}),
        ("eprint={hal-1}, archivePrefix={HAL}", {"extra": {"HAL": "hal-1"}}),
    ],
)
def test_fields_find_their_place(fields, expected):
    found = only(fields)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("inproceedings", "paper"), ("InBook", "chapter"), ("techreport", "report"),
     ("phdthesis", "thesis"), ("dataset", "dataset"), ("unpublished", "preprint")],
)  # fmt: skip
def test_types_are_those_of_the_model(kind, type_):
    assert only("year=2020", kind)["type"] == type_


def test_a_type_that_says_nothing_is_left_open():
    assert "type" not in only("year=2020", "misc")


def test_keys_that_stand_twice():
    one = "@misc{k, title={A}}"
    assert len(entries(one * 2)) == 1
    found = draft(one + "@misc{k, title={B}}")
    assert len(found.data["sections"][0]["entries"]) == 2
    assert "both were imported" in found.notes[0].message


def test_an_unknown_macro_is_taken_as_it_stands_and_reported():
    found = draft("@misc{k, title={A}, publisher = acm}")
    assert found.data["sections"][0]["entries"][0]["publisher"] == "acm"
    assert '"acm"' in found.notes[0].message


def test_macros_that_double_each_other_are_stopped():
    text = '@string{a0 = "xxxxxxxxxx"}\n' + "\n".join(
        f"@string{{a{i + 1} = a{i} # a{i}}}" for i in range(60)
    )
    assert "do macros refer" in problems(text)[0].hint


def test_a_file_of_braces_ends_soon():
    assert len(problems("@a{k, title={\n" * 20_000)) <= 50


def test_values_beyond_reason_are_refused():
    assert (
        "more than 100000 characters" in problems(f"@a{{k, title={{{'x' * 100_001}}}}}")[0].message
    )
    names = "{ and " * 12_000 + "}" * 12_000
    assert "nested deeper" in problems(f"@a{{k, title={{T}}, author={{{names}}}}}")[0].message


PIECES = ["@article", "{", "}", "k", ",", "title", "=", '"', "#", "jan", "\n", " ", "\\'", "$",
          "%", "@string", "2020", "{T}", "crossref = {k}", "author = {A and B}",
          "(", ")", "~"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused_with_a_place(text):
    try:
        found = draft(text)
    except InputError as error:
        places = [
            problem.line
            for problem in error.problems
            if "no bibliography entries" not in str(problem)
        ]
    else:
        CV.model_validate(found.data)
        places = [note.line for note in found.notes]
    assert all(places)


def test_old_encodings_are_read_and_reported():
    found = bibtex.read("old.bib", "@misc{k, title={Café}}".encode("latin-1"))
    assert found.data["sections"][0]["entries"][0]["title"] == "Café"
    assert "Windows-1252" in found.notes[0].message


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("refs.bib", b"", True),
        ("refs.txt", b"% mine\n\n@article{k,\n title={T}}", True),
        ("cv.md", b"# Ada\n\nwrite to a@b.org", False),
        ("cv.json", b'{"basics": {}}', False),
    ],
)
def test_bibtex_is_recognized(name, data, expected):
    assert bibtex.looks_like(name, data) is expected
