"""Formats on the command line, and ``cvkit format``: real processes in folders of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import cvkit, files

from cvkit.export import ALIASES, EXPORTERS
from cvkit.load.load import load

ADA = """\
name: "Ada Lovelace"   # the countess
sections:
- kind: awards
  group_by: year
  entries:
  - {title: Prize, date: 1843}
  # more to come
"""
TIDY = """\
name: Ada Lovelace  # the countess

sections:
  - kind: awards
    group_by: year
    entries:
      - {title: Prize, date: 1843}
      # more to come
"""


@pytest.fixture
def ada(tmp_path: Path) -> Path:
    path = tmp_path / "ada.yaml"
    path.write_text(ADA)
    return path


def test_several_formats_in_one_call(ada: Path, tmp_path: Path) -> None:
    run = cvkit("render", ada, "-f", "md,markdown-site,txt,docx,yaml", "-o", "out", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    endings = [".docx", ".md", ".site.md", ".txt", ".yaml"]
    assert files(tmp_path / "out") == [f"ada-modern{ending}" for ending in endings]


def test_the_yaml_is_the_cv_with_its_dates_and_groups(ada: Path, tmp_path: Path) -> None:
    """Other formats leave a date out that stands in a heading."""
    cvkit("render", ada, "-f", "yaml,txt", "-o", "out", cwd=tmp_path)
    assert load(tmp_path / "out" / "ada-modern.yaml") == load(ada)
    assert (tmp_path / "out" / "ada-modern.txt").read_text().count("1843") == 1


def test_two_names_of_one_format_are_one(ada: Path, tmp_path: Path) -> None:
    run = cvkit("render", ada, "-f", "md,markdown", "-o", "out", cwd=tmp_path)
    assert run.stdout.count("ada-modern.md") == 1


def test_an_unknown_format_is_told_with_the_nearest_one(ada: Path, tmp_path: Path) -> None:
    run = cvkit("render", ada, "-f", "txet", cwd=tmp_path)
    assert run.returncode == 2
    assert 'there is no format "txet"; did you mean "text"?' in run.stderr


def test_aliases_are_names_of_formats_that_have_none() -> None:
    assert set(ALIASES.values()) <= EXPORTERS.keys()
    assert not ALIASES.keys() & EXPORTERS.keys()
    endings = [exporter.suffix for exporter in EXPORTERS.values()]
    assert len(set(endings)) == len(endings)


def test_every_format_is_documented(root: Path) -> None:
    text = (root / "docs" / "formats.md").read_text("utf-8")
    for name, exporter in EXPORTERS.items():
        assert f"`{name}`" in text
        assert f"`{exporter.suffix}`" in text
    for name in ALIASES:
        assert f"`{name}`" in text


def test_format_lays_a_file_out_anew(ada: Path, tmp_path: Path) -> None:
    run = cvkit("format", ada, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (0, "ada.yaml: formatted\n")
    assert ada.read_text() == TIDY
    run = cvkit("format", ada, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (0, "")


def test_check_changes_nothing_and_fails(ada: Path, tmp_path: Path) -> None:
    run = cvkit("format", "--check", ada, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (1, "ada.yaml: would be formatted\n")
    assert ada.read_text() == ADA
    ada.write_text(TIDY)
    assert cvkit("format", "--check", ada, cwd=tmp_path).returncode == 0


def test_a_broken_file_is_reported_and_the_others_are_formatted(ada: Path, tmp_path: Path) -> None:
    broken = tmp_path / "bob.yaml"
    broken.write_text("name: [Bob\n")
    run = cvkit("format", broken, ada, cwd=tmp_path)
    assert run.returncode == 1
    assert "bob.yaml:" in run.stderr
    assert broken.read_text() == "name: [Bob\n"
    assert ada.read_text() == TIDY


def test_nobody_named_means_everybody(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "ada.yaml").write_text(ADA)
    assert cvkit("format", "--quiet", cwd=tmp_path).stdout == ""
    assert (tmp_path / "people" / "ada.yaml").read_text() == TIDY
