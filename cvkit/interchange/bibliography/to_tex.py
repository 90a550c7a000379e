"""From text to TeX, as bibliographies use it."""

from __future__ import annotations

import re
import unicodedata

from cvkit.markup import inline_tokens

from .tex_tables import ACCENTS, LETTERS

__all__ = ["escape", "to_tex"]

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", "`": r"\textasciigrave{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "–": "--", "—": "---", "“": "``", "”": "''", "\u00a0": "~", "…": r"\ldots{}",
    "•": r"\textbullet{}", "°": r"\textdegree{}", "©": r"\textcopyright{}",
    "®": r"\textregistered{}", "™": r"\texttrademark{}", "€": r"\texteuro{}", "£": r"\pounds{}",
    "§": r"\S{}", "¶": r"\P{}", "†": r"\textdagger{}", "‡": r"\textdaggerdbl{}",
    "¡": "!`", "¿": "?`", "×": r"\texttimes{}",
}  # fmt: skip
_COMMANDS_OF_LETTERS = {letter: command for command, letter in LETTERS.items()}
_COMMANDS_OF_ACCENTS = {mark: command for command, mark in ACCENTS.items()}
_TAGS = {"em": "emph", "strong": "textbf", "sub": "textsubscript", "sup": "textsuperscript"}
# What TeX would draw together although it was typed apart.
_APART = re.compile(r"(?<=-)-|(?<=')'")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ARTICLES = {"A", "I"}


def escape(text: str) -> str:
    """Return TeX that prints the given words; letters that TeX cannot spell stay as they are."""
    return "".join(_letter(sign) for sign in _APART.sub("\x00\\g<0>", text))


def to_tex(markup: str, *, protect: bool = False) -> str:
    """Return a text of ours as TeX.

    With ``protect``, capitals that a style must not make small are put in braces.
    """
    tokens = inline_tokens(markup, ties=False)
    proper = protect and not _is_title_case(
        "".join(token.content for token in tokens if token.type == "text")
    )
    parts: list[str] = []
    addresses: list[str] = []
    for token in tokens:
        match token.type:
            case "text":
                first = not parts
                parts.append(_protected(token.content, proper, first) if protect
                             else escape(token.content))  # fmt: skip
            case "softbreak" | "hardbreak":
                parts.append(" ")
            case "code_inline":
                parts.append(f"\\texttt{{{escape(token.content)}}}")
            case "math":
                parts.append(f"{token.markup}{_balanced(token.content)}{token.markup}")
            case "tex_word":
                parts.append(f"{{\\{token.content}}}")
            case "link_open":
                addresses.append(str(token.attrs.get("href", "")))
                parts.append("\x01")
            case "link_close":
                start = len(parts) - 1 - parts[::-1].index("\x01")
                words = "".join(parts[start + 1 :])
                parts[start:] = [_link(addresses.pop(), words)]
            case kind if kind.partition("_")[0] in _TAGS:
                name, _, side = kind.partition("_")
                parts.append(f"\\{_TAGS[name]}{{" if side == "open" else "}")
    return "".join(parts)


def _letter(sign: str) -> str:
    if sign == "\x00":
        return "{}"
    if sign in _SPECIAL:
        return _SPECIAL[sign]
    if sign in _COMMANDS_OF_LETTERS:
        return f"{{\\{_COMMANDS_OF_LETTERS[sign]}}}"
    decomposed = unicodedata.normalize("NFD", sign)
    base, marks = decomposed[0], decomposed[1:]
    if len(marks) == 1 and base.isascii() and marks in _COMMANDS_OF_ACCENTS:
        command = _COMMANDS_OF_ACCENTS[marks]
        return f"{{\\{command}{{{base}}}}}" if command.isalpha() else f"{{\\{command}{base}}}"
    return sign


def _link(address: str, words: str) -> str:
    shown = re.sub(r"\\(?=[_%&#$])", "", words)
    if shown in (address, re.sub(r"^https?://", "", address)):
        return f"\\url{{{shown}}}"
    return f"\\href{{{address}}}{{{words}}}"


def _balanced(formula: str) -> str:
    r"""Return a formula whose braces BibTeX can count, which takes ``\{`` for one."""
    depth = 0
    for sign in formula:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            break
    if depth == 0:
        return formula
    return formula.replace(r"\{", r"\lbrace ").replace(r"\}", r"\rbrace ")


def _is_title_case(words: str) -> bool:
    """Whether most longer words start with a capital, so that capitals need no protection."""
    longer = [word for word in _WORD.findall(words)[1:] if len(word) > 3]
    return sum(word[0].isupper() for word in longer) * 2 >= len(longer) if longer else True


def _protected(text: str, proper: bool, first: bool) -> str:
    """Escape a text and put braces around names, acronyms and words such as ``PyTorch``."""
    parts, end = [], 0
    for match in _WORD.finditer(text):
        parts.append(escape(text[end : match.start()]))
        word = match[0]
        starts = first and not text[: match.start()].strip()
        inner = any(letter.isupper() for letter in word[1:])
        single = len(word) == 1 and word.isupper() and word not in _ARTICLES
        is_name = proper and word[0].isupper() and not starts
        keep = inner or single or is_name
        parts.append(f"{{{escape(word)}}}" if keep else escape(word))
        end = match.end()
    return "".join([*parts, escape(text[end:])])
