"""Escaping: any text comes out of TeX exactly as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

__all__ = ["Tex", "escape", "escape_name", "escape_url", "join"]


class Tex(str):
    """LaTeX source: values of this type are not escaped again."""

    __slots__ = ()

    def strip(self, chars: str | None = None, /) -> Tex:
        """Return the source without white space around it, which is source still."""
        return Tex(super().strip(chars))


# Nothing here ends in letters without braces: a command never swallows what follows it.
# Brackets are in braces since they could be taken for the options of the command before.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "[": "{[}",
    "]": "{]}",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "\N{NO-BREAK SPACE}": "~",
    "\N{THIN SPACE}": r"\,",
    "\N{NARROW NO-BREAK SPACE}": r"\,",
    "\N{NON-BREAKING HYPHEN}": r"\mbox{-}",
    "\N{HYPHEN}": "-",
    "\N{SOFT HYPHEN}": r"\-",
    "\N{ZERO WIDTH SPACE}": r"\allowbreak{}",
    "\N{LINE SEPARATOR}": " ",
    "\N{PARAGRAPH SEPARATOR}": " ",
    "\n": " ",
    "\r": " ",
    "\t": " ",
}
# Invisible: control characters, marks of direction, selectors of variants, surrogates.
_DROPPED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    r"\ufeff\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff]"
)
_TABLE = str.maketrans(_SPECIAL)
# Characters that TeX would join to a ligature: -- to a dash, '' to a quotation mark.
_DOUBLED = re.compile(r"([-<>,'])(?=\1)")
_OPENED = re.compile(r"([!?])(?=\\textasciigrave)")
# A word that is too long for a line breaks after its signs or, without any, after some letters.
_LONG = re.compile(r"[^\s\u2e80-\uffff]{21,}")
_SIGN = re.compile(r"(?<=[/.?&=@_+:;,-])(?=[^/.?&=@_+:;,-]{3})")
_UNBROKEN = re.compile(r"[^\u200b]{31,}")
_PIECE = re.compile(r".{15}(?=.)")
_SYMBOL = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001fbff](?:\u200d(?=.))?")
# Scripts that need their own font and some their own direction; xeCJK and babel handle East Asia.
_SCRIPTS = {
    "Hebrew": "\u0590-\u05ff\ufb1d-\ufb4f",
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Devanagari": "\u0900-\u097f",
    "Bengali": "\u0980-\u09ff",
    "Tamil": "\u0b80-\u0bff",
    "Thai": "\u0e00-\u0e7f",
}
_RUNS = re.compile(
    "|".join(
        rf"(?P<{name}>[{letters}]+(?:[\s\u200c\u200d]+[{letters}]+)*)"
        for name, letters in _SCRIPTS.items()
    )
)


def escape(text: object) -> Tex:
    """Return plain text as LaTeX source; source is returned as it is."""
    return text if isinstance(text, Tex) else _escape(str(text))


def escape_name(name: str) -> Tex:
    """Return the name of a file or a font, escaped and without places where lines may break."""
    return Tex(_DROPPED.sub("", name).translate(_TABLE))


@lru_cache(maxsize=4096)
def _escape(text: str) -> Tex:
    text = _DROPPED.sub("", text)
    text = _LONG.sub(lambda match: _breakable(match[0]), text)
    text = text.translate(_TABLE)
    text = _DOUBLED.sub(r"\1{}", text)
    text = _OPENED.sub(r"\1{}", text)
    text = _SYMBOL.sub(lambda match: rf"\cvsymbol{{{match[0][0]}}}", text)
    text = text.replace("\u200d", "") if "cvsymbol" in text else text
    return Tex(_RUNS.sub(lambda match: rf"\cvscript{{{match.lastgroup}}}{{{match[0]}}}", text))


def _breakable(word: str) -> str:
    """Let a long word break after its signs or, without any, after some letters."""
    space = "\N{ZERO WIDTH SPACE}"
    word = _SIGN.sub(space, word)
    return _UNBROKEN.sub(lambda match: _PIECE.sub(rf"\g<0>{space}", match[0]), word)


def escape_url(url: str) -> Tex:
    r"""Return an address for ``\href``, whose argument allows few characters."""
    safe = quote(url, safe="!#$%&'()*+,/:;=?@_.~-")
    return Tex(re.sub(r"([#%&_$])", r"\\\1", safe))


def join(parts: Iterable[object], separator: object = "") -> Tex:
    """Return texts and pieces of source joined, all of them escaped."""
    return Tex(str(escape(separator)).join(escape(part) for part in parts))
