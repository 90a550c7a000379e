"""From a CV to what is shown of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cvkit.errors import Problem, UsageError, did_you_mean
from cvkit.model import CV, REDACTIONS, Letter, Variant

from .arrange import arrange, group
from .choice import Choice
from .prune import Lacking, Pruner, Removal
from .variants import address, resolve

if TYPE_CHECKING:
    from .scrub import Doubt
    from .traces import Traces

__all__ = ["Selected", "choose", "choose_letter", "redaction_traces", "select", "variant_of"]


@dataclass(frozen=True)
class Selected:
    """A CV as it is shown, what was removed from it, and what lacks a translation.

    ``data`` is the same CV in the form of a file, with entries not yet grouped by year. If nothing
    was chosen, ``whole`` is the CV with all variants, tags and languages; otherwise it is ``data``,
    because what was left out must not be disclosed. ``redacted`` are the fields that a redaction
    removes; ``traces`` finds what they said in any text, and ``doubts`` may be such traces.
    """

    cv: CV
    data: CV
    whole: CV
    removed: tuple[Removal, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    redacted: frozenset[str] = frozenset()
    doubts: tuple[Doubt, ...] = ()
    traces: Traces | None = None


def select(cv: CV, choice: Choice | None = None) -> CV:
    """Return the CV as it is shown."""
    return choose(cv, choice).cv


def choose(cv: CV, choice: Choice | None = None, also: CV | None = None) -> Selected:
    """Return the CV as it is shown, with a record of what is not.

    A redaction removes what this CV and ``also`` another say, such as the file without the fields
    given for this run.

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
    if variant.options:
        shown = shown.model_copy(update={"options": {**cv.options, **variant.options}})
    redaction = choice.redact or variant.redact or ""
    doubts: tuple[Doubt, ...] = ()
    redacted: frozenset[str] = frozenset()
    traces = redaction_traces(cv, choice, also)
    if traces:
        from .redact import fields_of, redact  # few runs need it

        redacted = fields_of(redaction, cv.redactions)
        shown, doubts = redact(shown, redaction, cv, traces, pruner)
    shown = _without(shown, ("variants", "redactions", "theme", "formats", "output"))
    if choice.variant or redaction:
        # Imported data and ignore rules can leak redacted text.
        shown = _without(shown, ("origin", "ignore"))
    whole = cv if choice == Choice() else shown
    removed, lacking = tuple(pruner.removed), tuple(pruner.lacking)
    return Selected(group(shown), shown, whole, removed, lacking, redacted, doubts, traces)


def redaction_traces(cv: CV, choice: Choice, also: CV | None = None) -> Traces | None:
    """Return what finds everything that is redacted, or ``None`` without a redaction.

    Raises :class:`UsageError` if the variant or the redaction does not exist.
    """
    redaction = choice.redact or variant_of(cv, choice.variant).redact
    if not redaction:
        return None
    _known("redaction", redaction, (*REDACTIONS, *cv.redactions))
    from .redact import traces_of

    return traces_of(cv, redaction, also)


def _without(cv: CV, fields: Iterable[str]) -> CV:
    """Return the CV as if these fields had not been given."""
    defaults = {n: CV.model_fields[n].get_default(call_default_factory=True) for n in fields}
    bare = cv.model_copy(update=defaults)
    bare.model_fields_set.difference_update(defaults)
    return bare


def choose_letter(
    letter: Letter, cv: CV, choice: Choice, traces: Traces | None = None
) -> tuple[Letter, tuple[Doubt, ...]]:
    """Return a letter for the same choice as the CV that it goes with, and doubts.

    ``traces`` are those of the CV's redaction.
    """
    variant = variant_of(cv, choice.variant)
    language = choice.language or variant.language or cv.language
    pruner = Pruner(variant.tags, variant.without, (language, cv.language), {})
    chosen = pruner.prune_letter(letter)
    redaction = choice.redact or variant.redact or ""
    if traces is None:
        return chosen, ()
    from .redact import redact_letter

    return redact_letter(chosen, redaction, cv, traces, pruner)


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
