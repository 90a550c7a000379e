"""The documentation that is made from the code is what the code makes."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
import typing
from datetime import date

import pytest
import yaml
from pydantic import BaseModel

from cvkit import model
from cvkit.load.load import load
from cvkit.load.starter import starter
from cvkit.model import CV, entries, parts, sections
from cvkit.model.reference import json_schema, reference

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


# The schema, for editors


@pytest.fixture(scope="module")
def schema():
    return json_schema()


def references(value):
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_every_reference_in_the_schema_is_defined_and_every_definition_used(schema):
    used = {target.removeprefix("#/$defs/") for target in references(schema)}
    assert used == schema["$defs"].keys()


def test_the_schema_refuses_unknown_fields_everywhere(schema):
    for name, definition in {"CV": schema, **schema["$defs"]}.items():
        if name == "Text":  # a scalar, or one of two mappings
            assert all(not each.get("additionalProperties") for each in definition["anyOf"])
            continue
        if name == "Empty":
            continue
        body = definition["anyOf"][0] if "anyOf" in definition else definition
        assert body["additionalProperties"] is False, name


TYPES = {
    "object": dict, "array": list, "string": (str, date), "number": (int, float), "integer": int,
    "boolean": bool, "null": type(None),
}  # fmt: skip


def fits(value, schema, root):
    """Whether a value follows a schema, as far as the words go that ours uses."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    choices = [schema[word] for word in ("anyOf", "oneOf") if word in schema]
    types = schema.get("type", list(TYPES))
    types = [types] if isinstance(types, str) else types
    fields, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    if isinstance(value, dict):
        for pattern, each in schema.get("patternProperties", {}).items():
            fields = {**{n: each for n in value if re.search(pattern, str(n))}, **fields}
    items = value if isinstance(value, list) else []
    values = value if isinstance(value, dict) else {}
    return (
        all(any(fits(value, each, root) for each in choice) for choice in choices)
        and not ("not" in schema and fits(value, schema["not"], root))
        and value == schema.get("const", value)
        and value in schema.get("enum", [value])
        and any(isinstance(value, TYPES[each]) for each in types)
        and all(fits(each, schema.get("items", {}), root) for each in items)
        and (not isinstance(value, dict) or set(schema.get("required", ())) <= values.keys())
        and all(
            fits(each, fields.get(name, others if isinstance(others, dict) else {}), root)
            and (name in fields or others is not False)
            for name, each in values.items()
        )
    )


def test_an_empty_field_follows_the_schema_which_never_proposes_null(schema):
    data = {"name": "A", "headline": None, "sections": [{"kind": "talks", "title": None}]}
    assert fits(data, schema, schema)
    text = json.dumps(schema)
    assert '"null"' not in text
    assert '"default": null' not in text


def test_everybodys_file_follows_the_schema(schema, root):
    """As an editor reads it: 2014 is a number there, and 2023-07-25 a date."""
    people = sorted((root / "people").glob("*.yaml"))
    assert people
    for path in people:
        assert fits(yaml.safe_load(path.read_text("utf-8")), schema, schema), path.name


@pytest.mark.parametrize(
    "data",
    [
        {"nmae": "Ada"}, {"name": ["Ada"]}, {"sections": [{"kind": "talk"}]}, {"sections": [{}]},
        {"sections": [{"kind": "talks", "entries": [{"titel": "A"}]}]},
        {"sections": [{"kind": "talks", "group_by": "month"}]},
    ],
)  # fmt: skip
def test_what_the_loader_refuses_the_schema_refuses(schema, data):
    assert not fits(data, schema, schema)


@pytest.mark.parametrize(
    "data",
    [
        {"email": "a@b.org", "phone": 5550100, "updated": 2014, "extra": {"a": "b", "c": ["d"]}},
        {"email": ["a@b.org"], "profiles": ["github.com/ada"]},
        {"sections": [{"kind": "talks", "entries": ["A", {"title": "B", "date": 2014}]}]},
        {"sections": [{"kind": "talks", "groups": [{"title": "G", "entries": ["A"]}]}]},
        {
            "sections": [
                {
                    "kind": "education",
                    "entries": [{"institution": "U", "score": 1.3, "courses": "C"}],
                }
            ]
        },
        {
            "sections": [
                {
                    "kind": "publications",
                    "entries": [
                        {"title": "T", "volume": 12, "authors": [{"name": "A", "self": True}]}
                    ],
                }
            ]
        },
        {"sections": [{"kind": "service", "entries": [{"role": "R", "years": [2014, 2015]}]}]},
    ],
)
def test_what_the_loader_takes_the_schema_takes(schema, write_cv, data):
    load(write_cv(yaml.safe_dump(data)))
    assert fits(data, schema, schema)
