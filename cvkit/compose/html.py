"""Compose: a CV and a theme to a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup, escape

from cvkit import markup
from cvkit.document import Document
from cvkit.errors import ThemeError
from cvkit.language.durations import duration
from cvkit.language.locale import Locale, get_locale
from cvkit.model import CV, CvDate, Entry, Letter, href, links
from cvkit.model.names import is_et_al, is_same_person, split_marks
from cvkit.theme.manifest import read_text
from cvkit.theme.options import Value
from cvkit.theme.sandbox import bounded
from cvkit.theme.stylesheets import body_classes, folio, fonts, screen_stylesheets, stylesheets
from cvkit.theme.templates import Environment, make_environment, template_problem
from cvkit.theme.theme import Theme

from . import json_ld as linked_data

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
    present: CvDate | None = None,
) -> Document:
    """Return the document of a CV in a theme; or that of a letter, under the head of the CV.

    ``options`` holds a value for every option of the theme; ``base`` is the person's
    folder, and ``own_css`` a style sheet of theirs, which wins over the theme's. ``present``
    is the date up to which what goes on has lasted; without it such durations are left out.
    Raises :class:`ThemeError` where a template is wrong.
    """
    locale = get_locale(cv.language, str(options.get("date_format", "medium")))
    own_names = (cv.name or "", *cv.name_variants)
    wanted = bool(options.get("durations"))
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
        "duration": lambda entry: _duration(entry, locale, present) if wanted else "",
    }
    try:
        template = _environment(theme).get_template(LETTER_TEMPLATE if letter else TEMPLATE)
        html = bounded(template.generate(context))
    except (MemoryError, ThemeError):
        raise
    except Exception as error:  # whatever a theme's template does wrong
        raise ThemeError(template_problem(error, theme)) from error
    return Document(
        html,
        stylesheets(
            theme,
            options,
            own_css,
            folio(locale.phrases["folio"], locale.counter_style),
            locale.direction,
        ),
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
        "digits": locale.digits,
        "phrase": lambda name, **values: _phrase(locale.phrases[name], values),
        "listed": lambda texts: _listed(texts, locale),
        **locale.signs,
        "long_date": get_locale(locale.language, "long").date,
    }


def _phrase(pattern: str, values: Mapping[str, str]) -> str:
    """Fill a phrase; where HTML is filled in, it is HTML."""
    if any(isinstance(value, Markup) for value in values.values()):
        return Markup(pattern).format(**values)  # noqa: S704, the catalogue is our own
    return pattern.format(**values)


def _listed(texts: Sequence[str], locale: Locale) -> Markup:
    return Markup(locale.listed([str(escape(text)) for text in texts]))  # noqa: S704, escaped


def _period(entry: Entry, locale: Locale) -> Markup:
    """Return the date or the range of an entry, with a span for each part that never breaks."""
    start, end = (None, entry.date) if entry.date else (entry.start, entry.end)
    parts = locale.period_parts(start, end)
    if not parts:
        return Markup()
    days = [Markup('<span class="day">{}</span>').format(part) for part in parts]
    space = Markup(" ") if locale.parts_join else Markup()
    return Markup('<span class="period">{}</span>').format(space.join(days))


def _duration(entry: Entry, locale: Locale, present: CvDate | None) -> str:
    """Return how long an entry lasted, or nothing where it has no start."""
    start, end = entry.start, entry.end or CvDate(present=True)
    if start is None or (present is None and (start.present or end.present)):
        return ""
    lasted = duration(start, end, present or end)
    return locale.duration(lasted.years, lasted.months) if lasted else ""


@lru_cache(maxsize=32)
def _environment(theme: Theme) -> Environment:
    environment = make_environment(theme, autoescape=True)
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
