"""What is drawn besides the words: levels, tags, logos, codes and strips of years.

The words are the same in every format, drawn or not.
"""

from __future__ import annotations

import base64
import io
import re
from typing import get_args

import pytest
from PIL import Image

from cvkit.compose.html import compose
from cvkit.compose.latex.source import to_tex
from cvkit.compose.outline import outline
from cvkit.errors import InputError
from cvkit.export.markdown import to_markdown
from cvkit.export.text import to_text
from cvkit.language.wording import Role
from cvkit.load.load import load
from cvkit.model import CV, KINDS, CvDate
from cvkit.model.levels import rating_of
from cvkit.pipeline.project import bundled_themes
from cvkit.select import select
from cvkit.theme.theme import find_theme, list_themes, set_options

SKILLS = {
    "kind": "skills",
    "entries": [
        {"name": "Rust", "level": "4"},
        {"name": "Ada", "level": "expert (5/5)", "keywords": ["SPARK"]},
        {"name": "Perl", "level": "some"},
    ],
}
LANGUAGES = {"kind": "languages", "entries": [{"language": "Welsh", "fluency": "C1"}]}


def page_of(data, folder=None, theme="base", **options):
    found = find_theme(theme, [bundled_themes()])
    cv = select(CV.model_validate(data))
    values = set_options(found, {"test": options})
    return compose(cv, found, values, folder or bundled_themes()).html


def words_of(html):
    body = html.partition("</head>")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", re.sub(r"<title>.*?</title>", "", body)))


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("1", (1, 5)),
        ("5", (5, 5)),
        ("3/4", (3, 4)),
        ("advanced (4/5)", (4, 5)),
        ("C2", (6, 6)),
        ("B1 (Goethe)", (3, 6)),
        ("6", None),
        ("0/5", None),
        ("7/5", None),
        ("since 3/2019", None),
        ("2.5/5", None),
        ("advanced", None),
        ("PC2", None),
    ],
)
def test_a_level_states_a_rating(text, rating):
    assert rating_of(text) == rating


def test_levels_are_drawn_where_they_are_numbers():
    html = page_of({"sections": [SKILLS, LANGUAGES]}, levels="dots")
    gauges = re.findall(r'class="gauge" aria-hidden="true">(.*?)</span></span>', html)
    full = [gauge.count('"step"') for gauge in gauges]
    assert full == [4, 5, 5]
    assert [gauge.count("step none") for gauge in gauges] == [1, 0, 1]


def test_drawn_levels_keep_their_words():
    data = {"sections": [SKILLS, LANGUAGES]}
    drawn, plain = (words_of(page_of(data, levels=levels)) for levels in ("bars", "words"))
    assert drawn.replace(" ", "") == plain.replace(" ", "")
    assert "gauge" not in page_of(data)


def test_every_format_has_a_level_in_words():
    cv = select(CV.model_validate({"sections": [SKILLS]}))
    found = find_theme("base", [bundled_themes()])
    options = set_options(found, {"test": {"levels": "dots"}})
    blocks = outline(cv, options)
    for text in (
        words_of(page_of({"sections": [SKILLS]})),
        to_text(blocks).decode(),
        to_markdown(blocks, options).decode(),
        to_tex(cv, found, options),
    ):
        assert "4/5" in text
        assert "expert (5/5)" in text


def test_levels_are_counted_in_the_digits_of_the_language():
    assert "۴/۵" in words_of(page_of({"language": "fa", "sections": [SKILLS]}))


# Logos

MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>.a {fill: orange}</style>'
    '<rect width="9" height="9" fill="#f00"/><path d="M0 0h9" style="stroke:rgb(0 0 255/.5)"/>'
    '<circle class="a" r="2"/></svg>'
)
JOB = {"organization": "Fjord *Systems*", "logo": "fjord.svg", "position": "Engineer"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "fjord.svg").write_text(MARK)
    Image.new("RGBA", (900, 90), (255, 0, 0, 128)).save(tmp_path / "fjord.png")
    return tmp_path


def logo_in(html):
    ((source, alt),) = re.findall(r'<img class="logo" src="([^"]*)" alt="([^"]*)">', html)
    return source, alt


def test_a_logo_is_grey_and_named_after_its_organization(folder):
    data = {"sections": [{"kind": "experience", "entries": [JOB]}]}
    source, alt = logo_in(page_of(data, folder))
    assert alt == "Fjord Systems"
    svg = base64.b64decode(source.removeprefix("data:image/svg+xml;base64,")).decode()
    colors = re.findall(r"#\w+|rgba?\([^)]*\)|orange", svg)
    assert colors == ["#adadad", "#4c4c4c", "rgba(29, 29, 29, 0.5)"]


def test_a_grey_logo_of_pixels_keeps_its_transparency(folder):
    data = {"sections": [{"kind": "projects", "entries": [{"name": "Tide", "logo": "fjord.png"}]}]}
    source, alt = logo_in(page_of(data, folder))
    picture = Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2])))
    assert alt == "Tide"
    assert picture.getpixel((5, 5)) == pytest.approx((76, 128), abs=1)
    assert max(picture.size) <= 600


def test_logos_in_colour_and_without(folder):
    data = {"sections": [{"kind": "experience", "entries": [JOB]}]}
    assert logo_in(page_of(data, folder, logos="colour"))[0] == "fjord.svg"
    assert "<img" not in page_of(data, folder, logos="none")


@pytest.mark.parametrize(
    ("logo", "code"),
    [
        ("../fjord.svg", "file-outside-folder"),
        ("fjrd.svg", "missing-file"),
        ("cv.yaml", "invalid-picture"),
    ],
)
def test_a_logo_is_checked_as_a_photo_is(folder, logo, code):
    file = folder / "cv.yaml"
    file.write_text(
        "sections:\n  - kind: experience\n    entries:\n      - organization: A\n"
        "        projects:\n"
        f"          - {{name: B, logo: {logo}}}\n"
    )
    with pytest.raises(InputError) as caught:
        load(file)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == (code, 6)
    assert problem.path == "sections[0].entries[0].projects[0].logo"


# QR codes

CONTACT = {"url": "brandt.example/cv?a=1&b=2", "profiles": [{"network": "GitHub", "username": "x"}]}
URL = "https://brandt.example/cv?a=1&amp;b=2"


@pytest.mark.parametrize(("what", "url"), [("website", URL), ("profile", "https://github.com/x")])
def test_a_code_is_a_link_that_is_read_aloud(what, url):
    html = page_of(CONTACT, qr=what)
    ((link, source, alt),) = re.findall(
        r'<a class="qr" href="([^"]*)"><img src="([^"]*)" alt="([^"]*)"></a>', html
    )
    assert (link, alt) == (url, url)
    assert source.startswith("data:image/svg+xml")


def test_there_is_no_code_without_an_address():
    assert "qr" not in page_of(CONTACT).partition("<header")[2]
    assert '"qr"' not in page_of({"name": "Ada"}, qr="website")
    assert '"qr"' not in page_of({"name": "Ada"}, qr="profile")


# Icons

KINDS_WITH_TITLES = [kind for kind in KINDS if kind != "custom"]


@pytest.mark.parametrize("kind", KINDS_WITH_TITLES)
def test_every_kind_of_section_has_an_icon(kind):
    section = {"kind": kind, "title": "Title", "text": "Text"}
    title = r'class="title"><span class="icon"><svg [^>]*><title>[^<]+</title><path'
    assert re.search(title, page_of({"sections": [section]}, section_icons="true"))
    assert not re.search(title, page_of({"sections": [section]}))


def test_a_section_may_name_another_icon():
    section = {"kind": "news", "icon": "star", "text": "Text"}
    plain, drawn = (page_of({"sections": [section]}, section_icons=on) for on in ("no", "yes"))
    assert plain.partition("<main>")[2] == drawn.partition("<main>")[2]


# The strip of a career

JOBS = [
    {"organization": "A", "start": "2020-01", "end": "present"},
    {
        "organization": "B",
        "positions": [
            {"position": "Lead", "start": "2018-01", "end": "2019-12"},
            {"position": "Engineer", "start": "2016-01", "end": "2017-12"},
        ],
    },
    {"organization": "C", "start": "2016-07", "end": "2016-12"},
    {"organization": "D"},
]


def strip_of(jobs, **options):
    data = {"updated": "2023-12", "sections": [{"kind": "experience", "entries": jobs}]}
    found = find_theme("base", [bundled_themes()])
    values = set_options(found, {"test": {"career_strip": "true", **options}})
    html = compose(
        select(CV.model_validate(data)), found, values, bundled_themes(), present=CvDate(2023, 12)
    ).html
    return html.partition('<div class="career" aria-hidden="true">')[2].partition("<article")[0]


def test_a_strip_has_a_bar_for_each_position_to_scale():
    first, second = strip_of(JOBS).split('class="lane"')[1:]
    bars = r'class="stint([^"]*)" style="margin-inline-start:([\d.]+)%;width:([\d.]+)%'
    assert re.findall(bars, first) == [
        ("", "0.00", "25.00"),
        ("", "0.00", "25.00"),
        (" lasts", "0.00", "50.00"),
    ]
    assert re.findall(bars, second) == [("", "6.25", "6.25")]


def test_a_strip_has_years_that_are_not_text():
    strip = strip_of(JOBS)
    assert strip.count('class="tick"') == 4  # every second year
    assert re.sub(r"<[^>]*>", "", strip).strip() == ""


@pytest.mark.parametrize("jobs", [JOBS[:1], JOBS[-1:], [], JOBS[2:3] * 2])
def test_a_short_career_has_no_strip(jobs):
    assert strip_of(jobs) == ""


def test_there_is_no_strip_unless_it_is_wanted():
    assert strip_of(JOBS, career_strip="false") == ""


# Metrics of publications

PAPERS = {
    "kind": "publications",
    "metrics": {"h-index": "12", "Citations": "840"},
    "entries": [{"title": "On Tides", "venue": "Waves", "citations": "42"}],
}


def test_metrics_are_in_every_format():
    cv = select(CV.model_validate({"sections": [PAPERS]}))
    found = find_theme("base", [bundled_themes()])
    options = set_options(found, {})
    blocks = outline(cv, options)
    html = words_of(page_of({"sections": [PAPERS]}))
    assert "h-index: 12 · Citations: 840" in html
    for text in (html, to_text(blocks).decode(), to_tex(cv, found, options)):
        assert "12" in text
        assert "840" in text
        assert "Citations: 42" in text


def test_drawings_have_classes_of_their_own():
    """A style for a drawing must not apply to a piece of text."""
    data = {**CONTACT, "sections": [{"kind": "experience", "entries": JOBS}, SKILLS]}
    drawn = page_of(data, levels="dots", qr="website") + strip_of(JOBS)
    found = re.findall(r'class="([^"]*)"[^>]*(?=></)', drawn)
    assert {"step", "stint", "tick"} <= {name for names in found for name in names.split()}
    roles = {name for role in get_args(Role) for name in role.split()}
    assert roles.isdisjoint(" ".join(found).split())


@pytest.mark.parametrize("theme", list_themes([bundled_themes()]))
def test_every_theme_knows_the_width_of_a_round_photograph(theme):
    """The option photo_shape makes photographs as high as they are wide."""
    found = find_theme(theme, [bundled_themes()])
    styles = "".join(css for name, css in found.styles() if name == theme)
    assert found.abstract or re.search(
        r"^\.photo \{[^}]*--photo-width: [^;]+;", styles, re.MULTILINE
    )
