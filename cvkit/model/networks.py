"""Networks on which people have accounts, and the addresses of the accounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import quote, unquote, urlsplit

__all__ = ["NETWORKS", "Network", "find_network", "misspelt_network", "network_at", "network_key"]

_SIMILAR = 0.8


@dataclass(frozen=True)
class Network:
    """A network: its name, and the address of an account with ``{}`` for the user name.

    The address is empty if accounts have none. ``former_host`` is a host that is still found in
    addresses. With ``by_phone`` the user name is a telephone number, of which the address has the
    digits. ``opaque`` user names are identifiers that say nothing to readers.
    """

    name: str
    address: str = ""
    former_host: str = ""
    by_phone: bool = False
    opaque: bool = False

    def url(self, username: str) -> str:
        """Return the address of an account, or an empty string."""
        name = re.sub(r"\D", "", username) if self.by_phone else username.removeprefix("@")
        return self.address.format(quote(name, safe="@/:-._~")) if self.address and name else ""

    def username(self, typed: str) -> str | None:
        """Return the user name of a pasted address such as ``github.com/ada`` or ``in/ada``.

        Other texts are returned unchanged; ``None`` stands for an address of something else.
        """
        parts = urlsplit(self.address.partition("{}")[0])
        hosts = "|".join(
            re.escape(host.removeprefix("www."))
            for host in (parts.netloc, self.former_host)
            if host
        )
        on_host = rf"(?:https?://)?(?:[\w-]+\.)?(?:{hosts})(?=/)" if hosts else r"https?://"
        folder = re.escape(parts.path)
        before = rf"{folder}\?(?:[^#]*&)?{re.escape(parts.query)}" if parts.query else folder
        short = rf"/?{folder.strip('/')}/" if parts.path.strip("/@~") and not parts.query else "$"
        match = re.match(rf"(?:{on_host})(?:{before})|{short}", typed, re.IGNORECASE)
        if match and hosts:
            rest = re.split("[?&#]", typed[match.end() :])[0].strip("/")
            return unquote(rest).removesuffix(".html") or None
        return None if "://" in typed or re.match(on_host, typed, re.IGNORECASE) else typed


def network_key(name: str) -> str:
    """Return the name of a network for comparison: ``Google Scholar`` gives ``googlescholar``."""
    return re.sub(r"[\W_]", "", name.casefold())


def find_network(name: str) -> Network | None:
    """Return a known network by its name, in any case and with or without spaces."""
    key = network_key(name)
    return NETWORKS.get(_OTHER_NAMES.get(key, key))


def network_at(host: str) -> Network | None:
    """Return the known network whose accounts have a host, such as ``bsky.app``."""
    bare = host.lower().removeprefix("www.")
    for network in NETWORKS.values():
        known = (urlsplit(network.address).netloc.removeprefix("www."), network.former_host)
        if bare and bare in known:
            return network
    return None


def misspelt_network(name: str) -> str:
    """Return the known network that a name is a misspelling of, or an empty string."""
    found = get_close_matches(network_key(name), NETWORKS, n=1, cutoff=_SIMILAR)
    return NETWORKS[found[0]].name if found else ""


_TABLE = (
    Network("AngelList", "https://angel.co/u/{}"),
    Network("ArtStation", "https://www.artstation.com/{}"),
    Network("Behance", "https://www.behance.net/{}"),
    Network("Bitbucket", "https://bitbucket.org/{}"),
    Network("Bluesky", "https://bsky.app/profile/{}"),
    Network("Codeberg", "https://codeberg.org/{}"),
    Network("Codeforces", "https://codeforces.com/profile/{}"),
    Network("CodePen", "https://codepen.io/{}"),
    Network("dblp", "https://dblp.org/pid/{}", opaque=True),
    Network("DeviantArt", "https://www.deviantart.com/{}"),
    Network("DEV", "https://dev.to/{}"),
    Network("Discord"),
    Network("Docker Hub", "https://hub.docker.com/u/{}"),
    Network("Dribbble", "https://dribbble.com/{}"),
    Network("Facebook", "https://www.facebook.com/{}"),
    Network("Figma", "https://www.figma.com/@{}"),
    Network("Flickr", "https://www.flickr.com/people/{}"),
    Network("Gitee", "https://gitee.com/{}"),
    Network("GitHub", "https://github.com/{}"),
    Network("GitLab", "https://gitlab.com/{}"),
    Network("Goodreads", "https://www.goodreads.com/{}"),
    Network("Google Scholar", "https://scholar.google.com/citations?user={}", opaque=True),
    Network("HackerRank", "https://www.hackerrank.com/profile/{}"),
    Network("Hugging Face", "https://huggingface.co/{}"),
    Network("IMDb", "https://www.imdb.com/name/{}", opaque=True),
    Network("Instagram", "https://www.instagram.com/{}"),
    Network("Kaggle", "https://www.kaggle.com/{}"),
    Network("LeetCode", "https://leetcode.com/u/{}"),
    Network("LinkedIn", "https://www.linkedin.com/in/{}"),
    Network("Mastodon"),
    Network("Matrix"),
    Network("Medium", "https://medium.com/@{}"),
    Network("npm", "https://www.npmjs.com/~{}"),
    Network("ORCID", "https://orcid.org/{}"),
    Network("Pinterest", "https://www.pinterest.com/{}"),
    Network("PyPI", "https://pypi.org/user/{}"),
    Network("Reddit", "https://www.reddit.com/user/{}"),
    Network("ResearchGate", "https://www.researchgate.net/profile/{}"),
    Network("Scopus", "https://www.scopus.com/authid/detail.uri?authorId={}", opaque=True),
    Network("Semantic Scholar", "https://www.semanticscholar.org/author/{}", opaque=True),
    Network("Signal"),
    Network("Skype"),
    Network("Slack"),
    Network("SoundCloud", "https://soundcloud.com/{}"),
    Network("SourceHut", "https://sr.ht/~{}"),
    Network("Speaker Deck", "https://speakerdeck.com/{}"),
    Network("Stack Overflow", "https://stackoverflow.com/users/{}"),
    Network("Substack", "https://substack.com/@{}"),
    Network("Telegram", "https://t.me/{}"),
    Network("Threads", "https://www.threads.net/@{}"),
    Network("TikTok", "https://www.tiktok.com/@{}"),
    Network("Twitch", "https://www.twitch.tv/{}"),
    Network("Unsplash", "https://unsplash.com/@{}"),
    Network("Vimeo", "https://vimeo.com/{}"),
    Network("WeChat"),
    Network("WhatsApp", "https://wa.me/{}", by_phone=True),
    Network("X", "https://x.com/{}", "twitter.com"),
    Network("XING", "https://www.xing.com/profile/{}"),
    Network("YouTube", "https://www.youtube.com/@{}"),
    Network("Zhihu", "https://www.zhihu.com/people/{}"),
)
_OTHER_NAMES = {"scholar": "googlescholar", "twitter": "x", "wellfound": "angellist"}
NETWORKS: Mapping[str, Network] = {network_key(network.name): network for network in _TABLE}
"""The known networks by the key of their names."""
