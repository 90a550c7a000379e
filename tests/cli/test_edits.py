"""The files of people keep their permissions and links when cvkit edits them."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from command import cvkit, files

from cvkit.errors import RenderError
from cvkit.system.files import edit

UNTIDY = "name:   Ada\n"
REFERENCES = "@article{a, title={On Engines}, author={Lovelace, Ada}, year={1843}, journal={J}}\n"

EDITS = {
    "format": ["format", "people/ada.yaml"],
    "import": ["import", "refs.bib", "-o", "people/ada.yaml"],
    "import --force": ["import", "cv.json", "-o", "people/ada.yaml", "--force"],
    "new --force": ["new", "ada", "--force"],
}


@pytest.fixture
def project(tmp_path):
    """A project with a private file that is a relative link to another folder."""
    (tmp_path / "people").mkdir()
    (tmp_path / "private").mkdir()
    real = tmp_path / "private" / "ada.yaml"
    real.write_text(UNTIDY)
    real.chmod(0o600)
    (tmp_path / "people" / "ada.yaml").symlink_to(Path("..") / "private" / "ada.yaml")
    (tmp_path / "refs.bib").write_text(REFERENCES)
    (tmp_path / "cv.json").write_text('{"basics": {"name": "Ada Lovelace"}}')
    return tmp_path


@pytest.mark.parametrize("command", EDITS)
def test_permissions_and_links_are_kept(project, command):
    done = cvkit(*EDITS[command], cwd=project)
    assert done.returncode == 0, done.stderr
    link, real = project / "people" / "ada.yaml", project / "private" / "ada.yaml"
    assert link.readlink() == Path("../private/ada.yaml")
    assert real.read_text() != UNTIDY
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert files(project / "private") == ["ada.yaml"]
    assert files(project / "people") == ["ada.yaml"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_are_kept_whatever_they_are(tmp_path, mode):
    path = tmp_path / "a.yaml"
    path.write_text("old")
    path.chmod(mode)
    edit(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_file_that_does_not_exist_is_written(tmp_path):
    edit(tmp_path / "new" / "a.yaml", b"new")
    assert (tmp_path / "new" / "a.yaml").read_bytes() == b"new"


def test_a_read_only_file_is_an_error(tmp_path, monkeypatch):
    path = tmp_path / "a.yaml"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(RenderError, match="cannot be written: the file is read-only"):
        edit(path, b"new")
    assert path.read_text() == "old"


def test_a_link_that_leads_nowhere_is_an_error(tmp_path):
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    (tmp_path / "c.yaml").symlink_to("missing.yaml")
    for name in ("a.yaml", "c.yaml"):
        with pytest.raises(RenderError, match="leads nowhere"):
            edit(tmp_path / name, b"new")


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes")
def test_extended_attributes_are_kept(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("old")
    try:
        os.setxattr(path, "user.origin", b"mail")
    except OSError:
        pytest.skip("the file system has no extended attributes")
    edit(path, b"new")
    assert os.getxattr(path, "user.origin") == b"mail"
