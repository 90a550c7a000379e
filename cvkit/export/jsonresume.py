"""JSON Resume: a document for other tools, with everything the schema lacks under ``meta``."""

from __future__ import annotations

import json
from typing import Any

from cvkit.importers.resumes.jsonresume import COMPLEMENT, ORIGIN, normal, view_of
from cvkit.interchange.delta import differ, supplement
from cvkit.interchange.jsonresume import to_document
from cvkit.model import CV

__all__ = ["to_json"]


def to_json(cv: CV, whole: CV) -> bytes:
    """Return a CV as a document of JSON Resume 1.0.0.

    What came from such a document comes back as it was (``origin``); what JSON Resume has no
    field for travels under ``meta.cvkit``, so that importing the document gives the same CV:
    ``whole``, which may have variants and texts in several languages.
    """
    tree = normal(cv)
    document, _ = supplement(to_document(tree), _differences(tree))
    differences = differ(view_of(document), _without_origin(normal(whole)))
    if differences:
        meta = document.get("meta")
        kept = meta if isinstance(meta, dict) else {}
        document["meta"] = {**kept, COMPLEMENT: {"differences": differences}}
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _differences(tree: dict[str, Any]) -> list[Any]:
    """Return what a CV keeps of the document it was imported from; it is untrusted."""
    found = []
    for line in tree.get("origin", {}).get(ORIGIN, ()):
        try:
            found.append(json.loads(line))
        except (ValueError, RecursionError):
            continue
    return found


def _without_origin(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a CV without what importing works out again."""
    rest = {key: texts for key, texts in tree.get("origin", {}).items() if key != ORIGIN}
    bare = {key: value for key, value in tree.items() if key != "origin"}
    return {**bare, "origin": rest} if rest else bare
