"""The files that teach assistants: their examples are valid, and their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cvkit.load.load import load, load_letter
from cvkit.model import KINDS

ROOT = Path(__file__).parents[1]
SKILL = (ROOT / "skills" / "cvkit" / "SKILL.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", SKILL, re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_is_valid(tmp_path, text):
    path = tmp_path / "x.yaml"
    path.write_text(text)
    (load_letter if text.startswith("kind: letter") else load)(path)


def test_there_are_examples_and_every_kind_is_named():
    assert len(EXAMPLES) >= 3
    kinds = re.search(r"Kinds of sections: (.*?)\.", SKILL, re.DOTALL)[1]
    assert set(re.findall(r"\w+", kinds)) == KINDS.keys()


def test_the_links_of_llms_txt_lead_somewhere():
    links = re.findall(r"\]\(([^)]+)\)", (ROOT / "llms.txt").read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []
