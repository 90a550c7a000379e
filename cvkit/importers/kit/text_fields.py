"""External texts to our markup: HTML and simple LaTeX become markup, the rest is kept."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from cvkit.markup.escaping import escape_inline, typesettable
from cvkit.source.text import MISLEADING

__all__ = ["as_json", "from_markdown", "from_plain", "one_line", "without_controls"]

_CONTROL = re.compile(rf"{MISLEADING.pattern}|\ufeff")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_LINK = re.compile(r"<a\s([^>]*)>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)
_MARKUP = {
    "b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`", "kbd": "`",
}  # fmt: skip
_BREAKS = {
    "br": "\v", "p": "\n\n", "div": "\n\n", "ul": "\n\n", "ol": "\n\n", "li": "\n- ",
    "h1": "\n\n", "h2": "\n\n", "h3": "\n\n", "h4": "\n\n", "h5": "\n\n", "h6": "\n\n",
}  # fmt: skip
_LATEX_WORDS = {
    "textbf": "**", "textit": "*", "emph": "*", "texttt": "`", "textsc": "", "underline": "",
    "textrm": "", "textsf": "", "mbox": "",
}  # fmt: skip
_LATEX = re.compile(r"\\(" + "|".join(_LATEX_WORDS) + r")\{([^{}]*)\}")
_LATEX_LINK = re.compile(r"\\href\{([^{}\s]*)\}\{([^{}]*)\}")


def without_controls(text: str) -> str:
    """Return a text without the control characters that are not allowed in a CV."""
    return _CONTROL.sub("", re.sub(r"[\x85\u2028\u2029]", "\n", text))


def as_json(value: Any) -> str:
    """Return a value as one line of JSON, with control characters escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def one_line(text: str) -> str:
    """Return a text with line breaks and runs of spaces replaced by single spaces."""
    return re.sub(r"[^\S\xa0]+", " ", text).strip()


def from_plain(text: str) -> str:
    """Return a plain text as one line of markup; what would be markup by accident is escaped.

    A text that contains HTML or common LaTeX commands is taken as such instead.
    """
    text = without_controls(text)
    if _is_marked(text):
        return one_line(_as_markup(text))
    return escape_inline(one_line(text))


def from_markdown(text: str, *, prose: bool = True) -> str:
    """Return a Markdown text as markup: paragraphs if ``prose``, otherwise one line.

    HTML and common LaTeX commands in it become markup; the rest is kept.
    """
    text = without_controls(text)
    if _is_marked(text):
        text = _as_markup(text)
    return typesettable(_tidy(text) if prose else one_line(text))


def _is_marked(text: str) -> bool:
    return bool(_TAG.search(text) or _ENTITY.search(text) or _LATEX.search(text)
                or _LATEX_LINK.search(text))  # fmt: skip


def _as_markup(text: str) -> str:
    text = _LATEX_LINK.sub(r"[\2](\1)", text)
    while (changed := _LATEX.sub(_latex, text)) != text:
        text = changed
    text = re.sub(r"\\([&%#_$])", r"\1", text)
    text = _LINK.sub(_link, text)
    text = _TAG.sub(_tag, text)
    return html.unescape(text)


def _latex(match: re.Match[str]) -> str:
    return _around(_LATEX_WORDS[match[1]], match[2])


def _link(match: re.Match[str]) -> str:
    target = _HREF.search(match[1])
    url = next((part for part in target.groups() if part), "") if target else ""
    label = one_line(_TAG.sub(_tag, match[2]))
    url = html.unescape(url).strip().replace(" ", "%20")
    return f"[{label}]({url})" if url and label else label or url


def _around(mark: str, text: str) -> str:
    """Put a mark around a text; spaces at its ends stay outside, as CommonMark requires."""
    inner = text.strip()
    if not inner or not mark:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{mark}{inner}{mark}{trail}"


def _tag(match: re.Match[str]) -> str:
    word = re.match(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)", match[0])
    if word is None:
        return ""  # a comment
    name = word[2].lower()
    if name in _MARKUP:
        return _MARKUP[name]
    if name == "li" and word[1]:
        return ""
    return _BREAKS.get(name, "" if name in _KNOWN_TAGS else match[0])


_KNOWN_TAGS = {
    "a", "abbr", "blockquote", "center", "cite", "dd", "dl", "dt", "font", "hr", "img", "mark",
    "pre", "q", "s", "small", "span", "strike", "sub", "sup", "table", "tbody", "td", "th",
    "thead", "tr", "u",
}  # fmt: skip


def _tidy(text: str) -> str:
    """Remove trailing spaces and superfluous empty lines that tags left behind.

    A vertical tab, which represents ``<br>``, becomes a hard break; two become a new paragraph.
    """
    text = re.sub(r"\s*\v\s*(?=[-*+]\s|\Z)|\A[\v\s]*\v", "\n", text)
    text = re.sub(r"[^\S\v]*\v\s*\v\s*", "\n\n", text)
    text = re.sub(r"\s*\v\s*", "\\\\\n", text)
    lines = [line.rstrip() for line in re.split(r"\r\n|[\r\n]", text)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n").rstrip()
