"""What several test files use: files to load, and pages to read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import tinyhtml5
from hypothesis import settings

from cvkit.compose.html import compose
from cvkit.errors import InputError
from cvkit.load.load import load
from cvkit.model import CV
from cvkit.pipeline.project import bundled_themes
from cvkit.select import select
from cvkit.theme.theme import find_theme, set_options

# The same examples on every run; make fuzz tries new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


def pytest_addoption(parser):
    parser.addoption("--golden", action="store_true", help="renew the pictures of the looks")


def pytest_configure(config):
    # Python 3.11 and 3.12 complain of what ziafont, which sets our formulas, imports.
    config.addinivalue_line("filterwarnings", "ignore:path is deprecated:DeprecationWarning")


class Page:
    """HTML as a browser reads it."""

    def __init__(self, html):
        self.html = html
        self.root = tinyhtml5.parse(
            html.encode(), namespace_html_elements=False, override_encoding="utf-8"
        )

    @property
    def text(self):
        """What is to be read, without the titles of icons; pictures speak by their ``alt``."""
        return "".join(_texts(self.root.find("body"))).replace("\xa0", " ")

    def find(self, path):
        """Return the elements of an ElementTree path, anywhere in the page."""
        return self.root.findall(f".//{path}")

    def texts(self, path):
        """Return the text of each of these elements, its spaces run together."""
        return [
            re.sub(r"\s+", " ", "".join(_texts(element))).strip() for element in self.find(path)
        ]

    def hrefs(self):
        return [link.get("href") for link in self.find("a[@href]")]

    @property
    def headings(self):
        """The headings in order, each with its level and its text."""
        tags = [e for e in self.root.iter() if re.fullmatch(r"h\d+", str(e.tag))]
        return [(int(tag.tag[1:]), "".join(_texts(tag)).strip()) for tag in tags]


def _texts(element):
    if not str(element.tag).endswith("}svg"):
        yield element.get("alt") or element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


@cache
def _bundled(name):
    """Find a theme once, so that its templates are compiled once."""
    return find_theme(name, [bundled_themes()])


@pytest.fixture(scope="session", autouse=True)
def _no_compiled_templates():
    """Leave nothing of the tests' own themes in the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cvkit.theme.templates.bytecode_cache", lambda: None)
        yield


@pytest.fixture
def write_cv(tmp_path):
    """Write a person's file: text, or bytes as they are."""

    def write(content, name="ada.yaml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def load_text(write_cv):
    """Load a CV from the text of its file."""
    return lambda content: load(write_cv(content))


@pytest.fixture
def problems_of(write_cv):
    """Return the problems of a file; it must have some."""

    def problems(content):
        with pytest.raises(InputError) as caught:
            load(write_cv(content))
        return caught.value.problems

    return problems


@pytest.fixture(scope="session")
def page_of(tmp_path_factory):
    """Compose a CV, given as data, to a page; ``roots`` are further folders of themes."""
    folder = tmp_path_factory.mktemp("person")

    def page(data, theme="modern", roots=(), **options):
        found = find_theme(theme, [*roots, bundled_themes()]) if roots else _bundled(theme)
        cv = select(CV.model_validate(data))
        values = set_options(found, {"test": options})
        return Page(compose(cv, found, values, folder).html)

    return page


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return Path(__file__).parents[1]
