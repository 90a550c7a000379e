"""A page of a stranger's theme asks no server when it is opened."""

from __future__ import annotations

import pytest
from sampling import sampled

from cvkit.compose.html import compose
from cvkit.errors import RenderError
from cvkit.export.html import to_html
from cvkit.model import CV
from cvkit.pipeline.project import bundled_themes
from cvkit.theme.theme import find_theme, list_themes, set_options


@pytest.fixture
def page(tmp_path):
    """Return a page whose template has something in its head, or in its body."""

    def make(inner, *, where="head"):
        folder = tmp_path / "themes" / "other"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "theme.toml").write_text('[theme]\ninherit = "base"\n')
        head, body = (inner, "") if where == "head" else ("", inner)
        text = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>'
        (folder / "cv.html.j2").write_text(f"{text}{head}</head><body>{body}</body></html>")
        theme = find_theme("other", [tmp_path / "themes", bundled_themes()])
        return to_html(compose(CV(name="Ada"), theme, set_options(theme, {}), tmp_path)).decode()

    return make


@pytest.mark.parametrize("where", sampled(["head", "body"], 15))
@pytest.mark.parametrize(
    "element",
    [
        '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/x">',
        '<META HTTP-EQUIV=refresh CONTENT="0;url=http://127.0.0.1:9/x">',
        "<meta http-equiv='refresh' content='0;url=//127.0.0.1:9/x'>",
        '<meta\nhttp-equiv="refresh"\ncontent="0;url=http://127.0.0.1:9/x">',
        '<meta/http-equiv="refresh"/content="0;url=http://127.0.0.1:9/x">',
        '<meta name="a" http-equiv="refresh" content="0;url=http://127.0.0.1:9/x">',
        '<meta name=">" http-equiv="refresh" content="0;url=http://127.0.0.1:9/x">',
        '<meta name="a" name="b" content="x">',
        '<meta http-equiv="x-dns-prefetch-control" content="on">',
        '<!--><meta http-equiv="refresh" content="0;url=x">-->',
        '<noscript><meta http-equiv="refresh" content="0;url=x"></noscript>',
        '<link rel="preconnect" href="http://127.0.0.1:9">',
        '<link rel="dns-prefetch" href="//ada.example">',
        '<link rel="icon preconnect" href="http://127.0.0.1:9">',
        '<link rel="pre&#99;onnect" href="http://127.0.0.1:9">',
        '<link rel="canonical" rel="preconnect" href="http://127.0.0.1:9">',
        "<link rel=preconnect href=http://127.0.0.1:9>",
        '<LINK HREF="http://127.0.0.1:9" REL="Preconnect">',
        '<link rel="prefetch" href="http://127.0.0.1:9/x">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="canonical" imagesrcset="http://127.0.0.1:9/x" href="x">',
        '<base href="http://127.0.0.1:9/">',
    ],
)
def test_what_connects_by_itself_is_refused(element, where, page):
    with pytest.raises(RenderError, match="could send a request"):
        page(element, where=where)


@pytest.mark.parametrize(
    "element",
    [
        '<meta name="author" content="Ada &amp; Co">',
        '<meta property="og:title" content="x" />',
        '<link rel="canonical" href="https://ada.example/">',
        '<link rel="license" href="https://ada.example/" title="x">',
        "<p>&lt;meta http-equiv=refresh&gt;</p>",
        "<metadata></metadata><links></links>",
    ],
)
def test_metadata_is_let_through(element, page):
    assert element in page(element)


@pytest.mark.slow
def test_what_a_person_writes_is_no_element(page):
    text = '<meta http-equiv="refresh" content="0;url=x"> and `<link rel=preconnect>`'
    for name in list_themes([bundled_themes()]):
        theme = find_theme(name, [bundled_themes()])
        cv = CV(name="Ada", headline=text, sections=[{"kind": "summary", "text": text}])
        html = to_html(compose(cv, theme, set_options(theme, {}), bundled_themes())).decode()
        assert "&lt;meta http-equiv=" in html
