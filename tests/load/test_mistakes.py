"""Files with one mistake each: every one is reported at its place, with the way to fix it.

The tables in ``mistakes/`` hold the text of a file, the line and column of its first problem, the
message, and the beginning of the hint; ``DIR`` stands for the folder of the file.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PIL import Image

TABLES = sorted((Path(__file__).parent / "mistakes").glob("*.toml"))
MISTAKES = [
    pytest.param(mistake, id=f"{table.stem}-{number}")
    for table in TABLES
    for number, mistake in enumerate(tomllib.loads(table.read_text("utf-8"))["mistake"], start=1)
]


def test_there_are_many_mistakes_and_no_two_are_the_same():
    sources = [parameter.values[0]["source"] for parameter in MISTAKES]
    assert len(set(sources)) == len(sources) >= 200


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported_at_its_place_with_its_fix(problems_of, tmp_path, mistake):
    Image.new("RGB", (2, 2)).save(tmp_path / "ada.png")
    (tmp_path / "parts.yaml").write_text("kind: summary\ntext: x\n")
    problem = problems_of(mistake["source"])[0]
    found = f"{problem.line}:{problem.column}"
    hint = problem.hint.replace(str(tmp_path), "DIR")
    assert (found, problem.message) == (mistake["at"], mistake["message"])
    assert hint.startswith(mistake["fix"])
    assert bool(hint) == bool(mistake["fix"])
    assert "U+" in problem.message + hint or not {"\u00a0", "\u200b"} & {*mistake["source"]}
