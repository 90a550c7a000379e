"""Plain text: complete, at most 80 columns wide, without a trace of markup."""

from __future__ import annotations

import re

import pytest
from facts import PEOPLE, missing
from filler import KINDS, Filler, all_variants, entry_of
from hypothesis import given
from hypothesis import strategies as st

from cvkit import markup
from cvkit.compose.outline import outline
from cvkit.export.columns import fill, spread, width
from cvkit.export.text import plain, to_text
from cvkit.load.load import load
from cvkit.model import CV
from cvkit.select import select


def text_of(data, **options):
    return to_text(outline(select(CV.model_validate(data)), options)).decode()


class Read:
    """A text as :class:`Filler` looks for words and links in a page."""

    def __init__(self, text):
        self.text = text

    def hrefs(self):
        urls = re.findall(r"https?://[^\s>]+?(?=[:,;)\]]*(?:\s|>|$))", self.text)
        mails = re.findall(r"\S+@[^\s,]+", self.text)
        return {*urls, *(f"{url}/" for url in urls), *(f"mailto:{mail}" for mail in mails)}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if entry_of(kind)])
def test_every_field_of_every_entry_is_in_it(kind):
    filler, entries = all_variants(kind)
    text = text_of({"sections": [{"kind": kind, "entries": entries}]})
    assert filler.lost(Read(text)) == []
    assert "None" not in text
    assert max(map(width, text.splitlines())) <= 80


def test_every_field_of_the_head_is_in_it():
    filler = Filler()
    assert filler.lost(Read(text_of(filler.fill(CV)))) == []


@pytest.mark.parametrize("person", PEOPLE)
def test_every_phrase_of_a_source_is_in_it(root, person):
    cv = select(load(root / "people" / f"{person}.yaml"))
    text = to_text(outline(cv, cv.options)).decode()
    assert missing(person, text, Read(text).hrefs()) == []


@pytest.mark.parametrize("file", ["tests/data/extreme.yaml", "tests/data/rtl.yaml"])
def test_lines_are_no_wider_than_their_words_demand(root, file):
    text = to_text(outline(select(load(root / file)), {})).decode()
    for line in text.splitlines():
        assert width(line) <= 80 or len(line.split()) <= 2, line
        assert line == line.rstrip()
    assert "\n\n\n\n" not in text
    assert "\xa0" not in text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("**bold** *italic* `code`", "bold italic code"),
        ("[paper](https://a.example/p)", "paper <https://a.example/p>"),
        ("www.example.org", "https://www.example.org"),
        ("H~2~O and 1^st^", "H₂O and 1st"),
        (r"$O(n^2)$, $x_i^{k}$", "O(n²), x_i^k"),
        (r"$(\text{Li}_{0.8}\text{Fe}_{0.2})$", "(Li₀.₈Fe₀.₂)"),
        (r"$H_{c2}$ up to $k_B T_{c}$", "H_c2 up to k_BT_c"),
        (r"$\frac{1}{2}$", r"\frac{1}{2}"),
        (r"\LaTeX, \*", "LaTeX, *"),
    ],
)
def test_markup_becomes_text(typed, written):
    assert plain(markup.spans(typed)) == written


def test_a_telephone_number_has_no_address_behind_it():
    text = text_of({"phone": "+44 20 7946 0958", "email": "ada@example.org"})
    assert text == "Telephone: +44 20 7946 0958\nE-mail: ada@example.org\n"


def test_layout():
    entry = {
        "organization": "Analytical Engine",
        "location": "London",
        "position": "Programmer",
        "start": "1842",
        "end": "1843",
        "badges": "First",
        "highlights": [{"text": "Wrote " + "much " * 20, "highlights": ["deep"]}],
    }
    paper = {"title": "Sketch", "authors": ["Ada"], "venue": "Memoirs", "date": "1843"}
    data = {
        "name": "Ada",
        "sections": [
            {"kind": "experience", "entries": [entry]},
            {"kind": "publications", "entries": [paper]},
            {"kind": "awards", "entries": [{"title": "Prize", "date": "1850"}, "Other"]},
        ],
    }
    assert (
        text_of(data, numbering="ascending")
        == f"""\
Ada


Experience
==========
Analytical Engine [First]{"1842–1843":>55}
Programmer{"London":>70}
- Wrote much much much much much much much much much much much much much much
  much much much much much much
  - deep


Publications
============
1. Sketch
  Ada
  Memoirs, 1843


Awards
======
Prize{"1850":>75}
Other
"""
    )


def test_chinese_is_two_columns_wide_and_breaks_anywhere_but_before_a_full_stop():
    lines = fill("实验室" * 10 + "。" + "实验室", 61, "- ", "  ")
    assert lines == ["- " + "实验室" * 9 + "实验", "  室。实验室"]
    assert [width(text) for text in ("实", "a", "é", "e\u0301", "👩‍🔬", "")] == [2, 1, 1, 1, 2, 0]


@given(st.text(alphabet="ab 中。（é👩‍\u0301", max_size=80), st.integers(5, 40))
def test_filling_takes_nothing_away(text, columns):
    lines = fill(text, columns, "- ", "  ")
    assert "".join("".join(lines).split()) == "-" + "".join(text.split())


@given(st.text(alphabet="ab 中", max_size=90), st.text(alphabet="19–", min_size=1, max_size=20))
def test_the_right_end_is_at_the_edge(left, right):
    lines = spread(left.strip(), right, 40)
    assert lines[-1].endswith(right)
    assert width(lines[-1]) == 40 or len(lines[-1].split()) <= 2
    assert "".join("".join(lines).split()) == "".join((left + right).split())
