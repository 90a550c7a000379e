"""Canonical YAML: whatever is written is read back as it was, and looks as people write it."""

from __future__ import annotations

from itertools import zip_longest

import pytest
import yaml
from filler import KINDS, Filler, all_variants, entry_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cvkit.errors import InputError
from cvkit.load.load import load
from cvkit.load.serialize import dump, to_plain
from cvkit.model import CV
from cvkit.select import select
from cvkit.source.format.reformat import reformat
from cvkit.source.format.scalars import WIDTH, is_plain, scalar
from cvkit.source.nodes import parse
from cvkit.source.text import Source, misleading, read_source

ODD = [
    "", " ", "a", " a", "a ", "\ta", "a\t", "a\tb", "a\nb", "a\n\nb", "a\n\n\nb", "\na",
    "a\n", "a\n\n",
    "- a", "-a", "-", "? a", "?a", ": a", ":a", "a: b", "a:b", "a:", "a #b", "a# b", "#a", "# a",
    "null", "~", "no", "2014", "1e3", "0x1F", "true", "[a]", "{a}", "a, b", "a]", "*a", "&a", "!a",
    "|", ">", "|-", "%a", "@a", "`a`", "'a'", '"a"', "it's", 'say "a"', "\\n", "\\", "a\\", "---",
    "--- a", "...", "... a", "<<", "=", "\x85", "a\x85b", "a\u2028b", "a\u2029b", "\ufeff",
    "a\ufeffb",
    "a\rb", "a\r\nb", "\xa0", "🎓", "中文：完", "a  b", "a " * 80,
    "a  b " * 40, "# " * 80, "word " * 40 + "\n\n" + "word " * 40, "a\n  b\n c", "x\n\ty",
    "1. a\n2. b",
    "word-" * 40, "x" * 2000, "x: " * 50, "- " * 60, "a\n \nb", "a \nb", "\\n\n", 'a"\\\nb',
    "``` \na",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=40).filter(lambda text: not misleading(text)),
    st.text(alphabet="ab \n\t#:-?'\"\\[]{},&*!|>%@`\x85\u2028 🎓\r", max_size=30),
    st.lists(st.sampled_from(["word", "-", "#", "a:", ": ", "  ", "\n\n", "\n"])).map(" ".join),
)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


def read(text):
    root, problems = parse(Source("ada.yaml", text))
    assert problems == []
    return root.plain()


@settings(max_examples=500, deadline=None)
@given(st.dictionaries(TEXTS, TREES, min_size=1, max_size=4))
def test_any_tree_is_read_back_as_it_was(tree):
    assert read(dump(tree)) == tree


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_read_back_as_key_as_value_and_in_lists(text):
    tree = {"a": text, text or "b": {"c": [text, [text]]}, "keywords": [text, text], "z": "z"}
    assert read(dump(tree)) == tree


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_other_readers_see_the_same_but_for_the_breaks_of_paragraphs(text):
    found = yaml.load(dump({"a": text}), yaml.BaseLoader)["a"]
    assert found in (text, text.replace("\n\n", "\n"))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2014", "2014"),
        ("no", "no"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
        ("https://example.org/#top", "https://example.org/#top"),
        ("It's 5:30, isn't it?", "It's 5:30, isn't it?"),
        ("-5 to -3", "-5 to -3"),
        ("", '""'),
        ("null", '"null"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("- a", '"- a"'),
        ('"a": $\\alpha$', "'\"a\": $\\alpha$'"),
        ("a\nb", "|-\n  a\n  b"),
        ("a\nb\n", "|\n  a\n  b"),
        ("a\n\n- b\n- c", "|-\n  a\n\n  - b\n  - c"),
        ("a \nb", '"a \\nb"'),
    ],
)
def test_quotes_are_used_only_where_yaml_needs_them(text, written):
    assert scalar(text, 2, 3) == written


def test_long_texts_are_folded_and_their_paragraphs_parted():
    words = "word " * 30 + "end"
    folded = dump({"text": f"{words}\n\n{words}"})
    lines = folded.splitlines()
    assert lines[0] == "text: >-"
    assert max(map(len, lines)) <= WIDTH
    assert lines.count("") == 1
    assert all(line.startswith("  word") or not line for line in lines[1:])


def test_what_is_plain_in_a_line_may_not_be_plain_in_brackets():
    assert is_plain("a, b")
    assert not is_plain("a, b", flow=True)
    assert dump({"keywords": ["a, b", "c"]}) == 'keywords: ["a, b", c]\n'


CASES = """\
name: Ada Lovelace
extra:
  Nationality: British
  Two: [One, 'Two: "half"']
language: de
updated: 2026-01-31

sections:
  - kind: summary
    title: ""
    text: Who I am.

  - kind: experience
    note: Small.
    entries:
      - organization: Engine
        position: Programmer
        department: Notes
        start: 1842
        end: present
        highlights:
          - One
          - text: Two
            keywords: [a, b]
        projects_title: Projects
        projects:
          - Bernoulli

      - Mill

  - kind: publications
    entries:
      - title: Sketch
        authors:
          - Luigi Menabrea
          - name: A. A. L.
            self: true
        date: 1843

  - kind: skills
    entries:
      - Mathematics
      - name: Engines
        skills:
          - Weaving
"""


def test_the_layout_is_that_of_the_documentation(write_cv):
    cv = load(write_cv(CASES.replace("note: Small.", "note: Small.\n    groups: []")))
    assert dump(to_plain(cv)) == CASES


def test_fields_stand_in_the_order_in_which_people_write_them():
    entry = {"highlights": ["h"], "start": "2014", "position": "p", "organization": "o",
             "positions": [], "projects": ["x"], "location": "l", "department": "d"}  # fmt: skip
    section = {"entries": [entry], "note": "n", "title": "t", "kind": "experience"}
    (plain,) = to_plain(CV.model_validate({"sections": [section]}))["sections"]
    assert list(plain) == ["kind", "title", "note", "entries"]
    assert list(plain["entries"][0]) == [
        "organization", "position", "department", "start", "location", "highlights", "projects",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in KINDS if entry_of(kind)])
def test_a_cv_of_all_fields_is_read_back_as_it_was(kind, write_cv):
    _, entries = all_variants(kind)
    data = {**Filler().fill(CV), "sections": [{"kind": kind, "entries": entries}]}
    cv = CV.model_validate(data)
    assert load(write_cv(dump(to_plain(cv)))) == cv


IN_LANGUAGES = """\
headline:
  en: Countess
  de: Gräfin

sections:
  - kind: custom
    title:
      en: Works
      fr: Œuvres
    tags: long
    entries:
      - title:
          text: Notes
          tags: [long, science]
        highlights:
          - text: One
            tags: long
          - Two
"""


def test_languages_and_tags_of_texts_stay(write_cv):
    assert dump(to_plain(load(write_cv(IN_LANGUAGES)))) == IN_LANGUAGES


PERSONS = ["people/*.yaml", "tests/data/[!o]*.yaml"]  # okonkwo's photo is made by its tests


@pytest.mark.parametrize("pattern", PERSONS)
def test_the_files_of_all_people_are_read_back_as_they_were(root, pattern, write_cv):
    for path in sorted(root.glob(pattern)):
        cv = load(path)
        text = dump(to_plain(cv))
        assert load(write_cv(text)) == cv, path
        assert dump(to_plain(load(write_cv(text)))) == text
        assert dump(to_plain(select(cv)))


# Formatting


def formatted(text):
    return reformat(Source("ada.yaml", text))


COMMENTED = """\
# About this file
# second line

name:   "Ada Lovelace"   # the countess


headline: &h 'Mathematician'  # of sorts
phone: [ "1" , '2' ]
sections:   # in order
# before the first
- kind: summary
  # before the text
  text: "no: 1"   # behind

  # at the end of the first
- # behind a dash
  kind: experience
  entries:
  - organization: *h
    highlights: [a, # one
      b]            # two
    summary: |   # of the block
      # no comment
      text

    note: >-
      folded # no comment
# - kind: news

- {kind: news, entries: [One]}    # in braces
# the end
"""

TIDY = """\
# About this file
# second line

name: Ada Lovelace  # the countess

headline: &h Mathematician  # of sorts
phone: [1, 2]

sections:  # in order
  # before the first
  - kind: summary
    # before the text
    text: "no: 1"  # behind

    # at the end of the first

  # behind a dash
  - kind: experience
    entries:
      - organization: *h
        highlights:
          - a  # one
          - b  # two
        summary: |  # of the block
          # no comment
          text

        note: "folded # no comment"
  # - kind: news

  # in braces
  - kind: news
    entries: [One]
# the end
"""


def test_comments_anchors_brackets_and_order_stay():
    assert formatted(COMMENTED) == TIDY
    assert formatted(TIDY) == TIDY
    assert read(TIDY) == read(COMMENTED)


@pytest.mark.parametrize("pattern", PERSONS)
def test_formatting_changes_nothing_that_a_file_says(root, pattern):
    for path in sorted(root.glob(pattern)):
        text = path.read_text("utf-8")
        tidy = formatted(text)
        assert read(tidy) == read(text)
        assert formatted(tidy) == tidy
        assert sorted(comments(tidy)) == sorted(comments(text))


def comments(text):
    return [line.rpartition(" # ")[2] for line in text.splitlines() if " # " in line]


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(TEXTS, TREES, min_size=1, max_size=3))
@example({"a": {"b": ["c", {"d": "e"}]}})
def test_what_cvkit_wrote_is_formatted_already(tree):
    text = dump(tree)
    assert formatted(text) == text


NOTES = st.sampled_from(["", "", "", "  # one", "\n# two", "\n   # three", "\n", "\n\n", "  "])


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(TEXTS, TREES, min_size=1, max_size=3), st.lists(NOTES, max_size=30))
def test_comments_anywhere_are_kept_or_the_file_is_refused(tree, notes):
    """Comments are put behind lines; where one falls into a text it changes what is read."""
    lines = dump(tree).splitlines()
    text = "\n".join(
        line + note for line, note in zip_longest(lines, notes[: len(lines)], fillvalue="")
    )
    try:
        before = read(text)
    except (InputError, AssertionError):
        return
    try:
        tidy = formatted(text)
    except InputError:
        return
    assert read(tidy) == before
    assert formatted(tidy) == tidy


@pytest.mark.parametrize(
    "text",
    ["a: 1\n<<: {b: 2}\n", "x: &x {b: 2}\na:\n  <<: *x\n  c: 1\n", "a: &l [1, 2]\nb: *l\n",
     "? a\n: b\n", "a: ''\nb:\nc: ~\n", "&k a: 1\nb: *k\n", "- a\n- - b\n  - c\n- {}\n- []\n",
     "a:\n  - &x\n    b: 1\n  - *x\n", "---\na: 1\n", "a: # one\n  # two\n  b # three\n",
     "a:\n- 1\n\n\n\n- 2\n", "a: |+\n  x\n\nb: 1\n", "a: 'x\n\n  y'\nb: \"x\\ny\"\n"],
)  # fmt: skip
def test_whatever_yaml_can_do_stays(text):
    tidy = formatted(text)
    assert read(tidy) == read(text)
    assert formatted(tidy) == tidy
    assert tidy.count("#") == text.count("#")


def test_a_file_that_is_no_yaml_is_refused():
    with pytest.raises(InputError):
        formatted("a: [1\n")
    with pytest.raises(InputError):
        formatted("a: 1\na: 2\n")


def test_a_folded_line_never_begins_like_a_bullet(tmp_path):
    text = "Ran the ward - at night " * 12
    for indent in range(2, 12):
        (tmp_path / "a.yaml").write_text(f"headline: {scalar(text.strip(), indent, 10)}\n")
        root, problems = parse(read_source(tmp_path / "a.yaml"))
        assert root.plain() == {"headline": text.strip()}
        assert problems == []
