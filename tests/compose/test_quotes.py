"""Apostrophes."""

import pytest
from markupsafe import Markup

from cvkit.compose.quotes import with_apostrophes


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("the world's", "the world’s"),
        ("rock'n'roll", "rock’n’roll"),
        ("l'été, об'єкт", "l’été, об’єкт"),
        ("<em>Huawei's</em> own", "<em>Huawei’s</em> own"),
        ("engineers' and 'quoted' 5'10", "engineers' and 'quoted' 5'10"),
        ("<code>it's</code> it's", "<code>it's</code> it’s"),
        ("<pre><code>it's\nit's</code></pre>", "<pre><code>it's\nit's</code></pre>"),
        (
            "<a href=\"https://x.org/it's\">https://x.org/it's</a>",
            "<a href=\"https://x.org/it's\">https://x.org/it's</a>",
        ),
        ("www.x.org/it's", "www.x.org/it's"),
        ("צ'ק", "צ'ק"),
    ],
)
def test_between_letters_only(html, expected):
    assert with_apostrophes(Markup(html)) == expected
