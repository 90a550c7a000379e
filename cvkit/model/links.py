"""Web addresses made from a user name or a number."""

from __future__ import annotations

import re
from urllib.parse import quote

from . import Profile, href

__all__ = [
    "arxiv_url",
    "doi_url",
    "host",
    "network_name",
    "profile_icon",
    "profile_url",
    "tel_url",
]

_NETWORKS = {
    "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}",
    "bitbucket": "https://bitbucket.org/{}",
    "codeberg": "https://codeberg.org/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "orcid": "https://orcid.org/{}",
    "googlescholar": "https://scholar.google.com/citations?user={}",
    "scholar": "https://scholar.google.com/citations?user={}",
    "researchgate": "https://www.researchgate.net/profile/{}",
    "dblp": "https://dblp.org/pid/{}",
    "semanticscholar": "https://www.semanticscholar.org/author/{}",
    "x": "https://x.com/{}",
    "twitter": "https://x.com/{}",
    "bluesky": "https://bsky.app/profile/{}",
    "stackoverflow": "https://stackoverflow.com/users/{}",
    "kaggle": "https://www.kaggle.com/{}",
    "huggingface": "https://huggingface.co/{}",
    "youtube": "https://www.youtube.com/@{}",
    "medium": "https://medium.com/@{}",
    "telegram": "https://t.me/{}",
    "leetcode": "https://leetcode.com/u/{}",
}


def _key(network: str) -> str:
    return re.sub(r"[\W_]", "", network.casefold())


# How the networks write their names, where a capital is not enough.
_SPELLINGS = {
    "github": "GitHub", "gitlab": "GitLab", "linkedin": "LinkedIn", "orcid": "ORCID",
    "googlescholar": "Google Scholar", "scholar": "Google Scholar", "dblp": "DBLP",
    "researchgate": "ResearchGate", "semanticscholar": "Semantic Scholar",
    "stackoverflow": "Stack Overflow", "huggingface": "Hugging Face", "youtube": "YouTube",
    "leetcode": "LeetCode",
}  # fmt: skip


def network_name(word: str) -> str:
    """Return the name of a network that cvkit can link to, or an empty string."""
    key = _key(word)
    return _SPELLINGS.get(key, key.capitalize()) if key in _NETWORKS else ""


def profile_url(profile: Profile) -> str:
    """Return the address of a profile: its own, or one made from the user name."""
    if profile.url:
        return href(profile.url)
    key = _key(profile.network or "")
    username = (profile.username or "").removeprefix("@")
    if key == "mastodon" and username.count("@") == 1:
        user, server = username.split("@")
        return f"https://{server}/@{quote(user)}"
    if key in _NETWORKS and username:
        return _NETWORKS[key].format(quote(username, safe="@/:-._~"))
    return ""


def profile_icon(profile: Profile) -> str:
    """Return the name of the network's icon: ``github`` for ``GitHub``."""
    if profile.network:
        return _key(profile.network)
    domain = host(profile.url or "").split("/")[0].removeprefix("www.")
    return _key(domain.rpartition(".")[0].rpartition(".")[2])


def doi_url(doi: str) -> str:
    """Return the address that resolves a DOI."""
    number = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", doi, flags=re.IGNORECASE)
    return f"https://doi.org/{quote(number, safe='/().;:-_')}"


def arxiv_url(number: str) -> str:
    """Return the address of a preprint: ``1912.13515 [stat.ML]``."""
    bare = re.sub(r"^arxiv:\s*", "", number.strip(), flags=re.IGNORECASE)
    if bare.endswith("]"):
        bare = bare.partition("[")[0].rstrip()
    return f"https://arxiv.org/abs/{quote(bare, safe='/.')}"


def host(url: str) -> str:
    """Return an address for reading: without the scheme and the slash at its end."""
    return re.sub(r"^(https?://|mailto:|tel:)", "", url, flags=re.IGNORECASE).rstrip("/")


def tel_url(number: str) -> str:
    """Return the address that dials a telephone number (RFC 3966): its digits and a plus."""
    number = " ".join(number.split())
    number, _, extension = re.sub(r"(?i) ?(ext\.?|x) ?(?=\d+$)", ";", number).partition(";")
    if number.lstrip(" (").startswith("+"):
        number = number.replace("(0)", "")  # only dialled within the country
    digits = re.sub(r"[^\d+]", "", number)
    return f"tel:{digits};ext={extension}" if extension else f"tel:{digits}"
