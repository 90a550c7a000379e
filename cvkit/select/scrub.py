"""Scrub: hide the traces of what is redacted in every text, link and list of authors of a CV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cvkit.errors import child_path
from cvkit.model import Author, Model
from cvkit.model.names import is_same_person, split_marks

from .prune import Pruner, is_empty
from .traces import HIDDEN, Traces

__all__ = ["Doubt", "Scrubber"]

# Fields whose values are words of cvkit, or names of files; "tags" are not shown.
_STRUCTURE = frozenset(
    ("kind", "type", "language", "sort", "group_by", "page_break", "icon", "tags", "photo",
     "logo", "signature", "theme", "variant")
)  # fmt: skip
# Values that cannot be shown in part.
_WHOLE = frozenset(("url", "doi", "arxiv", "isbn", "issn", "pmid", "number", "id"))


@dataclass(frozen=True)
class Doubt:
    """What may be a trace of something redacted, and is kept.

    ``path`` is where the ``text`` is, as far as it is known; ``found`` is the part of the text
    that is doubtful; ``field`` is what it may be.
    """

    path: str
    text: str
    found: str
    field: str


class Scrubber:
    """Hides what is certain, and records in ``doubts`` what is doubtful.

    ``names`` are the person's, if these are redacted; ``why`` is the reason to record.
    """

    def __init__(self, traces: Traces, names: tuple[str, ...], pruner: Pruner, why: str) -> None:
        self.traces = traces
        self.names = names
        self.pruner = pruner
        self.why = why
        self.doubts: list[Doubt] = []

    def model(self, model: Any, path: str = "") -> Any:
        """Return a model without traces."""
        if isinstance(model, Author):
            return self._author(model)
        path = self.pruner.path_of(model) or path
        update = {}
        for name in type(model).model_fields:
            if name in model.model_fields_set and name not in _STRUCTURE:
                old = getattr(model, name)
                new = self._value(old, name, child_path(path, name))
                if new is not old:
                    update[name] = new
        return model.model_copy(update=update) if update else model

    def _author(self, author: Author) -> Author:
        """Return an author without traces; names of others may resemble the person's."""
        if self.names and (author.self_ or is_same_person(author.name, self.names)):
            update = {"name": HIDDEN + split_marks(author.name)[1], "self_": True}
            return author.model_copy(update=update)
        hidden = self.traces.hide(author.name)
        return author if hidden == author.name else author.model_copy(update={"name": hidden})

    def _value(self, value: Any, field: str, path: str) -> Any:
        if isinstance(value, str):
            return self._text(value, field, path)
        if isinstance(value, Model):
            return self.model(value, path)
        if isinstance(value, tuple):
            return self._list(value, field, path)
        if isinstance(value, dict):
            is_labelled = field in ("extra", "metrics")  # other keys are names of options
            return {
                self.traces.hide(key) if is_labelled else key: self._value(
                    item, "", child_path(path, key)
                )
                for key, item in value.items()
            }
        return value

    def _list(self, value: tuple[Any, ...], field: str, path: str) -> tuple[Any, ...]:
        kept = (
            self._value(item, field, child_path(path, number))
            for number, item in enumerate(value)
            if not self._leads_back(item)
        )
        new = [
            item for item in kept
            if item is not None and not (isinstance(item, Model) and is_empty(item))
        ]  # fmt: skip
        same = len(new) == len(value) and all(a is b for a, b in zip(new, value, strict=True))
        return value if same else tuple(new)

    def _text(self, text: str, field: str, path: str) -> str | None:
        if field in _WHOLE and self.traces.is_in_url(text):
            return None
        hidden = text if field in _WHOLE else self.traces.hide(text)
        for match in self.traces.doubts(hidden):
            found = hidden[match.start : match.end]
            if field == match.field == "location" and found == hidden:
                continue  # others live and work in the same town
            self.doubts.append(Doubt(path, text, found, match.field))
        return text if hidden == text else hidden

    def _leads_back(self, item: Any) -> bool:
        """Whether this is a link, and nothing but a link, to something redacted."""
        url = getattr(item, "url", None)
        labelled = isinstance(item, Model) and "label" in type(item).model_fields
        required = labelled and type(item).model_fields.get("url")
        if url and required and required.is_required() and self.traces.is_in_url(url):
            self.pruner.record(item, self.why)
            return True
        return False
