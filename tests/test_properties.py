"""What holds whatever the file: found by Hypothesis, the same examples in every run."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from pdf import Pdf, normalise

from cvkit import markup
from cvkit.compose.html import compose
from cvkit.errors import CvkitError
from cvkit.load.load import load
from cvkit.model import CV, CvDate
from cvkit.model.dates import SEASONS, parse_date
from cvkit.model.names import is_same_person, split_marks
from cvkit.pipeline.project import bundled_themes
from cvkit.select import Choice, select
from cvkit.source.nodes import parse
from cvkit.source.text import Source
from cvkit.theme.theme import find_theme, set_options
from cvkit.typeset.weasyprint import typeset

settings.register_profile(
    "cvkit",
    derandomize=True,  # what CI runs today it runs tomorrow; make fuzz looks for more
    deadline=None,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PROFILE = settings.get_profile("cvkit")
THEME = find_theme("modern", [bundled_themes()])
OPTIONS = set_options(THEME, {})

# Text as people type it, and as they mistype it.
SIGNS = "*_`$~^[]()<>&\\!#|{}@:-+='\".,;/ \n"
LETTERS = "abcxyzABCXYZ0123456789éßłñЖ李工عن"
typed = st.text(st.sampled_from(SIGNS + LETTERS * 2), max_size=60)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
words = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéßł"), min_size=2, max_size=9)
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)


def letters(text):
    """Return letters and digits, and not how they are set."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalnum())


def read(page):
    """Return the text of HTML, with what stands in for pictures and where links lead."""
    attributes = " ".join(re.findall(r'(?:alt|href)="([^"]*)"', page))
    return html.unescape(re.sub(r"<[^>]*>", "", page)), html.unescape(attributes)


# Load


def problems_of(path):
    try:
        load(path)
    except CvkitError as error:
        return error.problems
    return ()


@PROFILE
@given(content=st.one_of(st.binary(max_size=200), anything.map(str.encode), typed.map(str.encode)))
@example(content=b"a: &a [*a]")
@example(content=b"? {a: b}\n: c")
@example(content=b"- - - -")
@example(content=b"%TAG ! tag:x,2000:\n--- !a b")
def test_whatever_a_file_holds_it_is_taken_or_its_problems_are_told(content, tmp_path):
    path = tmp_path / "ada.yaml"
    path.write_bytes(content)
    for problem in problems_of(path):
        assert problem.message


SCALARS = st.one_of(typed, st.sampled_from(["", "2014-05", "present", "~", "1e3", "no", "[x]"]))
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                ["name", "sections", "kind", "entries", "title", "text", "highlights", "tags", "en",
                 "start", "date", "variants", "extends", "options", "include", "summary", "url"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@PROFILE
@given(tree=TREES)
def test_whatever_the_shape_of_a_file_its_problems_have_lines(tree, tmp_path):
    path = tmp_path / "ada.yaml"
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")
    for problem in problems_of(path):
        assert problem.line or "empty" in problem.message
        assert problem.line is None or problem.line <= len(path.read_text("utf-8").split("\n"))


@PROFILE
@given(text=st.text(st.sampled_from(SIGNS.replace("\n", "") + LETTERS), max_size=60))
def test_a_scalar_in_quotes_is_what_was_typed(text):
    quoted = text.replace("'", "''")
    root, problems = parse(Source("x", f"a: '{quoted}'\nb: c\n"))
    assert problems == []
    assert root.value["a"].value == text


# Markup


@settings(PROFILE, max_examples=300)
@given(text=typed)
@example(text="[a](b)[c]")
@example(text="*a**b*")
@example(text="&amp;&#35;")
@example(text="a~b~c^d^")
def test_no_letter_is_lost_or_made_up_by_markup(text):
    try:
        markup.check_markup(text)
        pages = [str(markup.inline(text))]
    except ValueError:
        assume(False)
    for page in pages:
        shown, attributes = read(page)
        missing = Counter(letters(text)) - Counter(letters(shown)) - Counter(letters(attributes))
        if "$" not in text:  # a formula has words of its own for signs
            assert not missing
            assert letters(shown) == "".join(c for c in letters(shown) if c in letters(text))


@settings(PROFILE, max_examples=200)
@given(text=typed)
def test_plain_text_has_no_markup_of_html(text):
    try:
        plain = markup.plain(text)
    except ValueError:
        assume(False)
    assert not re.search(r"</?(em|strong|code|a|span|sub|sup|img)\b", plain) or "<" in text


@PROFILE
@given(text=anything)
def test_markup_makes_closed_elements_only(text):
    try:
        page = str(markup.prose(text))
    except ValueError:
        assume(False)
    opened = []
    for end, tag in re.findall(r"<(/?)([a-z0-9]+)[^>]*>", page):
        if tag in ("br", "img", "hr"):
            continue
        if end:
            assert opened.pop() == tag
        else:
            opened.append(tag)
    assert opened == []


# Dates

days = st.dates().map(lambda day: CvDate(day.year, day.month, day.day))
months = st.builds(CvDate, st.integers(1, 9999), st.integers(1, 12))
years = st.builds(CvDate, st.integers(1, 9999))
seasons = st.builds(
    lambda y, s: CvDate(y, season=s), st.integers(1, 9999), st.sampled_from(list(SEASONS))
)
dates = st.one_of(days, months, years, seasons, st.just(CvDate(present=True)))


@PROFILE
@given(date=dates)
def test_a_date_is_read_back_as_it_is_written(date):
    assert parse_date(str(date)) == date


@PROFILE
@given(text=typed)
def test_what_is_no_date_is_told(text):
    try:
        date = parse_date(text)
    except ValueError as error:
        assert "write" in str(error) or "written" in str(error)  # noqa: PT017
    else:
        assert parse_date(str(date)) == date


@PROFILE
@given(one=days, other=days)
def test_dates_are_ordered_as_they_are_written(one, other):
    assert (str(one) < str(other)) == (
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    )


# Names


@PROFILE
@given(name=st.lists(words, min_size=2, max_size=4).map(lambda w: " ".join(w).title()))
def test_a_person_is_the_same_with_the_family_name_first_and_with_marks(name):
    given_names, _, family = name.rpartition(" ")
    assert is_same_person(f"{family}, {given_names}", [name])
    assert split_marks(f"{name}*†") == (name, "*†")


# Select

TAGS = ["long", "short", "industry"]


def bullets():
    tagged = st.builds(
        lambda text, tags: {"text": text, "tags": tags}, words, st.lists(st.sampled_from(TAGS))
    )
    return st.lists(st.one_of(words, tagged), min_size=1, max_size=6)


@PROFILE
@given(
    entries=st.lists(bullets(), min_size=1, max_size=3),
    chosen=st.lists(st.sampled_from(TAGS), max_size=2, unique=True),
    without=st.lists(st.sampled_from(TAGS), max_size=1),
)
def test_a_variant_keeps_what_has_no_tag_and_makes_nothing_up(entries, chosen, without):
    cv = CV.model_validate(
        {
            "name": "Ada",
            "variants": {"v": {"tags": chosen, "without": without}},
            "sections": [
                {
                    "kind": "experience",
                    "entries": [{"position": "x", "highlights": each} for each in entries],
                }
            ],
        }
    )
    (section,) = select(cv, Choice("v")).sections
    kept = [[str(h.text) for h in entry.highlights] for entry in section.entries]
    assert len(kept) == len(entries)
    for before, after in zip(entries, kept, strict=True):
        texts = [each if isinstance(each, str) else each["text"] for each in before]
        untagged = [e if isinstance(e, str) else e["text"] for e in before
                    if isinstance(e, str) or not e["tags"]]  # fmt: skip
        assert not Counter(untagged) - Counter(after)
        assert not Counter(after) - Counter(texts)
        rest = iter(texts)
        assert all(text in rest for text in after), "the order is that of the file"
    whole = select(cv).sections[0]
    assert [len(entry.highlights) for entry in whole.entries] == [len(each) for each in entries]


# The page

ENTRIES = {
    "experience": ["organization", "position", "location", "summary", "note"],
    "education": ["institution", "degree", "area", "thesis", "score"],
    "projects": ["name", "role", "summary", "tagline"],
    "publications": ["title", "venue", "publisher", "note"],
    "awards": ["title", "awarder", "summary"],
    "custom": ["title", "summary", "note"],
}


@st.composite
def cvs(draw, texts):
    sections = []
    for kind in draw(st.lists(st.sampled_from(sorted(ENTRIES)), max_size=4)):
        first, *others = ENTRIES[kind]
        chosen = [first, *draw(st.lists(st.sampled_from(others), unique=True))]
        entry = {name: draw(texts) for name in chosen}
        entry["highlights"] = draw(st.lists(texts, max_size=3))
        sections.append({"kind": kind, "title": draw(texts), "entries": [entry]})
    return {"name": draw(lines), "headline": draw(texts), "sections": sections}


def texts_of(value):
    if isinstance(value, dict):
        for name, each in value.items():
            if name != "kind":
                yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)
    else:
        yield value


def composed(data):
    try:
        cv = CV.model_validate(data)
    except ValueError:
        assume(False)
    return compose(select(cv), THEME, OPTIONS, Path("/nonexistent"))


@settings(PROFILE, max_examples=80)
@given(data=cvs(typed.map(str.strip).filter(letters)))
def test_any_text_that_is_valid_is_on_the_page(data):
    page = composed(data).html.partition("<body")[2]
    shown, attributes = read(page)
    everything = letters(shown) + letters(attributes)
    for text in texts_of(data):
        plain = letters(markup.plain(text))
        listed = letters(read(str(markup.prose(text)))[0])  # its numbers are the list's
        assert plain in everything or listed in everything, text


@pytest.mark.slow
@settings(PROFILE, max_examples=12)
@given(data=cvs(lines))
def test_any_text_that_is_valid_is_in_the_pdf(data):
    text = letters(normalise(Pdf(typeset(composed(data)).pdf).text)).casefold()
    for each in texts_of(data):
        assert letters(each).casefold() in text


# The fuzzer


@pytest.fixture
def fuzz(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "tools"))
    import fuzz

    return fuzz


@pytest.mark.slow
def test_the_fuzzer_finds_nothing_in_a_short_run(fuzz, tmp_path):
    fuzzer = fuzz.Fuzzer(tmp_path, seed=3)
    for _ in range(60):
        fuzzer.step()
    assert fuzzer.tally.faults == []
    assert fuzzer.tally.accepted > 10
    assert fuzzer.tally.reported > 10


def test_the_fuzzer_would_find_what_is_lost_and_what_breaks_down(fuzz, tmp_path, monkeypatch):
    assert fuzz.lost(iter(["Ada Lovelace", "the engine"]), "<body><p>Ada <b>Lovelace</b>") == [
        "the engine"
    ]
    fuzzer = fuzz.Fuzzer(tmp_path, seed=3)
    monkeypatch.setattr(fuzz, "load", lambda _path: 1 // 0)
    fuzzer.step()
    assert "ZeroDivisionError" in fuzzer.tally.faults[0]
