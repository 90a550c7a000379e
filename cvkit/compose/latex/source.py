"""A CV in a theme as LaTeX source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from cvkit.compose.context import template_context
from cvkit.errors import Problem, RenderError, ThemeError
from cvkit.language.wording import Medium, Role, Wording
from cvkit.model import CV, CvDate
from cvkit.theme.options import Value
from cvkit.theme.sandbox import bounded
from cvkit.theme.templates import template_problem
from cvkit.theme.theme import Theme

from .environment import tex_environment
from .escape import Tex, escape, escape_url, join
from .fonts import cjk_faces, face, math_faces, script_faces, symbol_faces
from .markup import inline
from .math import FormulaError

__all__ = ["photo_name", "to_tex"]

_BODY = "tex/body.tex.j2"
_DOCUMENT = "tex/cv.tex.j2"
_SPARE_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
# Parts of the body that need packages or fonts.
_MATH = re.compile(r"\\[(\[]")
_SYMBOL = re.compile(r"\\cvsymbol\{")
_SCRIPT = re.compile(r"\\cvscript\{(\w+)\}")
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_COMMANDS: Mapping[Role, str] = {
    "aside": "cvaside",
    "label": "cvlabel",
    "remarks": "cvremarks",
    "self": "cvself",
    "tools": "emph",
    "venue": "emph",
}
_PHOTOS = {".png", ".jpg", ".jpeg", ".pdf"}


def to_tex(
    cv: CV, theme: Theme, options: Mapping[str, Value], present: CvDate | None = None
) -> str:
    """Return the LaTeX source of a CV, which compiles by itself.

    ``options`` holds a value for every option of the theme. ``present`` is the date up to which
    ongoing entries have lasted; without it their durations are left out. Raises
    :class:`ThemeError` where a template is wrong, and :class:`RenderError` where a formula cannot
    be passed on to TeX.
    """
    context = _context(cv, options, present)
    environment = tex_environment(theme, cv.emphasis)
    try:
        body = Tex(bounded(environment.get_template(_BODY).generate(context)))
        context |= {"body": body, "uses": _uses(body, cv.language, str(options.get("font")))}
        source = bounded(environment.get_template(_DOCUMENT).generate(context))
    except FormulaError as error:
        raise RenderError(Problem("", str(error), hint="write it in other words")) from None
    except (MemoryError, ThemeError):
        raise
    except Exception as error:  # a template can raise anything
        raise ThemeError(template_problem(error, theme)) from error
    return _SPARE_LINES.sub("\n\n", _TRAILING.sub("", source)).strip() + "\n"


def photo_name(cv: CV) -> str:
    """Return the file name under which the source looks for the photograph, or nothing."""
    path = PurePath(cv.photo or "")
    if path.suffix.lower() not in _PHOTOS:
        return ""
    return re.sub(r"[^A-Za-z0-9]", "-", path.stem) + path.suffix.lower()


class TexMedium(Medium[Tex]):
    """Texts as LaTeX: some roles have a command of their own."""

    def __init__(self, emphasis: tuple[str, ...] = ()) -> None:
        self.emphasis = emphasis

    def plain(self, text: str) -> Tex:
        """Return text with TeX's special characters escaped."""
        return escape(text)

    def rich(self, text: str) -> Tex:
        """Return a text with its inline markup as commands."""
        return inline(text, self.emphasis)

    def concat(self, parts: Iterable[Tex]) -> Tex:
        """Return the parts one after the other."""
        return join(parts)

    def link(self, text: Tex, url: str) -> Tex:
        """Return a text within a link."""
        return Tex(rf"\href{{{escape_url(url)}}}{{{escape(text)}}}")

    def styled(self, text: Tex, role: Role) -> Tex:
        """Return a text as the argument of the command of its role."""
        text = escape(text)
        return Tex(rf"\{_COMMANDS[role]}{{{text}}}") if role in _COMMANDS else text


def _context(cv: CV, options: Mapping[str, Value], present: CvDate | None) -> dict[str, Any]:
    wording = Wording.of(cv, options, TexMedium(cv.emphasis), present)
    context: dict[str, Any] = template_context(cv, options, wording)
    context["language"] |= {
        "tag": _tag(cv.language),
        "name": re.sub(r"[^a-z]", "", wording.locale.english_name.lower()),
    }
    return context | {
        "photo": photo_name(cv) if options.get("photo") else "",
        "font": face(str(options.get("font", ""))),
        "heading_font": face(str(options.get("heading_font", ""))),
    }


def _uses(body: str, language: str, font: str) -> dict[str, object]:
    """Return the fonts that the body needs for mathematics, East Asia, symbols and scripts."""
    return {
        "math": math_faces(font) if _MATH.search(body) else (),
        "cjk": cjk_faces(_east_asian(body, language)) if _CJK.search(body) else [],
        "symbols": symbol_faces() if _SYMBOL.search(body) else (),
        "scripts": {name: script_faces(name) for name in sorted(set(_SCRIPT.findall(body)))},
    }


def _east_asian(body: str, language: str) -> Iterable[str]:
    """Return the East Asian languages of the text; the first decides the shapes of characters."""
    base = language.replace("_", "-").lower().split("-")[0]
    found = [base] if base in ("zh", "ja", "ko") else []
    if _KANA.search(body):
        found.append("ja")
    if _HANGUL.search(body):
        found.append("ko")
    return dict.fromkeys([*found, "zh"])


def _tag(language: str) -> str:
    """Return the language's tag as PDFs and babel write it: ``de-CH``."""
    return language.replace("_", "-")
