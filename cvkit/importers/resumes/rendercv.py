"""RenderCV (https://rendercv.com), version 2: a YAML file with the CV under ``cv``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cvkit.errors import InputError
from cvkit.importers.kit.decode import decode, sniff
from cvkit.importers.kit.draft import Draft, Importer
from cvkit.importers.kit.fields import Fields, Report, texts_of
from cvkit.importers.kit.json_tree import value_of
from cvkit.importers.kit.text_fields import as_json
from cvkit.importers.kit.yaml_tree import parse_yaml
from cvkit.model.names import is_same_person
from cvkit.source.nodes import Node
from cvkit.source.text import Source

from .rendercv_sections import HINT, read_sections

__all__ = ["IMPORTER"]

ORIGIN = "rendercv"

_LANGUAGES = {
    "arabic": "ar", "danish": "da", "dutch": "nl", "english": "en", "french": "fr",
    "german": "de", "hebrew": "he", "hindi": "hi", "hungarian": "hu", "indonesian": "id",
    "italian": "it", "japanese": "ja", "korean": "ko", "mandarin_chinese": "zh-Hans",
    "norwegian_bokmål": "nb", "norwegian_nynorsk": "nn", "persian": "fa", "portuguese": "pt",
    "russian": "ru", "spanish": "es", "turkish": "tr", "vietnamese": "vi",
}  # fmt: skip


def _looks_like(_name: str, data: bytes) -> bool:
    return sniff(r"^cv:", data)


def _read(name: str, data: bytes) -> Draft:
    report = Report()
    root = parse_yaml(name, data, report)
    source = decode(name, data)
    file = Fields(root, "", report)
    node = file.take("cv")
    if node is None or not isinstance(node.value, dict):
        raise _failure(source, 'the fields of a CV must be under "cv"', node or root)
    cv = _head(Fields(node, "cv", report), source)
    origin = {}
    for key, rest in file.rest():
        if key == "locale":
            cv |= _language(rest)
        file.note(f'"{key}" kept under origin: themes define the design', key)
        origin[key] = value_of(rest)
    if origin:
        cv["origin"] = {ORIGIN: [as_json(origin)]}
    _unmark_self(cv)
    return Draft(cv, tuple(report))


def _unmark_self(cv: dict[str, Any]) -> None:
    """Remove the mark of the person where the name is the same anyway."""
    for section in cv.get("sections", ()):
        for entry in section.get("entries", ()):
            authors = entry.get("authors", ()) if isinstance(entry, dict) else ()
            if authors:
                entry["authors"] = [
                    a["name"] if isinstance(a, dict) and is_same_person(a["name"], [cv["name"]])
                    else a for a in authors if "name" in cv
                ] or authors  # fmt: skip


def _failure(source: Source, message: str, node: Node) -> InputError:
    return InputError(source.problem(message, node.line, node.column, hint=HINT))


def _language(locale: Node) -> dict[str, str]:
    fields = locale.value if isinstance(locale.value, dict) else {}
    texts = texts_of(fields["language"]) if "language" in fields else []
    tag = _LANGUAGES.get(texts[0].casefold().replace(" ", "_"), "") if texts else ""
    return {"language": tag} if tag else {}


# The head


def _head(fields: Fields, source: Source) -> dict[str, Any]:
    sections = fields.take("sections", "sections_input")
    fields.put("name", "name", "name")
    fields.put("headline", "line", "headline", "label")
    fields.put("location", "line", "location")
    fields.put("photo", "name", "photo")
    fields.put("email", "emails", "email")
    fields.put("phone", "names", "phone")
    if "phone" in fields.data:
        fields.data["phone"] = [p.removeprefix("tel:") for p in fields.data["phone"]]
    profiles = [*_websites(fields), *_networks(fields)]
    if profiles:
        fields.data["profiles"] = profiles
    data = fields.keep_rest()
    if sections is not None:
        data["sections"] = list(read_sections(sections, fields.report, source))
    return data


def _websites(fields: Fields) -> Iterator[dict[str, str]]:
    """Read the websites: the first is the home page, the others are profiles."""
    node = fields.take("website")
    if node is None:
        return
    first, *others = texts_of(node) or [""]
    if first:
        fields.data["url"] = first
    for other in others:
        yield {"url": other}


def _networks(fields: Fields) -> Iterator[dict[str, str]]:
    for key in ("social_networks", "custom_connections"):
        node = fields.take(key)
        for number, item in enumerate(node.value if node and isinstance(node.value, list) else ()):
            profile = Fields(item, f"cv.{key}[{number}]", fields.report)
            profile.put("network", "name", "network", "placeholder")
            profile.put("username", "name", "username")
            profile.put("url", "url", "url")
            for name, rest in profile.rest():
                profile.note(f'not imported: "{name}: {rest.value}"', name)
            if profile.data:
                yield profile.data


IMPORTER = Importer(_read, _looks_like, "RenderCV 2 (NAME_CV.yaml)")
