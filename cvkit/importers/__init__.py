"""Import: other tools' files to the data of a person's file.

Each importer reads one format into a :class:`Draft`; nothing of the foreign file is dropped
without a note. ``mend`` makes of a draft a CV that is sure to be valid.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cvkit.errors import InputError, Problem, UsageError, did_you_mean

from .documents import docx, markdown, pdf
from .kit.decode import decode, head, read_bytes, what_it_is
from .kit.draft import Draft, Importer, Note
from .kit.json_tree import parse_json
from .references import bibtex, csl, ris
from .resumes import jsonresume, linkedin, rendercv, yamlresume

__all__ = ["IMPORTERS", "Draft", "Importer", "Note", "detect", "import_file"]

IMPORTERS: Mapping[str, Importer] = {
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
    """Return the format of a file by its content; raise :class:`InputError` if none fits."""
    for format_, importer in IMPORTERS.items():
        if importer.looks_like(name, data):
            return format_
    if head(data).lstrip().startswith(("{", "[")):
        parse_json(decode(name, data))  # a fault in it says more than that no format fits
    known = f'known formats: {", ".join(IMPORTERS)}; "--from FORMAT" names one'
    words = (what_it_is(data), known)
    raise InputError(
        Problem(name, "its format is not recognized", 1, 1, hint="; ".join(filter(None, words)))
    )


def import_file(path: Path, format_: str | None = None) -> Draft:
    """Return the draft of a foreign file; without a format it is detected.

    Raises :class:`InputError` where the file is broken or of no known format, and
    :class:`UsageError` where there is no such format.
    """
    if format_ is not None and format_ not in IMPORTERS:
        hint = did_you_mean(format_, IMPORTERS) or f"formats: {', '.join(IMPORTERS)}"
        raise UsageError(Problem("", f'there is no format "{format_}" to import', hint=hint))
    data = read_bytes(path)
    return IMPORTERS[format_ or detect(str(path), data)].read(str(path), data)
