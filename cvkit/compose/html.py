"""A CV in a theme as a document of HTML and style sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup, escape

from cvkit import markup
from cvkit.document import Document
from cvkit.errors import ThemeError
from cvkit.language.locale import get_locale
from cvkit.language.wording import Medium, Role, Wording
from cvkit.model import CV, CvDate, Entry, Letter, href
from cvkit.model.levels import Rating
from cvkit.model.links import profile_url
from cvkit.model.walk import logo_of, owner_of
from cvkit.theme.manifest import read_text
from cvkit.theme.options import Value
from cvkit.theme.sandbox import bounded
from cvkit.theme.stylesheets import body_classes, folio, fonts, screen_stylesheets, stylesheets
from cvkit.theme.templates import Environment, make_environment, template_problem
from cvkit.theme.theme import Theme

from .context import FILTERS, TESTS, template_context
from .direction import isolated, isolated_blocks
from .json_ld import person
from .marks import marked
from .quotes import with_apostrophes

__all__ = ["compose"]

TEMPLATE = "cv.html.j2"
LETTER_TEMPLATE = "letter.html.j2"

# Values of the options "levels", "logos" and "qr" that draw nothing.
WORDS, NO_LOGOS, NO_QR = "words", "none", "none"

_QR = Markup('<a class="qr" href="{0}"><img src="{1}" alt="{0}"></a>')
_LOGO = Markup('<img class="logo" src="{}" alt="{}">')
_GAUGE = Markup('<span class="gauge" aria-hidden="true">{}</span>')
_STEP = Markup('<span class="step"></span>')
_NO_STEP = Markup('<span class="step none"></span>')
_TAGS: Mapping[Role, str] = {"label": "strong", "self": "strong", "venue": "em"}


def compose(
    cv: CV,
    theme: Theme,
    options: Mapping[str, Value],
    base: Path,
    own_css: str = "",
    letter: Letter | None = None,
    present: CvDate | None = None,
) -> Document:
    """Return the document of a CV in a theme or, if given, of a letter with the head of the CV.

    ``options`` has a value for every option of the theme. ``base`` is the person's folder;
    ``own_css`` is their own style sheet, which overrides the theme's. ``present`` is the date up to
    which ongoing entries have lasted; without it their durations are left out. Raises
    :class:`ThemeError` if a template fails.
    """
    direction = get_locale(cv.language).direction
    manner = _Manner(
        direction,
        bool(options.get("smart_quotes")),
        options.get("levels", WORDS) != WORDS,
        cv.emphasis,
    )
    wording = Wording.of(cv, options, HtmlMedium(manner), present)
    locale = wording.locale
    context = {
        **template_context(cv, options, wording),
        "letter": letter,
        "classes": body_classes(options),
        "linked_data": person(cv),
        "qr": _qr_code(cv, str(options.get("qr", NO_QR))),
        "career_strip": lambda entries: _career_strip(entries, options, present),
        "logo": lambda entry: _logo(entry, base, str(options.get("logos", NO_LOGOS))),
    }
    try:
        template = _environment(theme, manner).get_template(LETTER_TEMPLATE if letter else TEMPLATE)
        html = bounded(template.generate(context))
    except (MemoryError, ThemeError):
        raise
    except Exception as error:  # a template can raise anything
        raise ThemeError(template_problem(error, theme)) from error
    return Document(
        html,
        stylesheets(
            theme,
            options,
            own_css,
            folio(locale.phrases["folio"], locale.counter_style),
            direction,
        ),
        fonts(theme, options),
        base,
        (base, *theme.folders),
        screen_stylesheets(theme, options),
    )


@dataclass(frozen=True)
class _Manner:
    """How the texts of a page are set.

    ``direction`` is that of the page; ``smart_quotes`` makes apostrophes round; ``gauges`` draws
    the levels that state a number; the words of ``emphasis`` are bold.
    """

    direction: str = "ltr"
    smart_quotes: bool = False
    gauges: bool = False
    emphasis: tuple[str, ...] = ()

    def inline(self, text: str) -> Markup:
        html = self._quoted(markup.inline(text, self.emphasis))
        return marked(text, isolated(html, self.direction))

    def prose(self, text: str) -> Markup:
        html = self._quoted(markup.prose(text, self.emphasis))
        return marked(text, isolated_blocks(html, self.direction))

    def _quoted(self, html: Markup) -> Markup:
        return with_apostrophes(html) if self.smart_quotes else html


class HtmlMedium(Medium[Markup]):
    """Texts as HTML: the role of a piece is the class of its element."""

    breakable_ranges = True

    def __init__(self, manner: _Manner) -> None:
        self.manner = manner
        self.emphasis = manner.emphasis

    def plain(self, text: str) -> Markup:
        """Return text with its special characters escaped; HTML stays as it is."""
        return text if isinstance(text, Markup) else isolated(escape(text), self.manner.direction)

    def rich(self, text: str) -> Markup:
        """Return a text with its inline markup as elements."""
        return self.manner.inline(text)

    def concat(self, parts: Iterable[Markup]) -> Markup:
        """Return the parts one after the other."""
        return Markup("").join(parts)

    def link(self, text: Markup, url: str) -> Markup:
        """Return a text within a link."""
        return Markup('<a href="{}">{}</a>').format(url, text)

    def styled(self, text: Markup, role: Role) -> Markup:
        """Return a text in an element with the class of its role."""
        tag = _TAGS.get(role, "span")
        return Markup('<{0} class="{1}">{2}</{0}>').format(tag, role, text)

    def gauge(self, rating: Rating) -> Markup:
        """Return empty elements that style sheets draw; their backgrounds are artifacts in PDFs."""
        if not self.manner.gauges:
            return Markup()
        full = _STEP * rating.value
        empty = _NO_STEP * (rating.steps - rating.value)
        return _GAUGE.format(full + empty)


@lru_cache(maxsize=32)
def _environment(theme: Theme, manner: _Manner) -> Environment:
    """Return what reads the templates of a theme, with filters that set texts in a manner."""
    environment = make_environment(theme, autoescape=True)
    environment.filters.update(
        FILTERS,
        inline=manner.inline,
        prose=manner.prose,
        icon=lambda name, title, color: _icon(theme, name, title, color),
    )
    environment.tests.update(TESTS)
    return environment


def _qr_code(cv: CV, what: str) -> Markup:
    """Return the code of the website or of the first profile, a link, or nothing without one."""
    profile = profile_url(cv.profiles[0]) if cv.profiles else None
    url = {"website": cv.url, "profile": profile}.get(what)
    if not url:
        return Markup()
    from .qr import qr_code  # few CVs need it

    return _QR.format(href(url), qr_code(href(url)))


def _career_strip(
    entries: Iterable[Entry], options: Mapping[str, Value], present: CvDate | None
) -> Markup:
    if present is None or not options.get("career_strip"):
        return Markup()
    from .career import career_strip  # few CVs need it

    return career_strip(entries, present, str(options["quiet"]))


def _logo(entry: Entry, folder: Path, look: str) -> Markup:
    """Return the picture of an entry's logo; its alternative text is whose it is."""
    name = logo_of(entry)
    if not name or look == NO_LOGOS:
        return Markup()
    from .logos import source  # few CVs have logos

    return _LOGO.format(source(folder, name, look), markup.plain(owner_of(entry)))


def _icon(theme: Theme, name: str, title: str, color: str) -> Markup:
    """Return the SVG of an icon with its title, or nothing if the theme has no such icon.

    WeasyPrint does not pass the colour of the text on to pictures, so it is written into the SVG.
    """
    path = theme.file(f"icons/{name}.svg")
    if path is None:
        return Markup()
    head, _, body = read_text(path, path.parent).strip().partition(">")
    # A theme's files are trusted with the HTML, as its templates are.
    start, rest = Markup(head), Markup(body)  # noqa: S704
    return Markup('{} role="img" color="{}"><title>{}</title>{}').format(start, color, title, rest)
