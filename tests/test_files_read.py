"""Every file that may come from somebody else is opened in one way, which never waits."""

from __future__ import annotations

import ast
import os
import re
import socket
from contextlib import nullcontext
from pathlib import Path

import pytest
from jobs import make_job

from cvkit.errors import CvkitError, InputError, ThemeError
from cvkit.export.attachments import read_pdf
from cvkit.importers import import_file
from cvkit.load.load import load
from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import bundled_themes
from cvkit.source.text import read_source
from cvkit.system.files import FileTooLargeError, NotRegularError, read
from cvkit.system.images import read_limited
from cvkit.system.limits import deadline
from cvkit.theme.manifest import read_text
from cvkit.theme.theme import find_theme


def pipe(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    return path


READERS = {
    "a person's file": read_source,
    "an import": import_file,
    "a PDF": read_pdf,
    "a picture": read_limited,
    "a file of a theme": lambda path: read_text(path, path.parent),
}


@pytest.fixture(params=["pipe", "socket", "device", "folder"])
def odd(request, tmp_path):
    path = tmp_path / "odd.yaml"
    if request.param == "pipe":
        yield pipe(path)
    elif request.param == "device":
        yield Path("/dev/zero")
    elif request.param == "folder":
        path.mkdir()
        yield path
    else:
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(str(path))
            yield path


@pytest.mark.parametrize("reader", READERS)
def test_what_is_not_a_regular_file_is_refused_at_once(reader, odd):
    with deadline(20, "reading"), pytest.raises((CvkitError, ValueError)):
        READERS[reader](odd)


def test_a_regular_file_is_read_up_to_its_limit(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read(path, 5) == b"12345"
    with pytest.raises(FileTooLargeError, match="larger than"):
        read(path, 4)
    with pytest.raises(NotRegularError):
        read(tmp_path, 5)
    with pytest.raises(OSError, match="Invalid file name"):
        read(tmp_path / "a\0b", 5)


@pytest.mark.parametrize("where", ["style.css", "cv.html.j2", "fonts/x.ttf", "fonts/deep/x.ttf"])
def test_a_pipe_in_a_theme_is_refused_or_not_opened(where, tmp_path, write_cv):
    folder = tmp_path / "themes" / "other"
    pipe(folder / where)
    (folder / "theme.toml").write_text('[theme]\ninherit = "base"\n')
    roots = (tmp_path / "themes", bundled_themes())
    source = write_cv("name: Ada\n")
    in_fonts = where.startswith("fonts")
    refused = (
        pytest.raises(ThemeError, match="is not a regular file") if in_fonts else nullcontext()
    )
    with deadline(20, "composing"), refused:
        build(make_job(source, "other", roots))


def test_a_pipe_as_a_manifest_is_no_theme(tmp_path):
    pipe(tmp_path / "themes" / "other" / "theme.toml")
    with deadline(20, "reading"), pytest.raises(CvkitError):
        find_theme("other", [tmp_path / "themes", bundled_themes()])


def test_an_include_of_a_pipe_is_refused(tmp_path, write_cv):
    pipe(tmp_path / "part.yaml")
    with deadline(20, "reading"), pytest.raises(InputError):
        load(write_cv("name: Ada\nsections:\n- include: part.yaml\n"))


# Files of cvkit itself, or that it has just written.
OWN_FILES = {
    "cvkit/check/content.py", "cvkit/check/match.py",
    "cvkit/check/findings.py", "cvkit/language/locale.py",
    "cvkit/load/starter.py", "cvkit/typeset/weasyprint.py", "cvkit/typeset/tex.py",
    "cvkit/importers/kit/zip_archive.py", "cvkit/system/files.py",
    "cvkit/system/installed.py", "cvkit/apps/cli/__init__.py",
    "cvkit/apps/cli/docs.py", "cvkit/apps/cli/init.py", "cvkit/language/catalogue.py",
    "cvkit/select/traces/words.py", "cvkit/typeset/fast_import.py",
}  # fmt: skip


# What is opened without being a file.
NO_FILES = ("Image", "dialog", "_dialog", "gallery", "session", "self")


def test_files_are_opened_in_one_place_only(root):
    opened = {
        path.relative_to(root).as_posix()
        for path in (root / "cvkit").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute)
             and node.func.attr in {"read_bytes", "read_text", "copyfile"}
             and len(node.args) <= 1)
            or (isinstance(node.func, ast.Name) and node.func.id == "open")
            or (isinstance(node.func, ast.Attribute) and node.func.attr == "open"
                and not set(NO_FILES) & set(re.split(r"\W", ast.unparse(node.func))))
        )
    }  # fmt: skip
    assert opened - OWN_FILES == set()
