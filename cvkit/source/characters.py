"""Characters that look like others: how they are named in messages."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["INVISIBLE", "SPACES", "named", "odd_indentation", "reveal"]

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces other than the one of the keyboard, as the inside of a character class."""
INVISIBLE = "\u00ad\u200b-\u200f\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters that take no space, as the inside of a character class."""
_HIDDEN = re.compile(f"[{SPACES}{INVISIBLE}]")


def odd_indentation(text: str) -> str:
    """Return the first character of a text if it is only a space to the eye, or nothing."""
    return text[:1] if re.match(f"[{SPACES}]", text) else ""


def named(character: str) -> str:
    """Return the code and the name of a character: ``U+00A0 (no-break space)``."""
    name = unicodedata.name(character, "").lower()
    code = f"U+{ord(character):04X}"
    return f"{code} ({name})" if name else code


def reveal(text: str) -> tuple[str, list[str]]:
    """Return a text with the code of each character that cannot be seen, and their names."""
    found = dict.fromkeys(_HIDDEN.findall(text))
    shown = _HIDDEN.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
    return shown, [named(character) for character in found]
