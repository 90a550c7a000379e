"""Import: files of other tools to canonical data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cvkit.errors import InputError, Problem

from . import bibtex, csl, docx, linkedin, markdown, pdf, ris
from .draft import Draft, Importer, Note

__all__ = ["IMPORTERS", "Draft", "Importer", "Note", "detect", "import_file"]

MAX_BYTES = 20_000_000

IMPORTERS: Mapping[str, Importer] = {
    "bibtex": bibtex.IMPORTER,
    "csl": csl.IMPORTER,
    "ris": ris.IMPORTER,
    "linkedin": linkedin.IMPORTER,
    "docx": docx.IMPORTER,
    "pdf": pdf.IMPORTER,
    "markdown": markdown.IMPORTER,
}


def detect(name: str, data: bytes) -> str:
    """Return the format of a file's content; raise :class:`InputError` if it is none of ours."""
    for known, importer in IMPORTERS.items():
        if importer.looks_like(name, data):
            return known
    hint = f"--from names the format: {', '.join(IMPORTERS)}"
    raise InputError(Problem(name, "is in no format that can be imported", hint=hint))


def import_file(path: Path, format_name: str | None = None) -> Draft:
    """Read a foreign file into a draft; raise :class:`InputError` for what is broken."""
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(Problem(name, f"cannot be read: {error.strerror}")) from None
    if len(data) > MAX_BYTES:
        raise InputError(Problem(name, f"is larger than {MAX_BYTES // 1_000_000} MB"))
    return IMPORTERS[format_name or detect(name, data)].read(name, data)
