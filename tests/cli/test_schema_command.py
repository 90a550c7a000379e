"""``cvkit schema``: the schema for editors, and the line that names it."""

from __future__ import annotations

import json

import pytest
from command import cvkit


@pytest.fixture
def project(tmp_path):
    people = tmp_path / "people"
    people.mkdir()
    (people / "ada.yaml").write_text("name: Ada\n")
    (people / "ada.acme.yaml").write_text("kind: letter\nbody: x\n")
    (people / "bom.yaml").write_bytes(b"\xef\xbb\xbfname: Bom\r\n")
    other = "# yaml-language-server: $schema=https://example.org/x.json\nname: Eve\n"
    (people / "eve.yaml").write_text(other)
    wrong = "# a comment\n# yaml-language-server: $schema=cv.schema.json\nname: Old\n"
    (people / "old.yaml").write_text(wrong)
    return tmp_path


LINE = "# yaml-language-server: $schema=../cv.schema.json"


def test_the_schema_and_the_lines_are_written(project):
    people = project / "people"
    (people / "ada.yaml").chmod(0o640)
    (project / "real.yaml").write_text("name: Linked\n")
    (people / "link.yaml").symlink_to("../real.yaml")
    run = cvkit("schema", "--write", cwd=people)
    assert run.returncode == 0, run.stderr
    schema = json.loads((project / "cv.schema.json").read_text("utf-8"))
    assert "Options" in schema["$defs"]
    assert (people / "ada.yaml").read_text() == f"{LINE}\nname: Ada\n"
    assert (people / "ada.yaml").stat().st_mode & 0o777 == 0o640
    assert (people / "ada.acme.yaml").read_text() == f"{LINE}\nkind: letter\nbody: x\n"
    assert (people / "bom.yaml").read_bytes() == f"\ufeff{LINE}\r\nname: Bom\r\n".encode()
    assert "example.org" in (people / "eve.yaml").read_text()
    assert (people / "old.yaml").read_text() == f"# a comment\n{LINE}\nname: Old\n"
    assert (people / "link.yaml").is_symlink()
    assert (project / "real.yaml").read_text() == f"{LINE}\nname: Linked\n"
    again = cvkit("schema", "--write", cwd=project)
    assert again.stdout == "cv.schema.json written\n"
    assert cvkit("validate", cwd=project).returncode == 0


def test_a_file_that_cannot_be_read_is_reported_and_the_others_are_written(project):
    (project / "people" / "latin.yaml").write_bytes(b"name: \xe9\n")
    run = cvkit("schema", "--write", cwd=project)
    assert run.returncode == 1
    assert "latin.yaml" in run.stderr
    assert (project / "people" / "ada.yaml").read_text().startswith(LINE)


def test_the_schema_has_the_themes_of_the_project(project):
    assert cvkit("themes", "new", "mine", cwd=project).returncode == 0
    schema = json.loads(cvkit("schema", cwd=project).stdout)
    assert '"mine"' in json.dumps(schema["$defs"]["CV"]["properties"]["theme"])
    assert "accent" in schema["$defs"]["Options"]["properties"]
