"""Words that are bold wherever they occur, in every format."""

from __future__ import annotations

import re

import pytest

from cvkit import markup
from cvkit.compose.html import compose
from cvkit.compose.latex.source import to_tex
from cvkit.compose.outline import outline
from cvkit.export.markdown import to_markdown
from cvkit.model import CV
from cvkit.pipeline.project import bundled_themes
from cvkit.select import Choice, choose, select
from cvkit.theme.theme import find_theme, set_options

DATA = {
    "emphasis": ["Rust", "C++"],
    "sections": [
        {"kind": "summary", "text": "I write Rust.\n\n- Rust, not `Rust` nor Rusty\n- C++"},
        {
            "kind": "experience",
            "entries": [{"organization": "Rust Works", "highlights": ["Moved C++ to **Rust**"]}],
        },
    ],
}
EMPHASIS = '<strong class="emphasis">{}</strong>'


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("Rust and rust", ["Rust"]),
        ("Rusty, TRust, Rust's, Rust-like", ["Rust", "Rust"]),
        ("使用Rust开发", ["Rust"]),
        ("from C++ to C", ["C++"]),
        ("C++17", []),
        ("[Rust](https://rust.example) and `Rust`", ["Rust"]),
        ("*Rust* **Rust**", ["Rust", "Rust"]),
        ("https://rust.example/Rust", ["Rust"]),
        ("large models", ["large models"]),
        ("a large language model", []),
        ("云计算平台", ["云计算"]),
        ("a < b & Rust > c", ["Rust"]),
    ],
)
def test_whole_words_are_bold(text, bold):
    words = ("Rust", "C++", "large models", "云计算")
    html = markup.inline(text, words)
    assert re.findall(EMPHASIS.format("(.*?)"), html) == bold
    assert markup.inline(text) == re.sub(EMPHASIS.format("(.*?)"), r"\1", html)


def test_a_phrase_is_found_at_the_end_of_a_paragraph():
    text = "A long line with many words in it that ends in a phrase such as this: big data"
    assert "big\u00a0data</strong>" in markup.inline(text, ("big data",))


def test_of_words_that_begin_alike_the_longest_is_bold():
    assert EMPHASIS.format("Rust Foundation") in markup.inline(
        "the Rust Foundation", ("Rust", "Rust Foundation")
    )


def test_words_are_bold_in_every_format():
    cv = select(CV.model_validate(DATA))
    theme = find_theme("base", [bundled_themes()])
    options = set_options(theme, {})
    html = compose(cv, theme, options, bundled_themes()).html
    assert html.count(EMPHASIS.format("Rust")) == 4
    assert html.count(EMPHASIS.format("C++")) == 2
    assert to_tex(cv, theme, options).count(r"\textbf{Rust}") >= 3
    blocks = outline(cv, options)
    assert "I write **Rust**." in to_markdown(blocks, options).decode()
    spans = [span for block in blocks.blocks for span in getattr(block, "spans", ())]
    assert all("bold" in span.styles for span in spans if span.text == "Rust")


def test_a_variant_has_words_of_its_own():
    words = ["Rust", {"text": "C++", "tags": ["games"]}]
    variants = {"games": {"tags": ["games"]}, "web": {"tags": ["web"]}}
    cv = CV.model_validate({**DATA, "emphasis": words, "variants": variants})
    assert choose(cv, Choice("web")).cv.emphasis == ("Rust",)
    assert choose(cv, Choice("games")).cv.emphasis == ("Rust", "C++")
