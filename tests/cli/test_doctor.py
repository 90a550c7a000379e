"""``cvkit doctor``: what it finds on this machine, and on machines that lack something."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from command import cvkit

from cvkit.apps.cli import cli
from cvkit.errors import RenderError
from cvkit.system.packages import DEBIAN, SYSTEMS, how_to_install
from cvkit.typeset.pool import Limits, Pool

ROOT = Path(__file__).parents[2]


@pytest.fixture
def doctor(monkeypatch, tmp_path):
    """Run the command in an empty folder, and return its exit code and its lines."""
    monkeypatch.chdir(tmp_path)

    def run():
        done = CliRunner().invoke(cli, ["doctor"], standalone_mode=False)
        return done.return_value, done.output.splitlines()

    return run


def lacking(monkeypatch, programs=()):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(
        "shutil.which", lambda name: f"/usr/bin/{name}" if name in programs else None
    )


def test_here_everything_required_is_found(tmp_path):
    done = cvkit("doctor", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    found = r"^ok +(Python|Pango|Fonts|Results) +(.*)$"
    states = dict(re.findall(found, done.stdout, re.MULTILINE))
    assert states.keys() == {"Python", "Pango", "Fonts", "Results"}
    assert re.fullmatch(r"1\.\d+\.\d+", states["Pango"])


def test_without_pango_the_command_that_installs_it_is_printed(doctor, monkeypatch):
    def missing():
        raise RenderError("no Pango")

    monkeypatch.setattr("cvkit.typeset.weasyprint.libraries", missing)
    lacking(monkeypatch, ["apt-get"])
    code, lines = doctor()
    assert code == 1
    (at,) = [n for n, line in enumerate(lines) if line.startswith("missing   Pango")]
    assert lines[at + 1].strip() == f"fix: apt-get install {DEBIAN.pango}"


def test_what_is_optional_is_listed_and_no_failure(doctor, monkeypatch):
    lacking(monkeypatch, ["dnf"])
    monkeypatch.setattr("cvkit.typeset.fontconfig.installed_font", lambda _: None)
    code, lines = doctor()
    assert code == 0
    optional = {line.split()[1] for line in lines if line.startswith("optional")}
    assert optional >= {"LaTeX", "Emoji"}
    assert any(line.strip().startswith("fix: dnf install texlive") for line in lines)


def test_a_folder_that_cannot_be_written_is_named(doctor, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_: False)
    code, lines = doctor()
    assert code == 1
    assert any(line.startswith("missing   Results") for line in lines)


def test_a_cache_that_is_not_kept_is_named(doctor, monkeypatch, tmp_path):
    monkeypatch.setattr("cvkit.system.cache.cache_folder", lambda: tmp_path / "elsewhere")
    code, lines = doctor()
    assert code == 0
    assert any(line.startswith("optional  Cache") for line in lines)


def test_without_shared_memory_rendering_says_so(monkeypatch):
    def refused(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("cvkit.typeset.pool.ProcessPoolExecutor", refused)
    with pytest.raises(RenderError, match=r"share memory: Read-only.*/dev/shm"):
        Pool(1, Limits())


def test_an_unknown_system_is_told_what_to_install(monkeypatch):
    lacking(monkeypatch)
    assert "install Pango" in how_to_install("pango")


def test_script_and_documentation_name_the_same_packages():
    script = (ROOT / "tools" / "install-system").read_text()
    page = (ROOT / "docs" / "install.md").read_text()
    for system in SYSTEMS:
        row = re.search(rf"^\| {system.name} \|.*`{system.command} ([^`]+)`", page, re.MULTILINE)
        assert row, system.name
        for packages in (system.pango, system.emoji):
            assert set(packages.split()) <= set(row[1].split())
            assert system.name == "Windows" or all(name in script for name in packages.split())
