"""Names: one's own is found in a list of authors, and nobody else's."""

from __future__ import annotations

import pytest

from cvkit.model.names import is_et_al, is_same_person, split_marks


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Lovelace, Ada", "Ada Lovelace"),
        ("A. Lovelace", "Ada Lovelace"),
        ("Lovelace, A.", "Ada Lovelace"),
        ("A Lovelace", "Ada Lovelace"),
        ("Ada Lovelace*", "Ada Lovelace"),
        ("Ada Lovelace *†", "Ada Lovelace"),
        ("ADA LOVELACE", "Ada Lovelace"),
        ("Ada K. Lovelace", "Ada King Lovelace"),
        ("A. K. Lovelace", "Ada King Lovelace"),
        ("A.K. Lovelace", "Ada King Lovelace"),
        ("Ada Lovelace", "Ada King Lovelace"),
        ("Ada King Lovelace", "Ada Lovelace"),
        ("Jose Garcia", "José García"),
        ("J. García", "José García"),
        ("Jean-Paul Sartre", "Jean Paul Sartre"),
        ("Jeanpaul Sartre", "Jean-Paul Sartre"),
        ("J.-P. Sartre", "Jean-Paul Sartre"),
        ("Zi-Liang Lai", "Ziliang Lai"),
        ("王小明", "王小明"),
        ("王 小明", "王小明"),
        ("Κ. Παπαδόπουλος", "Κώστας Παπαδόπουλος"),
        ("Lukasz Kaiser", "Łukasz Kaiser"),
        ("Søren Kierkegaard", "Soren Kierkegaard"),
        ("Madonna", "Madonna"),
        ("Mueller, J.", "Jürgen Müller"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Ju\u0308rgen Mu\u0308ller", "Jürgen Müller"),
        ("A. Kuznetsova", "Анна Кузнецова"),
    ],
)
def test_one_person(author, name):
    assert is_same_person(author, [name])
    assert is_same_person(author, ["Someone Else", "", name])


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Byron Lovelace", "Ada Lovelace"),
        ("B. Lovelace", "Ada Lovelace"),
        ("Ada Byron", "Ada Lovelace"),
        ("Adam Lovelace", "Ada Lovelace"),
        ("Lovelace Ada", "Ada Lovelace"),
        ("Lovelace", "Ada Lovelace"),
        ("Ada", "Ada Lovelace"),
        ("Ada B. Lovelace", "Ada King Lovelace"),
        ("Wang Li", "Li Wang"),
        ("李四", "李三"),
        ("et al.", "Ada Lovelace"),
        ("", "Ada Lovelace"),
        ("*", "Ada Lovelace"),
        ("Ada Lovelace", ""),
    ],
)
def test_two_persons(author, name):
    assert not is_same_person(author, [name])


def test_other_spellings_are_found():
    assert is_same_person("A. Byron", ["Ada Lovelace", "Ada Byron"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Lovelace", ("Ada Lovelace", "")),
        ("Ada Lovelace*", ("Ada Lovelace", "*")),
        ("Ada Lovelace *†", ("Ada Lovelace", "*†")),
        ("Ada Lovelace#", ("Ada Lovelace", "#")),
        ("Ada* Lovelace", ("Ada* Lovelace", "")),
    ],
)
def test_marks_stand_behind_the_name(name, expected):
    assert split_marks(name) == expected


@pytest.mark.parametrize("name", ["et al.", "et al", "et. al.", "Et Al.", "and others", "others"])
def test_et_al_is_nobody(name):
    assert is_et_al(name)


@pytest.mark.parametrize("name", ["Ada Lovelace", "Al", "Etal Smith", "Bob Others", "et"])
def test_people_are_not_et_al(name):
    assert not is_et_al(name)
