"""The fields of an external mapping: what is read is marked, the rest is kept as extra."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cvkit.language.read_dates import read_date, read_period
from cvkit.source.nodes import Node

from .draft import Note, Placed
from .text_fields import from_markdown, from_plain, one_line, without_controls

__all__ = [
    "KEPT",
    "Fields",
    "Report",
    "bullet",
    "bullets_of",
    "is_blank",
    "scalars",
    "texts_of",
    "unread_end",
]

_SCHEMES = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?")
_BULLET = re.compile(r"^( *)[-*+•] +(\S.*)$")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


KEPT = "values without a field here were kept under extra, which is printed"
"""What is said of all values that were kept."""


class Report(list[Note]):
    """The notes on one file, in the order of their creation."""

    def add(self, message: str, node: Node | None = None, path: str = "") -> None:
        """Add a note at the position of a node."""
        line, column = (node.line + 1, node.column + 1) if node else (None, None)
        self.append(Note(message, line, column, path))


def is_blank(node: Node | None) -> bool:
    """Whether a node is empty: no value, white space, or an empty list or mapping."""
    if node is None or node.value is None:
        return True
    if isinstance(node.value, str):
        return not without_controls(node.value).strip()
    items = node.value.values() if isinstance(node.value, dict) else node.value
    return all(is_blank(item) for item in items)


def scalars(node: Node) -> list[str] | None:
    """Return a text, or a list of texts, as a list; ``None`` if it is anything else."""
    if isinstance(node.value, str):
        return [node.value]
    if isinstance(node.value, list):
        items = [item.value for item in node.value if not is_blank(item)]
        return [i for i in items if isinstance(i, str)] if all(
            isinstance(item, str) for item in items) else None  # fmt: skip
    return None


def texts_of(node: Node) -> list[str]:
    """Return the content of a node as texts: one for each item of a list."""
    if isinstance(node.value, list):
        return [_flat(item) for item in node.value if not is_blank(item)]
    return [] if is_blank(node) else [_flat(node)]


def _flat(node: Node) -> str:
    if isinstance(node.value, dict):
        parts = (f"{from_plain(key)}: {_flat(item)}" for key, item in node.value.items()
                 if not is_blank(item))  # fmt: skip
        return "; ".join(parts)
    if isinstance(node.value, list):
        return ", ".join(_flat(item) for item in node.value if not is_blank(item))
    return from_plain(node.value or "")


def unread_end(words: str, entry: dict[str, Any]) -> dict[str, str]:
    """Return the fields of a period whose end is in words that are not a date.

    The start is taken out of the entry: without an end it would be printed as running.
    """
    status = "; ".join(text for text in (f"– {words}", entry.get("status")) if text)
    start = entry.pop("start", "")
    return {"status": status, **({"date": start} if start else {})}


def bullet(node: Node, nested: str = r"\n\s*[-*•]\s+") -> Any:
    """Return a bullet; ``nested`` is the pattern that begins each bullet below it."""
    if not isinstance(node.value, str):
        return _flat(node)
    head, *below = re.split(nested, from_markdown(node.value))
    text = one_line(head)
    if not below:
        return text
    return {"text": text or "…", "highlights": [one_line(item) for item in below]}


def bullets_of(text: str) -> list[Any]:
    """Return a text that is nothing but a list as bullets, nested as there; otherwise nothing."""
    lines = [line for line in text.split("\n") if line.strip()]
    found = [_BULLET.match(line) for line in lines]
    top: list[Any] = []
    opened: list[tuple[int, dict[str, Any]]] = []
    for match in found:
        if match is None:
            return []
        item: dict[str, Any] = {"text": match[2].strip()}
        depth = len(match[1])
        while opened and opened[-1][0] >= depth:
            opened.pop()
        (opened[-1][1].setdefault("highlights", []) if opened else top).append(item)
        opened.append((depth, item))
    return [_short(item) for item in top]


def _short(item: dict[str, Any]) -> Any:
    if "highlights" not in item:
        return item["text"]
    return {**item, "highlights": [_short(each) for each in item["highlights"]]}


class Fields:
    """An external mapping that is being converted to an entry or a CV.

    ``data`` is the result. Fields that are neither put there nor marked as seen are kept under
    ``extra`` by :meth:`keep_rest`, with a note.
    """

    def __init__(self, node: Node, path: str, report: Report) -> None:
        self.node = node
        self.path = path
        self.report = report
        self.data: dict[str, Any] = {}
        self.fields: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
        self.errors: dict[str, str] = {}
        self.seen = {name for name, item in self.fields.items() if is_blank(item)}

    def find(self, *names: str) -> tuple[str, Node] | None:
        """Return the first of some fields that is not empty and not seen yet, with its name."""
        for name in names:
            if name in self.fields and name not in self.seen:
                return name, self.fields[name]
        return None

    def take(self, *names: str) -> Node | None:
        """Return the first of some fields that is not empty, and mark it as seen."""
        found = self.find(*names)
        if found is None:
            return None
        self.seen.add(found[0])
        return found[1]

    def put(self, ours: str, form: str, *names: str) -> None:
        """Put the first of some fields into the field ``ours``, converted to ``form``.

        ``form`` is a key of ``_FORMS``. A value that does not fit is left for ``extra``.
        """
        found = self.find(*names)
        if found is None or (ours in self.data and form != "prose"):
            return
        name, node = found
        value = _FORMS[form](node)
        if not value:
            self.errors[name] = f"is not {_WORDS[form]}"
            return
        self.seen.add(name)
        if ours in self.data:
            value = f"{self.data[ours]}\n\n{value}"
        if isinstance(value, str):
            value = Placed.at(value, node.line + 1, node.column + 1)
        self.data[ours] = value

    def put_period(self, starts: Iterable[str], ends: Iterable[str]) -> None:
        """Put the start and the end of a period.

        An end that says "present" is left out, since a start without an end means the same. An
        end that cannot be read must not become "present": it is kept as text in the status.
        """
        ends = tuple(ends)
        self.put("start", "date", *starts)
        self.put("end", "date", *ends)
        if "start" not in self.data:
            self._put_whole_period((*starts, "date", "dates", "period"))
        if self.data.get("end") == "present" and "start" in self.data:
            del self.data["end"]
        found = self.find(*ends)
        if found is None or self.data.keys() & {"end", "date"}:
            return
        name, node = found
        self.seen.add(name)
        words = "; ".join(texts_of(node))
        fields = read_period(words)
        if fields.keys() == {"date", "status"}:  # expected
            self.data |= {"end": fields["date"], "status": fields["status"]}
            return
        self.data |= unread_end(words, self.data)
        message = f'"{name}" is not a date: kept as text under status'
        self.note(message, name, "ends that are no dates were kept as text under status")

    def _put_whole_period(self, names: Iterable[str]) -> None:
        """Put the period that is in a single field, such as ``2018 – 2020`` or ``since 2019``."""
        found = self.find(*names)
        if found is None or not isinstance(found[1].value, str):
            return
        fields = read_period(found[1].value)
        is_double = fields.keys() & self.data.keys() or ("date" in fields and "end" in self.data)
        if fields and not is_double:
            self.seen.add(found[0])
            self.data |= fields

    def at(self, name: str) -> str:
        """Return the path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def note(self, message: str, name: str, kind: str = "") -> None:
        """Add a note on a field, at the position of its name."""
        place = self.node.keys.get(name, self.node.place)
        self.report.append(Note(message, place.line + 1, place.column + 1, self.at(name), kind))

    def skip(self, names: Iterable[str]) -> None:
        """Leave out fields that only programs use; each name is noted once per file."""
        for name in names:
            if name in self.fields and name not in self.seen:
                self.seen.add(name)
                message = f'"{name}" is never printed: kept under origin, here and in other places'
                if not any(note.message == message for note in self.report):
                    self.note(message, name)

    def rest(self) -> Iterator[tuple[str, Node]]:
        """Yield the fields that were not seen yet."""
        for name, node in self.fields.items():
            if name not in self.seen:
                self.seen.add(name)
                yield name, node

    def keep_rest(self) -> dict[str, Any]:
        """Keep all unseen fields under ``extra``, and return the data."""
        for name, node in self.rest():
            self.keep(name, node)
        return self.data

    def keep(self, name: str, node: Node) -> None:
        """Keep a field under ``extra``, with a note."""
        label = from_plain(name) or "field"
        self.data.setdefault("extra", {}).setdefault(label, []).extend(texts_of(node))
        message = f'"{name}" {self.errors.get(name, "has no field here")}: kept under extra'
        self.note(message, name, KEPT)


def _joined(separator: str, node: Node) -> str:
    return separator.join(from_plain(text) for text in scalars(node) or ())


def _prose(node: Node) -> str:
    return "\n\n".join(from_markdown(text) for text in scalars(node) or ())


def _name(node: Node) -> str:
    texts = scalars(node) or []
    return ", ".join(one_line(without_controls(text)) for text in texts)


def _date(node: Node) -> str:
    return read_date(node.value) if isinstance(node.value, str) else ""


def _url(node: Node) -> str:
    url = without_controls(node.value).strip() if isinstance(node.value, str) else ""
    good = not re.search(r"\s", url) and (_SCHEMES.match(url) or _HOST.fullmatch(url))
    return url if good else ""


def _emails(node: Node) -> list[str]:
    texts = [text.strip() for text in scalars(node) or ()]
    return texts if all(_EMAIL.fullmatch(text) for text in texts) else []


def _names(node: Node) -> list[str]:
    return [one_line(without_controls(text)) for text in scalars(node) or ()]


def _bullets(node: Node) -> list[Any]:
    if isinstance(node.value, str):
        return bullets_of(from_markdown(node.value)) or [bullet(node)]
    items: list[Any] = []
    for item in node.value if isinstance(node.value, list) else ():
        if is_blank(item):
            continue
        if not isinstance(item.value, list):
            items.append(bullet(item))
        elif items:  # a list after an item is below it
            above = items[-1] if isinstance(items[-1], dict) else {"text": items[-1]}
            above["highlights"] = [*above.get("highlights", ()), *_bullets(item)]
            items[-1] = above
        else:
            items += _bullets(item)
    return items


_FORMS = {
    "text": lambda node: _joined(", ", node),
    "line": lambda node: one_line(_prose(node)),
    "prose": _prose,
    "name": _name,
    "names": _names,
    "texts": lambda node: [from_plain(text) for text in scalars(node) or ()],
    "bullets": _bullets,
    "date": _date,
    "url": _url,
    "emails": _emails,
}
_WORDS = {
    "bullets": "a list of texts", "date": "a date", "emails": "an email address", "line": "a text",
    "name": "a text", "names": "a list of texts", "prose": "a text", "text": "a text",
    "texts": "a list of texts", "url": "a valid URL",
}  # fmt: skip
