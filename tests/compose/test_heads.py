"""The order and the lines of the heads of entries, as options choose them."""

from __future__ import annotations

import re

import pytest

from cvkit.compose.html import compose
from cvkit.compose.latex.source import to_tex
from cvkit.compose.outline import Entry, outline
from cvkit.model import CV
from cvkit.pipeline.project import bundled_themes
from cvkit.select import select
from cvkit.theme.theme import find_theme, list_themes, set_options

ROOTS = [bundled_themes()]
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
JOB = {
    "organization": "Fjord",
    "department": "Storage",
    "position": "Engineer",
    "url": "fjord.example",
    "location": "Oslo",
    "start": "2020",
}
SCHOOL = {"institution": "Vestland", "degree": "BSc", "area": "Mathematics", "date": "2019"}
DATA = {
    "sections": [
        {
            "kind": "experience",
            "entries": [
                JOB,
                {"organization": "Nord", "positions": [{"position": "Lead"}]},
                {"organization": "Sund", "url": "sund.example"},
            ],
        },
        {"kind": "education", "entries": [SCHOOL]},
    ]
}


def page_of(theme="base", **options):
    found = find_theme(theme, ROOTS)
    values = set_options(found, {"test": options})
    return compose(select(CV.model_validate(DATA)), found, values, bundled_themes()).html


def heads(html):
    return [re.sub(r"<[^>]*>", "", what) for what in re.findall(r'class="what">(.*?)</h\d>', html)]


def test_roles_come_first_in_pages():
    html = page_of(role_first="true")
    assert heads(html) == ["Engineer", "Nord", "Lead", "Sund", "BSc in Mathematics"]
    assert '<p class="role"><a href="https://fjord.example">Fjord</a>, Storage</p>' in html
    assert '<a href="https://sund.example">Sund</a>' in html


def test_roles_come_first_in_other_formats():
    cv = select(CV.model_validate(DATA))
    theme = find_theme("base", ROOTS)
    options = set_options(theme, {"test": {"role_first": "true"}})
    blocks = [block for block in outline(cv, options).blocks if isinstance(block, Entry)]
    assert "".join(span.text for span in blocks[0].title) == "Engineer"
    assert [(span.text, span.url) for span in blocks[0].rest] == [
        ("Fjord", "https://fjord.example"),
        (", Storage", ""),
    ]
    tex = to_tex(cv, theme, options)
    assert tex.index("{Engineer}") < tex.index("{Fjord}")


@pytest.mark.parametrize("theme", THEMES)
def test_heads_run_in_one_line(theme):
    html = page_of(theme, heads="one-line", role_first="false")
    runs = re.findall(r'<div class="run">(.*?)</div>', html)
    first = [re.sub(r"<[^>]*>", "", part) for part in re.split(r"(?<=</h3>)|(?<=</p>)", runs[0])]
    assert [part.strip() for part in first if part][:2] == ["Fjord, Storage", "Engineer"]
    assert html.count("Oslo") == 1
