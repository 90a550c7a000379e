"""Markup: the text of a field as LaTeX, read by the same parser as for HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from cvkit.markup import inline_tokens, prose_tokens, with_scheme

from .escape import Tex, escape, escape_url
from .math import math

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["inline", "prose"]

_TAGS = {
    "strong_open": r"\textbf{",
    "strong_close": "}",
    "em_open": r"\emph{",
    "em_close": "}",
    "sub_open": r"\textsubscript{",
    "sub_close": "}",
    "sup_open": r"\textsuperscript{",
    "sup_close": "}",
    "link_close": "}",
    "softbreak": " ",
    "hardbreak": r"\newline{}",
    "paragraph_open": "",
    "bullet_list_open": "\\begin{itemize}\n",
    "bullet_list_close": "\\end{itemize}\n",
    "ordered_list_close": "\\end{enumerate}\n",
    "list_item_open": r"\item ",
    "list_item_close": "",
}
_BLANKS = re.compile(r"\n{3,}")


def _inline(token: Token) -> str:
    return "".join(_pieces(token.children or ()))


def _text(token: Token) -> str:
    return escape(token.content)


def _code(token: Token) -> str:
    return rf"\texttt{{{escape(token.content)}}}"


def _fence(token: Token) -> str:
    lines = token.content.rstrip("\n").split("\n")
    spaced = (line.expandtabs(4).replace(" ", "\N{NO-BREAK SPACE}") for line in lines)
    return "\\newline{}\n".join(_code_line(line) for line in spaced) + "\n\n"


def _code_line(line: str) -> str:
    return rf"\texttt{{{escape(line)}}}" if line else r"\strut{}"


def _math(token: Token) -> str:
    return math(token.content, display=token.markup == "$$")


def _tex_word(token: Token) -> str:
    return rf"\cvlogo{{{token.content}}}"


def _link(token: Token) -> str:
    return rf"\href{{{escape_url(with_scheme(str(token.attrs.get('href', ''))))}}}{{"


def _paragraph_close(token: Token) -> str:
    return "\n" if token.hidden else "\n\n"


def _ordered_list(token: Token) -> str:
    start = int(token.attrs.get("start", 1))
    return rf"\begin{{enumerate}}[start={start}]" + "\n" if start != 1 else "\\begin{enumerate}\n"


_WRITERS: Mapping[str, Callable[[Token], str]] = {
    "inline": _inline,
    "text": _text,
    "text_special": _text,
    "code_inline": _code,
    "fence": _fence,
    "math": _math,
    "tex_word": _tex_word,
    "link_open": _link,
    "paragraph_close": _paragraph_close,
    "ordered_list_open": _ordered_list,
}


def _pieces(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the source of each token; an unknown token raises ``KeyError``: a bug."""
    for token in tokens:
        if token.type in _TAGS:
            yield _TAGS[token.type]
        else:
            yield _WRITERS[token.type](token)


def _source(tokens: Sequence[Token]) -> Tex:
    return Tex(_BLANKS.sub("\n\n", "".join(_pieces(tokens))).strip())


@lru_cache(maxsize=4096)
def inline(text: str, emphasis: tuple[str, ...] = ()) -> Tex:
    """Return one line of text as LaTeX; the words of ``emphasis`` are bold."""
    return _source(inline_tokens(text, emphasis))


@lru_cache(maxsize=1024)
def prose(text: str, emphasis: tuple[str, ...] = ()) -> Tex:
    """Return paragraphs and lists as LaTeX, with a blank line between paragraphs."""
    return _source(prose_tokens(text, emphasis))
