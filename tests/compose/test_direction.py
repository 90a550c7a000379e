"""Texts that run against their page, in HTML."""

import pytest
from markupsafe import Markup

from cvkit.compose.direction import isolated, isolated_blocks


@pytest.mark.parametrize(
    ("html", "direction", "expected"),
    [
        ("Plain text", "ltr", "Plain text"),
        ("שלום.", "rtl", "שלום."),
        ("שלום.", "ltr", '<bdi dir="rtl">שלום.</bdi>'),
        ("Trees (vol. 2).", "rtl", '<bdi dir="ltr">Trees (vol. 2).</bdi>'),
        ("Python הוא", "rtl", "Python הוא"),
        ("2015–2019", "rtl", "2015–2019"),
        ("Dr. כהן", "ltr", '<bdi dir="rtl">Dr. כהן</bdi>'),
        ("Professor כהן", "ltr", "Professor כהן"),
        ("שפת C++17,", "rtl", 'שפת <bdi dir="ltr">C++17</bdi>,'),
        ("<strong>F#</strong> שפת", "rtl", '<strong><bdi dir="ltr">F#</bdi></strong> שפת'),
        ('<a href="https://x.org/#a">אתר</a>', "rtl", '<a href="https://x.org/#a">אתר</a>'),
        ("R&amp;D מרכז", "rtl", "R&amp;D מרכז"),
    ],
)
def test_a_line(html, direction, expected):
    assert isolated(Markup(html), direction) == expected


def test_paragraphs_and_items_get_a_direction_of_their_own():
    html = Markup("<p>English.</p>\n<p>עברית.</p>\n<ul>\n<li>one</li>\n<li>אחת</li>\n</ul>")
    assert isolated_blocks(html, "ltr") == (
        '<p>English.</p>\n<p dir="rtl">עברית.</p>\n'
        '<ul>\n<li>one</li>\n<li dir="rtl">אחת</li>\n</ul>'
    )
