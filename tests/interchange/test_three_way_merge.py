"""Edited views are put back: the edit is there once, and what the view does not show is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvkit.interchange.merge import align, put


def show(whole):
    """Show a mapping: renamed, joined, flattened, first of several, and some of it not at all."""
    view = {}
    if name := whole.get("company", whole.get("name")):
        view["name"] = name
    if summary := "\n\n".join(whole[k] for k in ("about", "summary") if k in whole):
        view["summary"] = summary
    if bullets := list(flat(whole.get("highlights", ()))):
        view["highlights"] = bullets
    if emails := whole.get("email"):
        view["email"] = emails[:1]
    if date := whole.get("date"):
        view |= {"start": date, "end": date}
    return view | {key: whole[key] for key in ("start", "end") if key in whole}


def flat(items):
    for item in items:
        yield {"text": item["text"]} if "text" in item else {}
        yield from flat(item.get("highlights", ()))


WHOLE = {
    "company": "Acme", "about": "Anvils.", "summary": "Mine.", "date": "2019", "badge": "Star",
    "email": ["a@x", "b@x"],
    "highlights": [
        {"text": "A", "links": ["a"], "highlights": [{"text": "B"}, {"text": "C", "links": ["c"]}]},
        {"text": "D"},
    ],
}  # fmt: skip


def edited(**fields):
    view = {**show(WHOLE), **fields}
    return {name: value for name, value in view.items() if value is not None}


def bullets(texts):
    return [{"text": text} for text in texts]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": "New"}, {"company": "New"}),
        ({"name": None}, {"company": None}),
        ({"summary": "Anvils.\n\nYours."}, {"summary": "Yours."}),
        ({"summary": "Irons.\n\nMine."}, {"about": "Irons."}),
        ({"summary": None}, {"about": None, "summary": None}),
        ({"email": ["c@x"]}, {"email": ["c@x", "b@x"]}),
        ({"end": "2020"}, {"date": None, "start": "2019", "end": "2020"}),
    ],
)
def test_a_field_is_put_where_it_comes_from(fields, expected):
    result = {name: value for name, value in {**WHOLE, **expected}.items() if value is not None}
    assert put(WHOLE, edited(**fields), show) == result


B, C, D = {"text": "B"}, {"text": "C", "links": ["c"]}, {"text": "D"}


@pytest.mark.parametrize(
    ("texts", "below", "beside"),
    [
        ("ABxCD", [B, {"text": "x"}, C], [D]),
        ("ACD", [C], [D]),
        ("AByD", [B, {"text": "y", "links": ["c"]}], [D]),
        ("ABCDx", [B, C], [D, {"text": "x"}]),
    ],
)
def test_nested_items_stay_below_what_they_were_below(texts, below, beside):
    result = put(WHOLE, edited(highlights=bullets(texts)), show)["highlights"]
    assert result == [{"text": "A", "links": ["a"], "highlights": below}, *beside]


def test_items_below_a_deleted_one_take_its_place():
    assert put(WHOLE, edited(highlights=bullets("BCD")), show)["highlights"] == [B, C, D]


def test_what_the_view_does_not_show_never_hides_an_edit():
    def first(whole):
        venue = whole.get("venue") or whole.get("series")
        return {"venue": venue} if venue else {}

    whole = {"venue": "Nature", "series": "Letters"}
    assert put(whole, {"venue": "Science"}, first) == {"venue": "Science", "series": "Letters"}


TEXTS = st.sampled_from(["A", "B", "C", "D"]) | st.text("ab", min_size=1, max_size=2)
NESTED = st.recursive(
    st.fixed_dictionaries({"text": TEXTS}, optional={"links": st.just(["x"])}),
    lambda inner: st.fixed_dictionaries(
        {"text": TEXTS, "highlights": st.lists(inner, min_size=1, max_size=3)}
    ),
    max_leaves=6,
)
WHOLES = st.fixed_dictionaries(
    {},
    optional={
        "company": TEXTS, "about": TEXTS, "summary": TEXTS, "badge": TEXTS, "start": TEXTS,
        "end": TEXTS, "email": st.lists(TEXTS, min_size=1, max_size=3),
        "highlights": st.lists(NESTED, min_size=1, max_size=4),
    },
)  # fmt: skip


@given(WHOLES, WHOLES)
def test_the_view_of_the_result_is_the_edited_view(whole, other):
    view = show(other)
    result = put(whole, view, show)
    shown = show(result)
    assert {name: shown[name] for name in view} == view
    # An address that was not shown may take the place of one that was deleted.
    assert shown.keys() - view.keys() <= {"email"}
    assert result.get("badge") == whole.get("badge")


@given(WHOLES)
def test_nothing_changes_where_nothing_was_edited(whole):
    assert put(whole, show(whole), show) == whole


ITEMS = st.lists(st.fixed_dictionaries({"name": TEXTS, "date": TEXTS}), max_size=6)


@given(ITEMS, ITEMS)
def test_no_item_is_paired_twice_and_equal_items_are_paired(before, after):
    pairs = align(before, after)
    known = [pair for pair in pairs if pair is not None]
    assert len(known) == len(set(known))
    left = [item for n, item in enumerate(before) if n not in known]
    new = [item for item, pair in zip(after, pairs, strict=True) if pair is None]
    assert not [item for item in new if item in left]


def test_an_item_that_was_edited_is_found_by_what_it_still_has():
    before = [{"name": "Acme", "date": "2019"}, {"name": "Bolt", "date": "2018"}]
    after = [{"name": "Bolt", "date": "2020"}, {"name": "New", "date": "1"}, before[0]]
    assert align(before, after) == [1, None, 0]
