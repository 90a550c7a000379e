"""Themes: manifests, parents, options, and where a template is found."""

from __future__ import annotations

import pytest
from jobs import make_job
from tinycss2 import parse_blocks_contents, parse_stylesheet

from cvkit.compose.html import compose
from cvkit.errors import CvkitError, ThemeError, UsageError
from cvkit.model import CV
from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import bundled_themes
from cvkit.theme.templates import make_environment
from cvkit.theme.theme import cached_theme, find_theme, list_themes, set_options

MANIFEST = '[theme]\ninherit = "base"\n'


@pytest.fixture
def themes(tmp_path):
    """A project's own folder of themes, and the bundled one behind it."""
    return [tmp_path / "themes", bundled_themes()]


@pytest.fixture
def write_theme(themes):
    def write(name="own", manifest=MANIFEST, **files):
        folder = themes[0] / name
        for file, text in {"theme.toml": manifest, **files}.items():
            path = folder / file.replace("__", "/")
            if "." not in path.name:
                path = path.with_suffix(".html.j2")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return folder

    return write


@pytest.fixture
def refused(themes, tmp_path):
    """Return why a theme is refused, as a user reads it in the project's folder."""

    def why(name="own"):
        with pytest.raises(CvkitError) as caught:
            _ = find_theme(name, themes).options
        return str(caught.value).replace(f"{tmp_path}/", "")

    return why


# Finding a theme


def test_the_bundled_themes_are_listed_with_their_parents(themes):
    assert {"base", "modern"} <= set(list_themes(themes))
    assert find_theme("modern", themes).names == ("modern", "base")
    assert find_theme("base", themes).abstract
    assert not find_theme("modern", themes).abstract


def test_a_folder_without_a_manifest_is_no_theme(write_theme, themes):
    (write_theme("draft") / "theme.toml").unlink()
    assert "draft" not in list_themes(themes)
    with pytest.raises(UsageError, match='there is no theme "draft"'):
        find_theme("draft", themes)


def test_a_projects_theme_shadows_the_bundled_one_of_that_name(write_theme, themes):
    write_theme("modern", '[theme]\ninherit = "base"\ndescription = "Mine"\n')
    assert find_theme("modern", themes).description == "Mine"
    assert list_themes(themes).count("modern") == 1


def test_a_theme_that_does_not_exist_is_wrong_usage(themes):
    with pytest.raises(UsageError) as caught:
        find_theme("modrn", themes)
    assert str(caught.value) == 'there is no theme "modrn"; did you mean "modern"?'
    assert caught.value.exit_code == 2


def test_a_name_in_capitals_is_meant_as_the_one_in_small_letters(themes):
    with pytest.raises(UsageError, match=r'"Modern" is not a valid .*; did you mean "modern"\?$'):
        find_theme("Modern", themes)


def test_without_a_near_name_all_themes_are_told(write_theme, themes):
    write_theme("own")
    with pytest.raises(UsageError, match=r"themes: .*base.*modern.*own"):
        find_theme("xyzzy", themes)


@pytest.mark.parametrize("name", ["../themes/own", "/etc", ".", "..", "own/", "..\\own"])
def test_a_path_is_no_name_of_a_theme(write_theme, themes, name):
    write_theme("own")
    with pytest.raises(UsageError):
        find_theme(name, themes)


# Manifests


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ("[theme\n", "is not valid TOML: "),
        ("[theme]\ninherit = base\n", "is not valid TOML: "),
        ("[them]\n", 'unknown table "them"; did you mean "theme"?'),
        ('[theme]\ninherits = "base"\n', 'unknown field "inherits"; did you mean "inherit"?'),
        (
            '[theme]\ninherit = "bsae"\n',
            'there is no theme "bsae" to inherit; did you mean "base"?',
        ),
        ('[theme]\ninherit = "own"\n', "themes inherit in a circle: own → own"),
        (
            "[options]\naccent = [1, 2]\n",
            'option "accent": "default" must be a string, a number, or true or false',
        ),
        ('[options.accent]\ndescription = "x"\n', 'option "accent" needs a default value'),
        (
            '[options.accent]\ndefault = "x"\nchoice = ["x"]\n',
            'option "accent": unknown field "choice"; did you mean "choices"?',
        ),
        (
            '[options.a]\ndefault = "x"\nmin = 1\n',
            'option "a": only numbers and lengths have "min" and "max"',
        ),
        (
            '[options.a]\ndefault = "4mm"\nmin = 1\n',
            'option "a": the limit 1 is not a length such as 12mm',
        ),
        (
            '[options.a]\ndefault = "4mm"\nmax = "3em"\n',
            'option "a": the limit 3em must be in mm, pt or the like',
        ),
        (
            "[options.a]\ndefault = 4.0\nmax = 3\n",
            'option "a": the default 4.0 must be at most 3',
        ),
    ],
)
def test_a_wrong_manifest_is_told(write_theme, refused, manifest, expected):
    write_theme("own", manifest)
    assert refused().startswith(f"themes/own/theme.toml: {expected}")


@pytest.mark.parametrize(
    "manifest",
    [
        "theme = 1\n", "options = 1\n", "[theme]\ninherit = 1\n", '[theme]\nfonts = "Lato"\n',
        "[theme]\nsystem_fonts = 1\n", '[theme]\nabstract = "no"\n', "[theme]\ndescription = 1\n",
        '[options.a]\ndefault = "x"\nchoices = "xyz"\n', "[options]\na = 2020-01-01\n",
        '[options]\nAccent = "red"\n', '[options.a]\ndefault = "x"\nchoices = ["y"]\n',
    ],
)  # fmt: skip
def test_a_value_of_a_wrong_type_is_told(write_theme, themes, refused, manifest):
    write_theme("own", manifest)
    assert refused().startswith("themes/own/theme.toml: ")


def test_the_message_on_an_options_name_says_what_a_name_is(write_theme, refused):
    write_theme("own", '[options]\nAccent = "red"\n')
    assert "needs a default" not in refused()


def test_all_faults_of_a_manifest_are_told_in_the_same_order_every_time(write_theme, themes):
    names = list("abcdefgh")
    write_theme("own", "[theme]\n" + "".join(f"{name} = 1\n" for name in names) + "[y]\n")
    with pytest.raises(ThemeError) as caught:
        find_theme("own", themes)
    told = [problem.message for problem in caught.value.problems]
    assert told == ['unknown table "y"', *(f'unknown field "{name}"' for name in names)]


def test_a_circle_of_themes_is_told_with_its_chain(write_theme, refused):
    for name, parent in (("own", "two"), ("two", "three"), ("three", "own")):
        write_theme(name, f'[theme]\ninherit = "{parent}"\n')
    expected = "themes/three/theme.toml: themes inherit in a circle: own → two → three → own"
    assert refused() == expected


# Options

OPTIONS = """\
[theme]
inherit = "base"
[options]
flag = true
number = 1.5
whole = 3
color = "#0b5fff"
length = "18mm"
words = "a b"
[options.choice]
default = "left"
choices = ["left", "right"]
description = "Which side."
[options.wide]
default = "12mm"
min = "5mm"
max = "2cm"
[options.times]
default = 1.0
min = 0.5
max = 3
[options.listed]
type = "kinds"
default = "skills"
"""


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("flag", "no", False), ("flag", "TRUE", True), ("flag", "off", False),
        ("number", "2", 2.0), ("number", "0.25", 0.25), ("whole", "4", 4),
        ("color", "#abc", "#abc"), ("color", "#AABBCC", "#AABBCC"), ("color", "navy", "navy"),
        ("color", "rgb(1, 2, 3)", "rgb(1, 2, 3)"),
        ("color", "rgb(0 0 0 / 50%)", "rgb(0 0 0 / 50%)"),
        ("color", "HSL(120deg 50% 50%)", "HSL(120deg 50% 50%)"),
        ("color", "hwb(194 0% 0%)", "hwb(194 0% 0%)"), ("color", "RebeccaPurple", "RebeccaPurple"),
        ("wide", "5mm", "5mm"), ("wide", "0.75in", "0.75in"), ("times", "3", 3.0),
        ("wide", "2em", "2em"), ("listed", "awards,  talks,", "awards,  talks,"),
        ("length", "1.5em", "1.5em"), ("length", ".5in", ".5in"), ("length", "10PT", "10PT"),
        ("words", "A, b, and 100%", "A, b, and 100%"), ("choice", "right", "right"),
    ],
)  # fmt: skip
def test_the_type_of_the_default_is_the_options_type(write_theme, themes, name, text, value):
    write_theme("own", OPTIONS)
    values = set_options(find_theme("own", themes), {"--set": {name: text}})
    assert values[name] == value
    assert type(values[name]) is type(value)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("flag", "maybe", 'option flag: "maybe": expected true or false'),
        ("number", "much", 'option number: "much": expected a number'),
        ("number", "nan", 'option number: "nan": expected a number'),
        ("number", "1e999", 'option number: "1e999": expected a number'),
        ("whole", "1.5", 'option whole: "1.5": expected a number'),
        ("color", "#12", 'option color: "#12": expected a colour such as #0b5fff or navy'),
        ("color", "#12345", 'option color: "#12345": expected a colour such as #0b5fff or navy'),
        (
            "color",
            "dark blue",
            'option color: "dark blue": expected a colour such as #0b5fff or navy; did you mean',
        ),
        ("color", "url(x)", 'option color: "url(x)": expected a colour such as #0b5fff or navy'),
        ("color", "rgb(1,,2,3)", 'option color: "rgb(1,,2,3)": expected a colour'),
        ("color", "rgb(1 2)", 'option color: "rgb(1 2)": expected a colour'),
        ("color", "maron", 'option color: "maron": expected a colour such as #0b5fff or navy; did'),
        ("color", "lab(50% 1)", 'option color: "lab(50% 1)": expected a colour'),
        ("color", "lab(1e400 1 1)", 'option color: "lab(1e400 1 1)": expected a colour'),
        (
            "color",
            "color(rec2020 1 0 0)",
            (
                'option color: "color(rec2020 1 0 0)": expected a colour such as #0b5fff or navy; '
                "colour functions: rgb, hsl, hwb, lab, lch, oklab, oklch, color"
            ),
        ),
        ("wide", "4.9mm", 'option wide: "4.9mm": must be at least 5mm'),
        ("wide", "1in", 'option wide: "1in": must be at most 2cm'),
        ("wide", "0.1em", 'option wide: "0.1em": must be at least 5mm'),
        ("wide", "-5%", 'option wide: "-5%": must be at least 5mm'),
        ("times", "0.49", 'option times: "0.49": must be at least 0.5'),
        ("times", "-1", 'option times: "-1": must be at least 0.5'),
        ("listed", "awards, takls", 'option listed: "awards, takls": "takls" is not a kind of'),
        ("length", "18", 'option length: "18": expected a length such as 18mm or 10pt'),
        ("length", "18 mm", 'option length: "18 mm": expected a length such as 18mm or 10pt'),
        ("choice", "rigt", 'option choice: "rigt": expected another value; did you mean "right"?'),
        ("choice", "up", 'option choice: "up": expected another value; one of left, right'),
        ("choise", "left", 'unknown option "choise"; did you mean "choice"?'),
        ("page-sice", "A4", 'unknown option "page-sice"; did you mean "page_size"?'),
    ],
)
def test_a_wrong_option_is_told_with_the_place_where_it_was_given(
    write_theme, themes, name, text, expected
):
    write_theme("own", OPTIONS)
    with pytest.raises(ThemeError) as caught:
        set_options(find_theme("own", themes), {"ada.yaml": {}, "--set": {name: text}})
    assert str(caught.value).startswith(f"--set: {expected}")


@pytest.mark.parametrize(
    "text", ["a; } body { display: none", "a}", "{a", "</style>", "url(file:///x)", "URL(x)",
             "\\75rl(x)", "@import 'x'", "/* a", "; --accent: red"],
)  # fmt: skip
def test_a_value_cannot_break_out_of_its_place(write_theme, themes, text):
    write_theme("own", OPTIONS)
    with pytest.raises(ThemeError, match="option words"):
        set_options(find_theme("own", themes), {"--set": {"words": text}})


@pytest.mark.parametrize(
    "text", ['a"b', "Ada's", "a(b", "a[b", "a)", "a\nb", "a\\", "!x", "a b", "李"]
)
def test_a_value_leaves_the_other_options_alone(write_theme, themes, tmp_path, text):
    """Whatever is taken stands alone between its name and the next option's."""
    write_theme("own", OPTIONS)
    theme = find_theme("own", themes)
    try:
        values = set_options(theme, {"--set": {"words": text}})
    except ThemeError:
        return
    (rule,) = parse_stylesheet(compose(CV(), theme, values, tmp_path).stylesheets[0])
    declared = parse_blocks_contents(rule.content, skip_whitespace=True)
    assert [d.name for d in declared] == [f"--{name.replace('_', '-')}" for name in theme.options]
    (words,) = (declaration for declaration in declared if declaration.name == "--words")
    assert text in "".join(token.serialize() for token in words.value)


def test_an_option_unlike_any_is_told_with_all_that_exist(themes):
    with pytest.raises(ThemeError, match=r"; options of modern: page_size, .*accent, "):
        set_options(find_theme("modern", themes), {"--set": {"xyzzy": "1"}})


def test_all_wrong_options_are_told_at_once(themes):
    given = {"ada.yaml": {"accnt": "red"}, "--set": {"icons": "maybe", "density": "x"}}
    with pytest.raises(ThemeError) as caught:
        set_options(find_theme("modern", themes), given)
    assert [problem.file for problem in caught.value.problems] == ["ada.yaml", "--set", "--set"]


def test_later_places_win_and_hyphens_will_do(themes):
    given = {"ada.yaml": {"accent": "red", "page_size": "A5"}, "--set": {"page-size": "Letter"}}
    values = set_options(find_theme("modern", themes), given)
    assert (values["accent"], values["page_size"]) == ("red", "Letter")
    assert values["icons"] is True


def test_a_theme_changes_the_defaults_of_its_parents_and_keeps_the_rest(write_theme, themes):
    write_theme("own", MANIFEST + '[options]\npage_size = "Letter"\nstripe = "3mm"\n')
    options = find_theme("own", themes).options
    inherited = find_theme("base", themes).options["page_size"]
    assert options["page_size"].default == "Letter"
    assert options["page_size"].choices == inherited.choices
    assert options["page_size"].description == inherited.description
    assert options["stripe"].type == "length"
    assert list(options)[: len(options) - 1] == list(find_theme("base", themes).options)


def test_a_default_that_is_no_choice_of_the_parents_is_refused(write_theme, refused):
    write_theme("own", MANIFEST + '[options]\npage_size = "Leter"\n')
    assert refused().startswith("themes/own/theme.toml: ")


@pytest.mark.parametrize("name", sorted(list_themes([bundled_themes()])))
def test_every_size_of_a_bundled_theme_has_limits(themes, name):
    for option in find_theme(name, themes).options.values():
        if option.type in ("number", "length"):
            assert option.min is not None, option.name
            assert option.max is not None, option.name


def test_a_theme_inherits_limits_and_may_change_them(write_theme, themes):
    write_theme("own", MANIFEST + '[options.font_size]\nmax = "30pt"\n')
    option = find_theme("own", themes).options["font_size"]
    inherited = find_theme("base", themes).options["font_size"]
    assert (option.default, option.min) == (inherited.default, inherited.min)
    assert option.parse("29pt") == "29pt"


def test_fonts_are_the_themes_own_before_its_parents(write_theme, themes):
    write_theme("own", MANIFEST + 'fonts = ["Lato", "Noto Sans SC"]\n')
    fonts = find_theme("own", themes).fonts
    assert fonts[:2] == ("Lato", "Noto Sans SC")
    assert len(fonts) == len(set(fonts))
    assert set(find_theme("base", themes).fonts) <= set(fonts)


@pytest.mark.parametrize("name", sorted(list_themes([bundled_themes()])))
def test_every_option_of_a_bundled_theme_says_what_it_does(themes, name):
    for option in find_theme(name, themes).options.values():
        assert option.description.endswith("."), option.name
        assert option.parse(str(option.default)) == option.default, option.name


# Templates


def test_a_template_is_found_nearest_first(write_theme, page_of, themes):
    write_theme("parent", sections__talks="parent's talks")
    write_theme("own", '[theme]\ninherit = "parent"\n', header="own header")
    sections = [{"kind": kind, "entries": [{"title": "T"}]} for kind in ("talks", "awards")]
    text = page_of({"name": "Ada", "sections": sections}, "own", themes).text
    assert "own header" in text
    assert "Ada" not in text
    assert "parent's talks" in text
    assert "Awards" in text


def test_a_parents_template_can_be_named(write_theme, page_of, themes):
    write_theme("own", header='{% include "base/header.html.j2" %}<p>below</p>')
    page = page_of({"name": "Ada"}, "own", themes)
    assert page.texts("h1") == ["Ada"]
    assert page.texts("p") == ["below"]


def test_a_folder_without_a_manifest_overlays_the_theme_of_its_name(write_theme, page_of, themes):
    overlay = write_theme("base", header='{% include "base/header.html.j2" %}<p>below</p>')
    (overlay / "theme.toml").unlink()
    page = page_of({"name": "Ada"}, "modern", themes)
    assert page.texts("h1") == ["Ada"]
    assert page.texts("p") == ["below"]
    assert find_theme("modern", themes).names == ("modern", "base")


def test_a_theme_needs_no_parent(write_theme, page_of, themes):
    write_theme("own", '[theme]\ndescription = "Alone"\n', cv="<p>{{ cv.name }}</p>")
    assert page_of({"name": "Ada & Co."}, "own", themes).texts("p") == ["Ada & Co."]


def test_a_template_can_fill_a_block_of_its_parents(write_theme, page_of, themes):
    extended = (
        '{% extends "base/cv.html.j2" %}{% block main %}{{ super() }}<p>after</p>{% endblock %}'
    )
    write_theme("own", cv=extended)
    page = page_of({"name": "Ada", "sections": [{"kind": "summary", "text": "T"}]}, "own", themes)
    assert page.texts("p") == ["T", "after"]


def test_a_kind_without_a_template_takes_the_default_one(write_theme, page_of, themes):
    write_theme("own", sections__default="default {{ section.kind }}")
    sections = [{"kind": "custom", "entries": [{"title": "T"}]}]
    assert "default custom" in page_of({"sections": sections}, "own", themes).text


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt", "base/../../secret.txt", "../../secret.txt", "/etc/hostname",
        "icons/../../secret.txt", "link.txt",
    ],
)  # fmt: skip
def test_no_file_outside_the_chain_is_read(write_theme, themes, page_of, tmp_path, name):
    folder = write_theme("own", header="{% include " + repr(name) + " ignore missing %}end")
    for place in (tmp_path, themes[0]):
        (place / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    text = page_of({"name": "Ada"}, "own", themes).text
    assert "end" in text
    assert "secret" not in text


def test_an_icon_comes_from_the_theme_and_from_nowhere_else(write_theme, themes, page_of, tmp_path):
    (tmp_path / "secret.svg").write_text('<svg id="secret"></svg>')
    write_theme("own", **{"icons__own.svg": '<svg id="own"></svg>'})
    sections = [
        {"kind": "custom", "title": "T", "text": "x", "icon": icon} for icon in ("own", "nothing")
    ]
    html = page_of({"sections": sections}, "own", themes).html
    assert html.count("<svg") == 1
    assert 'id="own"' in html
    theme = find_theme("own", themes)
    assert theme.file("icons/own.svg")
    assert theme.file("icons/../../../secret.svg") is None
    assert theme.file(f"icons/{'a' * 300}.svg") is None


def test_styles_come_in_layers_parents_first(write_theme, themes):
    write_theme("own", **{"style.css": "p { color: red }"})
    assert [name for name, _ in find_theme("own", themes).styles()] == ["base", "own"]


# Wrong templates

PREFIX = "{% set a = 1 %}\n{# two #}\n"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ a", "unexpected end of template"),
        ("{% if a %}", "Unexpected end of template"),
        ("{% bogus %}", "unknown tag 'bogus'"),
        ("{{ a | bogus }}", "No filter named 'bogus'"),
        ("{{ bogus }}", "'bogus' is undefined"),
        ("{{ cv.bogus }}", "has no attribute 'bogus'"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ a + 'x' }}", "unsupported operand"),
        ("{{ none | inline }}", ""),
        ("{% for x in 5 %}{% endfor %}", "not iterable"),
        ('{% include "own/header.html.j2" %}', "recursion"),
    ],
)
def test_a_wrong_template_is_told_with_its_line(
    write_theme, page_of, themes, tmp_path, template, message
):
    write_theme("own", header=PREFIX + template)
    with pytest.raises(ThemeError) as caught:
        page_of({"name": "Ada"}, "own", themes)
    (problem,) = caught.value.problems
    assert problem.file == str(tmp_path / "themes/own/header.html.j2")
    assert problem.line == 3
    assert message in problem.message


def test_a_template_that_does_not_exist_is_told_with_the_one_that_asks(
    write_theme, page_of, themes, tmp_path
):
    write_theme("own", header=PREFIX + '{% include "nothing.html.j2" %}')
    with pytest.raises(ThemeError) as caught:
        page_of({"name": "Ada"}, "own", themes)
    (problem,) = caught.value.problems
    assert problem.message == 'the template "nothing.html.j2" does not exist'
    assert problem.file == str(tmp_path / "themes/own/header.html.j2")
    assert problem.line == 3


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}", "{{ cv.__class__ }}", "{{ ''['__class__']['__mro__'] }}",
        "{{ ''|attr('__class__')|attr('__mro__') }}", "{{ cv.model_copy.__globals__ }}",
        "{{ is_self.__globals__ }}", "{{ theme.file.__func__.__globals__ }}",
        "{{ '{0.__class__.__mro__}'.format('') }}", "{{ options.update({'accent': 'x'}) }}",
        "{% for n in range(99999999) %}x{% endfor %}", "{{ self.__init__.__globals__ }}",
    ],
)  # fmt: skip
def test_a_template_cannot_leave_its_sandbox(write_theme, page_of, themes, template):
    write_theme("own", header=PREFIX + template)
    with pytest.raises(ThemeError) as caught:
        page_of({"name": "Ada"}, "own", themes)
    assert caught.value.problems[0].line == 3


@pytest.mark.parametrize(
    "template",
    ["{{ theme.folders[0].read_text() }}", '{{ theme.folders[0].joinpath("x").write_text("y") }}',
     '{{ theme.file("theme.toml").read_text() }}', "{{ theme.folders[0].parent.rmdir() }}"],
)  # fmt: skip
def test_a_template_reaches_no_files(write_theme, page_of, themes, template):
    folder = write_theme("own", header=PREFIX + template)
    with pytest.raises(ThemeError):
        page_of({"name": "Ada"}, "own", themes)
    assert not (folder / "x").exists()


# Changes while a program runs


def own_theme(folder, accent):
    theme = folder / "themes" / "own"
    theme.mkdir(parents=True, exist_ok=True)
    manifest = f'[theme]\ninherit = "modern"\n[options]\naccent = "{accent}"\n'
    (theme / "theme.toml").write_text(manifest, "utf-8")
    return theme


def page(folder):
    (folder / "ada.yaml").write_text("name: Ada\n", "utf-8")
    roots = (folder / "themes", bundled_themes())
    document = build(make_job(folder / "ada.yaml", "own", roots))
    return "\n".join((*document.stylesheets, document.html))


def test_a_second_build_sees_every_change_of_a_theme(tmp_path):
    theme = own_theme(tmp_path, "#aa0001")
    assert "#aa0001" in page(tmp_path)
    own_theme(tmp_path, "#0b0")
    assert "--accent: #0b0;" in page(tmp_path)
    (theme / "style.css").write_text("h1 { color: teal }", "utf-8")
    assert "color: teal" in page(tmp_path)
    (theme / "style.css").write_text("h1 { color: maroon }", "utf-8")
    assert "color: maroon" in page(tmp_path)
    (theme / "header.html.j2").write_text("<h1>First</h1>", "utf-8")
    assert "<h1>First</h1>" in page(tmp_path)
    (theme / "header.html.j2").write_text("<h1>Second one</h1>", "utf-8")
    assert "<h1>Second one</h1>" in page(tmp_path)
    overlay = tmp_path / "themes" / "modern"
    overlay.mkdir()
    (overlay / "style.css").write_text("h1 { color: olive }", "utf-8")
    assert "color: olive" in page(tmp_path)
    (theme / "header.html.j2").unlink()
    assert "<h1>Second one</h1>" not in page(tmp_path)


def test_a_font_that_is_added_is_found(tmp_path):
    theme = own_theme(tmp_path, "navy")
    with (theme / "theme.toml").open("a", encoding="utf-8") as manifest:
        manifest.write('font = "Fell Flowers"\n')
    text = (theme / "theme.toml").read_text("utf-8")
    text = text.replace("[theme]", '[theme]\nfonts = ["Fell Flowers"]')
    (theme / "theme.toml").write_text(text, "utf-8")
    (theme / "fonts").mkdir()
    with pytest.raises(ThemeError, match="Fell Flowers"):
        page(tmp_path)
    (theme / "fonts" / "FellFlowers.ttf").write_bytes(b"")
    assert "Fell Flowers" in page(tmp_path)


def test_a_theme_that_did_not_change_is_read_once(tmp_path):
    own_theme(tmp_path, "navy")
    roots = (tmp_path / "themes", bundled_themes())
    assert cached_theme("own", roots) is cached_theme("own", roots)


def test_an_environment_reads_a_changed_template_again(tmp_path):
    theme = own_theme(tmp_path, "navy")
    (theme / "header.html.j2").write_text("First", "utf-8")
    environment = make_environment(find_theme("own", [tmp_path / "themes", bundled_themes()]))
    assert environment.get_template("header.html.j2").render() == "First"
    (theme / "header.html.j2").write_text("Second one", "utf-8")
    assert environment.get_template("header.html.j2").render() == "Second one"
