"""Compose: a CV and a theme to a document."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from cvkit import linked_data, links, markup
from cvkit.document import Document
from cvkit.errors import Problem, ThemeError
from cvkit.locale import Locale, get_locale
from cvkit.manifest import read_text
from cvkit.model import CV, CvDate, Entry, Letter, href
from cvkit.names import is_et_al, is_same_person, split_marks
from cvkit.options import Value
from cvkit.sandbox import Sandbox, bounded, bytecode_cache
from cvkit.styles import body_classes, fonts, screen_stylesheets, stylesheets
from cvkit.theme import Theme

__all__ = ["compose"]

TEMPLATE = "cv.html.j2"
LETTER_TEMPLATE = "letter.html.j2"


def compose(
    cv: CV,
    theme: Theme,
    options: Mapping[str, Value],
    base: Path,
    own_css: str = "",
    letter: Letter | None = None,
) -> Document:
    """Return the document of a CV in a theme; or that of a letter, under the head of the CV.

    ``options`` holds a value for every option of the theme; ``base`` is the person's
    folder, and ``own_css`` a style sheet of theirs, which wins over the theme's. Raises
    :class:`ThemeError` where a template is wrong.
    """
    locale = get_locale(cv.language, str(options.get("date_format", "medium")))
    own_names = (cv.name or "", *cv.name_variants)
    context = {
        "cv": cv,
        "letter": letter,
        "options": options,
        "classes": body_classes(options),
        "language": _language(locale),
        "words": locale.words,
        "is_self": lambda author: author.self_ or is_same_person(author.name, own_names),
        "linked_data": linked_data.person(cv),
        "period": lambda entry: _period(entry, locale),
    }
    try:
        template = _environment(theme).get_template(LETTER_TEMPLATE if letter else TEMPLATE)
        html = bounded(template.generate(context))
    except (MemoryError, ThemeError):
        raise
    except Exception as error:  # whatever a theme's template does wrong
        raise ThemeError(_template_problem(error, theme)) from error
    return Document(
        html,
        stylesheets(theme, options, own_css),
        fonts(theme, options),
        base,
        (base, *theme.folders),
        screen_stylesheets(theme, options),
    )


def _language(locale: Locale) -> Mapping[str, object]:
    """Return what templates may know of a locale: no object through which files are reached."""
    return {
        "direction": locale.direction,
        "sections": locale.sections,
        "date": locale.date,
        "long_date": get_locale(locale.language, "long").date,
    }


def _period(entry: Entry, locale: Locale) -> str:
    if entry.date:
        return locale.date(entry.date)
    return locale.period(entry.start, entry.end)


@lru_cache(maxsize=32)
def _environment(theme: Theme) -> jinja2.Environment:
    environment = Sandbox(
        loader=jinja2.FunctionLoader(lambda name: _source(theme, name)),
        bytecode_cache=bytecode_cache(),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        inline=markup.inline,
        prose=markup.prose,
        plain=markup.plain,
        href=href,
        host=links.host,
        doi_url=links.doi_url,
        arxiv_url=links.arxiv_url,
        tel=links.tel_url,
        profile_url=links.profile_url,
        profile_icon=links.profile_icon,
        split_marks=split_marks,
        icon=lambda name, title, color: _icon(theme, name, title, color),
    )
    environment.tests.update(et_al=is_et_al, date=lambda value: isinstance(value, CvDate))
    return environment


def _source(theme: Theme, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    path = theme.file(name)
    return (read_text(path, path.parent), str(path), lambda: True) if path else None


def _icon(theme: Theme, name: str, title: str, color: str) -> Markup:
    """Return the SVG of an icon with its title, or nothing where the theme has no such icon.

    WeasyPrint does not hand the colour of the text down to a picture: it is written into it.
    """
    path = theme.file(f"icons/{name}.svg")
    if path is None:
        return Markup()
    head, _, body = read_text(path, path.parent).strip().partition(">")
    # A theme's files are trusted with the HTML, as its templates are.
    start, rest = Markup(head), Markup(body)  # noqa: S704
    return Markup('{} role="img" color="{}"><title>{}</title>{}').format(start, color, title, rest)


def _template_problem(error: Exception, theme: Theme) -> Problem:
    """Say which template is wrong, and in which line."""
    message = str(error) or type(error).__name__
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Problem(error.filename or "", str(error.message), line=error.lineno)
    if isinstance(error, jinja2.TemplateNotFound):
        message = f'the template "{error.message}" does not exist'
    file, line = str(theme.folders[0]), None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".j2"):
            file, line = frame.filename, frame.lineno
    return Problem(file, message, line=line)
