"""What the tests of the importers share: files to import, and where their words ended up."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import yaml

from cvkit.importers import import_file
from cvkit.importers.kit.repair import repair
from cvkit.language.read_dates import read_date

__all__ = ["FOLDER", "imported", "leaves", "lost", "read_as_others_do"]

FOLDER = Path(__file__).parent / "data" / "import"


def read_as_others_do(path):
    """Return a foreign file as other programs read it, all values but JSON's as texts."""
    text = path.read_text("utf-8")
    if text.lstrip().startswith("{"):
        return json.loads(text)
    return yaml.load(text, yaml.BaseLoader)


def leaves(value, path=""):
    """Yield every single value of a file with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    elif value not in (None, "") and not isinstance(value, bool):
        yield path, str(value)


def imported(path):
    """Return the CV of a foreign file, and the messages of its notes."""
    draft = import_file(path)
    cv, changes = repair(draft.data, path.parent)
    return cv, [note.message for note in (*draft.notes, *changes)]


def lost(document, page, notes):
    """Return the values of a file that neither its page nor a note tells."""
    told = _bare(page.text) + " " + _bare(" ".join(map(str, page.hrefs())))
    told += " " + _bare(" ".join(notes))
    return {
        path: value
        for path, value in leaves(document)
        if _bare(value) not in told and not _is_dated(value, told)
    }


def _bare(text):
    """Return the letters and digits of a text, without HTML, links' targets and TeX's commands."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[\W_]+", "", re.sub(r"\\[a-z]+", "", text)).casefold()


def _is_dated(value, told):
    date = read_date(value)
    return date == "present" or bool(date and date[:4] in told)
