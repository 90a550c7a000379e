"""``cvkit mcp`` as an assistant meets it: the official client on the server's stdin and stdout."""

from __future__ import annotations

import asyncio
import sys
from importlib.util import find_spec

import pytest
from command import cvkit

if find_spec("mcp") is None:
    pytest.skip("needs cvkit[mcp]", allow_module_level=True)

from mcp import Client, StdioServerParameters

ADA = "name: Ada\nsections:\n  - kind: experience\n    entries:\n      - organization: Acme\n"


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    (folder / "people").mkdir(parents=True)
    (folder / "people" / "ada.yaml").write_text(ADA)
    (tmp_path / "secret.yaml").write_text("name: Secret\n")
    (folder / "people" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    return folder


def answers(folder, *calls):
    """Return the text of each answer of a new server, and whether it is an error."""

    async def run():
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "cvkit", "mcp"], cwd=str(folder)
        )
        async with Client(server) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            found = []
            for name, fields in calls:
                result = await client.call_tool(name, fields)
                found.append((result.content[0].text, bool(result.is_error)))
            return names, found

    return asyncio.run(run())


def test_a_cv_is_read_changed_and_rendered(project):
    names, found = answers(
        project,
        ("list_people", {}),
        ("read_person", {"person": "ada"}),
        ("edit_person", {"person": "ada", "old": "Acme", "new": "Analytical Engine"}),
        ("edit_person", {"person": "ada", "old": "kind: experience", "new": "kind: experiense"}),
        ("edit_person", {"person": "eve", "old": "", "new": "name: Eve\n"}),
        ("render", {"person": "ada", "formats": "text"}),
        ("validate_text", {"yaml": "nmae: x\n"}),
        ("explain", {"code": "CV101"}),
        ("list_themes", {}),
        ("list_options", {"theme": "modern"}),
    )
    assert len(names) == 9
    assert not any(is_error for _, is_error in found)
    people, ada, changed, refused, new, rendered, invalid, code, themes, options = (
        text for text, _ in found
    )
    assert "people/ada.yaml" in people
    assert ada == ADA
    assert (changed, new) == ("valid", "valid")
    assert "experience" in refused
    assert (project / "people" / "ada.yaml").read_text() == ADA.replace("Acme", "Analytical Engine")
    assert rendered == "build/ada-modern.txt"
    assert "Analytical Engine" in (project / "build" / "ada-modern.txt").read_text()
    assert invalid == '1:1: unknown field "nmae"; did you mean "name"?'
    assert "CV101" in code
    assert "modern: " in themes
    assert "accent (color" in options


@pytest.mark.parametrize(
    "person", ["../secret", "../secret.yaml", "link", "people/../../secret.yaml", "/etc/passwd"]
)
def test_nothing_outside_of_the_project_is_read_or_written(project, person):
    _, found = answers(
        project,
        ("read_person", {"person": person}),
        ("edit_person", {"person": person, "old": "", "new": "name: x\n"}),
        ("render", {"person": person}),
    )
    assert all(is_error for _, is_error in found)
    assert not any("Secret" in text for text, _ in found)
    assert (project.parent / "secret.yaml").read_text() == "name: Secret\n"


def test_wrong_requests_are_answered_and_the_server_lives_on(project):
    _, found = answers(
        project,
        ("render", {"person": "nobody"}),
        ("render", {"person": "ada", "theme": "modrn"}),
        ("edit_person", {"person": "ada", "old": "not there", "new": "x"}),
        ("explain", {"code": "CV999"}),
        ("list_options", {"theme": "nope"}),
        ("list_people", {}),
    )
    assert [is_error for _, is_error in found] == [True] * 5 + [False]
    assert 'did you mean "modern"' in found[1][0]


def test_without_its_package_one_message_says_how_to_install_it(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'mcp' else find(name, *a)\n"
    )
    run = cvkit("mcp", cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert run.returncode == 2
    assert "python -m pip install 'cvkit[mcp]'" in run.stderr
