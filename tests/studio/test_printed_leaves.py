"""The files of a project: new, copied, imported, and nothing outside of it."""

from __future__ import annotations

import json

import pytest

from cvkit.apps.studio.core.people import (
    duplicate,
    files_of,
    import_file,
    new_person,
    resolve,
)
from cvkit.errors import CvkitError, InputError, UsageError
from cvkit.load.load import load
from cvkit.pipeline.project import Project


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr("cvkit.apps.studio.core.people.cache_folder", lambda: tmp_path / "cache")
    (tmp_path / "home").mkdir()
    return Project(tmp_path / "home")


@pytest.mark.parametrize("sample", [True, False])
def test_a_new_person_has_a_valid_file(project, sample):
    file = new_person(project, "Ada Lovelace", sample=sample)
    assert file == project.people_folder / "ada-lovelace.yaml"
    cv = load(file)
    assert cv.name == "Ada Lovelace"
    assert bool(cv.sections) is sample


def test_an_existing_file_is_never_replaced(project):
    file = new_person(project, "ada")
    text = file.read_text()
    for make in (lambda: new_person(project, "ada"), lambda: duplicate(project, file, "ada")):
        with pytest.raises(InputError):
            make()
    assert file.read_text() == text


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", ".hidden", "-x", "a\0b", "x" * 99])
def test_a_name_is_no_path(project, name):
    with pytest.raises(CvkitError):
        new_person(project, name)


def test_a_copy_has_the_same_text(project):
    file = new_person(project, "ada")
    assert duplicate(project, file, "Bob").read_text() == file.read_text()
    assert list(files_of(project)) == ["ada", "bob"]


def test_letters_are_listed_after_their_person(project):
    file = new_person(project, "ada")
    letter = file.with_name("ada.acme.yaml")
    letter.write_text("kind: letter\nbody: Hello\n")
    assert files_of(project) == {"ada": file, "ada · acme": letter}


def test_files_of_other_tools_are_imported_beside_what_is_there(project):
    resume = json.dumps({"basics": {"name": "Ada Lovelace", "email": "ada@example.org"}}).encode()
    first = import_file(project, "../../resume.json", resume)
    second = import_file(project, "resume.json", resume)
    assert first.file == project.people_folder / "ada-lovelace.yaml"
    assert second.file == project.people_folder / "ada-lovelace-2.yaml"
    assert load(first.file).email == ("ada@example.org",)
    assert not list(project.root.parent.rglob("resume.json"))


def test_what_is_no_cv_is_an_error_and_leaves_nothing(project):
    with pytest.raises(CvkitError):
        import_file(project, "x.json", b"[1, 2")
    assert not project.people_folder.exists()


def test_only_files_of_the_project_are_opened(project):
    file = new_person(project, "ada")
    outside = project.root.parent / "secret.yaml"
    outside.write_text("name: Eve\n")
    (project.people_folder / "link.yaml").symlink_to(outside)
    (project.root / "notes.txt").write_text("x")
    assert resolve(project, file) == file.resolve()
    for other in (outside, project.people_folder / "link.yaml", project.root / "notes.txt"):
        with pytest.raises(UsageError):
            resolve(project, other)
