"""JSON Resume, version 1.0.0 and earlier: documents of others, and those that cvkit exported."""

from __future__ import annotations

from collections.abc import Iterable

from cvkit.importers.kit.decode import decode, head, sniff
from cvkit.importers.kit.draft import Draft, Importer
from cvkit.importers.kit.fields import Report
from cvkit.importers.kit.json_tree import parse_json, value_of
from cvkit.importers.kit.recognize import fields_of_json
from cvkit.importers.kit.repair import repair
from cvkit.importers.kit.yaml_tree import parse_yaml

from .complement import complemented, split_off
from .origin import recalled, remembered
from .reading import read_resume
from .received import receive
from .views import normal, with_photo

__all__ = ["IMPORTER", "complemented", "normal", "read_resume", "recalled", "with_photo"]

_FIELDS = {"work", "volunteer", "education", "skills", "references", "interests",
           "awards", "certificates", "publications", "languages", "projects"}  # fmt: skip
# A file that is no JSON, but was meant to be a résumé: its errors are to be reported.
_BROKEN = (
    r'\A\s*\{[\s\S]*"(basics|work|volunteer|education|skills|references|interests|awards)"\s*:'
)


def _is_json(data: bytes) -> bool:
    return head(data).lstrip().startswith(("{", "["))


def _looks_like(_name: str, data: bytes) -> bool:
    if _is_json(data):
        fields = fields_of_json(data)
        lists = (name for name in _FIELDS if isinstance(fields.get(name), list))
        return "basics" in fields or any(lists) or (not fields and sniff(_BROKEN, data))
    return sniff(r"^(basics|work):", data) and not sniff(r"^(cv|content|sections):", data)


def _read(name: str, data: bytes) -> Draft:
    source = decode(name, data)
    report = Report()
    if _is_json(data):
        root, document = parse_json(source)
    else:
        root = parse_yaml(name, data, report)
        document = value_of(root)
    tree = read_resume(root, report, source)
    cv, changes = repair(tree)
    whole, notes = normal(cv), (*report, *changes)
    if "photo" in whole:
        whole["photo"] = tree["photo"]  # with its position
    exported, document = split_off(document)
    if exported is not None:
        merged, edited = receive(exported, root, document)
        notes = tuple(note for note in notes if _is_about(note.path, edited))
        cv, changes = repair(merged)
        whole, notes = normal(cv), (*notes, *changes)
    return Draft(whole | remembered(whole, document), notes, settled=exported is not None)


def _is_about(path: str, edited: Iterable[str]) -> bool:
    return any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in edited)


IMPORTER = Importer(
    _read, _looks_like, "JSON Resume, 1.0.0 and older, as JSON or YAML (resume.json)"
)
