"""YAMLResume (https://yamlresume.dev): the sections of JSON Resume in YAML, under ``content``."""

from __future__ import annotations

from typing import Any

from cvkit.errors import InputError
from cvkit.importers.kit.decode import decode, sniff
from cvkit.importers.kit.draft import Draft, Importer
from cvkit.importers.kit.fields import Fields, Report, texts_of
from cvkit.importers.kit.json_tree import value_of
from cvkit.importers.kit.text_fields import as_json
from cvkit.importers.kit.yaml_tree import parse_yaml
from cvkit.source.nodes import Node

from .jsonresume import read_resume

__all__ = ["IMPORTER"]

ORIGIN = "yamlresume"
HINT = "see https://yamlresume.dev/docs"


def _looks_like(_name: str, data: bytes) -> bool:
    return sniff(r"^content:", data) and sniff(r"^\s+basics:", data)


def _read(name: str, data: bytes) -> Draft:
    report = Report()
    root = parse_yaml(name, data, report)
    source = decode(name, data)
    file = Fields(root, "", report)
    content = file.take("content")
    if content is None or not isinstance(content.value, dict):
        raise InputError(
            source.problem('the fields of a résumé must be under "content"', root.line, root.column,
                           hint=HINT)
        )  # fmt: skip
    cv = read_resume(_rearranged(content), report, source, HINT, "content")
    cv |= _language(file)
    origin = {}
    for key, node in file.rest():
        if key == "layouts":
            _retitle(cv, node)
        file.note(f'"{key}" kept under origin: themes define the design', key)
        origin[key] = value_of(node)
    if origin:
        cv["origin"] = {ORIGIN: [as_json(origin)]}
    return Draft(cv, tuple(report))


def _rearranged(content: Node) -> Node:
    """Move the location and the profiles into the basics, where JSON Resume has them."""
    assert isinstance(content.value, dict)
    fields = dict(content.value)
    basics = fields.pop("basics", None) or Node(content.place, {})
    if isinstance(basics.value, dict):
        moved = [name for name in ("location", "profiles") if name in fields]
        inner: dict[str, Node] = {name: fields.pop(name) for name in moved}
        basics = Node(basics.place, {**basics.value, **inner}, basics.keys)
    return Node(content.place, {"basics": basics, **fields}, content.keys)


def _language(file: Fields) -> dict[str, str]:
    found = file.take("locale")
    if found is None:
        return {}
    locale = Fields(found, "locale", file.report)
    if language := locale.take("language"):
        texts = texts_of(language)
        locale.data["language"] = texts[0] if texts else "en"
    return locale.keep_rest()


# YAMLResume's names of sections and our kinds, if they differ.
_KINDS = {"basics": "summary", "work": "experience", "volunteer": "volunteering"}


def _retitle(cv: dict[str, Any], layouts: Node) -> None:
    """Apply the titles and the order of sections of the first layout that has them."""
    for layout in layouts.value if isinstance(layouts.value, list) else ():
        sections = layout.value.get("sections") if isinstance(layout.value, dict) else None
        if sections is None or not isinstance(sections.value, dict):
            continue
        aliases, order = sections.value.get("aliases"), sections.value.get("order")
        titles = value_of(aliases) if aliases else None
        if isinstance(titles, dict):
            for section in cv.get("sections", ()):
                for name, title in titles.items():
                    if section["kind"] == _KINDS.get(name, name) and isinstance(title, str):
                        section.setdefault("title", title)
        names = texts_of(order) if order else []
        if names:
            ranks = {_KINDS.get(name, name): rank for rank, name in enumerate(names)}
            cv.get("sections", []).sort(key=lambda s: ranks.get(s["kind"], len(ranks)))
        return


IMPORTER = Importer(_read, _looks_like, "YAMLResume (resume.yml)")
