"""Inline rules beyond CommonMark: formulas, scripts, TeX logos and bare addresses."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

__all__ = ["add_rules"]

_WORD = re.compile(r"\\((?:Lua|Xe|pdf)?(?:La)?TeX|ConTeXt|BibTeX)(?![A-Za-z])(?:\{\}|\\(?= ))?")
# A dollar sign is money, unless a pair of them closely surrounds something like a formula.
_MATH = re.compile(r"(\$\$?)(?![\s$])((?:\\.|[^$\\])+?)(?<!\s)\1(?![\w$])", re.DOTALL)
_AMOUNT = re.compile(r"\d[^\\^_={}]*")
# Short scripts directly after a word; any other ~ or ^ is printed as typed.
_SUB = re.compile(r"~([0-9+\-−nixyk]{1,4})~")
_SUP = re.compile(r"\^([\w+\-−*†‡,]{1,8})\^")


def add_rules(md: MarkdownIt) -> None:
    """Add the rules to a parser."""
    md.inline.ruler.before("escape", "tex_word", _tex_word)
    md.inline.ruler.before("escape", "math", _math)
    md.inline.ruler.push("script", _script)
    md.inline.ruler.before("escape", "bare_link", _bare_link)
    md.inline.ruler.before("link", "empty_link", _empty_link)
    # The text rule must stop at these characters, so that the rules above are tried.
    md.inline.ruler.at("text", _text)


_BARE_LINK = re.compile(
    r"(?:https?://|www\.)[\w-]+(?:\.[\w-]+)+[^\s<>\[\]”»。，、；）】]*", re.IGNORECASE
)
_STOPS = re.compile(
    r"(?:(?!(?<![\w/.@])(?:https?://|www\.))[^\n!#$%&*+\-:<=>@\[\\\]^_`{}~])+", re.IGNORECASE
)


def _text(state: StateInline, silent: bool) -> bool:
    match = _STOPS.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.pending += match[0]
    state.pos = match.end()
    return True


def _tex_word(state: StateInline, silent: bool) -> bool:
    match = _WORD.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("tex_word", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _math(state: StateInline, silent: bool) -> bool:
    before = state.src[state.pos - 1] if state.pos else " "
    match = _MATH.match(state.src, state.pos, state.posMax)
    if match is None or before.isalnum() or before in "$\\" or _AMOUNT.fullmatch(match[2]):
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content = match[2]
        token.markup = match[1]
    state.pos = match.end()
    return True


def _script(state: StateInline, silent: bool) -> bool:
    before = state.src[state.pos - 1] if state.pos else " "
    character = state.src[state.pos]
    if character == "~" and (before.isalpha() or before in ")]"):
        match, tag = _SUB.match(state.src, state.pos, state.posMax), "sub"
    elif character == "^" and (before.isalnum() or before in ")]"):
        match, tag = _SUP.match(state.src, state.pos, state.posMax), "sup"
    else:
        return False
    if match is None:
        return False
    if not silent:
        state.push(f"{tag}_open", tag, 1)
        state.push("text", "", 0).content = match[1]
        state.push(f"{tag}_close", tag, -1)
    state.pos = match.end()
    return True


_EMPTY_LINK = re.compile(r"\[[^\[\]]*\]\(\s*\)")


def _empty_link(state: StateInline, silent: bool) -> bool:
    """Print a link without an address as it was typed."""
    match = _EMPTY_LINK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("text", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _bare_link(state: StateInline, silent: bool) -> bool:
    match = _BARE_LINK.match(state.src, state.pos, state.posMax)
    before = state.src[state.pos - 1] if state.pos else " "
    if match is None or state.linkLevel or before.isalnum() or before in "_/.@":
        return False
    url = _without_punctuation(match[0])
    if not silent:
        address = url if "://" in url else f"https://{url}"
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos += len(url)
    return True


def _without_punctuation(url: str) -> str:
    """Remove punctuation that ends the sentence, not the address, as GitHub does."""
    while url[-1] in "?!.,:;*_~'\"" or (url[-1] == ")" and url.count(")") > url.count("(")):
        url = url[:-1]
    return url
