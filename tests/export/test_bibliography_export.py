"""Writing bibliographies: BibTeX and CSL-JSON of a CV, and the way back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cvkit.export.bibtex import to_bibtex
from cvkit.export.csl import to_csl
from cvkit.importers.references import bibtex, csl
from cvkit.interchange.bibliography.from_tex import from_tex
from cvkit.interchange.bibliography.keys import make_keys
from cvkit.interchange.bibliography.rich_text import from_rich_text
from cvkit.interchange.bibliography.to_tex import escape, to_tex
from cvkit.markup import plain
from cvkit.markup.escaping import escape_inline
from cvkit.model import CV
from cvkit.select import select

# All that a bibliography can hold of an entry, so that the way back gives the same.
FULL = {
    "title": r"PyTorch on GPUs: $O(n^2)$ rates, *fast* & cheap, H~2~O at 100%",
    "authors": ["Emmy Noether*", "Ludwig van der Berg*", "Kurt Gödel", "Martin King Jr.", "et al."],
    "type": "paper",
    "venue": "Proceedings of the 3rd Conference on Examples",
    "editors": ["Łukasz Żak", "José García"],
    "series": "Lecture Notes",
    "publisher": "Example & Sons",
    "volume": "12",
    "issue": "3",
    "pages": "1–9",
    "date": "2021-07-03",
    "status": "in press",
    "location": "Évora, Portugal",
    "doi": "10.1000/a_b#c",
    "arxiv": "1912.13515 [stat.ML]",
    "isbn": "978-3-16-148410-0",
    "url": "https://example.org/~a_b?x=1&y=%20",
    "links": [{"label": "code", "url": "https://example.org/code"}],
    "keywords": ["graphs", "C#"],
    "note": "Long talk; 5% of 2_000",
    "extra": {"rate": "1.5 %"},
}


def cv(*entries, **section):
    return CV.model_validate(
        {"sections": [{"kind": "publications", "entries": list(entries), **section}]}
    )


def back(importer, data):
    found = importer.read("refs", data).data
    return CV.model_validate(found).sections[0].entries


def text_of(entry):
    return to_bibtex(cv(entry)).decode()


@pytest.mark.parametrize(("write", "importer"), [(to_bibtex, bibtex), (to_csl, csl)])
@pytest.mark.parametrize(
    "type_",
    ["article", "book", "chapter", "dataset", "paper", "preprint", "report", "software", "thesis"],
)
def test_the_way_back_gives_the_same_entry(write, importer, type_):
    given_cv = cv(FULL | {"type": type_})
    assert back(importer, write(given_cv)) == given_cv.sections[0].entries


def test_csl_keeps_what_it_has_no_field_for():
    given_cv = cv(
        {"title": "T", "badges": ["Best Paper"], "remarks": ["oral"], "type": "paper",
         "links": [{"label": "project page", "url": "https://example.org"}],
         "extra": {"Acceptance rate": ["1 %", "2 %"]}}
    )  # fmt: skip
    assert back(csl, to_csl(given_cv)) == given_cv.sections[0].entries


@pytest.mark.parametrize("thesis", ["PhD thesis", "Master’s thesis", "Bachelor’s thesis"])
@pytest.mark.parametrize(("write", "importer"), [(to_bibtex, bibtex), (to_csl, csl)])
def test_the_degree_of_a_thesis_is_kept(write, importer, thesis):
    given_cv = cv({"title": "T", "type": "thesis", "publisher": "U", "remarks": thesis})
    assert back(importer, write(given_cv)) == given_cv.sections[0].entries


def test_an_entry_is_written_as_bibtex_users_write_it():
    written = text_of(
        {
            "title": "Asynchronous SGD Wins",
            "authors": ["Emmy Noether*", "World Health Organization", "et al."],
            "type": "article",
            "venue": "Journal of Examples",
            "volume": "3",
            "pages": "1–9",
            "date": "2018-02",
            "badges": "Best Paper",
            "links": [{"label": "project page", "url": "https://example.org"}],
        }
    )
    assert (
        written
        == """\
@article{noether2018asynchronous,
  author    = {Noether, Emmy and {World Health Organization} and others},
  author+an = {1="*"},
  title     = {Asynchronous {SGD} Wins},
  journal   = {Journal of Examples},
  volume    = {3},
  pages     = {1--9},
  year      = {2018},
  month     = feb,
  note      = {Best Paper; \\href{https://example.org}{project page}},
}
"""
    )


def test_capitals_are_protected_where_a_style_would_lose_them():
    assert to_tex("The PyTorch iPhone of DNS", protect=True) == "The {PyTorch} {iPhone} of {DNS}"
    assert to_tex("Top-K Deep Analytics: A Way", protect=True) == "Top-{K} Deep Analytics: A Way"
    assert to_tex("On the proofs of Noether in practice", protect=True).count("{Noether}") == 1
    assert to_tex("Learning with Adam Methods Fast", protect=True).count("{") == 0


def test_formulas_keep_the_braces_that_bibtex_counts():
    assert to_tex(r"the set $\{x$ of") == r"the set $\lbrace x$ of"
    assert to_tex(r"$\{x\}$") == r"$\{x\}$"


def test_all_sections_and_groups_are_written_in_order():
    data = {
        "sections": [
            {"kind": "awards", "entries": ["Prize"]},
            {
                "kind": "publications",
                "groups": [{"title": "A", "entries": ["One"]}, {"title": "B", "entries": ["Two"]}],
            },
            {"kind": "publications", "entries": ["Three"]},
        ]
    }
    items = json.loads(to_csl(CV.model_validate(data)))
    assert [item["title"] for item in items] == ["One", "Two", "Three"]
    assert [item["id"] for item in items] == ["one", "two", "three"]


def test_years_that_stand_in_the_headings_are_found_again():
    grouped = cv({"title": "A", "date": "2020"}, {"title": "B", "date": "2019-05"}, group_by="year")
    items = json.loads(to_csl(select(grouped)))
    assert [item["issued"]["date-parts"] for item in items] == [[[2020]], [[2019, 5]]]


def test_a_year_is_taken_from_the_venue_if_it_stands_nowhere_else():
    assert "year      = {2024}" in text_of({"title": "T", "venue": "ICDE 2024"})
    assert "year" not in text_of({"title": "T", "venue": "From 2019 to 2021"})


def test_keys_differ_and_are_ascii():
    works = [("Gödel", "1931", "Über die Sätze"), ("Gödel", "1931", "Über mehr"), ("", "", "李明")]
    assert make_keys(works) == ["godel1931uber", "godel1931uber-a", "publication"]
    assert len(set(make_keys([("A", "1", "b")] * 40))) == 40


def test_a_cv_without_publications_gives_an_empty_bibliography():
    assert to_bibtex(CV()) == b""
    assert json.loads(to_csl(CV())) == []


# Whatever is typed comes back

LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"])
SIGNS = st.sampled_from(" \\{}$%&_#~^*`'\"-<>[]")
TEXTS = st.text(LETTERS | SIGNS, min_size=1, max_size=60)
WORDS = TEXTS.map(lambda text: " ".join(text.split())).filter(bool)


@given(WORDS)
@settings(max_examples=300, deadline=None)
def test_escaped_words_are_printed_as_they_are(words):
    assert plain(escape_inline(words)) == words


@given(WORDS)
@settings(max_examples=300, deadline=None)
def test_tex_gives_back_every_word(words):
    assert from_tex(escape(words)).plain == words


@given(WORDS)
@settings(max_examples=200, deadline=None)
def test_a_title_of_any_words_comes_back_from_bibtex_and_csl(words):
    given_cv = cv(
        {"title": escape_inline(words), "authors": [words.replace(",", "").strip() or "x"]}
    )
    for write, importer in ((to_bibtex, bibtex), (to_csl, csl)):
        (entry,) = back(importer, write(given_cv))
        assert plain(entry.title) == words


MARKED = st.lists(
    st.sampled_from(["*a b*", "**c**", "H~2~O", "x^2^", "`d_e`", "$x_i$", "word", r"\LaTeX", "5%"]),
    min_size=1, max_size=5,
).map(" ".join)  # fmt: skip


@given(MARKED)
@settings(max_examples=100, deadline=None)
def test_markup_comes_back_from_tex(markup):
    assert from_tex(to_tex(markup, protect=True)).markup == markup


@pytest.mark.parametrize(
    ("rich", "markup"),
    [
        ("An <i>E. coli</i> study", "An *E. coli* study"),
        ("H<sub>2</sub>O<sup>+</sup>", "H~2~O^+^"),
        ('<span class="nocase">DNS</span> of a_b*c*', r"DNS of a\_b\*c\*"),
        ("cost $5 and $6, and $x^2$", "cost $5 and $6, and $x^2$"),
        ("5 < 6 <i>open", "5 < 6 open"),
    ],
)
def test_rich_text_of_csl_becomes_markup(rich, markup):
    assert from_rich_text(rich) == markup
