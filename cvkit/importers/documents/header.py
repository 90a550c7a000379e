"""The header of a CV: name, headline, contact details, profiles."""

from __future__ import annotations

import re
from typing import Any

from cvkit.importers.kit.headings import bare_heading
from cvkit.importers.kit.urls import valid_url
from cvkit.markup import plain
from cvkit.model import Profile
from cvkit.model.links import profile_url
from cvkit.model.names import fold

from .blocks import Block, safe

__all__ = ["read_header"]

_EMAIL = re.compile(r"[\w.+-]+(?:@|\s?(?:\(at\)|\[at\])\s?)[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/.])\(?\+?\(?\d[\d\s().-]{6,}\d(?![\w/])")
_LINK = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\]]*\])*)\]\(<?([^()\s>]*(?:\([^()\s]*\)[^()\s]*)?)>?[^)]*\)"
)
_BARE = re.compile(
    r"(?:https?://|www\.)[^\s|<>,;]+|(?<![\w@.])(?:[\w-]+\.)+(?:com|org|net|io|dev|me|edu|ai|de|fr|uk|ch|eu|co|site|page)(?:/[^\s|<>,;]*)?(?![\w@])"
)
_SPLIT = re.compile(r"\s*(?:[|•·■◦⋄♦∙]|\s[–—-]\s|\t|\s{3,})\s*")
_LABEL = re.compile(
    r"^(?:e-?mail|mail|phone|mobile|tel(?:ephone|efon)?|cell|web(?:site)?|homepage|address|location|"
    r"github|linkedin|twitter|orcid|blog|telefon|adresse|邮箱|电话|手机|主页|地址)\s*[:：]\s*",
    re.IGNORECASE,
)
_NETWORKS = {
    "github.com": "GitHub", "gitlab.com": "GitLab", "linkedin.com": "LinkedIn", "x.com": "X",
    "twitter.com": "X", "orcid.org": "ORCID", "scholar.google.com": "Google Scholar",
    "stackoverflow.com": "Stack Overflow", "researchgate.net": "ResearchGate",
    "kaggle.com": "Kaggle", "medium.com": "Medium", "youtube.com": "YouTube",
    "dblp.org": "dblp", "huggingface.co": "Hugging Face", "bsky.app": "Bluesky",
}  # fmt: skip
_NAME_LABEL = re.compile(
    r"^(?:\*\*)?(?:full )?(?:name|nom|nombre|姓名)\s*[:：]\s*(?:\*\*)?\s*", re.IGNORECASE
)
_DOCUMENT = re.compile(
    r"(?:curriculum vitae|cv|c\.v\.|resume|lebenslauf|curriculo|hoja de vida|简历|个人简历)"
)
_PLACE = re.compile(r"\d{4,}|straße|street|\bst\.|avenue|\broad\b|\brd\b|,\s*\w", re.IGNORECASE)
_NAME_END = re.compile(r"\s*[|\t•·]\s*|\s+[–—]\s+")
MAX_NAME = 60


def read_header(blocks: list[Block], data: dict[str, Any]) -> list[str]:
    """Read the blocks above the first section into ``data``; return the remaining text."""
    rest: list[str] = []
    for block in blocks:
        text = block.text.strip()
        if _DOCUMENT.fullmatch(fold(bare_heading(text))):
            continue
        label = _NAME_LABEL.match(text)
        if label and "name" not in data:
            data["name"] = plain(safe(text[label.end() :]))
        elif block.kind == "heading" and "name" not in data:
            rest += _named(re.sub(r"[*_`]", "", text), data)
        elif "name" not in data and not rest and _is_name(_NAME_END.split(text, maxsplit=1)[0]):
            rest += _named(text, data)
        elif _is_contact(text):
            rest += [part for part in _contact(text, data) if part]
        else:
            rest.append(text)
    return _headline(rest, data)


def _named(text: str, data: dict[str, Any]) -> list[str]:
    """Read a name, and return the headline beside it: ``Ada Lovelace | Analyst``."""
    name, *headline = _NAME_END.split(text, maxsplit=1)
    if headline and not _is_name(name):
        name, headline = text, []
    data["name"] = plain(safe(name))
    return headline


def _is_name(text: str) -> bool:
    bare = re.sub(r"[*_`]", "", text)
    words = bare.split()
    return (
        1 < len(words) <= 5 and len(bare) <= MAX_NAME and not re.search(r"[\d@:|/.!?]\s?\w*$", bare)
        and all(word[0].isupper() or not word[0].isascii() for word in words if word[0].isalpha())
    )  # fmt: skip


def _is_contact(text: str) -> bool:
    """Whether a line contains contact details, rather than prose with a link in it."""
    bare = _LINK.sub("", _EMAIL.sub("", _PHONE.sub("", _BARE.sub("", text))))
    if bare == text:
        return bool(_LABEL.match(text))
    return len(re.findall(r"\w+", bare)) <= 12


def _contact(text: str, data: dict[str, Any]) -> list[str]:
    """Read the contact details in a line; return its other parts."""
    rest = []
    links: list[str] = []

    def keep_link(match: re.Match[str]) -> str:
        links.append(match[0])
        return f"\x00{len(links) - 1}\x00"

    held = _LINK.sub(keep_link, text)
    for piece in _SPLIT.split(held):
        whole = re.sub(r"\x00(\d+)\x00", lambda match: links[int(match[1])], piece).strip(" ,;")
        left = _piece(whole, data)
        rest.append(left)
    return [part for part in rest if re.search(r"\w", part)]


def _piece(text: str, data: dict[str, Any]) -> str:
    for match in _LINK.finditer(text):
        if match[2].startswith("mailto:"):
            _add(data, "email", match[2].removeprefix("mailto:"))
            text = text.replace(match[0], "" if "@" in match[1] else match[1])
        elif match[2].startswith("tel:"):
            _add(data, "phone", plain(safe(match[1])) or match[2].removeprefix("tel:"))
            text = text.replace(match[0], "")
        elif valid_url(match[2]):
            _link(match[2], plain(safe(match[1])), data)
            text = text.replace(match[0], "")
    for pattern, field in ((_EMAIL, "email"), (_PHONE, "phone")):
        while found := pattern.search(text):
            value = re.sub(r"\s?(?:\(at\)|\[at\])\s?", "@", found[0])
            _add(data, field, value.strip())
            text = text[: found.start()] + text[found.end() :]
    while bare_link := _BARE.search(text):
        url = bare_link[0].rstrip(".)")
        if not valid_url(url):
            break
        _link(url, "", data)
        text = text.replace(bare_link[0], "", 1)
    bare = _LABEL.sub("", text.strip(" ,;<>()")).strip(" ,;:()")
    if bare and _LABEL.match(text.strip()) and "location" not in data:
        data["location"] = safe(bare)
        return ""
    return bare


def _add(data: dict[str, Any], field: str, value: str) -> None:
    known = data.get(field, [])
    if value not in known:
        data[field] = [*known, value]


def _link(url: str, label: str, data: dict[str, Any]) -> None:
    host = re.sub(r"^(https?://)?(www\.)?", "", url).split("/")[0].lower()
    network = next((name for known, name in _NETWORKS.items()
                    if host == known or host.endswith(f".{known}")), "")  # fmt: skip
    if network or data.get("url", url) != url:
        profile = {"network": network or label, "url": url} if network or label else {"url": url}
        username = re.sub(r"\?.*$", "", url).rstrip("/").rpartition("/")[2]
        short = (
            Profile.model_validate({"network": network, "username": username}) if network else None
        )
        if short and _same_address(profile_url(short), url):
            profile = {"network": network, "username": username}
        if profile not in data.get("profiles", []):
            data.setdefault("profiles", []).append(profile)
    else:
        data["url"] = url


def _same_address(one: str, other: str) -> bool:
    bare = [re.sub(r"^(https?://)?(www\.)?", "", url).rstrip("/").lower() for url in (one, other)]
    return bare[0] == bare[1]


def _headline(rest: list[str], data: dict[str, Any]) -> list[str]:
    """Take the location and the headline from the short lines; return the others."""
    left: list[str] = []
    for text in rest:
        short = len(text) <= 100 and not text.rstrip().endswith((".", "!"))
        if short and "location" not in data and _PLACE.search(text) and len(text) <= 80:
            data["location"] = safe(text)
        elif short and "headline" not in data and not left:
            data["headline"] = safe(text)
        else:
            left.append(text)
    return left
