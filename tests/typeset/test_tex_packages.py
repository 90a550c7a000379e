"""A TeX without some of its parts: what is missing is named, with its Debian package."""

from __future__ import annotations

import re
import shutil

import pytest

from cvkit.document import Fonts, TexDocument
from cvkit.errors import RenderError
from cvkit.typeset.tex import typeset
from cvkit.typeset.tex_packages import DEBIAN_PACKAGES, how_to_get, missing_part


@pytest.mark.parametrize(
    ("log", "part", "package"),
    [
        ("! LaTeX Error: File `fontawesome5.sty' not found.", "fontawesome5.sty",
         "texlive-fonts-extra"),
        ("! LaTeX Error: File `moderncv.cls' not found.", "moderncv.cls", "texlive-latex-extra"),
        ("cv.tex:9: Font \\Fld@ZaDb=pzdr at 10pt not loadable: Metric (TFM) file not found",
         "pzdr", "texlive-fonts-recommended"),
        ("cv.tex:3: Font U/pzd/m/n/10=pzdr not loadable: Metric (TFM) file", "pzdr",
         "texlive-fonts-recommended"),
        ("! LaTeX Error: File `xeCJK.sty' not found.", "xeCJK.sty", "texlive-lang-chinese"),
        ("! LaTeX Error: File `unheard-of.sty' not found.", "unheard-of.sty", "texlive-xetex"),
    ],
)  # fmt: skip
def test_a_missing_part_is_named_with_its_package(monkeypatch, log, part, package):
    monkeypatch.setattr("sys.platform", "linux")
    assert missing_part(log) == part
    assert package in how_to_get(part).split()


def test_other_errors_are_not_taken_for_missing_parts():
    assert missing_part("cv.tex:12: Undefined control sequence. In: \\cvnothing") == ""


@pytest.mark.parametrize("file", ["docs/latex.md", ".github/workflows/ci.yml"])
def test_documents_name_the_packages_of_the_code(root, file):
    text = (root / file).read_text("utf-8")
    lists = re.findall(r"(?:install|--no-install-recommends)((?:\s+[a-z][a-z-]+)+)", text)
    assert any(set(DEBIAN_PACKAGES) <= set(found.split()) for found in lists)


@pytest.mark.slow
@pytest.mark.latex
@pytest.mark.skipif(not shutil.which("xelatex"), reason="XeLaTeX is not installed")
@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("\\usepackage{cvkit-missing}", "cannot find cvkit-missing.sty", "texlive-xetex"),
        ("\\cvkitundefined", "stopped at line 2", "templates"),
    ],
)
def test_a_missing_package_is_not_blamed_on_the_theme(line, message, hint):
    source = f"\\documentclass{{article}}\n{line}\n\\begin{{document}}x\\end{{document}}\n"
    with pytest.raises(RenderError) as caught:
        typeset(TexDocument(source, Fonts((), ())))
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint
