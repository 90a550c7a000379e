r"""From TeX, as bibliographies use it, to text: ``G{\"o}del's {\em first} proof``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from cvkit.markup import check_markup, plain
from cvkit.markup.escaping import escape_all, escape_inline

from .tex_tables import ACCENTS, LETTERS, MARKUP, PLAIN, SIGNS, SILENT

__all__ = ["MAX_DEPTH", "Decoded", "from_tex", "verbatim"]

MAX_DEPTH = 40

_TOKEN = re.compile(
    r"\\[A-Za-z@]+\*?\s*|\\(?:[^A-Za-z@]|$)|\$\$?|[{}~]|---?|``|''|!`|\?`|[^\\${}~\-`'!?]+|.",
    re.DOTALL,
)
_LIGATURES = {
    "---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "!`": "¡", "?`": "¿", "~": "\u00a0",
}  # fmt: skip
_SCRIPT = re.compile(r"([\^_])\{?([\w+\-−*]{1,4})\}?")
_LOGOS = {"LaTeX", "TeX", "BibTeX", "ConTeXt", "XeTeX", "LuaTeX", "pdfTeX", "XeLaTeX", "LuaLaTeX",
          "pdfLaTeX"}  # fmt: skip
_DISCRETIONARY = {"-", "/", '"', "@"}
_BLANK = {" ", ",", ";", ":", "!", "\\", "\n", "\t"}


@dataclass(frozen=True)
class Decoded:
    """The content of TeX: ``markup`` for texts, ``plain`` for names and numbers.

    ``unknown`` are the commands that were left as they stood.
    """

    markup: str
    plain: str
    unknown: tuple[str, ...] = ()


def from_tex(source: str) -> Decoded:
    """Read TeX; raise ``ValueError`` where groups are nested beyond reason."""
    reader = _Reader(_TOKEN.findall(source))
    pieces = reader.group(0)
    if any(piece.words == "‘" for piece in pieces):
        pieces = [_Piece("’", piece.markup) if piece.words == "'" else piece for piece in pieces]
    _fit_formulas(pieces, reader.unknown)
    words = _squeeze("".join(piece.words for piece in pieces))
    return Decoded(_marked(pieces, words), words, tuple(dict.fromkeys(reader.unknown)))


def verbatim(source: str) -> str:
    r"""Return an address or a number without the signs that TeX needs: ``10.1/a{\_}b``."""
    bare = re.sub(r"\\url\s*(?=\{)|\\(?=[_%&#$~{}])|\{\\textunderscore\s*\}", "", source)
    bare = bare.replace(r"\textunderscore", "_").replace(r"\textasciitilde", "~")
    return re.sub(r"[{}\s]", "", bare)


@dataclass
class _Piece:
    """Words as they are read, and the marks that set them, if any."""

    words: str
    markup: str = ""

    @property
    def is_formula(self) -> bool:
        return self.markup.startswith("$")


@dataclass
class _Reader:
    tokens: list[str]
    index: int = 0
    unknown: list[str] = field(default_factory=list)

    def take(self) -> str | None:
        token = self.tokens[self.index] if self.index < len(self.tokens) else None
        self.index += 1
        return token

    def group(self, depth: int) -> list[_Piece]:
        """Read up to the closing brace, or to the end where a group was not opened."""
        if depth > MAX_DEPTH:
            raise ValueError(f"braces are nested deeper than {MAX_DEPTH} levels")
        pieces: list[_Piece] = []
        while (token := self.take()) is not None and not (token == "}" and depth):
            switch = token[1:].strip()
            if token[0] == "\\" and switch in MARKUP and not self.at_brace():
                rest = self.group(depth) if depth else self.group_to_end(depth)
                return [*pieces, _set(MARKUP[switch], rest)]
            pieces += self.atom(token, depth)
        return pieces

    def group_to_end(self, depth: int) -> list[_Piece]:
        pieces: list[_Piece] = []
        while (token := self.take()) is not None:
            pieces += self.atom(token, depth)
        return pieces

    def at_brace(self) -> bool:
        return self.index < len(self.tokens) and self.tokens[self.index] == "{"

    def atom(self, token: str, depth: int) -> list[_Piece]:
        if token == "{":
            return self.group(depth + 1)
        if token == "}":
            return []
        if token in ("$", "$$"):
            return [self.formula(token)]
        if token[0] == "\\":
            return self.command(token[1:], depth)
        return [_Piece(_LIGATURES.get(token, token))]

    def formula(self, opening: str) -> _Piece:
        parts = []
        while (token := self.take()) not in (None, opening):
            parts.append(str(token))
        source = "".join(parts).strip()
        if token is None:
            return _Piece(f"{opening}{source}")
        try:
            check_markup(f"${source}$")
            words = plain(f"${source}$")
        except ValueError:
            self.unknown.append(f"${source}$")
            return _Piece(f"${source}$")
        is_formula = words != f"${source}$"
        return _Piece(words, f"${source}$") if is_formula else _Piece(source)

    def command(self, spelt: str, depth: int) -> list[_Piece]:
        name = spelt.rstrip()
        gap = " " if spelt != name and not self.at_brace() else ""
        if name in ACCENTS:
            return [self.accent(name, depth)]
        if name in LETTERS or name in SIGNS:
            return [_Piece(LETTERS.get(name) or SIGNS[name])]
        if name in _LOGOS:
            self.skip_empty_group()
            return [_Piece(name, f"\\{name}" + (f"\\{gap}" if gap else ""))]
        if name in _DISCRETIONARY or name in PLAIN:
            return []
        if spelt in _BLANK or not name:
            return [_Piece(" ")]
        return self.setting(name.rstrip("*"), gap, depth) if name[0].isalpha() else [_Piece(name)]

    def setting(self, name: str, gap: str, depth: int) -> list[_Piece]:
        """Read a command that sets its argument."""
        if name in MARKUP:
            return [_set(MARKUP[name], self.argument(depth))]
        if name in SILENT:
            self.argument(depth)
            return []
        if name == "url":
            return [_Piece(verbatim(self.raw_argument()))]
        if name == "href":
            address = verbatim(self.raw_argument())
            words = _join(self.argument(depth))
            return [_Piece(words, f"[{escape_inline(words)}]({address})")]
        self.unknown.append(f"\\{name}")
        return [_Piece(gap)] if gap else []

    def skip_empty_group(self) -> None:
        if self.tokens[self.index : self.index + 2] == ["{", "}"]:
            self.index += 2

    def argument(self, depth: int) -> list[_Piece]:
        while (token := self.take()) is not None and token.isspace():
            pass
        if token is None:
            return []
        if token == "{":
            return self.group(depth + 1)
        if token[0] != "\\" and len(token) > 1:
            self.index -= 1
            self.tokens[self.index] = token[1:]
            token = token[0]
        return self.atom(token, depth + 1)

    def raw_argument(self) -> str:
        """Read an argument literally, without its braces."""
        if not self.at_brace():
            return str(self.take() or "")
        self.index += 1
        depth, parts = 1, []
        while (token := self.take()) is not None:
            depth += {"{": 1, "}": -1}.get(token, 0)
            if not depth:
                break
            parts.append(token)
        return "".join(parts)

    def accent(self, name: str, depth: int) -> _Piece:
        if name.isalpha():
            self.skip_blanks()
        letters = _join(self.argument(depth))
        bare = {"ı": "i", "ȷ": "j"}.get(letters[:1], letters[:1])
        if not bare.strip():
            return _Piece({"~": "~", "^": "^"}.get(name, "") + letters)
        return _Piece(unicodedata.normalize("NFC", bare + ACCENTS[name]) + letters[1:])

    def skip_blanks(self) -> None:
        while self.index < len(self.tokens) and self.tokens[self.index].isspace():
            self.index += 1


def _fit_formulas(pieces: list[_Piece], unknown: list[str]) -> None:
    """Write formulas that touch a word, as in ``D$^2$`` and ``$k$NN``, in another way.

    A dollar sign beside a letter is money in our markup.
    """
    for index, piece in enumerate(pieces):
        before = pieces[index - 1].words[-1:] if index else ""
        after = pieces[index + 1].words[:1] if index + 1 < len(pieces) else ""
        if not piece.is_formula or not (before.isalnum() or after.isalnum()):
            continue
        source = piece.markup.strip("$").strip()
        script = _SCRIPT.fullmatch(source)
        if script and before.isalnum():
            mark = "^" if script[1] == "^" else "~"
            pieces[index] = _Piece(script[2], f"{mark}{script[2]}{mark}")
        elif len(source) == 1 and source.isalpha():
            pieces[index] = _Piece(source, f"*{source}*")
        else:
            unknown.append(piece.markup)
            pieces[index] = _Piece(piece.words)


def _join(pieces: list[_Piece]) -> str:
    return "".join(piece.words for piece in pieces)


def _set(mark: str, pieces: list[_Piece]) -> _Piece:
    """Put a mark around pieces; spaces at their edges stay outside of it."""
    words = _join(pieces)
    if mark == "“":
        return _Piece(f"“{words}”")
    if not words.strip():
        return _Piece(words)
    before = words[: len(words) - len(words.lstrip())]
    after = words[len(words.rstrip()) :]
    inner = words if mark == "`" else _markup(pieces)
    return _Piece(words, f"{before}{mark}{inner.strip()}{mark}{after}")


def _markup(pieces: list[_Piece]) -> str:
    return "".join(piece.markup or escape_all(piece.words) for piece in pieces)


def _squeeze(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _marked(pieces: list[_Piece], words: str) -> str:
    """Return the pieces as markup: with the fewest signs that print the words."""
    if any(piece.markup for piece in pieces):
        bare = "".join(piece.markup or piece.words for piece in pieces)
        for candidate in (_squeeze(bare), _squeeze(_markup(pieces))):
            if plain(candidate) == words:
                return candidate
    return escape_inline(words)
