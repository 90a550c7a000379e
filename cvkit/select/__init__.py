"""Select: from a CV to the CV that is to be shown.

Nothing after this step knows that there was more: neither variants nor tags, other languages,
redacted fields, or an order that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cvkit.errors import Problem, UsageError, did_you_mean
from cvkit.model import CV, REDACTIONS, Letter, Variant

from .arrange import arrange, group
from .prune import Lacking, Pruner, Removal
from .redact import redact, redact_letter
from .variants import address, lineage, resolve

__all__ = [
    "Choice",
    "Lacking",
    "Removal",
    "Selected",
    "choose",
    "choose_letter",
    "lineage",
    "select",
    "variant_of",
]


@dataclass(frozen=True)
class Choice:
    """What is wanted of a CV: a variant, a language and a redaction by name; or all of it."""

    variant: str = ""
    locale: str = ""
    redact: str = ""


@dataclass(frozen=True)
class Selected:
    """A CV as it is to be shown, what was taken out of it, and what lacks a translation.

    ``data`` is the same CV as a file would say it, its entries not yet grouped by year. Where
    nothing was chosen, ``whole`` is the CV with all that there was to choose from, to be kept or
    carried elsewhere; else it is ``data``, for what was left out is not to be told.
    """

    cv: CV
    data: CV
    whole: CV
    removed: tuple[Removal, ...] = ()
    lacking: tuple[Lacking, ...] = ()


def select(cv: CV, choice: Choice | None = None) -> CV:
    """Return the CV as it is to be shown."""
    return choose(cv, choice).cv


def choose(cv: CV, choice: Choice | None = None) -> Selected:
    """Return the CV as it is to be shown, with an account of what is not.

    Raises :class:`UsageError` where there is no such variant or redaction, and
    :class:`InputError` where tags would take from an entry what it cannot do without.
    """
    choice = choice or Choice()
    variant = variant_of(cv, choice.variant)
    language = choice.locale or variant.locale or cv.language
    addressed, paths = address(cv, choice.variant, variant)
    pruner = Pruner(variant.tags, variant.without, (language, cv.language), paths)
    shown = pruner.prune(addressed, language)
    shown = arrange(shown, variant, pruner, cv)
    redaction = choice.redact or variant.redact
    if redaction:
        _known("redaction", redaction, (*REDACTIONS, *cv.redactions))
        shown = redact(shown, redaction, cv.redactions, pruner)
    if variant.options:
        shown = shown.model_copy(update={"options": {**cv.options, **variant.options}})
    shown = _without(shown, ("variants", "redactions"))
    if choice.variant or redaction:
        # What a foreign file said, and what is passed over, may tell of what is left out.
        shown = _without(shown, ("origin", "ignore"))
    whole = cv if choice == Choice() else shown
    return Selected(group(shown), shown, whole, tuple(pruner.removed), tuple(pruner.lacking))


def _without(cv: CV, fields: Iterable[str]) -> CV:
    """Return the CV as if these fields had not been given."""
    defaults = {n: CV.model_fields[n].get_default(call_default_factory=True) for n in fields}
    bare = cv.model_copy(update=defaults)
    bare.model_fields_set.difference_update(defaults)
    return bare


def choose_letter(letter: Letter, cv: CV, choice: Choice) -> Letter:
    """Return a letter as it is to be sent with the same choice of a CV."""
    variant = variant_of(cv, choice.variant)
    language = choice.locale or variant.locale or cv.language
    pruner = Pruner(variant.tags, variant.without, (language, cv.language), {})
    chosen = pruner.prune_letter(letter)
    redaction = choice.redact or variant.redact
    return redact_letter(chosen, cv, redaction, pruner) if redaction else chosen


def variant_of(cv: CV, name: str) -> Variant:
    """Return a variant with all that it builds on; without a name, the whole CV.

    Raises :class:`UsageError` where there is no such variant.
    """
    if not name:
        return Variant.model_validate({})
    _known("variant", name, cv.variants)
    return resolve(cv.variants, name)


def _known(what: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        listed = f"{what}s: {', '.join(names)}" if names else f"this file declares no {what}s"
        hint = did_you_mean(name, names) or listed
        raise UsageError(Problem("", f'there is no {what} "{name}"', hint=hint))
