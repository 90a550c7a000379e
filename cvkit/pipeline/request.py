"""What a user asks for, before any file is read. Imports neither the model nor the themes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.document import PageLimit
from cvkit.errors import InvalidValueError, Problem, UsageError, did_you_mean
from cvkit.typeset.standards import DEFAULT_VARIANT, PDF_VARIANTS

from .defaults import DEFAULT_ENGINE, ENGINES

if TYPE_CHECKING:
    from cvkit.source.given import Given

__all__ = ["PdfSettings", "Request", "parse_limit"]


@dataclass(frozen=True)
class PdfSettings:
    """How PDFs are made.

    ``standard`` is one of :data:`cvkit.typeset.standards.PDF_VARIANTS`; with ``embed_source``
    the YAML of what is shown is attached to the PDF; ``engine`` is one of
    :data:`cvkit.pipeline.defaults.ENGINES`.
    """

    limit: PageLimit | None = None
    standard: str = DEFAULT_VARIANT
    embed_source: bool = False
    engine: str = DEFAULT_ENGINE

    def check(self, *, letter: bool = False) -> None:
        """Raise :class:`UsageError` if a setting does not exist, or does not go with the others.

        ``letter`` says that a letter is rendered with the settings.
        """
        _known("engine", self.engine, ENGINES)
        _known("PDF standard", self.standard, PDF_VARIANTS)
        for message, hint in self._errors(letter=letter):
            raise UsageError(Problem("", message, hint=hint, code="invalid-pdf-settings"))

    def _errors(self, *, letter: bool) -> Iterator[tuple[str, str]]:
        used = {
            "letters": letter,
            "page limits": self.limit is not None,
            "PDF standards": self.standard != DEFAULT_VARIANT,
            "embedded sources": self.embed_source,
        }
        unsupported = ENGINES[self.engine].unsupported
        if refused := [
            feature for feature, value in used.items() if value and feature in unsupported
        ]:
            hint = f"leave it out, or use the engine {DEFAULT_ENGINE}"
            yield f"the engine {self.engine} does not support {', '.join(refused)}", hint
        standard = PDF_VARIANTS[self.standard]
        if standard.needs_attachment and not self.embed_source:
            yield f"{standard.name} is for PDFs with an attached file", "add --embed-source"
        if self.embed_source and not standard.takes_attachment:
            allowed = ", ".join(n for n, v in PDF_VARIANTS.items() if v.takes_attachment)
            yield f"{standard.name} does not allow attached files", f"use one of {allowed}"
        if self.embed_source and letter:
            yield "the source cannot be embedded into letters", "leave --embed-source out"


def _known(what: str, name: str, known: Iterable[str]) -> None:
    if name not in (names := list(known)):
        hint = did_you_mean(name, names) or f"{what}s: {', '.join(names)}"
        raise UsageError(Problem("", f'there is no {what} "{name}"', hint=hint))


def parse_limit(text: str) -> PageLimit:
    """Return a page limit given as text; raise :class:`UsageError` if it is not one."""
    try:
        return PageLimit.parse(text)
    except InvalidValueError as error:
        raise UsageError(Problem("", error.message, hint=error.hint, code=error.code)) from None


@dataclass(frozen=True)
class Request:
    """What to render. The variants and the defaults decide what is left empty.

    ``options`` are pairs of the name and the value of an option of the themes, as text.
    ``languages`` are BCP 47 tags. With ``everybody``, ``sources`` were not named one by one:
    variants are then rendered for the people who define them. With ``strict``, what may give
    away something redacted is an error.
    """

    sources: Sequence[Path]
    folder: Path
    themes: Sequence[str] = ()
    formats: Sequence[str] = ()
    options: tuple[tuple[str, str], ...] = ()
    variants: Sequence[str] = ()
    languages: Sequence[str] = ()
    redact: str = ""
    letters: Sequence[str] = ()
    pdf: PdfSettings = field(default_factory=PdfSettings)
    everybody: bool = False
    given: Given = ()
    strict: bool = False
