"""What a CV keeps of the document it was imported from, to export it as it was.

A document may have other names and spellings than those that cvkit writes, fields that only
programs use, and another order. ``remembered`` stores what cvkit would write otherwise, and
``recalled`` puts a CV that may have been edited into it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cvkit.importers.kit.fields import is_blank
from cvkit.importers.kit.json_tree import node_of
from cvkit.importers.kit.text_fields import as_json
from cvkit.interchange.jsonresume import KEYS, basics_of, to_document
from cvkit.interchange.merge import align, put

from .views import Tree, canonical, view_of

__all__ = ["ORIGIN", "recalled", "remembered"]

ORIGIN = "jsonresume"
"""The key in ``origin`` of a CV for the parts of a document that it has no field for."""

_BLANK: tuple[Any, ...] = (None, "", [], {})


def remembered(whole: Tree, document: Tree) -> Tree:
    """Return the field ``origin`` of a CV that was imported from a document."""
    others = {key: texts for key, texts in whole.get("origin", {}).items() if key != ORIGIN}
    written = to_document(whole, _own_keys(document))
    lines = [as_json(line) for line in _lines(written, document)]
    origin = others | ({ORIGIN: lines} if lines else {})
    return {"origin": origin} if origin else {}


def _lines(written: Tree, document: Tree) -> list[Tree]:
    """Return what is needed to make the document of what is written, a line for each field."""
    lines: list[Tree] = []
    for key, value in document.items():
        if key in written and _same(written[key], value):
            continue
        are_lists = isinstance(value, list) and isinstance(written.get(key), list)
        if are_lists and not _is_unprinted(key):
            lines.append({"key": key, "items": [_item(key, item) for item in value]})
        else:
            lines.append({"key": key, "value": value})
    if list(written) != list(document):
        lines.append({"keys": list(document)})
    return lines


def _item(key: str, item: Any) -> Any:
    """Return an item as a digest if cvkit writes the same, and in a list of its own if not."""
    return _digest(item) if item and _same(_shown(key, item), item) else [item]


def recalled(whole: Tree) -> Tree:
    """Return the document of a CV, like the one that it was imported from if there was one."""
    lines = list(_stored(whole))
    keys = next((line["keys"] for line in lines if _are_texts(line.get("keys"))), None)
    own = [line["key"] for line in lines if isinstance(line.get("key"), str)]
    document = to_document(whole, _own_keys([*own, *(keys or ())]))
    if not lines:
        return document
    if keys is not None and "$schema" not in keys:
        del document["$schema"]
    order = keys if keys is not None else list(document)
    for line in lines:
        key = line.get("key")
        if isinstance(key, str):
            _recall(document, key, line)
    if not document.get("basics") and keys is not None and "basics" not in keys:
        document.pop("basics", None)
    return {key: document[key] for key in dict.fromkeys((*order, *document)) if key in document}


def _recall(document: Tree, key: str, line: Tree) -> None:
    """Give a field of a document the form that it had."""
    new = document.get(key)
    if "value" in line:
        old = line["value"]
        shown = None if _is_unprinted(key) else _shown_value(key, old)
        if key == "basics" and isinstance(old, dict):
            document[key] = put(old, new or {}, _shown_basics)
        elif _is_unprinted(key) or shown == new or (_is_blank(shown) and _is_blank(new)):
            document[key] = old
    elif isinstance(line.get("items"), list) and isinstance(new, list):
        document[key] = _recalled_items(key, line["items"], new)


def _recalled_items(key: str, stored: list[Any], new: list[Any]) -> list[Any]:
    """Return the items of a list in the form that they had; blank items stay where they were."""
    digests = {_digest(item): item for item in new}
    old = [item[0] if isinstance(item, list) and item else digests.get(item) if isinstance(
        item, str) else None for item in stored]  # fmt: skip
    shown = [_shown(key, item) for item in old]
    blank = [not item for item in shown]
    visible = [index for index, is_blank in enumerate(blank) if not is_blank]
    result: list[Any] = []
    done = 0
    for index, item in zip(align([shown[n] for n in visible], new), new, strict=True):
        if index is None:
            result.append(item)
            continue
        at = visible[index]
        if at >= done:
            result += [old[n] for n in range(done, at) if blank[n] and _is_kept(stored[n])]
            done = at + 1
        result.append(_recalled_item(key, old[at], item))
    return result + [old[n] for n in range(done, len(old)) if blank[n] and _is_kept(stored[n])]


def _is_kept(stored: Any) -> bool:
    return isinstance(stored, list)


def _recalled_item(key: str, old: Any, new: Tree) -> Any:
    if isinstance(old, dict):
        return put(old, new, lambda item: _shown(key, item))
    return old if _shown(key, old) == new else new


def _shown(key: str, item: Any) -> Tree:
    """Return an item of a document as cvkit writes it."""
    return {} if is_blank(node_of(item)) else canonical(key, item)


def _shown_basics(basics: Tree) -> Tree:
    return basics_of(view_of({"basics": basics}), "en")


def _shown_value(key: str, value: Any) -> Any:
    """Return a field of a document as cvkit writes it."""
    try:
        cv = view_of({key: value})
    except ValueError:
        return None
    return to_document(cv, _own_keys([key])).get(key)


def _own_keys(keys: Any) -> list[str]:
    return [key for key in keys if key not in KEYS and not _is_unprinted(key)]


def _is_unprinted(key: str) -> bool:
    return key == "meta" or key.startswith("$")


def _is_blank(value: Any) -> bool:
    return value in _BLANK


def _stored(whole: Tree) -> Any:
    """Yield the lines that a CV keeps; they are untrusted."""
    for text in whole.get("origin", {}).get(ORIGIN, ()):
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(line, Mapping):
            yield line


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _same(one: Any, other: Any) -> bool:
    """Whether two values are written in the same way, the order of fields included."""
    return json.dumps(one) == json.dumps(other)


def _digest(item: Any) -> str:
    return hashlib.sha256(json.dumps(item).encode()).hexdigest()[:12]
