"""The CV that an exported document was made from: it is stored in the document."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from cvkit.importers.kit.languages import language_of
from cvkit.model import CV

from .reading import COMPLEMENT
from .views import Tree, normal, view_of

__all__ = ["complemented", "split_off"]


def complemented(document: Tree, whole: Tree) -> Tree:
    """Return a document with the CV that it was made from, if it does not show all of that."""
    bare = {name: value for name, value in whole.items() if name != "origin"}
    rest = {key: texts for key, texts in whole.get("origin", {}).items() if key != "jsonresume"}
    whole = {**bare, "origin": rest} if rest else bare
    view = view_of(document)
    language = language_of(view)
    if whole in (view, {**view, "language": language}):
        return document
    meta = document.get("meta")
    kept = meta if isinstance(meta, dict) else {}
    return {**document, "meta": {**kept, COMPLEMENT: {"cv": whole}}}


def split_off(document: Any) -> tuple[Tree | None, Any]:
    """Split a document into the CV that it was made from and the rest.

    The CV is ``None`` if there is none, or if it is not valid: the file is untrusted.
    """
    meta = document.get("meta")
    if not isinstance(meta, dict) or not isinstance(meta.get(COMPLEMENT), dict):
        return None, document
    rest = {key: value for key, value in meta.items() if key != COMPLEMENT}
    bare = {key: value for key, value in document.items() if key != "meta" or rest}
    if rest:
        bare["meta"] = rest
    try:
        cv = CV.model_validate(meta[COMPLEMENT].get("cv"))
    except ValidationError:
        return None, bare
    return normal(cv), bare
