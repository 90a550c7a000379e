"""Web addresses made from a user name or a number."""

from __future__ import annotations

import re
from urllib.parse import quote

from . import Profile, href
from .networks import find_network, network_at, network_key

__all__ = [
    "arxiv_url",
    "doi_url",
    "host",
    "network_name",
    "profile_icon",
    "profile_text",
    "profile_url",
    "tel_url",
]


def network_name(word: str) -> str:
    """Return the name of a network that cvkit can link to, or an empty string."""
    network = find_network(word)
    return network.name if network else ""


def profile_url(profile: Profile) -> str:
    """Return the address of a profile: its own, or one made from the user name."""
    if profile.url:
        return href(profile.url)
    username = (profile.username or "").removeprefix("@")
    if network_key(profile.network or "") == "mastodon" and username.count("@") == 1:
        user, server = username.split("@")
        return f"https://{server}/@{quote(user)}"
    network = find_network(profile.network or "")
    return network.url(username) if network else ""


def profile_text(profile: Profile) -> str:
    """Return what stands for a profile where it is a link: the user name, if it says something."""
    network = find_network(profile.network or "")
    if network and network.opaque:
        return profile.network or ""
    return profile.username or (host(profile.url) if profile.url else profile.network or "")


def profile_icon(profile: Profile) -> str:
    """Return the name of the network's icon: ``github`` for ``GitHub``."""
    if profile.network:
        return network_key(profile.network)
    domain = host(profile.url or "").split("/")[0].removeprefix("www.")
    if network := network_at(domain):
        return network_key(network.name)
    return network_key(domain.rpartition(".")[0].rpartition(".")[2])


def doi_url(doi: str) -> str:
    """Return the address that resolves a DOI."""
    return f"https://doi.org/{quote(doi, safe='/().;:-_')}"


def arxiv_url(number: str) -> str:
    """Return the address of a preprint: ``1912.13515 [stat.ML]``."""
    bare = number.strip()
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
