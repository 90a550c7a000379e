"""Canonical YAML: the form in which cvkit itself writes a person's file."""

from .plain import dump, to_full, to_plain
from .reformat import reformat

__all__ = ["dump", "reformat", "to_full", "to_plain"]
