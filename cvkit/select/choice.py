"""What to show of a CV; without imports, so that requests do not load the model."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Choice"]


@dataclass(frozen=True)
class Choice:
    """A variant, a language as BCP 47 tag, and a redaction by name; empty for the whole CV."""

    variant: str = ""
    language: str = ""
    redact: str = ""
