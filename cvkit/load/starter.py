"""The file that ``cvkit new`` writes."""

from __future__ import annotations

import json
import re
from importlib import resources

__all__ = ["starter"]


def starter(stem: str) -> str:
    """Return a short, commented CV; its name is made from the file stem, ``ada-lovelace``."""
    name = " ".join(part.capitalize() for part in stem.replace("_", "-").split("-")) or "Your Name"
    text = (resources.files("cvkit.load") / "starter.yaml").read_text("utf-8")
    # A JSON string is valid YAML.
    plain = re.fullmatch(r"[^\W\d_][\w .'-]*", name)
    return text.replace("NAME", name if plain else json.dumps(name, ensure_ascii=False))
