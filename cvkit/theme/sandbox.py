"""The sandbox for templates: they see only the data they are given, within limits of size.

Jinja's sandbox keeps templates from Python's own objects. This one also closes the methods of
the model's classes, the sizes that one expression may ask for, and the size of a page. Endless
loops are stopped by the time limit for composing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sized
from contextlib import suppress
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cvkit.model import Model
from cvkit.system.cache import cache_folder, is_private

__all__ = ["MAX_HTML", "Sandbox", "bounded", "bytecode_cache"]

MAX_NUMBER = 100_000
"""The largest number that a function, a method or a filter may be given, in units of anything."""
MAX_REPEATED = 1_000_000
"""How long what ``*`` repeats may become."""
MAX_BITS = 4_096
MAX_HTML = 20_000_000
"""How many characters a page may have."""

# Filters that can be asked for more than there is.
_SIZED_FILTERS = (
    "batch", "center", "indent", "int", "round", "slice", "truncate", "wordwrap",
)  # fmt: skip


class Sandbox(ImmutableSandboxedEnvironment):
    """A Jinja environment for untrusted templates."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        del self.globals["lipsum"]
        for name in _SIZED_FILTERS:
            self.filters[name] = _sized(self.filters[name])
        self.filters["sum"] = _sum(self.filters["sum"])
        self.filters["format"] = _format

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of the model there are fields and properties: pydantic's methods read files, and more."""
        if isinstance(obj, Model) or (isinstance(obj, type) and issubclass(obj, Model)):
            kind = type(obj)
            if not issubclass(kind, Model):
                return False
            property_ = isinstance(getattr(kind, attr, None), property | cached_property)
            own = property_ and not hasattr(Model, attr)
            return attr in kind.model_fields or own
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply, raise to powers and format within limits."""
        if operator == "%" and isinstance(left, str):
            return _format(left, *(right if isinstance(right, tuple) else (right,)))
        both = isinstance(left, int) and isinstance(right, int)
        if operator == "**" and both and left.bit_length() * abs(right) > MAX_BITS:
            raise SecurityError(f"the number is longer than {MAX_BITS} bits")
        if operator == "*" and both and left.bit_length() + right.bit_length() > MAX_BITS:
            raise SecurityError(f"the number is longer than {MAX_BITS} bits")
        for what, times in ((left, right), (right, left)):
            repeats = isinstance(what, Sized) and isinstance(times, int)
            if operator == "*" and repeats and len(what) * times > MAX_REPEATED:
                raise SecurityError(f"repeated to more than {MAX_REPEATED} items")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what may be called, with numbers within limits."""
        _check_numbers(args, kwargs.values())
        return super().call(context, called, *args, **kwargs)


def _sized(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)  # keeps the marks by which Jinja knows what to hand over
    def checked(*args: Any, **kwargs: Any) -> Any:
        _check_numbers(args[1:], kwargs.values())
        return function(*args, **kwargs)

    return checked


def _sum(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def checked(
        environment: Any, values: Iterable[Any], attribute: Any = None, start: Any = 0
    ) -> Any:
        if not isinstance(start, int | float):
            raise SecurityError("numbers only can be summed")  # lists, in quadratic time
        return function(environment, values, attribute, start)

    return checked


_WIDE = re.compile(r"%[^a-zA-Z%]*(\d{4}|\*)")


def _format(text: str, *args: Any, **kwargs: Any) -> str:
    """Format as Python's ``%`` does; a width has at most three digits."""
    if _WIDE.search(text):
        raise SecurityError("a width in a format has at most three digits")
    formatted: str = text % (kwargs or args)
    return formatted


def _check_numbers(*groups: Iterable[Any]) -> None:
    for value in (value for group in groups for value in group):
        if isinstance(value, int | float) and abs(value) > MAX_NUMBER:
            raise SecurityError(f"{value:g} is more than {MAX_NUMBER}")


def bounded(parts: Iterable[str]) -> str:
    """Join the parts of a page; raise ``SecurityError`` as soon as it becomes too long."""
    kept: list[str] = []
    length = 0
    for part in parts:
        length += len(part)
        if length > MAX_HTML:
            raise SecurityError(f"the page is longer than {MAX_HTML // 1_000_000} MB")
        kept.append(part)
    return "".join(kept)


def bytecode_cache() -> jinja2.BytecodeCache | None:
    """Keep compiled templates, where that is possible: compiling takes a tenth of a second."""
    folder = cache_folder() / "templates"
    return _Cache(folder) if is_private(folder) else None


class _Cache(jinja2.FileSystemBytecodeCache):
    """A cache that does without what is broken, and where nothing can be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - whatever Python says of half a file
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)
