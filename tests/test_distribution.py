"""What is published: wheel and source archive, the image, and the workflows."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import cvkit

ROOT = Path(__file__).parents[1]


def python(*arguments, cwd=ROOT):
    done = subprocess.run(
        [sys.executable, "-m", *map(str, arguments)], cwd=cwd, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def build(source, target):
    python("build", "--no-isolation", "--outdir", target, source)
    (wheel,) = target.glob("*.whl")
    (archive,) = target.glob("*.tar.gz")
    return wheel, archive


def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.slow
def test_wheel_and_archive_are_complete_and_can_be_published(tmp_path):
    wheel, archive = build(ROOT, tmp_path)
    assert wheel.name == f"cvkit-{cvkit.__version__}-py3-none-any.whl"
    python("twine", "check", "--strict", wheel, archive)
    tracked = subprocess.check_output(["git", "ls-files", "cvkit", "themes"], cwd=ROOT, text=True)
    expected = {re.sub("^themes/", "cvkit/themes/", name) for name in tracked.splitlines()}
    assert expected <= names(wheel)
    assert {f"cvkit/docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} <= names(wheel)
    with tarfile.open(archive) as files:
        packed = {name.partition("/")[2] for name in files.getnames()}
    assert {"tools/install-system", "tests/conftest.py", "Makefile", "action.yml"} <= packed


@pytest.mark.slow
def test_the_image_is_built_from_what_the_wheel_needs(tmp_path):
    """.dockerignore lets in what makes the same wheel as the whole project."""
    context = tmp_path / "context"
    context.mkdir()
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        for path in ROOT.glob(line.removeprefix("!")) if line.startswith("!") else ():
            target = context / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(path, target) if path.is_dir() else shutil.copy(path, target)
    wheels = [build(source, tmp_path / source.name)[0] for source in (context, ROOT)]
    assert names(wheels[0]) == names(wheels[1])


def test_the_image_installs_what_debian_needs():
    from cvkit.system.packages import DEBIAN

    script = (ROOT / "Dockerfile").read_text()
    for package in f"{DEBIAN.pango} {DEBIAN.harfbuzz} {DEBIAN.emoji}".split():
        assert f" {package} " in script
    assert re.search(r"^USER [1-9]\d*$", script, re.MULTILINE)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", [".github/workflows/*.yml", "cvkit/apps/cli/project/workflow.yml"]),
        ("github-actions", ["action.yml"]),
    ],
)
def test_workflows_and_action_follow_their_schemas(schema, files):
    paths = [path for pattern in files for path in ROOT.glob(pattern)]
    assert paths
    python("check_jsonschema", "--builtin-schema", f"vendor.{schema}", *paths)
