"""What cvkit check says of the content, how it reports, and what it ignores."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jobs import composed, make_job
from PIL import Image
from test_check import SOUND

from cvkit.check import Finding, codes, explain
from cvkit.check.chronology import check_chronology
from cvkit.check.content import check_content
from cvkit.check.context import Places, Subject
from cvkit.check.report import as_github, as_json, as_text
from cvkit.check.run import Checked, examine, read_pdf
from cvkit.check.text_search import Searchable, plainly
from cvkit.errors import UsageError
from cvkit.language.locale import get_locale
from cvkit.load.load import load, read_tree
from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import bundled_themes
from cvkit.select import select
from cvkit.source.paths import position
from cvkit.typeset.weasyprint import typeset

ROOT = Path(__file__).parents[2]
ROOTS = (bundled_themes(),)
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

JOBS = """\
name: Ada Byron
updated: 2024-06
sections:
  - kind: experience
    entries:
      - organization: Analytical Engines
        position: Programmer
        start: 2021-03
        end: present
      - organization: Difference Engines
        position: Computer
        start: 2018-01
        end: 2021-02
"""
PAPER = """\
name: Ada Byron
name_variants: [Augusta Ada King]
sections:
  - kind: publications
    entries:
      - title: Notes on the engine
        authors: [{authors}]
"""


def content(tmp_path: Path, yaml: str) -> list[Finding]:
    """Return what is found of the content alone: no PDF is needed for it."""
    source = tmp_path / "ada.yaml"
    source.write_text(yaml, "utf-8")
    cv = load(source)
    reading: Any = None
    subject = Subject(
        source,
        "modern",
        select(cv),
        cv,
        get_locale(cv.language),
        Places(read_tree(source)[0]),
        reading,
    )
    return [*check_content(subject), *check_chronology(subject)]


def said(text: str) -> str:
    return f"sections:\n  - kind: summary\n    text: |\n      {text}\n"


DATES = {
    "an end before the start": ("end: 2021-02", "end: 2017-02", "CV501", 13),
    "an end before the start, by years": ("end: 2021-02", "end: 2016", "CV501", 13),
    "a start in the future": ("start: 2021-03", "start: 2024-07", "CV502", 8),
    "a start in a future year": ("start: 2021-03", "start: 2025", "CV502", 8),
    "a gap": ("end: 2021-02", "end: 2020-07", "CV503", 6),
    "an overlap": ("end: 2021-02", "end: 2021-09", "CV504", 6),
    "nothing": ("end: 2021-02", "end: 2021-03", None, 0),
    "a gap of six months": ("end: 2021-02", "end: 2020-08", None, 0),
    "the same month": ("start: 2021-03", "start: 2024-06", "CV503", 6),
    "an expected end": (
        "start: 2021-03\n        end: present", ("start: 2021-03\n        end: 2028\n"
        "        status: expected"), None, 0,
    ),
    "years that only may overlap": ("end: 2021-02", "end: 2021", None, 0),
}  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_dates(tmp_path: Path, name: str) -> None:
    old, new, code, line = DATES[name]
    assert old in JOBS
    findings = [(f.code, f.line) for f in content(tmp_path, JOBS.replace(old, new))]
    assert findings == ([(code, line)] if code else [])


TEXTS = {
    "We wrote the the program.": "CV510",
    "We  wrote it.": "CV511",
    "It grew by $5+x$a, then fell.": "CV514",
    "It was ~~quite~~ good.": "CV514",
    "The ^averylongsuperscript^ of it.": "CV514",
    "The value 5~max~ of it.": "CV514",
    "We wrote it (at night.": "CV512",
    "He said “yes and left.": "CV512",
    'He said "yes and left.': "CV512",
    "Code on Github.": "CV508",
    "Typeset in Latex.": "CV508",
    "We used Tensorflow and numpy.": "CV508",
    "Written in Javascript.": "CV508",
    "Stored in Postgresql.": "CV508",
    "Built apps for MacOS.": "CV508",
    "Lorem ipsum dolor sit amet.": "CV509",
    "TODO: write this.": "CV509",
    "Led the XXX project.": "CV509",
    "I am [Your Name], a programmer.": "CV509",
    "Worked at Company Name": None,
    "Your Name Here": "CV509",
    # Sound ones that look alike.
    "That that is, is; he had had it.": None,
    "See https://github.com/ada and `github`.": None,
    "The todo list of a mastodon.": None,
    r"1) one, 2) two :)": None,
    "A 5\" disk and Ada's, the engines' parts.": None,
    "„Ja“ und „Nein“, and [a link](https://a.no/b_(c)).": None,
    "GITHUB AND LATEX": None,
    r"LaTeX, \LaTeX, GitHub, JavaScript, macOS, latex gloves": None,
    "XX chromosomes, XXI century, size XXL": None,
    "John and John Smith": None,
    "Wagga Wagga": None,
}


@pytest.mark.parametrize("text", TEXTS)
def test_texts(tmp_path: Path, text: str) -> None:
    code = TEXTS[text]
    findings = [finding.code for finding in content(tmp_path, said(text))]
    assert findings == ([code] if code else [])


ADDRESSES = {
    "url: https://http://ada.no": "CV506",
    "url: http://http://ada.no": "CV506",
    "url: https://localhost/ada": "CV506",
    "url: https://ada..no": "CV506",
    "url: https://www.example.com/ada": "CV513",
    "email: ada@example.com": "CV513",
    "email: ada..byron@engines.no": "CV506",
    "email: ada@engines.n": "CV506",
    "phone: '12'": "CV506",
    "url: www.ada.no/a?b=c#d": None,
    "url: https://ada.no:8080/x": None,
    "url: https://web.archive.org/web/2020/https://ada.no/": None,
    "url: https://büro.example-shop.de": None,
    "email: ada.byron+cv@engines.co.uk": None,
    "phone: (+47) 22 85 50 50 ext. 12": None,
}


@pytest.mark.parametrize("line", ADDRESSES)
def test_addresses(tmp_path: Path, line: str) -> None:
    code = ADDRESSES[line]
    findings = [(f.code, f.line) for f in content(tmp_path, f"name: Ada\n{line}\n")]
    assert findings == ([(code, 2)] if code else [])


@pytest.mark.parametrize(
    ("authors", "is_found"),
    [("Luigi Menabrea, Charles Babbage", True), ("Luigi Menabrea, Ada Byron", False),
     ("Luigi Menabrea, A. Byron", False), ("Augusta Ada King", False),
     ("Luigi Menabrea, et al.", False), ("{name: A. A. L., self: true}", False)],
)  # fmt: skip
def test_the_own_name_among_authors(tmp_path: Path, authors: str, is_found: bool) -> None:
    findings = content(tmp_path, PAPER.replace("{authors}", authors))
    assert [f.code for f in findings] == (["CV507"] if is_found else [])


def test_twins(tmp_path: Path) -> None:
    entry = "      - title: Medal\n        date: 2020\n"
    other = "      - title: Medal\n        date: 2021\n"
    awards = "sections:\n  - kind: awards\n    entries:\n"
    assert content(tmp_path, awards + entry + other) == []
    (twin,) = content(tmp_path, awards + entry + other + entry)
    assert (twin.code, twin.line) == ("CV505", 8)
    assert "line 4" in twin.message


@pytest.mark.parametrize(
    ("updated", "epoch", "later"),
    [
        ("updated: 2024-05-02\n", "0", "2024-06"),
        ("updated: 2024\n", "0", "2025"),
        ("updated: 2024 spring\n", "0", "2024-06"),
        ("", "86400", "1970-02"),
    ],
)
def test_the_day_compared_with(tmp_path, monkeypatch, updated, epoch, later):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    text = "language: en\n" + updated + "sections:\n  - kind: awards\n    entries:\n"
    entry = "      - title: Prize\n        date: "
    earlier = updated.removeprefix("updated: ") or "1970-01-02\n"
    codes = [finding.code for finding in content(tmp_path, f"{text}{entry}{earlier}")]
    assert "CV502" not in codes
    codes = [finding.code for finding in content(tmp_path, f"{text}{entry}{later}\n")]
    assert "CV502" in codes


# Places


def test_places_are_those_of_the_values(tmp_path: Path) -> None:
    source = tmp_path / "ada.yaml"
    source.write_text(JOBS, "utf-8")
    root, _ = read_tree(source)
    assert position(root, "sections[0].entries[1].end") == (12, 13)
    assert position(root, "sections[0].entries[7]") is None
    places = Places(root)
    assert places.find("sections[0].entries[1].end", "2021-02") == (
        "sections[0].entries[1].end", 13, 14,
    )  # fmt: skip
    # What selecting has moved is found by its value.
    assert places.find("sections[0].groups[3].title", "Difference Engines")[1] == 10
    assert places.find("nowhere") == ("", 0, 0)


# False alarms

EAST_ASIAN = """\
name: 田中 🚀
headline: ☕ 技術者
language: ja
email: tanaka@u-tokyo.ac.jp
sections:
  - kind: summary
    title: 🎯 目標
    text: 2019〜2021年、東京～大阪で働く。
  - kind: skills
    title: ⚡ 技能
    entries:
      - name: 分野
        keywords: [{words}]
"""
WORDS = """
網羅 数学 算法 系統 編集 前端 後端 試験 運用 安全 硬度 図形 視覚 音声 検索 推薦 広告 決済 地図
"""


@pytest.mark.parametrize("shift", range(2))
def test_emoji_wave_dashes_and_words_broken_at_line_ends_are_no_findings(
    tmp_path: Path, shift: int
) -> None:
    """With the shift the lines end within other words."""
    source = tmp_path / "ada.yaml"
    words = ", ".join(f"{one}{two}" for one in WORDS.split() for two in ("", "学", "論")[:2])
    source.write_text(EAST_ASIAN.replace("{words}", "字" * shift + words), "utf-8")
    job = make_job(source)
    found = examine(job, composed(job), read_pdf(typeset(build(job)).pdf)).findings
    assert [f.message for f in found if f.code.startswith(("CV1", "CV2"))] == []


@pytest.mark.parametrize(
    ("page", "word", "times"),
    [
        ("abc 網\n羅 x", "網羅", 1), ("前網 羅後", "網羅", 1), ("網x羅", "網羅", 0),
        ("Go, go", "Go", 2), ("Gopher", "Go", 0), ("R\n2", "R2", 0), ("a🚀 Bo", "Bo 🚀", 1),
        ("2〜3", "2～3", 1), ("王小明", "王小明 🚀", 1), ("🚀", "🚀", 0),
    ],
)  # fmt: skip
def test_short_words_are_found_whole(page: str, word: str, times: int) -> None:
    assert Searchable([page]).count(word) == times


def test_a_name_is_copied_exactly_whatever_becomes_of_its_emoji() -> None:
    assert plainly("王 小明 🚀") == plainly("王 小明")
    assert plainly("A〜B") == plainly("A～B")
    assert plainly("Ada") != plainly("Adа")


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("vi", "Làm việc từ từ với khách hàng.", ""),
        ("en", "Worked with with clients.", "CV510"),
        ("en", "Win win deals and bye bye, fifty fifty.", ""),
        ("en", 'The film "Talk talk" of [the the](https://a.no).', "CV510"),
    ],
)
def test_repeated_words(tmp_path: Path, language: str, text: str, code: str) -> None:
    found = [f.code for f in content(tmp_path, f"language: {language}\n{said(text)}")]
    assert found == ([code] if code else [])


# Photographs


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (".photo { width: 12mm; height: 12mm }", []),
        (".photo { position: absolute; left: 0; top: 0; width: 90mm }", ["CV316"]),
    ],
)
def test_a_photograph_over_text_is_an_error(tmp_path: Path, css: str, expected: list[str]) -> None:
    Image.new("RGB", (60, 60), "#dde").save(tmp_path / "ada.png")
    source = tmp_path / "ada.yaml"
    source.write_text(f"photo: ada.png\nheadline: Programmer\n{JOBS}", "utf-8")
    source.with_suffix(".css").write_text(css, "utf-8")
    job = make_job(source)
    found = examine(job, composed(job), read_pdf(typeset(build(job)).pdf)).findings
    assert [finding.code for finding in found if finding.code == "CV316"] == expected


# What is ignored


@cache
def _reading(source: Path) -> Any:
    return read_pdf(typeset(build(make_job(source))).pdf)


def ignoring(tmp_path: Path, rules: str) -> Checked:
    source = tmp_path / "ada.yaml"
    source.write_text(JOBS.replace("2021-02", "2020-02") + rules, "utf-8")
    job = make_job(source)
    return examine(job, composed(job), _reading(source))


def test_what_is_ignored_is_told_apart(tmp_path: Path) -> None:
    assert [f.code for f in ignoring(tmp_path, "").findings] == ["CV503"]
    checked = ignoring(tmp_path, "ignore:\n  - code: CV503\n    reason: A voyage.\n")
    assert checked.findings == ()
    assert [(f.code, f.reason) for f in checked.ignored] == [("CV503", "A voyage.")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("path: sections[0]", []), ("path: sections[0].entries[0]", []), ("text: Difference", []),
     ("text: Analytical", []), ("path: sections[1]", ["CV002", "CV503"]),
     ("text: Steam", ["CV002", "CV503"]), ("text: gap of", ["CV002", "CV503"])],
)  # fmt: skip
def test_a_rule_may_be_narrowed(tmp_path: Path, rule: str, expected: list[str]) -> None:
    rules = f"ignore:\n  - code: CV503\n    reason: A voyage.\n    {rule}\n"
    assert sorted(f.code for f in ignoring(tmp_path, rules).findings) == expected


def test_an_unknown_code_is_an_error_with_its_line(tmp_path: Path) -> None:
    checked = ignoring(tmp_path, "ignore:\n  - code: CV5O3\n    reason: A voyage.\n")
    (wrong,) = [f for f in checked.findings if f.code == "CV001"]
    assert wrong.severity == "error"
    assert wrong.line == 15
    assert "did you mean" in wrong.hint


# Codes and their documentation


def test_every_code_is_explained() -> None:
    for code in codes().values():
        assert re.fullmatch(r"CV[0-6]\d\d", code.code)
        assert code.severity in ("error", "warning", "info")
        assert all((code.title, code.why, code.fix))
        assert code.title in explain(code.code.lower())
    with pytest.raises(UsageError, match="did you mean"):
        explain("CV1O1")


def test_every_code_is_given_and_tested() -> None:
    """Each stands in a check, and in a test that plants its defect."""
    package = "".join(p.read_text("utf-8") for p in (ROOT / "cvkit/check").rglob("*.py"))
    tests = "".join(p.read_text("utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    for code in codes():
        assert f'"{code}"' in package, code
        assert f'"{code}"' in tests, code


def test_the_page_of_all_codes_is_up_to_date() -> None:
    page = (ROOT / "docs" / "check.md").read_text("utf-8")
    for code in codes().values():
        assert f"| {code.code} | {code.severity} | {code.title} |" in page
    assert len(re.findall(r"^\| CV\d+ \|", page, re.MULTILINE)) == len(codes())


# Reports


FINDING = Finding(
    "CV101", "a: b, 100 %\nlost", "error", "a,b.yaml", 3, 5, 2, "look", "name", "Ada", "modern"
)
CHECKED = Checked(make_job(Path("a,b.yaml")), 2, (FINDING,), (FINDING,))


def test_the_report_for_people() -> None:
    first, last = as_text([CHECKED])
    assert first.startswith("a,b.yaml:3:5: error CV101: a: b, 100 %")
    assert first.endswith("(page 2); look")
    assert last == "a,b.yaml in modern: 2 pages, 1 error, 1 ignored"
    assert len(list(as_text([CHECKED], verbose=True))) == 3


def test_the_report_for_programs() -> None:
    report = json.loads("".join(as_json([CHECKED])))
    assert report["version"] == 1
    assert report["summary"] == {"error": 1, "warning": 0, "info": 0, "ignored": 1}
    assert report["documents"] == [{"file": "a,b.yaml", "theme": "modern", "pages": 2}]
    (finding,) = report["findings"]
    assert finding["code"] == "CV101"
    assert (finding["line"], finding["column"], finding["page"]) == (3, 5, 2)


def test_the_report_for_github() -> None:
    (line,) = as_github([CHECKED])
    assert line == (
        "::error file=a%2Cb.yaml,line=3,col=5,title=CV101 in modern::a: b, 100 %25%0Alost"
    )


# The command


def cvkit(*args: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cvkit", *map(str, args)],
        cwd=cwd, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_the_command_checks_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "mira.yaml").write_text(SOUND, "utf-8")
    run = cvkit("check", "mira.yaml", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "mira.yaml in modern: 2 pages, no problems\n"
    assert [path.name for path in tmp_path.iterdir()] == ["mira.yaml"]


def test_the_command_compares_a_pdf_that_exists(tmp_path: Path) -> None:
    (tmp_path / "mira.yaml").write_text(SOUND, "utf-8")
    assert cvkit("render", "mira.yaml", "-o", ".", cwd=tmp_path).returncode == 0
    changed = SOUND.replace("Lead engineer", "Head of everything")
    (tmp_path / "mira.yaml").write_text(changed, "utf-8")
    run = cvkit("check", "mira.yaml", "--pdf", "mira-modern.pdf", cwd=tmp_path)
    assert run.returncode == 1
    line = changed[: changed.index("Head of")].count("\n") + 1
    assert (
        f'mira.yaml:{line}:19: error CV101: "Head of everything" is not on the page' in run.stdout
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [([], 0), (["--strict"], 1), (["--format", "json"], 0), (["--format", "github"], 0),
     (["--theme", "none"], 2), (["--pdf", "missing.pdf"], 1), (["--pdf", "ada.yaml"], 1),
     (["--explain", "CV101"], 0), (["--explain", "CV999"], 2), (["--set", "accent"], 2),
     (["--theme", "modern,plain", "--pdf", "x.pdf"], 2)],
    ids=str,
)  # fmt: skip
def test_exit_codes(tmp_path: Path, arguments: list[str], status: int) -> None:
    warned = JOBS + "url: https://example.com\n"
    (tmp_path / "ada.yaml").write_text(warned, "utf-8")
    run = cvkit("check", "ada.yaml", *arguments, cwd=tmp_path)
    assert run.returncode == status, run.stderr + run.stdout
    assert "Traceback" not in run.stderr


def test_a_broken_file_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "ada.yaml").write_text(JOBS, "utf-8")
    (tmp_path / "bob.yaml").write_text("nam: Bob\n", "utf-8")
    run = cvkit("check", "bob.yaml", "ada.yaml", cwd=tmp_path)
    assert run.returncode == 1
    assert 'unknown field "nam"' in run.stderr
    assert "ada.yaml in modern: 1 page, no problems" in run.stdout
