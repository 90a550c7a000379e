"""Merging a bibliography into a person's file, whose comments, order and quoting stay."""

import difflib

import pytest

from cvkit.errors import InputError
from cvkit.importers.references import bibtex
from cvkit.importers.references.merge import merge
from cvkit.load.editor import Editor
from cvkit.source.nodes import parse
from cvkit.source.text import Source

PERSON = """\
# My CV
name: "Ada Example"   # as printed

sections:
  - kind: summary
    text: >-
      Some prose,
      folded.

  - kind: publications
    title: Selected Papers
    # the best first
    entries:
      - title: "On Engines: a Study"  # my favourite
        authors: [Ada Example*, B. Other]
        doi: 10.1000/ABC
        date: 2020

      - A Paper Without Anything # to be completed

  - kind: publications
    title: Others
    groups:
      - title: Workshop
        entries:
          - title: Small Talk
            date: 2019

  # the rest
  - kind: awards
    entries: [Prize]
"""

NEW = r"""
@article{a, title={On {Engines}: A Study}, author={Example, Ada and Other, Bob}, year={2021},
  doi={10.1000/abc}, journal={Journal of Engines}, volume=3}
@inproceedings{b, title={A paper without anything}, year=2018, booktitle={Conf}}
@inproceedings{c, title={Small talk}, year=2019, booktitle={Workshop}}
@inproceedings{d, title={Small talk}, year=2022, booktitle={Workshop again}}
@article{e, title={Brand new: one}, author={Example, Ada}, year=2024}
"""


def merged(text=PERSON, new=NEW, section=""):
    return merge(Source("ada.yaml", text), bibtex.read("refs.bib", new.encode()), section)


def changes(before, after):
    diff = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in diff if line[:2] in ("+ ", "- ")]


def test_known_entries_are_completed_and_new_ones_added():
    result = merged()
    assert (result.added, result.completed, result.unchanged) == (2, 3, 0)
    assert changes(PERSON, result.text) == [
        "+         type: article",
        "+         venue: Journal of Engines",
        "+         volume: 3",
        "-       - A Paper Without Anything # to be completed",
        "+       - title: A Paper Without Anything # to be completed",
        "+         type: paper",
        "+         venue: Conf",
        "+         date: 2018",
        "+ ",
        "+       - title: Small talk",
        "+         type: paper",
        "+         venue: Workshop again",
        "+         date: 2022",
        "+ ",
        '+       - title: "Brand new: one"',
        "+         authors: [Ada Example]",
        "+         type: article",
        "+         date: 2024",
        "+             type: paper",
        "+             venue: Workshop",
    ]


def test_what_the_person_wrote_wins_and_the_other_is_reported():
    notes = [(note.path, note.message) for note in merged().notes]
    assert notes[0] == (
        "sections[1].entries[0].date",
        '"On Engines: a Study": date was kept; the bibliography has "2021"',
    )
    assert not any("authors" in message for path, message in notes if path.endswith("[0]"))


def test_a_second_time_nothing_changes():
    once = merged().text
    again = merged(once)
    assert again.text == once
    assert (again.added, again.completed) == (0, 0)


def test_entries_with_different_dois_are_different_works():
    person = "sections:\n  - kind: publications\n    entries:\n      - {title: T, doi: 10.1/a}\n"
    result = merged(person, "@misc{k, title={T}, doi={10.1/b}}")
    assert result.added == 1
    assert result.text == person + "      - title: T\n        doi: 10.1/b\n"


@pytest.mark.parametrize("name", ["others", "Workshop"])
def test_the_section_can_be_named(name):
    result = merged(new="@misc{k, title={New}}", section=name)
    line = result.text.splitlines().index(
        "          - title: New" if name == "Workshop" else "      - title: New"
    )
    assert line > PERSON.splitlines().index("    title: Others")


def test_an_unknown_section_is_an_error_that_names_the_known_ones():
    with pytest.raises(InputError, match='did you mean "Selected Papers"'):
        merged(section="Selected Paper")


def test_a_section_is_made_where_there_is_none():
    for person in ("name: A # me", "name: A\nsections:\n- kind: awards\n  entries: [B]\n"):
        text = merged(person, "@misc{k, title={New}}").text
        assert parse(Source("x", text))[0].plain()["sections"][-1] == {
            "kind": "publications", "entries": [{"title": "New"}]
        }  # fmt: skip
        assert text.startswith(person)


def test_patents_go_to_their_own_section():
    text = merged(new="@patent{k, title={New}, number=3}").text
    assert text.endswith("  - kind: patents\n    entries:\n      - title: New\n        number: 3\n")


def test_line_ends_stay_as_they_are():
    text = merged(PERSON.replace("\n", "\r\n")).text
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize(
    "entries",
    [
        "    entries: [A, B]\n",
        "    entries:\n      - {title: New, note: x}\n",
        "    entries:\n      - &a\n        title: New\n      - *a\n",
        "    entries:\n      - >-\n        New\n",
    ],
    ids=["brackets", "braces", "alias", "block"],
)
def test_what_cannot_be_edited_safely_is_refused(entries):
    person = f"sections:\n  - kind: publications\n{entries}"
    with pytest.raises(InputError) as caught:
        merged(person, "@misc{k, title={New}, year=2020}")
    (problem,) = caught.value.problems
    assert "cannot be edited" in problem.message
    assert problem.hint


def test_a_broken_file_is_an_error_with_its_place():
    with pytest.raises(InputError, match=r"ada\.yaml:2:"):
        merged("name: A\nname: B\n")
    with pytest.raises(InputError, match="would not be valid"):
        merged("nmae: A\n")


# The editor itself


def edit(text, *path, **fields):
    editor = Editor(Source("x.yaml", text))
    editor.add_fields(path, fields)
    return editor.text()


def test_fields_are_added_behind_the_last_one():
    text = "a:\n  b: |\n    one\n\n    two\n\n# end\nc: 1\n"
    assert (
        edit(text, "a", d="x: y") == 'a:\n  b: |\n    one\n\n    two\n  d: "x: y"\n\n# end\nc: 1\n'
    )


def test_a_result_that_says_something_else_is_refused():
    with pytest.raises(InputError, match="without changing other parts"):
        edit('a:\n  b: "one\ntwo"\nc: 1\n', "a", d="x")


def test_items_are_added_in_the_style_of_the_list():
    editor = Editor(Source("x.yaml", "a:\n- b\n\n# about c\n- c # last\nd: 1\n"))
    editor.append(("a",), ["new", {"k": "v"}])
    assert editor.text() == "a:\n- b\n\n# about c\n- c # last\n\n- new\n\n- k: v\nd: 1\n"
