"""Where the texts of a CV are printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from jobs import make_job

from cvkit.apps.studio.core.places import PageMap, path_at, place_of
from cvkit.pipeline.prepare import build
from cvkit.pipeline.sources import cached_tree
from cvkit.typeset.weasyprint import typeset

PEOPLE = ("lionrock-engineer", "tencent-engineer", "xiangru-lian", "zili-zhang", "ziliang-lai")
THEMES = ("modern", "sidebar", "academic")

# What is not printed as a text: structure, addresses behind links, and what only selects.
UNPRINTED = {
    "options", "variants", "redactions", "ignore", "origin", "name_variants", "language", "updated",
    "photo",
}  # fmt: skip
SILENT = {"kind", "tags", "icon", "id", "group_by", "sort", "url", "network", "self", "page_break"}
# Several fields are one text on the page, or the heading above has the year of an entry.
TOGETHER = {"date", "start", "end", "years", "volume", "issue"}


def page_map(source, theme):
    done = typeset(build(replace(make_job(source, theme), with_spots=True)))
    return done, PageMap(done.spots, cached_tree(source))


def tree_leaves(node, parts=()):
    if isinstance(node.value, str):
        yield parts, node.value
    items = node.value.items() if isinstance(node.value, dict) else enumerate(node.value or ())
    for part, child in items if not isinstance(node.value, str) else ():
        yield from tree_leaves(child, (*parts, part))


def text_of(parts):
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in parts).lstrip(".")


def printed(root):
    """Yield the paths of the leaves that are printed; of several languages, only the first is."""
    for parts, text in tree_leaves(root):
        names = [part for part in parts if isinstance(part, str)]
        translated = names[-1] == "zh" and len(names) > 1
        if text and not translated and names[0] not in UNPRINTED and not SILENT & set(names[-2:]):
            yield text_of(parts), names[-1]


def lost(source, theme):
    """Return the leaves from which there is no way to the page, or no way back to their line."""
    _, found = page_map(source, theme)
    root = found.root
    missing = []
    for path, name in printed(root):
        place = place_of(root, path)
        if path_at(root, place.line, place.column) != path:
            missing.append(("cursor", path))
        spots = found.spots_of(path)
        if not spots:
            missing.append(("page", path))
            continue
        spot = spots[0]
        back = found.place_at(spot.page, spot.x + spot.width / 2, spot.y + spot.height / 2)
        same = back is not None and (back.line, back.column) == (place.line, place.column)
        entry = path.rpartition(".")[0]
        near = back is not None and path_at(root, back.line, back.column).startswith(entry)
        if not (same or (name in TOGETHER and near)):
            missing.append(("line", path))
    return missing


@pytest.fixture(scope="module")
def people(root):
    return {name: root / "people" / f"{name}.yaml" for name in PEOPLE}


def test_the_pages_are_those_of_the_output(people):
    """Not one byte differs: what is shown in a preview is what is written."""
    source = people["lionrock-engineer"]
    plain = typeset(build(make_job(source, "modern")))
    done, _ = page_map(source, "modern")
    assert done.pdf == plain.pdf
    assert not plain.spots
    assert done.spots


def test_every_text_leads_to_the_page_and_back(people):
    assert lost(people["lionrock-engineer"], "modern") == []


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", PEOPLE)
def test_every_text_of_everybody_leads_to_the_page_and_back(people, name, theme):
    assert lost(people[name], theme) == []


def test_markup_and_attributes_have_no_marks_left(write_cv):
    source = write_cv(
        'name: "Ada <&> Lovelace"\nemail: ada@example.org\nprofiles:\n  - network: GitHub\n'
        "    username: ada\nsections:\n  - kind: summary\n    text: |\n      - one **two**\n\n"
        "      - [three](https://example.org) $x^2$\n"
    )
    done, found = page_map(source, "modern")
    assert done.pdf == typeset(build(make_job(source, "modern"))).pdf
    texts = {spot.path: spot.text for spot in found.spots if spot.exact}
    assert texts["name"] == "Ada <&> Lovelace"
    assert texts["email[0]"] == "ada@example.org"
    assert "sections[0].text" in texts


def test_variants_and_languages_keep_the_places_of_the_file(write_cv):
    """Selecting moves and removes parts; the paths are still those of the file."""
    source = write_cv(
        "name: Ada\nsections:\n  - kind: skills\n    tags: [tech]\n    entries: [Rust]\n"
        "  - kind: summary\n    title: {en: Profile, de: Profil}\n    text: Words\n"
        "variants:\n  plain: {without: [tech]}\n"
    )
    job = replace(make_job(source, "modern", variant="plain", language="de"), with_spots=True)
    done = typeset(build(job))
    texts = {spot.path: spot.text for spot in done.spots if spot.exact}
    assert texts["sections[1].title.de"] == "Profil"
    assert texts["sections[1].text"] == "Words"
    assert "Rust" not in texts.values()


def test_letters_lead_to_their_own_file(write_cv):
    person = write_cv("name: Ada\nemail: ada@example.org\n")
    letter = write_cv("kind: letter\nopening: Dear all,\nbody: I apply.\n", "ada.acme.yaml")
    job = replace(make_job(person, "modern", letter=letter), with_spots=True)
    texts = {spot.path: spot.text for spot in typeset(build(job)).spots if spot.exact}
    assert texts == {"opening": "Dear all,", "body": "I apply."}
