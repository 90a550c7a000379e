"""Follow the texts of a CV to where they are printed, for a preview.

Every text of a CV gets the number of its path. It keeps it while a CV is selected and composed;
where the text is written into HTML, marks around it name the number. They consist of characters
that Unicode reserves for such internal use, and the typesetter removes them from the document
before it is laid out: pages are the same with and without them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, SupportsIndex, TypeVar

from markupsafe import Markup, escape

from cvkit.document import MARK_END, MARK_NUMBER, MARK_START
from cvkit.errors import child_path
from cvkit.model import CV, Letter, Model, RichText

__all__ = ["marked", "numbered"]

_UNPRINTED = frozenset(
    (
        "variants",
        "redactions",
        "options",
        "origin",
        "ignore",
        "tags",
        "kind",
        "id",
        "icon",
        "theme",
        "formats",
        "output",
        "words",
        "emphasis",
    )
)


class _Numbered(str):
    """A text with the number of its path."""

    __slots__ = ("number",)
    number: int

    def __new__(cls, text: str, number: int) -> Self:
        self = super().__new__(cls, text)
        self.number = number
        return self

    def __html__(self) -> str:
        return _mark(self.number, escape(str(self)))

    # A part of a text is still that text: names are printed apart from their marks.

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        return _Numbered(super().__getitem__(key), self.number)

    def rstrip(self, chars: str | None = None, /) -> str:
        """Return the text without these characters at its end."""
        return _Numbered(super().rstrip(chars), self.number)


class _NumberedRich(RichText):
    """A text in several languages or with tags, whose choices are numbered."""

    __slots__ = ("number",)
    number: int

    def __str__(self) -> str:
        return _Numbered(super().__str__(), self.number)


def marked(text: str, html: Markup) -> Markup:
    """Return the HTML that was made of a text, in the marks of this if it has a number."""
    return _mark(text.number, html) if isinstance(text, _Numbered) else html


def _mark(number: int, html: Markup) -> Markup:
    # Digits have no direction and no case: marks do not change how a text is read.
    start = Markup(f"{MARK_START}{number}{MARK_NUMBER}")  # noqa: S704 - neither has special characters
    return start + html + Markup(MARK_END)  # noqa: S704


M = TypeVar("M", CV, Letter)


def numbered(value: M) -> tuple[M, tuple[str, ...]]:
    """Return a CV or letter with numbered texts, and the paths that their numbers stand for."""
    numberer = _Numberer()
    return numberer.model(value, ""), tuple(numberer.paths)


K = TypeVar("K", bound=Model)


class _Numberer:
    def __init__(self) -> None:
        self.paths: list[str] = []

    def model(self, model: K, path: str) -> K:
        update = {}
        for name in model.model_fields_set - _UNPRINTED:
            alias = type(model).model_fields[name].alias or name
            update[name] = self.value(getattr(model, name), child_path(path, alias))
        return model.model_copy(update=update)

    def value(self, value: Any, path: str) -> Any:
        if isinstance(value, RichText):
            return self.rich(value, path)
        if isinstance(value, str):
            return _Numbered(value, self.number(path))
        if isinstance(value, Model):
            return self.model(value, path)
        if isinstance(value, tuple):
            return tuple(self.value(item, child_path(path, n)) for n, item in enumerate(value))
        if isinstance(value, Mapping):
            return {
                self.value(key, child_path(path, key)): self.value(item, child_path(path, key))
                for key, item in value.items()
            }
        return value

    def rich(self, text: RichText, path: str) -> RichText:
        place = child_path(path, "text") if text.tags else path
        languages = {
            tag: _Numbered(each, self.number(child_path(place, tag)))
            for tag, each in text.languages.items()
        }
        found = _NumberedRich(text, languages, text.tags)
        found.number = self.number(place)
        return found

    def number(self, path: str) -> int:
        self.paths.append(path)
        return len(self.paths) - 1
