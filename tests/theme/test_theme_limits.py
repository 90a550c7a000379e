"""A theme of a stranger is read in time, and its fonts come from known places."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cvkit.apps.cli import cli
from cvkit.compose.html import compose
from cvkit.errors import RenderError, ThemeError, UsageError
from cvkit.export.html import to_html
from cvkit.model import CV
from cvkit.pipeline.project import bundled_themes
from cvkit.system.limits import deadline
from cvkit.theme.fonts import find_fonts
from cvkit.theme.theme import find_theme, list_themes, set_options


@pytest.fixture
def theme_of(tmp_path):
    """Write a theme with a manifest; return a function that finds it."""

    def write(manifest='[theme]\ninherit = "base"\n', name="other"):
        folder = tmp_path / "themes" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "theme.toml").write_text(manifest, "utf-8")
        return lambda: find_theme(name, [tmp_path / "themes", bundled_themes()])

    return write


PARTS = ".".join(["a"] * 100_000)


@pytest.mark.parametrize(
    "manifest",
    [
        f"{PARTS} = 1",
        f"[{PARTS}]\nx = 1",
        f"[[{PARTS}]]\nx = 1",
        f"x = {{{PARTS} = 1}}",
        f"x = [1, {{b = 1, {PARTS} = 1}}]",
        " . ".join(['"a"'] * 50_000) + " = 1",
        "\n".join(f"{'.'.join(['a'] * 9)}.b{n} = 1" for n in range(10_000)),
        "\t" * 400_000 + "x",
        ", " * 200_000,
        "x = 9" + "9" * 5_000,
        "x = " + "[" * 100_000,
        "#" * 600_000,
    ],
)
def test_a_manifest_made_to_be_slow_is_refused_at_once(manifest, theme_of):
    find = theme_of(manifest)
    with deadline(15, "reading"), pytest.raises(ThemeError):
        find()


@pytest.mark.parametrize(
    "family",
    ["/", "..", "../../..", ".", "*", "", "a" * 5_000, "Lato/../Lato", "/etc", "a\0b", "[a]", "~"],
)
def test_a_family_is_never_a_path_or_a_pattern(family):
    with pytest.raises(ThemeError, match="cannot be a font family"):
        find_fonts([], [family], ())
    with pytest.raises(ThemeError, match="cannot be a font family"):
        find_fonts([], [], (family,))


def test_the_families_of_the_bundled_themes_are_found():
    for name in list_themes([bundled_themes()]):
        theme = find_theme(name, [bundled_themes()])
        folders = find_fonts(theme.folders, theme.fonts, theme.system_fonts).folders
        assert all(folder.is_dir() for folder in folders)


@pytest.mark.parametrize("what", ["file", "folder", "fonts", "deep"])
def test_fonts_behind_a_link_are_refused(what, theme_of, tmp_path):
    theme = theme_of()()
    private = tmp_path / "private"
    private.mkdir()
    (private / "secret.ttf").write_bytes(b"OTTO")
    fonts = theme.folders[0] / "fonts"
    if what == "fonts":
        fonts.symlink_to(private)
    else:
        (fonts / "a").mkdir(parents=True)
        place = fonts / "a" / "x" if what == "deep" else fonts / "x.ttf"
        place.symlink_to(private / "secret.ttf" if what == "file" else private)
    with pytest.raises(ThemeError, match="is a link to"):
        find_fonts(theme.folders, theme.fonts, theme.system_fonts)


def test_a_broken_font_is_named_in_the_error(theme_of, tmp_path):
    theme = theme_of('[theme]\ninherit = "base"\nfonts = ["Broken"]\n')()
    (theme.folders[0] / "fonts").mkdir()
    (theme.folders[0] / "fonts" / "Broken.ttf").write_bytes(b"\0\1\0\0abc")
    document = compose(CV(name="Ada"), theme, set_options(theme, {}), tmp_path)
    with pytest.raises(RenderError, match=r"is not a font that can be read") as caught:
        to_html(document)
    assert caught.value.problems[0].file.endswith("Broken.ttf")


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "people").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["My_Theme", "Upper", "a b"])
def test_a_theme_with_a_wrong_name_does_not_hide_the_others(name, project, theme_of):
    theme_of(name=name)
    theme_of(name="good")
    result = CliRunner().invoke(cli, ["themes"])
    assert result.exit_code == 1
    assert "good" in result.output
    assert "modern" in result.output
    assert f"{name}: cannot be the name of a theme" in result.output
    assert name not in list_themes([project / "themes"])
    with pytest.raises(UsageError, match="is not a valid name"):
        find_theme(name, [project / "themes"])


def test_a_broken_theme_does_not_hide_the_others(project, theme_of):
    theme_of("[theme", name="broken")
    shutil.copytree(bundled_themes() / "modern", project / "themes" / "copied")
    result = CliRunner().invoke(cli, ["themes"])
    assert result.exit_code == 1
    assert "copied" in result.output
    assert str(Path("broken") / "theme.toml") in result.output
