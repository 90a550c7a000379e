"""Loading: strings survive, and every fault is told with its place and its mend."""

from __future__ import annotations

import re
import typing

import pytest
import yaml
from PIL import Image
from pydantic import BaseModel

from cvkit.errors import InputError, Problem
from cvkit.load.load import load, locate, read_tree
from cvkit.model import CV, Section, Short
from cvkit.model.sections import CustomSection
from cvkit.source.nodes import MAX_DEPTH
from cvkit.source.text import MAX_BYTES


@pytest.fixture
def reported(problems_of, tmp_path):
    """Return the problems of a file as a user reads them in its folder."""
    return lambda content: [
        str(problem).replace(f"{tmp_path}/", "") for problem in problems_of(content)
    ]


def section(load_text, content):
    (only,) = load_text(content).sections
    return only


# What people type comes out as it was typed


@pytest.mark.parametrize(
    "text",
    [
        "2025.10", "2023-07-25", "2014-06-05T12:30:00Z", "no", "Yes", "off", "true", "nil", "None",
        "1e3", "0x1F", "0o17", "017", "+14155550100", "12:30:45", "1_000", ".5", ".inf", "3.10",
        "=", "C#", "a#b", "R&D", "50%", "x_y", "-5", "a:b", "李四", "👩‍💻", "مرحبا",
    ],
)  # fmt: skip
def test_plain_scalars_stay_text(load_text, text):
    assert load_text(f"name: {text}\nphone: [{text}, x]").name == text
    assert load_text(f"phone: [{text}, x]").phone == (text, "x")


@pytest.mark.parametrize("text", ["- a", "a: b", "# a", "*a", "!a", "{{ a }}", "[a]", "@a", "%a"])
def test_quoted_scalars_stay_text(load_text, text):
    assert load_text(f"name: '{text}'").name == text
    assert load_text(f'name: "{text}"').name == text


def test_a_key_may_look_like_anything(load_text):
    extra = load_text("extra: {no: a, 1: b, null: c, 2020-01-01: d}").extra
    assert extra == {"no": ("a",), "1": ("b",), "null": ("c",), "2020-01-01": ("d",)}


def test_a_field_without_a_value_is_as_good_as_none(load_text):
    assert load_text("name: A\nheadline:\n") == load_text("name: A\n")


@pytest.mark.parametrize("nothing", ["null", "Null", "NULL", "~"])
def test_null_is_no_value_and_a_text_in_quotes(load_text, reported, nothing):
    assert load_text(f"name: A\nlocation: {nothing}\n") == load_text("name: A\n")
    assert load_text(f"name: 'A'\nlocation: '{nothing}'\n").location == nothing
    assert "the text is empty" in reported(f"phone: [{nothing}]\n")[0]


BULLETS = "sections:\n  - kind: custom\n    entries:\n    - highlights:\n      "


@pytest.mark.parametrize(
    ("bullets", "place", "words"),
    [
        ("- Ran the ward\n        - At night\n", "6:9", "line 5; align it"),
        ("- Ran the ward\n       * At night\n", "6:8", "line 5; align it"),
        ("- Ran the ward\n        and more\n        • At night\n", "7:9", "line 6; align it"),
        ("- >-\n        Ran:\n        - A\n", "7:9", "line 6; write | instead of > in line 5"),
    ],
)
def test_a_bullet_that_yaml_joins_to_the_line_above_is_an_error(reported, bullets, place, words):
    (problem,) = reported(BULLETS + bullets)
    assert problem.startswith(f"ada.yaml:{place}: this bullet would be joined to the text in")
    assert words in problem


@pytest.mark.parametrize(
    ("bullets", "text"),
    [
        ("- >-\n        Ran:\n\n        - A\n\n        - B\n", "Ran:\n\n- A\n\n- B"),
        ("- |-\n        Ran:\n        - wards\n", "Ran:\n- wards"),
        ("- 'Ran:\n        - wards'\n", "Ran: - wards"),
        ("- Ran the ward from 5\n        -2 to 7 - all\n", "Ran the ward from 5 -2 to 7 - all"),
    ],
)
def test_dashes_that_are_meant_stay_text(load_text, bullets, text):
    assert section(load_text, BULLETS + bullets).entries[0].highlights[0].text == text


def test_an_anchor_repeats_a_part(load_text):
    cv = load_text("name: &me Ada\nname_variants: [*me, A. L.]")
    assert cv.name_variants == ("Ada", "A. L.")


def test_a_merge_key_lends_fields_and_own_ones_win(load_text):
    found = section(
        load_text,
        """\
        sections:
          - kind: experience
            entries:
              - &job
                organization: Engine
                position: Programmer
                location: London
              - <<: *job
                position: Analyst
              - <<: [{position: First}, {position: Second, location: Paris}, *job]
        """,
    )
    _, second, third = found.entries
    assert (second.organization, second.position, second.location) == (
        "Engine", "Analyst", "London",
    )  # fmt: skip
    assert (third.organization, third.position, third.location) == ("Engine", "First", "Paris")


@pytest.mark.parametrize("block", [">-\n  {}", "|\n  {}", "'{}'", '"{}"', "{}"])
def test_a_blank_line_starts_a_paragraph_in_every_style(load_text, block):
    text = block.format("one\n\n  two")
    assert load_text(f"headline: {text}\n").headline == "one\n\ntwo"


def test_a_single_line_break_is_a_space_in_a_folded_block_and_stays_in_a_literal(load_text):
    assert load_text("headline: >-\n  one\n  two\n").headline == "one two"
    assert load_text("headline: |\n  - one\n  - two\n").headline == "- one\n- two"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_bom_and_line_endings_change_neither_data_nor_places(load_text, reported, ending, mark):
    good = f"{mark}name: Ada\nheadline: |\n  a\n  b\n".replace("\n", ending)
    assert (load_text(good).name, load_text(good).headline) == ("Ada", "a\nb")
    bad = f"{mark}nam: Ada\nheadline: a\nphome: b\n".replace("\n", ending)
    assert reported(bad) == [
        'ada.yaml:1:1: unknown field "nam"; did you mean "name"?',
        'ada.yaml:3:1: unknown field "phome"; did you mean "phone"?',
    ]


# Files that are no CV


@pytest.mark.parametrize("content", ["", "\n\n", "# a comment\n", "---\n", "\ufeff", "---\n...\n"])
def test_an_empty_file_says_how_to_begin(reported, content):
    assert reported(content) == [
        'ada.yaml: the file is empty; "cvkit new NAME" writes a file to start from'
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [("- a\n", "a list"), ("Ada Lovelace\n", "a single text"), ("{}\n", None)],
)
def test_a_cv_is_a_mapping(load_text, reported, content, found):
    if found is None:
        assert load_text(content) == CV()
    else:
        (problem,) = reported(content)
        assert problem.startswith(
            f"ada.yaml:1:1: a CV must be a mapping of fields, found {found}; "
        )
        assert problem.endswith('start with "name: …" and "sections:"')


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("name: A".encode("utf-16"), ": the file is encoded in UTF-16; save it as UTF-8"),
        ("name: A".encode("utf-32"), ": the file is encoded in UTF-32; save it as UTF-8"),
        (
            "name: A\nheadline: Café".encode("latin-1"),
            ":2:14: the byte 0xE9 is not valid UTF-8; save the file as UTF-8",
        ),
        (
            "name: 李 Żó\x80".encode()[:-1] + b"\xff",
            ":1:11: the byte 0xC2 is not valid UTF-8; save the file as UTF-8",
        ),
        (b"name: A\x07b", ":1:8: the control character U+0007 is not allowed in a CV; delete it"),
        (
            b"a: b\nname: \x1b[1mA",
            ":2:7: the control character U+001B is not allowed in a CV; delete it",
        ),
        (b"name: A\n\x00", ":2:1: the control character U+0000 is not allowed in a CV; delete it"),
        (
            "name: A\u200b\n\tb: \ufffe".encode(),
            ":2:5: the control character U+FFFE is not allowed in a CV; delete it",
        ),
        (b"name: " + b"a" * MAX_BYTES, ": is larger than 2 MB; is this a CV?"),
    ],
    ids=["utf-16", "utf-32", "latin-1", "cut", "bell", "escape", "null", "noncharacter", "large"],
)
def test_what_is_no_text_is_refused_at_its_place(reported, content, expected):
    assert reported(content) == [f"ada.yaml{expected}"]


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    assert str(caught.value) == f"{tmp_path}: is a folder; give a YAML file in it"


def test_a_missing_file_names_its_neighbours(tmp_path, write_cv):
    write_cv("name: A", "ada.yaml")
    write_cv("name: B", "bob.yml")
    with pytest.raises(InputError) as caught:
        load(tmp_path / "eve.yaml")
    expected = f"{tmp_path}/eve.yaml: file not found; files there: ada.yaml, bob.yml"
    assert str(caught.value) == expected


def test_a_missing_folder_is_a_missing_file(tmp_path):
    with pytest.raises(InputError) as caught:
        load(tmp_path / "nowhere" / "eve.yaml")
    assert str(caught.value) == f"{tmp_path}/nowhere/eve.yaml: file not found"


# Faults of YAML


@pytest.mark.parametrize(
    ("content", "place", "message", "hint"),
    [
        (
            "name: A\nsections:\n\t- kind: summary\n",
            "3:1",
            "this line is indented with a tab",
            "YAML must be indented with spaces",
        ),
        (
            "name: A\nsections:\n  - kind: summary\n  \ttext: x\n",
            "4:3",
            "this line is indented with a tab",
            "YAML must be indented with spaces",
        ),
        (
            "name: A\nname: B\n",
            "2:1",
            'duplicate field "name"',
            "it is already set in line 1",
        ),
        (
            "sections:\n  - kind: talks\n    title: A\n    title: B\n",
            "4:5",
            'duplicate field "title"',
            "it is already set in line 3",
        ),
        ("name: A\n---\nname: B\n", "2:1", "a second document starts here", "keep one CV per file"),
        (
            "name: !!python/object/apply:os.system ls\n",
            "1:7",
            'the tag "tag:yaml.org,2002:python/object/apply:os.system" is not allowed',
            "put text that begins with ! in quotes",
        ),
        (
            "name: A\nheadline: !important B\n",
            "2:11",
            'the tag "!important" is not allowed',
            "put text that begins with ! in quotes",
        ),
        (
            "name: *star\n",
            "1:7",
            'the alias "*star" has no anchor',
            "put text that begins with * in quotes",
        ),
        ("extra:\n  a: &a [*a]\n", "2:10", 'the alias "*a" contains itself', ""),
        (
            "name: A\nheadline: Lead of C #programmers\n",
            "2:21",
            '"#programmers" would be lost: after a space, # starts a comment',
            "put the text in quotes, or write a space after the # of a comment",
        ),
        (
            "email:\n  - a@b.org\n  - c@d.org #work\n",
            "3:13",
            '"#work" would be lost: after a space, # starts a comment',
            "put the text in quotes, or write a space after the # of a comment",
        ),
        (
            "headline: #1 in class\n",
            "1:11",
            '"#1" would be lost: after a space, # starts a comment',
            "put the text in quotes, or write a space after the # of a comment",
        ),
        (
            "phone:\n  - #1 in class\n",
            "2:5",
            '"#1" would be lost: after a space, # starts a comment',
            "put the text in quotes, or write a space after the # of a comment",
        ),
        (
            "name: A\nheadline: Work: hard\n",
            "2:11",
            'a text that contains ": " needs quotes',
            'write "Work: hard"',
        ),
        (
            "name: A\nheadline: 'open\n",
            "2:11",
            "a quotation mark is opened, but not closed",
            "write 'open'",
        ),
        (
            "name: @ada\n",
            "1:7",
            "a text that begins with @ needs quotes",
            'write "@ada"',
        ),
        (
            'name: A\nheadline: "Best" paper\n',
            "2:11",
            'a text that begins with " needs quotes around all of it',
            "write '\"Best\" paper'",
        ),
    ],
)
def test_a_fault_of_yaml_is_told_at_its_place(reported, content, place, message, hint):
    assert reported(content) == [f"ada.yaml:{place}: {message}{'; ' if hint else ''}{hint}"]


def test_what_cannot_be_merged_is_told_in_its_line(problems_of):
    (problem,) = problems_of("name: A\n<<: B\n")
    assert (problem.line, problem.message) == (
        2,
        'the value of "<<" must be a mapping, or a list of mappings',
    )


@pytest.mark.parametrize(
    "content", ["name: A # c\n", "name: A\n#note\n", "name: A ## c\n", "# c\nname: A"]
)
def test_comments_are_comments(load_text, content):
    assert load_text(content).name == "A"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("? [a, b]\n: c\n", "1:3: the name of a field must be text, not a list or a mapping"),
        (
            "name: A\n? {a: b}\n: c\n",
            "2:3: the name of a field must be text, not a list or a mapping",
        ),
        (
            "headline: {{ title }}\n",
            "1:12: the name of a field must be text, not a list or a mapping",
        ),
        ("extra:\n  ?\n  : c\n", '2:4: a field has no name; write "name: value"'),
    ],
)
def test_what_cannot_name_a_field_is_told(reported, content, expected):
    problems = reported(content)
    assert f"ada.yaml:{expected}" in problems
    assert "\0" not in "".join(problems), "a sign of our own making"


def test_an_alias_bomb_is_refused_in_no_time(reported):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    (problem,) = reported("\n".join(lines))
    assert re.match(
        r"ada.yaml:[45]:\d+: aliases expand this file to more than 100000 values", problem
    )


@pytest.mark.parametrize("brackets", ["[", "{a: ", "- ", "? "])
def test_nesting_has_an_end(reported, brackets):
    (problem,) = reported(brackets * 5000)
    assert re.match(rf"ada.yaml:1:\d+: nested deeper than {MAX_DEPTH} levels", problem)


def test_nesting_through_aliases_has_an_end(reported):
    lines = [f"a{n}: &a{n} [[[[[[[[[[{f'*a{n - 1}' if n else 'x'}]]]]]]]]]]" for n in range(9)]
    (problem,) = reported("\n".join(lines))
    assert re.match(rf"ada.yaml:[67]:\d+: nested deeper than {MAX_DEPTH} levels", problem)


# Misspelt fields, at every depth


def members(annotation):
    """Return the models in a type, such as ``Link`` in ``tuple[Link, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in members(part)]


def minimal(model):
    """Return the least that makes this model valid."""
    names = [field.alias or n for n, field in model.model_fields.items() if field.is_required()]
    if issubclass(model, Short) and model.shorthand:
        names.append(model.shorthand)
    data = dict.fromkeys(names, "example.org")
    if "kind" in data:
        data["kind"] = typing.get_args(model.model_fields["kind"].annotation)[0]
    return data


def places():
    """Yield a name, the model and the way into a CV of everything that a CV can hold.

    What can hold its like is there twice; what a section can hold, once within a group of
    another kind as well.
    """

    def walk(model, wrap, path):
        yield path, model, wrap
        for name, annotation in typing.get_type_hints(model, include_extras=True).items():
            named = typing.get_origin(annotation) is dict
            for member in members(annotation):
                if not too_deep(model, member, name, path):
                    yield from walk(
                        member,
                        lambda data, name=name, named=named: wrap(
                            {**minimal(model), name: {"x": data} if named else [data]}
                        ),
                        (*path, member),
                    )

    def too_deep(model, member, name, path):
        if name == "groups":
            return len(path) > 1 or CustomSection not in (model, member)
        return path.count(member) > (model is member)

    seen = set()
    for path, model, wrap in walk(CV, lambda data: data, ()):
        nested = path.count(model), sum(issubclass(part, Section) for part in path)
        if (model, nested) not in seen:
            seen.add((model, nested))
            yield pytest.param(model, wrap, id=".".join(part.__name__ for part in path) or "CV")


def misspellings(name):
    """Yield a doubled letter, and two letters exchanged."""
    yield name + name[-1]
    if len(name) == 2:
        yield name[::-1]
        return
    place = next(n for n in range(2, len(name)) if name[n] != name[n - 1])
    yield name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]


@pytest.mark.parametrize(("model", "wrap"), list(places()))
def test_every_misspelt_field_is_told_at_its_place_with_the_right_one(problems_of, model, wrap):
    known = {field.alias or name for name, field in model.model_fields.items()}
    wrong = {}
    for right in sorted(known):
        for misspelt in set(misspellings(right)) - known:
            others = {name: value for name, value in minimal(model).items() if name != right}
            data = wrap({**others, misspelt: "example.org"})
            text = yaml.safe_dump(data, sort_keys=False)
            before = text[: re.search(rf"\b{misspelt}:", text).start()].split("\n")
            expected = (len(before), len(before[-1]) + 1, f'did you mean "{right}"?')
            told = problems_of(text)
            if not any(
                p.message.startswith(f'unknown field "{misspelt}"')
                and (p.line, p.column, p.hint) == expected
                for p in told
            ):
                wrong[misspelt] = [str(p) for p in told]
    assert wrong == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("organization: A\n        company: B", "organization"),
        ("organization: A\n        startDate: 2020", "start"),
        ("organization: A\n        from: 2020", "start"),
        ("organization: A\n        description: B", "summary"),
        ("organization: A\n        bullets: [B]", "highlights"),
        ("organization: A\n        Location: B", "location"),
        ("organization: A\n        title: B", "position"),
    ],
)
def test_words_of_other_tools_are_understood(problems_of, typed, meant):
    content = f"sections:\n  - kind: experience\n    entries:\n      - {typed}\n"
    (problem,) = problems_of(content)
    assert (problem.line, problem.column) == (5, 9)
    assert problem.hint == f'did you mean "{meant}"?'


def test_a_field_like_no_other_is_told_with_all_that_are_known(problems_of):
    (problem,) = problems_of("profiles:\n  - network: GitHub\n    xyzzy: 1\n")
    assert problem.message == 'unknown field "xyzzy" in profiles'
    assert problem.hint == "known fields: network, username, url, tags"


def test_a_text_with_a_colon_is_recognized_as_one(reported):
    content = "sections:\n  - kind: interests\n    entries:\n      - Chess: the Sicilian\n"
    (problem,) = reported(content)
    assert problem.startswith('ada.yaml:4:9: unknown field "Chess" in interests; ')
    assert problem.endswith('put a text that contains ": " in quotes: "Chess: …"')


def test_a_field_from_an_anchor_is_told_where_it_stands(problems_of):
    first, second = problems_of(
        """\
sections:
  - kind: talks
    entries:
      - &talk
        title: A
        evnt: B
      - <<: *talk
        title: C
"""
    )
    assert {(p.line, p.column, p.hint) for p in (first, second)} == {
        (6, 9, 'did you mean "event"?')
    }


# Wrong values

EXPERIENCE = "sections:\n  - kind: experience\n    entries:\n"
KINDS = "summary, experience, education, projects, publications, skills, awards, certificates"


@pytest.mark.parametrize(
    ("content", "place", "message", "hint"),
    [
        (
            "name: [A]",
            "1:7",
            "expected text, found a list",
            "write one text; one that begins with [ needs quotes",
        ),
        (
            "name:\n  first: A",
            "2:3",
            'expected text, found the field "first"',
            'put a text that contains ": " in quotes',
        ),
        ("profiles: GitHub", "1:11", "expected a list, found text", 'begin each item with "- "'),
        (
            "sections:\n  kind: talks",
            "2:3",
            'expected a list, found the field "kind"',
            'begin each item with "- "',
        ),
        (
            "sections:\n  - Talks",
            "2:5",
            "expected fields, found text",
            'write "kind: talks"',
        ),
        ("extra: [a]", "1:8", "expected fields, found a list", 'write "name: value" in each line'),
        ("options: red", "1:10", "expected fields, found text", 'write "name: value" in each line'),
        ("name: ''", "1:7", "the text is empty", "write a text, or remove the field"),
        ("name: '  '", "1:7", "the text is empty", "write a text, or remove the field"),
        (
            "email: [a@b.org, c]",
            "1:18",
            '"c" is not an e-mail address',
            "write it like ada@example.org",
        ),
        ("url: a b.org", "1:6", '"a b.org" is not a URL', "write a space as %20"),
        ("url: home", "1:6", '"home" is not a URL', "write it like https://example.org/page"),
        (
            "url: javascript:alert(1)",
            "1:6",
            '"javascript:" links are not allowed',
            "use https, http, mailto or tel",
        ),
        (
            "url: FILE:///etc/passwd",
            "1:6",
            '"file:" links are not allowed',
            "use https, http, mailto or tel",
        ),
        (
            "url: data:text/html,x",
            "1:6",
            '"data:" links are not allowed',
            "use https, http, mailto or tel",
        ),
        (
            "language: Klingon, mostly",
            "1:11",
            "not a valid language tag",
            "write it like en, de-CH or zh-Hans",
        ),
        (
            "photo: ../ada.png",
            "1:8",
            '"../ada.png" is outside of the folder of this file',
            "copy the picture to this folder",
        ),
        (
            "photo: /etc/passwd",
            "1:8",
            '"/etc/passwd" is outside of the folder of this file',
            "copy the picture to this folder",
        ),
        (
            "name: A\nphoto: ada.png",
            "2:8",
            '"ada.png" not found',
            "put the picture into {folder}",
        ),
        ("sections:\n  - kind: talk", "2:11", 'unknown kind "talk"', 'did you mean "talks"?'),
        (
            "sections:\n  - title: A\n    kind: xyzzy",
            "3:11",
            'unknown kind "xyzzy"',
            "known: summary, experience, education",
        ),
        (
            "sections:\n  - title: A",
            "2:5",
            "this section has no kind",
            "known kinds: summary, experience, education",
        ),
        (
            "sections:\n  - kind: experience\n    entries:\n      - start: 2020",
            "4:9",
            "this entry needs one of: organization, position, positions",
            "",
        ),
        (
            "sections:\n  - kind: experience\n    entries:\n      - organization: A\n        position: B\n        positions: [C]",  # noqa: E501
            "4:9",
            "position and positions cannot be used together",
            "move the position into the list",
        ),
        (
            "sections:\n  - kind: experience\n    entries:\n      - organization: A\n        date: 2020\n        end: 2021",  # noqa: E501
            "4:9",
            "date cannot be combined with start or end",
            "use either date, or start and end",
        ),
        (
            "sections:\n  - kind: experience\n    entries:\n      - organization: A\n        highlights:\n          - links: []",  # noqa: E501
            "6:13",
            "this bullet is empty",
            "give it a text",
        ),
        (
            "sections:\n  - kind: publications\n    entries:\n      - date: 2020",
            "4:9",
            'the field "title" is missing in publications',
            "",
        ),
        (
            "sections:\n  - kind: awards\n    entries:\n      - title:\n        date: 2020",
            "4:9",
            'the field "title" has no value',
            "write a value after the colon",
        ),
        (
            "sections:\n  - kind: skills\n    entries:\n      - level: C",
            "4:9",
            "this entry needs one of: name, text, keywords",
            "",
        ),
        (
            "sections:\n  - kind: service\n    entries:\n      - years: 2020",
            "4:9",
            "this entry needs one of: organization, role",
            "",
        ),
        (
            "sections:\n  - kind: news\n    group_by: month",
            "3:15",
            'unknown value "month"',
            "known: year",
        ),
        (
            "sections:\n  - kind: publications\n    entries:\n      - title: A\n        type: papr",
            "5:15",
            'unknown value "papr"',
            'did you mean "paper"?',
        ),
        (
            "sections:\n  - kind: publications\n    entries:\n      - title: A\n        authors:\n          - {name: B, self: perhaps}",  # noqa: E501
            "6:29",
            "must be true or false",
            "",
        ),
        (
            "headline: $\\frac{1$",
            "1:11",
            'the formula "\\frac{1" cannot be parsed',
            "check its braces and commands, or write \\$ for a dollar sign",
        ),
        (
            "headline: $\\foo{1}$",
            "1:11",
            'the formula "\\foo{1}" contains the unknown command \\foo',
            "check the spelling, or write \\$ for a dollar sign",
        ),
    ],
)
def test_a_wrong_value_is_told_at_its_place(problems_of, tmp_path, content, place, message, hint):
    """A list of all kinds of sections is not given in full here."""
    (problem,) = problems_of(content)
    assert (f"{problem.line}:{problem.column}", problem.message) == (place, message)
    assert problem.hint.startswith(hint.format(folder=tmp_path))
    assert bool(problem.hint) == bool(hint)


def test_an_empty_item_is_told_in_its_own_line(problems_of):
    (problem,) = problems_of("phone:\n  - 1\n  -\n  - 2\n")
    assert (problem.line, problem.message) == (3, "the text is empty")


@pytest.mark.parametrize(
    ("content", "line"), [("sections:\n  -\n", 2), ("profiles:\n  - a.org\n  -\n", 3)]
)
def test_an_item_without_fields_is_not_taken_for_something_else(problems_of, content, line):
    (problem,) = problems_of(content)
    assert problem.line == line
    assert "found a list" not in problem.message


def test_an_empty_mapping_is_called_so(problems_of):
    (problem,) = problems_of("sections: {}\n")
    assert '""' not in problem.message


def test_an_empty_profile_is_refused(problems_of):
    (problem,) = problems_of("profiles:\n  - {}\n")
    assert (problem.line, problem.column) == (2, 5)


@pytest.mark.parametrize(
    ("date", "message", "hint"),
    [
        ("Jun 2014", '"Jun 2014" is not a date', "write 2014-06"),
        ("June 5, 2014", '"June 5, 2014" is not a date', "write 2014-06-05"),
        ("06/2014", '"06/2014" is not a date', "write 2014-06"),
        ("6.2014", '"6.2014" is not a date', "write 2014-06"),
        (
            "2014-2016",
            '"2014-2016" is not a date',
            "write a range as two fields, start: 2014 and end: 2016",
        ),
        (
            "2014 – 2016",
            '"2014 – 2016" is not a date',
            "write a range as two fields, start: 2014 and end: 2016",
        ),
        (
            "2014-13",
            '"2014-13" is not in the calendar',
            "a date is written year-month-day, such as 2014-06-05",
        ),
        (
            "2015-02-29",
            '"2015-02-29" is not in the calendar',
            "a date is written year-month-day, such as 2014-06-05",
        ),
        ("14", '"14" is not a date', "write 2014, 2014-06, 2014-06-05, 2014 summer or present"),
        ("soon", '"soon" is not a date', "write 2014, 2014-06, 2014-06-05, 2014 summer or present"),
        ("[2014]", "expected a date", "write 2014, 2014-06, 2014-06-05 or present"),
    ],
)
def test_a_bad_date_is_told_with_the_way_to_write_it(reported, date, message, hint):
    content = f"{EXPERIENCE}      - organization: A\n        start: {date}\n"
    assert reported(content) == [f"ada.yaml:5:16: {message}; {hint}"]


# Several problems


def test_all_problems_of_a_file_come_at_once_in_the_order_of_its_lines(reported):
    content = """\
nmae: Ada
email: ada
headline: Work on C #hash
sections:
  - kind: experience
    entries:
      - organisation: A
        start: 2014-13
        start: 2014
  - kind: talkz
updated: soon
name: !x A
"""
    told = reported(content)
    assert [problem.split(": ")[0] for problem in told] == [
        "ada.yaml:1:1", "ada.yaml:2:8", "ada.yaml:3:21", "ada.yaml:7:9", "ada.yaml:8:16",
        "ada.yaml:9:9", "ada.yaml:10:11", "ada.yaml:11:10", "ada.yaml:12:7",
    ]  # fmt: skip


def test_a_problem_shows_its_line_and_its_path(problems_of):
    (problem,) = problems_of(f"{EXPERIENCE}      - organization: A\r\n        end: never\r\n")
    assert problem.source == "        end: never"
    assert problem.source[problem.column - 1 :] == "never"
    assert problem.path == "sections[0].entries[0].end"


def test_a_file_that_is_not_yaml_tells_what_was_wrong_before_that(reported):
    first, second = reported("name: A\nname: B\nheadline: 'open\n")
    assert first.startswith('ada.yaml:2:1: duplicate field "name"')
    assert second.startswith("ada.yaml:3:11: a quotation mark is opened")


def test_a_photo_beside_the_file_is_taken(tmp_path, load_text):
    Image.new("RGB", (2, 2)).save(tmp_path / "ada.png")
    assert load_text("photo: ada.png").photo == "ada.png"


def test_a_photo_behind_a_link_out_of_the_folder_is_refused(tmp_path, reported):
    (tmp_path / "ada.png").symlink_to("/etc/hostname")
    (problem,) = reported("photo: ada.png")
    assert problem.startswith('ada.yaml:1:8: "ada.png" is outside of the folder of this file')


def test_a_cv_cannot_be_changed(load_text):
    with pytest.raises(ValueError, match="frozen"):
        load_text("name: A").name = "B"


def test_what_is_found_later_is_told_at_its_place_too(write_cv):
    """An option is known to the theme only."""
    path = write_cv("name: A\noptions:\n  icons: no\n  accnt: red\n")
    found = Problem(str(path), "unknown option", path="options.accnt", hint="mend it")
    root, _ = read_tree(path)
    assert str(locate(found, root)) == f"{path}:4:3: unknown option; mend it"
    assert locate(found, root).source == "  accnt: red"
    elsewhere = Problem("--set", "unknown option", path="options.accnt")
    assert locate(elsewhere, root) == elsewhere
