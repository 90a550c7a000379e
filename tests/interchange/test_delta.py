"""Differences: from a view to the whole, and again from a view that was edited."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvkit.interchange.delta import differ, supplement

KEYS = st.sampled_from(["name", "kind", "id", "a", "b", "c"]) | st.text(max_size=3)
LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=2)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.lists(st.dictionaries(KEYS, inner, max_size=3), max_size=4)
    ),
    max_leaves=20,
)
DOCUMENTS = st.dictionaries(KEYS, TREES, max_size=6)


def go(view, whole, edited, **options):
    """Supplement an edited view with the differences between a view and the whole."""
    differences = json.loads(json.dumps(differ(view, whole, **options)))
    return supplement(edited, differences)


@given(DOCUMENTS, DOCUMENTS, st.booleans())
def test_a_view_that_nobody_edited_becomes_the_whole_again(view, whole, dependent):
    result, unfit = go(view, whole, view, dependent=dependent)
    assert json.dumps(result) == json.dumps(whole)
    assert unfit == []


@given(DOCUMENTS)
def test_where_view_and_whole_are_the_same_there_is_no_difference(document):
    assert differ(document, document) == []


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_differences_can_be_tried_on_anything(view, whole, edited):
    before = json.dumps(edited)
    go(view, whole, edited)
    assert json.dumps(edited) == before


PARTS = st.sampled_from(["at", "set", "drop", "keys", "list", "gone", "names", "of"])


@given(DOCUMENTS, st.lists(TREES | st.dictionaries(PARTS, TREES)))
def test_what_is_no_difference_is_passed_over(document, strangers):
    supplement(document, strangers)


WORK = [{"name": "Acme", "start": "2014"}, {"name": "Bolt", "start": "2010"}]
RICH = [{"name": "Acme", "start": "2014 summer"}, {"name": "Bolt", "start": "2010", "id": "7"}]


def test_an_edited_value_wins_and_the_others_keep_their_supplement():
    edited = [{"name": "Acme", "start": "2015"}, WORK[1]]
    result, unfit = go({"work": WORK}, {"work": RICH}, {"work": edited})
    assert result == {"work": [edited[0], RICH[1]]}
    assert unfit == ["work/=Acme"]


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        (WORK[::-1], RICH[::-1]),
        (WORK[1:], RICH[1:]),
        ([{"name": "New"}, *WORK], [{"name": "New"}, *RICH]),
    ],
    ids=["moved", "deleted", "added"],
)
def test_items_are_found_again_wherever_they_are(edited, expected):
    assert go({"work": WORK}, {"work": RICH}, {"work": edited})[0] == {"work": expected}


def test_an_item_that_was_to_go_stays_where_it_was_edited():
    view, whole = {"l": [{"name": "a"}, {"name": "b", "x": "1"}]}, {"l": [{"name": "a"}]}
    assert go(view, whole, view)[0] == whole
    edited = {"l": [{"name": "a"}, {"name": "b", "x": "2"}]}
    result, unfit = go(view, whole, edited)
    assert result == edited
    assert unfit == ["l"]


def test_an_added_item_keeps_its_neighbour_when_the_order_is_restored():
    view = {"l": [{"name": "a"}, {"name": "b"}]}
    edited = {"l": [{"name": "a"}, {"name": "new"}, {"name": "b"}]}
    result, _ = go(view, {"l": [{"name": "b"}, {"name": "a"}]}, edited)
    assert [item["name"] for item in result["l"]] == ["b", "a", "new"]


def test_a_renamed_field_is_renamed_whatever_its_value_has_become():
    view, whole = {"name": "Acme", "url": "u"}, {"company": "Acme", "website": "u"}
    assert go(view, whole, {"name": "New", "url": "u"}) == ({"company": "New", "website": "u"}, [])


def test_dependent_fields_are_given_up_with_what_they_depend_on():
    """Else an address that was deleted would come back from what was kept of it."""
    view, whole = {"address": "Fjordgata 12, Bergen"}, {"street": "Fjordgata 12", "city": "Bergen"}
    assert go(view, whole, view, dependent=True)[0] == whole
    moved = {"address": "Oslo"}
    assert go(view, whole, moved, dependent=True)[0] == moved
    assert go(view, whole, {}, dependent=True)[0] == {}


def test_what_is_empty_is_no_secret_and_comes_back_anyway():
    view, whole = {"a": "1"}, {"a": "1", "b": "", "c": None}
    assert go(view, whole, {"a": "2"}, dependent=True)[0] == {"a": "2", "b": "", "c": None}
