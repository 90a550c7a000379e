r"""Formulas: convert TeX mathematics to HTML.

Formulas of letters, symbols, sub- and superscripts become real text, which can be searched and
copied. All others are typeset by ziamath as a picture, with the source as alternative text.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from cvkit.errors import InvalidValueError

__all__ = ["formula"]

MAX_LENGTH = 1000
MAX_BOXES = 10_000
"""How many boxes ziamath may lay out for a formula: about 1 s.

It lays out what is nested several times, so that their number may double with each level; a
formula of 1000 characters without nesting has about 5000.
"""

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}_^]|\s+|[A-Za-z]+|[0-9][0-9.,]*(?<![.,])|.", re.DOTALL)

_SYMBOLS = dict(
    part.split()
    for part in r"""
    \alpha α|\beta β|\gamma γ|\delta δ|\epsilon ϵ|\varepsilon ε|\zeta ζ|\eta η|\theta θ|\iota ι
    |\kappa κ|\lambda λ|\mu μ|\nu ν|\xi ξ|\pi π|\rho ρ|\sigma σ|\tau τ|\upsilon υ|\phi ϕ
    |\varphi φ|\chi χ|\psi ψ|\omega ω|\Gamma Γ|\Delta Δ|\Theta Θ|\Lambda Λ|\Xi Ξ|\Pi Π|\Sigma Σ
    |\Phi Φ|\Psi Ψ|\Omega Ω|\infty ∞|\partial ∂|\nabla ∇|\ell ℓ|\hbar ℏ|\degree °|\circ °
    |\ldots …|\dots …|\cdots ⋯|\prime ′|\dagger †|\ddagger ‡|\% %|\$ $|\# #|\& &|\_ _|\{ {|\} }
    |\lbrace {|\rbrace }|\langle ⟨|\rangle ⟩|\Vert ‖""".replace("\n", "").split("|")
    if part.strip()
)
_OPERATORS = dict(
    part.split()
    for part in r"""
    = =|+ +|- −|< <|> >|\times ×|\cdot ·|\div ÷|\pm ±|\mp ∓|\le ≤|\leq ≤|\ge ≥|\geq ≥|\ne ≠
    |\neq ≠|\approx ≈|\equiv ≡|\sim ∼|\simeq ≃|\propto ∝|\ll ≪|\gg ≫|\in ∈|\notin ∉|\subset ⊂
    |\subseteq ⊆|\cup ∪|\cap ∩|\to →|\rightarrow →|\leftarrow ←|\mapsto ↦|\Rightarrow ⇒
    |\leftrightarrow ↔|\wedge ∧|\vee ∨|\oplus ⊕|\otimes ⊗""".replace("\n", "").split("|")
    if part.strip()
)
_SIGNS = (
    _SYMBOLS
    | {sign: sign for sign in "/()[]|!:.?@"}
    | {"'": "′"}
    | {
        r"\,": "\u2009",
        r"\:": "\u2009",
        r"\;": "\u2005",
        r"\ ": " ",
        r"\quad": "\u2003",
        "~": " ",
    }
)
_UPRIGHT = {r"\text", r"\mathrm", r"\textrm", r"\operatorname", r"\mathsf", r"\textup", r"\rm"}
_STYLED = {r"\mathbf": "b", r"\textbf": "b", r"\mathit": "i", r"\textit": "i"}
_FUNCTIONS = {
    rf"\{name}"
    for name in [
        "log",
        "ln",
        "exp",
        "sin",
        "cos",
        "tan",
        "min",
        "max",
        "lim",
        "sup",
        "inf",
        "det",
        "dim",
        "ker",
        "arg",
        "gcd",
    ]
}


class _NotSimpleError(Exception):
    """The formula cannot be set as a line of text."""


class _TooLargeError(Exception):
    """The formula has more boxes than are allowed."""


@lru_cache(maxsize=1024)
def formula(source: str, display: bool = False) -> Markup:
    """Return the HTML of a formula; raise :class:`InvalidValueError` if it is not valid TeX."""
    source = source.strip()
    if len(source) > MAX_LENGTH:
        message = f"the formula is longer than {MAX_LENGTH} characters"
        raise InvalidValueError(message, "shorten it", "formula-too-large")
    try:
        body = "".join(_line(_Tokens(source), stop=None))
    except (_NotSimpleError, RecursionError):
        body = _picture(source, display)
    name = "math display" if display else "math"
    return Markup(f'<span class="{name}">{body}</span>')  # noqa: S704  (made of escaped parts)


class _Tokens:
    def __init__(self, source: str) -> None:
        self.tokens = [token for token in _TOKEN.findall(source) if not token.isspace()]
        self.source = source
        self.index = 0

    def take(self) -> str | None:
        token = self.tokens[self.index] if self.index < len(self.tokens) else None
        self.index += 1
        return token

    def peek(self) -> str | None:
        return self.tokens[self.index] if self.index < len(self.tokens) else None


def _line(tokens: _Tokens, stop: str | None) -> Iterator[str]:
    """Yield the HTML of everything up to a closing brace or the end."""
    operand = False
    while (token := tokens.take()) != stop:
        if token is None or token == "}":
            raise _NotSimpleError
        if token in _OPERATORS:
            sign = escape(_OPERATORS[token])
            binary = operand and tokens.peek() not in (None, "}")
            yield f" {sign} " if binary else str(sign)
            operand = False
        elif token == ",":
            yield ", "
            operand = False
        else:
            yield "\u2009" if token in _FUNCTIONS and operand else ""
            yield _atom(token, tokens)
            operand = token not in ("(", "[", r"\{")


def _atom(token: str, tokens: _Tokens) -> str:
    if token == "{":
        return "".join(_line(tokens, stop="}"))
    if token in "_^":
        return _script(token, tokens)
    if token in _UPRIGHT or token in _STYLED:
        text = escape(_raw_group(tokens))
        name = _STYLED.get(token)
        return f"<{name}>{text}</{name}>" if name else str(text)
    if token in _FUNCTIONS:
        return f"{token[1:]}\u2009" if (tokens.peek() or "").isalnum() else token[1:]
    if token in _SIGNS:
        return str(escape(_SIGNS[token]))
    if token[0].isalnum() or not token.isascii():
        return f"<i>{token}</i>" if token.isascii() and token.isalpha() else str(escape(token))
    raise _NotSimpleError


def _script(token: str, tokens: _Tokens) -> str:
    name = "sub" if token == "_" else "sup"
    argument = tokens.take()
    if argument is None:
        raise _NotSimpleError
    return f"<{name}>{_first_atom(argument, tokens)}</{name}>"


def _first_atom(token: str, tokens: _Tokens) -> str:
    """Return a script without braces: one character, so ``x_12`` is x with index 1, then 2."""
    if token in _OPERATORS:
        return str(escape(_OPERATORS[token]))
    if len(token) > 1 and token[0].isalnum():
        tokens.index -= 1
        tokens.tokens[tokens.index] = token[1:]
        token = token[0]
    return _atom(token, tokens)


def _raw_group(tokens: _Tokens) -> str:
    r"""Return the text of ``\text{…}`` with its spaces."""
    if tokens.take() != "{":
        raise _NotSimpleError
    words = []
    while (token := tokens.take()) != "}":
        if token is None or token in "{_^" or token[0] == "\\":
            raise _NotSimpleError
        words.append(token)
    joined = r"\s*".join(re.escape(word) for word in words)
    match = re.search(rf"\{{(\s*{joined}\s*)\}}", tokens.source)
    return match[1] if match else "".join(words)


@contextmanager
def _limited_boxes() -> Iterator[None]:
    """Count the boxes that ziamath makes; raise :class:`_TooLargeError` if they are too many."""
    from ziamath.nodes.mnode import Mnode

    made = 0
    make = Mnode.fromelement

    def counted(element: Any, parent: Any, **settings: Any) -> Any:
        nonlocal made
        made += 1
        if made > MAX_BOXES:
            raise _TooLargeError
        return make(element, parent, **settings)

    Mnode.fromelement = counted  # type: ignore[method-assign]
    try:
        yield
    finally:
        Mnode.fromelement = make  # type: ignore[method-assign]


def _picture(source: str, display: bool) -> str:
    """Typeset with ziamath; lengths are in em of the surrounding text."""
    from ziamath.config import config
    from ziamath.zmath import Latex  # the import takes 170 ms, and few CVs need it

    size = 100.0
    config.svg2 = False
    try:
        with _limited_boxes():
            picture = Latex(source, size=size, inline=not display)
        svg = picture.svg()
    except (_TooLargeError, RecursionError):
        message = f'the formula "{source[:60]}…" is too complex'
        raise InvalidValueError(message, "simplify it: nest less", "formula-too-large") from None
    except Exception as error:
        raise InvalidValueError(
            f'the formula "{source}" cannot be parsed',
            r"check its braces and commands, or write \$ for a dollar sign",
            "invalid-formula",
        ) from error
    if unknown := re.search(r"\\[A-Za-z]+", picture.mathmlstr()):
        raise InvalidValueError(
            f'the formula "{source}" contains the unknown command {unknown[0]}',
            r"check the spelling, or write \$ for a dollar sign",
            "invalid-formula",
        )
    width, height = picture.getsize()
    depth = picture.getyofst()
    data = base64.b64encode(svg.encode()).decode()
    return (
        f'<img alt="{escape(source)}" src="data:image/svg+xml;base64,{data}" '
        f'style="width:{width / size:.3f}em;height:{height / size:.3f}em;'
        f'vertical-align:{depth / size:.3f}em">'
    )
