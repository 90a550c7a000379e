"""The fields of a document of JSON Resume, version 1.0.0 and earlier, as the data of a CV."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from cvkit.errors import InputError
from cvkit.importers.kit.draft import Placed
from cvkit.importers.kit.fields import KEPT, Fields, Report, bullet, bullets_of, is_blank, texts_of
from cvkit.importers.kit.headings import kind_of_heading
from cvkit.importers.kit.text_fields import from_plain, one_line, without_controls
from cvkit.interchange.jsonresume import SHAPES, Shape, shape_of_key
from cvkit.source.nodes import Node
from cvkit.source.text import Source

__all__ = ["COMPLEMENT", "kind_of_key", "read_entry", "read_resume"]

COMPLEMENT = "cvkit"
"""The key in ``meta`` of an exported document for the CV that it was made from."""

# Only programs use them: not printed, kept under origin.
_UNPRINTED = ("id", "_id", "uuid", "guid")
_PLACE = ("address", "postalCode", "city", "region", "state", "country", "countryCode")

Fail = Callable[[str, Node], Exception]


HINT = "see https://jsonresume.org/schema"


def read_resume(
    root: Node, report: Report, source: Source, hint: str = HINT, path: str = ""
) -> dict[str, Any]:
    """Return the data of a CV, its sections in the order of the document.

    ``hint`` is the hint of errors, ``path`` the path of the document in its file. Raises
    :class:`InputError` if the document does not have the structure of a résumé.
    """

    def fail(message: str, node: Node) -> Exception:
        return InputError(source.problem(message, node.line, node.column, hint=hint))

    if not isinstance(root.value, dict):
        raise fail("a résumé must be an object, not a list or a single value", root)
    document = Fields(root, path, report)
    if not _is_our_own(document.fields.get("meta")):
        document.skip(["meta"])
    basics = document.take("basics")
    cv, summary = _basics(basics, report, fail) if basics else ({}, None)
    sections: list[dict[str, Any]] = [{"kind": "summary", "text": summary}] if summary else []
    for key, node in document.rest():
        if key == "meta" or key.startswith("$"):
            continue  # only programs use it
        shape = shape_of_key(key)
        if shape is None:
            sections.append(_unknown(key, node, document))
        elif not isinstance(node.value, list):
            raise fail(f'"{key}" must be a list', node)
        elif entries := list(_entries(shape, key, node, report, fail)):
            sections.append({"kind": shape.kind, "entries": entries})
    return {**cv, **({"sections": sections} if sections else {})}


def _is_our_own(meta: Node | None) -> bool:
    return meta is not None and isinstance(meta.value, dict) and list(meta.value) == [COMPLEMENT]


def _entries(
    shape: Shape, key: str, node: Node, report: Report, fail: Fail
) -> Iterator[dict[str, Any]]:
    assert isinstance(node.value, list)
    for number, item in enumerate(node.value):
        if is_blank(item):
            continue
        if isinstance(item.value, list):
            raise fail(f'an item of "{key}" must be an object, not a list', item)
        yield read_entry(shape, item, f"{key}[{number}]", report)


def read_entry(shape: Shape, item: Node, path: str, report: Report) -> dict[str, Any]:
    """Return the data of an entry; ``path`` is the path of the item in the document."""
    if isinstance(item.value, list):
        return {shape.fields[0].ours: bullet(item)}
    if isinstance(item.value, str):
        return {shape.fields[0].ours: from_plain(item.value)}
    fields = Fields(item, path, report)
    fields.skip(_UNPRINTED)
    periods = {f.ours: (f.name, *f.legacy) for f in shape.fields if f.ours in ("start", "end")}
    for field in shape.fields:
        if field.ours in periods:
            continue
        form = "text" if field.form == "words" else field.form
        if field.name == "location" and (place := fields.take("location")):
            fields.data["location"] = _place(place)
            continue
        fields.put(field.ours, form, field.name, *field.legacy, field.ours)
    fields.put_period(periods.get("start", ()), periods.get("end", ()))
    data = fields.keep_rest()
    if bullets := bullets_of(data.get("summary", "")):
        del data["summary"]
        data["highlights"] = [*bullets, *data.get("highlights", ())]
    return data


def _basics(node: Node, report: Report, fail: Fail) -> tuple[dict[str, Any], str | None]:
    """Return the head of a CV and the text of its summary."""
    if not isinstance(node.value, dict):
        raise fail('"basics" must be an object', node)
    fields = Fields(node, "basics", report)
    fields.skip(_UNPRINTED)
    fields.put("name", "name", "name", "fullName")
    if "name" not in fields.data and (given := fields.take("firstName")):
        family = fields.take("lastName")
        parts = (part for item in (given, family) if item for part in texts_of(item))
        fields.data["name"] = " ".join(parts)
    fields.put("headline", "text", "label", "headline", "title")
    fields.put("pronouns", "name", "pronouns")
    _picture(fields)
    fields.put("email", "emails", "email")
    fields.put("phone", "names", "phone", "telephone", "mobile")
    fields.put("url", "url", "url", "website", "homepage")
    if place := fields.take("location"):
        fields.data["location"] = _place(place)
    fields.put("summary", "prose", "summary", "bio", "about")
    _profiles(fields)
    data = fields.keep_rest()
    return data, data.pop("summary", None)


def _picture(fields: Fields) -> None:
    found = fields.find("image", "picture", "photo")
    if found is None or not isinstance(found[1].value, str):
        return
    name, picture = found[0], one_line(without_controls(found[1].value))
    fields.seen.add(name)
    if ":" in picture or picture.startswith(("/", "\\")) or ".." in picture:
        what = f'the image "{picture[:300]}{"…" * (len(picture) > 300)}" is not downloaded'
        fields.note(f"{what}: save it in the folder of the CV and add its name as photo", name)
    else:
        node = found[1]
        fields.data["photo"] = Placed.at(picture, node.line + 1, node.column + 1)


def _place(node: Node) -> str:
    if not isinstance(node.value, dict):
        return ", ".join(texts_of(node))
    known = {name: ", ".join(texts_of(item)) for name, item in node.value.items()}
    if known.get("postalCode") and known.get("city"):
        known["city"] = f"{known.pop('postalCode')} {known['city']}"
    names = [*(name for name in _PLACE if name in known),
             *(name for name in known if name not in _PLACE)]  # fmt: skip
    return ", ".join(known[name] for name in names if known[name])


def _profiles(fields: Fields) -> None:
    found = fields.find("profiles")
    if found is None or not isinstance(found[1].value, list):
        return
    fields.seen.add("profiles")
    for number, item in enumerate(found[1].value):
        is_url = isinstance(item.value, str)
        node = Node(item.place, {"url": item}) if is_url else item
        profile = Fields(node, f"basics.profiles[{number}]", fields.report)
        profile.skip(_UNPRINTED)
        for name in ("network", "username"):
            profile.put(name, "name", name)
        profile.put("url", "url", "url", "link")
        for name, rest in profile.rest():
            network = profile.data.get("network", "profile")
            fields.data.setdefault("extra", {}).setdefault(
                from_plain(f"{network} {name}"), []
            ).extend(texts_of(rest))
            profile.note(f'"{name}" has no field here: kept under extra', name, KEPT)
        if profile.data:
            fields.data.setdefault("profiles", []).append(profile.data)


def kind_of_key(key: str) -> str:
    """Return the kind of section that a list of a document is read as, by its name."""
    shape = shape_of_key(key)
    if shape:
        return shape.kind
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]", " ", key)
    kind = kind_of_heading(words, whole=True) if re.fullmatch(r"[\w-]+", key) else ""
    return kind if kind in SHAPES else "custom"


def _unknown(key: str, node: Node, document: Fields) -> dict[str, Any]:
    """Return the section for a key that is not part of JSON Resume."""
    message = f'"{key}" is not part of JSON Resume: imported as a section'
    document.note(message, key, "lists that JSON Resume does not have were imported as sections")
    if isinstance(node.value, str):
        return {"kind": "custom", "title": key, "text": from_plain(node.value)}
    kind = kind_of_key(key)
    section: dict[str, Any] = {"kind": kind, "title" if kind == "custom" else "id": key}
    if kind != "custom" and kind in map(kind_of_key, document.fields.keys() - {key}):
        section["title"] = key
    items = node.value if isinstance(node.value, list) else [node]
    shape = SHAPES[kind]
    section["entries"] = [
        read_entry(shape, item, f"{document.at(key)}[{number}]", document.report)
        for number, item in enumerate(items)
        if not is_blank(item)
    ]  # fmt: skip
    return section
