"""``cvkit render --with FIELD=VALUE``: other values of fields for one run."""

from __future__ import annotations

import pytest
from command import cvkit

CV = """\
name: Ada
phone: +1 555 0100
options: {accent: navy}
sections:
  - kind: experience
    entries:
      - organization: Acme
"""


@pytest.fixture
def rendered(tmp_path):
    (tmp_path / "ada.yaml").write_text(CV)

    def render(*fields):
        options = [word for field in fields for word in ("--with", field)]
        return cvkit("render", "ada.yaml", "-f", "text", "-o", "out", *options, cwd=tmp_path)

    return render


def test_values_replace_those_of_the_file_for_one_run(rendered, tmp_path):
    result = rendered(
        "headline=Nurse: ICU", "sections[0].title=Work", "phone=",
        "sections[0].entries[0].highlights=[one, {label: two, text: three}]",
        "sections[1]={kind: interests, entries: [Chess]}", "output={name} CV",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    text = (tmp_path / "out" / "Ada CV.txt").read_text()
    for word in ("Nurse: ICU", "Work", "one", "two: three", "Chess"):
        assert word in text
    assert "555" not in text
    assert (tmp_path / "ada.yaml").read_text() == CV


@pytest.mark.parametrize(
    ("field", "column", "word"),
    [
        ("headlin=x", 1, "headline"),
        ("sections[0].titel=x", 13, "title"),
        ("sections[0].entries[0].organization.x=1", 37, "text"),
        ("sections[3].title=x", 9, "items"),
        ("sections.first.title=x", 10, "list"),
        ("email=[a@b.example, nope]", 21, "e-mail"),
        ("email=[a@b.example, {]", 21, "quotes"),
        ("options.accent=redd", 9, "red"),
        ("theme=modrn", 7, "modern"),
    ],
)
def test_mistakes_are_located_in_what_was_typed(rendered, field, column, word):
    result = rendered(field)
    assert result.returncode == 1
    assert f"--with:1:{column}:" in result.stderr
    assert word in result.stderr


def test_a_name_and_a_value_are_needed(rendered):
    for field in ("headline", "=x"):
        result = rendered(field)
        assert result.returncode == 2
        assert "--with FIELD=VALUE" in result.stderr


def test_a_value_is_not_taken_for_that_of_an_earlier_run(rendered, tmp_path):
    for field, word in (("headline=One", "One"), ("headline=Two", "Two"), ("headline=", "")):
        assert rendered(field).returncode == 0
        text = (tmp_path / "out" / "ada-modern.txt").read_text()
        assert [each for each in ("One", "Two") if each in text] == ([word] if word else [])
