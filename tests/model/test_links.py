"""Links: the addresses of well-known places, from a user name or a number."""

from __future__ import annotations

import pytest

from cvkit.model import Profile, href, links


@pytest.mark.parametrize(
    ("network", "username", "expected"),
    [
        ("GitHub", "ada", "https://github.com/ada"),
        ("github", "@ada", "https://github.com/ada"),
        ("LinkedIn", "ada-lovelace", "https://www.linkedin.com/in/ada-lovelace"),
        ("Linked In", "ada", "https://www.linkedin.com/in/ada"),
        ("ORCID", "0000-0001-2345-6789", "https://orcid.org/0000-0001-2345-6789"),
        ("Google Scholar", "xYz_-4", "https://scholar.google.com/citations?user=xYz_-4"),
        ("dblp", "12/3456", "https://dblp.org/pid/12/3456"),
        ("YouTube", "@ada", "https://www.youtube.com/@ada"),
        ("Mastodon", "@ada@hachyderm.io", "https://hachyderm.io/@ada"),
        ("Stack Overflow", "123/ada", "https://stackoverflow.com/users/123/ada"),
        ("X", "ada", "https://x.com/ada"),
        ("GitHub", "a b?c#d", "https://github.com/a%20b%3Fc%23d"),
        ("GitHub", "李", "https://github.com/%E6%9D%8E"),
        ("Mastodon", "ada", ""),
        ("Somewhere", "ada", ""),
        ("GitHub", None, ""),
    ],
)
def test_a_profile_is_found_by_its_network_and_user_name(network, username, expected):
    assert links.profile_url(Profile(network=network, username=username)) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://a.org/b", "https://a.org/b"), ("www.a.org", "https://www.a.org")],
)
def test_a_profiles_own_address_wins(url, expected):
    assert links.profile_url(Profile(network="GitHub", username="ada", url=url)) == expected


@pytest.mark.parametrize(
    ("profile", "icon"),
    [
        (Profile(network="GitHub"), "github"),
        (Profile(network="Google Scholar"), "googlescholar"),
        (Profile(network="Stack-Overflow"), "stackoverflow"),
        (Profile(url="https://github.com/ada"), "github"),
        (Profile(url="https://www.linkedin.com/in/ada"), "linkedin"),
        (Profile(url="linkedin.com/in/ada"), "linkedin"),
        (Profile(username="ada"), ""),
    ],
)
def test_the_icon_is_the_networks(profile, icon):
    assert links.profile_icon(profile) == icon


@pytest.mark.parametrize(
    "doi", ["10.1000/182", "https://doi.org/10.1000/182", "http://dx.doi.org/10.1000/182",
            "doi:10.1000/182", "DOI: 10.1000/182"],
)  # fmt: skip
def test_a_doi_resolves_however_it_is_written(doi):
    assert links.doi_url(doi) == "https://doi.org/10.1000/182"


def test_odd_signs_in_a_doi_are_encoded():
    url = links.doi_url("10.1002/(SICI)1097<1::AID>3.0.CO;2-#")
    assert url == "https://doi.org/10.1002/(SICI)1097%3C1::AID%3E3.0.CO;2-%23"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1912.13515", "1912.13515"),
        ("1912.13515v2", "1912.13515v2"),
        ("1912.13515 [stat.ML]", "1912.13515"),
        ("arXiv:1912.13515", "1912.13515"),
        ("hep-th/9901001", "hep-th/9901001"),
    ],
)
def test_a_preprint_is_found_by_its_number(number, expected):
    assert links.arxiv_url(number) == f"https://arxiv.org/abs/{expected}"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/", "example.org"),
        ("HTTP://example.org/a/", "example.org/a"),
        ("www.example.org", "www.example.org"),
        ("mailto:ada@example.org", "ada@example.org"),
    ],
)
def test_an_address_is_shown_as_people_read_it(url, expected):
    assert links.host(url) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+1 415 555 0100", "tel:+14155550100"),
        ("(+86) 18810396278", "tel:+8618810396278"),
        ("0171/555-0100", "tel:01715550100"),
    ],
)
def test_a_telephone_number_is_dialled_by_its_digits(number, expected):
    assert links.tel_url(number) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [("+44 (0)20 7946 0958", "tel:+442079460958"), ("+1 415 555 0100 ext. 12", "tel:+14155550100")],
)
def test_what_is_not_dialled_from_abroad_or_at_once_is_apart(number, expected):
    assert links.tel_url(number).split(";")[0] == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("example.org", "https://example.org"),
        ("example.org:8080/a", "https://example.org:8080/a"),
        ("http://example.org", "http://example.org"),
        ("mailto:a@b.org", "mailto:a@b.org"),
    ],
)
def test_an_address_gets_the_scheme_that_it_lacks(url, expected):
    assert href(url) == expected
