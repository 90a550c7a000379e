"""Markup: what is typed comes out as typed, and what is meant as markup as its meaning."""

from __future__ import annotations

import random
import string

import pytest
from conftest import Page

from cvkit.markup import check_markup, inline, plain, prose

# Every sign that some tool on the way could take for its own.
SIGNS = [
    "C# and F#", "#1 in class", "R&D", "AT&T &amp; &copy; &#35;", "a < b > c", "<b>bold</b>",
    "<script>alert(1)</script>", "<!-- hidden -->", "{{ name }} {% if x %} {# y #}", "100%", "%d",
    "snake_case_name", "_x", "x_", "a _ b", "~/bin and ~5", "a ~ b ~ c", "~~struck~~", "x^2 + y^2",
    "2^10", "^", "$5", "$5 and $6", "$5–$6", "US$5 to US$10", "$1,000.50 or $2k", "A$AP, Ke$ha",
    "5$", "$", "$$", "$ x $", "- dash - dash", "a - b", "a -- b --- c", "+1", "a + b", "1 * 2 * 3",
    "5 * 6", "*", "**", "* star", "a*", "!", "!important", "[sic]", "[a][b]", "[1]: note",
    "[ ] todo", "(c) (r) (tm)", "a | b", "| a | b |", "`", "``", "it's", '"quoted"', "“quoted”",
    "‘q’", "...", "…", "--flag", "@ada", "a@b", "\\", "C:\\new\\table", "\\x", "a\\", "=====",
    "===", ":)", ":smile:", "1. first", "2014. A year", "a:b", "http", "https:", "www", "e.g.",
    "3/4", "°C", "½", "№", "§ 5", "é", "e\u0301", "ﬁ", "a\u00adb", "a\u200bb", "a\u00a0b",
    "İstanbul", "Straße", "👩‍💻 🇩🇪 ✈️ 👍🏽", "李四（北京）", "日本語、テキスト。", "한국어", "مرحبا بالعالم",  # noqa: E501
    "שלום", "नमस्ते", "ไทย",
    "李四 wrote مرحبا with 👍 in C#", "$five", "x_i and y_j", "__", "___", "***", "----",
    "<https//broken>", "<a@>", "a<b", "a>b", "a&b;", "&", "<", ">", "&lt;", "~", "^^", "_",
    "{", "}",
]  # fmt: skip


def text(html):
    return Page(str(html)).text.replace("\n", " ").strip()


@pytest.mark.parametrize("typed", SIGNS)
def test_signs_come_out_as_typed(typed):
    assert text(inline(typed)) == typed.replace("\xa0", " ")
    assert text(inline(f"before {typed} after")) == f"before {typed} after".replace("\xa0", " ")
    assert text(prose(f"Before {typed} after")) == f"Before {typed} after".replace("\xa0", " ")
    assert plain(f"before {typed} after") == f"before {typed} after"


@pytest.mark.parametrize("typed", SIGNS)
def test_signs_come_out_in_every_kind_of_field(page_of, typed):
    """Name, line of text, list of texts, prose, label, and a template between."""
    page = page_of(
        {
            "name": f"N {typed}",
            "headline": f"H {typed}",
            "extra": {f"L {typed}": f"E {typed}"},
            "sections": [
                {
                    "kind": "custom",
                    "title": f"T {typed}",
                    "text": f"P {typed}",
                    "entries": [{"title": f"A {typed}", "keywords": [f"K {typed}"]}],
                }
            ],
        },
        smart_quotes="false",
    )
    for letter in "NHLETPAK":
        assert f"{letter} {typed}".replace("\xa0", " ") in page.text
    assert page.texts("title")[0].startswith(" ".join(f"N {typed}".split()))


def test_text_without_signs_is_never_changed():
    """A thousand random strings of words, figures, scripts and harmless punctuation."""
    dice = random.Random(20140605)
    letters = (
        string.ascii_letters + string.digits + "äöüßéłøçñŠžабвгдαβγ"
        "李四王小明日本語한국مرحباשלום€£¥°½"
    )
    marks = [
        " ",
        " ",
        ", ",
        "; ",
        ": ",
        "? ",
        " (",
        ") ",
        "/",
        "-",
        " – ",
        "’",
        ".",
        "\N{NO-BREAK SPACE}",
    ]
    for _ in range(1000):
        words = ["".join(dice.choices(letters, k=dice.randint(1, 9))) for _ in range(30)]
        typed = "".join(word + dice.choice(marks) for word in words).strip()
        expected = " ".join(typed.replace("\xa0", " ").split(" "))
        assert text(inline(typed)) == expected
        assert plain(typed).replace("\xa0", " ") == expected
        assert Page(str(inline(typed))).root.find("body").find("*") is None


# CommonMark


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("**bold**", "<strong>bold</strong>"),
        ("*italic*", "<em>italic</em>"),
        ("_italic_", "<em>italic</em>"),
        ("a **b *c* d**", "a <strong>b <em>c</em> d</strong>"),
        ("`a < b * c`", "<code>a &lt; b * c</code>"),
        ("`` ` ``", "<code>`</code>"),
        ("\\*not italic\\*", "*not italic*"),
        ("\\# \\_ \\~ \\$ \\[ \\` \\\\", "# _ ~ $ [ ` \\"),
        ("H~2~O", "H<sub>2</sub>O"),
        ("CO~2~ and x~i~", "CO<sub>2</sub> and x<sub>i</sub>"),
        ("1^st^ and 2^nd^", "1<sup>st</sup> and 2<sup>nd</sup>"),
        ("m^2^, 10^−3^", "m<sup>2</sup>, 10<sup>−3</sup>"),
        ("10^-3^ to n^-1^ and x^-n^", "10<sup>−3</sup> to n<sup>−1</sup> and x<sup>−n</sup>"),
        ("see^1-3^", "see<sup>1-3</sup>"),
        ("E~gap~ of V~oc,max~", "E<sub>gap</sub> of V<sub>oc,max</sub>"),
        ("^60^Co and (^3^He)", "<sup>60</sup>Co and (<sup>3</sup>He)"),
        ("Brand^®^ 2^nd,a^", "Brand<sup>®</sup> 2<sup>nd,a</sup>"),
        ("3月~5月~7月 ^_^ x^y", "3月~5月~7月 ^_^ x^y"),
        ("**H~2~O**", "<strong>H<sub>2</sub>O</strong>"),
    ],
)  # fmt: skip
def test_markup_has_its_meaning(typed, html):
    assert inline(typed) == html


@pytest.mark.parametrize(
    ("typed", "word"),
    [("\\LaTeX", "LaTeX"), ("\\TeX", "TeX"), ("\\ConTeXt", "ConTeXt"), ("\\BibTeX", "BibTeX"),
     ("\\XeTeX", "XeTeX"), ("\\LuaLaTeX", "LuaLaTeX"), ("\\pdfLaTeX", "pdfLaTeX")],
)  # fmt: skip
def test_the_words_of_tex_are_logos_that_can_be_copied(typed, word):
    page = Page(str(inline(f"In {typed}, {typed}{{}} and {typed}\\ too")))
    assert page.text == f"In {word}, {word} and {word} too"
    assert page.texts("span[@class='tex']") == [word] * 3


@pytest.mark.parametrize("typed", ["\\LaTeXe", "\\Tex", "LaTeX", "\\latex"])
def test_what_is_like_the_words_of_tex_stays(typed):
    assert inline(typed) == typed


# Links


@pytest.mark.parametrize(
    ("typed", "href", "shown"),
    [
        ("[paper](https://example.org/a_b_c)", "https://example.org/a_b_c", "paper"),
        ("[paper](http://example.org 'title')", "http://example.org", "paper"),
        ("[**bold** x](https://example.org)", "https://example.org", "bold x"),
        ("[home](example.org/a)", "https://example.org/a", "home"),
        ("[mail](mailto:ada@example.org)", "mailto:ada@example.org", "mail"),
        ("[call](tel:+14155550100)", "tel:+14155550100", "call"),
        ("<https://example.org>", "https://example.org", "https://example.org"),
        ("https://example.org", "https://example.org", "https://example.org"),
        ("https://example.org/~ada/a_b_c*d", "https://example.org/~ada/a_b_c*d", None),
        ("https://example.org/?a=1&b=2#c", "https://example.org/?a=1&b=2#c", None),
        (
            "https://en.wikipedia.org/wiki/Ada_(name)",
            "https://en.wikipedia.org/wiki/Ada_(name)",
            None,
        ),
        ("www.example.org", "https://www.example.org", "www.example.org"),
        ("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"),
    ],
)
def test_links_lead_somewhere(typed, href, shown):
    page = Page(str(inline(f"See {typed}, please.")))
    assert page.hrefs() == [href]
    assert page.texts("a") == [shown or href]
    assert page.text == f"See {shown or href}, please."


@pytest.mark.parametrize(
    "sign", [".", ",", ";", ":", "!", "?", ")", '"', "'", "**", " ", "”", "»", "。", "，", "）"]
)
def test_what_ends_the_sentence_is_not_of_the_address(sign):
    page = Page(str(inline(f"(**see** https://example.org/a{sign} b")))
    assert page.hrefs() == ["https://example.org/a"]


@pytest.mark.parametrize(
    "typed",
    [
        "[x](javascript:alert(1))", "[x](JavaScript:alert(1))", "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))", "[x](javascript&colon;alert(1))", "[x](vbscript:x)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](file:///etc/passwd)", "[x](ftp://a.b/c)",
        "<javascript:alert(1)>", "<file:///etc/passwd>", "<data:text/html,x>",
        "javascript:alert(1)", "file:///etc/passwd", "[x](/etc/passwd)",
        "[x](//example.org)", "[x](#top)", "[x]()", "[x][y]\n\n[y]: javascript:alert(1)",
        "[x](?a=b)", "xhttps://example.org", "ada@www.example.org", "https://", "www.",
    ],
)  # fmt: skip
def test_nothing_else_becomes_a_link(typed):
    assert Page(str(inline(typed))).find("a") == []
    assert Page(str(prose(typed))).find("a") == []


@pytest.mark.parametrize(
    "typed",
    ["![x](https://example.org/a.png)", '<img src="x" onerror="alert(1)">', "<a href='x'>y</a>",
     '[x](https://example.org "><script>alert(1)</script>")', "https://example.org/<script>",
     'https://example.org/"onmouseover=alert(1)', "`<b>`", "$<b>$", "$\\text{<b>}$", "x~<b>~"],
)  # fmt: skip
def test_no_element_comes_in_from_outside(typed):
    for html in (inline(typed), prose(typed)):
        page = Page(str(html))
        tags = {element.tag for element in page.root.find("body").iter()} - {"body"}
        assert tags <= {"a", "p", "code", "span", "sub", "i"}
        assert not [e for e in page.root.iter() if any(name.startswith("on") for name in e.attrib)]


# Formulas


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("$x$", "<i>x</i>"),
        ("$x^2$", "<i>x</i><sup>2</sup>"),
        ("$x_i$", "<i>x</i><sub><i>i</i></sub>"),
        ("$x_{ij}^2$", "<i>x</i><sub><i>ij</i></sub><sup>2</sup>"),
        ("$O(n \\log n)$", "<i>O</i>(<i>n</i>\u2009log\u2009<i>n</i>)"),
        ("$\\alpha\\beta$", "αβ"),
        ("$a = b$", "<i>a</i> = <i>b</i>"),
        ("$-1$", "−1"),
        ("$a<b$", "<i>a</i> &lt; <i>b</i>"),
        ("$\\text{a b}$", "a b"),
        ("$\\mathbf{x}$", "<b>x</b>"),
        ("$10^{-3}$", "10<sup>−3</sup>"),
        ("$3.5\\times10^4$", "3.5 × 10<sup>4</sup>"),
        ("$\\pm 5\\%$", "±5%"),
        ("$x_12$", "<i>x</i><sub>1</sub>2"),
        ("$\\{1, 2\\}$", "{1, 2}"),
        ("$f'$", "<i>f</i>′"),
        ("$H_2O$", "<i>H</i><sub>2</sub><i>O</i>"),
        ("$90^\\circ$", "90<sup>°</sup>"),
    ],
)
def test_a_simple_formula_is_real_text(typed, expected):
    assert inline(typed) == f'<span class="math">{expected}</span>'


@pytest.mark.parametrize(
    "source",
    ["\\frac{1}{2}", "\\sqrt{x}", "\\sum_{i=1}^n x_i", "\\int_0^1 f", "\\hat{x}", "\\mathbb{R}^n",
     "\\frac{a<b}{c}", '\\text{"a"}\\sqrt{b}'],
)  # fmt: skip
def test_every_other_formula_is_a_picture_that_speaks_its_source(source):
    page = Page(str(inline(f"Is ${source}$ so?")))
    (picture,) = page.find("img")
    assert picture.get("alt") == source
    assert picture.get("src").startswith("data:image/svg+xml;base64,")
    assert page.text == f"Is {source} so?"
    assert plain(f"Is ${source}$ so?") == f"Is {source} so?"


def test_a_displayed_formula_is_marked():
    (span,) = Page(str(inline("$$x^2$$"))).find("span")
    assert span.get("class") == "math display"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("costs $5 and $x^2$", "costs $5 and x2"),
        ("\\$x^2\\$", "$x^2$"),
        ("a $x$-axis", "a x-axis"),
        ("($x$)", "(x)"),
        ("$x$, $y$ and $z$.", "x, y and z."),
        ("about $\\$5$", "about $5"),
        ("`$x^2$`", "$x^2$"),
        ("**$x_1$**", "x1"),
        ("$a*b*c$ $a_b$", "a*b*c ab"),
        ("12 $\\mu$g of it", "12 μg of it"),
        ("5$\\sigma$ and $\\approx$40 nm", "5σ and ≈40 nm"),
        ("the $m$th of $(m+1)$st", "the mth of (m+1)st"),
        ("all $P_3$s, $10^{-3}$eV, $<$7", "all P3s, 10−3eV, <7"),
        ("$7$ of $2.5$k", "7 of 2.5k"),
        ("NZ$3/A$4, C$20–US$30k", "NZ$3/A$4, C$20–US$30k"),
        ("$PATH/$HOME and $x/$y", "$PATH/$HOME and $x/$y"),
        ("C$AB/Ke$yx, $8 (\\LaTeX) and $9", "C$AB/Ke$yx, $8 (LaTeX) and $9"),
    ],
)
def test_money_and_formulas_are_told_apart(typed, shown):
    assert text(inline(typed)).replace(" ", "").replace("∗", "*") == shown.replace(" ", "")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("$\\frac{1$", r'the formula "\frac{1" cannot be parsed'),
        ("$\\foo$", r'the formula "\foo" contains the unknown command \foo'),
        ("$x^{$", 'the formula "x^{" cannot be parsed'),
        (f"${'x+' * 600}x$", "the formula is longer than 1000 characters"),
    ],
)
def test_a_wrong_formula_is_told(typed, message):
    with pytest.raises(ValueError, match=r"; ") as caught:
        check_markup(typed)
    assert str(caught.value).startswith(message)


# Prose


def test_prose_has_paragraphs_and_lists():
    html = prose("One\ntwo.\n\nThree:\n\n- a\n- **b**\n  - c\n\n1. d\n2. e")
    page = Page(str(html))
    assert page.texts("p") == ["One two.", "Three:"]
    assert page.texts("ul/li") == ["a", "b c", "c"]
    assert page.texts("ol/li") == ["d", "e"]


def test_an_ordered_list_begins_where_it_was_typed():
    (numbered,) = Page(str(prose("3. c\n4. d"))).find("ol")
    assert numbered.get("start") == "3"


@pytest.mark.parametrize(
    "typed",
    ["# Not a heading", "Not\n===", "Not\n---", "> not quoted", "---", "***", "<div>\nx\n</div>",
     "    not code", "| a |\n|---|\n| b |", "[a]: https", "&nbsp;"],
)  # fmt: skip
def test_blocks_that_would_take_signs_away_are_text(typed):
    page = Page(str(prose(typed)))
    assert page.text.split() == typed.split()
    assert {element.tag for element in page.root.find("body")} == {"p"}


def test_plain_leaves_no_markup():
    typed = "**A** [b](https://c.org) `d` $x^2$ \\LaTeX H~2~O <i>e</i> &amp;"
    assert plain(typed) == "A b d x2 LaTeX H2O <i>e</i> &amp;"


def test_a_short_last_word_stays_with_the_one_before_it():
    long = "word " * 15 + "end"
    assert inline(long).endswith("word\xa0end")
    assert prose(f"{long}\n\n{long}").count("word\xa0end") == 2
    assert "\xa0" not in inline("only a few words")
