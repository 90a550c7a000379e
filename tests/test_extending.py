"""docs/extending.md, followed on a copy of the project: what its blocks add works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from command import files

from cvkit.export import EXPORTERS

pytestmark = pytest.mark.slow

BLOCK = re.compile(r'^( *)```(\w+) title="([^"]+)"\n(.*?)^\1```$', re.MULTILINE | re.DOTALL)
PARTS = ("cvkit", "themes", "docs", "tools")


class Project:
    """A copy of cvkit, changed as a section of the page says."""

    def __init__(self, folder, root):
        self.folder = folder
        self.page = (root / "docs" / "extending.md").read_text("utf-8")
        for part in PARTS:
            ignored = shutil.ignore_patterns("__pycache__", "gallery")
            shutil.copytree(root / part, folder / part, ignore=ignored)

    def follow(self, title):
        """Apply the blocks of a section, and return the files that these change."""
        section = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", self.page, re.MULTILINE | re.DOTALL)
        changed = []
        for _, language, name, block in BLOCK.findall(section[1]):
            file, text = self.folder / name, textwrap.dedent(block)
            if language == "diff":
                text = patched(file.read_text("utf-8"), text, name)
            else:
                assert not file.exists(), f"{name} is there already"
                file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
            changed.append(name)
        return changed

    def python(self, *arguments):
        """Run Python on the copy, which hides the installed package."""
        run = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def cvkit(self, *arguments):
        return self.python("-m", "cvkit", *map(str, arguments))

    def write(self, name, text):
        (self.folder / name).write_text(text, "utf-8")
        return self.folder / name

    def render(self, source, *options):
        """Render a file, and return the results by their suffixes."""
        output = self.folder / "output"
        self.cvkit("render", source, "--output-dir", output, *options)
        results = [output / name for name in files(output)]
        return {"".join(path.suffixes): path.read_bytes() for path in results}


def patched(text, diff, name):
    """Return a text with the changes of a diff, each of whose parts must fit in one place."""
    for hunk in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        if before:
            assert text.count(before) == 1, f"{name}: {text.count(before)} places for\n{before}"
            text = text.replace(before, after)
    return text


@pytest.fixture
def project(tmp_path, root):
    return Project(tmp_path / "copy", root)


@pytest.fixture(scope="module")
def root():
    return Path(__file__).parents[1]


def sections_of(project, source):
    """Import a file, and return the sections of the CV that comes of it."""
    target = project.folder / "imported.yaml"
    project.cvkit("import", source, "--output", target)
    project.cvkit("validate", target)
    code = "import sys, json; from cvkit.load.load import load\n"
    code += "from cvkit.load.serialize import to_plain; from pathlib import Path\n"
    code += "print(json.dumps(to_plain(load(Path(sys.argv[1])))['sections']))"
    return json.loads(project.python("-c", code, str(target)))


MEMBERSHIPS = """\
name: Ada Lovelace
sections:
  - kind: memberships
    entries:
      - Royal Statistical Society
      - organization: London Mathematical Society
        role: Fellow
        number: LMS 1815
        start: 1842
        end: 1852
        highlights: [Founded the engine group]
"""


def test_a_kind_is_validated_rendered_imported_and_exported(project):
    changed = project.follow("A section kind")
    assert len(changed) <= 4
    source = project.write("ada.yaml", MEMBERSHIPS)
    results = project.render(source, "--format", ",".join(EXPORTERS))
    words = ["Memberships", "Royal Statistical Society", "London Mathematical Society", "Fellow"]
    words += ["LMS 1815", "1842", "Founded the engine group"]
    for suffix in (".html", ".md", ".site.md", ".txt", ".tex"):
        text = results[suffix].decode()
        text = re.sub(r"<[^>]*>", "", text).replace("\xa0", " ").replace("~", " ")
        assert [word for word in words if word not in text] == [], suffix
    document = json.loads(results[".json"])
    assert [(item["organization"], item.get("position")) for item in document["volunteer"]] == [
        ("Royal Statistical Society", None), ("London Mathematical Society", "Fellow"),
    ]  # fmt: skip
    german = project.write("german.yaml", MEMBERSHIPS.replace("name:", "language: de\nname:"))
    project.cvkit("validate", german)
    assert "de (German): sections.memberships" in project.python("tools/locales.py")


@pytest.mark.parametrize("heading", ["Memberships", "Professional Memberships", "Mitgliedschaften"])
def test_a_kind_is_recognized_by_its_headings(project, heading):
    project.follow("A section kind")
    text = f"# Ada Lovelace\n\n## {heading}\n\n- **Royal Society**, Fellow, 2012–2020\n"
    (section,) = sections_of(project, project.write("cv.md", text))
    assert section["kind"] == "memberships"
    assert section["entries"] == [
        {"organization": "Royal Society", "role": "Fellow", "start": "2012", "end": "2020"}
    ]


def test_a_kind_is_in_the_reference_and_in_the_schema(project):
    project.follow("A section kind")
    project.python("tools/docs.py")
    assert "### `kind: memberships`" in (project.folder / "docs" / "yaml.md").read_text("utf-8")
    schema = json.loads((project.folder / "docs" / "cv.schema.json").read_text("utf-8"))
    assert "MembershipEntry" in schema["$defs"]


def test_a_kind_returns_from_json_resume(project):
    project.follow("A section kind")
    source = project.write("ada.yaml", MEMBERSHIPS)
    (document,) = project.render(source, "--format", "json").values()
    (section,) = sections_of(project, project.write("resume.json", document.decode()))
    assert section["kind"] == "memberships"
    assert section["entries"][1]["number"] == "LMS 1815"


JOB = """\
name: Ada Lovelace
email: ada@example.org
sections:
  - kind: experience
    entries:
      - organization: Analytical_Engine
        position: Programmer
        highlights: [The *first* program]
"""


def test_a_format_is_offered_and_written(project):
    project.follow("An export format")
    (text,) = project.render(project.write("ada.yaml", JOB), "--format", "rst").values()
    lines = text.decode().splitlines()
    assert lines[:2] == ["Ada Lovelace", "############"]
    assert "| Analytical\\_Engine" in lines
    assert "- The *first*\\  program" in lines
    assert "rst" in project.cvkit("render", "--help")


EUROPASS = {
    "SkillsPassport": {
        "LearnerInfo": {
            "Identification": {"PersonName": {"FirstName": "Ada", "Surname": "Lovelace"}},
            "WorkExperience": [
                {
                    "Period": {"From": {"Year": 1842, "Month": 2}, "To": {"Year": 1843}},
                    "Position": {"Label": "Programmer"},
                    "Employer": {"Name": "Analytical Engine"},
                    "Unknown": "kept",
                }
            ],
        }
    }
}


def test_an_importer_recognizes_its_format_and_keeps_the_rest(project):
    project.follow("An importer")
    (section,) = sections_of(project, project.write("europass.json", json.dumps(EUROPASS)))
    assert section == {
        "kind": "experience",
        "entries": [
            {
                "organization": "Analytical Engine", "position": "Programmer",
                "start": "1842-02", "end": "1843", "extra": {"Unknown": "kept"},
            }
        ],
    }  # fmt: skip


def test_a_theme_is_listed_and_renders(project):
    project.follow("A theme")
    assert "paper" in project.cvkit("themes")
    results = project.render(
        project.write("ada.yaml", JOB), "--theme", "paper", "--format", "pdf,html"
    )
    assert b"#fdfbf5" in results[".html"]


def test_a_language_has_its_words_and_else_english(project):
    project.follow("A language")
    source = project.write("ada.yaml", JOB.replace("name:", "language: lb\nname:"))
    (text,) = project.render(source, "--format", "text").values()
    assert "Beruffserfarung" in text.decode()
    assert "lb (Luxembourgish)" in project.python("tools/locales.py")
