"""The website of the documentation, as a browser without a network meets it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import tinyhtml5
import yaml

ROOT = Path(__file__).parents[1]
NOT_LINKED = {"404.html"}

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]  # built once


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


def trees(site):
    """Return the tree of each page that MkDocs made; those of the gallery are CVs."""
    pages = [path for path in site.rglob("*.html") if path.name not in NOT_LINKED]
    assert pages
    return {
        path: tinyhtml5.parse(path.read_bytes(), namespace_html_elements=False) for path in pages
    }


def test_the_site_is_whole_and_loads_nothing_from_elsewhere(site):
    pages = trees(site)
    ids = {path: {e.get("id") for e in tree.iter()} for path, tree in pages.items()}
    wrong = []
    for path, tree in pages.items():
        for element in tree.iter():
            for name in ("href", "src"):
                url = urlsplit(element.get(name) or "")
                if url.scheme or url.netloc:
                    if element.tag != "a" and url.scheme != "data" and not is_canonical(element):
                        wrong.append(f"{path.name} loads {url.geturl()}")
                    continue
                target = (path.parent / unquote(url.path)).resolve() if url.path else path
                target = target / "index.html" if target.is_dir() else target
                fragment = unquote(url.fragment)
                if not target.is_file():
                    wrong.append(f"{path.name} links to {url.path}")
                elif fragment and target in ids and fragment not in {*ids[target], "__top"}:
                    wrong.append(f"{path.name} links to {url.geturl()}")
    assert wrong == []
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert not re.search(r"(url\(|@import )[\"']?(https?:)?//", styles)


def is_canonical(element):
    return element.tag == "link" and element.get("rel") in ("canonical", "alternate")


def test_every_example_is_shown_as_it_is_printed(site):
    sources = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    examples = sum(
        len(re.findall("^```yaml$", s.read_text("utf-8"), re.MULTILINE)) for s in sources
    )
    pictures = sorted((site / "examples").glob("*.png"))
    assert len(pictures) == examples > 8
    for picture in pictures:
        assert picture.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    shown = sum(page.read_text("utf-8").count('class="example"') for page in site.glob("*.html"))
    assert shown == examples


def test_search_and_gallery_cover_everything(site):
    index = (site / "search" / "search_index.json").read_text("utf-8")
    for word in ("page_break", "cvkit doctor", "XeLaTeX"):
        assert word in index
    for theme in (path.parent.name for path in (ROOT / "themes").glob("*/theme.toml")):
        if theme != "base":
            assert (site / "gallery" / f"{theme}-1.png").is_file()
            assert (site / "gallery" / f"{theme}.html").is_file()


def test_every_page_is_in_the_navigation():
    def pages(nav):
        for item in nav:
            (target,) = item.values()
            yield from pages(target) if isinstance(target, list) else [target]

    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    made = {"index.md", "changelog.md", "gallery/README.md"}
    assert set(pages(config["nav"])) == {p.name for p in (ROOT / "docs").glob("*.md")} | made
