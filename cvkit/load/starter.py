"""The file that ``cvkit new`` writes."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

__all__ = ["starter", "starter_languages"]

_KEYS = (
    "INTRO", "HEADLINE", "PLACE", "SUMMARY", "COMPANY", "POSITION", "BULLET", "LABEL", "TEXT",
    "UNIVERSITY", "AREA", "SKILLS", "OWN", "NATIVE", "ENGLISH",
)  # fmt: skip
_ENGLISH = "en"
_SAME = {"nb": "no", "nn": "no"}
_TRADITIONAL = re.compile(r"zh[-_](?:Hant|TW|HK|MO)", re.IGNORECASE)


def starter(stem: str, language: str = _ENGLISH, theme: str = "", schema: str = "") -> str:
    """Return a short, commented CV; its name is made from the file stem, ``ada-lovelace``.

    ``language`` is a BCP 47 tag; without texts in it, they are English. ``theme`` is named in the
    file, and ``schema`` is the line that names its JSON Schema.
    """
    name = " ".join(part.capitalize() for part in stem.replace("_", "-").split("-")) or "Your Name"
    texts = _texts(language)
    text = _english(language) if texts is None else _filled(texts, language)
    # A JSON string is valid YAML.
    plain = re.fullmatch(r"[^\W\d_][\w .'-]*", name)
    text = text.replace("NAME", name if plain else json.dumps(name, ensure_ascii=False))
    if theme:
        text = re.sub("^(name: .*\n)", rf"\1theme: {theme}\n", text, count=1, flags=re.MULTILINE)
    text = f"{schema}\n{text}" if schema else text
    return text if texts is None else _formatted(text)


def _formatted(text: str) -> str:
    """Return a text as ``cvkit format`` lays it out: texts of languages differ in length."""
    from cvkit.source.format.reformat import reformat
    from cvkit.source.text import Source

    return reformat(Source("starter", text))


def starter_languages() -> list[str]:
    """Return the tags of the languages with texts of their own, sorted."""
    return sorted({_ENGLISH, *_tables()})


def _tables() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads((resources.files("cvkit.load") / "starters.toml").read_text("utf-8"))


def _texts(language: str) -> Sequence[str] | None:
    base = re.split("[-_]", language)[0].lower()
    if base == _ENGLISH:
        return None
    key = "zh-Hant" if _TRADITIONAL.match(language) else _SAME.get(base, base)
    return _tables().get(key, {}).get("texts")


def _filled(texts: Sequence[str], language: str) -> str:
    template = (resources.files("cvkit.load") / "starter_other.yaml").read_text("utf-8")
    words = dict(zip(_KEYS, texts, strict=True)) | {"LANGUAGE": language}
    return re.sub(r"\b[A-Z]{3,}\b", lambda match: words.get(match[0], match[0]), template)


def _english(language: str) -> str:
    text = (resources.files("cvkit.load") / "starter.yaml").read_text("utf-8")
    if language == _ENGLISH:
        return text
    return text.replace("name: NAME\n", f"name: NAME\nlanguage: {language}\n", 1)
