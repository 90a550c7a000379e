"""Import: files of other tools to the data of a CV.

Each importer reads one format into a :class:`Draft`; nothing in the file is dropped without a
note. :func:`cvkit.importers.kit.repair.repair` turns a draft into a CV that is always valid.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cvkit.errors import InputError, Problem, UsageError, did_you_mean
from cvkit.system.isolated import EndedError, run_isolated
from cvkit.system.limits import TooLongError

from .documents import docx, markdown, pdf
from .kit.controls import cleaned
from .kit.decode import decode, head, read_bytes
from .kit.draft import Draft, Importer, Note
from .kit.json_tree import parse_json
from .kit.languages import with_language
from .kit.recognize import kind_of_file
from .references import bibtex, csl, ris
from .resumes import fresh, jsonresume, linkedin, rendercv, yamlresume

__all__ = ["IMPORTERS", "Draft", "Importer", "Note", "detect", "import_file", "import_isolated"]

SECONDS = 60.0
"""The time limit for reading a file, and the same again for writing what is made of it."""
MEGABYTES = 2048

IMPORTERS: Mapping[str, Importer] = {
    "fresh": fresh.IMPORTER,
    "jsonresume": jsonresume.IMPORTER,
    "rendercv": rendercv.IMPORTER,
    "yamlresume": yamlresume.IMPORTER,
    "csl": csl.IMPORTER,
    "bibtex": bibtex.IMPORTER,
    "ris": ris.IMPORTER,
    "linkedin": linkedin.IMPORTER,
    "docx": docx.IMPORTER,
    "pdf": pdf.IMPORTER,
    "markdown": markdown.IMPORTER,
}


def detect(name: str, data: bytes) -> str:
    """Return the name of the format of a file, detected by its content.

    ``name`` is used in messages. Raises :class:`InputError` if no format fits.
    """
    for format_, importer in IMPORTERS.items():
        if importer.looks_like(name, data):
            return format_
    if head(data).lstrip().startswith(("{", "[")):
        parse_json(decode(name, data))  # its error says more than that no format fits
    known = f"choose one with --from FORMAT: {', '.join(IMPORTERS)}"
    words = (kind_of_file(data), known)
    raise InputError(
        Problem(name, "unrecognized file format", 1, 1, hint="; ".join(filter(None, words)))
    )


def import_isolated(path: Path, format_: str | None = None) -> Draft:
    """Return the draft of a file as :func:`import_file` does, read in a process with limits.

    Raises :class:`InputError` also if reading takes longer than :data:`SECONDS`, or ends the
    process.
    """
    try:
        return run_isolated(
            import_file, path, format_,
            what="reading the file", seconds=SECONDS, megabytes=MEGABYTES,
        )  # fmt: skip
    except (TooLongError, EndedError, MemoryError) as error:
        message = str(error) or "reading the file needs too much memory"
        raise InputError(Problem(str(path), message, hint="is it a CV?")) from None


def import_file(path: Path, format_: str | None = None) -> Draft:
    """Return the draft of a file; its format is detected unless ``format_`` names one.

    Raises :class:`InputError` if the file is broken or its format is not recognized, and
    :class:`UsageError` if ``format_`` is not one of :data:`IMPORTERS`.
    """
    if format_ is not None and format_ not in IMPORTERS:
        hint = did_you_mean(format_, IMPORTERS) or f"formats: {', '.join(IMPORTERS)}"
        raise UsageError(Problem("", f'unknown import format "{format_}"', hint=hint))
    data = read_bytes(path)
    draft = IMPORTERS[format_ or detect(str(path), data)].read(str(path), data)
    return with_language(cleaned(draft, data))
