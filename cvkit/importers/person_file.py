"""A draft as a person's file: its name, and its text, which is certain to load."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from cvkit.errors import InputError, Problem
from cvkit.load.serialize import dump, to_plain
from cvkit.model import CV
from cvkit.source.nodes import parse
from cvkit.source.text import MAX_BYTES, Source

from .kit.draft import Draft, Note
from .kit.repair import repair

__all__ = ["PersonFile", "check_text", "person_file", "stem_of"]


@dataclass(frozen=True)
class PersonFile:
    """The CV of a draft, its text, and notes on what was changed or could not be placed."""

    cv: CV
    text: str
    notes: tuple[Note, ...]


def person_file(draft: Draft, path: Path) -> PersonFile:
    """Return the file to write for a draft; pictures are looked for beside ``path``.

    Raises :class:`InputError` if it would be too large.
    """
    cv, changes = repair(draft.data, path.parent)
    text = dump(to_plain(cv))
    check_text(text, path)
    return PersonFile(cv, text, (*draft.notes, *changes))


def stem_of(draft: Draft, file: Path) -> str:
    """Return the name of the person as the name of a file: ``ada-lovelace``."""
    name = unicodedata.normalize("NFKD", str(draft.data.get("name", "")))
    bare = "".join(c for c in name if not unicodedata.combining(c))
    word = re.sub(r"[\W_]+", "-", bare.casefold()).strip("-")
    return unicodedata.normalize("NFC", word)[:60] or file.stem.lstrip("._") or "imported"


def check_text(text: str, path: Path) -> None:
    """Make sure that a text can be loaded, before anything is written."""
    if len(text.encode()) > MAX_BYTES:
        raise InputError(Problem(str(path), f"would be larger than {MAX_BYTES // 10**6} MB"))
    root, problems = parse(Source(str(path), text))
    if problems:
        raise InputError(problems)
    CV.model_validate(root.plain())
