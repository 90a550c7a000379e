"""The JSON Schema: it accepts every valid file, and refuses most files with a mistake."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from cvs import cvs
from filler import KINDS, SECTIONS, all_variants
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from sampling import sampled

from cvkit.errors import InputError
from cvkit.load.serialize import to_plain
from cvkit.load.starter import starter
from cvkit.pipeline.project import Project
from cvkit.pipeline.schema import project_schema
from cvkit.source.nodes import parse
from cvkit.source.text import Source, read_source

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "people").glob("*.yaml"), *(ROOT / "docs" / "example").glob("*.yaml")])
MISTAKES = [
    mistake["source"]
    for table in sorted((ROOT / "tests" / "load" / "mistakes").glob("*.toml"))
    for mistake in tomllib.loads(table.read_text("utf-8"))["mistake"]
]


@cache
def validator():
    return Draft202012Validator(project_schema(Project(ROOT / "docs")))


def typed(node):
    """Return YAML as an editor reads it: what looks like a number is one (YAML 1.2.2, 10.3.2)."""
    match node.value:
        case dict(fields):
            return {name: typed(each) for name, each in fields.items()}
        case list(items):
            return [typed(each) for each in items]
        case str(text) if not is_quoted(node):
            return scalar(text)
    return node.value


def is_quoted(node):
    line = node.place.source.lines[node.line]
    return line[node.column : node.column + 1] in ('"', "'", "|", ">")


def scalar(text):
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"[-+]?(\.\d+|\d+(\.\d*)?)", text) else text


def errors(text):
    return list(validator().iter_errors(typed(parse(Source("x", text))[0])))


def test_it_is_a_schema():
    Draft202012Validator.check_schema(validator().schema)


@pytest.mark.parametrize("path", sampled(FILES, 3), ids=lambda path: path.stem)
def test_it_accepts_the_files_that_come_with_cvkit(path):
    assert errors(read_source(path).text) == []


@settings(max_examples=25, deadline=None)
@given(cvs())
def test_it_accepts_every_valid_cv(cv):
    data = to_plain(cv)
    data.pop("options", None)  # those of no theme
    assert [error.message[:200] for error in validator().iter_errors(data)] == []


@pytest.mark.parametrize("kind", sampled(KINDS, 6))
def test_it_accepts_every_field_of_every_kind(kind):
    if not SECTIONS[KINDS.index(kind)].model_fields.get("entries"):
        return
    _, entries = all_variants(kind)
    data = {"sections": [{"kind": kind, "entries": entries}]}
    assert [error.message[:200] for error in validator().iter_errors(data)] == []


VALID = [
    "include: lab.yaml",
    "include: [a.yaml, b.yaml]\nname: Ada",
    "sections: {include: all.yaml}",
    "sections:\n  - include: a.yaml\n  - {kind: talks, entries: {include: talks.yaml}}",
    "sections:\n  - kind: talks\n    entries:\n      - include: talks.yaml\n      - A lecture",
    "sections:\n  - {kind: experience, entries: [{include: acme.yaml, start: 2020}]}",
    "sections:\n  - {kind: experience, entries: [{organization: A, highlights: [{en: B, zh: C}]}]}",
    "headline: {en: A, de: B}\nemail: [a@b.example]\nphone: +49 30 1",
    "headline: {text: {en: A}, tags: x}",
    "headline:\nphone: ~\nsections:\n",
    "sections:\n  - {kind: summary, title: '', text: x}",
    "sections:\n  - {kind: experience, entries: [{organization: A, start: 2020.10, end: now}]}",
    "sections:\n  - {kind: experience, entries: [{organization: A, date: Fall 2020, start: }]}",
    "options: {accent: '#abc', page_size: A4, justify: yes, font-size: 10pt, density: '1.2'}",
    "theme: modern\nformats: [pdf, markdown]\noutput: '{locale}/{name} CV.pdf'",
    "theme: all\nvariants: {a: {pages: 2, theme: [modern, swiss]}, b: {pages: auto}}",
    "words: {GPA: Note, score: {en: A, de: B}}",
    "profiles:\n  - example.org/ada\n  - {network: Twitter, username: ada}",
    "profiles:\n  - {url: münchen.example}",
    "url: example.org:8080/x",
    "variants: {a: {sections: [skills, {section: talks, first: '3'}]}}",
    "kind: letter\nbody: Hello\nrecipient: [A, B]\ndate: 2026-03-02\noptions: {accent: navy}",
    '{"name": "Ada"}',
]


@pytest.mark.parametrize("text", VALID)
def test_it_accepts_what_the_loader_accepts(text):
    assert [error.message[:200] for error in errors(text)] == []


INVALID = [
    "nmae: Ada",
    "name: ''",
    "sections:\n  - {kind: experiance}",
    "sections:\n  - {title: x}",
    "sections:\n  - {kind: experience, entries: [{start: 2020}]}",
    "sections:\n  - {kind: experience, entries: [{organization: A, start: January 2020}]}",
    "sections:\n  - {kind: experience, entries: [{organization: A, start: 2020-13}]}",
    "sections:\n  - {kind: experience, entries: [{organization: A, start: 2020, date: 2021}]}",
    "sections:\n  - {kind: experience, entries: [{organization: }]}",
    "profiles: [{network: GitHub}]",
    "profiles: [{username: ada}]",
    "options: {acent: navy}",
    "options: {page_size: B99}",
    "options: {density: much}",
    "options: {justify: maybe}",
    "theme: modrn",
    "formats: [pdf, dcx]",
    "output: ../x",
    "output: /tmp/x",
    "variants: {a: {pages: many}}",
    "variants: {a: {first: 3}}",
    "url: not a url",
    "email: nobody",
    "language: German language",
    "kind: letter\nsubject: no body",
    "kind: letter\nbody: x\nsections: []",
]


@pytest.mark.parametrize("text", INVALID)
def test_it_refuses_what_the_loader_refuses(text):
    assert errors(text)


def test_it_refuses_most_files_with_one_mistake():
    """The others are not YAML, or need the text: what is quoted, or which names exist."""
    read = refused = 0
    for source in MISTAKES:
        try:
            _, problems = parse(Source("x", source))
        except InputError:
            continue  # no editor needs a schema for this
        if not problems:
            read += 1
            refused += bool(errors(source))
    assert refused / read > 0.8, f"{refused} of {read}"


def test_it_accepts_the_starter():
    assert errors(starter("ada")) == []


def definitions(value):
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].removeprefix("#/$defs/")
        for each in value.values():
            yield from definitions(each)
    elif isinstance(value, list):
        for each in value:
            yield from definitions(each)


def test_every_reference_is_defined_and_every_definition_used():
    schema = validator().schema
    assert set(definitions(schema)) == schema["$defs"].keys()


def test_no_null_is_proposed():
    text = json.dumps(validator().schema)
    assert '"null"' not in text
    assert '"default": null' not in text
