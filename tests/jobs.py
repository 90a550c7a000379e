"""Jobs from plain texts, as the command line makes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from cvkit.document import PageLimit, Typeset
from cvkit.export.context import Material
from cvkit.pipeline.job import Job
from cvkit.pipeline.prepare import compose, prepare, selected
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.request import PdfSettings
from cvkit.select import Choice
from cvkit.theme.theme import cached_theme, parse_options

ROOTS = (bundled_themes(),)


def make_job(
    source: Path,
    theme: str = "modern",
    roots: tuple[Path, ...] = ROOTS,
    options: Iterable[tuple[str, str]] = (),
    outputs: Iterable[tuple[str, Path]] = (),
    *,
    variant: str = "",
    language: str = "",
    redact: str = "",
    pages: str = "",
    **fields: Any,
) -> Job:
    """Return a job; ``fields`` are its letter, or settings of the PDF."""
    found = cached_theme(theme, tuple(roots))
    letter = fields.pop("letter", None)
    limit = PageLimit.parse(pages) if pages else None
    return Job(
        source,
        found,
        tuple(outputs),
        parse_options(found, {"--set": dict(options)}),
        Choice(variant, language, redact),
        letter,
        PdfSettings(limit, **fields),
    )


def composed(job: Job, typeset: Typeset | None = None) -> Material:
    """Return what the formats of a job are made from, with its HTML."""
    job = replace(job, outputs=(("html", job.source),))
    return replace(compose(job, prepare(job, selected(job))), typeset=typeset)
