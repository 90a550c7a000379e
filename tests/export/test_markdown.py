"""Markdown: read again by a Markdown parser, it says what the CV says."""

from __future__ import annotations

import html
import re

import pytest
import yaml
from facts import PEOPLE, missing
from filler import KINDS, Filler, all_variants, entry_of
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cvkit import markup
from cvkit.compose.outline import outline
from cvkit.export.markdown import to_line, to_markdown, to_site
from cvkit.load.load import load
from cvkit.model import CV
from cvkit.select import select

GFM = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough", "table"])


def markdown_of(data, **options):
    return to_markdown(outline(select(CV.model_validate(data)), options), options).decode()


def line(text):
    return to_line(markup.spans(text))


def rendered(text):
    return GFM.render(text)


class Rendered:
    """The page that a reader of the Markdown sees."""

    def __init__(self, markdown):
        page = rendered(markdown)
        self.text = re.sub(r"<[^>]*>", "", page)
        self.links = re.findall(r'href="([^"]*)"', page)

    def hrefs(self):
        return self.links


@pytest.mark.parametrize("kind", [kind for kind in KINDS if entry_of(kind)])
def test_every_field_of_every_entry_is_in_it(kind):
    filler, entries = all_variants(kind)
    markdown = markdown_of({"sections": [{"kind": kind, "entries": entries}]})
    assert filler.lost(Rendered(markdown)) == []
    assert "None" not in markdown


def test_every_field_of_the_head_is_in_it():
    filler = Filler()
    assert filler.lost(Rendered(markdown_of(filler.fill(CV)))) == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("**bold** and *italic*", "**bold** and *italic*"),
        ("[a link](www.example.org)", "[a link](https://www.example.org)"),
        ("see https://a.example/b_c", "see <https://a.example/b_c>"),
        ("`code` and `` a`b ``", "`code` and ``a`b``"),
        ("H~2~O, 1^st^", "H<sub>2</sub>O, 1<sup>st</sup>"),
        ("$O(n^2)$ for $5", r"$O(n^2)$ for \$5"),
        (r"\LaTeX and \* and &copy;", r"LaTeX and \* and \&copy;"),
        ("<b> ~~x~~ snake_case _", r"\<b> \~\~x\~\~ snake_case \_"),
        ("[a] and (b)", r"\[a\] and (b)"),
        ("***both* and bold**", "**_both_ and bold**"),
    ],
)
def test_markup_becomes_githubs(typed, written):
    assert line(typed) == written


MARKED = st.recursive(
    st.text(alphabet="ab 中。.*_`[]<>~$&#!-\\1{}%:", min_size=1, max_size=6),
    lambda inner: st.one_of(
        inner.map(lambda t: f"**{t}**"),
        inner.map(lambda t: f"*{t}*"),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=5,
)


def looks(page):
    """Return the text of a line as characters with their styles, spaces run together."""
    styles, found = [], []
    for tag, text in re.findall(r"<(/?\w+)[^>]*>|([^<]+)", page):
        if text:
            found += [(c, frozenset(styles)) for c in text]
        elif tag.startswith("/"):
            del styles[styles.index(tag[1:])]
        elif tag not in ("p", "br"):
            styles.append(tag)
    return [(c, s if not c.isspace() else None) for c, s in found if c != "\n"]


@settings(max_examples=400, deadline=None)
@given(MARKED)
def test_a_markdown_parser_reads_the_same_text_in_the_same_styles(typed):
    spans = markup.spans(typed)
    if any("math" in span.styles for span in spans):
        return
    names = {"bold": "strong", "italic": "em", "code": "code", "sub": "sub", "sup": "sup"}
    wanted = [(c, frozenset(names[s] for s in span.styles) if not c.isspace() else None)
              for span in spans for c in span.text]  # fmt: skip
    page = GFM.renderInline(to_line(spans).strip())
    for entity, sign in (("&lt;", "\0"), ("&gt;", "\1"), ("&quot;", '"'), ("&amp;", "&")):
        page = page.replace(entity, sign)
    got = [({"\0": "<", "\1": ">"}.get(c, c), s) for c, s in looks(page)]
    assert squeezed(got) == squeezed(wanted)


COMMANDS = {
    "a text": "{{ site.x }} {% include y %} {{< z >}} {{% z %}} {:.w} {{{{",
    "code": "`{{ site.x }}` and ``{% raw %} `*x*` ``",
    "bold": "**{{** and *{%*",
    "a link": "[{{ x }}](https://x.example/{{a}}/{%b%})",
    "at the start": "{:onclick=x}",
}


@pytest.mark.parametrize("site", [False, True], ids=["markdown", "markdown-site"])
@pytest.mark.parametrize("name", COMMANDS)
def test_commands_of_site_generators_are_text(name, site):
    typed = COMMANDS[name]
    data = {"name": "Ada", "location": typed, "sections": [
        {"kind": "summary", "text": typed},
        {"kind": "custom", "title": typed, "entries": [{"title": typed, "highlights": [typed]}]},
    ]}  # fmt: skip
    written = to_site if site else to_markdown
    text = written(outline(select(CV.model_validate(data)), {}), {}).decode()
    body = text.rpartition("\n---\n")[2]  # front matter is data, where nothing is run
    assert re.findall(r"\{[{%:]", body) == []
    seen = html.unescape(Rendered(body).text)
    assert seen.count(markup.plain(typed)) == 5


def test_commands_of_site_generators_are_text_in_blocks_of_code():
    typed = "```\n{{ x }}\n\n*y* <b> &amp; {% z %}\n```"
    text = markdown_of({"sections": [{"kind": "summary", "text": typed}]})
    assert not re.search(r"\{[{%:]", text)
    page = rendered(text)
    assert "<pre><code>" in page
    assert "{{ x }}\n\n*y* <b> &amp; {% z %}" in html.unescape(re.sub(r"<[^>]*>", "", page))


def test_formulas_contain_no_commands():
    assert line(r"$\frac{{a}}{{b}}$") == r"$\frac{ {a}}{ {b}}$"


@pytest.mark.parametrize("typed", ["Wow![here](https://x.example/a.png)", "**Wow!**[x](y.example)"])
def test_an_exclamation_mark_before_a_link_makes_no_picture(typed):
    page = rendered(line(typed))
    assert "<img" not in page
    assert "<a href" in page
    assert "Wow!" in re.sub(r"<[^>]*>", "", page)


def squeezed(characters):
    """Leave out what white space does at the edges and twice in a row."""
    kept = []
    for character, style in characters:
        space = character.isspace()
        if not (space and (not kept or kept[-1][0] == " ")):
            kept.append((" ", None) if space else (character, style))
    return kept[:-1] if kept and kept[-1][0] == " " else kept


@pytest.mark.parametrize(
    "head", ["# a", "- a", "+ a", "> a", "1. a", "2024. a", "---", "| a |", "==="]
)
def test_what_begins_a_text_is_no_heading_or_list(head):
    page = rendered(markdown_of({"sections": [{"kind": "summary", "title": "", "text": head}]}))
    if not head.startswith(("-", "+", "1", "2024")) or head == "---":  # these are lists in prose
        assert page.strip() == f"<p>{head.replace('>', '&gt;')}</p>"
    bullet = {"kind": "custom", "title": "", "entries": [{"highlights": [head]}]}
    page = rendered(markdown_of({"sections": [bullet]}))
    assert f"<li>{head.replace('>', '&gt;')}</li>" in page


def test_lists_nest_and_paragraphs_belong_to_their_item():
    entry = {
        "title": "Prize",
        "summary": "Why.",
        "highlights": [{"text": "a", "highlights": ["b"]}],
    }
    page = rendered(markdown_of({"sections": [{"kind": "awards", "entries": [entry, "Other"]}]}))
    flat = re.sub(r"\s+", "", page)
    assert "<p>Prize</p><p>Why.</p><ul><li>a<ul><li>b</li></ul></li></ul></li>" in flat
    assert "Other" in flat.rpartition("<li>")[2]


def test_counted_lists_keep_their_numbers():
    text = "3. three\n4. four\n\n   more\n   - five"
    page = rendered(markdown_of({"sections": [{"kind": "summary", "text": text}]}))
    flat = re.sub(r"\s+", "", page)
    assert '<olstart="3">' in flat
    assert "<p>more</p><ul><li>five</li></ul></li></ol>" in flat


def test_code_and_quotations():
    reference = {"name": "Bob", "reference": "Good.\n\nVery good."}
    data = {
        "sections": [
            {"kind": "summary", "text": "```\na ``` b\n  c\n```"},
            {"kind": "references", "entries": [reference]},
        ]
    }
    page = rendered(markdown_of(data))
    assert "<pre><code>a ``` b\n  c\n</code></pre>" in page
    assert page.count("<blockquote>") == 2


def test_numbers_of_publications():
    data = {"sections": [{"kind": "publications", "entries": ["First", "Second"]}]}
    text = Rendered(markdown_of(data, numbering="descending")).text
    assert "2. First" in text
    assert "1. Second" in text


def test_a_site_page_has_front_matter_and_no_title_of_its_own(root):
    cv = select(load(root / "people" / "ziliang-lai.yaml"))
    text = to_site(outline(cv, {}), {"icons": True}).decode()
    _, front, body = text.split("---\n", 2)
    assert yaml.safe_load(front) == {
        "layout": "default", "title": "Ziliang Lai", "lang": "en", "permalink": "/",
    }  # fmt: skip
    assert not re.search("^# ", body, re.MULTILINE)
    assert body.strip().startswith("I am a Senior Software Engineer")
    titles = re.findall("^## (.*)", body, re.MULTILINE)
    assert titles == ["👔 Experiences", "📖 Publications", "🏅 Awards & Scholarships"]
    assert body.count("**Ziliang Lai**") == 7
    assert "<kbd>Best Demo Runner up</kbd>" in body
    assert "\\[[paper](https://arxiv.org/abs/2211.15163)\\]" in body
    assert "\n  - **Solution design:** architected" in body


def test_front_matter_survives_any_name():
    data = {"name": 'no: "x" # y', "headline": "**2014**", "language": "de"}
    text = to_site(outline(select(CV.model_validate(data)), {}), {}).decode()
    front = yaml.safe_load(text.split("---\n")[1])
    assert (front["title"], front["description"]) == ('no: "x" # y', "2014")


@pytest.mark.parametrize("person", PEOPLE)
def test_every_phrase_of_a_source_is_in_it(root, person):
    """The same lists of facts that the PDFs are held to."""
    cv = select(load(root / "people" / f"{person}.yaml"))
    page = Rendered(to_markdown(outline(cv, cv.options), {}).decode())
    without_commands = page.text.replace("\\text", "")
    assert missing(person, html.unescape(without_commands), page.links) == []
