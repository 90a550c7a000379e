"""What of a CV is shown, and how: the settings of ``cvkit render`` that are tried in the studio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from cvkit.pipeline.job import Job
from cvkit.pipeline.plan import plan
from cvkit.pipeline.project import Project
from cvkit.pipeline.request import PdfSettings, Request, parse_limit
from cvkit.source import SUFFIXES

__all__ = ["Look", "Target", "jobs_of", "target_of"]


@dataclass(frozen=True)
class Look:
    """Settings, empty where the file decides; ``options`` are pairs of a name and a value."""

    theme: str = ""
    options: tuple[tuple[str, str], ...] = ()
    variant: str = ""
    language: str = ""
    redact: str = ""
    pages: str = ""

    def with_setting(self, field: str, value: str) -> Self:
        """Return the look with another theme, variant, language, redaction or number of pages."""
        settings: dict[str, Any] = {field: value}
        return replace(self, **settings)

    def with_option(self, name: str, value: str | None) -> Self:
        """Return the look with another value of an option, or without it."""
        options = {key: text for key, text in self.options if key != name}
        if value is not None:
            options[name] = value
        return replace(self, options=tuple(options.items()))


@dataclass(frozen=True)
class Target:
    """A file that is edited: a person's, or a letter beside it."""

    project: Project
    person: Path
    letter: Path | None = None

    @property
    def file(self) -> Path:
        """The file that is edited."""
        return self.letter or self.person


def target_of(project: Project, file: Path) -> Target:
    """Return what a file is: ``ada.acme.yaml`` beside ``ada.yaml`` is a letter of Ada's."""
    person, dot, _ = file.stem.partition(".")
    for suffix in SUFFIXES if dot else ():
        if (beside := file.with_name(person + suffix)).is_file():
            return Target(project, beside, file)
    return Target(project, file)


def jobs_of(target: Target, look: Look, formats: Iterable[str] = ("pdf",)) -> list[Job]:
    """Return the jobs for which the command line would be given these settings.

    Raises :class:`CvkitError` if a setting does not exist.
    """
    limit = parse_limit(look.pages) if look.pages else None
    request = Request(
        [target.person],
        target.project.build_folder,
        themes=[look.theme] if look.theme else [],
        formats=list(formats),
        variants=[look.variant] if look.variant else [],
        languages=[look.language] if look.language else [],
        redact=look.redact,
        letters=[str(target.letter)] if target.letter else [],
        pdf=PdfSettings(limit),
    )
    if not look.options:
        return plan(target.project, request)
    # Which theme it is, the file may decide; options that were tried in another one are left out.
    theme = plan(target.project, request)[0].theme
    known = tuple((name, value) for name, value in look.options if name in theme.options)
    return plan(target.project, replace(request, themes=[theme.name], options=known))
