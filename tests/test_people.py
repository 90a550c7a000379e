"""The five people, from YAML to the finished PDF: whole, in order, sound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from jobs import make_job
from pdf import LIGATURES, Box, Pdf, is_private, normalise, points

from cvkit.pipeline.job import Job
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.pipeline.result import Result
from cvkit.theme.theme import find_theme

ROOT = Path(__file__).parents[1]
FACTS = Path(__file__).parent / "data" / "facts"
PAGES = {
    "lionrock-engineer": range(1, 3),
    "tencent-engineer": range(1, 3),
    "xiangru-lian": range(5, 9),
    "zili-zhang": range(1, 3),
    "ziliang-lai": range(1, 3),
}
PEOPLE = sorted(PAGES)
ROOTS = (bundled_themes(),)
MODERN = find_theme("modern", ROOTS)
TOP, FOOT, SIDE = (
    points(str(MODERN.options[f"margin_{edge}"].default)) for edge in ("top", "bottom", "side")
)
# Python 3.12 warns of every fork beside a thread, and pytest-xdist has threads.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),
    pytest.mark.xdist_group("people"),  # one process renders them all, once
]


def _job(person: str, folder: Path, **options: str) -> Job:
    source = ROOT / "people" / f"{person}.yaml"
    output = ("pdf", folder / f"{person}.pdf")
    return make_job(source, "modern", ROOTS, tuple(options.items()), (output,))


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    folder = tmp_path_factory.mktemp("people")
    done = render([_job(person, folder) for person in PEOPLE])
    return dict(zip(PEOPLE, done, strict=True))


@pytest.fixture(scope="session")
def pdfs(results: dict[str, Result]) -> dict[str, Pdf]:
    written = {person: result.job.outputs[0][1] for person, result in results.items()}
    return {person: Pdf(path.read_bytes(), FOOT) for person, path in written.items()}


@pytest.fixture(params=PEOPLE)
def person(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def pdf(person: str, pdfs: dict[str, Pdf]) -> Pdf:
    return pdfs[person]


@pytest.fixture
def data(person: str) -> dict[str, Any]:
    """The person's file, read by PyYAML alone."""
    text = (ROOT / "people" / f"{person}.yaml").read_text("utf-8")
    return shown(yaml.load(text, yaml.BaseLoader))


def shown(value: Any) -> Any:
    """Return what the whole CV shows: texts in the language of the file, and without tags."""
    if isinstance(value, list):
        return [shown(each) for each in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"text", "tags"} or value.keys() == {"en", "zh"}:
        return shown(next(value[key] for key in ("text", "en") if key in value))
    hidden = {"tags", "variants", "redactions"}
    return {key: shown(each) for key, each in value.items() if key not in hidden}


# What the file says


@dataclass(frozen=True)
class Leaf:
    path: tuple[str, ...]
    text: str


# Not printed as they stand: the model's own words, dates, links, and what only steers.
SILENT = {
    "kind", "type", "icon", "language", "group_by", "options", "name_variants", "self", "ignore",
}  # fmt: skip
DATES = {"start", "end", "date", "updated"}
LINKS = {"url", "network"}


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, path)
    elif value and not SILENT & set(path):
        yield Leaf(path, value)


def spoken(text: str) -> str:
    """Return a text without its markup."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\$.*?\$", lambda m: re.sub(r"\\text|[${}_^]", "", m[0]), text)
    text = re.sub(r"\\(?=[A-Z])|`|\*\*", "", text)
    return re.sub(r"\\(?=[^\w\s])", "", text)


def printed_date(text: str) -> str:
    """Return a date as the English locale prints it."""
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
    match text.split("-"):
        case [year, month, day]:
            return f"{months[int(month) - 1]} {int(day)}, {year}"
        case [year, month]:
            return f"{months[int(month) - 1]} {year}"
        case _:
            return " ".join(reversed(text.split()))


def printed_dates(data: Any) -> Iterator[str]:
    """Yield the dates of a file as they are printed: a range within a year names it once."""
    places: dict[Any, dict[Any, str]] = {}
    for leaf in leaves(data):
        if leaf.path[-1] in DATES:
            places.setdefault(leaf.path[:-1], {})[leaf.path[-1]] = leaf.text
    for dates in places.values():
        start, end = dates.get("start", ""), dates.get("end", "")
        if start.count("-") == end.count("-") == 1 and start[:5] == end[:5]:
            yield f"{printed_date(start).split()[0]} – {printed_date(end)}"
        else:
            yield from map(printed_date, dates.values())


def bullets(value: Any) -> Iterator[str]:
    """Yield what every bullet begins with, in the order of the file."""
    for each in value if isinstance(value, list) else ():
        yield from bullets(each)
    for key, each in value.items() if isinstance(value, dict) else ():
        if key != "highlights":
            yield from bullets(each)
            continue
        for item in each:
            yield item if isinstance(item, str) else f"{item['label']} {item.get('text', '')}"
            yield from bullets(item)


def read_in_order(sections: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the titles of sections and groups with the bullets that stand below them."""
    for section in sections:
        yield section.get("title", "")
        yield from bullets(section.get("entries", []))
        yield from read_in_order(section.get("groups", []))


def bare(text: str) -> str:
    """Return a text as it is searched: without the colons that labels are given."""
    return normalise(text).replace(":", "")


def not_in_order(pdf: Pdf, phrases: Iterator[str]) -> list[str]:
    """Return the phrases that are not found behind the ones before them."""
    page, place, lost = bare(pdf.text), 0, []
    for phrase in phrases:
        wanted = bare(spoken(phrase))
        found = page.find(wanted, place)
        if found < 0:
            lost.append(phrase)
        else:
            place = found + len(wanted)
    return lost


HEADS = {
    "experience": "organization",
    "projects": "name",
    "education": "institution",
    "teaching": "course",
}


def heads(value: Any, field: str) -> Iterator[tuple[str, str]]:
    """Yield the head of every entry and project, with what its text begins with."""
    for each in value if isinstance(value, list) else ():
        yield from heads(each, field)
    if isinstance(value, dict):
        texts = [value["summary"]] if "summary" in value else list(bullets(value))
        yield value.get(field, ""), texts[0] if texts else ""
        yield from heads(value.get("projects", []), "name")


# What must be on the page


def test_all_are_rendered_without_a_complaint(results: dict[str, Result]) -> None:
    for result in results.values():
        assert result.error is None
        assert result.typeset
        assert result.typeset.warnings == ()


def test_every_phrase_of_the_source_is_on_the_page(person: str, pdf: Pdf) -> None:
    lines = (FACTS / f"{person}.txt").read_text("utf-8").splitlines()
    missing = {}
    for phrase, times in Counter(line.strip() for line in lines if line.strip()).items():
        address = phrase.removeprefix("URL ")
        hits = [link for link in pdf.links if address.casefold() in link.casefold()]
        found = len(hits) if address != phrase else pdf.count(phrase)
        if found < times:
            missing[phrase] = f"{found} of {times}"
    assert not missing


def test_every_text_of_the_file_is_on_the_page(pdf: Pdf, data: dict[str, Any]) -> None:
    texts = Counter(
        spoken(leaf.text) for leaf in leaves(data) if leaf.path[-1] not in DATES | LINKS
    )
    assert [text for text, times in texts.items() if pdf.count(text) < times] == []


def test_every_date_of_the_file_is_on_the_page(pdf: Pdf, data: dict[str, Any]) -> None:
    page = pdf.normalised + normalise(pdf.feet[0])
    assert [date for date in printed_dates(data) if normalise(date) not in page] == []


def test_every_link_of_the_file_can_be_clicked(pdf: Pdf, data: dict[str, Any]) -> None:
    targets = "\n".join(pdf.links).casefold()
    for leaf in leaves(data):
        if leaf.path[-1] in LINKS:
            assert leaf.text.casefold() in targets
        elif leaf.path == ("email",):
            assert f"mailto:{leaf.text}" in targets
        elif leaf.path == ("phone",):
            assert "tel:" + re.sub(r"[^\d+]", "", leaf.text) in targets


def test_sections_stand_in_the_outline_in_their_order(pdf: Pdf, data: dict[str, Any]) -> None:
    titles = [section["title"] for section in data["sections"] if section["title"]]
    assert [heading.title for heading in pdf.outline if heading.level == 1] == titles


def test_titles_and_bullets_are_read_in_the_order_of_the_file(
    pdf: Pdf, data: dict[str, Any]
) -> None:
    assert not_in_order(pdf, read_in_order(data["sections"])) == []


def test_the_sign_of_a_bullet_is_read_before_its_text(pdf: Pdf) -> None:
    assert [line for line in pdf.text.splitlines() if line.strip() in {"•", "–", "-"}] == []


def test_own_name_is_bold_in_every_list_of_authors(pdf: Pdf, data: dict[str, Any]) -> None:
    if name := data.get("name"):
        authors = [leaf.text for leaf in leaves(data) if leaf.path[-1] == "authors"]
        own = [author for author in authors if author.rstrip("*") == name]
        assert own
        assert pdf.bold.count(normalise(name)) == len(own) + 1  # and at the head of the page


def test_number_of_pages(person: str, pdf: Pdf) -> None:
    assert len(pdf) in PAGES[person]


def test_the_last_page_is_worth_its_paper(pdf: Pdf) -> None:
    assert len(pdf) == 1 or len(pdf.lines(len(pdf) - 1)) >= 4


def test_no_heading_is_the_last_line_of_a_page(pdf: Pdf) -> None:
    for page in range(len(pdf)):
        headings = [heading for heading in pdf.outline if heading.page == page]
        for heading in headings:
            below = [line for line in pdf.lines(page) if line.top < heading.top]
            said = normalise("".join(line.text for line in below))
            others = [normalise(h.title) for h in headings if h.top <= heading.top]
            for title in sorted(others, key=len, reverse=True):
                said = said.replace(title, "", 1)
            assert len(said) > 20, f"{heading.title} ends page {page + 1}"


def test_the_head_of_an_entry_stands_with_its_text(pdf: Pdf, data: dict[str, Any]) -> None:
    bodies = [bare(body) for body in pdf.bodies]
    headings = iter(pdf.outline)
    for section in data["sections"]:
        for head, text in heads(section.get("entries", []), HEADS.get(section["kind"], "")):
            if head:
                heading = next(h for h in headings if bare(h.title).startswith(bare(head)))
                assert bare(spoken(text))[:25] in bodies[heading.page], head


# What a PDF must be


def test_only_the_fonts_of_the_theme_are_used(pdf: Pdf) -> None:
    families = [name.replace(" ", "-") for name in (*MODERN.fonts, *MODERN.system_fonts)]
    assert pdf.fonts
    for font in pdf.fonts:
        assert font.name.startswith(tuple(families)), font.name
        assert font.embedded, font.name
    assert "/Type3" not in pdf.font_types


def test_nothing_stands_outside_the_margins(pdf: Pdf) -> None:
    """A point of tolerance is for what swings over the edge of a letter."""
    for number, (width, height) in enumerate(pdf.sizes):
        for box in pdf.boxes(number):
            low = FOOT if box.top > FOOT else 10
            frame = Box(SIDE - 1, low - 1, width - SIDE + 1, height - TOP + 1)
            # The bar beside the name stands in the margin.
            hangs = points("6mm") if number == 0 and box.top > height - TOP - points("5mm") else 0
            assert box.left >= frame.left - hangs, box
            assert box.right <= frame.right, box
            assert box.bottom >= frame.bottom, box
            assert box.top <= frame.top, box


def test_text_is_plain(pdf: Pdf) -> None:
    """No soft hyphens, ligatures or signs that only the font understands."""
    for text in (pdf.mapped, set(pdf.text) - {"\x02"}):
        assert not text & {"\u00ad", *LIGATURES}
        assert not [character for character in text if is_private(character)]


def test_metadata(pdf: Pdf, data: dict[str, Any]) -> None:
    who = data.get("name") or data["headline"]
    assert pdf.objects.Root.Lang == "en"
    assert who in pdf.info["Title"]
    assert pdf.info.get("Author") == data.get("name")
    assert re.search(r"pdfuaid:part\D*1\b", pdf.xmp)
    assert bool(pdf.objects.Root.ViewerPreferences.DisplayDocTitle) is True


def test_it_is_tagged_for_screen_readers(pdf: Pdf, data: dict[str, Any]) -> None:
    assert bool(pdf.objects.Root.MarkInfo.Marked) is True
    tags = list(pdf.tags.walk())
    kinds = Counter(tag.name for tag in tags)
    assert kinds["H1"] == 1
    assert kinds["H2"] == sum(bool(section["title"]) for section in data["sections"])
    assert kinds["Link"] == len(pdf.links)
    assert kinds["LI"] >= len(list(bullets(data["sections"])))
    assert all(tag.attributes.get("Alt") for tag in tags if tag.name == "Figure")


def test_headings_do_not_skip_a_level(pdf: Pdf) -> None:
    levels = [int(tag.name[1]) for tag in pdf.tags.walk() if re.fullmatch(r"H\d", tag.name)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_lists_are_built_as_pdf_ua_demands(pdf: Pdf) -> None:
    """Lists hold items, other lists or a caption; items hold a sign and a text."""
    for tag in pdf.tags.walk():
        inside = {child.name for child in tag.children}
        if tag.name == "L":
            assert inside <= {"L", "LI", "Caption"}
        elif tag.name == "LI":
            assert inside <= {"Lbl", "LBody"}
        else:
            assert not inside & {"LI", "LBody"}


def test_running_head_stands_from_the_second_page_on(pdf: Pdf, data: dict[str, Any]) -> None:
    who = data.get("name") or data["headline"]
    for number, foot in enumerate(pdf.feet, start=1):
        assert (who in foot) == (number > 1)
        assert (f"{number} / {len(pdf)}" in foot) == (number > 1)
        if "updated" in data:
            assert printed_date(data["updated"]) in foot.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("size", "width", "height"), [("A4", "210mm", "297mm"), ("Letter", "8.5in", "11in")]
)
def test_page_size_is_an_option(tmp_path: Path, size: str, width: str, height: str) -> None:
    job = _job("ziliang-lai", tmp_path, page_size=size)
    (result,) = render([job])
    assert result.typeset
    assert result.typeset.warnings == ()
    for page in Pdf(job.outputs[0][1].read_bytes()).sizes:
        assert page == pytest.approx((points(width), points(height)), abs=0.1)
