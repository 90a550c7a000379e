"""What templates see, in HTML and in LaTeX: the same values, functions, filters and tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cvkit import markup
from cvkit.language.wording import T, Wording
from cvkit.model import CV, CvDate, Entry, href, links
from cvkit.model.names import is_et_al, split_marks
from cvkit.theme.options import Value

from .heads import Head, facts_of, head_of, venues_of

__all__ = ["FILTERS", "TESTS", "template_context"]

FILTERS: Mapping[str, Callable[..., Any]] = {
    "plain": markup.plain,
    "href": href,
    "host": links.host,
    "doi_url": links.doi_url,
    "arxiv_url": links.arxiv_url,
    "tel": links.tel_url,
    "profile_url": links.profile_url,
    "profile_icon": links.profile_icon,
    "profile_text": links.profile_text,
    "split_marks": split_marks,
}
"""The filters of all templates; each markup adds its own ``inline`` and ``prose``."""

TESTS: Mapping[str, Callable[[Any], bool]] = {
    "et_al": is_et_al,
    "date": lambda value: isinstance(value, CvDate),
}


def template_context(
    cv: CV, options: Mapping[str, Value], wording: Wording[T]
) -> dict[str, object]:
    """Return the values that the templates of a theme are given."""

    def head(entry: Entry, dated: bool = True) -> Head[T]:
        return head_of(entry, wording, dated)

    return {
        "cv": cv,
        "options": options,
        "language": _language(wording),
        "words": wording.locale.words,
        "wording": wording.functions(),
        "head_of": head,
        "facts_of": lambda entry: facts_of(entry, wording),
        "venues_of": lambda entry: venues_of(entry, wording),
        "is_self": wording.is_self,
        "period": wording.period,
        "duration": wording.duration,
    }


def _language(wording: Wording[T]) -> dict[str, object]:
    """Return the parts of a locale for templates: no object that leads to files."""
    locale = wording.locale
    return {
        "direction": locale.direction,
        "sections": locale.sections,
        "date": locale.date,
        "long_date": replace(locale, date_format="long").date,
        "digits": locale.digits,
        "phrase": wording.phrase,
        "listed": wording.listed,
        **locale.signs,
    }
