"""A CV exported, edited elsewhere and imported again; a document imported, edited, exported."""

from __future__ import annotations

import copy
import json

import pytest
from full_cvs import Writer, edit, words_of

from cvkit.export.jsonresume import to_json
from cvkit.importers import IMPORTERS
from cvkit.importers.kit.repair import repair
from cvkit.importers.resumes.jsonresume import normal
from cvkit.model import CV


def imported(document):
    draft = IMPORTERS["jsonresume"].read("resume.json", json.dumps(document).encode())
    return normal(repair(draft.data)[0])


def exported(cv):
    return json.loads(to_json(CV.model_validate(cv)))


def bare(data):
    return {key: value for key, value in data.items() if key not in ("$schema", "meta", "origin")}


def unordered(document):
    """Return a document without the order of items: kinds that share a list are not mixed."""
    return {key: sorted(map(json.dumps, value)) if isinstance(value, list) else value
            for key, value in document.items()}  # fmt: skip


def without_blanks(value):
    if isinstance(value, dict):
        items = {key: without_blanks(item) for key, item in value.items()}
        return {key: items[key] for key in sorted(items) if items[key] not in ({}, [])}
    return [without_blanks(item) for item in value] if isinstance(value, list) else value


def check_an_edit_elsewhere(seed):
    writer = Writer(seed)
    cv = normal(CV.model_validate(writer.cv()))
    document = exported(cv)
    assert bare(imported(document)) == cv
    for _ in range(4):
        there = copy.deepcopy(document)
        if not (done := edit(writer, there)):
            continue
        result = imported(there)
        again, wanted = (without_blanks(bare(each)) for each in (exported(result), there))
        if " ('" in done and done.count(",") == 1:  # a whole list may have several kinds
            again, wanted = unordered(again), unordered(wanted)
        assert again == wanted, done
        before, shown, after = words_of(cv), words_of(bare(document)), words_of(bare(result))
        hidden = {word: number for word, number in before.items() if word not in shown}
        if not done.startswith("delete"):
            assert {word: after[word] for word in hidden} == hidden, done
        for word, number in words_of(bare(there)).items():
            # In several jobs of a document, the employer is the same; in a CV, it is there once.
            assert min(1, before[word] or 1) <= after[word] <= max(number, before[word]), done
        gone = shown.keys() - words_of(bare(there)).keys()
        assert not gone & after.keys(), done


def check_an_edit_of_the_file(seed):
    writer = Writer(seed)
    document = writer.document()
    cv = imported(document)
    assert json.dumps(exported(cv)) == json.dumps(document)
    for _ in range(4):
        here = copy.deepcopy(cv)
        if not (done := edit(writer, here)) or "'title'" in done:
            continue
        result = exported(here)
        result.get("meta", {}).pop("cvkit", None)
        assert words_of(bare(imported(result))) == words_of(bare(here)), done
        old, new = words_of(bare(cv)), words_of(bare(here))
        expected = words_of(bare(document)) - (old - new) + (new - old)
        assert words_of(bare(result)) == expected, done
        items = {json.dumps(item) for key in document for item in document[key]}
        left = items - {json.dumps(item) for key in result for item in result[key]}
        assert len(left) <= 1, done  # all other items are what they were, identifiers included


@pytest.mark.parametrize("seed", range(8))
def test_an_edit_elsewhere_is_the_only_change(seed):
    check_an_edit_elsewhere(seed)


@pytest.mark.parametrize("seed", range(8))
def test_an_edit_of_an_imported_cv_is_the_only_change(seed):
    check_an_edit_of_the_file(seed)


@pytest.mark.slow
def test_edits_of_many_cvs_are_the_only_change():
    for seed in range(100, 220):
        check_an_edit_elsewhere(seed)
        check_an_edit_of_the_file(seed)


# Examples


def acme():
    return {"name": "Ada", "sections": [{"kind": "experience", "entries": [{
        "organization": "Acme", "badges": ["Star"], "positions": [
            {"position": "Senior", "start": "2020", "highlights": ["One", "Two"]},
            {"position": "Junior", "start": "2018", "end": "2020", "highlights": ["Three"]},
        ]}]}]}  # fmt: skip


def after(change):
    document = exported(acme())
    change(document["work"])
    return imported(document)["sections"][0]["entries"]


def expected(change):
    cv = acme()
    change(cv["sections"][0]["entries"])
    return normal(CV.model_validate(cv))["sections"][0]["entries"]


@pytest.mark.parametrize(
    ("there", "here"),
    [
        (lambda work: work[0].update(position="Principal"),
         lambda jobs: jobs[0]["positions"][0].update(position="Principal")),
        (lambda work: work[0].update(startDate="2021"),
         lambda jobs: jobs[0]["positions"][0].update(start="2021")),
        (lambda work: work[1]["highlights"].append("Four"),
         lambda jobs: jobs[0]["positions"][1]["highlights"].append("Four")),
        (lambda work: work.pop(1), lambda jobs: jobs[0]["positions"].pop(1)),
        (lambda work: work.insert(1, {"name": "Acme", "position": "Lead"}),
         lambda jobs: jobs[0]["positions"].insert(1, {"position": "Lead"})),
        (lambda work: [job.update(name="Bolt") for job in work],
         lambda jobs: jobs[0].update(organization="Bolt")),
    ],
    ids=["position", "date", "bullet", "deleted", "inserted", "employer"],
)  # fmt: skip
def test_positions_at_one_employer_stay_together(there, here):
    assert after(there) == expected(here)


def test_a_position_that_moved_to_another_employer_leaves_the_first():
    bolt, other = after(lambda work: work[0].update(name="Bolt"))
    assert (bolt["organization"], [p["position"] for p in bolt["positions"]]) == (
        "Bolt",
        ["Senior"],
    )
    assert (other["organization"], [p["position"] for p in other["positions"]]) == (
        "Acme",
        ["Junior"],
    )
    assert (bolt["badges"], "badges" in other) == (["Star"], False)


def test_an_edit_of_the_shown_language_leaves_the_others():
    cv = {"name": "Ada", "headline": {"en": "Engineer", "de": "Ingenieurin"}}
    document = exported(cv)
    document["basics"]["label"] = "Analyst"
    assert imported(document)["headline"] == {"en": "Analyst", "de": "Ingenieurin"}


def test_a_sorted_section_keeps_the_order_of_its_file():
    entries = [{"title": "Old", "date": "2001"}, {"title": "New", "date": "2020"}]
    cv = {"sections": [{"kind": "awards", "sort": "newest", "entries": entries}]}
    document = exported(cv)
    assert [award["title"] for award in document["awards"]] == ["New", "Old"]
    document["awards"][0]["title"] = "Newest"
    titles = [entry["title"] for entry in imported(document)["sections"][0]["entries"]]
    assert titles == ["Old", "Newest"]


@pytest.mark.parametrize("field", ["name", "email", "url"])
def test_a_picture_elsewhere_stays_when_the_head_is_edited(field):
    basics = {"name": "Ada", "email": "a@x.example", "url": "https://x.example",
              "image": "https://x.example/me.png"}  # fmt: skip
    cv = imported({"basics": basics})
    cv[field] = ["b@x.example"] if field == "email" else "https://b.example"
    edited = {**basics, field: "b@x.example" if field == "email" else "https://b.example"}
    assert exported(cv)["basics"] == edited


def test_a_picture_that_is_not_there_is_exported_again(tmp_path):
    document = {"basics": {"name": "Ada", "image": "me.png"}}
    draft = IMPORTERS["jsonresume"].read("resume.json", json.dumps(document).encode())
    cv, _ = repair(draft.data, tmp_path)
    assert cv.photo is None
    assert json.loads(to_json(cv))["basics"] == document["basics"]
