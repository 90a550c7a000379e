"""Everything that a run needs is found, read and parsed once; jobs are values."""

from __future__ import annotations

import pickle
from collections import Counter

import pytest
from jobs import make_job

from cvkit.apps.cli import cli
from cvkit.document import PageLimit
from cvkit.errors import InvalidValueError, UsageError
from cvkit.load import includes
from cvkit.load import load as loading
from cvkit.pipeline.plan import plan
from cvkit.pipeline.project import Project
from cvkit.pipeline.render import render
from cvkit.pipeline.request import PdfSettings, Request
from cvkit.pipeline.work import carry_out
from cvkit.theme import theme as themes
from cvkit.theme.options import Option

pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
PERSON = """\
name: Ada
language: en
headline: {en: Engineer, de: Ingenieurin}
options: {density: "0.9"}
variants:
  short: {pages: 1, theme: plain}
sections:
  - kind: summary
    text: An engine
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "ada.yaml").write_text(PERSON)
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


@pytest.fixture
def calls(monkeypatch):
    """Count how often each of the functions is called, by what they are called with."""
    counted = Counter()

    def count(owner, name, key):
        function = getattr(owner, name)

        def wrapper(*args, **kwargs):
            counted[name, key(*args)] += 1
            return function(*args, **kwargs)

        monkeypatch.setattr(owner, name, wrapper)

    monkeypatch.setattr(themes, "_CACHE", {})
    count(themes, "find_theme", lambda name, _roots: name)
    count(themes, "read_manifest", lambda path: path.parent.name)
    count(loading, "parse", lambda source: source.name)
    count(includes, "parse", lambda source: source.name)
    count(Option, "parse", lambda option, _text: option.name)
    return counted


GIVEN = {"accent", "people/ada.yaml"}


@pytest.mark.parametrize("more", [[], ["--language", "zh"], ["--variant", "short"], ["--explain"]])
def test_a_run_reads_each_file_once_and_parses_each_option_once(project, calls, more):
    arguments = ["render", "ada", "--set", "accent=#a40000", "--theme", "modern", *more]
    assert cli.main(arguments, standalone_mode=False) == 0
    assert calls["find_theme", "modern"] == 1
    assert calls["read_manifest", "modern"] == 1
    assert calls["read_manifest", "base"] == 1
    assert calls["parse", "people/ada.yaml"] == 1
    assert calls["parse", "accent"] == 1
    # Defaults are checked in each manifest that declares them.
    given = {key: n for key, n in calls.items() if key[0] != "parse" or key[1] in GIVEN}
    assert max(given.values()) == 1, given


def test_a_check_composes_each_cv_once(project, calls, monkeypatch):
    from cvkit.compose import html

    composed = []
    compose = html.compose
    monkeypatch.setattr(html, "compose", lambda *given: composed.append(1) or compose(*given))
    assert cli.main(["check", "ada", "--theme", "modern,plain"], standalone_mode=False) in (0, 1)
    assert len(composed) == 2
    assert calls["parse", "people/ada.yaml"] == 1


def test_a_job_gives_the_same_bytes_after_a_journey(project):
    (job,) = plan(project, Request(list(project.people()), project.build_folder))
    there = pickle.loads(pickle.dumps(job))
    assert there == job
    assert carry_out(there).contents == carry_out(job).contents


def test_themes_are_equal_as_long_as_their_files_are(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "theme.toml").write_text('[theme]\ninherit = "base"\n')
    roots = (tmp_path, *make_job(own).theme.folders[0].parents[:1])
    first = themes.find_theme("own", roots)
    assert themes.find_theme("own", roots) == first
    assert hash(themes.find_theme("own", roots)) == hash(first)
    (own / "style.css").write_text("p {}")
    assert themes.find_theme("own", roots) != first


# Settings of the PDF


@pytest.mark.parametrize("text", ["1", "99", "auto"])
def test_a_page_limit_is_written_as_it_is_read(text):
    assert str(PageLimit.parse(text)) == text


@pytest.mark.parametrize("text", ["", "0", "100", "-1", "²", "1.5", "two", "Auto"])
def test_anything_else_is_not_a_page_limit(text):
    with pytest.raises(InvalidValueError, match="not a number of pages"):
        PageLimit.parse(text)


@pytest.mark.parametrize(
    ("settings", "letter", "feature"),
    [
        (PdfSettings(PageLimit(1), engine="latex"), False, "page limits"),
        (PdfSettings(standard="a-3a", engine="latex"), False, "PDF standards"),
        (PdfSettings(embed_source=True, engine="latex"), False, "embedded sources"),
        (PdfSettings(engine="latex"), True, "letters"),
    ],
)
def test_what_latex_does_not_support_is_refused(settings, letter, feature):
    with pytest.raises(UsageError, match=f"latex does not support {feature}"):
        settings.check(letter=letter)


def test_the_page_limit_of_a_variant_is_refused_with_latex_too(project):
    request = Request(
        list(project.people()),
        project.build_folder,
        variants=["short"],
        pdf=PdfSettings(engine="latex"),
    )
    with pytest.raises(UsageError, match=r'page limits in the variant "short" of .*ada\.yaml'):
        plan(project, request)


def test_a_variant_without_a_page_limit_keeps_that_of_the_request(project):
    sources = list(project.people())
    (job,) = plan(project, Request(sources, project.build_folder, variants=["short"]))
    assert (job.theme.name, job.pdf.limit) == ("plain", PageLimit(1))
    request = Request(
        sources, project.build_folder, variants=["short"], pdf=PdfSettings(PageLimit(3))
    )
    assert [job.pdf.limit for job in plan(project, request)] == [PageLimit(3)]


def test_an_option_that_only_some_themes_have_is_refused_before_anything_is_rendered(project):
    request = Request(
        list(project.people()), project.build_folder, ["plain", "timeline"],
        options=(("rail_width", "3mm"),),
    )  # fmt: skip
    with pytest.raises(UsageError, match='unknown option "rail_width"'):
        plan(project, request)
    assert not project.build_folder.exists()


def test_results_name_the_file_of_a_job_that_fails(project):
    source = project.people_folder / "ada.yaml"
    job = make_job(source, outputs=[("html", project.build_folder / "ada.html")])
    source.write_text("name: [Ada]\n")
    (result,) = render([job])
    assert {problem.file for problem in result.error.problems} == {str(source)}
