"""The examples of the documentation: a nurse, a physicist and a designer, whole in every theme."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from command import cvkit
from jobs import ROOTS, make_job
from PIL import Image

from cvkit.check.run import check
from cvkit.pipeline.render import render
from cvkit.theme.theme import find_theme, list_themes

FOLDER = Path(__file__).parents[1] / "docs" / "example"
NURSE, PHYSICIST, DESIGNER = (
    FOLDER / f"{name}.yaml" for name in ("lucia-ferrandiz", "owen-tallis", "noor-castellane")
)
THEMES = [name for name in list_themes(ROOTS) if not find_theme(name, ROOTS).abstract]
# What each file must say in every format, whatever its notation.
WORDS = {
    NURSE: ["Perfil", "Idiomas", "N.º de colegiada:", "00/012345", "Inglés (B2)", "Verano 2014"],
    PHYSICIST: ["$20 a day", "10.99999/jip.2022.88", "2499.01234", "0000-0000-0000-0000"],
    DESIGNER: [
        "https://dribbble.com/noor-castellane-example",
        "https://www.behance.net/noor-castellane-example",
        "https://www.figma.com/@noor-castellane-example",
        "https://www.instagram.com/noor.castellane.example",
        "#posterfriday",
    ],
}
# How the formats write the scripts and formulas of the physicist.
NOTATIONS = {
    "text": ["5 μm", "∼10 mK", "3σ hint", "the nth", "limits Tc", "¹³⁷Cs", "H_c2", "10⁻³ T"],
    "markdown": [
        r"5 $\mu$m", r"3$\sigma$ hint", "the $n$th", "T<sub>c</sub>", "<sup>137</sup>Cs",
        "Kapton<sup>®</sup>",
    ],
    "tex": [
        r"5 \(\mu\)m", r"3\(\sigma\) hint", r"the \(n\)th", r"T\textsubscript{c}",
        r"\textsuperscript{137}Cs", r"Kapton\textsuperscript{®}",
    ],
    "html": [">μ</span>m", "3<span", "th detector", "T<sub>c</sub>", "<sup>137</sup>Cs"],
}  # fmt: skip


def written(source: Path, folder: Path, *formats: str) -> dict[str, bytes]:
    outputs = [(name, folder / name) for name in formats]
    (result,) = render([make_job(source, outputs=outputs)])
    assert result.error is None, result.error
    return {name: path.read_bytes() for name, path in outputs}


def test_they_are_valid(tmp_path):
    run = cvkit("validate", *WORDS, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("source", WORDS, ids=lambda path: path.stem)
def test_each_format_says_what_was_typed(source, tmp_path):
    for name, content in written(source, tmp_path, *NOTATIONS).items():
        text = content.decode().replace("\\$", "$").replace("\\#", "#")
        text = text.replace("\u00a0", " ").replace("&nbsp;", " ").replace("~", " ")
        expected = WORDS[source] + (NOTATIONS[name] if source == PHYSICIST else [])
        assert [each for each in expected if each not in text] == [], name


def test_the_photo_of_the_designer_is_upright_in_word(tmp_path):
    with Image.open(DESIGNER.with_suffix(".jpg")) as photo:
        assert photo.width > photo.height  # on its side, as the camera stored it
    with ZipFile(io.BytesIO(written(DESIGNER, tmp_path, "docx")["docx"])) as docx:
        picture = Image.open(io.BytesIO(docx.read("word/media/photo.jpeg")))
    assert picture.width < picture.height
    red, _, blue = picture.convert("RGB").getpixel((picture.width // 2, picture.height - 5))
    assert blue > red  # the blue shoulders are at the bottom


@pytest.mark.slow
@pytest.mark.parametrize("source", WORDS, ids=lambda path: path.stem)
def test_nothing_is_lost_in_any_theme(source):
    assert len(THEMES) > 10
    for checked in check([make_job(source, theme) for theme in THEMES]):
        theme = checked.job.theme.name
        assert checked.error is None, theme
        errors = [each.message for each in checked.findings if each.severity == "error"]
        assert errors == [], theme
