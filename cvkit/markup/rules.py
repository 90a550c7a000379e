"""Inline rules beyond CommonMark: formulas, scripts, TeX logos and bare addresses."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

__all__ = ["add_rules"]

_WORD = re.compile(r"\\((?:Lua|Xe|pdf)?(?:La)?TeX|ConTeXt|BibTeX)(?![A-Za-z])(?:\{\}|\\(?= ))?")
_MATH = re.compile(r"(\$\$?)(?![\s$])((?:\\.|[^$\\])+?)(?<!\s)\1(?!\$)", re.DOTALL)
_COMMAND = re.compile(r"\\(?!(?:Lua|Xe|pdf)?(?:La)?TeX|ConTeXt|BibTeX)[A-Za-z]")
_AMOUNT = re.compile(r"\d[^\\^_={}]*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A formula that may touch words, as in "$n$th": signs, numbers and single letters.
_SIGNS = re.compile(r"[<>=≤≥≈~±+−-]{1,2}")
_SHORT_FORMULA = re.compile(r"(?!.*[^\W\d_]{2})[^\s{}]*[\w')\]]")
_BRACED = re.compile(r"\{[^{}]*\}")
# Scripts are one short piece of text; any other ~ or ^ is printed as typed.
_SUB = re.compile(r"~([^\s~^_\\`$\[\]<>]{1,12})~")
_NEGATIVE = re.compile(r"^-(?=\d|\w$)")  # an exponent, as in 10^-3^ and in formulas
_SUP = re.compile(r"\^([^\s~^_\\`$\[\]<>]{1,12})\^")


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
    if match is None or before in "$\\":
        return False
    after = state.src[match.end()] if match.end() < state.posMax else " "
    if not _is_formula(match[2], before, after):
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content = match[2]
        token.markup = match[1]
    state.pos = match.end()
    return True


def _is_formula(text: str, before: str, after: str) -> bool:
    """Whether text between two dollar signs is a formula, and not the words between two amounts."""
    if _COMMAND.search(text):
        return True
    if _NUMBER.fullmatch(text):  # money has one dollar sign only
        return not before.isalnum() and not after.isdigit()
    if _AMOUNT.fullmatch(text):
        return False
    touches = before.isalnum() or after.isalnum() or after == "_"
    return not touches or bool(
        _SIGNS.fullmatch(text) or _SHORT_FORMULA.fullmatch(_BRACED.sub("0", text))
    )


def _script(state: StateInline, silent: bool) -> bool:
    before = state.src[state.pos - 1] if state.pos else " "
    is_sub = state.src[state.pos] == "~"
    match = (_SUB if is_sub else _SUP).match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    after = state.src[match.end()] if match.end() < state.posMax else " "
    if not (_is_subscript if is_sub else _is_superscript)(match[1], before, after):
        return False
    tag = "sub" if is_sub else "sup"
    if not silent:
        state.push(f"{tag}_open", tag, 1)
        state.push("text", "", 0).content = _NEGATIVE.sub("\N{MINUS SIGN}", match[1])
        state.push(f"{tag}_close", tag, -1)
    state.pos = match.end()
    return True


def _is_subscript(text: str, before: str, _after: str) -> bool:
    # In East Asian text a tilde stands between the ends of a range.
    is_range = any(east_asian_width(character) in "WF" for character in before + text)
    return (before.isalpha() or before in ")]") and not is_range


def _is_superscript(text: str, before: str, after: str) -> bool:
    """Whether it follows a word, as in "1^st^", or precedes one, as in "^14^C"."""
    follows = before.isalnum() or before in ")]*'"
    return follows or (text[0].isalnum() and after.isalnum())


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
