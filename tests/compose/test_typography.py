"""What a book designer would look for, asked of small CVs as data."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jobs import make_job
from pdf import LIGATURES, Pdf, normalise, points
from sampling import sampled

from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import bundled_themes
from cvkit.typeset.weasyprint import typeset

Setter = Callable[..., tuple[Pdf, tuple[str, ...]]]
SIDE = points("27mm")  # of the theme classic


@pytest.fixture
def set_cv(tmp_path: Path) -> Setter:
    """Typeset a CV given as data; return the PDF and the warnings."""

    def set_cv(
        *sections: dict[str, Any], theme: str = "modern", options: Any = (), **fields: Any
    ) -> Any:
        source = tmp_path / "cv.yaml"
        source.write_text(
            json.dumps({**fields, "sections": list(sections)}, ensure_ascii=False), "utf-8"
        )
        job = make_job(source, theme, (bundled_themes(),), tuple(dict(options).items()), ())
        result = typeset(build(job))
        return Pdf(result.pdf), result.warnings

    return set_cv


# Page breaks


def texts(number: int, dice: random.Random) -> list[str]:
    """Return some bullets of one to four lines; every word names the entry and the bullet."""
    return [
        " ".join([f"e{number}b{bullet}"] * dice.choice([3, 8, 25, 40, 60]))
        for bullet in range(dice.randint(1, 4))
    ]


def dated(number: int) -> dict[str, Any]:
    return {"start": 1900 + number, "end": 1901 + number}


ENTRIES: dict[str, tuple[str, Callable[[int, list[str]], dict[str, Any]]]] = {
    "a job": (
        "experience",
        lambda n, t: {"organization": f"Head{n}z", "position": "Engineer", **dated(n)},
    ),
    "a job with a place and a tagline": (
        "experience",
        lambda n, t: {
            "organization": f"Head{n}z",
            "location": "London",
            "position": "Engineer",
            "tagline": "Of numbers",
            **dated(n),
        },
    ),
    "a job with several positions": (
        "experience",
        lambda n, t: {
            "organization": f"Head{n}z",
            "positions": [{"position": "Engineer", **dated(n)}, {"position": "Intern"}],
        },
    ),
    "a school": ("education", lambda n, t: {"institution": f"Head{n}z", "degree": "Ph.D."}),
    "a course": ("teaching", lambda n, t: {"course": f"Head{n}z", "position": "Assistant"}),
    "a project": ("projects", lambda n, t: {"name": f"Head{n}z", "role": "Lead"}),
    "a group of skills": ("skills", lambda n, t: {"name": f"Head{n}z"}),
    "a free entry": ("custom", lambda n, t: {"title": f"Head{n}z", "subtitle": "Of numbers"}),
}


@pytest.mark.parametrize("name", sampled(ENTRIES, 2))
def test_an_entry_never_begins_at_the_foot_of_a_page_without_text(
    set_cv: Setter, name: str
) -> None:
    """Its head and two lines of its text, or all of it, stand on one page."""
    kind, make = ENTRIES[name]
    dice = random.Random(name)
    entries = []
    for number in range(60):
        bullets = texts(number, dice)
        entries.append({**make(number, bullets), "highlights": bullets})
    pdf, warnings = set_cv({"kind": kind, "entries": entries})
    assert warnings == ()
    assert len(pdf) > 5
    places = words(pdf)
    for number in range(60):
        (head,) = places[f"Head{number}z"]
        text = places[f"e{number}b0"]
        assert text.count(head) >= min(2, len(text)), f"entry {number}, page {head + 1}"


def words(pdf: Pdf) -> dict[str, list[int]]:
    """Return the pages on which every name of an entry or a bullet stands, once for each line."""
    places = defaultdict(list)
    for page in range(len(pdf)):
        for line in pdf.lines(page):
            for word in set(re.findall(r"Head\d+z|e\d+b\d", line.text)):
                places[word].append(page)
    return places


def test_a_bullet_leaves_no_single_line_on_a_page(set_cv: Setter) -> None:
    dice = random.Random(1)
    bullets = [text for number in range(120) for text in texts(number, dice)]
    pdf, _ = set_cv({"kind": "custom", "entries": [{"title": "Head0", "highlights": bullets}]})
    split = {word: pages for word, pages in words(pdf).items() if len(set(pages)) > 1}
    assert split
    for word, pages in split.items():
        assert min(pages.count(page) for page in set(pages)) >= 2, word


def test_a_nested_bullet_does_not_leave_its_head_behind(set_cv: Setter) -> None:
    dice = random.Random(2)
    bullets = [{"label": f"Head{n}z", "highlights": texts(n, dice)} for n in range(60)]
    pdf, _ = set_cv({"kind": "custom", "entries": [{"title": "Work", "highlights": bullets}]})
    places = words(pdf)
    for number in range(60):
        assert places[f"Head{number}z"][0] == places[f"e{number}b0"][0], number


def test_a_title_never_ends_a_page(set_cv: Setter) -> None:
    """Sections and groups, with and without a note, begin with their first entry."""
    dice = random.Random(3)
    sections = []
    for number in range(0, 120, 2):
        rows = [f"e{number}b0"] + ["filling"] * dice.randint(0, 5)
        grouped = [f"e{number + 1}b0"] + ["filling"] * dice.randint(0, 5)
        note = {"note": "A remark."} if dice.random() < 0.5 else {}
        sections += [
            {"kind": "awards", "title": f"Head{number}z", **note, "entries": rows},
            {
                "kind": "awards",
                "title": "Outer",
                "groups": [{"title": f"Head{number + 1}z", **note, "entries": grouped}],
            },
        ]
    pdf, _ = set_cv(*sections)
    places = words(pdf)
    for number in range(120):
        assert places[f"Head{number}z"] == places[f"e{number}b0"], number
    for page in range(len(pdf)):
        assert "Outer" not in pdf.lines(page)[-1].text


def test_publications_do_not_break_over_pages(set_cv: Setter) -> None:
    entries = [
        {
            "title": f"Head{n}z " + "on something large " * (n % 6 + 1),
            "authors": ["Ada Lovelace", "Charles Babbage"] * (n % 9 + 1),
            "venue": f"e{n}b0",
        }
        for n in range(60)
    ]
    pdf, _ = set_cv({"kind": "publications", "entries": entries})
    assert len(pdf) > 3
    places = words(pdf)
    for number in range(60):
        assert places[f"Head{number}z"] == places[f"e{number}b0"], number


def test_long_lists_in_columns_are_read_down_the_columns(set_cv: Setter) -> None:
    journals = [f"Journal of Number{n:02}" for n in range(40)]
    pdf, _ = set_cv({"kind": "service", "entries": journals})
    assert re.findall(r"Number(\d\d)", pdf.text) == [f"{n:02}" for n in range(40)]


# Letters


@pytest.mark.parametrize(
    "text",
    [
        "招商局狮子山人工智能实验室 繁體字",
        "ひらがなカタカナ日本語",
        "한국어 이력서",
        "Łódź, Đặng, Ştefan, Gödel, Ñandú",
        "Ελληνικά, Кириллица, Українська",
        "→ ← ⇒ × ÷ ± ≈ ≤ ≥ ∞ ∑ √ ° µ ² ³ ½ € £ ¥ ₿ † ‡ § ¶ • … ★ ☆ ✓ ✔ ♥ ☎ ✉",
        "🎓 📚 🚀 🏆",
    ],
)
def test_every_character_has_a_glyph(set_cv: Setter, text: str) -> None:
    pdf, warnings = set_cv(
        {"kind": "summary", "text": f"before {text} after"},
        {"kind": "custom", "title": text, "entries": [{"title": text}]},
    )
    assert warnings == ()
    assert set(text) <= pdf.mapped


@pytest.mark.parametrize("language", ["ja", "ko", "zh-Hans"])
def test_chinese_characters_take_the_form_of_the_language(set_cv: Setter, language: str) -> None:
    pdf, warnings = set_cv({"kind": "summary", "text": "直骨角 2024"}, language=language)
    assert warnings == ()
    family = {"ja": "Noto-Sans-JP", "ko": "Noto-Sans-KR", "zh-Hans": "Noto-Sans-SC"}[language]
    assert any(font.name.startswith(family) for font in pdf.fonts)
    assert pdf.objects.Root.Lang == language


def test_digits_beside_emoji_stay_letters(set_cv: Setter) -> None:
    pdf, _ = set_cv({"kind": "summary", "text": "🎓 in 2024 #1 *"})
    faces = {c.font for page in pdf.chars for c in page if c.text in "2024#1*" and c.font}
    assert all("Source" in face for face in faces)
    assert faces


def test_a_character_without_a_font_is_named_in_a_warning(set_cv: Setter) -> None:
    _, warnings = set_cv({"kind": "summary", "text": "Cuneiform: \U00012000."})
    assert len(warnings) == 1
    assert "U+12000" in warnings[0]


def test_ligatures_are_copied_as_letters(set_cv: Setter) -> None:
    pdf, _ = set_cv({"kind": "summary", "text": "office affluent fjord"})
    assert pdf.count("office affluent fjord") == 1
    assert not pdf.mapped & set(LIGATURES)


# Formulas and the words of TeX


@pytest.mark.parametrize(
    ("typed", "copied"),
    [
        (r"NMR in $(\text{Li}_{0.8}\text{Fe}_{0.2})\text{OHFeSe}$ films", "(Li0.8Fe0.2)OHFeSe"),
        (r"Sorting in $O(n \log n)$ time", "O(nlogn)"),
        (r"$D^2$: decentralized", "D2: decentralized"),
        (r"Written in \LaTeX and \ConTeXt, with Bib\TeX.", "Written in LaTeX and ConTeXt"),
        ("H~2~O and 10^−3^", "H2O and 10−3"),
        ("$5 and $6", "$5 and $6"),
        ("C# & <b> {{ x }} 100% a_b ~x a - b", "C# & <b> {{ x }} 100% a_b ~x a - b"),
    ],
)
@pytest.mark.parametrize("field", ["title", "note"])
def test_markup_is_copied_as_text(set_cv: Setter, field: str, typed: str, copied: str) -> None:
    entry = {"title": "Title", field: typed}
    pdf, warnings = set_cv({"kind": "publications", "entries": [entry]})
    assert warnings == ()
    assert re.sub(r"\s", "", copied) in re.sub(r"\s", "", pdf.text)


def test_a_formula_of_two_storeys_speaks_its_source(set_cv: Setter) -> None:
    """It is a picture; screen readers are told how it was typed."""
    pdf, warnings = set_cv({"kind": "summary", "text": r"The sum $\frac{1}{n} \sum x_i$."})
    assert warnings == ()
    spoken = [tag.attributes.get("Alt", "") for tag in pdf.tags.walk() if tag.name == "Figure"]
    assert any("frac" in alt for alt in spoken)


# Lines

LONG = "internationalization telecommunications characteristically misunderstandings " * 12


@pytest.mark.parametrize(
    "section",
    [
        {"kind": "summary", "text": LONG},
        {"kind": "custom", "entries": [{"title": "Title", "highlights": [LONG]}]},
    ],
    ids=["prose", "bullets"],
)
def test_running_text_is_hyphenated(set_cv: Setter, section: dict[str, Any]) -> None:
    pdf, _ = set_cv(section)
    assert hyphens(pdf)
    assert pdf.count(LONG.strip()) == 1
    pdf, _ = set_cv(section, options={"hyphens": "false"})
    assert not hyphens(pdf)


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": LONG},
        {"location": LONG},
        {"sections": [{"kind": "custom", "title": LONG}]},
        {"sections": [{"kind": "experience", "entries": [{"organization": LONG}]}]},
        {"sections": [{"kind": "projects", "entries": [{"name": LONG}]}]},
        {"sections": [{"kind": "publications", "entries": [{"title": LONG}]}]},
        {"sections": [{"kind": "publications", "entries": [{"title": "A", "venue": LONG}]}]},
        {
            "sections": [
                {
                    "kind": "publications",
                    "entries": [{"title": "A", "authors": LONG.title().split()}],
                }
            ]
        },
        {"sections": [{"kind": "skills", "entries": [{"name": "A", "keywords": LONG.split()}]}]},
    ],
    ids=lambda fields: json.dumps(fields)[:70],
)
def test_names_and_titles_are_not_hyphenated(set_cv: Setter, fields: dict[str, Any]) -> None:
    sections = fields.get("sections", [])
    pdf, _ = set_cv(*sections, **{k: v for k, v in fields.items() if k != "sections"})
    assert max(len(pdf.lines(page)) for page in range(len(pdf))) > 2
    assert not hyphens(pdf)


def hyphens(pdf: Pdf) -> list[str]:
    """Return the lines that end in a hyphen; pdfium has a sign of its own for it."""
    return [
        line.text
        for page in range(len(pdf))
        for line in pdf.lines(page)
        if line.text.endswith(("\x02", "-", "‐", "\ufffe"))
    ]


ENDLESS = "https://example.org/" + "averylongpathwithoutanyplacetobreak" * 6


@pytest.mark.parametrize(
    "section",
    [
        {"kind": "summary", "text": ENDLESS},
        {"kind": "custom", "entries": [{"title": ENDLESS, "date": 2024}]},
        {"kind": "awards", "entries": [{"title": ENDLESS, "date": 2024}]},
        {"kind": "experience", "entries": [{"organization": "A " * 40, "location": "Place " * 15}]},
        {"kind": "projects", "entries": [{"name": "Name " * 40, "location": "x", "date": 2024}]},
        {"kind": "skills", "entries": [{"name": "A", "keywords": [ENDLESS]}]},
        {"kind": "publications", "entries": [{"title": "A", "doi": "10.1/" + "x" * 200}]},
        {"kind": "talks", "group_by": "year", "entries": [{"title": ENDLESS, "date": 2024}]},
    ],
    ids=lambda section: section["kind"],
)
def test_nothing_runs_over_the_margin(set_cv: Setter, section: dict[str, Any]) -> None:
    pdf, warnings = set_cv(section, theme="classic")
    assert warnings == ()
    width = pdf.sizes[0][0]
    for page in range(len(pdf)):
        assert max(box.right for box in pdf.boxes(page)) <= width - SIDE + 1
        assert min(box.left for box in pdf.boxes(page)) >= SIDE - 1


def test_dates_stand_flush_at_the_right(set_cv: Setter) -> None:
    entries = [
        {
            "organization": "Long " * (n * 4 + 1),
            "position": "P",
            "start": 1990 + n,
            "end": "present",
        }
        for n in range(6)
    ]
    pdf, _ = set_cv({"kind": "experience", "entries": entries}, theme="classic")
    page = pdf.chars[0]
    ends = [
        page[index + 6].box
        for index in range(len(page) - 6)
        if "".join(c.text for c in page[index : index + 7]) == "present"
    ]
    assert len(ends) == 6
    for box in ends:
        assert box
        assert box.right == pytest.approx(pdf.sizes[0][0] - SIDE, abs=1)


# Small and odd CVs


def test_a_name_alone_is_a_page(set_cv: Setter) -> None:
    pdf, warnings = set_cv(name="Ada Lovelace")
    assert (len(pdf), warnings) == (1, ())
    assert normalise(pdf.text) == "adalovelace"
    assert pdf.feet == [""]


def test_a_section_without_entries_does_not_disturb(set_cv: Setter) -> None:
    pdf, warnings = set_cv({"kind": "skills"}, {"kind": "custom", "title": ""}, name="Ada")
    assert (len(pdf), warnings) == (1, ())


def test_links_are_clickable_and_look_like_text(set_cv: Setter) -> None:
    pdf, _ = set_cv(
        {"kind": "summary", "text": "See [the site](https://example.org/a?b=c&d=é) or www.b.org."},
        url="ada.example.org",
        email="ada@example.org",
    )
    assert "https://example.org/a?b=c&d=%C3%A9" in pdf.links
    assert "https://www.b.org" in pdf.links
    assert "https://ada.example.org" in pdf.links
    assert "mailto:ada@example.org" in pdf.links
    assert pdf.count("See the site or www.b.org.") == 1


def test_emoji_are_no_larger_than_the_text_around_them(tmp_path: Path) -> None:
    """They are pictures of one size, which have to be made smaller."""

    def height(text: str) -> float:
        source = tmp_path / "cv.yaml"
        data = {"sections": [{"kind": "summary", "text": text}]}
        source.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        (page,) = typeset(build(make_job(source))).layout.pages
        return page.used

    assert height("Plain 🎓 text 🎉 and 🚀") == pytest.approx(height("Plain text"), abs=1.5)
