r"""Markup: convert the text of a field to HTML, tokens or spans.

CommonMark without raw HTML, entities and pictures, so that everything is printed as typed;
formulas between dollar signs; ``H~2~O`` and ``1^st^``; logos such as ``\LaTeX``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cvkit.errors import InvalidValueError

from .spans import Block, Span, Style, blocks_of, formula_spans, spans_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

__all__ = [
    "MAX_FORMULAS",
    "Block",
    "Span",
    "Style",
    "blocks",
    "check_markup",
    "inline",
    "inline_tokens",
    "plain",
    "prose",
    "prose_tokens",
    "readable",
    "spans",
    "with_scheme",
]

_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_BARE_HOST = re.compile(r"[\w-]+(\.[\w-]+)+([/?#]|$)")
_LAST_WORD = re.compile(r" (?=[^\s*_`$\\\[\]<>]{1,6}$)")
_LINE = 60
_SMALL_CAPS = re.compile(r"(?<=L)a(?=TeX)|(?<=T)e(?=X)")
# Rules that would remove characters that were typed: &copy; # > --- and the like.
_SWALLOWING = [
    "entity",
    "image",
    "html_inline",
    "html_block",
    "reference",
    "heading",
    "lheading",
    "hr",
    "blockquote",
    "code",
]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # some commands need no markup

    from .emphasis import emphasize
    from .rules import add_rules

    md = MarkdownIt("commonmark", {"html": False})
    md.disable(_SWALLOWING)
    add_rules(md)
    md.core.ruler.before("inline", "last_word", _tie_last_word)
    md.core.ruler.push("emphasis", emphasize)
    md.validateLink = lambda url: bool(_SAFE_LINK.match(url) or _BARE_HOST.match(url))  # type: ignore[method-assign]
    md.add_render_rule("math", _render_math)
    md.add_render_rule("tex_word", _render_tex_word)
    md.add_render_rule("link_open", _render_link)
    return md


def _tie_last_word(state: StateCore) -> None:
    """Keep a short last word on the line of the one before it."""
    for token in () if state.env.get("plain") else state.tokens:
        if token.type == "inline" and len(token.content) > _LINE:
            token.content = _LAST_WORD.sub("\N{NO-BREAK SPACE}", token.content)


def _render_math(
    _renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any
) -> str:
    from .formula import formula

    token = tokens[index]
    return str(formula(token.content, display=token.markup == "$$"))


def _render_tex_word(
    _renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any
) -> str:
    """Set the logo with styled letters, so that the word is copied as it is spelt."""
    word = tokens[index].content
    parts = re.sub(
        _SMALL_CAPS, lambda match: f'<span class="tex-{match[0]}">{match[0]}</span>', word
    )
    return f'<span class="tex">{parts}</span>'


def _render_link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    token.attrs["href"] = with_scheme(str(token.attrs.get("href", "")))
    return str(renderer.renderToken(tokens, index, options, env))


def with_scheme(url: str) -> str:
    """Return the address of a link, with ``https://`` added to a bare host."""
    return url if _SAFE_LINK.match(url) else f"https://{url}"


@lru_cache(maxsize=4096)
def inline(text: str, emphasis: tuple[str, ...] = ()) -> Markup:
    """Return one line of text as HTML, without a paragraph element.

    Here and below, the words of ``emphasis`` are bold wherever they occur.
    """
    return Markup(_parser().renderInline(text, {"emphasis": emphasis}).strip())  # noqa: S704  (the parser escapes)


@lru_cache(maxsize=1024)
def prose(text: str, emphasis: tuple[str, ...] = ()) -> Markup:
    """Return paragraphs and lists as HTML."""
    return Markup(_parser().render(text, {"emphasis": emphasis}).strip())  # noqa: S704


def inline_tokens(
    text: str, emphasis: tuple[str, ...] = (), *, ties: bool = True
) -> Sequence[Token]:
    """Return the tokens of one line of text, for outputs that are not HTML.

    With ``ties`` a short last word is joined to the one before it by a no-break space.
    """
    (token,) = _parser().parseInline(text, {"emphasis": emphasis, "plain": not ties})
    return token.children or ()


def prose_tokens(text: str, emphasis: tuple[str, ...] = ()) -> Sequence[Token]:
    """Return the tokens of paragraphs and lists; those of type ``inline`` have children."""
    return _parser().parse(text, {"emphasis": emphasis})


def plain(text: str) -> str:
    """Return the text without its markup, for titles and metadata."""
    rendered = _parser().renderInline(text, {"plain": True}).strip()
    stripped = re.sub(r"<img alt=\"([^\"]*)\"[^>]*>", r"\1", rendered)
    return html.unescape(re.sub(r"<[^>]*>", "", stripped))


def spans(text: str, emphasis: tuple[str, ...] = ()) -> tuple[Span, ...]:
    """Return one line of text as spans."""
    (line,) = _parser().parseInline(text, {"emphasis": emphasis, "plain": True})
    return _linked(spans_of(line.children or ()))


def blocks(text: str, emphasis: tuple[str, ...] = ()) -> tuple[Block, ...]:
    """Return prose as paragraphs, list items and code."""
    found = blocks_of(_parser().parse(text, {"emphasis": emphasis, "plain": True}))
    return tuple(replace(block, spans=_linked(block.spans)) for block in found)


def _linked(found: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(replace(s, url=with_scheme(s.url)) if s.url else s for s in found)


def readable(found: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans with formulas as text, or as TeX source if they are not simple."""
    return tuple(part for span in found for part in _readable(span))


def _readable(span: Span) -> Iterable[Span]:
    from .formula import formula

    return formula_spans(str(formula(span.text)), span) if "math" in span.styles else (span,)


MAX_FORMULAS = 200
"""How many formulas a text may have: each may take as long as a page of text."""


def check_markup(text: str) -> None:
    """Raise :class:`InvalidValueError` if a formula in the text cannot be typeset."""
    if "$" not in text:
        return
    parts = [part for token in _parser().parse(text) for part in token.children or ()]
    if sum(part.type == "math" for part in parts) > MAX_FORMULAS:
        message = f"the text has more than {MAX_FORMULAS} formulas"
        raise InvalidValueError(message, "shorten it", "formula-too-large")
    prose(text)
