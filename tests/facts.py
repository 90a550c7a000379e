"""The lists of what the sources of the five people say, to be found in any format."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "facts"
PEOPLE = sorted(path.stem for path in FOLDER.glob("*.txt"))


def missing(person, text, links):
    """Return the phrases that are not there as often as the source says them."""
    said, targets = squash(text), [link.casefold() for link in links]
    lines = (FOLDER / f"{person}.txt").read_text("utf-8").splitlines()
    lost = []
    for phrase, times in Counter(line.strip() for line in lines if line.strip()).items():
        address = phrase.removeprefix("URL ")
        hits = sum(address.casefold() in link for link in targets)
        if (hits if address != phrase else said.count(squash(phrase))) < times:
            lost.append(phrase)
    return lost


def squash(text):
    """Leave letters and digits only: signs and line breaks are a format's own affair."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
