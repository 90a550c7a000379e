"""The documentation that is made from the code is what the code makes."""

from __future__ import annotations

import importlib.util
import inspect
import re
import typing

import pytest
from pydantic import BaseModel

from cvkit import model
from cvkit.load.load import load
from cvkit.load.starter import starter
from cvkit.model import CV, entries, parts, sections
from cvkit.model.reference import reference

PAGES = ["yaml.md", "cli.md", "check.md", "languages.md", "cv.schema.json"]
MODELS = sorted(
    {
        each
        for module in (model.base, model.cv, parts, entries, sections)
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, BaseModel) and each is not BaseModel
    },
    key=lambda each: each.__name__,
)


@pytest.fixture(scope="module")
def pages(root):
    spec = importlib.util.spec_from_file_location("tools_docs", root / "tools" / "docs.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return {path.name: text for path, text in tool.pages().items()}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_up_to_date(pages, root, name):
    """If not, "make docs" renews it."""
    assert (root / "docs" / name).read_text("utf-8") == pages[name]


def test_no_made_page_is_forgotten_here(pages):
    assert pages.keys() == set(PAGES)


@pytest.mark.parametrize("each", MODELS, ids=lambda each: each.__name__)
def test_every_model_and_every_field_is_explained(each):
    assert each.__doc__
    silent = [name for name, field in each.model_fields.items() if not field.description]
    assert silent == []


def test_every_field_stands_in_the_reference():
    text = reference()
    fields = {f.alias or name for each in MODELS for name, f in each.model_fields.items()}
    assert {name for name in fields if f"`{name}" not in text} == set()


def test_every_kind_of_section_stands_in_the_reference():
    kinds = re.findall(r"^### `kind: (\w+)`$", reference(), re.MULTILINE)
    known = typing.get_args(typing.get_type_hints(CV)["sections"].__args__[0])
    assert kinds == [typing.get_args(each.model_fields["kind"].annotation)[0] for each in known]


def test_links_within_the_reference_lead_somewhere():
    text = reference()
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    targets = set(re.findall(r"\]\(#([^)]*)\)", text))
    assert targets
    assert targets - anchors == set()


def test_the_example_in_the_reference_is_valid(write_cv):
    (example,) = re.findall(r"```yaml\n(.*?)```", reference(), re.DOTALL)
    assert load(write_cv(example)).name == "Ada Lovelace"


@pytest.mark.parametrize(
    ("stem", "name"),
    [("ada", "Ada"), ("ada-lovelace", "Ada Lovelace"), ("ada_k_lovelace", "Ada K Lovelace"),
     ("2024-ada", "2024 Ada"), ("李四", "李四"), ("no", "No"), ("lovelace, ada", None),
     ("o'neill", "O'neill"),
     ("a: b", None), ('ada"', None), ("[x]", None), ("c #d", None)],
)  # fmt: skip
def test_the_starter_is_valid_whatever_its_file_is_called(write_cv, stem, name):
    cv = load(write_cv(starter(stem)))
    assert cv.sections
    assert name in (cv.name, None)
    (publications,) = (s for s in cv.sections if s.kind == "publications")
    assert cv.name in [author.name for author in publications.entries[0].authors]
