"""A sample for the workers to warm up with, while the CV is still being read."""

from __future__ import annotations

from collections.abc import Mapping

from cvkit.document import Document
from cvkit.theme.options import Value
from cvkit.theme.stylesheets import body_classes, fonts, stylesheets
from cvkit.theme.theme import Theme

__all__ = ["sample"]


def sample(theme: Theme, given: Mapping[str, Value]) -> Document:
    """Return a small document in the fonts and styles of a theme with the options given."""
    options = {name: option.default for name, option in theme.options.items()} | dict(given)
    # Long words load the dictionary of hyphens.
    html = _SAMPLE.format(classes=body_classes(options), words="characteristically " * 20)
    here = theme.folders[0]
    return Document(html, stylesheets(theme, options), fonts(theme, options), here, (here,))


_SAMPLE = """<!DOCTYPE html><html lang="en"><title>Sample</title><body class="{classes}">
<header class="person"><h1 class="name">Ada</h1><ul class="contact"><li>Ada</li></ul></header>
<section class="section"><h2 class="title">Ada</h2><article class="entry"><header class="head">
<div class="line"><h3 class="what">Ada</h3><p class="side when">1842</p></div>
<div class="line"><p class="role">Ada</p></div></header><ul class="highlights"><li>
<strong>Ada</strong> <em>Ada</em> <a href="https://example.org">Ada</a> {words}</li></ul>
</article></section></body></html>"""
