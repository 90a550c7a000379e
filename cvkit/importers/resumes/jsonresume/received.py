"""An exported document that comes back: what was edited in it is edited in the CV.

The lists of the document are compared with those that cvkit exports from the CV that the document
carries. What is unchanged is taken from that CV; what was edited is put into it, so that
exporting the result gives the edited document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cvkit.importers.kit.fields import is_blank
from cvkit.importers.kit.text_fields import from_plain
from cvkit.interchange.jsonresume import (
    KEYS,
    Card,
    cards,
    is_text_alone,
    item_of,
    list_of,
    own_lists,
)
from cvkit.interchange.merge import align, put
from cvkit.markup import plain
from cvkit.model import best_match, is_languages
from cvkit.source.nodes import Node

from .rebuilding import Slot, rebuild
from .views import (
    Tree,
    canonical,
    copied,
    dumped,
    head_of,
    read_card,
    sections_of,
    show_card,
    show_head,
    view_of,
)

__all__ = ["receive"]


def receive(exported: Tree, root: Node, document: Tree) -> tuple[Tree, list[str]]:
    """Return the CV that a document was made from with the edits of the document.

    ``exported`` is that CV, and ``root`` the document with its positions. The second result are
    the paths of what was edited in the document.
    """
    received = _Received(copied(exported), root, document)
    received.head()
    received.texts()
    slots = [slot for key in received.lists() for slot in received.slots(key)]
    rebuild(received.cv, received.cards, slots)
    return received.cv, received.edited


class _Received:
    """A document, and the CV that is changed as the document was."""

    def __init__(self, cv: Tree, root: Node, document: Tree) -> None:
        self.cv = cv
        self.document = document
        self.nodes = root.value if isinstance(root.value, dict) else {}
        self.language = str(cv.get("language", "en"))
        self.edited: list[str] = []
        self.titles = [*own_lists(cv), *self._foreign_titles()]
        self.items: dict[str, list[tuple[Card, Tree]]] = {}
        self.cards: list[Card] = []
        for card in cards(cv.get("sections", ()), self.titles):
            if item := item_of(card.kind, card.entry, self.language):
                self.items.setdefault(card.key, []).append((card, item))
                self.cards.append(card)

    def _foreign_titles(self) -> list[str]:
        """Return the names of sections that are lists of the document."""
        titles = (s.get("title" if s["kind"] == "custom" else "id") for s in sections_of(self.cv))
        return [t for t in titles if isinstance(t, str) and t in self.document and t not in KEYS]

    def lists(self) -> list[str]:
        """Return the lists of the document, and those that it had when it was exported."""
        names = [key for key in self.document if key not in ("basics", "meta")]
        return list(dict.fromkeys(n for n in (*names, *self.items) if not n.startswith("$")))

    # The head

    def head(self) -> None:
        """Put the edits of the head into the CV."""
        before, show = head_of(self.cv), show_head(self.language)
        view = head_of(view_of({"basics": self.document.get("basics")}))
        after = put(before, view, show, self.renewed)
        if after == before:
            return
        self.edited.append("basics")
        summary = after.pop("summary", None)
        self._set_summary(summary)
        rest = {name: self.cv[name] for name in ("sections", "origin") if name in self.cv}
        self.cv.clear()
        self.cv.update(after | rest)

    def _set_summary(self, text: Any) -> None:
        found = (s for s in sections_of(self.cv) if s["kind"] == "summary" and "text" in s)
        section = next(found, None)
        if section is None and text is not None:
            self.cv["sections"] = [{"kind": "summary", "text": text}, *self.cv.get("sections", ())]
        elif section is not None and text is not None:
            section["text"] = text
        elif section is not None:
            self.cv["sections"] = [s for s in self.cv["sections"] if s is not section]

    # Texts

    def texts(self) -> None:
        """Put the edits of texts into the CV that are sections of their own."""
        known: list[str] = []
        for section in sections_of(self.cv):
            key = list_of(section, self.titles)
            if not key or not is_text_alone(section, key):
                continue
            text = self.document.get(key)
            if not isinstance(text, str):
                self.cv["sections"] = [s for s in self.cv["sections"] if s is not section]
            elif text != plain(self._spoken(section["text"])):
                section["text"] = self.renewed(section["text"], from_plain(text))
                self.edited.append(key)
            known.append(key)
        for key in self.lists():
            text = self.document.get(key)
            if isinstance(text, str) and text.strip() and key not in known:
                section = {"kind": "custom", "title": key, "text": from_plain(text)}
                self.cv["sections"] = [*self.cv.get("sections", ()), section]
                self.edited.append(key)

    def _spoken(self, text: Any) -> str:
        if isinstance(text, dict) and "tags" in text:
            text = text["text"]
        if is_languages(text):
            text = text[best_match(self.language, text) or next(iter(text))]
        return str(text)

    def renewed(self, old: Any, new: Any) -> Any:
        """Return a new text in the place of one that may have tags and other languages."""
        if not isinstance(new, str) or not isinstance(old, dict):
            return new
        if old.keys() == {"text", "tags"}:
            return {**old, "text": self.renewed(old["text"], new)}
        if is_languages(old):
            return {**old, best_match(self.language, old) or next(iter(old)): new}
        return new

    # Lists

    def slots(self, key: str) -> Iterator[Slot]:
        """Yield the items of a list, each with the card that it was made from."""
        known = self.items.get(key, [])
        paths, nodes, values = self._received(key)
        before, after = self._comparable(key, [item for _, item in known], values)
        if after and not known:
            self.edited.append(key)
        pairs = align(before, after)
        for index, path, node, item in zip(pairs, paths, nodes, after, strict=True):
            if index is not None and before[index] == item:
                yield Slot(key, path, node, known[index][0], known[index][0].entry, same=True)
                continue
            self.edited.append(path)
            if index is None:
                yield Slot(key, path, node, None, {}, same=False)
                continue
            card = known[index][0]
            view = read_card(card.kind, node, path)
            entry = put(card.entry, view, show_card(card.kind, self.language), self.renewed)
            yield Slot(key, path, node, card, entry, same=entry == card.entry)

    def _received(self, key: str) -> tuple[list[str], list[Node], list[Any]]:
        """Return the paths, nodes and values of the items of a list that are not blank."""
        node = self.nodes.get(key)
        if node is None or is_blank(node):
            return [], [], []
        value = self.document[key]
        if isinstance(node.value, str):
            return [], [], []  # see texts()
        if isinstance(node.value, dict):
            return [key], [node], [value]
        items = [(n, item) for n, item in enumerate(node.value or ()) if not is_blank(item)]
        return ([f"{key}[{n}]" for n, _ in items], [item for _, item in items],
                [value[n] for n, _ in items])  # fmt: skip

    def _comparable(
        self, key: str, before: list[Any], after: list[Any]
    ) -> tuple[list[Any], list[Any]]:
        """Return items as cvkit writes them, but for those that are in both lists anyway."""
        both = {dumped(item) for item in before} & {dumped(item) for item in after}

        def comparable(item: Any) -> Any:
            return item if dumped(item) in both else canonical(key, item)

        return [comparable(item) for item in before], [comparable(item) for item in after]
