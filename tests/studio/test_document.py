"""A file that is edited here and elsewhere: nothing is ever lost."""

from __future__ import annotations

import os
import stat

import pytest

from cvkit.apps.studio.core.document import Document, Event
from cvkit.errors import InputError

TEXT = "name: Ada\nheadline: Engineer\n"


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "recovery"


@pytest.fixture
def document(write_cv, kept):
    return Document(write_cv(TEXT), kept)


def touch(path, text):
    """Write as another program, at a later time than any before."""
    later = path.stat().st_mtime_ns + 2_000_000_000
    path.write_text(text)
    os.utime(path, ns=(later, later))


def test_text_is_saved_once(document):
    document.edit("name: Bob\n")
    assert not document.is_saved
    assert document.save() is Event.SAVED
    assert document.path.read_text() == "name: Bob\n"
    assert document.is_saved
    assert document.save() is Event.NOTHING


def test_permissions_and_line_breaks_are_kept(write_cv, kept):
    path = write_cv(b"name: Ada\r\nheadline: Engineer\r\n")
    path.chmod(0o600)
    document = Document(path, kept)
    assert document.text == TEXT
    document.edit(TEXT + "email: ada@example.org\n")
    document.save()
    assert path.read_bytes().endswith(b"Engineer\r\nemail: ada@example.org\r\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_change_by_another_program_is_taken_over(document):
    touch(document.path, "name: Carol\n")
    assert document.compare() is Event.CHANGED
    assert document.text == "name: Carol\n"
    assert document.compare() is Event.NOTHING


def test_two_changes_are_a_conflict_and_nothing_is_written(document):
    document.edit("name: Mine\n")
    touch(document.path, "name: Theirs\n")
    assert document.save() is Event.CONFLICT
    assert document.path.read_text() == "name: Theirs\n"
    assert (document.conflict.mine, document.conflict.theirs) == ("name: Mine\n", "name: Theirs\n")
    document.edit("name: Mine, later\n")
    assert document.save() is Event.CONFLICT
    assert document.path.read_text() == "name: Theirs\n"


@pytest.mark.parametrize("mine", [True, False])
def test_the_version_that_is_not_chosen_is_kept(document, mine):
    document.edit("name: Mine\n")
    touch(document.path, "name: Theirs\n")
    document.save()
    chosen, other = ("name: Mine\n", "name: Theirs\n")[:: 1 if mine else -1]
    copy = document.resolve(chosen)
    assert copy.read_text() == other
    assert document.path.read_text() == document.text == chosen
    assert document.is_saved


def test_the_same_change_on_both_sides_is_no_conflict(document):
    document.edit("name: Same\n")
    touch(document.path, "name: Same\n")
    assert document.save() is Event.NOTHING
    assert document.is_saved


def test_a_conflict_ends_if_the_other_program_takes_its_change_back(document):
    document.edit("name: Mine\n")
    touch(document.path, "name: Theirs\n")
    document.save()
    touch(document.path, "name: Mine\n")
    document.compare()
    assert document.conflict is None
    assert document.is_saved


def test_what_was_not_saved_is_offered_at_the_next_start(document, kept):
    document.edit("name: Mine\n")
    touch(document.path, "name: Theirs\n")
    document.save()
    again = Document(document.path, kept)
    assert again.text == "name: Theirs\n"
    assert again.recovered.text == "name: Mine\n"
    again.discard_recovered()
    assert Document(document.path, kept).recovered is None


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may write everything")
def test_a_file_that_cannot_be_written_is_recovered(document, kept):
    document.path.chmod(0o400)
    document.edit("name: Mine\n")
    assert document.save() is Event.FAILED
    assert document.problem.message
    assert Document(document.path, kept).recovered.text == "name: Mine\n"


def test_a_file_that_was_deleted_is_written_again(document):
    document.edit("name: Mine\n")
    document.path.unlink()
    document.save()
    assert document.path.read_text() == "name: Mine\n"


def test_a_file_that_turned_binary_is_not_overwritten(document):
    document.edit("name: Mine\n")
    document.path.write_bytes(b"\xff\xfe\x00junk")
    assert document.save() is Event.FAILED
    assert document.path.read_bytes() == b"\xff\xfe\x00junk"


def test_a_broken_recovery_file_is_ignored(document, kept):
    document.edit("name: Mine\n")
    touch(document.path, "name: Theirs\n")
    document.save()
    (file,) = kept.glob("*.json")
    file.write_text("{")
    assert Document(document.path, kept).recovered is None


def test_a_missing_file_is_an_error(tmp_path, kept):
    with pytest.raises(InputError):
        Document(tmp_path / "none.yaml", kept)
