"""Links and icons of networks, and pages that an entry begins."""

from __future__ import annotations

import pytest
from sampling import sampled

from cvkit.model import KINDS, Profile
from cvkit.model.links import profile_icon, profile_url
from cvkit.pipeline.api import render
from cvkit.pipeline.project import bundled_themes

ICONS = bundled_themes() / "base" / "icons"
COMMON = [
    "Behance", "Bluesky", "Dribbble", "Figma", "GitHub", "GitLab", "Google Scholar", "Hugging Face",
    "Instagram", "Kaggle", "LinkedIn", "Mastodon", "ORCID", "ResearchGate", "Stack Overflow",
    "Telegram", "Threads", "TikTok", "WhatsApp", "X", "XING", "YouTube", "Wellfound",
]  # fmt: skip


@pytest.mark.parametrize("network", COMMON)
def test_common_networks_have_an_icon(network):
    profile = Profile.model_validate({"network": network, "username": "ada", "url": "x.org"})
    assert (ICONS / f"{profile_icon(profile)}.svg").is_file()


def test_an_address_alone_has_the_icon_of_its_network():
    icons = {"t.me/ada": "telegram", "https://bsky.app/profile/ada": "bluesky",
             "https://www.xing.com/profile/ada": "xing", "example.org": "example"}  # fmt: skip
    for url, icon in icons.items():
        assert profile_icon(Profile.model_validate(url)) == icon


def test_a_telephone_number_becomes_an_address_of_whatsapp():
    data = {"network": "WhatsApp", "username": "+44 20 7946-0958"}
    assert profile_url(Profile.model_validate(data)) == "https://wa.me/442079460958"


def test_icons_are_drawings_without_scripts_and_addresses():
    for path in ICONS.glob("*.svg"):
        text = path.read_text("utf-8")
        assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="'), path
        assert "currentColor" in text, path
        assert not {"<script", "href", "<title"} & set(text.split()), path


@pytest.mark.parametrize(
    "kind", sampled(["experience", "publications", "skills", "service", "awards"], 1)
)
def test_an_entry_may_begin_a_page(kind):
    main = KINDS[kind].main
    entries = [{main: "First"}, {main: "Second", "page_break": "before"}]
    sections = [{"kind": kind, "entries": entries}]
    page = render({"name": "Ada", "sections": sections}, format="html", pages=None).decode()
    assert page.count(" page-break") == page.partition("</style>")[0].count(" page-break") + 1


def test_several_websites_are_printed_with_links_and_an_icon():
    profiles = ["https://portfolio.example", {"network": "Blog", "url": "https://blog.example"}]
    data = {"name": "Ada", "url": "https://ada.example", "profiles": profiles}
    page = render(data, format="html").decode()
    for host in ("ada.example", "portfolio.example", "blog.example"):
        assert f'href="https://{host}"' in page
    assert page.count("<title>Website</title>") == 2
    assert "Blog:" in page
