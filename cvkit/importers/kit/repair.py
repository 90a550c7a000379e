"""From a draft to a valid CV.

What the model rejects is moved to ``extra`` with a note; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cvkit.errors import path_text
from cvkit.model import CV, KINDS
from cvkit.model.walk import texts_of

from .draft import Note, Placed
from .fields import KEPT
from .text_fields import from_plain

__all__ = ["PHOTO", "PLACEHOLDER", "repair"]

PHOTO = "photo"
"""The key in ``origin`` of a CV for the picture of the imported file that was not found."""

PLACEHOLDER = "—"
ROUNDS = 50

_ENTRY_LISTS = ("entries", "positions", "projects", "skills")
# The field to move where two fields of a model exclude each other, by the type of the error.
_EXCLUDED = {"date-and-range": "date", "position-and-positions": "position"}
# Errors of a whole model; all others are errors of one field.
_OF_MODELS = {*_EXCLUDED, "empty-item"}

_MAIN_FIELDS = {kind.main for kind in KINDS.values() if kind.main}

Path_ = list[int | str]


def repair(data: Mapping[str, Any], folder: Path | None = None) -> tuple[CV, list[Note]]:
    """Return the CV of a draft, and a note on each change.

    ``folder`` is the folder of the file to be written: a photo that is not in it is kept under
    ``origin``, with a note. Raises pydantic's ``ValidationError`` if the draft cannot be
    repaired, which is a bug.
    """
    tree: dict[str, Any] = _copy(data)
    notes: list[Note] = []
    if folder is not None and "photo" in tree and not _is_beside(tree["photo"], folder):
        photo = tree.pop("photo")
        line, column = _position(photo)
        tree["origin"] = {**tree.get("origin", {}), PHOTO: [str(photo)[:1000]]}
        what = f'the photo "{photo}" is not in {folder}'
        message = f'{what}: copy it there and add "photo: {photo}"'
        notes.append(Note(message, line, column, "photo"))
    for _ in range(ROUNDS):
        try:
            return CV.model_validate(tree), notes
        except ValidationError as error:
            errors = error.errors(include_url=False)
            # An unknown field may be the one that is missing: these errors come first.
            unknown = [details for details in errors if details["type"] == "extra_forbidden"]
            found = [(_real_path(tree, error["loc"]), error)
                     for error in _last_first(unknown or errors)]  # fmt: skip
            done: set[tuple[int | str, ...]] = set()
            for path, details in found:
                # The next round validates what is left of a value that was moved.
                if not any(tuple(path[:end]) in done for end in range(len(path) + 1)):
                    done.add(tuple(_repair_one(tree, path, details, notes)))
    return CV.model_validate(tree), notes


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _copy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_copy(item) for item in value]
    return value if isinstance(value, str) else str(value)


def _is_beside(photo: Any, folder: Path) -> bool:
    if not isinstance(photo, str) or "://" in photo or photo.startswith("data:"):
        return False
    file = (folder / photo).resolve()
    return file.is_relative_to(folder.resolve()) and file.is_file()


def _last_first(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Order errors so that removing an item does not change the paths of the others."""
    return sorted(errors, key=lambda error: [str(p).zfill(9) for p in error["loc"]], reverse=True)


def _repair_one(tree: dict[str, Any], path: Path_, error: ErrorDetails, notes: list[Note]) -> Path_:
    """Repair one error; return the path of what was changed."""
    kind = error["type"]
    value = _at(tree, path)
    if kind == "missing":
        return _fill_in(tree, [*path, str(error["loc"][-1])], notes)
    if kind in _OF_MODELS and isinstance(value, dict) and path:
        return _repair_model(tree, path, error, notes)
    if not _texts(value):
        _remove(tree, path)
        return path
    if kind == "extra_forbidden" and (main := _lacking(tree, path)):
        _at(tree, path[:-1])[main] = _remove(tree, path)
        return path
    return _move_to_extra(tree, path, error["msg"], notes)


def _real_path(tree: Any, loc: tuple[int | str, ...]) -> Path_:
    """Return a location without the tags of unions, as far as it exists in the tree."""
    path: Path_ = []
    for part in loc:
        if _has(tree, part):
            tree = tree[part]
            path.append(part)
    return path


def _has(node: Any, part: int | str) -> bool:
    if isinstance(node, list):
        return isinstance(part, int) and part < len(node)
    return isinstance(node, dict) and part in node


def _at(tree: Any, path: Path_) -> Any:
    for part in path:
        tree = tree[part]
    return tree


def _fill_in(tree: dict[str, Any], path: Path_, notes: list[Note]) -> Path_:
    """Fill in a required field that the draft does not have."""
    owner = _at(tree, path[:-1])
    if isinstance(owner, dict):
        owner[str(path[-1])] = PLACEHOLDER
        message = f'{path[-1]} is missing: "{PLACEHOLDER}" is used instead'
        kind = f'required fields that are missing: "{PLACEHOLDER}" is used instead'
        notes.append(Note(message, *_position(owner), path_text(path), kind))
    return path


def _repair_model(
    tree: dict[str, Any], path: Path_, error: ErrorDetails, notes: list[Note]
) -> Path_:
    value, message = _at(tree, path), error["msg"]
    excluded = _EXCLUDED.get(error["type"])
    if excluded and excluded in value:
        return _move_to_extra(tree, [*path, excluded], message, notes)
    if not _texts(value):
        _remove(tree, path)
        return path
    if (name := _main_field(tree, path)) and name not in value:
        return _fill_in(tree, [*path, name], notes)
    return _move_to_extra(tree, path, message, notes)


def _main_field(tree: dict[str, Any], path: Path_) -> str:
    """Return the main field of the entry at a path, by the kind of the section around it."""
    if len(path) < 2 or path[-2] not in _ENTRY_LISTS:
        return ""
    kinds = [_at(tree, path[:end]) for end in range(2, len(path))]
    kind = next((node["kind"] for node in reversed(kinds)
                 if isinstance(node, dict) and "kind" in node), "")  # fmt: skip
    return KINDS[kind].main if path[-2] == "entries" and kind in KINDS else ""


def _lacking(tree: dict[str, Any], path: Path_) -> str:
    """Return the main field of the entry around a field that is the main one of other kinds."""
    main = _main_field(tree, path[:-1])
    return main if path[-1] in _MAIN_FIELDS and main not in _at(tree, path[:-1]) else ""


def _move_to_extra(tree: dict[str, Any], path: Path_, message: str, notes: list[Note]) -> Path_:
    """Move a value to ``extra`` of the entry around it, or of the CV."""
    owner_path = _owner(tree, path)
    field = path[len(owner_path)]
    end = len(owner_path) + 1
    if len(path) > end and isinstance(path[end], int):
        end += 1  # one item of a list, not the whole list
    removed = path[:end]
    value = _remove(tree, removed)
    owner = _at(tree, owner_path)
    extra = owner.get("extra")
    if not isinstance(extra, dict):
        extra = owner["extra"] = {} if field == "extra" or extra is None else {"extra": extra}
    kept = extra.setdefault(str(field), [])
    if not isinstance(kept, list):
        kept = extra[str(field)] = [kept]
    kept += (from_plain(text) for text in _texts(value))
    message = f"{message}; kept under extra"
    notes.append(Note(message, *_position(value), path_text(removed), KEPT))
    return removed


def _position(value: Any) -> tuple[int | None, int | None]:
    """Return the line and the column of the first text within a value, as far as known."""
    for text in texts_of(value):
        if isinstance(text, Placed):
            return text.line, text.column
    return None, None


def _owner(tree: dict[str, Any], path: Path_) -> Path_:
    """Return the path of the nearest entry around a value; the empty path is the CV."""
    for end in range(len(path) - 1, 1, -1):
        if path[end - 2] in _ENTRY_LISTS and isinstance(path[end - 1], int):
            node = _at(tree, path[:end])
            if isinstance(node, dict) and len(path) > end:
                return path[:end]
    return []


def _remove(tree: dict[str, Any], path: Path_) -> Any:
    return _at(tree, path[:-1]).pop(path[-1])


def _texts(value: Any) -> list[str]:
    """Return every text within a value, except for the empty ones."""
    return [text for text in texts_of(value) if text.strip()]
