r"""Formulas: TeX's mathematics passed on to TeX, by a list of what may be passed.

Text is data, and a formula must not become a program: no command outside the list,
no ``^^5c``, no comment, no brace that closes more than the formula opened.
"""

from __future__ import annotations

import re

from .escape import Tex, escape

__all__ = ["FormulaError", "math"]

_LETTERS = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi "
    "pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta "
    "Lambda Xi Pi Sigma Upsilon Phi Psi Omega aleph ell hbar imath jmath Re Im wp partial nabla "
    "infty emptyset varnothing forall exists nexists neg prime angle triangle square top bot "
    "degree"
)
_SIGNS = (
    "pm mp times div cdot cdots ldots dots vdots ddots ast star circ bullet oplus ominus otimes "
    "oslash odot cap cup uplus sqcap sqcup vee wedge lor land lnot setminus wr amalg dagger "
    "ddagger leq le geq ge ll gg neq ne equiv sim simeq approx cong propto asymp prec succ preceq "
    "succeq subset supset subseteq supseteq subsetneq supsetneq sqsubseteq sqsupseteq in ni notin "
    "mid nmid parallel perp vdash dashv models to gets rightarrow leftarrow leftrightarrow "
    "Rightarrow Leftarrow Leftrightarrow longrightarrow longleftarrow Longrightarrow mapsto "
    "longmapsto uparrow downarrow updownarrow nearrow searrow hookrightarrow rightharpoonup iff "
    "implies therefore because lesssim gtrsim"
)
_LARGE = (
    "sum prod coprod int iint iiint oint bigcup bigcap bigvee bigwedge bigoplus bigotimes frac "
    "dfrac tfrac sqrt binom dbinom tbinom middle big Big bigg Bigg bigl bigr Bigl Bigr "
    "langle rangle lfloor rfloor lceil rceil lbrace rbrace lbrack rbrack lvert rvert lVert rVert "
    "vert Vert overset underset stackrel overline underline overbrace underbrace"
)
_NAMES = (
    "log ln lg exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth min max lim "
    "liminf limsup sup inf det dim ker arg gcd deg hom Pr mod bmod pmod"
)
_STYLES = (
    "mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr operatorname text textrm "
    "textbf textit textup textsf boldsymbol displaystyle textstyle hat widehat bar tilde widetilde "
    "vec dot ddot acute grave check breve quad qquad"
)
_ALLOWED = {
    rf"\{name}" for names in (_LETTERS, _SIGNS, _LARGE, _NAMES, _STYLES) for name in names.split()
}
_MATRICES = "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix cases smallmatrix aligned gathered"
_ENVIRONMENTS = set(_MATRICES.split())
# What TeX has no command for, in other words.
_REWRITTEN = {
    r"\degree": r"{}^\circ",
    r"\lor": r"\vee",
    r"\land": r"\wedge",
    r"\lnot": r"\neg",
    r"\rm": r"\mathrm",
    r"\bf": r"\mathbf",
}
_TOKEN = re.compile(
    r"\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|\^\^|[{}%#&~]|[^\\^{}%#&~]+|\^|\\", re.DOTALL
)
_TEXT = {r"\text", r"\textrm", r"\textbf", r"\textit", r"\textup", r"\textsf", r"\operatorname"}
_REFUSED = {"%", "#", "^^", "\\"}
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{(\w+)\}")
_WORD = re.compile(r"\\([ %$#&_{}])")
_SIGN = re.compile(r"\\[,:;!> {}|%$#&_]")


class FormulaError(ValueError):
    """A formula contains something that is not passed on to TeX."""


class _Reader:
    """Checks a formula token by token; groups and environments must be closed in order."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.opened: list[str] = []
        self.last = ""

    def read(self) -> str:
        """Return the formula; raise :class:`FormulaError` for what is not on the lists."""
        text = "".join(self.next(match[0]) for match in _TOKEN.finditer(self.source))
        if self.opened:
            raise self.refused(f"{self.opened[-1]} without an end")
        return text

    def next(self, piece: str) -> str:
        passed = self.read_piece(piece)
        if not piece.isspace():
            self.last = piece
        return passed

    def read_piece(self, piece: str) -> str:
        if piece in ("{", "}"):
            return self.brace(piece)
        if "text" in self.opened:
            return escape(_WORD.sub(r"\1", piece))
        if piece in (r"\left", r"\right"):
            return self.pair(piece, r"\left", opening=piece == r"\left")
        if match := _ENVIRONMENT.fullmatch(piece):
            return self.environment(match[1], match[2])
        if not self.may_pass(piece):
            raise self.refused(piece)
        if piece in _REWRITTEN:
            return f"{_REWRITTEN[piece]} "
        return re.sub(r"\s+", " ", piece)

    def may_pass(self, piece: str) -> bool:
        if piece in (r"\\", "&"):
            return bool(self.opened) and self.opened[-1] in _ENVIRONMENTS
        if not piece.startswith("\\") or piece in _REWRITTEN:
            return piece not in _REFUSED
        return piece in _ALLOWED or bool(_SIGN.fullmatch(piece))

    def environment(self, verb: str, name: str) -> str:
        if name not in _ENVIRONMENTS:
            raise self.refused(name)
        return self.pair(rf"\{verb}{{{name}}}", name, opening=verb == "begin")

    def brace(self, piece: str) -> str:
        if piece == "{":
            self.opened.append("text" if self.last in _TEXT else "{")
        elif not self.opened or self.opened.pop() not in ("{", "text"):
            raise self.refused("a closing brace too many")
        return piece

    def pair(self, piece: str, name: str, *, opening: bool) -> str:
        if opening:
            self.opened.append(name)
        elif not self.opened or self.opened.pop() != name:
            raise self.refused(f"{piece} without a beginning")
        return piece

    def refused(self, what: str) -> FormulaError:
        return FormulaError(f'the formula "{self.source}" has {what}, which LaTeX is not given')


def math(source: str, display: bool = False) -> Tex:
    """Return a formula as LaTeX source.

    Raises :class:`FormulaError` where it has a command that is not on the list.
    """
    text = _Reader(source.strip()).read().strip()
    return Tex(rf"\[{text}\]" if display else rf"\({text}\)")
