"""From the material of a job to a composed document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cvkit.document import Attachment, Document, Fit
from cvkit.errors import ThemeError

from .job import Job

if TYPE_CHECKING:
    from cvkit.export.context import Material

__all__ = ["build", "document_of"]


def build(job: Job) -> Document:
    """Load, select and compose; raise :class:`CvkitError` with every problem."""
    from .prepare import material, selected

    return document_of(job, material(job, selected(job)))


def document_of(job: Job, material: Material) -> Document:
    """Compose the document of a job, with what is to become of its pages and its source."""
    from cvkit.compose.html import compose  # while it is imported, the workers warm up

    own_css = _own_css(job.source)
    document = compose(
        material.cv,
        material.theme,
        material.options,
        material.folder,
        own_css,
        material.letter,
        material.present,
    )
    if job.pages:
        document = replace(document, fit=_fit(job, material))
    attachments = tuple(_sources_of(material)) if job.embed_source else ()
    return replace(document, pdf_variant=job.pdf_variant, attachments=attachments)


def _sources_of(material: Material) -> Iterator[Attachment]:
    """Yield what a PDF is to carry of its source: the YAML of what it shows, and the picture."""
    from cvkit.export.attachments import SOURCE_NAME
    from cvkit.load.serialize import dump, to_plain

    text = dump(to_plain(material.data))
    yield Attachment(SOURCE_NAME, text.encode(), "The source of this CV, for cvkit")
    if material.cv.photo:
        photo = material.folder / material.cv.photo
        yield Attachment(photo.name, photo.read_bytes(), "The photograph of this CV")


def _fit(job: Job, material: Material) -> Fit:
    from cvkit.theme.levers import plan_fit

    theme = material.theme
    letters = material.letter.options if material.letter else {}
    given = (*material.cv.options, *letters, *dict(job.options))
    fixed = {name.replace("-", "_") for name in given}
    try:
        return plan_fit(theme.name, theme.levers, material.options, fixed, job.pages)
    except ThemeError as error:
        raise type(error)(
            replace(problem, file=problem.file or str(job.source)) for problem in error.problems
        ) from None


def _own_css(source: Path) -> str:
    """Return the style sheet beside a person's file, ``ada.css`` beside ``ada.yaml``."""
    from cvkit.theme.manifest import read_text

    path = source.with_suffix(".css")
    return read_text(path, path.parent) if path.is_file() else ""
