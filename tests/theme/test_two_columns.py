"""Two columns that end together, and the order of sections."""

from __future__ import annotations

import pytest
from jobs import make_job

from cvkit.pipeline.prepare import build

TWO_COLUMNS = ["columns", "banner"]
WORK = {"organization": "Fjordlys", "position": "Engineer", "highlights": ["Built a store."] * 12}
EXPERIENCE = {"kind": "experience", "title": "Work", "entries": [WORK]}
SKILLS = {"kind": "skills", "title": "Skills", "entries": [{"keywords": ["Rust", "Go"]}]}
PRIZES = {"title": "Prizes", "entries": [{"title": f"Prize {n}"} for n in range(40)]}


@pytest.mark.parametrize("theme", TWO_COLUMNS)
def test_short_sections_stand_beside_the_story(page_of, theme):
    page = page_of({"name": "Ada", "sections": [SKILLS, EXPERIENCE]}, theme)
    assert page.texts("aside//h2") == ["Skills"]
    assert page.texts("main//h2") == ["Work"]


@pytest.mark.parametrize("theme", TWO_COLUMNS)
def test_the_side_takes_no_section_that_would_make_it_the_longer_column(page_of, theme):
    lists = [{**PRIZES, "kind": "awards"}, {**PRIZES, "kind": "awards", "title": "More"}]
    page = page_of({"name": "Ada", "sections": lists}, theme)
    assert page.texts("aside//h2") == ["Prizes"]
    assert page.texts("main//h2") == ["More"]


@pytest.mark.parametrize("theme", TWO_COLUMNS)
def test_one_section_alone_needs_no_side(page_of, theme):
    page = page_of({"name": "Ada", "sections": [SKILLS]}, theme)
    assert page.find("aside") == []
    assert page.texts("main//h2") == ["Skills"]


def test_commas_between_tags_are_words_for_machines(page_of):
    page = page_of({"name": "Ada", "sections": [SKILLS, EXPERIENCE]}, "columns")
    assert "Rust, Go" in page.text


def test_only_short_keywords_are_tags(page_of):
    long = {"kind": "skills", "entries": [{"keywords": ["Go", "protocols of distributed stores"]}]}
    page = page_of({"name": "Ada", "sections": [SKILLS, long, EXPERIENCE]}, "columns")
    classes = [span.get("class") for span in page.find("span[@class]")]
    assert [name for name in classes if name.startswith("keywords")] == [
        "keywords terse",
        "keywords",
    ]


@pytest.mark.parametrize(
    ("theme", "options", "titles"),
    [
        ("modern", (), ["Skills", "Education", "Work"]),
        ("modern", (("section_order", "experience, education"),), ["Work", "Education", "Skills"]),
        ("european", (), ["Work", "Education", "Skills"]),
        ("european", (("section_order", ""),), ["Skills", "Education", "Work"]),
    ],
)
def test_kinds_of_sections_come_first_where_the_option_says_so(write_cv, theme, options, titles):
    source = write_cv(
        "name: Ada\nsections:\n"
        "- {kind: skills, title: Skills, entries: [Rust]}\n"
        "- {kind: education, title: Education, entries: [{institution: Vestland}]}\n"
        "- {kind: experience, title: Work, entries: [{organization: Fjordlys}]}\n"
    )
    html = build(make_job(source, theme, options=options)).html
    assert sorted(titles, key=lambda title: html.index(f">{title}<")) == titles
