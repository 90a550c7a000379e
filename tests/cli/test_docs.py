"""``cvkit docs``: the documentation in the terminal."""

from __future__ import annotations

import os
import pty
import tomllib
from pathlib import Path

from command import cvkit

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.name for path in (ROOT / "docs").glob("*.md"))


def test_all_pages_are_listed_with_their_titles(tmp_path):
    done = cvkit("docs", cwd=tmp_path)
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        name.removesuffix(".md") for name in PAGES
    ]
    assert "Installation" in done.stdout


def test_a_page_is_printed_as_it_is(tmp_path):
    text = (ROOT / "docs" / "yaml.md").read_text("utf-8")
    for topic in ("yaml", "docs/yaml.md"):
        assert cvkit("docs", topic, cwd=tmp_path).stdout == text


def test_an_unknown_page_gives_the_nearest(tmp_path):
    done = cvkit("docs", "theme", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'did you mean "themes"?' in done.stderr


def test_on_a_terminal_a_page_is_laid_out_and_paged(tmp_path):
    """``PAGER`` is what shows it; without a terminal's signs, if NO_COLOR is set."""
    import subprocess
    import sys

    main, terminal = pty.openpty()
    env = {**os.environ, "PAGER": f"tee {tmp_path}/shown", "NO_COLOR": "1", "TERM": "xterm"}
    command = [sys.executable, "-m", "cvkit", "docs", "formats"]
    process = subprocess.Popen(command, stdin=terminal, stdout=terminal, env=env, cwd=tmp_path)
    os.close(terminal)
    while process.poll() is None:
        try:
            os.read(main, 65536)
        except OSError:
            break
    assert process.wait() == 0
    shown = (tmp_path / "shown").read_text()
    assert "Formats" in shown
    assert "| --- |" not in shown
    assert "**" not in shown


def test_the_wheel_has_every_page():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {f"docs/{name}": f"cvkit/docs/{name}" for name in PAGES}.items() <= included.items()
