"""Composing: everything that a file says is on the page, as itself, in its place."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from filler import (
    HEADER,
    KINDS,
    SECTIONS,
    Filler,
    all_variants,
    entry_of,
    spoil,
)

from cvkit.model import CV
from cvkit.pipeline.project import bundled_themes
from cvkit.theme.theme import list_themes

ROOTS = [bundled_themes()]
# The others share their templates with modern.
OWN_TEMPLATES = {path.relative_to(ROOTS[0]).parts[0] for path in ROOTS[0].rglob("*.j2")}
OTHERS = sorted(OWN_TEMPLATES & set(list_themes(ROOTS)) - {"base", "modern"})
THEMES = ["modern", *(pytest.param(name, marks=pytest.mark.slow) for name in OTHERS)]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if entry_of(kind)])
def test_every_field_of_every_entry_is_on_the_page(page_of, kind, theme):
    """Whatever else is given or not."""
    filler, entries = all_variants(kind)
    page = page_of({"sections": [{"kind": kind, "entries": entries}]}, theme)
    assert filler.lost(page) == []
    assert "None" not in page.text


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_section_and_of_its_groups_is_on_the_page(page_of, kind, theme):
    filler, model = Filler(), SECTIONS[KINDS.index(kind)]
    fields = {"title", "note", "text"}

    def section(**groups):
        entries = {"entries": [filler.fill(entry_of(kind))]} if entry_of(kind) else {}
        return {"kind": kind, **filler.fill(model, fields), **entries, **groups}

    alone = [{"kind": kind, "title": "", **filler.fill(model, {name})} for name in fields]
    nested = section(groups=[section(), section(groups=[section(groups=[section()])])])
    page = page_of({"sections": [nested, *alone]}, theme)
    assert filler.lost(page) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "names",
    [
        HEADER,
        *[{name} for name in sorted(HEADER - {"pronouns"})],
        *[HEADER - {n} for n in sorted(HEADER - {"name"})],
    ],
    ids=lambda names: ",".join(sorted(names)) if len(names) == 1 else f"without {HEADER - names}",
)
def test_every_field_of_the_head_is_on_the_page(page_of, names, theme):
    filler = Filler()
    assert filler.lost(page_of(filler.fill(CV, names), theme)) == []


def test_pronouns_are_shown_without_a_name(page_of):
    assert "she/her" in page_of({"pronouns": "she/her", "headline": "Mathematician"}).text


@pytest.mark.parametrize(
    ("profile", "shown", "href"),
    [
        ({"network": "GitHub", "username": "ada"}, "ada", "https://github.com/ada"),
        ({"network": "Elsewhere", "username": "ada"}, "Elsewhere: ada", None),
        ({"url": "https://github.com/ada"}, "github.com/ada", "https://github.com/ada"),
        ({"network": "Blog", "url": "a.org/b"}, "Blog: a.org/b", "https://a.org/b"),
        ({"network": "Blog", "username": "ada", "url": "a.org"}, "Blog: ada", "https://a.org"),
    ],
)
def test_a_profile_is_shown_with_what_there_is_of_it(page_of, profile, shown, href):
    page = page_of({"name": "Ada", "profiles": [profile]})
    assert page.texts("header//li") == [shown]
    assert page.hrefs() == ([href] if href else [])


# Structure


def everything():
    """Return a CV that says everything, each kind of section also in groups of groups."""
    filler = Filler()
    sections = []
    for kind in KINDS:
        entries = {"entries": [filler.fill(entry_of(kind))]} if entry_of(kind) else {}
        inner = {"kind": kind, "title": "Inner", **entries}
        sections.append({"kind": kind, **entries, "groups": [{**inner, "groups": [inner]}]})
        sections.append({"kind": kind, "title": "", **entries})
    jobs = [
        {
            "organization": "O",
            "positions": ["P"],
            "projects_title": "T",
            "projects": [{"name": "N", "projects": ["M"]}],
        }
    ]
    sections.append({"kind": "experience", "groups": [{"title": "G", "entries": jobs}]})
    return {"name": "Ada", "sections": sections}


@pytest.fixture(scope="module", params=THEMES)
def full_page(request, page_of):
    return page_of(everything(), request.param)


def test_headings_never_skip_a_level(full_page):
    headings = full_page.headings
    levels = [level for level, _ in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [pair for pair in itertools.pairwise(headings) if pair[1][0] > pair[0][0] + 1] == []
    assert max(levels) <= 6, "HTML has no such heading"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "entry",
    [{"highlights": ["only"]}, {"summary": "only"}, {"date": "2020", "highlights": ["only"]}],
)
def test_no_heading_is_empty(page_of, entry, theme):
    page = page_of({"name": "Ada", "sections": [{"kind": "custom", "entries": [entry]}]}, theme)
    assert "only" in page.text
    assert "" not in [text for _, text in page.headings]


@pytest.mark.parametrize(
    "entry",
    [{"positions": ["Programmer"]}, {"department": "D", "positions": ["Programmer"]},
     {"position": "Programmer"}, {"position": "Programmer", "department": "D"}],
)  # fmt: skip
def test_a_job_needs_no_employer(page_of, entry):
    page = page_of({"name": "Ada", "sections": [{"kind": "experience", "entries": [entry]}]})
    assert "Programmer" in page.text


def test_the_page_is_sound_html(full_page):
    """No element within one that cannot hold it, no list of anything but items, unique ids."""
    assert full_page.find("p//p") == []
    assert full_page.find("p//ul") == []
    assert full_page.find("p//div") == []
    for group in (*full_page.find("ul"), *full_page.find("ol")):
        assert {child.tag for child in group} == {"li"}
    ids = [element.get("id") for element in full_page.find("*[@id]")]
    assert len(ids) == len(set(ids))
    for link in full_page.find("a"):
        assert link.get("href")
        assert "".join(link.itertext()).strip()


def test_tags_are_closed_in_the_order_they_are_opened(full_page):
    """HTML that a browser would have to mend is somebody's mistake."""
    html = re.sub(r"<!DOCTYPE html>|<(meta|link|img|br)\b[^>]*>|<[^>]*/>", "", full_page.html)
    opened = []
    for close, tag in re.findall(r"<(/?)([a-zA-Z]\w*)", html):
        if close:
            assert opened.pop() == tag
        else:
            opened.append(tag)
    assert opened == []


# What is data stays data

EVIL = "<b>&amp;\"'{{ 7 * 7 }}</b><script>alert(1)</script>"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if entry_of(kind)])
def test_no_field_can_bring_html_or_template_code_in(page_of, kind):
    entry = spoil(Filler().fill(entry_of(kind)), EVIL)
    section = {"kind": kind, "title": EVIL, "note": EVIL, "text": EVIL, "entries": [entry]}
    head = {"name": EVIL, "headline": EVIL, "location": EVIL, "phone": EVIL, "pronouns": EVIL}
    profile = {"network": EVIL, "username": EVIL}
    page = page_of({**head, "extra": {EVIL: EVIL}, "profiles": [profile], "sections": [section]})
    assert page.find("body//script") == []
    assert page.find("b") == []
    assert "49" not in page.text
    assert page.text.count(EVIL) >= len(entry)
    assert page.texts("title")[0].startswith(EVIL)


def test_what_search_engines_read_is_data_too(page_of):
    entry = {"institution": "**U**", "date": "2020"}
    sections = [{"kind": "education", "groups": [{"title": "G", "entries": [entry]}]}]
    page = page_of({"name": EVIL, "email": "a@b.org", "url": "a.org", "sections": sections})
    (script,) = page.find("script")
    data = json.loads(script.text)
    assert (data["name"], data["email"], data["url"]) == (EVIL, ["a@b.org"], "https://a.org")
    assert data["alumniOf"] == [{"@type": "EducationalOrganization", "name": "U"}]


def test_a_photo_is_shown_with_the_name_as_its_alternative(page_of):
    (photo,) = page_of({"name": "Ada", "photo": "a b&c.png"}).find("img")
    assert (photo.get("src"), photo.get("alt")) == ("a%20b%26c.png", "Ada")
    assert page_of({"name": "Ada", "photo": "a.png"}, photo="no").find("img") == []


# The head of the document


def test_the_document_has_language_direction_title_author_and_description(page_of):
    page = page_of({"name": "Ada", "headline": "**Lead** & more", "language": "ar"})
    assert (page.root.get("lang"), page.root.get("dir")) == ("ar", "rtl")
    assert page.texts("title") == ["Ada – السيرة الذاتية"]
    (author,) = page.find("meta[@name='author']")
    (description,) = page.find("meta[@name='description']")
    assert (author.get("content"), description.get("content")) == ("Ada", "Lead & more")


def test_without_a_name_the_headline_heads_the_page(page_of):
    page = page_of({"headline": "*An* engineer"})
    assert page.headings == [(1, "An engineer")]
    assert page.texts("title") == ["An engineer – Curriculum vitae"]
    assert page.find("meta[@name='author']") == []


def test_an_address_is_clickable_in_all_its_forms(page_of):
    page = page_of({"email": ["a@b.org", "c@d.org"], "phone": "+1 (415) 555", "url": "www.e.org/"})
    assert page.hrefs() == [
        "tel:+1415555", "mailto:a@b.org", "mailto:c@d.org", "https://www.e.org/",
    ]  # fmt: skip
    assert page.texts("a") == ["+1 (415) 555", "a@b.org", "c@d.org", "www.e.org"]


def test_the_date_of_the_last_update_is_shown(page_of):
    page = page_of({"updated": "2023-07-25"})
    assert page.texts("*[@class='updated']") == ["Last updated Jul 25, 2023"]


# Sections


def titles(page):
    return [heading for heading in page.headings if heading[0] > 1]


def test_a_title_is_ones_own_or_that_of_the_kind_or_none(page_of):
    sections = [
        {"kind": "talks", "entries": ["A"]},
        {"kind": "talks", "title": "Own **words**", "entries": ["B"]},
        {"kind": "talks", "title": "", "entries": ["C"]},
        {"kind": "custom", "text": "D"},
    ]
    page = page_of({"name": "Ada", "sections": sections})
    assert titles(page) == [(2, "Talks"), (2, "Own words")]
    assert titles(page_of({"name": "Ada", "language": "zh", "sections": sections}))[0] == (
        2,
        "报告",
    )


def test_sections_and_entries_stand_in_the_order_of_the_file(page_of):
    sections = [
        {"kind": "skills", "entries": ["first", "second"]},
        {"kind": "summary", "text": "third"},
        {"kind": "skills", "title": "fourth", "entries": ["fifth"]},
    ]
    words = re.findall("first|second|third|fourth|fifth", page_of({"sections": sections}).text)
    assert words == ["first", "second", "third", "fourth", "fifth"]


def test_groups_are_sections_below_their_section(page_of):
    section = {
        "kind": "awards",
        "groups": [
            {"title": "School", "note": "early", "entries": ["A"]},
            {"title": "Later", "kind": "skills", "entries": ["B"]},
            {"entries": ["C"]},
        ],
    }
    page = page_of({"name": "Ada", "sections": [section]})
    assert titles(page)[:3] == [(2, "Awards"), (3, "School"), (3, "Later")]
    assert len(page.find("section/section")) == 3
    assert page.texts("p[@class='note']") == ["early"]


def test_years_are_headings_and_are_not_repeated(page_of):
    entries = [{"title": "A", "date": "2021"}, {"title": "B", "date": "2020-05"}]
    page = page_of({"sections": [{"kind": "awards", "group_by": "year", "entries": entries}]})
    assert [title for title in titles(page) if title[0] == 3] == [(3, "2021"), (3, "2020")]
    assert page.text.count("2021") == 1
    assert "May 2020" in page.text.replace("\xa0", " ")


def test_an_icon_stands_before_its_title_with_its_kind_for_those_who_listen(page_of):
    sections = [{"kind": "skills", "icon": "tools", "entries": ["A"]}]
    page = page_of({"sections": sections}, accent="#123456")
    (heading,) = page.find("h2")
    assert heading.find(".//{*}svg/{*}title").text == "Skills"
    assert heading.find(".//{*}svg").get("color") == "#123456"
    assert page_of({"sections": sections}, icons="no").find("{*}svg") == []


def test_an_unknown_icon_is_left_out(page_of):
    page = page_of({"sections": [{"kind": "skills", "icon": "xyzzy", "entries": ["A"]}]})
    assert page.texts("h2") == ["Skills"]


# Entries


def entry_page(page_of, kind, entry, **options):
    return page_of({"name": "Ada", "sections": [{"kind": kind, "entries": [entry]}]}, **options)


def authors(page_of, names, **cv):
    section = {"kind": "publications", "entries": [{"title": "T", "authors": names}]}
    options = cv.pop("options", {})
    page = page_of({"name": "Ada Lovelace", "sections": [section], **cv}, **options)
    return page.texts("p[@class='authors']")[0], page.texts("strong[@class='self']")


@pytest.mark.parametrize(
    ("names", "shown", "own"),
    [
        (["Ada Lovelace"], "Ada Lovelace", ["Ada Lovelace"]),
        (["B. Other", "A. Lovelace"], "B. Other, A. Lovelace", ["A. Lovelace"]),
        (["Lovelace, Ada*", "B. Other*"], "Lovelace, Ada*, B. Other*", ["Lovelace, Ada"]),
        (["C. D.", "Ada Lovelace†", "E. F."], "C. D., Ada Lovelace†, E. F.", ["Ada Lovelace"]),
        (["Byron"], "Byron", []),
        (
            ["A. Byron", {"name": "The Consortium", "self": "true"}],
            "A. Byron, The Consortium",
            ["The Consortium"],
        ),
        (["B. Other", "et al."], "B. Other, et al.", []),
        (["B. Other", "C. Third", "et al."], "B. Other, C. Third, et al.", []),
    ],
)
def test_ones_own_name_is_bold_wherever_it_stands(page_of, names, shown, own):
    assert authors(page_of, names) == (shown, own)


def test_other_spellings_of_ones_name_are_bold(page_of):
    _, own = authors(page_of, ["A. Byron", "爱达"], name_variants=["Ada Byron", "爱达"])
    assert own == ["A. Byron", "爱达"]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["B. Other"], "B. Other"),
        (["B. Other", "C. Third"], "B. Other and C. Third"),
        (["B. Other", "C. Third", "D. Fourth"], "B. Other, C. Third, and D. Fourth"),
        (["B. Other", "C. Third", "et al."], "B. Other, C. Third, et al."),
    ],
)
def test_the_last_author_may_have_an_and(page_of, names, shown):
    assert authors(page_of, names, options={"authors_and": "yes"})[0] == shown


@pytest.mark.parametrize(
    ("fields", "source"),
    [
        ({"venue": "J"}, "J"),
        (
            {"venue": "J", "volume": "91", "issue": "12", "pages": "125107", "date": "2015"},
            "J 91.12, 2015, p. 125107",
        ),
        ({"venue": "J", "volume": "91"}, "J, Vol. 91"),
        ({"issue": "12"}, "No. 12"),
        ({"pages": "3254–3263"}, "pp. 3254–3263"),
        ({"venue": "J", "status": "in press"}, "J, in press"),
        ({"venue": "J", "date": "2020", "status": "in press"}, "J, 2020 (in press)"),
        (
            {"doi": "10.1000/182", "arxiv": "1912.13515 [stat.ML]"},
            "doi:10.1000/182, arXiv:1912.13515 [stat.ML]",
        ),
        ({"venue": "J", "remarks": ["oral", "rate 1%"]}, "J (oral; rate 1%)"),
        ({"remarks": ["oral"]}, "(oral)"),
    ],
)
def test_the_source_of_a_publication_reads_as_in_a_bibliography(page_of, fields, source):
    page = entry_page(page_of, "publications", {"title": "T", **fields})
    assert page.texts("p[@class='source']") == [source]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"date": "2014-06"}, "Jun 2014"),
        ({"start": "2014", "end": "2016"}, "2014–2016"),
        ({"start": "2014"}, "2014 – present"),
        ({"end": "2016"}, "2016"),
        ({"date": "2028-06", "status": "expected"}, "Jun 2028 (expected)"),
        ({"status": "expected"}, "expected"),
    ],
)
@pytest.mark.parametrize("kind", ["awards", "experience"])
def test_the_date_of_an_entry(page_of, kind, fields, shown):
    name = "title" if kind == "awards" else "organization"
    page = entry_page(page_of, kind, {name: "T", **fields})
    assert page.texts("p[@class='side when']") == [shown]


def test_bullets_hold_bullets(page_of):
    bullets = [{"label": "L", "text": "a", "highlights": ["b", {"text": "c", "highlights": ["d"]}]}]
    page = entry_page(page_of, "experience", {"organization": "O", "highlights": bullets})
    assert page.texts("article/ul/li") == ["L: a b c d"]
    assert page.texts("article/ul/li/ul/li") == ["b", "c d"]
    assert page.texts("li/ul/li/ul/li") == ["d"]


@pytest.mark.parametrize(
    ("label", "shown"), [("Team", "Team: four"), ("Why?", "Why? four"), ("Team:", "Team: four")]
)
def test_a_label_has_one_colon(page_of, label, shown):
    bullet = {"label": label, "text": "four"}
    page = entry_page(page_of, "experience", {"organization": "O", "highlights": [bullet]})
    assert page.texts("article/ul/li") == [shown]


def test_skills_hold_skills(page_of):
    skill = {"name": "A", "keywords": ["x", "y", "..."], "skills": [{"name": "B", "level": "good"}]}
    page = entry_page(page_of, "skills", skill)
    assert page.texts("section/ul/li") == ["A: x, y, ... B: good"]
    assert page.texts("li/ul/li") == ["B: good"]


def test_several_positions_stand_below_their_organization(page_of):
    job = {
        "organization": "O",
        "positions": [
            {"position": "Second", "start": "2016"},
            {"position": "First", "start": "2014", "end": "2016"},
        ],
    }
    page = entry_page(page_of, "experience", job)
    assert titles(page) == [(2, "Experience"), (3, "O"), (4, "Second"), (4, "First")]


def test_numbers_run_up_or_down(page_of):
    section = {"kind": "publications", "entries": ["A", "B", "C"]}

    def numbered(order):
        return page_of({"sections": [section]}, numbering=order).texts("p[@class='what']")

    assert numbered("none") == ["A", "B", "C"]
    assert numbered("ascending") == ["1. A", "2. B", "3. C"]
    assert numbered("descending") == ["3. A", "2. B", "1. C"]


def test_what_one_types_is_read_as_markup_once(page_of):
    """An asterisk that is escaped, and one in a formula, are not seen by a second reading."""
    page = entry_page(page_of, "awards", {"title": r"a \*b\* c", "awarder": r"\$x\$ \\LaTeX"})
    assert page.texts("div[@class='line']/p") == [r"a *b* c, $x$ \LaTeX"]
    job = {"organization": r"A \*b\* C", "position": r"\*d\*", "department": r"\_e\_"}
    assert titles(entry_page(page_of, "experience", job))[1] == (3, "A *b* C, _e_")


def test_apostrophes_are_round_unless_the_option_is_off(page_of):
    cv = {"sections": [{"kind": "summary", "text": "The world's `it's`"}]}
    assert "The world’s it's" in page_of(cv).text
    assert "The world's it's" in page_of(cv, smart_quotes="false").text
