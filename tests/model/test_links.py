"""Links: the addresses of well-known places, from a user name or a number."""

from __future__ import annotations

import pytest

from cvkit.model import CV, Profile, href, links
from cvkit.model.entries import PublicationEntry
from cvkit.model.networks import NETWORKS, find_network


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
        ("WhatsApp", "+49 151 0", "https://wa.me/491510"),
        ("Signal", "ada.01", ""),
        ("Dribbble", "ada", "https://dribbble.com/ada"),
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
        (Profile(network="GitHub", username="a"), "github"),
        (Profile(network="Google Scholar", username="a"), "googlescholar"),
        (Profile(network="Stack-Overflow", username="a"), "stackoverflow"),
        (Profile(url="https://github.com/ada"), "github"),
        (Profile(url="https://www.linkedin.com/in/ada"), "linkedin"),
        (Profile(url="linkedin.com/in/ada"), "linkedin"),
    ],
)
def test_the_icon_is_the_networks(profile, icon):
    assert links.profile_icon(profile) == icon


@pytest.mark.parametrize(
    ("network", "typed", "username"),
    [
        ("GitHub", "https://github.com/grace", "grace"),
        ("github", "GitHub.com/grace/", "grace"),
        ("GitLab", "www.gitlab.com/navy/grace", "navy/grace"),
        ("LinkedIn", "https://de.linkedin.com/in/grace-h%C3%B6rl/?trk=x", "grace-hörl"),
        ("LinkedIn", "in/grace", "grace"),
        ("LinkedIn", "/in/grace/", "grace"),
        ("ORCID", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        (
            "Google Scholar",
            "scholar.google.com/citations?hl=en&user=Ab_c-AAAAJ&oi=ao",
            "Ab_c-AAAAJ",
        ),
        ("YouTube", "https://m.youtube.com/@grace", "grace"),
        ("Twitter", "https://twitter.com/grace?s=20", "grace"),
        ("X", "https://x.com/grace", "grace"),
        ("dblp", "https://dblp.org/pid/12/345.html", "12/345"),
        ("npm", "https://www.npmjs.com/~grace", "grace"),
        ("Stack Overflow", "stackoverflow.com/users/7/grace", "7/grace"),
        ("GitHub", "in/grace", "in/grace"),
        ("Mastodon", "@grace@navy.social", "@grace@navy.social"),
        ("Elsewhere", "https://else.org/grace", "https://else.org/grace"),
    ],
)
def test_a_pasted_address_is_shortened_to_the_user_name(network, typed, username):
    assert Profile(network=network, username=typed).username == username


@pytest.mark.parametrize(
    ("network", "typed"),
    [
        ("GitHub", "https://gitlab.com/grace"),
        ("LinkedIn", "linkedin.com/company/navy"),
        ("YouTube", "https://www.youtube.com/channel/UC123"),
        ("Signal", "https://signal.me/#p/49151"),
        ("GitHub", "https://github.com/"),
    ],
)
def test_an_address_of_something_else_is_no_user_name(network, typed):
    with pytest.raises(ValueError, match="is not the address of an account on"):
        Profile(network=network, username=typed)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"network": "GitHub"}, 'the profile "GitHub" has neither a username nor a url'),
        ({"username": "ada"}, 'the profile "ada" has no network'),
        ({"network": "Linkdin", "username": "ada"}, 'did you mean "LinkedIn"'),
        ({"network": "Stack Overlow", "username": "ada"}, 'did you mean "Stack Overflow"'),
    ],
)
def test_a_profile_that_leads_nowhere_is_an_error(fields, message):
    with pytest.raises(ValueError, match=message):
        Profile(**fields)


def test_a_profile_with_an_address_may_be_on_any_network():
    assert links.profile_url(Profile(network="Linkdin", url="a.org/b")) == "https://a.org/b"
    assert links.profile_url(Profile(network="Ravelry", username="ada")) == ""


@pytest.mark.parametrize("name", ["Figma", "behance", "IMDB", "Xing", "Google Scholar", "Scholar"])
def test_networks_are_found_in_any_case(name):
    assert find_network(name)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=lambda network: network.name)
def test_the_address_of_an_account_leads_back_to_its_user_name(network):
    name = "49151" if network.by_phone else "grace-1"
    assert network.username(network.url(name) or name) == name


def work(**fields):
    return PublicationEntry(title="A", **fields)


@pytest.mark.parametrize(
    "typed",
    ["10.1038/s41586-020-1", "https://doi.org/10.1038/s41586-020-1", "doi: 10.1038/s41586-020-1",
     "DOI:10.1038/s41586-020-1", "http://dx.doi.org/10.1038%2Fs41586-020-1",
     "doi.org/10.1038/s41586-020-1?x=y"],
)  # fmt: skip
def test_a_doi_is_printed_alike_however_it_is_written(typed):
    assert work(doi=typed).doi == "10.1038/s41586-020-1"
    assert links.doi_url(work(doi=typed).doi) == "https://doi.org/10.1038/s41586-020-1"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2101.00001v2 [cs.LG]", "2101.00001v2 [cs.LG]"),
        ("arXiv:2101.00001", "2101.00001"),
        ("https://arxiv.org/abs/2101.00001v2", "2101.00001v2"),
        ("arxiv.org/pdf/hep-th/9901001.pdf", "hep-th/9901001"),
    ],
)
def test_an_arxiv_number_is_printed_alike_however_it_is_written(typed, number):
    assert work(arxiv=typed).arxiv == number


def test_other_prefixes_that_are_pasted_are_removed():
    assert work(isbn="ISBN-13: 978-3-16-148410-0").isbn == "978-3-16-148410-0"
    cv = CV(phone=["tel:+49 30 1"], email=["mailto:a@b.org"])
    assert (cv.phone, cv.email) == (("+49 30 1",), ("a@b.org",))


@pytest.mark.parametrize("field", ["doi", "arxiv"])
def test_another_address_is_no_number(field):
    with pytest.raises(ValueError, match="is the address of something else"):
        work(**{field: "https://publisher.org/10.1000/182"})


def test_odd_signs_in_a_doi_are_encoded():
    url = links.doi_url("10.1002/(SICI)1097<1::AID>3.0.CO;2-#")
    assert url == "https://doi.org/10.1002/(SICI)1097%3C1::AID%3E3.0.CO;2-%23"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1912.13515", "1912.13515"),
        ("1912.13515v2", "1912.13515v2"),
        ("1912.13515 [stat.ML]", "1912.13515"),
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


@pytest.mark.parametrize(
    ("profile", "text"),
    [
        ({"network": "GitHub", "username": "ada"}, "ada"),
        ({"network": "Google Scholar", "username": "x_Y9AAAAJ"}, "Google Scholar"),
        ({"network": "ORCID", "username": "0000-0001"}, "0000-0001"),
        ({"url": "https://ada.example/"}, "ada.example"),
        ({"network": "Elsewhere", "url": "https://ada.example/x"}, "ada.example/x"),
    ],
)
def test_a_profile_is_shown_by_what_tells_readers_most(profile, text):
    assert links.profile_text(Profile.model_validate(profile)) == text
