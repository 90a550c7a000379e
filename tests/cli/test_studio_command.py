"""The command ``cvkit studio``, before anything is served."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from cvkit.apps.cli import cli
from cvkit.apps.cli import studio as command
from cvkit.apps.studio import server
from cvkit.errors import UsageError


@pytest.fixture
def served(monkeypatch, tmp_path):
    """Record what would be served."""
    calls = []
    monkeypatch.setattr(server, "serve", lambda *args, **settings: calls.append((args, settings)))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "ada.yaml").write_text("name: Ada\n")
    return calls


def studio(*arguments):
    return CliRunner().invoke(cli, ["studio", *arguments])


def test_without_the_extra_one_message_says_what_to_install(served, monkeypatch):
    monkeypatch.setattr(command, "find_spec", lambda _name: None)
    error = studio().exception
    assert isinstance(error, UsageError)
    assert "pip install 'cvkit[studio]'" in error.problems[0].hint
    assert served == []


def test_it_listens_to_this_machine_only(served, tmp_path):
    result = studio("ada", "--no-browser")
    (((project, file), settings),) = served
    assert (project.root, file) == (tmp_path, tmp_path / "people" / "ada.yaml")
    assert settings["host"] == "127.0.0.1"
    assert settings["browser"] is False
    assert "Warning" not in result.output


def test_another_address_is_explained(served):
    result = studio("--host", "0.0.0.0", "--port", "8580")
    assert "Warning" in result.output
    assert "not encrypted" in result.output
    assert served[0][1]["port"] == 8580


@pytest.mark.parametrize("name", ["nobody", "missing.yaml"])
def test_an_unknown_person_is_an_error(served, name):
    assert isinstance(studio(name).exception, UsageError)
    assert served == []
