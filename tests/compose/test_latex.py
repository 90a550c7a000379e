"""LaTeX as source: whole, in order, readable, and nothing but data from the person's file."""

from __future__ import annotations

import re
import stat
import sys

import pytest
from filler import HEADER, KINDS, SECTIONS, Filler, all_variants, entry_of, spoil
from jobs import make_job
from PIL import Image

from cvkit.apps.cli import cli
from cvkit.compose.latex.css import color, dimension, scaled
from cvkit.compose.latex.escape import Tex, escape, escape_url, join
from cvkit.compose.latex.markup import inline, prose
from cvkit.compose.latex.math import math
from cvkit.compose.latex.source import to_tex
from cvkit.document import Fonts, TexDocument
from cvkit.errors import RenderError, ThemeError
from cvkit.export import EXPORTERS
from cvkit.export.context import Material
from cvkit.model import CV
from cvkit.pipeline.defaults import ENGINES
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.pipeline.request import PdfSettings
from cvkit.select import select
from cvkit.system.limits import deadline
from cvkit.theme.theme import find_theme, set_options
from cvkit.typeset.tex import typeset

THEMES = ["modern", "classic", "timeline"]


class Source:
    """A LaTeX source, read for what it says and where it leads."""

    def __init__(self, tex):
        self.tex = tex
        self.preamble, _, body = tex.partition("\n\\begin{document}\n")
        assert body.endswith("\\end{document}\n")
        self.body = re.sub(r"(?m)(?<!\\)%.*$", "", body)

    @property
    def text(self):
        return self.body.replace(r"\allowbreak{}", "").replace("~", " ")

    def hrefs(self):
        found = re.findall(r"\\(?:href|cvlink)\{((?:[^{}\\]|\\.)*)\}", self.body)
        return [re.sub(r"\\(.)", r"\1", url) for url in found]

    @property
    def commands(self):
        return set(re.findall(r"\\(?:[A-Za-z@]+|.)", self.body))

    def is_balanced(self):
        depth = 0
        for brace in re.findall(r"(?<!\\)(?:\\\\)*([{}])", self.tex):
            depth += 1 if brace == "{" else -1
            if depth < 0:
                return False
        return depth == 0


@pytest.fixture
def source_of():
    """Write a CV, given as data, as LaTeX; ``roots`` are further folders of themes."""

    def source(data, theme="modern", roots=(), **options):
        found = find_theme(theme, [*roots, bundled_themes()])
        cv = select(CV.model_validate(data))
        return Source(to_tex(cv, found, set_options(found, {"test": options})))

    return source


# Nothing is lost


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if entry_of(kind)])
def test_every_field_of_every_entry_is_in_the_source(source_of, kind, theme):
    filler, entries = all_variants(kind)
    source = source_of({"sections": [{"kind": kind, "entries": entries}]}, theme)
    assert filler.lost(source) == []
    assert "None" not in source.body
    assert source.is_balanced()


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_section_and_of_its_groups_is_in_the_source(source_of, kind):
    filler, model = Filler(), SECTIONS[KINDS.index(kind)]
    fields = {"title", "note", "text"}

    def section(**groups):
        entries = {"entries": [filler.fill(entry_of(kind))]} if entry_of(kind) else {}
        return {"kind": kind, **filler.fill(model, fields), **entries, **groups}

    alone = [{"kind": kind, "title": "", **filler.fill(model, {name})} for name in fields]
    deepest = section(groups=[section(groups=[section(groups=[section()])])])
    source = source_of({"sections": [section(groups=[section(), deepest]), *alone]})
    assert filler.lost(source) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("names", [HEADER, *[HEADER - {name} for name in sorted(HEADER)]])
def test_every_field_of_the_head_is_in_the_source(source_of, names, theme):
    filler = Filler()
    assert filler.lost(source_of(filler.fill(CV, names), theme)) == []


def test_sections_bullets_and_groups_keep_their_order(source_of):
    bullets = [{"text": "Q1", "highlights": ["Q2", {"label": "Q3", "text": "Q4"}]}, "Q5"]
    jobs = [
        {"organization": "Q0", "highlights": bullets},
        {"organization": "Q6", "positions": ["Q7", "Q8"], "projects": ["Q9"]},
    ]
    years = [{"title": f"Y{y}", "date": str(y)} for y in (2021, 2020)]
    source = source_of(
        {
            "sections": [
                {"kind": "experience", "title": "S1", "entries": jobs},
                {"kind": "awards", "title": "S2", "group_by": "year", "entries": years},
            ]
        }
    )
    order = ["S1", *[f"Q{n}" for n in range(10)], "S2", "{2021}", "Y2021", "{2020}", "Y2020"]
    places = [source.body.find(word) for word in order]
    assert -1 not in places
    assert places == sorted(places)


def test_ones_own_name_is_marked_among_the_authors(source_of):
    papers = [{"title": "T", "authors": ["B. Babbage", "A. Lovelace*", "et al."]}]
    source = source_of(
        {"name": "Ada Lovelace", "sections": [{"kind": "publications", "entries": papers}]}
    )
    assert r"\cvauthors{B. Babbage, \cvself{A. Lovelace}*, et al.}" in source.body


@pytest.mark.parametrize(("numbering", "first"), [("none", ""), ("ascending", "1."),
                                                  ("descending", "2.")])  # fmt: skip
def test_works_are_numbered_as_the_option_asks(source_of, numbering, first):
    data = {"sections": [{"kind": "publications", "entries": ["T1", "T2"]}]}
    source = source_of(data, numbering=numbering)
    assert rf"\cvwork{{{first}}}" in source.body.split("T1")[0]


def test_dates_and_words_are_those_of_the_language(source_of):
    entry = {"institution": "U", "advisor": "X", "start": "2020-03"}
    data = {"language": "zh", "sections": [{"kind": "education", "entries": [entry]}]}
    source = source_of(data, date_format="long")
    assert "2020年3月" in source.body
    assert "导师" in source.body
    assert r"\section{教育背景}" in source.body or "教育背景}" in source.body


def test_the_same_cv_gives_the_same_source(source_of):
    data = {"name": "Ada", "sections": [{"kind": "skills", "entries": ["A", "B"]}]}
    assert source_of(data).tex == source_of(data).tex


# Options


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("accent", "#a40000", r"\definecolor{accent}{HTML}{A40000}"),
        ("accent", "darkslateblue", r"\definecolor{accent}{HTML}{483D8B}"),
        ("page_size", "Letter", "paper=letterpaper"),
        ("margin_top", "1in", "top=1in"),
        ("font_size", "11pt", r"\@setfontsize\normalsize{11bp}"),
        ("line_height", "1.5", r"\@setfontsize\normalsize{10bp}{15bp}"),
        ("density", "0.5", r"\setlength{\cvunit}{5bp}"),
        ("section_titles", "caps", r"\MakeUppercase"),
        ("section_titles", "small-caps", r"\scshape"),
        ("justify", "yes", r"\justifying"),
        ("hyphens", "no", r"\hyphenpenalty=10000"),
        ("font", "EB Garamond", r"\setmainfont{EBGaramond-Regular}"),
        ("heading_font", "Lato", r"\setheadingfont{Lato-Regular}"),
    ],
)
def test_options_are_honoured(source_of, option, value, expected):
    assert expected in source_of({"name": "Ada"}, **{option: value}).preamble
    assert expected not in source_of({"name": "Ada"}).preamble


def test_dates_stand_first_where_the_theme_or_the_option_says_so(source_of):
    first = r"\cvdatesfirsttrue"
    assert first in source_of({"name": "Ada"}).preamble
    assert first not in source_of({"name": "Ada"}, dates_first="no").preamble


def test_icons_photo_and_page_numbers_can_be_left_out(source_of):
    data = {"name": "Ada", "phone": "1", "photo": "ada b.jpg"}
    full, bare = source_of(data), source_of(data, icons="no", photo="no", page_numbers="no")
    for sign in ("fontawesome5", "LastPage", "cvicon", "ada-b.jpg"):
        assert sign in full.tex
        assert sign not in bare.tex


@pytest.mark.parametrize(
    ("css", "tex"),
    [("10pt", "10bp"), ("16px", "12bp"), ("18mm", "18mm"), ("4q", "1mm"), ("-.5in", "-0.5in")],
)
def test_lengths(css, tex):
    assert dimension(css) == tex


def test_a_multiple_of_a_length():
    assert scaled("10pt", 1.35) == "13.5bp"


@pytest.mark.parametrize(
    ("css", "tex"),
    [
        ("#abc", r"\definecolor{c}{HTML}{AABBCC}"),
        ("#11223344", r"\definecolor{c}{HTML}{112233}"),
        ("rgb(255, 0, 51)", r"\definecolor{c}{HTML}{FF0033}"),
        ("hsl(240, 100%, 25%)", r"\definecolor{c}{HTML}{000080}"),
        ("navy", r"\definecolor{c}{HTML}{000080}"),
    ],
)
def test_colours(css, tex):
    assert color(css, "c") == tex


def test_a_colour_without_a_counterpart_is_refused():
    with pytest.raises(ValueError, match="hsl"):
        color("hsl(0, 1)", "c")


# Text


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"50 % & #1 $5 a_b {x} [y]", r"50 \% \& \#1 \$5 a\_b \{x\} {[}y{]}"),
        (r"\input ~ ^", r"\textbackslash{}input \textasciitilde{} \textasciicircum{}"),
        ('"a" `b`', r"\textquotedbl{}a\textquotedbl{} \textasciigrave{}b\textasciigrave{}"),
        ("a -- b --- c '' << >>", "a -{}- b -{}-{}- c '{}' <{}< >{}>"),
        ("a\u00a0b\u2009c\u202fd", r"a~b\,c\,d"),
        ("a\u00adb\u200bc\u2011d", r"a\-b\allowbreak{}c\mbox{-}d"),
        ("a\nb\r\tc\u2028d", "a b  c d"),
        ("a\x00\x07\x7f\x85\ufeff\u202eb", "ab"),
        ("→ ✓", r"\cvsymbol{→} \cvsymbol{✓}"),
        ("👩\u200d🔬", r"\cvsymbol{👩}\cvsymbol{🔬}"),
        ("a שלום עולם b", r"a \cvscript{Hebrew}{שלום עולם} b"),
        ("日本 α я", "日本 α я"),
    ],
)
def test_text_comes_out_as_it_was_typed(text, tex):
    assert escape(text) == tex


def test_what_is_source_is_not_escaped_again():
    assert escape(Tex(r"\emph{a}")) == r"\emph{a}"
    assert join([Tex(r"\x"), "&"], "#") == r"\x\#\&"
    assert isinstance(Tex(" a ").strip(), Tex)


def test_a_word_too_long_for_a_line_may_break():
    address = "https://example.org/a-very-long/path.html"
    assert escape(address).replace(r"\allowbreak{}", "") == address
    assert escape(address).count(r"\allowbreak{}") >= 3
    assert escape("x" * 100).count(r"\allowbreak{}") >= 3
    assert r"\allowbreak" not in escape("short/and.small")


@pytest.mark.parametrize(
    ("url", "tex"),
    [
        ("https://a.org/~u?a=1&b=2#f", r"https://a.org/~u?a=1\&b=2\#f"),
        ("https://a.org/%20", r"https://a.org/\%20"),
        (r"https://a.org/\input{x}^^5c", r"https://a.org/\%5Cinput\%7Bx\%7D\%5E\%5E5c"),
        ("https://a.org/ü", r"https://a.org/\%C3\%BC"),
    ],
)
def test_addresses(url, tex):
    assert escape_url(url) == tex


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("**a *b* c**", r"\textbf{a \emph{b} c}"),
        ("`x_y`", r"\texttt{x\_y}"),
        ("[a & b](x.org/%20)", r"\href{https://x.org/\%20}{a \& b}"),
        ("H~2~O, 1^st^", r"H\textsubscript{2}O, 1\textsuperscript{st}"),
        (r"\LaTeX and \TeX", r"\cvlogo{LaTeX} and \cvlogo{TeX}"),
        (r"$x^2$ and \$5", r"\(x^2\) and \$5"),
        ("$$x$$", r"\[x\]"),
    ],
)
def test_inline_markup(text, tex):
    assert inline(text) == tex


def test_block_markup():
    text = "One\ntwo.\n\nThree:\n\n- a\n  - b\n\n3. c\n4. d"
    assert prose(text).split("\n") == [
        "One two.", "", "Three:", "",
        r"\begin{itemize}", r"\item a", r"\begin{itemize}", r"\item b",
        r"\end{itemize}", r"\end{itemize}",
        r"\begin{enumerate}[start=3]", r"\item c", r"\item d", r"\end{enumerate}",
    ]  # fmt: skip


def test_a_code_block_keeps_its_lines_and_spaces():
    assert prose("```\nif x:\n    y_z\n```") == ("\\texttt{if~x:}\\newline{}\n\\texttt{~~~~y\\_z}")


def test_packages_are_loaded_where_they_are_needed(source_of):
    plain = source_of({"name": "Ada"}).preamble
    rich = source_of(
        {"name": "Ada", "sections": [{"kind": "summary", "text": "$x$ 日本語 → مرحبا"}]}
    ).preamble
    for sign in ("unicode-math", "xeCJK", r"\newcommand{\symbolfont}", "Noto Naskh Arabic"):
        assert sign not in plain
        assert sign in rich


# Nothing from the person's file is a program

HOSTILE_FORMULAS = [
    r"\input{/etc/passwd}", r"\include{x}", r"\write18{id}", r"\immediate\write18{id}",
    r"\directlua{os.execute('id')}", r"\openin0=x", r"\openout0=x", r"\read0 to\x",
    r"\catcode`\@=0", r"\csname input\endcsname", r"\def\x{y}", r"\let\x\y", r"\newcommand\x{}",
    r"\expandafter\x", r"\special{x}", r"\loop\repeat", r"\usepackage{x}", r"\href{x}{y}",
    r"\includegraphics{x}", r"\char92", r"\lowercase{x}", r"\scantokens{x}", r"\jobname",
    r"\begin{document}x\end{document}", r"\begin{verbatim}x\end{verbatim}", r"\endinput",
    r"^^5cinput{x}", r"x^^41", "x % y", "#1", "a & b", r"a \\ b", "}x{", "{x", "x}", r"\left(",
    r"\right)", r"\text{a}}", r"\end{matrix}", r"\begin{matrix}a", "\\", r"\mathchardef\x=1",
    r"\cvlink{x}{y}", r"\XeTeXrevision", r"\)\input{x}\(", r"\]x",
]  # fmt: skip


@pytest.mark.parametrize("formula", HOSTILE_FORMULAS)
def test_a_formula_is_never_a_program(formula):
    with pytest.raises(ValueError, match="the formula"):
        math(formula)


@pytest.mark.parametrize(
    ("formula", "tex"),
    [
        (r"\frac{a}{b}\le\sqrt[3]{x}", r"\(\frac{a}{b}\le\sqrt[3]{x}\)"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", r"\(\begin{pmatrix}a&b\\c&d\end{pmatrix}\)"),
        (r"\left\{ x \right\}", r"\(\left\{ x \right\}\)"),
        (r"\text{a_b # \% x}", r"\(\text{a\_b \# \% x}\)"),
        (r"90\degree", r"\(90{}^\circ\)"),
        ("a\nb", r"\(a b\)"),
    ],
)
def test_mathematics_passes(formula, tex):
    # What is rewritten ends in a space, which mathematics ignores.
    assert math(formula) == tex


def test_a_formula_that_tex_is_not_given_is_an_error_with_its_words(source_of):
    data = {"name": "Ada", "sections": [{"kind": "summary", "text": r"$\mathop{x}$"}]}
    with pytest.raises(RenderError, match=r"mathop.*in other words"):
        source_of(data)


EVIL = (
    r"\input{/etc/passwd}\write18{id}\directlua{x}^^5cinput^^M %{}#&~$_ `'\csname x\endcsname"
    "\r\n\u2028\u0085\\end{document}<<7*7>><%x%><#y#>%\n\\input{x}"
)
ESCAPES = {
    r"\textbackslash", r"\textasciicircum", r"\textasciitilde", r"\textasciigrave", r"\%", r"\#",
    r"\&", r"\$", r"\_", r"\{", r"\}", r"\allowbreak",
}  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if entry_of(kind)])
def test_no_field_can_bring_tex_or_template_code_in(source_of, kind, theme):
    """A CV of hostile texts uses no command that the same CV of harmless ones does not."""
    entry = Filler().fill(entry_of(kind))
    section = {"kind": kind, "title": "Qtitle", "note": "Qnote", "text": "Qtext"}
    head = {"name": "Qname", "headline": "Qline", "location": "Qplace", "phone": "Qphone",
            "pronouns": "Qshe", "extra": {"Qkey": "Qvalue"}, "profiles": [{"network": "Qnet",
            "username": "Quser"}], "photo": "Qphoto.png"}  # fmt: skip
    data = {**head, "sections": [{**section, "entries": [entry]}]}
    harmless, hostile = source_of(data, theme), source_of(spoil(data, EVIL), theme)
    assert hostile.commands - harmless.commands <= ESCAPES
    assert hostile.is_balanced()
    assert "49" not in hostile.body
    assert hostile.tex.count("\\end{document}") == 1
    assert hostile.text.count(r"input\{/etc/passwd\}") >= len(entry)


def test_no_comment_can_be_broken_out_of(source_of):
    title = "A\nB\rC\u2028D\u0085E\x0bF\x0cG"
    tex = source_of({"name": title, "sections": [{"kind": "summary", "title": title}]}).tex
    comments = [line for line in tex.splitlines() if line.lstrip().startswith("%")]
    assert any(line.endswith("FG") for line in comments)
    assert not [line for line in re.split(r"[\n\r\u2028\u0085\x0b\x0c]", tex) if line[:1] in "BCDEF"
                and line.strip()]  # fmt: skip


# Templates


@pytest.fixture
def theme_with(tmp_path, source_of):
    """Write the source of a CV in a theme whose body is this template."""

    def source(template, **data):
        folder = tmp_path / "own"
        (folder / "tex").mkdir(parents=True)
        (folder / "theme.toml").write_text('[theme]\ninherit = "base"\ndescription = "Own"\n')
        (folder / "tex" / "body.tex.j2").write_text(template)
        return source_of({"name": "A & B", **data}, "own", roots=[tmp_path]).body.strip()

    return source


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<< cv.name >>", r"A \& B"),
        ('<< cv.name ~ "%" >>', r"A \& B\%"),
        ('<< cv.name | inline ~ "%" >>', r"A \& B\%"),
        ('<< [cv.name, cv.name | inline] | join("#") >>', r"A \& B\#A \& B"),
        ("<% set x %>\\emph{<< cv.name >>}<% endset %><< x >>", r"\emph{A \& B}"),
        ("<% macro m(x) %>\\emph{<< x >>}<% endmacro %><< m(cv.name) >>", r"\emph{A \& B}"),
        ("<% macro m() %><< caller() >><% endmacro %><% call m() %>&<< cv.name >><% endcall %>",
         r"&A \& B"),
        ("<< cv.name | safe >>", r"A \& B"),
        ("<< cv.name | upper | trim >>", r"A \& B"),
        ("<% filter upper %><< cv.name >><% endfilter %>", r"A \& B"),
        ("<< 1 + 1 >>", "2"),
    ],
)  # fmt: skip
def test_every_value_of_a_template_is_escaped(theme_with, template, expected):
    body = theme_with(template)
    assert body.startswith(expected) or expected in body.replace("\\textbackslash{}", "\\")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("\n<< cv.nmae >>", "nmae"),
        ("\n<< unknown >>", "unknown"),
        ("\n<< cv.__class__.__mro__ >>", "unsafe"),
        ("\n<% if %>", "Expected"),
        ("\n<% include 'no.tex.j2' %>", "no.tex.j2"),
    ],
)
def test_a_wrong_template_is_reported_with_its_line(theme_with, template, message):
    with pytest.raises(ThemeError) as caught:
        theme_with(template)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert problem.file.endswith("body.tex.j2")
    assert problem.line == 2


def test_the_exporter_writes_the_source(tmp_path):
    theme = find_theme("modern", [bundled_themes()])
    cv = select(CV.model_validate({"name": "Ada"}))
    material = Material(cv, theme, set_options(theme, {}), tmp_path, cv, cv)
    exporter = EXPORTERS["tex"]
    (content,) = exporter.run(material)
    assert (exporter.needs, exporter.suffix) == ("cv", ".tex")
    assert b"\\cvname{Ada}" in content


# Compiling, with programs that only pretend to be TeX

pretending = pytest.mark.skipif(sys.platform == "win32", reason="the pretenders are shell scripts")


def compile_tex(source, **limits):
    return typeset(TexDocument(source, Fonts((), ())), **limits)


@pytest.fixture
def pretend(tmp_path, monkeypatch):
    """Put a program of this name and content first, and nothing else, on the path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def install(name, script):
        path = folder / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return install


WRITES = 'echo "%PDF $*" > cv.pdf; echo "Output written on cv.pdf (3 pages)." > cv.log; : > cv.aux'


@pretending
def test_tex_runs_without_a_shell_in_a_folder_of_its_own(pretend, tmp_path):
    pretend("xelatex", f"env > {tmp_path}/env; pwd > {tmp_path}/pwd; {WRITES}")
    result = compile_tex("x")
    assert b"-no-shell-escape" in result.pdf
    assert (result.pages, result.warnings) == (3, ())
    settings = (tmp_path / "env").read_text().splitlines()
    assert {"openin_any=p", "openout_any=p", "shell_escape=f", "SOURCE_DATE_EPOCH=0"} <= {*settings}
    assert "cvkit-tex-" in (tmp_path / "pwd").read_text()


@pretending
@pytest.mark.parametrize(
    ("programs", "source", "expected"),
    [
        (["lualatex", "xelatex", "tectonic"], "x", b"xelatex"),
        (["lualatex", "tectonic"], "x", b"tectonic"),
        (["lualatex"], "x", b"lualatex"),
        (["lualatex", "xelatex"], "% !TeX program = lualatex\nx", b"lualatex"),
        (["xelatex"], "% !TeX program = lualatex\nx", b"xelatex"),
        (["xelatex"], "% !TeX program = rm\nx", b"xelatex"),
    ],
)
def test_the_engine_is_the_one_asked_for_or_the_first_there_is(pretend, programs, source, expected):
    for name in programs:
        pretend(name, f"{WRITES}; echo {name} > cv.pdf")
    assert compile_tex(source).pdf.strip() == expected


@pretending
def test_without_tex_the_error_says_how_to_install_it(pretend):
    with pytest.raises(RenderError, match=r"LaTeX is not installed.*install"):
        compile_tex("x")


@pretending
def test_tex_runs_until_its_notes_no_longer_change(pretend, tmp_path):
    count = f"echo x >> {tmp_path}/runs; wc -l < {tmp_path}/runs"
    pretend("xelatex", f"{WRITES}; n=$({count}); [ $n -lt 3 ] && echo $n > cv.aux; true")
    compile_tex("x")
    assert (tmp_path / "runs").read_text().count("x") == 4


@pretending
def test_an_error_of_tex_is_one_line_with_the_line_of_the_source(pretend):
    pretend("xelatex", 'echo "./cv.tex:2: Undefined control sequence." > cv.log; exit 1')
    with pytest.raises(RenderError) as caught:
        compile_tex("one\n\\two\n")
    (problem,) = caught.value.problems
    assert problem.message == r"xelatex stopped at line 2: Undefined control sequence. In: \two"


@pretending
def test_a_package_that_is_missing_is_no_fault_of_the_theme(pretend):
    error = "./cv.tex:1: LaTeX Error: File `enumitem.sty' not found."
    pretend("xelatex", f'echo "{error.replace("`", chr(92) + "`")}" > cv.log; exit 1')
    with pytest.raises(RenderError, match=r"enumitem\.sty.*install"):
        compile_tex("one")


@pretending
def test_lualatex_that_stops_at_chinese_is_no_fault_of_the_theme(pretend):
    pretend("lualatex", "echo './cv.tex:1:  ==> Fatal error occurred' > cv.log; exit 1")
    with pytest.raises(RenderError, match="Chinese, Japanese and Korean need XeLaTeX"):
        compile_tex(r"\usepackage{xeCJK}")
    with pytest.raises(RenderError, match="templates cause it"):
        compile_tex("one")


@pretending
def test_tex_that_does_not_end_is_ended(pretend, tmp_path):
    pretend("xelatex", f"sleep 60 & echo $! > {tmp_path}/pid; wait")
    with deadline(60, "TeX"), pytest.raises(RenderError, match="took longer than 1 s"):
        compile_tex("x", seconds=1.0)


@pretending
def test_what_readers_would_miss_is_complained_of(pretend):
    log = (
        "Missing character: There is no 龘 (U+9F98) in font X\n"
        "Overfull \\hbox (12.5pt too wide) in paragraph at lines 7--9\n"
        "Overfull \\hbox (0.5pt too wide) in paragraph at lines 1--2"
    )
    pretend("xelatex", f"{WRITES}; cat >> cv.log <<'END'\n{log}\nEND")
    assert compile_tex("x").warnings == (
        "no font has the character 龘",
        "a line is 12 pt too long, at line 7 of the LaTeX source",
    )


# From the command line


@pretending
def test_the_engine_replaces_weasyprint_and_keeps_the_last_good_result(pretend, write_cv, tmp_path):
    person, output = write_cv("name: Ada"), tmp_path / "ada.pdf"
    job = make_job(person, outputs=[("pdf", output)], engine="latex")
    pretend("xelatex", f"grep cvname cv.tex > {tmp_path}/seen; {WRITES}")
    (result,) = render([job])
    assert result.error is None
    assert result.typeset.pages == 3
    assert r"\cvname{Ada}" in (tmp_path / "seen").read_text()
    made = output.read_bytes()
    assert made.startswith(b"%PDF")
    pretend("xelatex", "exit 1")
    (result,) = render([job])
    assert result.error.problems[0].file == str(person)
    assert output.read_bytes() == made


@pretending
def test_a_photograph_is_laid_beside_the_source(pretend, write_cv, tmp_path):
    Image.new("RGB", (2, 2)).save(photo := tmp_path / "my photo.PNG")
    person, output = write_cv("name: Ada\nphoto: my photo.PNG"), tmp_path / "ada.pdf"
    pretend("xelatex", f"cat my-photo.png > {tmp_path}/seen; {WRITES}")
    job = make_job(person, outputs=[("pdf", output)], engine="latex")
    (result,) = render([job])
    assert result.error is None
    assert (tmp_path / "seen").read_bytes() == photo.read_bytes()


def test_the_command_line_offers_every_engine():
    (option,) = [p for p in cli.commands["render"].params if p.name == "engine"]
    assert tuple(option.type.choices) == tuple(ENGINES)
    assert option.default == PdfSettings().engine
