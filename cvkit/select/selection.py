"""From a CV to what is shown of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cvkit.errors import Problem, UsageError, did_you_mean
from cvkit.model import CV, REDACTIONS, Letter, Variant

from .arrange import arrange, group
from .choice import Choice
from .prune import Lacking, Pruner, Removal
from .redact import redact, redact_letter
from .variants import address, resolve

__all__ = ["Selected", "choose", "choose_letter", "select", "variant_of"]


@dataclass(frozen=True)
class Selected:
    """A CV as it is shown, what was removed from it, and what lacks a translation.

    ``data`` is the same CV in the form of a file, with entries not yet grouped by year. If nothing
    was chosen, ``whole`` is the CV with all variants, tags and languages; otherwise it is ``data``,
    because what was left out must not be disclosed.
    """

    cv: CV
    data: CV
    whole: CV
    removed: tuple[Removal, ...] = ()
    lacking: tuple[Lacking, ...] = ()


def select(cv: CV, choice: Choice | None = None) -> CV:
    """Return the CV as it is shown."""
    return choose(cv, choice).cv


def choose(cv: CV, choice: Choice | None = None) -> Selected:
    """Return the CV as it is shown, with a record of what is not.

    Raises :class:`UsageError` if the variant or redaction does not exist, and
    :class:`InputError` if tags would remove a required field of an entry.
    """
    choice = choice or Choice()
    variant = variant_of(cv, choice.variant)
    language = choice.language or variant.language or cv.language
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
    shown = _without(shown, ("variants", "redactions", "theme", "formats", "output"))
    if choice.variant or redaction:
        # Imported data and ignore rules can leak redacted text.
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
    """Return a letter for the same choice as the CV that it goes with."""
    variant = variant_of(cv, choice.variant)
    language = choice.language or variant.language or cv.language
    pruner = Pruner(variant.tags, variant.without, (language, cv.language), {})
    chosen = pruner.prune_letter(letter)
    redaction = choice.redact or variant.redact
    return redact_letter(chosen, cv, redaction, pruner) if redaction else chosen


def variant_of(cv: CV, name: str) -> Variant:
    """Return a variant with everything that it inherits; without a name, an empty variant.

    Raises :class:`UsageError` if the variant does not exist.
    """
    if not name:
        return Variant.model_validate({})
    _known("variant", name, cv.variants)
    return resolve(cv.variants, name)


def _known(what: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        listed = f"{what}s: {', '.join(names)}" if names else f"this file has no {what}s"
        hint = did_you_mean(name, names) or listed
        raise UsageError(Problem("", f'there is no {what} "{name}"', hint=hint))
